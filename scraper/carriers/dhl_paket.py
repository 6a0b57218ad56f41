"""DHL Paket in Germany: a session (cookie and token), then the JSON of the recipient's page.

Times: with their own offset. German or English words, no codes.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from msgspec.structs import replace

from scraper.carriers._reading import (
    answer_of_rows,
    delivered_unless_denied,
    known_by,
    numbered,
    reader,
    scan,
    scans,
    told,
    unknown,
)
from scraper.carriers._source import Answer, Conversation, Needs, Numbers, Request, Source, among, plain
from scraper.carriers._times import country, day_of, offset_of, wall_clock
from scraper.carriers._values import (
    TooOftenError,
    UnreadableError,
    code,
    first,
    is_set,
    listed,
    mapping,
    object_of,
    text,
)
from scraper.facts import Event, Parcel, Span, Tracking

KEY = "dhl_paket"
DATA = "https://www.dhl.de/int-verfolgen/data"


def request(numbers: Numbers, _needs: Needs) -> Conversation:
    """The session first, then up to fifteen parcels."""
    headers = {
        "Accept": "application/json",
        "Referer": "https://www.dhl.de/en/privatkunden/dhl-sendungsverfolgung.html",
    }
    opened = yield Request(f"{DATA}/config?domain=de&language=en", headers=headers)
    session = object_of(opened.body)
    token = first(opened.headers.get("verfolgen-csrf-token"), session.get("verfolgenCsrfToken"))
    if token is not None:
        group = code(session.get("initialWG")) or "0"
        headers = headers | {"verfolgen-CSRF-token": token, "verfolgen-wg": group}
    asked = ",".join(map(plain, numbers))
    query = urlencode({"piececode": asked, "noRedirect": "true", "language": "en"}, safe=",")
    yield Request(f"{DATA}/search?{query}", headers=headers)


@reader(KEY)
def read(body: str, numbers: Numbers) -> Answer:
    """Reads `search`; a shipment that is not known says why in `sendungNichtGefunden`."""
    said = object_of(body)
    if said.get("rateLimited") is True or said.get("isRateLimited") is True:
        raise TooOftenError("it says that it was asked too often")
    rows = said.get("sendungen")
    if not isinstance(rows, list):
        raise UnreadableError("no list of shipments (sendungen)")
    return answer_of_rows(KEY, rows, numbers, _parcel)


def _parcel(row: Mapping[str, Any], numbers: Numbers, problems: list[str]) -> Tracking:
    known_by(row, "id", "sendungsinfo", "sendungsdetails", "sendungNichtGefunden")
    info, details = mapping(row.get("sendungsinfo")), mapping(row.get("sendungsdetails"))
    names = mapping(details.get("sendungsnummern"))
    told_numbers = [
        text(row.get("id")),
        text(info.get("gesuchteSendungsnummer")),
        text(names.get("sendungsnummer")),
    ]
    number = next((n for n in told_numbers if n and among(n, numbers)), None) or numbered(
        first(*told_numbers), numbers
    )
    course = mapping(details.get("sendungsverlauf"))
    events = scans(f"{KEY}: {number}", map(_event, listed(course.get("events"), "events")), problems)
    newest = _summary(course, details)
    if newest is not None and not any(event.text == newest.text for event in events):
        events = (newest, *events) if not events or newest.local_time >= events[0].local_time else events
    events = _returned(events, details)
    missing = mapping(row.get("sendungNichtGefunden"))
    if not events:
        if any(flag is True for flag in missing.values()):
            return unknown(KEY, number)
        if row.get("plzBenoetigt") is True or row.get("versandDatumBenoetigt") is True:
            raise UnreadableError("it wants the postcode or the day of posting")
        raise UnreadableError("neither events nor a reason")
    window = mapping(details.get("zustellung"))
    days = [day for name in ("Von", "Bis") if (day := day_of(window.get(f"zustellzeitfenster{name}")))]
    parcel = Parcel(
        number=number,
        carrier="DHL",
        destination_country=country(details.get("zielland")),
        estimated_delivery=Span(from_=min(days), to=max(days)) if days else None,
        events=events,
    )
    return told(KEY, parcel)


def _summary(course: Mapping[str, Any], details: Mapping[str, Any]) -> Event | None:
    """The status line of the page, which can be newer than the list below it."""
    said = first(course.get("status"), course.get("aktuellerStatus"))
    clock = course.get("datumAktuellerStatus")
    if said is None or wall_clock(clock) is None:
        return None
    event = scan(KEY, wall_clock(clock), words=_bare(said), offset=offset_of(clock))
    if event is not None and details.get("istZugestellt") is True:
        return delivered_unless_denied(KEY, event)
    return event


def _returned(events: tuple[Event, ...], details: Mapping[str, Any]) -> tuple[Event, ...]:
    """A return that arrived was delivered to the sender, not to the buyer."""
    if not is_set(details.get("ruecksendung")):
        return events
    return tuple(replace(e, status="returned") if e.status == "delivered" else e for e in events)


def _bare(value: object) -> str | None:
    return text(re.sub(r"<[^>]*>", "", str(value))) if isinstance(value, str) else None


def _event(value: object) -> Event | None:
    row = mapping(value)
    said = _bare(row.get("status"))
    event = scan(
        KEY,
        wall_clock(row.get("datum")),
        words=said,
        place=row.get("ort"),
        offset=offset_of(row.get("datum")),
    )
    if event is None or not is_set(row.get("ruecksendung")):
        return event
    arrived = event.status in {"delivered", "returned"}
    return replace(event, status="returned" if arrived else "returning")


SOURCE = Source(
    key=KEY,
    name="DHL Paket",
    access="http",
    hosts=frozenset({"www.dhl.de"}),
    numbers=r"00340\d{15}|JJD\d{16,20}|\d{12}|[A-Z]{2}\d{9}DE|[A-Z]{2}\d{9}[A-Z]{2}",
    request=request,
    read=read,
    page="https://www.dhl.de/de/privatkunden/dhl-sendungsverfolgung.html?piececode={number}",
    times="wall clock at the scan, with its offset",
    asked_in=("piececode",),
    called=r"^dhl( paket| parcel| germany| de)?$|deutsche post",
    shape=r'"sendungen"\s*:',
    country="DE",
)
