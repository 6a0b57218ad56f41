"""When a trap matters, and that it is told once in a phase; what the words hold is said by the test."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from server.rules import Buyer, Casebook, Observation, Rules, phases
from server.rules.phases import MATTERS

A = "9601000000000001"
START = datetime(2026, 5, 5, 10, tzinfo=UTC)
SHIPPED = {
    "order_id": A,
    "status": "shipped",
    "paid_on": "2026-05-01",
    "shipped_on": "2026-05-04",
    "dates": [{"kind": "protection_end", "on": "2026-08-20"}],
}
OPEN = {"order_id": A, "dispute_id": "d1", "state": "platform_review", "opened_at": START.isoformat()}
DECIDED = {**OPEN, "state": "refund_decided", "decided_on": "2026-05-05"}
RECEIVED = {"order_id": A, "kind": "received_ok"}
MONEY = {"order_id": A, "kind": "money_seen"}


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message holds the traps that it names."""
    monkeypatch.setattr(phases, "traps_in", lambda text, _language: frozenset(text.split()))


class Talk:
    """An order, facts hour by hour, and a seller who says traps."""

    def __init__(self, *facts: tuple[str, dict[str, Any]]) -> None:
        self.book = Casebook(Buyer(ZoneInfo("Europe/Berlin"), "EU", "DE", None, "other"), Rules(), ())
        self.at = START
        for what, content in facts:
            self.fact(what, content)

    def fact(self, what: str, content: dict[str, Any]) -> list[tuple[str, ...]]:
        self.at += timedelta(hours=1)
        told = self.book.read(self.at, [Observation(self.at, what, content)])
        return [notice.traps for notice in told if notice.traps]

    def says(self, *traps: str, who: str = "seller") -> tuple[str, ...]:
        told = self.fact("chat", {"order_id": A, "from": who, "text": " ".join(traps)})
        assert len(told) <= 1
        return told[0] if told else ()


PROCESSING = ("order", {"order_id": A, "status": "processing", "paid_on": "2026-05-01"})
ON_ITS_WAY = ("order", SHIPPED)
IN_DISPUTE = (ON_ITS_WAY, ("dispute", OPEN))
NEAR = ("order", {**SHIPPED, "dates": [{"kind": "protection_end", "on": "2026-05-14"}]})
ANY = {"wrong_reason", "off_platform", "we_do_it_for_you"}
UNDELIVERED = ANY | {"confirm_first", "resend_new_number"}
DISPUTED = UNDELIVERED | {"cancel_dispute", "zero_offer", "fake_return_number"}
COMPLETED = ("order", {"order_id": A, "status": "completed", "completed_on": "2026-05-05"})
CASES: dict[str, tuple[tuple[tuple[str, dict[str, Any]], ...], set[str]]] = {
    "processing": ((PROCESSING,), UNDELIVERED),
    "shipped": ((ON_ITS_WAY,), UNDELIVERED),
    "near the end": ((NEAR,), UNDELIVERED | {"just_wait"}),
    "completed": ((ON_ITS_WAY, COMPLETED), UNDELIVERED | {"just_wait"}),
    "in dispute": (IN_DISPUTE, DISPUTED),
    "return agreed": ((*IN_DISPUTE, ("dispute", {**OPEN, "state": "return_agreed"})), DISPUTED),
    "refund decided": ((*IN_DISPUTE, ("dispute", DECIDED)), UNDELIVERED | {"pay_back_link"}),
    "money back": ((*IN_DISPUTE, ("dispute", DECIDED), ("mark", MONEY)), {"off_platform", "pay_back_link"}),
    "received": ((ON_ITS_WAY, ("mark", RECEIVED)), {"off_platform"}),
    "unpaid": ((("order", {"order_id": A, "status": "unpaid"}),), {"off_platform"}),
    "history": ((("order", {"order_id": A, "status": "completed", "completed_on": "2026-01-01"}),), set()),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("trap", sorted(MATTERS))
def test_a_trap_is_told_where_it_matters_and_nowhere_else(name: str, trap: str) -> None:
    facts, matter = CASES[name]
    assert Talk(*facts).says(trap) == ((trap,) if trap in matter else ())


def test_one_message_one_notice_with_all_that_matter() -> None:
    talk = Talk(*IN_DISPUTE)
    assert talk.says("cancel_dispute", "resend_new_number", "pay_back_link") == (
        "cancel_dispute",
        "resend_new_number",
    )


def test_once_a_trap_and_phase() -> None:
    talk = Talk(ON_ITS_WAY)
    assert talk.says("off_platform") == ("off_platform",)
    assert talk.says("off_platform") == ()
    assert talk.says("off_platform", "confirm_first") == ("confirm_first",)
    talk.fact("dispute", OPEN)
    assert talk.says("off_platform") == ("off_platform",)
    talk.fact("dispute", {**OPEN, "state": "waiting_for_seller"})
    assert talk.says("off_platform") == ()
    talk.fact("dispute", {**OPEN, "dispute_id": "d2"})
    assert talk.says("off_platform") == ("off_platform",)
    talk.fact("dispute", {**OPEN, "dispute_id": "d2", "state": "cancelled"})
    talk.fact("dispute", {**OPEN, "state": "cancelled"})
    assert talk.says("off_platform") == ()
    talk.fact("order", {"order_id": A, "status": "completed", "completed_on": "2026-05-05"})
    assert talk.says("off_platform") == ("off_platform",)


def test_only_the_seller_is_judged() -> None:
    assert Talk(ON_ITS_WAY).says("off_platform", who="buyer") == ()


def test_an_offer_of_nothing_is_told_once_a_dispute() -> None:
    talk = Talk(*IN_DISPUTE)
    offer = {
        **OPEN,
        "claim": {"amount": "9.00", "currency": "EUR"},
        "offer": {"amount": "0", "currency": "EUR"},
    }
    assert talk.fact("dispute", offer) == [("zero_offer",)]
    assert talk.fact("dispute", offer) == []
    assert talk.says("zero_offer") == ()
