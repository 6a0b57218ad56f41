"""InPost (Poland, Italy, Portugal, United Kingdom ...): one plain GET, JSON; 404 knows no parcel.

Times: with their own offset.
"""

from collections.abc import Mapping
from typing import Any

from scraper.carriers._reading import answer, numbered, reader, scan, scans, told, unknown
from scraper.carriers._source import Answer, Conversation, Needs, Numbers, Request, Source, plain
from scraper.carriers._times import country, offset_of, wall_clock
from scraper.carriers._values import (
    UnreadableError,
    code,
    first,
    list_in,
    mapping,
    object_of,
    place_name,
    text,
)
from scraper.facts import Event, Parcel, Tracking

KEY = "inpost"


def request(numbers: Numbers, _needs: Needs) -> Conversation:
    """One parcel."""
    yield Request(
        f"https://inposteasy.com/api/tracking/{plain(numbers[0])}", headers={"Accept": "application/json"}
    )


@reader(KEY)
def read(body: str, numbers: Numbers) -> Answer:
    """Reads the tracking of one parcel, or the problem NOT_FOUND."""
    said = object_of(body)
    problem = first(said.get("code"), said.get("error"), said.get("type"), said.get("title")) or ""
    if "trackingNumber" not in said and "trackingDetails" not in said:
        if "NOT_FOUND" in problem.upper().replace(" ", "_") or code(said.get("status")) == "404":
            return answer(KEY, [unknown(KEY, numbered(None, numbers))])
        raise UnreadableError(f"no parcel; it says {problem or 'nothing'}")
    problems: list[str] = []
    return answer(KEY, [_parcel(said, numbers, problems)], problems)


def _parcel(said: Mapping[str, Any], numbers: Numbers, problems: list[str]) -> Tracking:
    number = numbered(said.get("trackingNumber"), numbers)
    events = scans(f"{KEY}: {number}", map(_event, list_in(said, "trackingDetails")), problems)
    if not events and text(said.get("status")) is None:
        return unknown(KEY, number)
    parcel = Parcel(
        number=number,
        carrier="InPost",
        origin_country=country(first(said.get("originCountry"), said.get("originCountryCode"))),
        destination_country=country(
            first(said.get("destinationCountry"), said.get("destinationCountryCode"))
        ),
        events=events,
    )
    return told(KEY, parcel)


def _event(value: object) -> Event | None:
    row = mapping(value)
    return scan(
        KEY,
        wall_clock(row.get("datetime")),
        words=first(row.get("statusTitle"), row.get("statusDescription")),
        raw_code=row.get("status"),
        place=place_name(row.get("location")),
        offset=offset_of(row.get("datetime")),
    )


SOURCE = Source(
    key=KEY,
    name="InPost",
    access="http",
    hosts=frozenset({"inposteasy.com"}),
    numbers=r"\d{24}|JJ?D\d{16}|8YDR\d{9}",
    request=request,
    read=read,
    page="https://inpost.pl/sledzenie-przesylek?number={number}",
    times="wall clock at the scan, with its offset",
    asked_in=("number",),
    called=r"in\s*post\b|paczkomat",
    missing_status=frozenset({404}),
    shape=r'"trackingDetails"\s*:',
)
