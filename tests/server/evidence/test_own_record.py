"""The record of sellers and carriers over a store of mixed orders: what is counted, and what is not."""

from pathlib import Path
from typing import Any

import pytest

from server.evidence.at_home import at_home
from server.evidence.own_record import of_order, own_record
from tests.server.evidence.told import tell

FIRST = 8299000000000100


def order(number: int, **more: Any) -> dict[str, Any]:
    """One of Vega's orders, sent on 4 March and promised for the 25th."""
    content = {
        "order_id": str(FIRST + number),
        "page": "order_detail",
        "status": "shipped",
        "placed_on": "2026-03-01",
        "shipped_on": "2026-03-04",
        "store": {"name": "Vega Store"},
        "destination_country": "DE",
        "destination_city": "Berlin",
        "parcels": [f"LP0099000000010{number}"],
        "dates": [{"kind": "estimated_delivery", "on": "2026-03-25"}],
    }
    return {"at": "2026-03-05T12:00", "order": content | more}


def scan(number: int, day: str, status: str = "delivered", place: str = "Berlin, DE") -> dict[str, Any]:
    event = {"local_time": f"{day}T10:00", "status": status, "place": place, "text": status}
    content = {
        "source": "cainiao",
        "outcome": "ok",
        "number": f"LP0099000000010{number}",
        "carrier": "Yanwen",
        "events": [event],
    }
    return {"at": "2026-05-01T12:00", "tracking": content}


def mark(number: int, kind: str) -> dict[str, Any]:
    return {"at": "2026-05-02T12:00", "mark": {"order_id": str(FIRST + number), "kind": kind}}


def dispute(number: int, state: str, **more: Any) -> dict[str, Any]:
    content = {"dispute_id": f"d{number}", "order_id": str(FIRST + number), "state": state}
    return {"at": "2026-05-03T12:00", "dispute": content | more}


MIXED = [
    order(1),  # in time, after 16 days
    order(2),  # late, after 31 days
    order(3),  # shown as delivered; the buyer says no, and gets the money
    order(4),  # under way
    order(5),  # no delivery was ever scanned, but the buyer has it
    order(6),  # delivered in another country
    order(7, status="cancelled", parcels=[], shipped_on=None),
    order(8, status="unpaid", parcels=[], shipped_on=None),
    order(0, store={"name": "Lyra Store"}, dates=[]),  # the buyer has it, and it is broken
    order(9, store={"name": "Lyra Store"}, parcels=[]),
    scan(1, "2026-03-20"),
    scan(2, "2026-04-04"),
    scan(3, "2026-03-22"),
    scan(4, "2026-03-10", "accepted", "Yiwu, CN"),
    scan(5, "2026-03-10", "accepted", "Yiwu, CN"),
    scan(0, "2026-03-10", "accepted", "Yiwu, CN"),
    scan(6, "2026-03-22", place="Lyon, FR"),
    mark(3, "not_received"),
    mark(5, "received_ok"),
    mark(0, "defect"),
    dispute(3, "refund_decided", refund={"amount": "9.00", "currency": "EUR"}),
    dispute(6, "waiting_for_seller"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("mixed")
    observations = sorted(MIXED, key=lambda one: str(one["at"]))
    tell(place, {"zone": "Europe/Berlin", "country": "DE", "city": "Berlin", "observations": observations})
    return place


VEGA = {
    "name": "Vega Store",
    "orders": 6,
    "arrived": 3,
    "disputed": 2,
    "refunded": 1,
    "days_median": 23,
    "days_longest": 31,
    "late": 1,
    "of_promised": 2,
}


def test_sellers_and_carriers_are_counted_from_what_is_known(home: Path) -> None:
    with at_home(home) as there:
        record = there.ask(lambda connection: own_record(connection, there.casebook))
    assert record.sellers["Vega Store"].plain("Vega Store") == VEGA
    lyra = {"name": "Lyra Store", "orders": 2, "arrived": 1, "disputed": 0, "refunded": 0}
    assert record.sellers["Lyra Store"].plain("Lyra Store") == lyra
    assert list(record.carriers) == ["Yanwen"]
    assert record.carriers["Yanwen"].plain("Yanwen") == VEGA | {"name": "Yanwen", "orders": 7, "arrived": 4}


@pytest.mark.parametrize(
    ("number", "seller", "carriers"), [(4, "Vega Store", ["Yanwen"]), (9, "Lyra Store", [])]
)
def test_an_order_shows_its_own_seller_and_carriers(
    home: Path, number: int, seller: str, carriers: list[str]
) -> None:
    with at_home(home) as there:
        whole = there.ask(lambda connection: own_record(connection, there.casebook))
        told = there.ask(lambda connection: of_order(connection, there.casebook, str(FIRST + number)))
    assert told["seller"] == whole.sellers[seller].plain(seller)
    assert told["carriers"] == [whole.carriers[name].plain(name) for name in carriers]
