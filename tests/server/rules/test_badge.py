"""The badge never says more than is known: no "done" where money is owed, no days counted from the first look."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from server.rules import Buyer, Casebook, Observation, Rules
from server.rules.badge import Badge, badge_of

ORDER = "7910000000011322"
NOON = datetime(2026, 5, 20, 12, tzinfo=UTC)
LATER = datetime(2026, 5, 25, 12, tzinfo=UTC)


def badge(*observations: tuple[str, dict[str, Any]], now: datetime = LATER) -> Badge:
    book = Casebook(
        Buyer(ZoneInfo("Europe/Berlin"), "EU", "DE", "Berlin", "card"), Rules(), unread="everything"
    )
    book.read(NOON, [Observation(NOON, what, {"order_id": ORDER, **said}) for what, said in observations])
    return badge_of(book.case(ORDER), book.clocks(ORDER), now)


def delivered(number: str) -> tuple[str, dict[str, Any]]:
    scan = {"local_time": "2026-05-19T10:00:00", "status": "delivered", "place": "Berlin, DE"}
    return "tracking", {"source": "cainiao", "outcome": "ok", "number": number, "events": [scan]}


@pytest.mark.parametrize("status", ["unpaid", "expired"])
def test_nothing_was_bought_is_no_done(status: str) -> None:
    assert badge(("order", {"status": status})).message == status


def test_cancelled_after_payment_owes_a_refund() -> None:
    paid = ("order", {"status": "cancelled", "paid_on": "2026-05-15", "closed_on": "2026-05-19"})
    assert badge(paid).message == "refund_due"
    assert badge(("order", {"status": "cancelled", "closed_on": "2026-05-19"})).message == "cancelled"


def test_dates_that_no_page_showed_are_not_counted_down() -> None:
    assert (
        badge(("order", {"status": "shipped", "page": "order_list", "placed_on": "2026-04-03"})).message
        == "unread_dates"
    )
    assert (
        badge(("order", {"status": "shipped", "shipped_on": "2026-05-10"})).message == "protection_estimated"
    )


def test_one_of_two_parcels_is_not_hidden_by_the_other() -> None:
    numbers = ["LP00417245813281", "LP00417245813299"]
    order = {"status": "shipped", "shipped_on": "2026-05-10", "placed_on": "2026-05-08", "parcels": numbers}
    both = badge(("order", order), delivered(numbers[0]))
    assert (both.message, both.params) == ("partly", {"here": 1, "all": 2})
    assert badge(("order", {**order, "parcels": numbers[:1]}), delivered(numbers[0])).message == "delivered"


def test_done_only_with_the_goods_or_the_money() -> None:
    order = ("order", {"status": "shipped", "shipped_on": "2026-05-10"})
    assert badge(order, ("mark", {"kind": "received_ok"})).message == "settled"


def scanned(day: str) -> tuple[str, dict[str, Any]]:
    scan = {"local_time": f"{day}T10:00:00", "status": "departed_origin", "place": "Shenzhen, CN"}
    return "tracking", {"source": "cainiao", "outcome": "ok", "number": "LP00417245813281", "events": [scan]}


SENT = {
    "status": "shipped",
    "shipped_on": "2026-04-20",
    "placed_on": "2026-04-18",
    "parcels": ["LP00417245813281"],
}


def test_a_long_silence_is_stuck_but_never_hides_a_near_end() -> None:
    said = badge(("order", SENT), scanned("2026-05-02"))
    assert (said.message, said.params["days"], said.icon) == ("stuck", 23, "stuck")
    assert badge(("order", SENT), scanned("2026-05-20")).message == "protection_estimated"
    near = badge(("order", {**SENT, "shipped_on": "2026-03-28"}), scanned("2026-05-02"))
    assert near.message == "protection_estimated"


def test_what_was_not_read_for_long_is_not_verified() -> None:
    later = datetime(2026, 5, 31, 12, tzinfo=UTC)
    book = Casebook(Buyer(ZoneInfo("Europe/Berlin"), "EU", "DE", "Berlin", "card"), Rules())
    book.read(NOON, [Observation(NOON, "order", {"order_id": ORDER, **SENT})])
    said = badge_of(book.case(ORDER), book.clocks(ORDER), later)
    assert (said.message, said.params["days"]) == ("unverified", 11)
