"""Canada Post: the anonymous JSON of its public page. Times: with their own offset."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from scraper.carriers._reading import answer_of_rows, known_by, numbered, reader, scan, scans, told, unknown
from scraper.carriers._source import Answer, Conversation, Needs, Numbers, Request, Source, plain
from scraper.carriers._times import country, day_of, offset_of, wall_clock
from scraper.carriers._values import UnreadableError, code, is_set, list_in, listed, mapping, rows_of, text
from scraper.facts import Event, Parcel, Span, Tracking

KEY = "canada_post"
PACKAGE = "https://www.canadapost-postescanada.ca/track-reperage/rs/track/json/package"


def request(numbers: Numbers, _needs: Needs) -> Conversation:
    """The details of one parcel; the page sends empty credentials for everybody."""
    headers = {
        "Accept": "application/json",
        "Authorization": "Basic Og==",
        "Referer": "https://www.canadapost-postescanada.ca/track-reperage/en/home",
        "X-Requested-With": "XMLHttpRequest",
    }
    yield Request(f"{PACKAGE}/{plain(numbers[0])}/detail", headers=headers)


@reader(KEY)
def read(body: str, numbers: Numbers) -> Answer:
    """Reads `detail`; error 004 says unknown or no longer kept."""
    return answer_of_rows(KEY, rows_of(body), numbers, _parcel)


def _parcel(said: Mapping[str, Any], numbers: Numbers, problems: list[str]) -> Tracking:
    known_by(said, "pin", "events", "error")
    number = numbered(said.get("pin"), numbers)
    error = mapping(said.get("error"))
    if error and not listed(said.get("events"), "events"):
        if code(error.get("cd")) not in {"004", "4"}:
            raise UnreadableError(f"error {code(error.get('cd'))}, {text(error.get('descEn'))!r}")
        return unknown(KEY, number)
    events = scans(f"{KEY}: {number}", map(_event, list_in(said, "events")), problems)
    if not events:
        return unknown(KEY, number)
    if is_set(said.get("returnedToSender")) or is_set(said.get("returnPinIndicator")):
        events = tuple(replace(e, status="returned") if e.status == "delivered" else e for e in events)
    expected = mapping(said.get("expectedDlvryDateTime"))
    day = day_of(expected.get("revisedDate")) or day_of(expected.get("dlvryDate"))
    parcel = Parcel(
        number=number,
        carrier="Canada Post",
        service=text(said.get("productNmEn"), 80),
        destination_country=country(mapping(said.get("shipToAddr")).get("countryCd")),
        estimated_delivery=Span(from_=day, to=day) if day else None,
        events=events,
    )
    return told(KEY, parcel)


def _event(value: object) -> Event | None:
    row = mapping(value)
    when, where = mapping(row.get("datetime")), mapping(row.get("locationAddr"))
    place = ", ".join(
        filter(None, (text(where.get("city")), text(where.get("regionCd")), text(where.get("countryCd"))))
    )
    # A signature is taken with the delivery; it is not a second one, and its text names the person.
    signature = text(row.get("type")) == "Signature" or code(row.get("cd")) == "20"
    return scan(
        KEY,
        wall_clock(f"{text(when.get('date')) or ''} {text(when.get('time')) or '00:00'}"),
        words="Signature available" if signature else row.get("descEn"),
        raw_code=row.get("cd"),
        place=place,
        offset=offset_of(when.get("zoneOffset")),
        language="en",
        status="unknown" if signature else None,
        advisory=signature,
    )


SOURCE = Source(
    key=KEY,
    name="Canada Post",
    access="http",
    hosts=frozenset({"www.canadapost-postescanada.ca"}),
    numbers=r"\d{11,12}|\d{16}|[A-Z]{2}\d{9}[A-Z]{2}",
    request=request,
    read=read,
    page="https://www.canadapost-postescanada.ca/track-reperage/en/search?searchFor={number}",
    times="wall clock at the scan, with its offset",
    asked_in=("searchFor",),
    called=r"canada\s*post|postes canada",
    shape=r'"locationAddr"\s*:|"pin"\s*:\s*"[0-9A-Z]{11,16}"',
    country="CA",
)
