"""UniUni (Canada, United States): the JSON that its page asks for.

Times: `dateTime.localTime` is the wall clock at the scan; `pathTime` holds the same digits as if they were UTC.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from scraper.carriers._reading import (
    answer,
    known_by,
    numbered,
    read_rows,
    reader,
    scan,
    scans,
    told,
    unknown,
)
from scraper.carriers._source import Answer, Conversation, Needs, Numbers, Request, Source, plain
from scraper.carriers._times import country, day_of, wall_clock
from scraper.carriers._values import (
    UnavailableError,
    UnreadableError,
    first,
    items,
    list_in,
    mapping,
    object_of,
    text,
)
from scraper.facts import Event, Parcel, Span, Tracking

KEY = "uniuni"
# Stands in the public script of the page: the same for everybody, and nobody's secret.
WEB_KEY = "SMq45nJhQuNR3WHsJA6N"


def request(numbers: Numbers, _needs: Needs) -> Conversation:
    """The page's own question."""
    query = urlencode({"id": ",".join(map(plain, numbers)), "key": WEB_KEY, "source": "web"}, safe=",")
    yield Request(
        f"https://tracking-service-api.uniuni.ca/tracking/trackinguniuninew?{query}",
        headers={"Accept": "application/json"},
    )


@reader(KEY)
def read(body: str, numbers: Numbers) -> Answer:
    """Reads valid and invalid numbers; proofs of delivery and addresses in it are dropped."""
    said = object_of(body)
    held = mapping(said.get("data"))
    valid = held.get("valid_tno")
    if not valid and text(said.get("status")) not in {None, "SUCCESS"}:
        raise UnavailableError(f"no answer: {text(said.get('ret_msg')) or text(said.get('status'))}")
    if not isinstance(valid, list):
        raise UnreadableError("no list of parcels (valid_tno)")
    problems: list[str] = []
    trackings = read_rows(KEY, valid, numbers, _parcel, problems)
    invalid = held.get("invalid_tno")
    names = items(invalid) if isinstance(invalid, list) else re.split(r"[,\s]+", text(invalid) or "")
    trackings += [unknown(KEY, name) for name in map(text, names) if name]
    if not trackings:
        raise UnreadableError(problems[0] if problems else "neither parcels nor unknown numbers")
    return answer(KEY, trackings, problems)


def _parcel(row: Mapping[str, Any], numbers: Numbers, problems: list[str]) -> Tracking:
    known_by(row, "tno", "spath_list")
    number = numbered(row.get("tno"), numbers)
    events = scans(f"{KEY}: {number}", map(_event, list_in(row, "spath_list")), problems)
    if str(row.get("is_master")) in {"True", "1"}:
        problems.append(f"{KEY}: {number}: a consignment of several parcels, told as one")
    day = day_of(row.get("estimate_time"))
    parcel = Parcel(
        number=number,
        carrier="UniUni",
        destination_country=country(row.get("country")),
        estimated_delivery=Span(from_=day, to=day) if day else None,
        events=events,
    )
    return told(KEY, parcel)


def _event(value: object) -> Event | None:
    row = mapping(value)
    clock = mapping(row.get("dateTime"))
    local_time = written = wall_clock(clock.get("localTime"))
    seconds = text(row.get("pathTime"), 20) or ""
    if local_time is None and re.fullmatch(r"\d{10}(?:\.0)?", seconds):
        local_time = datetime.fromtimestamp(float(seconds), UTC).replace(tzinfo=None)
    place = ", ".join(filter(None, (text(row.get("city")), text(row.get("province")))))
    return scan(
        KEY,
        local_time,
        words=first(row.get("description_en"), row.get("pathInfo")),
        raw_code=row.get("state"),
        # The address of a scan can be the receiver's door: only the town is told.
        place=place or None,
        offset=_offset(clock) if written is not None else None,
        language="en",
    )


def _offset(clock: Mapping[str, Any]) -> str | None:
    """ "-06:00" from seconds beside Greenwich."""
    seconds = clock.get("offsetByGMT")
    if not isinstance(seconds, int) or isinstance(seconds, bool) or abs(seconds) > 14 * 3600:
        return None
    return f"{'-' if seconds < 0 else '+'}{abs(seconds) // 3600:02d}:{abs(seconds) % 3600 // 60:02d}"


SOURCE = Source(
    key=KEY,
    name="UniUni",
    access="http",
    hosts=frozenset({"tracking-service-api.uniuni.ca", "delivery-api.uniuni.ca"}),
    numbers=r"UUS[A-Z0-9]{12,20}|U9999\d{11}|4C\d{9}US|N\d{12,20}",
    request=request,
    read=read,
    page="https://www.uniuni.com/tracking/?no={number}",
    times="wall clock at the scan, no offset",
    batch=10,
    asked_in=("id", "no", "tracking_number"),
    called=r"uni\s*uni",
    shape=r'"valid_tno"\s*:',
)
