"""SunYou: one plain GET a number, JSON or JSONP; always status 200.

Times: a local wall clock with the offset of the scan.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from scraper.carriers._reading import (
    answer_of_rows,
    known_by,
    numbered,
    reader,
    scan,
    scans,
    second,
    told,
    unknown,
)
from scraper.carriers._source import Answer, Conversation, Needs, Numbers, Request, Source, plain
from scraper.carriers._times import country, offset_of, wall_clock
from scraper.carriers._values import UnreadableError, listed, mapping, object_of, place_name, text
from scraper.facts import Event, Parcel, Tracking

KEY = "sunyou"


def request(numbers: Numbers, _needs: Needs) -> Conversation:
    """The page's own question, without its JSONP callback."""
    query = urlencode({"trackNumber": plain(numbers[0]), "toLanguage": "en_US"})
    yield Request(
        f"https://www.sypost.net/queryTrack?{query}", headers={"Referer": "https://www.sypost.net/"}
    )


@reader(KEY)
def read(body: str, numbers: Numbers) -> Answer:
    """Reads `queryTrack`; a number that is not known has `has: false`."""
    said = object_of(body)
    rows = said.get("data")
    if not isinstance(rows, list):
        raise UnreadableError("no list of parcels (data)")
    return answer_of_rows(KEY, rows, numbers, _parcel)


def _parcel(row: Mapping[str, Any], numbers: Numbers, problems: list[str]) -> Tracking:
    known_by(row, "orderNo", "has", "result")
    number = numbered(row.get("orderNo"), numbers)
    result = mapping(row.get("result"))
    # The legs stand one after the other: origin first, then the destination; each oldest first.
    legs = {leg: mapping(result.get(leg)).get("items") for leg in ("origin", "destination")}
    rows = [mapping(item) for leg, told_in in legs.items() for item in listed(told_in, f"{leg}.items")]
    if row.get("has") is not False and all(told_in is None for told_in in legs.values()):
        raise UnreadableError("no items of either leg")
    events = scans(f"{KEY}: {number}", map(_event, rows), problems)
    if not events and row.get("has") is not True:
        return unknown(KEY, number)
    parcel = Parcel(
        number=number,
        local_number=second(row.get("trackingNumber"), number),
        carrier="SunYou",
        local_carrier=text(row.get("carrierName"), 80),
        origin_country=country(row.get("orgCountry")),
        destination_country=country(row.get("dstCountry")),
        events=events,
    )
    return told(KEY, parcel)


def _event(item: Mapping[str, Any]) -> Event | None:
    return scan(
        KEY,
        wall_clock(item.get("createTime")),
        words=item.get("content"),
        raw_code=item.get("status"),
        place=place_name(item.get("office")),
        offset=offset_of(item.get("timeZone")),
    )


SOURCE = Source(
    key=KEY,
    name="SunYou",
    access="http",
    hosts=frozenset({"www.sypost.net"}),
    numbers=r"SY[A-Z0-9]{8,20}|[A-Z]{2}\d{9}[A-Z]{2}",
    request=request,
    read=read,
    page="https://www.sypost.net/search?orderNo={number}",
    times="wall clock at the scan, with its offset",
    asked_in=("trackNumber",),
    called=r"sun\s*you|sypost",
    shape=r'"displayStatus"\s*:|"orderNo"[\s\S]{0,200}"has"\s*:',
)
