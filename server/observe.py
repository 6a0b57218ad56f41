"""THE door in. Whatever is learnt - a page, a look-up's answer, a mark, a word of the seller - enters here.

One transaction an entry: ledger, notices that became due, plan, the orders' views, the cursor; all of it or nothing.
The casebook in memory follows from the ledger alone; where a transaction fails after the casebook was changed, it is
thrown away and made again from the ledger.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from server import replay
from server.cases import Cases
from server.entry import Entry, View
from server.rules import Casebook, Notice, Observation
from server.store import (
    Store,
    anew,
    erasing,
    facts,
    latest,
    ledger,
    meta,
    notices,
    plan,
    problems,
    settings_told,
)
from server.watch.clock import Clock, read_back, written

log = logging.getLogger(__name__)

PAGES_ARE_READ_AGAIN = frozenset({"order", "dispute"})
"""What is a reading also when it says nothing new: a page that is opened again is not stale."""

MOMENT = timedelta(milliseconds=1)
CLOCK_WENT_BACK = timedelta(minutes=2)


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
    """What became of an entry: where clients stand after it, what it made due, the rows that say it."""

    cursor: str
    changed: bool
    told: tuple[Notice, ...] = ()
    seqs: tuple[int, ...] = ()
    next_due: datetime | None = None
    more: bool = False
    """Whether orders are left that are still to be shown anew."""


@dataclass(frozen=True)
class Happened:
    """What became of a notice on the buyer's screen: shown, acknowledged or snoozed (`until`); instants written."""

    identity: str
    what: str
    at: str
    until: str | None = None


