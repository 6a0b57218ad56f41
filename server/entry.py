"""One entry under way: its transaction and its moment, and what follows from it, written down before it ends."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from server.cases import Cases
from server.notice_json import notice_of, plain_notice
from server.rules import Casebook, Notice, as_it_stands
from server.rules.folding import INSTANT
from server.rules.standing import Standing
from server.store import facts, meta, notices, orders, plan
from server.store.heard import dues_heard, dues_in
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
        holding = Holding(casebook, self.moment)
        known = holding.known
        concerned = self.touched | set(facts.orders_of(connection, self.touched - known))
        concerned |= {order_id for notice in self.told for order_id in notice.order_ids}
        self._close(holding, notices.open_of(connection, concerned & known, self.at))
        self._open_again(holding, notices.cleared_of(connection, concerned & known, self.at))
        for order_id in sorted(concerned & known):
            planned = map(plain_notice, casebook.plan(order_id))
            self.changed |= plan.make_anew(connection, order_id, planned, self.change)
            view, alive = view_of(connection, casebook, order_id, self.moment)
            self.changed |= orders.show(connection, order_id, view, alive, self.change)

    def _close(self, holding: "Holding", open_ones: Iterable[notices.Stored]) -> None:
        """Open notices of which nothing holds any more: nobody need see them now. The others say what does."""
        moot: set[str] = set()
        for stored in open_ones:
            standing = {order_id: holding.of(order_id) for order_id in stored.order_ids}
            over = [order_id for order_id in standing if not holding.says(order_id, stored.notice["covers"])]
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

    def _open_again(self, holding: "Holding", cleared_ones: Iterable[notices.Stored]) -> None:
        """What was told, was cleared, and holds after all without being said otherwise is open as it was."""
        for stored in cleared_ones:
            said = dues_heard(self.connection, stored.order_ids, open_ones=True)
            if holding.any_of(stored.order_ids, dues_in(stored.notice) - said):
                notices.open_again(self.connection, stored, self.change)
                self.changed = True

    def reconsider(self, cases: Cases) -> None:
        """The past reads otherwise now: told is what would have been told and still counts, of an order all kinds that
        ask to act, where there is none the newest. What was due until now is told as the past read before.
        """
        connection = self.connection
        if cases.stand:
            for notice in cases.book(connection).advance(self.moment):
                notices.tell(connection, plain_notice(notice), self.at, self.change)
        made = cases.make_again(connection)
        casebook = cases.book(connection)
        made += casebook.advance(self.moment)
        holding = Holding(casebook, self.moment)
        self._close(holding, notices.open_ones(connection))
        new = [notice for notice in made if not notices.was_told(connection, notice.identity)]
        self.told = tuple(_that_counts(one for one in new if holding.any_of(one.order_ids, one.covers)))
        told = {notice.identity for notice in self.told}
        for notice in new:
            if notice.identity not in told:
                notices.missed(connection, plain_notice(notice), self.at, self.change)
        self.changed = True


class Holding:
    """What holds of the orders at a moment, and what is to come."""

    def __init__(self, casebook: Casebook, moment: datetime) -> None:
        self._casebook = casebook
        self._moment = moment
        self.known = frozenset(casebook.order_ids())
        self._of: dict[str, Standing] = {}

    def of(self, order_id: str) -> Standing:
        """What holds of an order, nothing of an unknown one; what is due within the same instant was told with it."""
        if order_id not in self._of:
            moments = (self._moment + INSTANT, self._moment) if order_id in self.known else ()
            standing = [self._casebook.standing(order_id, moment) for moment in moments]
            self._of[order_id] = {name: due for holds in standing for name, due in holds.items()}
        return self._of[order_id]

    def any_of(self, order_ids: Iterable[str], dues: Iterable[str]) -> bool:
        """Whether any of these dues holds for any of these orders."""
        names = frozenset(dues)
        return any(not names.isdisjoint(self.of(order_id)) for order_id in order_ids)

    def says(self, order_id: str, covers: Iterable[str]) -> bool:
        """Whether what a notice covers holds of an order, or was told before its time: elsewhere it is not nine yet."""
        names = frozenset(covers)
        if not names.isdisjoint(self.of(order_id)):
            return True
        plan = self._casebook.plan(order_id) if order_id in self.known else ()
        return any(not names.isdisjoint(notice.covers) for notice in plan)


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
