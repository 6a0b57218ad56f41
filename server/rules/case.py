"""What is known of one order: merged readings of its pages, disputes, marks, and the few moments that must be kept.

Readings merge by their own time: the newest reading of a value wins, one that arrives late fills only what is older,
one that arrives twice changes nothing.
"""

from bisect import insort
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from server.rules.notice import Due, Identity
from server.rules.parcels import Value, put
from server.rules.reading import DisputeRead, Mark, OrderRead, Stated, Words

OPEN_STATES = frozenset(
    {"waiting_for_seller", "waiting_for_buyer", "platform_review", "parked", "return_agreed"}
)
ENDED_STATES = frozenset({"refund_decided", "decided_against_buyer", "cancelled", "finished"})
DECISIONS = frozenset({"return_agreed", "refund_decided", "decided_against_buyer", "finished"})
NO_PARCEL = "nameless"


@dataclass(slots=True)
class Dispute:
    """One dispute: its values, and every reading of its state (`at`, state, `decided_on` as that reading says)."""

    key: str
    first_at: datetime
    values: dict[str, Value] = field(default_factory=dict)
    readings: list[tuple[datetime, str, date | None]] = field(default_factory=list)

    def take(self, read: DisputeRead, at: datetime) -> None:
        self.first_at = min(self.first_at, at)
        for name, value in read.values.items():
            put(self.values, name, value, at)
        state = read.values.get("state")
        if state:
            self._keep((at, state, read.values.get("decided_on")))

    def _keep(self, reading: tuple[datetime, str, date | None]) -> None:
        readings = self.readings
        if any(reading[:2] == known[:2] for known in readings):
            return
        if (
            len(readings) > 1
            and readings[-1][0] < reading[0]
            and readings[-1][1:] == readings[-2][1:] == reading[1:]
        ):
            readings[-1] = reading  # of the same state read again and again the first and the last are enough
        else:
            insort(readings, reading, key=lambda known: known[0])

    def get(self, name: str) -> Any:
        value = self.values.get(name)
        return value.value if value else None

    @property
    def state(self) -> str | None:
        return self.readings[-1][1] if self.readings else None

    @property
    def open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def refunded(self) -> bool:
        """A refund is decided: won, or finished with a refund above 0."""
        refund = self.get("refund")
        if self.state == "refund_decided":
            return refund is None or refund.amount > 0
        return self.state == "finished" and refund is not None and refund.amount > 0

    @property
    def lost(self) -> bool:
        refund = self.get("refund")
        return self.state == "decided_against_buyer" and not (refund is not None and refund.amount > 0)

    @property
    def covers(self) -> bool:
        """Open or decided; a cancelled one covers nothing."""
        return self.open or (self.state in ENDED_STATES and self.state != "cancelled")

    @property
    def state_since(self) -> datetime:
        """When the present state was first read."""
        since = self.readings[-1][0] if self.readings else self.first_at
        for at, state, _ in reversed(self.readings):
            if state != self.state:
                break
            since = at
        return since

    @property
    def refunded_since(self) -> datetime:
        """When the refund was first read as decided; that the dispute is finished later changes nothing."""
        since = self.readings[-1][0] if self.readings else self.first_at
        for at, state, _ in reversed(self.readings):
            if state not in ("refund_decided", "finished"):
                break
            since = at
        return since

    @property
    def ever_decided(self) -> bool:
        return any(state in DECISIONS for _, state, _ in self.readings)

    @property
    def parked_until(self) -> datetime | None:
        """The reading with which the last parking ended; None if it never was parked."""
        ended = None
        for (_, before, _), (at, after, _) in zip(self.readings, self.readings[1:], strict=False):
            if before == "parked" and after != "parked":
                ended = at
        return ended

    def lost_before(self, at: datetime) -> bool:
        """It was read as decided against the buyer at that moment or before."""
        return any(state == "decided_against_buyer" and read <= at for read, state, _ in self.readings)

    def decided_against_again(self, filed_at: datetime) -> datetime | None:
        """When it was first read as decided against the buyer after an appeal was filed.

        A page that only repeats the old decision (same day, no other state between) is no new one.
        """
        before = [reading for reading in self.readings if reading[0] <= filed_at]
        old_day = next((day for _, _, day in reversed(before) if day), None)
        moved = not before or before[-1][1] != "decided_against_buyer"
        for at, state, day in self.readings:
            if at <= filed_at:
                continue
            if state != "decided_against_buyer":
                moved = True
            elif moved or day is None or day != old_day:
                return at
        return None


@dataclass(slots=True)
class Told:
    """The newest notice of a kind that an order was told: what it was, for a later snooze."""

    due: Due
    level: int
    at: datetime


@dataclass(slots=True)
class Snooze:
    """A told notice that comes back at `at`."""

    identity: Identity
    level: int
    at: datetime


