"""PostNL international: a visitor's token, then JSON for several parcels.

Times: `datetime_local` is the wall clock at the scan although it ends with "Z", except records with four and more
digits of a second, which are true UTC.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from scraper.carriers._reading import (
    answer,
    answer_of_rows,
    known_by,
    numbered,
    reader,
    scan,
    scans,
    told,
    unknown,
)
from scraper.carriers._source import Answer, Conversation, Needs, Numbers, Request, Source, plain
from scraper.carriers._times import country, wall_clock
from scraper.carriers._values import (
    TooOftenError,
    UnreadableError,
    first,
    list_in,
    listed,
    mapping,
    object_of,
    text,
)
from scraper.facts import Event, Parcel, Tracking

KEY = "postnl"
NOT_FOUND = re.compile(r"(?:barcode|item)\b.{0,40}not found", re.IGNORECASE)
HEADERS = {"Accept": "application/json", "Content-Type": "application/json", "Origin": "https://postnl.post"}


def request(numbers: Numbers, _needs: Needs) -> Conversation:
    """The token that everybody gets, then the question."""
    opened = yield Request("https://postnl.post/api/v1/auth/token", "POST", HEADERS, b"{}")
    token = text(object_of(opened.body).get("access_token"), 16_000)
    if token is None:
        return
    asked = json.dumps({"items": [plain(number) for number in numbers], "language_code": "en"}).encode()
    headers = HEADERS | {"Authorization": f"Bearer {token}"}
    yield Request("https://postnl.post/api/v1/tracking-items", "POST", headers, asked)


@reader(KEY)
def read(body: str, numbers: Numbers) -> Answer:
    """Reads `tracking-items`; an unknown one has no events and says "barcode was not found"."""
    if "quota exceeded" in body[:2000]:
        raise TooOftenError("its quota is used up")
    said = object_of(body)
    rows = mapping(said.get("data")).get("items")
    if not isinstance(rows, list):
        if NOT_FOUND.search(first(said.get("message"), said.get("error"), said.get("detail")) or ""):
            return answer(KEY, [unknown(KEY, numbered(None, numbers))])
        raise UnreadableError("no list of items (data.items)")
    return answer_of_rows(KEY, rows, numbers, _parcel)


def _parcel(row: Mapping[str, Any], numbers: Numbers, problems: list[str]) -> Tracking:
    known_by(row, "item", "events")
    number = numbered(row.get("item"), numbers)
    said = text(row.get("message"))
    if NOT_FOUND.search(said or "") and not listed(row.get("events"), "events"):
        return unknown(KEY, number)
    events = scans(f"{KEY}: {number}", map(_event, list_in(row, "events")), problems)
    if not events and said is not None:
        raise UnreadableError(f"no events; it says {said!r}")
    parcel = Parcel(
        number=number,
        carrier="PostNL",
        origin_country=country(row.get("origin_code")),
        destination_country=country(row.get("destination_code")),
        events=events,
    )
    return told(KEY, parcel, None if events else "unknown")


def _event(value: object) -> Event | None:
    row = mapping(value)
    clock = text(row.get("datetime_local")) or ""
    true_utc = re.search(r"\.\d{4,}Z$", clock) is not None
    return scan(
        KEY,
        wall_clock(clock),
        words=first(row.get("status_description"), row.get("category")),
        raw_code=row.get("category"),
        place=first(row.get("country_code"), row.get("country_name")),
        offset="+00:00" if true_utc else None,
        language="en",
    )


SOURCE = Source(
    key=KEY,
    name="PostNL",
    access="http",
    hosts=frozenset({"postnl.post"}),
    numbers=r"[A-Z]{2}\d{9}NL|3S[A-Z0-9]{9,15}|[A-Z]{2}\d{9}[A-Z]{2}",
    request=request,
    read=read,
    page="https://postnl.post/tracktrace?barcodes={number}",
    times="wall clock at the scan, also where a Z is written",
    batch=10,
    asked_in=("barcodes", "items"),
    called=r"post\s*nl|spring( gds)?$",
    shape=r'"datetime_local"|"barcode was not found',
)