class Observer:
    """Keeps the casebook. Every method runs on the thread of the database."""

    def __init__(
        self, store: Store, clock: Clock, empty_casebook: Callable[[], Casebook], view: View
    ) -> None:
        self._store = store
        self._clock = clock
        self._view = view
        self._cases = Cases(empty_casebook)

    @property
    def cases_stand(self) -> bool:
        """Whether all cases are made from the ledger; else the next entry makes them first."""
        return self._cases.stand

    def make_some_cases(self) -> bool:
        """Goes on making the cases. Whether they stand now."""
        with self._store.reading() as connection:
            return self._cases.make_some(connection)

    def observe(
        self,
        seen: Sequence[Seen],
        page: str | None = None,
        met: Iterable[str] = (),
        *,
        solves: bool = False,
        about: Iterable[str] = (),
        keep: Callable[[Connection], None] = lambda _: None,
        away_after: timedelta | None = None,
    ) -> Observed:
        """Takes in what was learnt in one moment; `met` are the problems of the `page` that it was learnt from.

        `about` names orders and parcels that are shown anew although nothing may have been learnt of them; `keep` keeps
        what belongs to it in the same transaction. What was missed in a silence longer than `away_after` folds; what is
        learnt in this moment counts first.
        Raises ValueError for what the rules cannot read, StoreError where it cannot be kept: then nothing was.
        """

        def work(entry: Entry) -> None:
            casebook = self._book(entry.connection)
            entry.touched |= set(about)
            keep(entry.connection)
            if page is not None:
                entry.changed |= solves and problems.solved(entry.connection, page)
                entry.changed |= problems.met(entry.connection, page, met, entry.at, entry.change)
            observations = self._slept(entry, away_after) + self._take_down(entry, seen)
            entry.told = (
                casebook.read(entry.moment, observations) if observations else casebook.advance(entry.moment)
            )

        return self._enter(work, learns=bool(seen))

    def advance(self, away_after: timedelta | None = None) -> Observed:
        """Time went on: what came due is told, and what depends on the hour is shown anew, some orders an entry.

        Was there silence for longer than `away_after`, then the computer was off, asleep, or the server down: what was
        missed folds.
        """

        def work(entry: Entry) -> None:
            casebook = self._book(entry.connection)
            slept = self._slept(entry, away_after)
            entry.told = casebook.read(entry.moment, slept) if slept else casebook.advance(entry.moment)
            self._show_some(entry)

        return self._enter(work, learns=False)

    def _slept(self, entry: Entry, away_after: timedelta | None) -> list[Observation]:
        text = meta.read(entry.connection, "told_until")
        if away_after is None or text is None or entry.moment - read_back(text) <= away_after:
            return []
        log.info("nothing ran from %s until now", text)
        content = {"from": text}
        ledger.append(entry.connection, entry.at, "asleep", None, content)
        entry.touched |= set(plan.orders_until(entry.connection, entry.at))
        anew.alive(entry.connection)
        self._show_some(entry)
        return [Observation(entry.moment, "asleep", content)]

    def report(self, events: Sequence[Happened]) -> Observed:
        """What clients say of notices. The same again changes nothing; what is acknowledged or snoozed is a mark."""

        def work(entry: Entry) -> None:
            casebook, observations = self._book(entry.connection), list[Observation]()
            for event in events:
                new = notices.report(
                    entry.connection, event.identity, event.what, event.at, event.until, entry.change
                )
                entry.changed |= new
                if new and event.what != "shown":
                    observations += self._marked(entry, event)
            if observations:
                entry.told = casebook.read(entry.moment, observations)

        return self._enter(work, learns=any(event.what != "shown" for event in events))

    def _marked(self, entry: Entry, event: Happened) -> list[Observation]:
        stored = notices.find(entry.connection, event.identity)
        found: list[Observation] = []
        if stored is None:
            return found
        kind = notices.as_it_stands(entry.connection, stored).notice["kind"]
        for order_id in stored.order_ids:
            content = {"order_id": order_id, "kind": event.what, "notice": kind}
            content |= {"until": event.until} if event.until else {}
            entry.seqs.append(ledger.append(entry.connection, entry.at, "mark", order_id, content))
            entry.touched.add(order_id)
            found.append(Observation(entry.moment, "mark", content))
        return found

    def take_back(self, seq: int) -> Observed:
        """A mark was a mistake: everything counts as if it had not been made. Raises LookupError if there is none."""

        def work(entry: Entry) -> None:
            marks = [m for m in ledger.of_kind(entry.connection, "mark") if m.seq == seq]
            if not marks or marks[0].subject is None:
                raise LookupError(f"there is no mark {seq}")
            gone = {e.content["seq"] for e in ledger.of_kind(entry.connection, "taken_back") if e.content}
            if seq not in gone:
                ledger.append(entry.connection, entry.at, "taken_back", marks[0].subject, {"seq": seq})
            entry.touched.add(marks[0].subject)
            entry.reconsider(self._cases)

        return self._enter(work, learns=True)

    def change_settings(self, said: dict[str, Any], meant: dict[str, Any]) -> Observed:
        """The buyer said these settings; `meant` are they with the zone that they mean. All is worked out anew."""

        def work(entry: Entry) -> None:
            meta.write_settings(entry.connection, said)
            self._mean(entry, meant)

        return self._enter(work, learns=True)

    def mean_settings(self, meant: dict[str, Any]) -> Observed | None:
        """The settings mean this now: nothing was said before, or the computer is in another zone. None: as before."""
        with self._store.reading() as connection:
            before = settings_told.newest(connection)
        if before is not None and ledger.canonical(before) == ledger.canonical(meant):
            return None
        return self._enter(lambda entry: self._mean(entry, meant), learns=True)

    def _mean(self, entry: Entry, meant: dict[str, Any]) -> None:
        ledger.append(entry.connection, entry.at, settings_told.SETTINGS, None, meant)
        entry.reconsider(self._cases)
        anew.everyone(entry.connection)
        self._show_some(entry)

    def forget(self, order_ids: Sequence[str] | None) -> int:
        """Erases these orders, or all; gives how many observations were erased."""
        erased = 0

        def work(entry: Entry) -> None:
            nonlocal erased
            known = erasing.known(entry.connection)
            doomed = known if order_ids is None else known & set(order_ids)
            erased, others = erasing.erase(entry.connection, doomed, entry.at)
            entry.changed = True
            self._cases.drop()
            erasing.follow(entry.connection, replay.told_again(entry.connection), entry.at)
            entry.told = self._book(entry.connection).advance(entry.moment)
            entry.touched |= others - doomed
            anew.everyone(entry.connection)
            self._show_some(entry)

        self._enter(work, learns=True)
        self._store.merge_wal()
        return erased

    def ask(self, question: Callable[[Connection, Casebook], Any]) -> Any:
        """The answer to a question about the cases."""
        with self._store.reading() as connection:
            return question(connection, self._book(connection))

    def told_until(self) -> datetime | None:
        """How far time was told when the server last did anything."""
        with self._store.reading() as connection:
            text = meta.read(connection, "told_until")
        return None if text is None else read_back(text)

    # ------------------------------------------------------------ one entry

    def _enter(self, work: Callable[[Entry], None], *, learns: bool) -> Observed:
        """One transaction; where it fails, the casebook is no longer to be trusted."""
        try:
            with self._store.transaction() as connection:
                more = self._went_back(connection)
                entry = Entry(connection, self._moment(connection, learns=learns))
                work(entry)
                self._finish(entry)
                return Observed(
                    meta.cursor(connection),
                    entry.changed,
                    entry.told,
                    tuple(entry.seqs),
                    self._next_due(connection),
                    entry.more or more,
                )
        except BaseException:
            self._cases.drop()
            raise

    def _next_due(self, connection: Connection) -> datetime | None:
        """When the next notice comes: the plan says it too, before the cases are made."""
        if self._cases.stand:
            return self._book(connection).next_due()
        due = plan.next_at(connection)
        return None if due is None else read_back(due)

    def _finish(self, entry: Entry) -> None:
        entry.settle(self._book(entry.connection), self._view)
        meta.write(entry.connection, "told_until", entry.at)
        if entry.changed:
            meta.write(entry.connection, "change", str(entry.change))

    def _went_back(self, connection: Connection) -> bool:
        """Where the clock stands before what was told, it was wrong: what it made us say is taken back.

        Whether orders are left that are to be shown anew because of it.
        """
        now, text = self._clock.now(), meta.read(connection, "told_until")
        if text is None or read_back(text) - now <= CLOCK_WENT_BACK:
            return False
        log.warning("the clock went back from %s to %s", text, written(now))
        ledger.append(connection, written(now), replay.CLOCK_WENT_BACK, None, {"from": text})
        meta.write(connection, "told_until", written(now))
        notices.told_too_early(connection, written(now))
        entry = Entry(connection, self._moment(connection, learns=False))
        entry.reconsider(self._cases)
        anew.everyone(connection)
        self._show_some(entry)
        self._finish(entry)
        return entry.more

    def _show_some(self, entry: Entry) -> None:
        """Orders that are to be shown anew, the next few."""
        some, entry.more = anew.some(entry.connection, entry.at[: len("2026-09-01T12")])
        entry.touched |= set(some)

    def _moment(self, connection: Connection, *, learns: bool) -> datetime:
        """Now; after every entry before it, so that what was learnt apart is read apart at a replay."""
        now, text = self._clock.now(), meta.read(connection, "told_until")
        if text is None:
            return now
        return max(now, read_back(text) + MOMENT) if learns else max(now, read_back(text))

    def _take_down(self, entry: Entry, seen: Sequence[Seen]) -> list[Observation]:
        """Adds to the ledger what is new; gives all that the casebook must read, re-readings too."""
        again: dict[str, list[int]] = {}
        observations: list[Observation] = []
        for one in seen:
            seen_at = min(one.seen_at or entry.moment, entry.moment)
            content = dict(one.content)
            said = (one.what, one.subject, content, one.place, written(seen_at))
            seq, is_new = latest.take_down(entry.connection, entry.at, *said)
            if is_new:
                facts.note_numbers(entry.connection, one.what, content)
                entry.seqs.append(seq)
            elif one.once:
                entry.seqs.append(seq)
                continue
            elif one.what in PAGES_ARE_READ_AGAIN:
                again.setdefault(written(seen_at), []).append(seq)
            entry.touched.add(one.subject)
            observations.append(Observation(seen_at, one.what, one.content))
        for seen_text, seqs in again.items():
            ledger.append(entry.connection, entry.at, "reading", None, {"seqs": seqs}, seen_text)
        return observations

    # ------------------------------------------------------------ the casebook

    def _book(self, connection: Connection) -> Casebook:
        return self._cases.book(connection)
