"""Hermes in Germany: one plain GET, JSON; 404 knows no parcel, 400 a number of another form.

Times: with their own offset, else wall clocks in Germany.
"""

from collections.abc import Mapping
from typing import Any

from scraper.carriers._reading import answer, answer_of_rows, numbered, reader, scan, scans, told, unknown
from scraper.carriers._source import Answer, Conversation, Needs, Numbers, Request, Source, plain
from scraper.carriers._times import offset_of, wall_clock
from scraper.carriers._values import UnreadableError, code, first, list_in, mapping, rows_of, text
from scraper.facts import Event, Parcel, Tracking

KEY = "hermes_de"


def request(numbers: Numbers, needs: Needs) -> Conversation:
    """One parcel, as the recipient's page asks."""
    headers = {"Accept": "application/json", "X-Language": "de", "Referer": "https://www.myhermes.de/"}
    if needs.postcode and needs.country == "DE":
        headers["X-ZipCode"] = needs.postcode
    yield Request(
        f"https://api.my-deliveries.de/tnt/v2/shipments/search/{plain(numbers[0])}", headers=headers
    )


@reader(KEY)
def read(body: str, numbers: Numbers) -> Answer:
    """Reads the parcel or the list of parcels; the address in it is dropped."""
    rows = rows_of(body)
    if rows == []:
        return answer(KEY, [unknown(KEY, number) for number in numbers])
    return answer_of_rows(KEY, rows, numbers, _parcel)


def _parcel(row: Mapping[str, Any], numbers: Numbers, problems: list[str]) -> Tracking:
    if "parcelProgress" not in row:
        if code(row.get("status")) in {"404", "400"} or "NOT_FOUND" in str(row.get("code")).upper():
            return unknown(KEY, numbered(None, numbers))
        raise UnreadableError("a parcel without its progress (parcelProgress)")
    number = numbered(row.get("barcode"), numbers)
    events = scans(f"{KEY}: {number}", map(_event, list_in(row, "parcelProgress")), problems)
    return told(KEY, Parcel(number=number, carrier="Hermes", events=events), language="de")


def _event(value: object) -> Event | None:
    row = mapping(value)
    return scan(
        KEY,
        wall_clock(row.get("timestamp")),
        # `status` is a sentence, or nothing but a bucket (HAPPY, FINISHED).
        words=first(row.get("historyText"), _sentence(row.get("status")), row.get("headlineText")),
        raw_code=row.get("parcelStatus"),
        offset=offset_of(row.get("timestamp")),
        language="de",
    )


def _sentence(value: object) -> str | None:
    found = text(value)
    return None if found is None or found.isupper() else found


SOURCE = Source(
    key=KEY,
    name="Hermes",
    access="http",
    hosts=frozenset({"api.my-deliveries.de"}),
    numbers=r"\d{14}|H\d{19}",
    request=request,
    read=read,
    page="https://www.myhermes.de/empfangen/sendungsverfolgung/sendungsinformation#{number}",
    times="with an offset, else the wall clock in Germany",
    called=r"hermes(?!.*(?:uk|world|borderguru))",
    missing_status=frozenset({404, 400}),
    shape=r'"parcelProgress"\s*:',
    country="DE",
)
