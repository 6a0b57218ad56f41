"""La Poste, Colissimo and Chronopost: the unified JSON of laposte.fr. Times: with their own offset."""

from collections.abc import Mapping
from typing import Any

from scraper.carriers._reading import answer_of_rows, numbered, reader, scan, scans, second, told, unknown
from scraper.carriers._source import Answer, Conversation, Needs, Numbers, Request, Source, plain
from scraper.carriers._times import country, day_of, offset_of, wall_clock
from scraper.carriers._values import (
    TooOftenError,
    UnreadableError,
    code,
    first,
    list_in,
    mapping,
    rows_of,
    text,
)
from scraper.facts import Event, Parcel, Span, Tracking

KEY = "la_poste"


def request(numbers: Numbers, _needs: Needs) -> Conversation:
    """One parcel, in French (the codes are the same in every language)."""
    number = plain(numbers[0])
    yield Request(
        f"https://www.laposte.fr/ssu/sun/back/suivi-unifie/{number}?lang=fr",
        headers={
            "Accept": "application/json",
            "Referer": f"https://www.laposte.fr/outils/suivre-vos-envois?code={number}",
        },
    )


@reader(KEY)
def read(body: str, numbers: Numbers) -> Answer:
    """Reads the list of shipments; `returnCode` 104 means not found."""
    return answer_of_rows(KEY, rows_of(body), numbers, _parcel)


def _parcel(row: Mapping[str, Any], numbers: Numbers, problems: list[str]) -> Tracking:
    shipment = mapping(row.get("shipment"))
    returned = code(row.get("returnCode"))
    number = numbered(first(shipment.get("idShip"), row.get("idShip")), numbers)
    if returned in {"104", "105", "101", "404"}:
        return unknown(KEY, number)
    if returned in {"429", "1003"}:
        raise TooOftenError(text(row.get("returnMessage")) or "asked too often")
    if not shipment:
        raise UnreadableError(f"no shipment: {returned} {text(row.get('returnMessage'))}")
    events = scans(f"{KEY}: {number}", map(_event, list_in(shipment, "event")), problems)
    context = mapping(shipment.get("contextData"))
    partner = mapping(context.get("partner"))
    origin, arrival = country(context.get("originCountry")), country(context.get("arrivalCountry"))
    day = day_of(shipment.get("estimDate"))
    # The partner of a parcel that comes from abroad is the post that sent it; of one that goes abroad, who delivers.
    arrives = arrival == "FR" and origin != "FR"
    other = second(partner.get("reference"), number)
    parcel = Parcel(
        number=number,
        origin_number=other if arrives else None,
        local_number=None if arrives else other,
        carrier="La Poste",
        local_carrier=None if arrives else text(partner.get("name"), 80),
        service=text(shipment.get("product"), 80),
        origin_country=origin,
        # An arrival that repeats a foreign origin was never filled in.
        destination_country=None if arrival == origin and arrival != "FR" else arrival,
        estimated_delivery=Span(from_=day, to=day) if day and shipment.get("isFinal") is not True else None,
        events=events,
    )
    return told(KEY, parcel, language="fr")


def _event(value: object) -> Event | None:
    row = mapping(value)
    return scan(
        KEY,
        wall_clock(row.get("date")),
        words=row.get("label"),
        raw_code=row.get("code"),
        place=row.get("country"),
        offset=offset_of(row.get("date")),
        language="fr",
    )


SOURCE = Source(
    key=KEY,
    name="La Poste",
    access="http",
    hosts=frozenset({"www.laposte.fr"}),
    numbers=r"[A-Z]{2}\d{9}[A-Z]{2}|\d[A-Z]\d{11}|[0-9A-Z]{2}\d{11}[0-9A-Z]{0,2}|\d{14}[A-Z0-9]|\d{14}",
    request=request,
    read=read,
    page="https://www.laposte.fr/outils/suivre-vos-envois?code={number}",
    times="wall clock at the scan, with its offset",
    asked_in=("code",),
    fickle_status=frozenset({403}),
    called=r"la\s*poste|colissimo|chronopost",
    shape=r'"idShip"\s*:|"suivi-unifie"',
)
