"""One entry under way: its transaction and its moment, and what follows from it, written down before it ends."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection

from server.cases import Cases
from server.notice_json import notice_of, plain_notice
from server.rules import Casebook, Notice, as_it_stands
from server.rules.folding import INSTANT
from server.store import facts, meta, notices, orders, plan
from server.watch.clock import written

URGENT = ("act", "critical")

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

    def reconsider(self, cases: Cases) -> None:
        """The past reads otherwise now: what was cleared and holds after all is open as it was, and told is what would
        have been told and still counts: of an order all kinds that ask to act, where there is none the newest.
        """
        made = cases.make_again(self.connection)
        casebook = cases.book(self.connection)
        made += casebook.advance(self.moment)
        known = set(casebook.order_ids())

        @cache
        def standing(order_id: str) -> frozenset[str]:
            return frozenset(casebook.standing(order_id, self.moment) if order_id in known else ())

        def holds(order_ids: Iterable[str], covers: Iterable[str]) -> bool:
            return any(not standing(order_id).isdisjoint(covers) for order_id in order_ids)

        stand = {notice.identity for notice in made}
        notices.withdraw(self.connection, stand, self.at, self.change)
        for stored in notices.cleared(self.connection, self.at):
            if stored.identity in stand and holds(stored.order_ids, stored.notice["covers"]):
                notices.open_again(self.connection, stored, self.change)
        new = [notice for notice in made if not notices.was_told(self.connection, notice.identity)]
        self.told = tuple(_that_counts(notice for notice in new if holds(notice.order_ids, notice.covers)))
        told = {notice.identity for notice in self.told}
        for notice in new:
            if notice.identity not in told:
                notices.missed(self.connection, plain_notice(notice), self.at, self.change)
        self.changed = True


def _that_counts(unheard: Iterable[Notice]) -> Iterable[Notice]:
    """Of each order and kind the newest that asks to act; of an order where nothing does, the newest."""
    of_orders: dict[tuple[str, ...], dict[str, Notice]] = {}
    for notice in unheard:
        kinds = of_orders.setdefault(notice.order_ids, {})
        kinds.pop(notice.kind, None)
        kinds[notice.kind] = notice
    for kinds in of_orders.values():
        newest = list(kinds.values())
        yield from [notice for notice in newest if notice.level in URGENT] or newest[-1:]
