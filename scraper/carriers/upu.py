"""UPU's global track and trace, for S10 numbers: a last resort with few events.

Times: wall clocks at the scan; the offset on the wire was contradicted by an operator and is not told.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from scraper.carriers._reading import answer, known_by, numbered, reader, scan, scans, told, unknown
from scraper.carriers._source import Answer, Conversation, Needs, Numbers, Request, Source, plain
from scraper.carriers._times import country, instant_of, wall_clock
from scraper.carriers._values import UnreadableError, code, json_of, list_in, objects, refuse_errors, text
from scraper.facts import Event, Parcel, Tracking

KEY = "upu"
_WIRE = re.compile(r"/Date\((-?\d{9,14})(?:([+-])(\d{2})(\d{2}))?\)/")


def request(numbers: Numbers, _needs: Needs) -> Conversation:
    """One item, in English."""
    url = f"https://globaltracktrace.ptc.post/gtt.api/service.svc/rest/ItemTTWithTrans/{plain(numbers[0])}/EN"
    yield Request(url, headers={"Accept": "application/json"})


@reader(KEY)
def read(body: str, numbers: Numbers) -> Answer:
    """Reads the list of items; an empty one, and an empty body, know no item."""
    if not body.strip():
        return answer(KEY, [unknown(KEY, numbered(None, numbers))])
    rows = json_of(body)
    if not isinstance(rows, list):
        raise UnreadableError("no list of items")
    problems: list[str] = []
    trackings = [_parcel(row, numbers, problems) for row in objects(rows, "the list of items")]
    return answer(KEY, trackings or [unknown(KEY, numbered(None, numbers))], problems)


def _parcel(row: Mapping[str, Any], numbers: Numbers, problems: list[str]) -> Tracking:
    known_by(row, "ID", "Events")
    number = numbered(row.get("ID"), numbers)
    rows = [one for one in objects(list_in(row, "Events"), "Events") if not _forecast(one)]
    events = scans(f"{KEY}: {number}", map(_event, rows), problems)
    if not events:
        refuse_errors(row)
        return unknown(KEY, number)
    parcel = Parcel(
        number=number,
        origin_country=country(row.get("OrigCd")),
        destination_country=country(row.get("DestCd")),
        events=events,
    )
    return told(KEY, parcel)


def _forecast(row: Mapping[str, Any]) -> bool:
    """An expected delivery is no scan."""
    said = text(row.get("EventNm")) or ""
    return code(row.get("EventCd")) == "DLV" or bool(
        re.search(r"(?i)(estimated|expected|predicted) delivery", said)
    )


def _event(row: Mapping[str, Any]) -> Event | None:
    return scan(
        KEY,
        _clock(row.get("EventDT")),
        words=row.get("EventNm"),
        raw_code=row.get("EventCd"),
        place=row.get("EventLocation"),
        language="en",
    )


def _clock(value: object) -> datetime | None:
    """The wall clock of "/Date(1767960000000+0100)/" or of an ISO text."""
    met = _WIRE.fullmatch(text(value) or "")
    if met is None:
        return wall_clock(value)
    shift = timedelta(hours=int(met.group(3) or 0), minutes=int(met.group(4) or 0))
    instant = instant_of(int(met.group(1)))
    if instant is None:
        return None
    return (instant.astimezone(UTC) + (-shift if met.group(2) == "-" else shift)).replace(
        tzinfo=None, microsecond=0
    )


SOURCE = Source(
    key=KEY,
    name="UPU",
    access="http",
    hosts=frozenset({"globaltracktrace.ptc.post"}),
    numbers=r"[A-Z]{2}\d{9}[A-Z]{2}",
    request=request,
    read=read,
    page="https://globaltracktrace.ptc.post/gtt.web/Search.aspx",
    times="wall clock at the scan, no offset",
    called=r"^upu$|universal postal",
    shape=r'"EventCd"\s*:',
)
