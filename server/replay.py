"""From the ledger to what the casebook reads: all observations of one moment together, oldest first."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection

from server.rules.notice import Observation
from server.store import ledger, meta
from server.watch.clock import read_back

FACTS = frozenset({"order", "tracking", "dispute", "chat", "mark", "asleep"})
"""What the casebook reads; the other rows of the ledger steer how it is replayed."""

Moment = tuple[datetime, list[Observation]]


def moments(connection: Connection) -> Iterator[Moment]:
    """The whole ledger, without what was erased and without the marks that were taken back.

    Where the computer's clock went back, what was read in the wrong future counts as read when the clock was right.
    """
    taken_back = {
        entry.content["seq"]
        for entry in ledger.of_kind(connection, "taken_back")
        if entry.content is not None
    }
    latest_at = ledger.latest_possible(connection) if meta.read(connection, "clock_went_back") else {}
    moment: datetime | None = None
    together: list[Observation] = []
    for entry in ledger.entries(connection):
        at = read_back(latest_at.get(entry.seq, entry.at))
        if moment is not None and at != moment and together:
            yield moment, together
            together = []
        moment = at
        for one in _said(connection, entry):
            if one.seq not in taken_back and one.what in FACTS and one.content is not None:
                together.append(Observation(min(read_back(entry.seen_at), at), one.what, one.content))
    if moment is not None and together:
        yield moment, together


def _said(connection: Connection, entry: ledger.Entry) -> list[ledger.Entry]:
    """A re-reading says again what the rows that it names said."""
    if entry.what != "reading":
        return [entry]
    return [] if entry.content is None else [ledger.entry(connection, seq) for seq in entry.content["seqs"]]
