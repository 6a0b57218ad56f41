"""Evri International: the form of its tracker globaleco.app, HTML. Times: bare wall clocks at the scan.

Domestic parcels in the United Kingdom are known only to another service, behind a wall.
"""

from urllib.parse import urlencode

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
from scraper.carriers._times import country, wall_clock
from scraper.carriers._values import UnreadableError, page_of, refuse_walls, words_of
from scraper.facts import Event, Parcel, Tracking

KEY = "evri"


def request(numbers: Numbers, _needs: Needs) -> Conversation:
    """The form of the page."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
    asked = urlencode({"tracking_number": plain(numbers[0])}).encode()
    yield Request("https://globaleco.app/track", "POST", headers, asked)


@reader(KEY)
def read(body: str, numbers: Numbers) -> Answer:
    """Reads the details card and the history table; the search field can hold another number and is not read."""
    page = page_of(body)
    headings = [words_of(heading) or "" for heading in page.find_all(["h1", "h2", "h3"])]
    details = next((h for h in headings if h.startswith("Shipment Details")), None)
    if details is None:
        if any("parcel not found" in heading.casefold() for heading in headings):
            return answer(KEY, [unknown(KEY, numbered(None, numbers))])
        refuse_walls(body)
        raise UnreadableError("a page without shipment details")
    problems: list[str] = []
    number = numbered(details.partition("#")[2].strip(), numbers)
    return answer(KEY, [_parcel(number, page, problems)], problems)


def _parcel(number: str, page: BeautifulSoup, problems: list[str]) -> Tracking:
    rows = [row for row in page.select("table tbody tr") if len(row.find_all("td")) >= 3]
    if not rows and len(page.select("table tbody td")) > 1:
        raise UnreadableError("a history of another form")
    events = scans(f"{KEY}: {number}", map(_event, rows), problems)
    fields = {}
    for group in page.select(".form-group"):
        label = group.find("strong")
        if isinstance(label, Tag):
            name = (words_of(label) or "").rstrip(":").casefold()
            label.extract()
            fields[name] = words_of(group)
    parcel = Parcel(
        number=number,
        local_carrier=fields.get("carrier"),
        local_number=second(fields.get("carrier tracking"), number),
        carrier="Evri",
        destination_country=country(fields.get("destination country") or fields.get("country")),
        events=events,
    )
    return told(KEY, parcel)


def _event(row: Tag) -> Event | None:
    cells = [words_of(cell) for cell in row.find_all("td")]
    return scan(KEY, wall_clock(cells[0]), words=cells[1], place=cells[2], language="en")


SOURCE = Source(
    key=KEY,
    name="Evri International",
    access="http",
    hosts=frozenset({"globaleco.app"}),
    numbers=r"[A-Z0-9]{16}",
    request=request,
    read=read,
    page="https://www.evri.com/track/parcel/{number}/details",
    times="wall clock at the scan, no zone",
    asked_in=("tracking_number",),
    called=r"\bevri\b|hermes (?:uk|world)",
    shape=r"Shipment Details #|Shipment History",
)
