"""SpeedX (United States): its page as server components, rows of JSON. Times: instants in UTC, with the zone's name."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec.structs import replace

from scraper.carriers._reading import (
    answer,
    delivered_unless_denied,
    numbered,
    reader,
    scan,
    scans,
    told,
    unknown,
)
from scraper.carriers._source import Answer, Conversation, Needs, Numbers, Request, Source, plain
from scraper.carriers._times import at_home, country, offset_of, wall_clock
from scraper.carriers._values import UnreadableError, first, list_in, mapping, refuse_walls, text
from scraper.facts import Event, Parcel, ParcelStatus, Tracking
from scraper.json_text import NotJson, json_value

KEY = "speedx"
MOST_NODES = 100_000
# The stage of a scan, read only where neither its code nor its words are known.
CATEGORIES: Mapping[str, ParcelStatus] = {
    "PICKUP": "accepted",
    "LAST_MILE_ENROUTE": "in_transit_destination",
    "LAST_MILE_DELIVERED": "delivered",
}
_ABSENT = re.compile(
    r"No tracking information for\s*(?:\"?,\s*\[[^\]]*?\"children\":\s*\"?)?\s*(SPX[A-Z0-9]{10,26})?"
)
_ROW = re.compile(r"^[0-9a-f]{1,8}:([\[{].*)$", re.MULTILINE)


def request(numbers: Numbers, _needs: Needs) -> Conversation:
    """The page of one parcel, without its frame."""
    number = plain(numbers[0])
    yield Request(f"https://tracking.speedx.io/{number}", headers={"RSC": "1", "Accept": "text/x-component"})


@reader(KEY)
def read(body: str, numbers: Numbers) -> Answer:
    """Finds the object with `trackingNumber` and `events`, in rows, in JSON or in the page's own script."""
    shipments = list(_shipments(body))
    if not shipments:
        if _ABSENT.search(body):
            met = _ABSENT.search(body)
            return answer(KEY, [unknown(KEY, numbered(met.group(1) if met else None, numbers))])
        refuse_walls(body)
        raise UnreadableError("no parcel (trackingNumber with events)")
    problems: list[str] = []
    return answer(KEY, [_parcel(found, numbers, problems) for found in shipments], problems)


def _shipments(body: str) -> Iterator[Mapping[str, Any]]:
    seen: set[str] = set()
    for value in _values(body):
        for node in _nodes(value):
            number = text(node.get("trackingNumber"), 64)
            if number and isinstance(node.get("events"), list) and number not in seen:
                seen.add(number)
                yield node


def _values(body: str) -> Iterator[Any]:
    """JSON of a bare answer, of the rows, or of the rows that a page carries as texts in its scripts."""
    rows = body
    pushed = re.findall(r"self\.__next_f\.push\(\[1,(\"(?:[^\"\\]|\\.)*\")\]\)", body)
    if pushed:
        rows = "".join(part for text_of in pushed if isinstance(part := _json(text_of), str))
    for row in [body.strip(), *_ROW.findall(rows)]:
        value = _json(row)
        if value is not None:
            yield value


def _json(written: str) -> Any:
    try:
        return json_value(written)
    except NotJson:
        return None


def _nodes(value: Any) -> Iterator[Mapping[str, Any]]:
    waiting, seen = [value], 0
    while waiting and seen < MOST_NODES:
        node = waiting.pop()
        seen += 1
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _parcel(row: Mapping[str, Any], numbers: Numbers, problems: list[str]) -> Tracking:
    number = numbered(row.get("trackingNumber"), numbers)
    events = scans(f"{KEY}: {number}", map(_event, list_in(row, "events")), problems)
    parcel = Parcel(
        number=number,
        carrier="SpeedX",
        destination_country=country(_meant(row.get("country"))),
        events=events,
    )
    return told(KEY, parcel)


def _event(value: object) -> Event | None:
    row = mapping(value)
    local_time, offset = _when(row)
    place = first(_meant(row.get("location"))) or ", ".join(
        filter(None, (_meant(row.get("city")), _meant(row.get("state"))))
    )
    # The note of a delivery says where the parcel was left: it stays out.
    event = scan(
        KEY,
        local_time,
        words=first(_meant(row.get("eventDescription")), _meant(row.get("description"))),
        raw_code=_meant(row.get("eventCode")),
        place=place,
        offset=offset,
        language="en",
    )
    meant = CATEGORIES.get(_meant(row.get("category")) or "")
    if event is None or meant is None or event.status != "unknown":
        return event
    return delivered_unless_denied(KEY, event, "en") if meant == "delivered" else replace(event, status=meant)


def _when(row: Mapping[str, Any]) -> tuple[datetime | None, str | None]:
    if wall_clock(row.get("localTs")) is not None:
        return wall_clock(row.get("localTs")), None
    clock = wall_clock(row.get("ts"))
    if clock is None or offset_of(row.get("ts")) != "+00:00":
        return clock, offset_of(row.get("ts"))
    try:
        zone = ZoneInfo(_meant(row.get("timeZone")) or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = ZoneInfo("UTC")
    return at_home(clock.replace(tzinfo=UTC), zone.key)


def _meant(value: object) -> str | None:
    """A text; "$undefined" and references to other rows are none."""
    found = text(value)
    return None if found is None or found.startswith("$") else found


SOURCE = Source(
    key=KEY,
    name="SpeedX",
    access="http",
    hosts=frozenset({"tracking.speedx.io"}),
    numbers=r"SPX[A-Z]{2,6}\d{9,20}",
    request=request,
    read=read,
    page="https://tracking.speedx.io/{number}",
    times="instants in UTC, told on the clock of the scan",
    called=r"speed\s*x\b",
    shape=r'No tracking information for|eventSupplementalInfo|"localTs"',
)
