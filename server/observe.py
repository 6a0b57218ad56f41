"""THE door in. Whatever is learnt - a page, a look-up's answer, a mark, a word of the seller - enters here.

One transaction an entry: ledger, notices that became due, plan, the orders' views, the cursor; all of it or nothing.
The casebook in memory follows from the ledger alone; where a transaction fails after the casebook was changed, it is
thrown away and made again from the ledger.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from server._quiet import Casebook, Notice, Observation
from server.store import Store, latest, ledger, meta, notices, orders, problems
from server.watch.clock import Clock, read_back, written

log = logging.getLogger(__name__)

FACTS = frozenset({"order", "tracking", "dispute", "chat", "mark", "asleep"})
"""What the casebook reads; the other rows of the ledger steer its replay."""

View = Callable[[Casebook, str, datetime, Connection], tuple[dict[str, Any], bool]]
"""Makes an order's view, and says whether it can change by time alone."""


@dataclass(frozen=True)
class Seen:
    """One thing learnt. `place` is where it stands (page and order): the same content there again is a re-reading.

    `subject` is what it is about (an order, a parcel's number). `seen_at` is when it was seen, never after now.
    What is said `once` changes nothing when it comes again.
    """

    what: str
    subject: str
    content: Mapping[str, Any]
    place: str | None = None
    seen_at: datetime | None = None
    once: bool = False


@dataclass(frozen=True)
class Observed:
    """What became of an entry: where clients stand after it, what it made due, the rows it added."""

    cursor: str
    told: tuple[Notice, ...] = ()
    seqs: tuple[int, ...] = ()
    changed: bool = True