@dataclass(slots=True)
class Order:
    """One case. Times are UTC; `numbers` and `dates` are kept page by page."""

    order_id: str
    first_at: datetime | None = None
    first_status: str | None = None
    last_read: datetime | None = None
    values: dict[str, Value] = field(default_factory=dict)
    dates: dict[str, dict[str, Value]] = field(default_factory=dict)
    numbers: dict[str, Value] = field(default_factory=dict)
    lines: dict[str, str | None] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    status_first: dict[str, datetime] = field(default_factory=dict)
    disputes: dict[str, Dispute] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    chats: list[Words] = field(default_factory=list)
    traps: list[tuple[datetime, tuple[str, ...]]] = field(default_factory=list)
    traps_seen: set[tuple[str, str]] = field(default_factory=set)
    risks: list[tuple[datetime, int, int, int]] = field(default_factory=list)
    moved: tuple[datetime, str, datetime, datetime] | None = None
    grace_since: datetime | None = None
    grace_from: datetime | None = None
    told: dict[Identity, datetime] = field(default_factory=dict)
    newest_told: dict[str, Told] = field(default_factory=dict)
    snoozes: list[Snooze] = field(default_factory=list)
    missed: set[str] | None = None
    next_due: datetime | None = None

    def take(self, read: OrderRead, at: datetime) -> None:
        """One reading of a page of the order."""
        status = read.values.get("status")
        if self.first_at is None or at < self.first_at:
            self.first_at, self.first_status = at, status
        elif at == self.first_at and status:
            self.first_status = status
        self.read_at(at)
        if status == "unknown" and self.get("status"):
            status = None  # a page that is not understood takes back nothing
        for name, value in read.values.items():
            if name == "lines":
                self._take_lines(value)
            elif name == "parcels":
                put(self.numbers, read.page, value, at)
            elif name != "status" or status or value is None:
                put(self.values, name, value, at)
        if "lines" in read.values or "parcels" in read.values:
            self._show()
        if status and (status not in self.status_first or at < self.status_first[status]):
            self.status_first[status] = at
        self._take_dates(read, at)

    def _take_dates(self, read: OrderRead, at: datetime) -> None:
        if read.dates_gone:
            for pages in self.dates.values():
                if read.page in pages:
                    put(pages, read.page, (), at)
        for kind, stated in (read.dates or {}).items():
            put(self.dates.setdefault(kind, {}), read.page, stated, at)

    def _take_lines(self, lines: tuple[tuple[str, str | None, bool], ...] | None) -> None:
        if lines is None:
            self.lines = {}
            return
        for line_id, parcel, said in lines:
            if said or line_id not in self.lines:
                self.lines[line_id] = parcel

    def take_dispute(self, read: DisputeRead, at: datetime) -> bool:
        """One reading of a dispute; True if the dispute was not known."""
        self.read_at(at)
        key = read.dispute_id
        if key is None:
            key = (
                next(iter(self.disputes))
                if len(self.disputes) == 1
                else str(read.values.get("line_id") or "")
            )
        known = self.disputes.get(key)
        if known is None:
            known = self.disputes[key] = Dispute(key, at)
            known.take(read, at)
            return True
        known.take(read, at)
        return False

    def read_at(self, at: datetime) -> None:
        """The order or its dispute was read at that moment."""
        if self.last_read is None or at > self.last_read:
            self.last_read = at

    def mark(self, mark: Mark) -> bool:
        """Adds what the buyer said; False if exactly this was said before."""
        if mark in self.marks:
            return False
        insort(self.marks, mark, key=lambda known: known.at)
        return True

    def get(self, name: str) -> Any:
        value = self.values.get(name)
        return value.value if value else None

    def stated(self, kind: str) -> dict[str, Value]:
        """Page -> what it states as dates of a kind; pages that took it back are left out."""
        return {page: value for page, value in self.dates.get(kind, {}).items() if value.value}

    def _show(self) -> None:
        """Keeps the numbers that its pages show, in their order, those of single lines last.

        The detail page names all of them: what another page named before it and it does not is gone.
        """
        detail = self.numbers.get("order_detail")
        numbers = [
            number
            for value in self.numbers.values()
            if detail is None or not detail.value or value.read >= detail.read
            for number in value.value or ()
        ]
        self.shown = tuple(dict.fromkeys([*numbers, *(parcel for parcel in self.lines.values() if parcel)]))

    @property
    def order_day(self) -> date | None:
        day: date | None = self.get("placed_on") or self.get("paid_on")
        return day


__all__ = [
    "DECISIONS",
    "ENDED_STATES",
    "NO_PARCEL",
    "OPEN_STATES",
    "Dispute",
    "Order",
    "Snooze",
    "Stated",
    "Told",
]
