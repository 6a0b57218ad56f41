"""From what a source said to events, parcels and an answer. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, time
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import Any

import msgspec

from scraper.address import parts_of
from scraper.carriers._source import Answer, Numbers, Reply, Source, among, plain, same
from scraper.carriers._until import until_day
from scraper.carriers._values import (
    TooOftenError,
    UnavailableError,
    UnreadableError,
    WallError,
    code,
    text,
    wall_in,
    wording,
)
from scraper.facts import Event, Outcome, Parcel, ParcelStatus, Tracking
from scraper.places import located
from scraper.status import classify, denies_delivery, means_delivery, standing, with_direction
from scraper.undated import UNDATED, dated

FIRST_YEAR, LAST_YEAR = 2005, 2100
MOST_EVENTS = 300
MOST_ROWS = 2000
"""So many rows are looked at: no parcel has more, and each costs time."""
MOST_PARCELS = 100
BEST_FIRST: tuple[Outcome, ...] = (
    "ok",
    "announced",
    "unknown",
    "rate_limited",
    "blocked",
    "changed",
    "network",
)
WAITS_FOR_BUYER = {"at_pickup_point": "pickup_until", "customs_held": "customs_due"}


def scan(
    source: str,
    local_time: datetime | None,
    *,
    words: object = None,
    raw_code: object = None,
    place: object = None,
    offset: str | None = None,
    language: str | None = None,
    status: ParcelStatus | None = None,
    carrier: str | None = None,
    advisory: bool = False,
) -> Event | None:
    """One scan with its status, from the code, else the words.

    None without words. Without a time of our days it is UNDATED: 1970 is a field that nobody filled in.
    """
    said, known = wording(words), code(raw_code)
    if local_time is None or not FIRST_YEAR <= local_time.year <= LAST_YEAR:
        local_time, offset = UNDATED, None
    if said is None and known is None and status is None:
        return None
    judged = classify(carrier or source, known, said, language)
    return Event(
        local_time=local_time,
        utc_offset=offset,
        code=known,
        text=said,
        place=text(place, 120),
        status=status or judged.status,
        advisory=advisory or judged.advisory,
    )


def delivered_unless_denied(source: str, event: Event, language: str | None = None) -> Event:
    """A scan of which a flag beside it tells that it is the delivery; where its words tell or deny it, as they say."""
    if event.status != "unknown" or denies_delivery(source, event.text, language):
        return event
    return msgspec.structs.replace(event, status="delivered")


def scans(
    source: str, rows: Iterable[Event | None], problems: list[str], *, newest_first: bool = False
) -> tuple[Event, ...]:
    """The scans that could be read, newest first in the source's own order; the others become problems.

    One without a time is a problem too, and has the time of the one below it where it is kept (`dated`).
    Raises UnreadableError where there are rows and not one of them is a scan: that is no parcel without scans.

    Nothing is sorted: at most the list is turned as a whole, where it begins with the oldest. `newest_first` says that
    the source never does, whatever its times look like.
    """
    found: dict[Event, int] = {}
    place = -1
    for place, event in enumerate(islice(rows, MOST_ROWS)):
        if event is None or event.local_time == UNDATED:
            problems.append(f"{source}: event {place} has no time or no words")
        if event is not None:
            found.setdefault(event, place)
    times = [event.local_time for event in found if event.local_time != UNDATED]
    if place >= 0 and not times:
        raise UnreadableError(f"none of its {place + 1} events has a time and words")
    events = list(found)
    if not newest_first and len(times) > 1 and _before(times[0], times[-1]):
        events.reverse()
    if len(events) > MOST_EVENTS:
        problems.append(f"{source}: more than {MOST_EVENTS} events; older ones are left out")
        del events[MOST_EVENTS:]
    problems += [
        f"{source}: event {found[event]}: code {event.code}, text {event.text!r} not known"
        for event in events
        if event.status == "unknown" and not event.advisory and event.local_time != UNDATED
    ]
    problems += [
        f"{source}: event {found[event]}: the code {event.code} says delivered, {event.text!r} does not"
        for event in events
        if event.status not in {"delivered", "unknown"} and means_delivery(source, event.code)
    ]
    return _after_older(dated(events))


def _before(one: datetime, other: datetime) -> bool:
    """Whether one lies before the other; midnight is a day without a time, and says nothing within its day."""
    same_day = one.date() == other.date()
    return one < other and not (same_day and one.time() == time.min)


def _after_older(events: list[Event]) -> tuple[Event, ...]:
    """The events, newest first, with each that has a day but no time not before what its source puts below it."""
    placed: list[Event] = []
    for event in reversed(events):
        older = placed[-1].local_time if placed else event.local_time
        untimed = event.local_time.time() == time.min and event.local_time.date() == older.date()
        placed.append(msgspec.structs.replace(event, local_time=older) if untimed else event)
    return tuple(placed[::-1])


def known_by(row: Mapping[str, Any], *names: str) -> None:
    """Raises UnreadableError where a row has none of the members by which a parcel of the source is known."""
    if not row.keys() & set(names):
        raise UnreadableError(f"a row that is no parcel ({', '.join(names)})")


def numbered(echoed: object, numbers: Numbers) -> str:
    """The parcel of an answer: the number in it, else the only one that was asked.

    Raises UnreadableError where neither is known.
    """
    number = text(echoed, 64)
    if number is not None:
        return number
    if len(numbers) == 1:
        return numbers[0]
    raise UnreadableError("an answer that names no parcel")


def second(other: object, number: str) -> str | None:
    """The number of the carrier that takes over; None where it is the same one or no number at all."""
    found = plain(text(other, 64) or "")
    routed = re.fullmatch(r"420\d{5}(?:\d{4})?(9\d{21}|9\d{25})", found)
    found = routed.group(1) if routed else found
    return found if re.fullmatch(r"(?=.*\d)[A-Z0-9]{8,34}", found) and not same(found, number) else None


def told(
    source: str,
    parcel: Parcel,
    outcome: Outcome | None = None,
    language: str | None = None,
    home: str | None = None,
) -> Tracking:
    """The parcel as an answer of the source, with the status and the outcome that its events add up to.

    Where the parcel waits for the buyer and its newest scan says until when, that day is told.
    ok: something happened to the parcel; announced: it is known, and nothing but paper has moved yet.
    `home` is the country of a carrier that delivers in one only.
    """
    events = located(with_direction(parcel.events[:MOST_EVENTS]), parcel.destination_country or home)
    status = parcel.status or standing(events)
    if outcome is None:
        if any(not event.advisory and event.status not in {"info_received", "not_found"} for event in events):
            outcome = "ok"
        else:
            outcome = "announced"
    if outcome == "announced" and status in {None, "unknown"}:
        status = "info_received"
    if outcome == "unknown" and status is None:
        status = "not_found"
    fields = {name: getattr(parcel, name) for name in Parcel.__struct_fields__} | {
        "events": events,
        "status": status,
    }
    if status in WAITS_FOR_BUYER and fields[WAITS_FOR_BUYER[status]] is None:
        newest = next(event for event in events if event.status == status)
        fields[WAITS_FOR_BUYER[status]] = until_day(newest.text, language)
    return Tracking(source=source, outcome=outcome, **fields)


def unknown(source: str, number: str) -> Tracking:
    """The source does not know the number."""
    return Tracking(source=source, outcome="unknown", number=number, status="not_found")


def answer(source: str, trackings: Iterable[Tracking], problems: Iterable[str] = ()) -> Answer:
    """The answer of a source that could be read; its outcome is the best of its numbers."""
    found = tuple(trackings)[:MOST_PARCELS]
    outcome: Outcome = min((t.outcome for t in found), key=BEST_FIRST.index, default="changed")
    return Answer(source=source, outcome=outcome, trackings=found, problems=tuple(problems))


def answer_of_rows(
    source: str,
    rows: Iterable[object],
    numbers: Numbers,
    read: Callable[[Mapping[str, Any], Numbers, list[str]], Tracking],
) -> Answer:
    """The answer of a list with a parcel a row. A row that cannot be read is a problem, and no loss to the others.

    Raises UnreadableError where no row can be read.
    """
    problems: list[str] = []
    found = read_rows(source, rows, numbers, read, problems)
    if not found:
        raise UnreadableError(problems[0].partition(": ")[2] if problems else "a list without a parcel")
    return answer(source, found, problems)


def read_rows(
    source: str,
    rows: Iterable[object],
    numbers: Numbers,
    read: Callable[[Mapping[str, Any], Numbers, list[str]], Tracking],
    problems: list[str],
) -> list[Tracking]:
    """The parcels of the rows that can be read; each of the others becomes a problem."""
    found = []
    for place, row in enumerate(rows):
        try:
            if not isinstance(row, dict):
                raise UnreadableError("no object")
            found.append(read(row, numbers, problems))
        except UnreadableError as problem:
            problems.append(f"{source}: row {place}: {problem}")
    return found


def read_by_nobody(source: str) -> Callable[[str, Numbers], Answer]:
    """The reader of a source that only the buyer's own tab is answered by."""

    def read(_body: str, _numbers: Numbers) -> Answer:
        return failed(source, "changed", "it is looked at in your own tab, and not read")

    return read


