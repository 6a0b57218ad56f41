"""Singapore Post: the JSON that its page asks for. Times: with an offset, or a bare wall clock."""

import json
from collections.abc import Mapping
from typing import Any

from scraper.carriers._reading import answer_of_rows, known_by, numbered, reader, scan, scans, told, unknown
from scraper.carriers._source import Answer, Conversation, Needs, Numbers, Request, Source, plain
from scraper.carriers._times import country, offset_of, wall_clock
from scraper.carriers._values import (
    UnavailableError,
    UnreadableError,
    list_in,
    listed,
    mapping,
    object_of,
    text,
)
from scraper.facts import Event, Parcel, Tracking

KEY = "singapore_post"


def request(numbers: Numbers, _needs: Needs) -> Conversation:
    """The page's own question about one parcel."""
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Origin": "https://www.singpost.com",
    }
    asked = json.dumps({"trackingNumber": plain(numbers[0])}).encode()
    yield Request("https://www.singpost.com/api/services/track-events", "POST", headers, asked)


@reader(KEY)
def read(body: str, numbers: Numbers) -> Answer:
    """Reads `track-events`; `trackingNumberFound` is a text, "true" or "false"."""
    said = object_of(body)
    rows = said.get("items")
    if not isinstance(rows, list):
        if said.get("ok") is False:
            raise UnavailableError(f"no answer: {text(said.get('message')) or 'without a reason'}")
        raise UnreadableError("no list of parcels (items)")
    return answer_of_rows(KEY, rows, numbers, _parcel)


def _parcel(row: Mapping[str, Any], numbers: Numbers, problems: list[str]) -> Tracking:
    known_by(row, "trackingNumber", "trackingNumberFound", "events")
    number = numbered(row.get("trackingNumber"), numbers)
    if str(row.get("trackingNumberFound")).lower() == "false" and not listed(row.get("events"), "events"):
        return unknown(KEY, number)
    events = scans(f"{KEY}: {number}", map(_event, list_in(row, "events")), problems)
    if not events and str(row.get("trackingNumberFound")).lower() != "true":
        return unknown(KEY, number)
    parcel = Parcel(
        number=number,
        carrier="Singapore Post",
        origin_country=country(row.get("originCountry")),
        destination_country=country(row.get("destinationCountry")),
        events=events,
    )
    return told(KEY, parcel)


def _event(value: object) -> Event | None:
    row = mapping(value)
    return scan(
        KEY,
        wall_clock(row.get("date")),
        words=_meant(row.get("statusDescription")),
        raw_code=_meant(row.get("eventDescription")) or _meant(row.get("aceStatusCode")),
        place=_meant(row.get("location")),
        offset=offset_of(row.get("date")),
        language="en",
    )


def _meant(value: object) -> str | None:
    found = text(value)
    return None if found == "-" else found


SOURCE = Source(
    key=KEY,
    name="Singapore Post",
    access="http",
    hosts=frozenset({"www.singpost.com"}),
    numbers=r"[A-Z]{2}\d{9}SG|SP[A-Z0-9]{8,26}|(?=.*\d)[A-Z0-9]{10,30}",
    request=request,
    read=read,
    page="https://www.singpost.com/track-items?trackingNumber={number}",
    times="with an offset, or a bare wall clock at the scan",
    asked_in=("trackingNumber",),
    called=r"sing(apore)?\s*post|speedpost",
    shape=r'"trackingNumberFound"',
)
