"""What the buyer can say stands where it belongs, and only while it says something."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from server.rules import Buyer, Casebook, Observation, Rules
from server.rules.offered import offered

ORDER = "7910000000011322"
NOON = datetime(2026, 5, 20, 12, tzinfo=UTC)
NUMBERS = ["LP00417245813281", "LP00417245813299"]
LINES = [{"line_id": f"{n}", "title": "Lamp", "parcel": number} for n, number in enumerate(NUMBERS, 1)]
SHIPPED = {
    "status": "shipped",
    "placed_on": "2026-05-01",
    "paid_on": "2026-05-01",
    "shipped_on": "2026-05-02",
}
WON = {"dispute_id": "d1", "line_id": "1", "state": "refund_decided", "decided_on": "2026-05-19"}
RECEPTIONS = {"received_ok", "not_received", "not_sure", "defect"}


def said(*told: tuple[str, dict[str, Any]]) -> set[tuple[str, str | None, str | None]]:
    """Kind, parcel's number and dispute of each; an observation a minute."""
    book = Casebook(Buyer(ZoneInfo("Europe/Berlin"), "EU", "DE", None, "other"), Rules(), unread="everything")
    for minute, (what, content) in enumerate(told):
        at = NOON + timedelta(minutes=minute)
        book.read(at, [Observation(at, what, {"order_id": ORDER, **content})])
    return {
        (
            one.kind,
            one.parcel.number if one.parcel else None,
            one.dispute.key if one.dispute else None,
        )
        for one in offered(book.case(ORDER), NOON + timedelta(hours=1))
    }


def kinds(*told: tuple[str, dict[str, Any]]) -> set[str]:
    return {kind for kind, _, _ in said(*told)}


def test_of_several_parcels_each_is_spoken_of_by_itself() -> None:
    found = said(("order", {**SHIPPED, "parcels": NUMBERS, "lines": LINES}))
    assert {(kind, number, None) for kind in RECEPTIONS for number in NUMBERS} <= found
    assert not any(kind in RECEPTIONS and number is None for kind, number, _ in found)


def test_money_back_for_one_parcel_names_its_dispute() -> None:
    """Said of the whole order it would silence the parcel that is still to come."""
    order = ("order", {**SHIPPED, "parcels": NUMBERS, "lines": LINES})
    found = said(order, ("dispute", WON))
    assert [one for one in found if one[0] == "money_seen"] == [("money_seen", None, "d1")]
    seen = ("mark", {"kind": "money_seen", "dispute_id": "d1"})
    assert ("received_ok", NUMBERS[1], None) in said(order, ("dispute", WON), seen)


def test_the_word_that_stands_is_not_offered_again_and_another_one_is() -> None:
    order = ("order", {**SHIPPED, "parcels": NUMBERS[:1]})
    assert RECEPTIONS - kinds(order, ("mark", {"kind": "not_received"})) == {"not_received"}
    received = kinds(order, ("mark", {"kind": "received_ok"}))
    assert received & RECEPTIONS == {"not_received", "not_sure", "defect"}, "a defect may show later"
    assert "dispute_refused" not in received


def test_nothing_is_said_of_what_was_never_sent_or_is_long_past() -> None:
    assert kinds(("order", {"status": "unpaid"})) == set()
    assert kinds(("order", {"status": "processing", "paid_on": "2026-05-19"})) == set()
    assert kinds(("order", {**SHIPPED, "status": "completed", "completed_on": "2026-01-02"})) == set()
    assert kinds(("order", {"status": "cancelled", "paid_on": "2026-05-01", "closed_on": "2026-05-19"})) == {
        "money_seen"
    }


def test_an_answer_is_wanted_anew_after_the_dispute_moved() -> None:
    order = ("order", {**SHIPPED, "parcels": NUMBERS[:1]})
    waits = ("dispute", {"dispute_id": "d1", "state": "waiting_for_buyer"})
    answer = ("mark", {"kind": "answered", "dispute_id": "d1"})
    review = ("dispute", {"dispute_id": "d1", "state": "platform_review"})
    assert "answered" in kinds(order, waits)
    assert "answered" not in kinds(order, waits, answer)
    assert "answered" in kinds(order, waits, answer, review, waits)


def test_of_two_disputes_one_answered_the_other_still_wants_its_answer() -> None:
    order = ("order", {**SHIPPED, "parcels": NUMBERS, "lines": LINES})
    waits = [
        ("dispute", {"dispute_id": f"d{n}", "line_id": f"{n}", "state": "waiting_for_buyer"}) for n in (1, 2)
    ]
    found = said(order, *waits, ("mark", {"kind": "answered", "dispute_id": "d1"}))
    assert [one for one in found if one[0] == "answered"] == [("answered", None, "d2")]
