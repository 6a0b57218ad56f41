"""OnTrac and LaserShip (United States): one plain GET, JSON. Times: with an offset, else a bare wall clock.

A 404 there says nothing: it comes for unknown numbers and for a missing page alike.
"""

from collections.abc import Mapping
from typing import Any

from scraper.carriers._reading import answer, known_by, numbered, reader, scan, scans, told, unknown
from scraper.carriers._source import Answer, Conversation, Needs, Numbers, Request, Source, plain
from scraper.carriers._times import day_of, offset_of, wall_clock
from scraper.carriers._values import (
    UnreadableError,
    first,
    list_in,
    mapping,
    object_of,
    objects,
    refuse_errors,
    text,
)
from scraper.facts import Event, Parcel, Span, Tracking

KEY = "ontrac"


def request(numbers: Numbers, _needs: Needs) -> Conversation:
    """One parcel."""
    url = f"https://webtrack.ontrac.com/PackageServices/tracking/{plain(numbers[0])}"
    yield Request(url, headers={"Accept": "application/json"})


@reader(KEY)
def read(body: str, numbers: Numbers) -> Answer:
    """Reads the list of packages; an empty one knows none."""
    said = object_of(body)
    rows = said.get("Packages")
    if not isinstance(rows, list):
        raise UnreadableError("no list of packages (Packages)")
    problems: list[str] = []
    trackings = [_parcel(row, numbers, problems) for row in objects(rows, "Packages")]
    if not trackings:
        refuse_errors(said)
    return answer(KEY, trackings or [unknown(KEY, number) for number in numbers], problems)


def _parcel(row: Mapping[str, Any], numbers: Numbers, problems: list[str]) -> Tracking:
    known_by(row, "Tracking", "Events")
    number = numbered(row.get("Tracking"), numbers)
    events = scans(f"{KEY}: {number}", map(_event, list_in(row, "Events")), problems)
    day = day_of(row.get("UtcExpectedDeliveryDateTime"))
    parcel = Parcel(
        number=number,
        carrier="OnTrac",
        estimated_delivery=Span(from_=day, to=day) if day else None,
        events=events,
    )
    return told(KEY, parcel, home="US")


def _event(value: object) -> Event | None:
    row = mapping(value)
    clock = first(row.get("ZonedEventDateTime"), row.get("UtcEventDateTime"))
    place = ", ".join(filter(None, (text(row.get("City")), text(row.get("State")))))
    return scan(
        KEY,
        wall_clock(clock),
        words=first(row.get("EventShortDescription"), row.get("EventLongDescription")),
        raw_code=row.get("EventCode"),
        place=place or None,
        offset=offset_of(clock),
        language="en",
    )


SOURCE = Source(
    key=KEY,
    name="OnTrac",
    access="http",
    hosts=frozenset({"webtrack.ontrac.com"}),
    numbers=r"[CD]\d{14}|L[AIEHNX]\d{8}|1LS[A-Z0-9]{12,14}",
    request=request,
    read=read,
    page="https://www.ontrac.com/tracking/?number={number}",
    times="with an offset, else a bare wall clock",
    called=r"ontrac|laser\s*ship",
    shape=r'"Packages"\s*:\s*\[',
    country="US",
)
