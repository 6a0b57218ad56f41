"""The scans of an answer: their order, their number, and those without a time or a day."""

import json
from datetime import datetime, timedelta

import pytest

from scraper.carriers import sources
from scraper.carriers._reading import MOST_EVENTS, scans
from scraper.facts import Event


def scanned(hours: range) -> list[Event]:
    begin = datetime.fromisoformat("2026-06-01T00:00")
    return [Event(begin + timedelta(hours=hour), text="Arrived", status="in_transit") for hour in hours]


@pytest.mark.parametrize("oldest_first", [True, False])
def test_of_too_many_scans_the_newest_are_kept_in_whatever_order_they_come(oldest_first: bool) -> None:
    problems: list[str] = []
    rows = scanned(range(MOST_EVENTS + 10))
    found = scans("x", rows if oldest_first else rows[::-1], problems)
    assert (found[0], found[-1], len(found)) == (rows[-1], rows[10], MOST_EVENTS)
    assert problems == [f"x: more than {MOST_EVENTS} events; older ones are left out"]


def test_as_many_scans_as_there_may_be_are_no_problem() -> None:
    problems: list[str] = []
    assert len(scans("x", scanned(range(MOST_EVENTS)), problems)) == MOST_EVENTS
    assert problems == []


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ([("06/08/2026", "", "Devuelto al remitente"), ("06/08/2026", "10:00:00", "Entregado")], "returned"),
        ([("06/08/2026", "", "Entregado"), ("06/08/2026", "08:00:00", "En reparto")], "delivered"),
        (
            [
                ("05/08/2026", "09:00:00", "Admitido"),
                ("06/08/2026", "08:00:00", "En reparto"),
                ("06/08/2026", "", "Entregado"),
            ],
            "delivered",
        ),
    ],
)
def test_a_scan_without_a_time_keeps_its_place(rows: list[tuple[str, str, str]], status: str) -> None:
    """A day alone is midnight: what its source puts above a scan of that day came after it all the same."""
    events = [{"fecEvento": day, "horEvento": clock, "desTextoResumen": said} for day, clock, said in rows]
    found = sources()["correos"].read(
        json.dumps([{"codEnvio": "PQ41829374650CD28013X", "eventos": events}]), ()
    )
    assert found.trackings[0].status == status
    times = [event.local_time for event in found.trackings[0].events]
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize(
    ("rows", "status", "kept"),
    [
        ([(None, "Devuelto al remitente"), ("06/08/2026", "Entregado")], "returned", 2),
        ([("01/01/1970", "Devuelto al remitente"), ("06/08/2026", "Entregado")], "returned", 2),
        ([("no date", "En tránsito"), ("06/08/2026", "Entregado")], "in_transit", 2),
        (
            [("05/08/2026", "Admitido"), ("06/08/2026", "Entregado"), (None, "Devuelto al remitente")],
            "returned",
            3,
        ),
        ([(None, "Entregado"), (None, "En reparto"), ("05/08/2026", "Admitido")], "accepted", 1),
        ([(None, "Devuelto al remitente"), (None, "Entregado"), ("05/08/2026", "Admitido")], "returned", 2),
        ([("06/08/2026", "Entregado"), (None, "Devuelto al remitente")], "delivered", 1),
    ],
)
def test_a_scan_without_a_day_counts_where_it_is_no_step_to_come(
    rows: list[tuple[str | None, str]], status: str, kept: int
) -> None:
    events = [{"fecEvento": day, "horEvento": "10:00:00", "desTextoResumen": said} for day, said in rows]
    found = sources()["correos"].read(
        json.dumps([{"codEnvio": "PQ41829374650CD28013X", "eventos": events}]), ()
    )
    (tracking,) = found.trackings
    assert tracking.status == status
    assert len(tracking.events) == kept
    assert min(event.local_time.year for event in tracking.events) == 2026
    assert any("no time" in problem for problem in found.problems)


def test_17track_a_newest_scan_without_a_time_stays_on_top_of_its_leg() -> None:
    def row(said: str, instant: str | None) -> dict[str, object]:
        return {"description": said, "time_iso": instant, "time_utc": instant}

    legs = [
        [row("Returned to sender", None), row("Delivered", "2026-08-06T10:00:00Z")],
        [row("Departed from sorting center", "2026-08-01T10:00:00Z")],
    ]
    info = {
        "latest_status": {"status": "Delivered"},
        "tracking": {"providers": [{"events": leg} for leg in legs]},
    }
    body = {"shipments": [{"code": 200, "number": "LP00123456789012", "shipment": info}]}
    found = sources()["17track"].read(json.dumps(body), ())
    assert found.trackings[0].status == "returned"


@pytest.mark.parametrize(
    ("newest", "status"),
    [
        ({"standerdDesc": "Returned to sender", "actionCode": "RETURNED"}, "returned"),
        ({"standerdDesc": "Returned to sender"}, "returned"),
        ({"standerdDesc": "Parcel accepted", "actionCode": "GOT"}, "delivered"),
    ],
)
def test_cainiao_a_newest_scan_beside_the_list_counts_without_a_time(
    newest: dict[str, str], status: str
) -> None:
    traces = [
        {"standerdDesc": "Delivered", "actionCode": "GTMS_SIGNED", "timeStr": "2026-08-06 10:00:00"},
        {"standerdDesc": "Parcel accepted", "actionCode": "GOT", "timeStr": "2026-07-06 10:00:00"},
    ]
    module = {"mailNo": "LP00123456789012", "latestTrace": newest, "detailList": traces}
    found = sources()["cainiao"].read(json.dumps({"module": [module]}), ())
    assert found.trackings[0].status == status
