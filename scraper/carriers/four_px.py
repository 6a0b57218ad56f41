"""4PX: one plain POST, JSON. Times: `tkDateStr` with `tkTimezone`; `tkDate` holds other digits and is not read."""

import json
import re
from collections.abc import Mapping
from typing import Any

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
from scraper.carriers._values import (
    UnavailableError,
    UnreadableError,
    code,
    first,
    list_in,
    listed,
    mapping,
    object_of,
    text,
)
from scraper.facts import Event, Parcel, Tracking

KEY = "4px"
ENDPOINT = "https://track.4px.com/track/v2/front/listTrackV3"


def request(numbers: Numbers, _needs: Needs) -> Conversation:
    """The question of 4PX's own page."""
    asked = {
        "queryCodes": [plain(number) for number in numbers],
        "language": "en-us",
        "translateLanguage": "",
    }
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Origin": "https://track.4px.com",
    }
    yield Request(ENDPOINT, "POST", headers, json.dumps(asked).encode())


@reader(KEY)
def read(body: str, numbers: Numbers) -> Answer:
    """Reads `listTrackV3`."""
    said = object_of(body)
    rows = said.get("data")
    if not isinstance(rows, list):
        raise UnreadableError(f"no list of parcels (data); it says {text(said.get('message')) or 'nothing'}")
    found = answer_of_rows(KEY, rows, numbers, _parcel)
    if found.outcome == "unknown" and code(said.get("result")) == "0":
        raise UnavailableError(f"no answer: {text(said.get('message')) or 'without a reason'}")
    return found


def _parcel(row: Mapping[str, Any], numbers: Numbers, problems: list[str]) -> Tracking:
    known_by(row, "queryCode", "tracks")
    number = numbered(row.get("queryCode"), numbers)
    if text(row.get("serverCode")) is None and not listed(row.get("tracks"), "tracks"):
        return unknown(KEY, number)
    events = scans(f"{KEY}: {number}", map(_event, list_in(row, "tracks")), problems)
    if row.get("mutiPackage") is True:
        problems.append(f"{KEY}: {number}: an order of several packages, told as one")
    parcel = Parcel(
        number=number,
        local_number=second(row.get("serverCode"), number),
        carrier="4PX",
        local_carrier=_partner(row.get("channelContact")),
        origin_country=country(row.get("ctStartCode")) or country(row.get("ctStartName")),
        destination_country=country(row.get("ctEndCode")) or country(row.get("ctEndName")),
        events=events,
    )
    return told(KEY, parcel)


def _event(value: object) -> Event | None:
    track = mapping(value)
    zone = text(track.get("tkTimezone")) or ""
    return scan(
        KEY,
        wall_clock(track.get("tkDateStr")) or wall_clock(track.get("tkDate")),
        words=first(track.get("tkDesc"), track.get("tkTranslatedDesc")),
        raw_code=track.get("tkCode"),
        place=track.get("tkLocation"),
        offset=offset_of(zone) if text(track.get("tkDateStr")) else None,
    )


def _partner(card: object) -> str | None:
    """The name of the carrier that delivers, the first line of its contact card."""
    met = re.match(r"\s*【服务商】([^\n【]{1,80})", str(mapping(card).get("contact") or ""))
    return text(met.group(1), 80) if met else None


SOURCE = Source(
    key=KEY,
    name="4PX",
    access="http",
    hosts=frozenset({"track.4px.com"}),
    numbers=r"4PX\d{13}CN|OLS\d{13}|LP\d{13}CN|S0000\d{8,10}|(?=.*\d)[A-Z0-9]{8,30}",
    request=request,
    read=read,
    page="https://track.4px.com/#/track?trackCode={number}",
    times="wall clock at the scan, with its offset where one is given",
    batch=10,
    asked_in=("trackCode", "queryCodes", "trackNumber"),
    called=r"4\s*-?px|four\s*px|递四方",
    shape=r'"queryCode"\s*:',
)
