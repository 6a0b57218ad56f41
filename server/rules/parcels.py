"""Parcels: one thing under several numbers, told by several sources that keep their own histories."""

import re
import unicodedata
from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from server.rules.notice import Identity
from server.rules.reading import Scan, TrackingRead

NOT_PHYSICAL = frozenset({"not_found", "info_received", "cancelled", "unknown"})
DESTINATION = frozenset(
    {
        "arrived_destination",
        "customs_import",
        "customs_held",
        "customs_cleared",
        "in_transit_destination",
        "at_pickup_point",
        "out_for_delivery",
        "delivery_failed",
    }
)
GONE_WRONG = frozenset({"returning", "returned", "lost_or_destroyed"})
SENT_BACK = frozenset({"returning", "returned"})
LOOKED_UP = frozenset({"ok", "announced", "unknown"})
COUNTRY = re.compile(r"[A-Za-z]{2}")
ALIASES = {"UK": "GB", "EL": "GR"}


@dataclass(slots=True)
class Seen:
    """A scan with when it was first read (UTC) and its place in the source's own order (later = newer)."""

    scan: Scan
    read_at: datetime
    turn: int

    def __lt__(self, other: "Seen") -> bool:
        return (self.scan.time, self.turn) < (other.scan.time, other.turn)

    @property
    def physical(self) -> bool:
        return self.scan.status not in NOT_PHYSICAL and not self.scan.advisory


@dataclass(slots=True)
class Value:
    """A value that a source or page states: since when, and when it was read last (both UTC)."""

    value: Any
    since: datetime
    read: datetime


def put(values: dict[str, Value], name: str, value: Any, at: datetime) -> None:
    """Keeps the newest reading of a value; an older one that arrives late changes nothing."""
    known = values.get(name)
    if known is None:
        values[name] = Value(value, at, at)
    elif at >= known.read:
        if known.value != value:
            values[name] = Value(value, at, at)
        else:
            known.read = at


@dataclass(slots=True)
class Source:
    """What one source told of one parcel: its scans in order of time, and single values."""

    seen: list[Seen] = field(default_factory=list)
    values: dict[str, Value] = field(default_factory=dict)
    turns: int = 0

    def add(self, scans: tuple[Scan, ...], at: datetime) -> None:
        """Adds the scans of one answer, newest first; a scan that is known stays as it was first read."""
        known = {
            (seen.scan.time, seen.scan.code, seen.scan.text, seen.scan.place): seen for seen in self.seen
        }
        for scan in reversed(scans):
            key = (scan.time, scan.code, scan.text, scan.place)
            if key in known:
                if known[key].scan != scan and at >= known[key].read_at:
                    known[key].scan = scan
                continue
            self.turns += 1
            seen = Seen(scan, at, self.turns)
            known[key] = seen
            insort(self.seen, seen)


@dataclass(slots=True)
class Status:
    """Where a parcel stands, old scans of a reused number left out.

    `by_source` is the scan that gives each source its status; `newest` that of the parcel; `stay` the scans of the
    present stay at a pick-up point or at customs, newest first; `last_day` the day of the last physical scan of any
    source.
    """

    by_source: dict[str, Seen] = field(default_factory=dict)
    newest: Seen | None = None
    stay: list[Seen] = field(default_factory=list)
    held: bool = False
    last_day: date | None = None
    in_destination: bool = False
    destination_sources: frozenset[str] = frozenset()
    untracked: bool = False
    old_scan: Seen | None = None

    @property
    def status(self) -> str | None:
        return self.newest.scan.status if self.newest else None

    @property
    def delivered(self) -> list[Seen]:
        return [seen for seen in self.by_source.values() if seen.scan.status == "delivered"]


