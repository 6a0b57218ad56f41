"""From the ledger to what the casebook reads: all observations of one moment together, oldest first."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection

from server.casework import empty_casebook
from server.notice_json import plain_notice
from server.rules import Casebook, Notice, Observation
from server.settings import Settings, read_settings
from server.store import ledger, meta, settings_told
from server.watch.clock import read_back

FACTS = frozenset({"order", "tracking", "dispute", "chat", "mark", "asleep"})
"""What the casebook reads; the other rows of the ledger steer how it is replayed."""

CLOCK_WENT_BACK = "clock_went_back"
STEERING = (settings_told.SETTINGS, "taken_back", CLOCK_WENT_BACK)


class Moment(NamedTuple):
    """What was learnt in one moment; `row` is the last one of the ledger that says it."""

    at: datetime
    observations: list[Observation]
    row: int


@dataclass(frozen=True)
class Steering:
    """What later rows of the ledger say of earlier ones: marks taken back, and instants that a wrong clock wrote."""

    taken_back: frozenset[int]
    latest_at: dict[int, str]


def steering(connection: Connection, before: int | None = None) -> Steering:
    """How the ledger (its rows before one) is to be read."""
    taken_back, went_back = (
        [row for row in ledger.of_kind(connection, what) if before is None or row.seq < before]
        for what in ("taken_back", CLOCK_WENT_BACK)
    )
    return Steering(
        frozenset(row.content["seq"] for row in taken_back if row.content is not None),
        ledger.latest_possible(connection, before) if went_back else {},
    )


def moments(
    connection: Connection, before: int | None = None, *, after: int = 0, steered: Steering | None = None
) -> Iterator[Moment]:
    """The whole ledger (or its rows between two), without what was erased and the marks that were taken back.

    Where the computer's clock went back, what was read in the wrong future counts as read when the clock was right.
    """
    steered = steered or steering(connection, before)
    moment: datetime | None = None
    together: list[Observation] = []
    row = after
    for entry in ledger.entries(connection, after):
        if before is not None and entry.seq >= before:
            break
        at = read_back(steered.latest_at.get(entry.seq, entry.at))
        if moment is not None and at != moment and together:
            yield Moment(moment, together, row)
            together = []
        moment, row = at, entry.seq
        for one in _said(connection, entry):
            if one.seq not in steered.taken_back and one.what in FACTS and one.content is not None:
                together.append(Observation(min(read_back(entry.seen_at), at), one.what, one.content))
    if moment is not None and together:
        yield Moment(moment, together, row)


class Replay:
    """A casebook on its way from the first row of the ledger to the last, some rows at a time.

    `told` is all that was told on the way. Rows that come meanwhile are read too, but none that steers: after such a
    row a new replay must begin.
    """

    def __init__(self, casebook: Casebook) -> None:
        self.casebook = casebook
        self.told: list[Notice] = []
        self._after = 0
        self._steered: Steering | None = None

    def go_on(self, connection: Connection, at_most: int | None = None) -> bool:
        """Reads on, `at_most` so many observations and notices (None: all). Whether everything is read."""
        self._steered = self._steered or steering(connection)
        read = 0
        for at, observations, row in moments(connection, after=self._after, steered=self._steered):
            self.told += self.casebook.read(at, observations)
            self._after = row
            read += len(observations)
            if at_most is not None and read >= at_most:
                return False
        until = meta.read(connection, "told_until")
        while until is not None and (due := self.casebook.next_due()) and due <= read_back(until):
            self.told += self.casebook.advance(due)
            read += 1
            if at_most is not None and read >= at_most:
                return False
        if until is not None:
            self.told += self.casebook.advance(read_back(until))
        return True


@contextmanager
def collecting_nothing() -> Iterator[None]:
    """While cases are made there is no garbage to look for, and looking for it takes as long as making them."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def casebook_of(
    connection: Connection, settings: Settings, each: Callable[[Observation], object] = lambda _: None
) -> Casebook:
    """All cases as the ledger tells them, at the moment up to which it was told; `each` hears every observation."""
    casebook = empty_casebook(settings)
    for at, observations, _ in moments(connection):
        casebook.read(at, observations)
        for observation in observations:
            each(observation)
    if told_until := meta.read(connection, "told_until"):
        casebook.advance(read_back(told_until))
    return casebook


def told(connection: Connection, casebook_for: Callable[[dict[str, Any]], Casebook]) -> dict[str, Notice]:
    """Every notice that the ledger makes, by identity, as the running server told them one after the other.

    `casebook_for` makes an empty casebook for settings as the ledger holds them.
    """
    known: dict[str, Notice] = {}
    settings: dict[str, Any] = {}
    casebook = casebook_for(settings)
    for at, first_seq, observations in _steps(connection):
        steering = [] if observations else [ledger.entry(connection, first_seq)]
        if not steering:
            new = casebook.read(at, observations)
        else:
            known = {notice.identity: notice for notice in casebook.advance(at)} | known
            if steering[0].what == settings_told.SETTINGS:
                settings = settings_told.said(connection, steering[0])
            casebook = casebook_for(settings)
            past = [
                notice
                for moment, facts, _ in moments(connection, first_seq + 1)
                for notice in casebook.read(moment, facts)
            ]
            new = (*past, *casebook.advance(at))
            if steering[0].what == CLOCK_WENT_BACK:
                known = {identity: notice for identity, notice in known.items() if notice.at <= at}
        known = {notice.identity: notice for notice in new} | known
    until = meta.read(connection, "told_until")
    last = casebook.advance(read_back(until)) if until else ()
    return {notice.identity: notice for notice in last} | known


def told_again(connection: Connection) -> list[dict[str, Any]]:
    """Every notice that the ledger makes, as it is stored; oldest settings first, each as the ledger holds them."""
    made = told(connection, lambda plain: empty_casebook(read_settings(plain)))
    return [plain_notice(notice) for notice in made.values()]


def _steps(connection: Connection) -> Iterator[tuple[datetime, int, list[Observation]]]:
    """The moments of the ledger, with the rows that steer the replay between them (those bring no observation)."""
    steering = [(row.seq, read_back(row.at)) for what in STEERING for row in ledger.of_kind(connection, what)]
    begun = 0
    for seq, at in [*sorted(steering), (None, None)]:
        for moment, observations, _ in moments(connection, seq, after=begun):
            yield moment, seq or 0, observations
        if seq is not None and at is not None:
            yield at, seq, []
            begun = seq


def _said(connection: Connection, entry: ledger.Entry) -> list[ledger.Entry]:
    """A re-reading says again what the rows that it names said."""
    if entry.what != "reading":
        return [entry]
    return [] if entry.content is None else [ledger.entry(connection, seq) for seq in entry.content["seqs"]]
