"""EMS of any post, from the shared page of the EMS Cooperative: HTML. Times: zone-less wall clocks at the scan."""

import re
from urllib.parse import urlencode

from bs4 import Tag

from scraper.carriers._reading import (
    answer,
    numbered,
    reader,
    scan,
    scans,
    told,
    unknown,
)
from scraper.carriers._source import Answer, Conversation, Needs, Numbers, Request, Source, plain
from scraper.carriers._times import wall_clock
from scraper.carriers._values import UnreadableError, page_of, refuse_walls, words_of
from scraper.facts import Event, Parcel, Tracking

KEY = "ems"
NOT_KNOWN = re.compile(r"no results found|does not denote an EMS item", re.IGNORECASE)
FORMS = ("%b %d, %Y, %I:%M %p", "%b %d, %Y %I:%M %p", "%B %d, %Y, %I:%M %p", "%d-%b-%Y %H:%M")


def request(numbers: Numbers, _needs: Needs) -> Conversation:
    """One item, in English."""
    query = urlencode({"language": "EN", "itemId": plain(numbers[0])})
    yield Request(f"https://items.ems.post/api/publicTracking/track?{query}", headers={"Accept": "text/html"})


@reader(KEY)
def read(body: str, numbers: Numbers) -> Answer:
    """Reads the tables `table-<number>`, one an item; a page without a table may say that there is none."""
    page = page_of(body)
    blocks = page.select("[id^=table-]")
    if not blocks:
        refuse_walls(body)
        if NOT_KNOWN.search(words_of(page) or ""):
            return answer(KEY, [unknown(KEY, numbered(None, numbers))])
        raise UnreadableError("a page without a result (table-...)")
    problems: list[str] = []
    return answer(KEY, [_parcel(block, problems) for block in blocks], problems)


def _parcel(block: Tag, problems: list[str]) -> Tracking:
    number = str(block.get("id")).removeprefix("table-").upper()
    rows = [row for row in block.select("tr") if len(row.find_all("td", recursive=False)) >= 3]
    events = scans(f"{KEY}: {number}", map(_event, rows), problems)
    if events:
        return told(KEY, Parcel(number=number, carrier="EMS", events=events))
    said = words_of(block) or ""
    if NOT_KNOWN.search(said):
        return unknown(KEY, number)
    raise UnreadableError(f"a result without scans: {said[:80]!r}")


def _event(row: Tag) -> Event | None:
    cells = [words_of(cell) for cell in row.find_all("td", recursive=False)]
    return scan(
        KEY, wall_clock(cells[0], *FORMS), words=cells[1], place=cells[2], language="en", carrier="upu"
    )


SOURCE = Source(
    key=KEY,
    name="EMS",
    access="http",
    hosts=frozenset({"items.ems.post"}),
    numbers=r"E[A-Z]\d{9}[A-Z]{2}",
    request=request,
    read=read,
    page="https://items.ems.post/api/publicTracking/track?language=EN&itemId={number}",
    times="wall clock at the scan, no zone",
    asked_in=("itemId",),
    called=r"^e-?ems$|\bems\b|eub|e-?packet",
    shape=r'id="table-[A-Z]{2}\d{9}[A-Z]{2}"|denote an EMS item',
)