def failed(source: str, outcome: Outcome, problem: str, retry_after: float | None = None) -> Answer:
    """An answer that says nothing of any parcel, and why."""
    return Answer(source=source, outcome=outcome, problems=(f"{source}: {problem}",), retry_after=retry_after)


def reader(key: str) -> Callable[[Callable[[str, Numbers], Answer]], Callable[[str, Numbers], Answer]]:
    """Makes the reader of a source one that never raises and answers for the numbers asked only."""

    def safe(read: Callable[[str, Numbers], Answer]) -> Callable[[str, Numbers], Answer]:
        def guarded(body: str, numbers: Numbers) -> Answer:
            try:
                return _own_only(read(body, numbers), numbers)
            except WallError as wall:
                return failed(key, "blocked", f"a robot check instead of an answer ({wall})")
            except TooOftenError as limit:
                return failed(key, "rate_limited", str(limit))
            except UnavailableError as fault:
                return failed(key, "network", str(fault))
            except UnreadableError as problem:
                if (mark := wall_in(body)) is not None:
                    return failed(key, "blocked", f"a robot check instead of an answer ({mark})")
                return failed(key, "changed", str(problem))
            except Exception as error:  # a stranger's answer must never stop the look-ups of the others
                return failed(key, "changed", f"an answer of another form ({type(error).__name__}: {error})")

        guarded.__name__ = guarded.__qualname__ = f"read_{key}"
        return guarded

    return safe