class Observer:
    """Keeps the casebook; every method runs on the thread of the database."""

    def __init__(
        self, store: Store, clock: Clock, empty_casebook: Callable[[], Casebook], view: View
    ) -> None:
        self._store = store
        self._clock = clock
        self._empty_casebook = empty_casebook
        self._view = view
        self._casebook: Casebook | None = None

    def casebook(self) -> Casebook:
        """The casebook as it follows from the ledger; replayed where it is not at hand."""
        if self._casebook is None:
            with self._store.transaction() as connection:
                self._casebook = self._replayed(connection)
        return self._casebook

    def observe(
        self, seen: Sequence[Seen], page: str | None = None, met: Iterable[str] = (), *, solves: bool = False
    ) -> Observed:
        """Takes in what was learnt in one moment. `met` are the problems of the `page` it was learnt from."""
        at = self._clock.now()

        def work(connection: Connection, casebook: Casebook, change: int, moment: datetime) -> Observed:
            if page is not None:
                if solves:
                    problems.solved(connection, page)
                problems.met(connection, page, met, written(moment), change)
            seqs, observations, touched = self._take_down(connection, seen, moment)
            told = casebook.read(moment, observations) if observations else casebook.advance(moment)
            self._settle(connection, casebook, told, touched, moment, change)
            return Observed(meta.cursor(connection), told, seqs)

        return self._entry(at, work)

    def advance(self) -> Observed:
        """Time went on: what came due since the last entry is told."""

        def work(connection: Connection, casebook: Casebook, change: int, moment: datetime) -> Observed:
            told = casebook.advance(moment)
            self._settle(connection, casebook, told, set(), moment, change)
            return Observed(meta.cursor(connection), told)

        return self._entry(self._clock.now(), work)

    def next_due(self) -> datetime | None:
        return self.casebook().next_due()

    def _entry(
        self, at: datetime, work: Callable[[Connection, Casebook, int, datetime], Observed]
    ) -> Observed:
        casebook = self.casebook()
        try:
            with self._store.transaction() as connection:
                told_until = meta.read(connection, "told_until")
                moment = max(at, read_back(told_until)) if told_until else at
                observed = work(connection, casebook, meta.next_change(connection), moment)
                meta.write(connection, "told_until", written(moment))
                return observed
        except BaseException:
            self._casebook = None
            raise

    def _take_down(
        self, connection: Connection, seen: Sequence[Seen], moment: datetime
    ) -> tuple[tuple[int, ...], list[Observation], set[str]]:
        """Adds to the ledger what is new; gives all that the casebook must read, re-readings too."""
        seqs: list[int] = []
        again: list[int] = []
        observations: list[Observation] = []
        touched: set[str] = set()
        for one in seen:
            seq, is_new = self._enter(connection, one, moment)
            if seq is None:
                continue
            if one.once and not is_new:
                seqs.append(seq)
                continue
            (seqs if is_new else again).append(seq)
            observations.append(Observation(moment, one.what, one.content))
            touched.add(one.subject)
        if again:
            ledger.append(connection, written(moment), "reading", None, {"seqs": again})
        return tuple(seqs), observations, touched

    def _enter(self, connection: Connection, one: Seen, moment: datetime) -> tuple[int | None, bool]:
        """The row that says this, and whether it is new; no row for a page older than one that was read already."""
        content = dict(one.content)
        if one.place is None:
            return ledger.append(connection, written(moment), one.what, one.subject, content), True
        seen_at = written(min(one.seen_at or moment, moment))
        hashed = ledger.content_hash(one.subject, content)
        before = latest.said(connection, one.place)
        if before is not None and seen_at < before.seen_at:
            return None, False
        if before is not None and before.content_hash == hashed:
            latest.note(connection, one.place, before.seq, hashed, seen_at)
            return before.seq, False
        seq = ledger.append(connection, written(moment), one.what, one.subject, content)
        latest.note(connection, one.place, seq, hashed, seen_at)
        return seq, True

    def _settle(
        self,
        connection: Connection,
        casebook: Casebook,
        told: Sequence[Notice],
        touched: set[str],
        moment: datetime,
        change: int,
    ) -> None:
        """Writes down what follows: notices due, the plan, the views of the orders concerned."""
        for notice in told:
            notices.tell(connection, plain_notice(notice), written(moment), change)
        if not told and not touched:
            return
        notices.plan_anew(connection, None, map(plain_notice, casebook.plan()), change)
        concerned = {order_id for notice in told for order_id in notice.order_ids}
        for order_id in self._orders_of(casebook, touched) | concerned:
            view, alive = self._view(casebook, order_id, moment, connection)
            orders.show(connection, order_id, view, alive, change)

    def _orders_of(self, casebook: Casebook, subjects: set[str]) -> set[str]:
        known = set(casebook.order_ids())
        found = subjects & known
        for number in subjects - known:
            found |= {order_id for order_id in known if number in casebook.numbers(order_id)}
        return found

    def _replayed(self, connection: Connection) -> Casebook:
        casebook = self._empty_casebook()
        for moment, observations in readings(connection):
            casebook.read(moment, observations)
        told_until = meta.read(connection, "told_until")
        if told_until is not None:
            casebook.advance(read_back(told_until))
        return casebook


def readings(connection: Connection) -> Iterable[tuple[datetime, list[Observation]]]:
    """The ledger as the casebook reads it: all observations of one moment together, oldest first."""
    moment: datetime | None = None
    together: list[Observation] = []
    for entry in ledger.entries(connection):
        said = [entry]
        if entry.what == "reading" and entry.content is not None:
            said = [ledger.entry(connection, seq) for seq in entry.content["seqs"]]
        at = read_back(entry.at)
        if moment is not None and at != moment and together:
            yield moment, together
            together = []
        moment = at
        together += [
            Observation(at, one.what, one.content)
            for one in said
            if one.what in FACTS and one.content is not None
        ]
    if moment is not None and together:
        yield moment, together


def plain_notice(notice: Notice) -> dict[str, Any]:
    """A notice as it is stored: plain JSON, instants in UTC."""
    raise NotImplementedError
