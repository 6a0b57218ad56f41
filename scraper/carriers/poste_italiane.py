"""Poste Italiane: one plain POST, JSON. Times: true instants, told on Italy's clock. Histories vanish later."""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec.structs import replace

from scraper.carriers._reading import (
    answer,
    delivered_unless_denied,
    numbered,
    reader,
    scan,
    scans,
    told,
    unknown,
)
from scraper.carriers._source import Answer, Conversation, Needs, Numbers, Request, Source, plain
from scraper.carriers._times import at_home, day_of, instant_of
from scraper.carriers._values import (
    UnreadableError,
    code,
    is_set,
    list_in,
    listed,
    mapping,
    object_of,
    refuse_errors,
    text,
    town,
)
from scraper.facts import Event, Parcel, Span, Tracking

KEY = "poste_italiane"
MONTHS = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
]


def request(numbers: Numbers, _needs: Needs) -> Conversation:
    """The simple search of the page."""
    asked = {"codiceSpedizione": plain(numbers[0]), "tipoRichiedente": "WEB", "periodoRicerca": 1}
    headers = {
        "Accept": "application/json",
        "Content-Type": "application/json",
        "Origin": "https://www.poste.it",
    }
    url = "https://www.poste.it/online/dovequando/DQ-REST/ricercasemplice"
    yield Request(url, "POST", headers, json.dumps(asked).encode())


@reader(KEY)
def read(body: str, numbers: Numbers) -> Answer:
    """Reads `ricercasemplice`: `esitoRicerca` 1 and 2 know nothing, 3 knows the number without a scan."""
    said = object_of(body)
    if not {"idTracciatura", "esitoRicerca", "listaMovimenti"} & set(said):
        raise UnreadableError("neither a result nor a list of movements")
    problems: list[str] = []
    return answer(KEY, [_parcel(said, numbers, problems)], problems)


def _parcel(said: Mapping[str, Any], numbers: Numbers, problems: list[str]) -> Tracking:
    number = numbered(said.get("idTracciatura"), numbers)
    outcome = code(said.get("esitoRicerca"))
    named = outcome in {"1", "2", "3"}  # these say themselves why there is no movement
    rows = listed(said.get("listaMovimenti"), "listaMovimenti") if named else list_in(said, "listaMovimenti")
    events = scans(f"{KEY}: {number}", map(_event, rows), problems)
    if not events and outcome not in {None, "1", "2", "3"}:
        raise UnreadableError(f"a result that is not known (esitoRicerca {outcome})")
    if not events and outcome != "3":
        refuse_errors(said)
        return unknown(KEY, number)
    if code(said.get("stato")) == "5" and events:
        events = (delivered_unless_denied(KEY, events[0], "it"), *events[1:])
    if is_set(said.get("flagRitorno")):
        events = tuple(replace(e, status="returned") if e.status == "delivered" else e for e in events)
    day = _expected(text(said.get("dataPrevistaConsegna")) or "")
    parcel = Parcel(
        number=number,
        carrier="Poste Italiane",
        estimated_delivery=Span(from_=day, to=day) if day else None,
        events=events,
    )
    return told(KEY, parcel, language="it")


def _expected(said: str) -> date | None:
    """The day in "Consegna prevista entro Giovedì 1 Gennaio 2026"."""
    met = re.search(r"(\d{1,2})\s+([a-z]+)\s+(\d{4})", said.casefold())
    if met is None or met.group(2) not in MONTHS:
        return None
    return day_of(f"{met.group(3)}-{MONTHS.index(met.group(2)) + 1:02d}-{int(met.group(1)):02d}")


def _event(value: object) -> Event | None:
    row = mapping(value)
    raw = row.get("dataOra")
    written = text(raw) or ""
    instant = instant_of(int(written) if re.fullmatch(r"\d{12,13}", written) else raw)
    local_time, offset = at_home(instant, "Europe/Rome")
    return scan(
        KEY,
        local_time,
        words=row.get("statoLavorazione"),
        place=town(row.get("luogo")),
        offset=offset,
        language="it",
    )


SOURCE = Source(
    key=KEY,
    name="Poste Italiane",
    access="http",
    hosts=frozenset({"www.poste.it"}),
    numbers=r"RA\d{11}|[13]UW[A-Z0-9]{10}|5P[A-Z0-9]{11}|2IMA\d{10}|[A-Z]{2}\d{9}[A-Z]{2}|[A-Z0-9]{12,13}",
    request=request,
    read=read,
    page="https://www.poste.it/cerca/index.html#/risultati-spedizioni/{number}",
    times="instants, told on Italy's clock",
    asked_in=("codiceSpedizione",),
    called=r"poste italiane|^poste it|\bsda\b",
    shape=r'"esitoRicerca"|"listaMovimenti"',
)