def _own_only(found: Answer, numbers: Numbers) -> Answer:
    """Takes out parcels that nobody asked for, and says of each number asked that was not answered."""
    if not numbers:
        return found
    own, problems = [], list(found.problems)
    for tracking in found.trackings:
        asked = among(tracking.number, numbers) or among(tracking.local_number, numbers)
        if asked is None:
            problems.append(
                f"{found.source}: the answer holds a parcel that was not asked for; it was left out"
            )
        else:
            own.append(tracking)
    missing = [n for n in numbers if not any(among(n, (t.number, t.local_number or "")) for t in own)]
    if found.trackings:
        problems += [f"{found.source}: no answer about {number}" for number in missing]
    outcome = min((t.outcome for t in own), key=BEST_FIRST.index, default=None)
    if outcome is None:
        outcome = found.outcome if not found.trackings else "changed"
    return replace(found, outcome=outcome, trackings=tuple(own), problems=tuple(problems))


def judged(source: Source, reply: Reply, numbers: Numbers) -> Answer:
    """The answer that a reply is: the status and the headers say whether it is one, the source's reader the rest."""
    retry_after = _retry_after(reply)
    if reply.status == 429 or (reply.status == 503 and retry_after is not None):
        return failed(source.key, "rate_limited", f"asked too often (status {reply.status})", retry_after)
    if reply.headers.get("bxpunish"):
        return failed(source.key, "blocked", "a robot check instead of an answer (bxpunish)")
    if reply.status in source.missing_status and not reply.body.lstrip("\ufeff \t\r\n").startswith("<"):
        return answer(source.key, [unknown(source.key, number) for number in numbers])
    if 300 <= reply.status < 400:
        target = parts_of(reply.headers.get("location", "")).hostname
        return failed(source.key, "blocked", f"sent elsewhere ({target or 'nowhere'}) instead of an answer")
    found = source.read(reply.body, numbers)
    if reply.status < 400 or found.outcome in {"ok", "announced", "unknown", "blocked", "rate_limited"}:
        return replace(found, retry_after=retry_after)
    if reply.status in {401, 403, 405, 406, 418}:
        return failed(source.key, "blocked", f"refused (status {reply.status})", retry_after)
    if reply.status >= 500:
        return failed(
            source.key, "network", f"the source is out of order (status {reply.status})", retry_after
        )
    return failed(source.key, "changed", f"an answer with status {reply.status}")


def _retry_after(reply: Reply) -> float | None:
    """Seconds to wait by `Retry-After`: a number, or a date against the reply's own clock."""
    written = reply.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,8}", written):
        return float(written)
    try:
        until = parsedate_to_datetime(written)
        since = parsedate_to_datetime(reply.headers.get("date", ""))
        return max(0.0, (until - since).total_seconds())
    except (ValueError, TypeError, IndexError):
        return None
