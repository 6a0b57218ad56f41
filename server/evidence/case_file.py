"""What the ledger holds of one order, laid out for a dispute: each fact with its source and when it was read.

Nothing is added to what was read and nothing guessed: what is not known is not there. Instants are aware UTC, days are
days (a deadline day is a day in Pacific time), the time of a scan is the wall clock at the scan.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from server.evidence.scans import Difference, Scan, Silence
from server.rules import Clock, View
from server.rules.advice import Advice
from server.rules.order_parcel import OrderParcel
from server.store.answers import Answer
from server.store.ledger import Entry
from server.store.pictures import Picture


@dataclass(frozen=True)
class Fact:
    """One thing that a page states (or the buyer said): `value` is a text, a day, an instant or money as a mapping."""

    name: str
    value: Any
    source: str
    read_at: datetime
    text: str | None = None


@dataclass(frozen=True)
class Line:
    """One line of the order."""

    line_id: str | None
    title: str | None
    quantity: int | None
    sku: str | None
    unit_price: Any
    parcel: str | None


@dataclass(frozen=True)
class SourceFile:
    """What one source last answered: `outcome` of the last look-up that was heard, None where none is on record."""

    source: str
    number: str
    asked_at: datetime
    outcome: str
    scans: int


@dataclass(frozen=True)
class ParcelFile:
    """One parcel of the order under all its numbers. `scans` newest first, of all sources."""

    number: str
    numbers: tuple[str, ...]
    carrier: str | None
    sources: tuple[SourceFile, ...]
    scans: tuple[Scan, ...]
    silences: tuple[Silence, ...]
    differences: tuple[Difference, ...]
    weights: tuple[tuple[str, str], ...]
    shared_with: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One reading of a dispute that said something new; `said` holds the members that changed."""

    read_at: datetime
    dispute_id: str | None
    said: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class MarkMade:
    """What the buyer said, and when."""

    at: datetime
    kind: str
    parcel: str | None
    line_id: str | None
    number: str | None


@dataclass(frozen=True)
class Sentence:
    """A sentence of the seller's that was kept because it holds a trap."""

    at: datetime
    text: str
    language: str | None
    traps: tuple[str, ...]


@dataclass(frozen=True)
class CaseFile:
    """One order as the evidence pack shows it. `view` is the case as the rules see it at `made_at`."""

    order_id: str
    made_at: datetime
    zone: ZoneInfo
    facts: tuple[Fact, ...]
    stated: tuple[Fact, ...]
    lines: tuple[Line, ...]
    parcels: tuple[ParcelFile, ...]
    steps: tuple[Step, ...]
    marks: tuple[MarkMade, ...]
    sentences: tuple[Sentence, ...]
    clocks: tuple[Clock, ...]
    answers: tuple[Answer, ...]
    pictures: tuple[Picture, ...]
    rows: tuple[Entry, ...]
    view: View
    advice: Advice | None

    @property
    def today(self) -> date:
        return self.made_at.astimezone(self.zone).date()

    def as_seen(self, parcel: ParcelFile | None) -> OrderParcel | None:
        """The parcel as the rules see it for this order."""
        return next((one for one in self.view.parcels if parcel and one.number == parcel.number), None)

    def fact(self, name: str) -> Fact | None:
        return next((fact for fact in self.facts if fact.name == name), None)

    def value(self, name: str) -> Any:
        found = self.fact(name)
        return found.value if found else None

    def stated_day(self, kind: str, *, last: bool = False) -> Fact | None:
        """The day or instant that the pages state last under a kind (the earliest of several pages)."""
        now = [fact for fact in self.stated if fact.name == kind and fact.text != GONE]
        newest: dict[str, Fact] = {}
        for fact in now:
            known = newest.get(fact.source)
            if known is None or fact.read_at >= known.read_at:
                newest[fact.source] = fact
        chosen = sorted(newest.values(), key=lambda fact: as_day(fact.value))
        return (chosen[-1] if last else chosen[0]) if chosen else None


GONE = "\0gone"
"""Text of a stated date that its page took back."""


def as_day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value
