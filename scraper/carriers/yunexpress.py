"""YunExpress: its page in a browser; the answer is read as it passes (plain HTTP and interception are refused).

Times: bare wall clocks at the scan; only the newest has an offset.
"""

from collections.abc import Iterator, Mapping
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
from scraper.carriers._values import UnreadableError, WallError, code, first, items, mapping, object_of, text
from scraper.facts import Event, Parcel, Tracking

KEY = "yunexpress"


def request(numbers: Numbers, _needs: Needs) -> Conversation:
    """The page of one parcel, and the answer that it asks for."""
    yield Request(
        f"https://www.yuntrack.com/parcelTracking?id={plain(numbers[0])}",
        captures=r"//services\.yuntrack\.com(:\d+)?/Track/Query",
    )


@reader(KEY)
def read(body: str, numbers: Numbers) -> Answer:
    """Reads `Track/Query`; codes 1003 and 1004 ask for a slider."""
    said = object_of(body)
    if code(said.get("Code")) in {"1003", "1004"}:
        raise WallError(f"code {code(said.get('Code'))}")
    rows = said.get("ResultList")
    if not isinstance(rows, list):
        raise UnreadableError("no list of parcels (ResultList)")
    return answer_of_rows(KEY, rows, numbers, _parcel)


def _parcel(row: Mapping[str, Any], numbers: Numbers, problems: list[str]) -> Tracking:
    known_by(row, "Id", "TrackInfo", "TrackData")
    info = mapping(row.get("TrackInfo"))
    if not info and not mapping(row.get("TrackData")):
        raise UnreadableError(f"a row without a parcel (Status {code(row.get('Status'))})")
    number = numbered(first(row.get("Id"), info.get("WaybillNumber")), numbers)
    newest = mapping(info.get("LastTrackEvent"))
    rows = list(_scans(row)) or [mapping(item) for item in items(info.get("TrackEventDetails"))]
    rows = [one for one in rows if first(one.get("ProcessDate"), one.get("ProcessContent"))]
    if not rows and text(newest.get("ProcessDate")):
        rows = [newest]
    status = code(info.get("TrackingStatus"))
    lists = (info.get("TrackEventDetails"), mapping(row.get("TrackData")).get("ProcessGroupList"))
    if not rows and status != "0" and not any(isinstance(one, list) for one in lists):
        raise UnreadableError("no list of events (TrackEventDetails, ProcessGroupList)")
    events = scans(f"{KEY}: {number}", (_event(one, newest) for one in rows), problems)
    if not events and status in {None, "0"}:
        return unknown(KEY, number)
    parcel = Parcel(
        number=number,
        local_number=second(info.get("TrackingNumber"), number),
        carrier="YunExpress",
        origin_country=country(info.get("OriginCountryCode")),
        destination_country=country(info.get("DestinationCountryCode")),
        events=events,
    )
    return told(KEY, parcel)


def _scans(row: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for group in items(mapping(row.get("TrackData")).get("ProcessGroupList")):
        yield from map(mapping, items(mapping(group).get("ProcessDetailList")))


def _event(row: Mapping[str, Any], newest: Mapping[str, Any]) -> Event | None:
    """A scan "words----place"; the numeric status stands at the newest one only."""
    words, _, place = (text(row.get("ProcessContent")) or "").partition("----")
    same_clock = row.get("ProcessDate") == newest.get("ProcessDate")
    is_newest = (
        same_clock
        and words.strip() == (text(newest.get("ProcessContent")) or "").partition("----")[0].strip()
    )
    clock = row.get("ProcessDate")
    return scan(
        KEY,
        wall_clock(clock),
        words=words,
        place=place or row.get("ProcessLocation"),
        offset=offset_of(clock) or (offset_of(newest.get("GmtProcessTimezone")) if is_newest else None),
        language="en",
    )


SOURCE = Source(
    key=KEY,
    name="YunExpress",
    access="browser",
    hosts=frozenset({"www.yuntrack.com", "services.yuntrack.com"}),
    numbers=r"YT\d{16}",
    request=request,
    read=read,
    page="https://www.yuntrack.com/parcelTracking?id={number}",
    times="wall clock at the scan; only the newest has an offset",
    asked_in=("id",),
    called=r"yun\s*express|yun\s*track|云途",
    shape=r'"ResultList"\s*:',
)
