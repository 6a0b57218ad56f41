"""USPS: the rendered page in a browser (plain HTTP is refused). Times: wall clocks at the scan, no zone.

"Tracking Not Available" says unknown or expired: it takes nothing back that was read before.
"""

import re

from bs4 import BeautifulSoup, Tag

from scraper.carriers._reading import (
    answer,
    numbered,
    reader,
    scan,
    scans,
    second,
    told,
    unknown,
)
from scraper.carriers._source import Answer, Conversation, Needs, Numbers, Request, Source, plain
from scraper.carriers._times import day_of, wall_clock
from scraper.carriers._values import UnreadableError, WallError, page_of, refuse_walls, words_of
from scraper.facts import Event, Parcel, Span, Tracking
from scraper.status import classify

KEY = "usps"
_DAY = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d{1,2},?\s+\d{4}"
_CLOCK = re.compile(rf"({_DAY})(?:[,\s]+(?:at\s+)?(\d{{1,2}}:\d{{2}})\s*([ap])\.?m\.?)?", re.IGNORECASE)
NOT_AVAILABLE = re.compile(r"tracking not available|could not locate|status not available", re.IGNORECASE)


def request(numbers: Numbers, _needs: Needs) -> Conversation:
    """The tracking page of one parcel; USPS knows it without the postcode in front."""
    yield Request(
        f"https://tools.usps.com/go/TrackConfirmAction?tLabels={_package(numbers[0])}",
        shows=".tb-step, .latest-update-banner-wrapper .banner-header",
    )


def _package(number: str) -> str:
    """The parcel's number without the routing part "420" + postcode."""
    return second(number, "") or plain(number)


@reader(KEY)
def read(body: str, numbers: Numbers) -> Answer:
    """Reads the page's timeline `.tb-step`, else the older table."""
    page = page_of(body)
    if page.select_one(".track-bar-container, #trackingNum, .tb-step, .tracking_history_container") is None:
        refuse_walls(body)
        if NOT_AVAILABLE.search(words_of(page) or ""):
            return answer(KEY, [unknown(KEY, numbered(None, numbers))])
        raise WallError("a page without the tracking bar")
    echoed = plain(numbered(words_of(page.select_one("#trackingNum")), numbers))
    number = next((asked for asked in numbers if _package(asked) == _package(echoed)), echoed)
    problems: list[str] = []
    rows = [_step(step) for step in page.select(".tb-step") if words_of(step.select_one(".tb-date"))]
    rows = rows or [_row(row) for row in page.select(".tracking_history_container tr") if row.find("td")]
    events = scans(f"{KEY}: {number}", rows, problems)
    banner = words_of(page.select_one(".latest-update-banner-wrapper .banner-header")) or ""
    return answer(KEY, [_parcel(number, events, banner, page)], problems)


def _parcel(number: str, events: tuple[Event, ...], banner: str, page: BeautifulSoup) -> Tracking:
    if not events and NOT_AVAILABLE.search(banner):
        return unknown(KEY, number)
    if not events and classify(KEY, None, banner, "en").status != "info_received":
        raise UnreadableError(f"a page without a dated scan; it says {banner!r}")
    expected = re.search(
        rf"(?:expected|scheduled|anticipated)\s+delivery.{{0,80}}?({_DAY})",
        words_of(page.select_one(".current-tracking-status-wrapper, .track-bar-container")) or "",
        re.IGNORECASE,
    )
    day = day_of(expected.group(1).replace(",", ""), "%B %d %Y") if expected else None
    parcel = Parcel(
        number=number,
        carrier="USPS",
        destination_country="US" if any(e.status == "delivered" for e in events) else None,
        estimated_delivery=Span(from_=day, to=day) if day else None,
        events=events,
    )
    return told(KEY, parcel)


def _step(step: Tag) -> Event | None:
    return _scan(
        words_of(step.select_one(".tb-status-detail")) or words_of(step.select_one(".tb-status")),
        words_of(step.select_one(".tb-date")),
        words_of(step.select_one(".tb-location")),
    )


def _row(row: Tag) -> Event | None:
    cells = [cell for cell in map(words_of, row.find_all("td")) if cell]
    when = next((cell for cell in cells if _CLOCK.search(cell)), None)
    places = [cell for cell in cells if re.search(r",\s*[A-Z]{2}\b", cell) and cell != when]
    where = min(places, key=len, default=None)
    said = max((cell for cell in cells if cell not in {when, where}), key=len, default=None)
    return _scan(said, when, where)


def _scan(words: str | None, when: str | None, place: str | None) -> Event | None:
    met = _CLOCK.search(when or "")
    if met is None:
        return scan(KEY, None, words=words, place=place, language="en")
    day = met.group(1).replace(",", "")
    local_time = (
        wall_clock(f"{day} {met.group(2)} {met.group(3)}m", "%B %d %Y %I:%M %p") if met.group(2) else None
    )
    return scan(KEY, local_time or wall_clock(day, "%B %d %Y"), words=words, place=place, language="en")


SOURCE = Source(
    key=KEY,
    name="USPS",
    access="browser",
    hosts=frozenset({"tools.usps.com"}),
    numbers=r"(?:420\d{5}(?:\d{4})?)?9\d{19,25}|\d{20}|\d{22}|[A-Z]{2}\d{9}[A-Z]{2}",
    request=request,
    read=read,
    page="https://tools.usps.com/go/TrackConfirmAction?tLabels={number}",
    times="wall clock at the scan, no zone",
    asked_in=("tLabels", "qtc_tLabels1"),
    called=r"\busps\b|united states postal",
    shape=r"track-bar-container|\btb-step\b",
    country="US",
)
