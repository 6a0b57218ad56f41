"""GOFO (United States): the JSON that its page asks for. Times: as asked for, the clock and offset of the Pacific."""

import json
import re
from collections.abc import Mapping
from typing import Any

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
from scraper.carriers._source import Answer, Conversation, Needs, Numbers, Request, Source, among, plain
from scraper.carriers._times import country, day_of, offset_of, wall_clock
from scraper.carriers._values import (
    UnavailableError,
    UnreadableError,
    code,
    items,
    list_in,
    listed,
    mapping,
    object_of,
    objects,
    text,
    town,
)
from scraper.facts import Event, Parcel, Span, Tracking

KEY = "gofo"
_SUPPORT = re.compile(r"\s*(?:For delivery issues|Para problemas de entrega)\b.*$", re.IGNORECASE | re.DOTALL)


def request(numbers: Numbers, _needs: Needs) -> Conversation:
    """The page's own question, with times on one clock."""
    headers = {
        "Accept": "application/json",
        "Content-Type": "application/json",
        "lang": "en",
        "User-Time-Zone": "America/Los_Angeles",
    }
    asked = json.dumps({"numberList": [plain(number) for number in numbers]}).encode()
    yield Request("https://www.gofo.com/us/cnee-api/consignee/track/query/page", "POST", headers, asked)


@reader(KEY)
def read(body: str, numbers: Numbers) -> Answer:
    """Reads `data.success`; unknown numbers stand in `data.error`."""
    said = object_of(body)
    told_in = said.get("data")
    lists = {"success": told_in} if isinstance(told_in, list) else mapping(told_in)
    if not isinstance(lists.get("success"), list):
        if code(said.get("code")) not in {None, "200"}:
            raise UnavailableError(
                f"no answer: {code(said.get('code'))} {text(said.get('message')) or ''}".strip()
            )
        raise UnreadableError("no list of parcels (data.success)")
    problems: list[str] = []
    trackings = read_rows(KEY, listed(lists.get("success"), "success"), numbers, _parcel, problems)
    missing = [text(name) for names in mapping(lists.get("error")).values() for name in items(names)]
    trackings += [unknown(KEY, name) for name in missing if name]
    if not trackings:
        raise UnreadableError(problems[0] if problems else "neither parcels nor unknown numbers")
    return answer(KEY, trackings, problems)


def _parcel(row: Mapping[str, Any], numbers: Numbers, problems: list[str]) -> Tracking:
    known_by(row, "waybillNo", "trackingNumber", "trackEventList")
    waybill, reference = text(row.get("waybillNo")), text(row.get("trackingNumber"))
    number = reference if reference and among(reference, numbers) else numbered(waybill or reference, numbers)
    newest = mapping(row.get("lastTrackEvent"))
    if newest and not row.get("trackEventList"):
        rows = [newest]
    else:
        rows = objects(list_in(row, "trackEventList"), "trackEventList")
    events = scans(f"{KEY}: {number}", map(_event, rows), problems)
    day = day_of(row.get("estimatedArrivalTime"))
    goes_to = text(row.get("toCountry"))
    parcel = Parcel(
        number=number,
        carrier="GOFO",
        destination_country="US" if goes_to == "USA" else country(goes_to),
        estimated_delivery=Span(from_=day, to=day) if day else None,
        events=events,
    )
    return told(KEY, parcel, home="US")


def _event(row: Mapping[str, Any]) -> Event | None:
    said = text(row.get("processContent"))
    place = ", ".join(filter(None, (text(row.get("processCity")), text(row.get("processProvince")))))
    return scan(
        KEY,
        wall_clock(row.get("processDate")),
        words=(_SUPPORT.sub("", said) or said) if said else None,
        raw_code=row.get("processCode"),
        place=place or town(row.get("processLocation")),
        offset=offset_of(row.get("processDate")),
        language="en",
    )


SOURCE = Source(
    key=KEY,
    name="GOFO",
    access="http",
    hosts=frozenset({"www.gofo.com"}),
    numbers=r"GF[A-Z]{2}\d{14}|CR\d{12}",
    request=request,
    read=read,
    page="https://www.gofo.com/us/track?number={number}",
    times="clock and offset of the Pacific",
    batch=10,
    called=r"\bgofo\b|cirro",
    shape=r'"trackEventList"|"waybillNo"',
)
