"""One entry under way: its transaction and its moment, and what follows from it, written down before it ends."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from server.cases import Cases
from server.notice_json import notice_of, plain_notice
from server.rules import Casebook, Notice, as_it_stands
from server.rules.folding import INSTANT
from server.store import facts, meta, notices, orders, plan
from server.watch.clock import written

View = Callable[[Connection, Casebook, str, datetime], tuple[dict[str, Any], bool]]
"""Makes an order's view, and says whether it can change by time alone."""


class Entry:
    """One entry under way: its transaction, its moment, and whether clients must hear of it."""

    def __init__(self, connection: Connection, moment: datetime) -> None:
        self.connection = connection
        self.moment = moment
        self.at = written(moment)
        self.change = int(meta.read(connection, "change") or 0) + 1
        self.changed = False
        self.seqs: list[int] = []
        self.touched: set[str] = set()
        self.told: tuple[Notice, ...] = ()
        self.more = False

    def settle(self, casebook: Casebook, view_of: View) -> None:
        """Writes down what follows: notices due, the plan, the views of the orders concerned."""
        if not self.told and not self.touched:
            return
        connection = self.connection
        for notice in self.told:
            self.changed |= notices.tell(connection, plain_notice(notice), self.at, self.change)
        known = set(casebook.order_ids())
        concerned = self.touched | set(facts.orders_of(connection, self.touched - known))
        concerned |= {order_id for notice in self.told for order_id in notice.order_ids}
        self._clear_moot(casebook, concerned & known)
        for order_id in sorted(concerned & known):
            planned = map(plain_notice, casebook.plan(order_id))
            self.changed |= plan.make_anew(connection, order_id, planned, self.change)
            view, alive = view_of(connection, casebook, order_id, self.moment)
            self.changed |= orders.show(connection, order_id, view, alive, self.change)

    def _clear_moot(self, casebook: Casebook, order_ids: Iterable[str]) -> None:
        """Open notices of which nothing holds any more: nobody need see them now. The others say what does."""
        moot: set[str] = set()
        for stored in notices.open_of(self.connection, order_ids, self.at):
            covers = set(stored.notice["covers"])
            soon = self.moment + INSTANT  # what is due within the same instant was told together with it
            standing = {
                order: {**casebook.standing(order, soon), **casebook.standing(order, self.moment)}
                for order in stored.order_ids
            }
            over = [order for order, holds in standing.items() if not holds.keys() & covers]
            if len(over) == len(stored.order_ids):
                moot.add(stored.identity)
                continue
            if over and stored.state == "due":
                self.changed |= notices.leave_out(self.connection, stored.identity, over, self.change)
            now = as_it_stands(notice_of(stored.notice), standing)
            plain = plain_notice(now) if now else None
            self.changed |= notices.says_now(self.connection, stored.identity, plain, self.change)
        self.changed |= bool(moot)
        notices.clear(self.connection, moot, self.at, self.change)

    def open_again(self, casebook: Casebook, stand: set[str], order_id: str, since: str) -> None:
        """What a mark had cleared since it was made, and holds without it, is open as it was."""
        holds = casebook.standing(order_id, self.moment)
        for stored in notices.cleared_since(self.connection, order_id, since):
            if stored.identity in stand and holds.keys() & set(stored.notice["covers"]):
                notices.open_again(self.connection, stored, self.change)

    def reconsider(self, cases: Cases) -> set[str]:
        """The past reads otherwise now: told is what would have been told and still counts, one notice an order.

        Gives the identities of all that follows from the facts.
        """
        told = cases.make_again(self.connection)
        told += cases.book(self.connection).advance(self.moment)
        stand = {notice.identity for notice in told}
        notices.withdraw(self.connection, stand, self.at, self.change)
        new = [notice for notice in told if not notices.was_told(self.connection, notice.identity)]
        newest: dict[tuple[str, ...], Notice] = {}
        for notice in new:
            if notice.deadline is None or notice.deadline > self.moment:
                newest[notice.order_ids] = notice
        self.told = tuple(newest.values())
        for notice in new:
            if notice not in self.told:
                notices.missed(self.connection, plain_notice(notice), self.at, self.change)
        self.changed = True
        return stand