@dataclass(slots=True)
class Parcel:
    """One parcel under all its numbers. Moments (UTC) say when a state was first read; they never go back."""

    key: str
    numbers: set[str]
    sources: dict[str, Source] = field(default_factory=dict)
    orders: dict[str, None] = field(default_factory=dict)
    returns: dict[str, None] = field(default_factory=dict)
    looked_up_at: datetime | None = None
    delivered_at: datetime | None = None
    arrived_at: datetime | None = None
    arrived_seen: Seen | None = None
    disagree_at: datetime | None = None
    told: dict[Identity, datetime] = field(default_factory=dict)
    _status: Status | None = None
    _basis: tuple[date | None, str | None] = (None, None)

    def take(self, read: TrackingRead, at: datetime) -> None:
        """One answer of a source; only `ok` changes what is known of the parcel."""
        if read.outcome in LOOKED_UP and (self.looked_up_at is None or at < self.looked_up_at):
            self.looked_up_at = at
        if read.outcome != "ok":
            return
        source = self.sources.setdefault(read.source, Source())
        for name, value in read.values.items():
            put(source.values, name, value, at)
        source.add(read.scans, at)
        self._status = None

    def absorb(self, other: "Parcel") -> None:
        """Two numbers turned out to be one parcel."""
        self.numbers |= other.numbers
        self.orders |= other.orders
        self.returns |= other.returns
        for name in ("looked_up_at", "delivered_at", "arrived_at", "disagree_at"):
            mine, theirs = getattr(self, name), getattr(other, name)
            setattr(self, name, min(filter(None, (mine, theirs)), default=None))
        self.arrived_seen = self.arrived_seen or other.arrived_seen
        for (kind, _, day, lead, again), at in other.told.items():
            self.told.setdefault((kind, self.key, day, lead, again), at)
        for name, source in other.sources.items():
            mine_source = self.sources.setdefault(name, Source())
            for value_name, value in source.values.items():
                put(mine_source.values, value_name, value.value, value.read)
            for seen in source.seen:
                mine_source.add((seen.scan,), seen.read_at)
        self._status = None

    def status(self, order_day: date | None, country: str | None) -> Status:
        """Where it stands, given the earliest order day of its orders and the country that it goes to."""
        basis = (order_day, country)
        if self._status is None or self._basis != basis:
            self._status, self._basis = _status(self.sources, order_day, country), basis
        return self._status

    def value(self, name: str) -> list[Value]:
        """What its sources state under a name, each its newest reading."""
        found = (source.values.get(name) for source in self.sources.values())
        return [value for value in found if value is not None and value.value is not None]


def _status(sources: dict[str, Source], order_day: date | None, country: str | None) -> Status:
    status = Status()
    line: list[tuple[Seen, str]] = []
    for name, source in sources.items():
        untracked = source.values.get("untracked_last_mile")
        status.untracked |= bool(untracked and untracked.value)
        for seen in _counted(source, order_day, status):
            if status.last_day is None or seen.scan.time.date() > status.last_day:
                status.last_day = seen.scan.time.date()
            if seen.scan.status != "exception":
                line.append((seen, name))
                status.by_source[name] = seen
    if len(sources) > 1:
        line.sort(key=lambda item: (item[0].scan.time, item[0].read_at, item[0].turn))
    destination = set()
    for seen, name in line:
        if seen.scan.status in DESTINATION or _delivered_in(seen.scan, country):
            status.in_destination = True
            destination.add(name)
        elif seen.scan.status in SENT_BACK:
            status.in_destination = False
    status.destination_sources = frozenset(destination)
    if line:
        status.newest = line[-1][0]
        _find_stay(status, [seen for seen, _ in line])
    return status


def _counted(source: Source, order_day: date | None, status: Status) -> Iterator[Seen]:
    """The physical scans that count; one from before the order is only noted as such."""
    too_old = order_day - timedelta(days=1) if order_day else date.min
    for seen in source.seen:
        if not seen.physical:
            continue
        if seen.scan.time.date() < too_old:
            status.old_scan = status.old_scan or seen
        else:
            yield seen


def _delivered_in(scan: Scan, country: str | None) -> bool:
    return (
        scan.status == "delivered" and country is not None and place_of(scan.place)[1] == country_of(country)
    )


def _find_stay(status: Status, line: list[Seen]) -> None:
    if line[-1].scan.status == "at_pickup_point":
        stay, passing = "at_pickup_point", frozenset({"at_pickup_point"})
    else:
        stay, passing = "customs_held", frozenset({"customs_held", "customs_import"})
    for seen in reversed(line):
        if seen.scan.status not in passing:
            break
        if seen.scan.status == stay:
            status.stay.append(seen)
    status.held = stay == "customs_held" and bool(status.stay)


@lru_cache(maxsize=8192)
def place_of(place: str | None) -> tuple[str | None, str | None]:
    """City (folded) and country of a place written `City, CC` or `CC`; what is not known is None."""
    if not isinstance(place, str):
        return None, None
    parts = [part.strip() for part in place.split(",")]
    if not COUNTRY.fullmatch(parts[-1]):
        return None, None
    return (folded(parts[0]) or None) if len(parts) > 1 else None, country_of(parts[-1])


@lru_cache(maxsize=1024)
def country_of(code: str) -> str:
    """An ISO 3166 code in capitals; two common aliases are taken for what they mean."""
    code = code.strip().upper()
    return ALIASES.get(code, code)


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Case and accents folded away, to compare names of cities."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(
        "".join(char for char in plain if not unicodedata.combining(char)).replace("-", " ").split()
    )


def wrong_place(scan: Scan, country: str | None, city: str | None) -> bool:
    """Delivered or on a shelf in another country, or delivered in another city; what is not known is plausible."""
    found_city, found_country = place_of(scan.place)
    if found_country is None or country is None:
        return False
    if found_country != country_of(country):
        return True
    return scan.status == "delivered" and bool(found_city and city) and found_city != folded(city or "")
