"""DHL eCommerce: Webtrack of the Americas over HTTP, else the page of dhl.com in a browser.

Times: wall clocks at the scan with a zone's short name ("ET"), which is no offset.
"""

import json
from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from scraper.carriers._reading import answer, known_by, numbered, reader, scan, scans, second, told, unknown
from scraper.carriers._source import Answer, Conversation, Needs, Numbers, Request, Source, among, plain
from scraper.carriers._times import country, day_of, offset_of, wall_clock
from scraper.carriers._values import (
    UnreadableError,
    code,
    first,
    is_set,
    list_in,
    mapping,
    object_of,
    objects,
    refuse_errors,
    text,
)
from scraper.facts import Event, Parcel, Span, Tracking

KEY = "dhl_ecommerce"


def request(numbers: Numbers, _needs: Needs) -> Conversation:
    """One parcel at Webtrack."""
    headers = {
        "Accept": "application/json",
        "Content-Type": "application/json",
        "Origin": "https://webtrack.dhlecs.com",
    }
    asked = json.dumps({"trackedValue": plain(numbers[0]), "offset": 0, "locale": "en-US"}).encode()
    yield Request("https://api.dhlecs.com/webtrack/v4/tracking", "POST", headers, asked)


def in_browser(numbers: Numbers, _needs: Needs) -> Conversation:
    """The answer that the page of dhl.com asks for itself."""
    yield Request(
        f"https://www.dhl.com/us-en/home/tracking.html?tracking-id={plain(numbers[0])}&submit=1",
        captures=r"//www\.dhl\.com(:\d+)?/utapi\?",
    )


@reader(KEY)
def read(body: str, numbers: Numbers) -> Answer:
    """Reads Webtrack's `packages` or dhl.com's `shipments`; an empty list knows none."""
    said = object_of(body)
    problems: list[str] = []
    if isinstance(said.get("packages"), list):
        trackings = [_package(row, numbers, problems) for row in objects(said["packages"], "packages")]
    elif isinstance(said.get("shipments"), list):
        trackings = [_shipment(row, numbers, problems) for row in objects(said["shipments"], "shipments")]
    elif code(said.get("status")) == "404":
        trackings = []
    else:
        raise UnreadableError("neither packages nor shipments")
    if not trackings:
        refuse_errors(said)
    return answer(KEY, trackings or [unknown(KEY, number) for number in numbers], problems)


def _package(row: Mapping[str, Any], numbers: Numbers, problems: list[str]) -> Tracking:
    known_by(row, "trackedValue", "trackingId", "events")
    names = [text(row.get(key)) for key in ("trackedValue", "trackingId", "deliveryConfirmationNumber")]
    number = next((n for n in names if n and among(n, numbers)), None) or numbered(first(*names), numbers)
    events = scans(f"{KEY}: {number}", map(_webtrack, list_in(row, "events")), problems)
    day = day_of((text(row.get("estimatedDeliveryDate")) or "")[:10])
    parcel = Parcel(
        number=number,
        local_number=second(row.get("deliveryConfirmationNumber"), number),
        carrier="DHL eCommerce",
        local_carrier=text(row.get("dspName"), 80),
        service=text(row.get("productName"), 80),
        origin_country=country(mapping(row.get("sender")).get("country")),
        destination_country=country(mapping(row.get("recipient")).get("country")),
        estimated_delivery=Span(from_=day, to=day) if day else None,
        events=events,
    )
    return told(KEY, parcel)


def _webtrack(value: object) -> Event | None:
    row = mapping(value)
    return scan(
        KEY,
        wall_clock(f"{text(row.get('date')) or ''} {text(row.get('time')) or '00:00:00'}"),
        words=first(row.get("primaryEventDescription"), row.get("secondaryEventDescription")),
        raw_code=row.get("primaryEventId"),
        place=row.get("location"),
        language="en",
    )


def _shipment(row: Mapping[str, Any], numbers: Numbers, problems: list[str]) -> Tracking:
    """One of dhl.com: its id may be the shop's own, so a sole one is the parcel that was asked for."""
    known_by(row, "id", "events", "status")
    number = numbers[0] if len(numbers) == 1 else numbered(row.get("id"), numbers)
    rows = objects(row.get("events"), "events") or objects([row.get("status")], "events and status")
    events = scans(f"{KEY}: {number}", map(_utapi, rows), problems)
    if is_set(row.get("returnFlag")):
        events = tuple(replace(e, status="returned") if e.status == "delivered" else e for e in events)
    day = day_of((text(row.get("estimatedTimeOfDelivery")) or "")[:10])
    ends = [
        mapping(mapping(row.get(end)).get("address")).get("countryCode") for end in ("origin", "destination")
    ]
    parcel = Parcel(
        number=number,
        carrier="DHL eCommerce",
        service=text(row.get("service"), 80),
        origin_country=country(ends[0]),
        destination_country=country(ends[1]),
        estimated_delivery=Span(from_=day, to=day) if day else None,
        events=events,
    )
    return told(KEY, parcel)


def _utapi(row: Mapping[str, Any]) -> Event | None:
    where = mapping(mapping(row.get("location")).get("address"))
    place = ", ".join(filter(None, (text(where.get("addressLocality")), text(where.get("countryCode")))))
    return scan(
        KEY,
        wall_clock(row.get("timestamp")),
        words=first(row.get("description"), row.get("status")),
        raw_code=row.get("statusCode"),
        place=place or None,
        offset=offset_of(row.get("timestamp")),
    )


SOURCE = Source(
    key=KEY,
    name="DHL eCommerce",
    access="http",
    hosts=frozenset({"api.dhlecs.com", "www.dhl.com"}),
    numbers=r"GM[A-Z0-9]{10,30}|(?:420\d{5})?9[234]\d{18,24}|[A-Z]{5}\d{10,20}|RX\d{9}DE|\d{14,24}",
    request=request,
    browser_request=in_browser,
    read=read,
    page="https://www.dhl.com/us-en/home/tracking.html?tracking-id={number}&submit=1",
    times="wall clock at the scan; an offset only from dhl.com, where it is given",
    asked_in=("tracking-id", "trackingNumber"),
    called=r"dhl e-?commerce|dhl global mail|dhlecs",
    shape=r'"primaryEventDescription"|"packages"\s*:\s*\[\s*\]|"trackedValue"|"service"\s*:\s*"ecommerce"',
)
