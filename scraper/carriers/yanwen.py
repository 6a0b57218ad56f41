"""Yanwen: the form of its tracking page, HTML with a desktop and a mobile copy of the same table.

Times: the wall clock at each scan with its offset, "12:00:00 [GMT+01]" under the day.
"""

import hashlib
import re
from urllib.parse import urlencode

from bs4 import Tag

from scraper.carriers._reading import answer, reader, scan, scans, second, told, unknown
from scraper.carriers._source import Answer, Conversation, Needs, Numbers, Request, Source, plain
from scraper.carriers._times import country, offset_of, wall_clock
from scraper.carriers._values import UnreadableError, page_of, refuse_walls, words_of
from scraper.facts import Event, Parcel, Tracking
from scraper.status import classify

KEY = "yanwen"
# Stands in the public script of the page: it signs the form for everybody and is nobody's secret.
FORM_SALT = "00#78a13&ba6c;73LOL"
UNKNOWN = re.compile(r"No information was found|查询不到|not found", re.IGNORECASE)
_CODE = re.compile(r"/([A-Z]{2}\d{2})\.png")


def request(numbers: Numbers, _needs: Needs) -> Conversation:
    """The page's own form, signed as its script does."""
    number = plain(numbers[0])
    signed = hashlib.md5((number + FORM_SALT).encode(), usedforsecurity=False).hexdigest()
    query = urlencode({"nums": number, "cyp": signed})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
    yield Request(f"https://track.yw56.com.cn/en/querydel?{query}", "POST", headers, b"timeZone=1")


@reader(KEY)
def read(body: str, _numbers: Numbers) -> Answer:
    """Reads the page; of the two copies of a parcel the first."""
    page = page_of(body)
    blocks: dict[str, Tag] = {}
    for block in page.select(".cx_lb"):
        number = words_of(block.select_one(".cx_bt_xx h5"))
        if number is not None:
            blocks.setdefault(number, block)
    if not blocks:
        refuse_walls(body)
        raise UnreadableError("a page without a parcel (.cx_lb)")
    state = {str(field.get("value")): str(field.get("status")) for field in page.select("input[name=wcdhA]")}
    problems: list[str] = []
    return answer(KEY, [_parcel(n, b, state.get(n, ""), problems) for n, b in blocks.items()], problems)


def _parcel(number: str, block: Tag, state: str, problems: list[str]) -> Tracking:
    rows = block.select(".czhaodl dd")
    events = scans(f"{KEY}: {number}", map(_event, rows), problems)
    summary = words_of(block.select_one(".cx_bt_xx > p")) or ""
    if not events and (UNKNOWN.search(summary) or UNKNOWN.search(state)):
        return unknown(KEY, number)
    if not events:
        if classify(KEY, None, summary, "en").status != "info_received":
            raise UnreadableError(f"no scan, and the page says {summary!r}")
        return told(KEY, Parcel(number=number, carrier="Yanwen"))
    columns = [_own_words(column) for column in block.select(".cx_top_nr > .colFlex")]
    parcel = Parcel(
        number=number,
        local_number=second(columns[1], number) if len(columns) > 3 else None,
        carrier="Yanwen",
        destination_country=country(columns[3]) if len(columns) > 3 else None,
        events=events,
    )
    return told(KEY, parcel)


def _own_words(column: Tag) -> str | None:
    for link in column.find_all("a"):
        link.decompose()
    return words_of(column)


def _event(row: Tag) -> Event | None:
    day = words_of(row.find_previous("dt"))
    clock = words_of(row.select_one(".timePoint")) or ""
    time, _, zone = clock.partition("[")
    words = [words_of(part) for part in row.select(".cz_r h6")]
    image = row.select_one(".cz_c img")
    code = _CODE.search(str(image.get("src"))) if image is not None else None
    said = re.sub(r"^【[^】]*】\s*", "", words[-1]) if words and words[-1] else None
    return scan(
        KEY,
        wall_clock(f"{day} {time.strip()}"),
        words=said,
        raw_code=code.group(1) if code else None,
        place=(words[0] or "").strip("[]") if len(words) > 1 else None,
        offset=offset_of(zone.rstrip("] ")),
        language="en",
    )


SOURCE = Source(
    key=KEY,
    name="Yanwen",
    access="http",
    hosts=frozenset({"track.yw56.com.cn"}),
    numbers=r"[A-Z]{2}\d{9}Y[PN]|(?=.*\d)[A-Z0-9]{8,30}",
    request=request,
    read=read,
    page="https://track.yw56.com.cn/en/querydel?nums={number}",
    times="wall clock at the scan, with its offset",
    asked_in=("nums", "InputTrackNumbers"),
    called=r"yan\s*wen|燕文",
    shape=r'class="[^"]*\bcx_lb\b|name="wcdhA"',
)
