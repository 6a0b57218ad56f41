"""Correos of Spain: one plain GET a number, JSON, always status 200. Times: wall clocks in Spain."""

from collections.abc import Mapping
from typing import Any

from scraper.carriers._reading import answer_of_rows, numbered, reader, scan, scans, told, unknown
from scraper.carriers._source import Answer, Conversation, Needs, Numbers, Request, Source, plain
from scraper.carriers._times import wall_clock
from scraper.carriers._values import UnreadableError, code, first, list_in, listed, mapping, rows_of, text
from scraper.facts import Event, Parcel, Tracking

KEY = "correos"


def request(numbers: Numbers, _needs: Needs) -> Conversation:
    """One item with all its events, as the web page asks."""
    query = "codAplicacion=60&codCanal=3&codIdioma=ES&indUltEvento=N"
    yield Request(
        f"https://localizador.correos.es/canonico/eventos_envio_servicio/{plain(numbers[0])}?{query}",
        headers={"Accept": "application/json"},
    )


@reader(KEY)
def read(body: str, numbers: Numbers) -> Answer:
    """Reads the list of envelopes; `codError` "0" is an answer, "3" knows no trace."""
    return answer_of_rows(KEY, rows_of(body), numbers, _parcel)


def _parcel(row: Mapping[str, Any], numbers: Numbers, problems: list[str]) -> Tracking:
    error = mapping(row.get("error"))
    number = numbered(first(row.get("codEnvio"), row.get("codExpedicion")), numbers)
    said = code(error.get("codError"))
    if said not in {None, "0"} and not listed(row.get("eventos"), "eventos"):
        if said not in {"3", "1", "2"}:
            raise UnreadableError(f"error {said}, {text(error.get('desError'))!r}")
        return unknown(KEY, number)
    events = scans(f"{KEY}: {number}", map(_event, list_in(row, "eventos")), problems)
    return told(KEY, Parcel(number=number, carrier="Correos", events=events), language="es")


def _event(value: object) -> Event | None:
    row = mapping(value)
    clock = f"{text(row.get('fecEvento')) or ''} {text(row.get('horEvento')) or '00:00:00'}"
    return scan(
        KEY,
        wall_clock(clock, "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M"),
        words=first(row.get("desTextoResumen"), row.get("desTextoAmpliado"), row.get("desFase")),
        raw_code=row.get("codEvento"),
        place=row.get("unidad"),
        language="es",
    )


SOURCE = Source(
    key=KEY,
    name="Correos",
    access="http",
    hosts=frozenset({"localizador.correos.es"}),
    numbers=r"[A-Z]{2}\d{9}[A-Z]{2}|P[A-Z0-9]{12,24}|[A-Z0-9]{16,23}",
    request=request,
    read=read,
    page="https://www.correos.es/es/es/herramientas/localizador/envios/detalle?tracking-number={number}",
    times="wall clock in Spain; the Canaries may differ by an hour",
    asked_in=("tracking-number",),
    called=r"^correos(?: (?:express|spain|españa|de españa|es))?$",
    shape=r'"codEnvio"\s*:|"codError"\s*:',
)
