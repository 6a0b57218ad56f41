"""Nobody is sent to a form that is still closed: what tells to open a dispute says from which day on it is taken."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from server.rules import Buyer, Casebook, Notice, Observation, Rules
from server.rules.advice import Advice, advise
from server.words import Words

ZONE = ZoneInfo("Europe/Berlin")
ORDER = "7900000000011322"
NUMBER = "LP00400000000015"
OPENS = "usually opens"
FROM = "Wednesday, May 13, 2026"


def at(day: str, hour: int = 12) -> datetime:
    return datetime.fromisoformat(f"2026-{day}T{hour:02}:00:00+00:00")


def shipped(**members: Any) -> dict[str, Any]:
    return {
        "order_id": ORDER,
        "status": "shipped",
        "placed_on": "2026-05-01",
        "shipped_on": "2026-05-03",
        "parcels": [NUMBER],
        "dates": [{"kind": "protection_end", "on": "2026-07-20"}],
        **members,
    }


def scan(day: str, status: str, place: str = "Shenzhen, CN") -> dict[str, Any]:
    event = {"local_time": f"2026-{day}T10:00:00", "status": status, "place": place}
    return {"source": "cainiao", "outcome": "ok", "number": NUMBER, "events": [event]}


def book(rules: Rules | None = None) -> Casebook:
    return Casebook(Buyer(ZONE, "EU", "DE", "Berlin", "card"), rules or Rules(), unread="everything")


def told(casebook: Casebook, day: str, what: str, content: dict[str, Any]) -> tuple[Notice, ...]:
    return casebook.read(at(day), [Observation(at(day), what, content)])


def gone_back(day: str, rules: Rules | None = None, **order: Any) -> tuple[Casebook, Notice]:
    casebook = book(rules)
    told(casebook, "05-03", "order", shipped(**order))
    notice = told(casebook, day, "tracking", scan(day, "returning"))[-1]
    assert notice.kind == "returning"
    return casebook, notice


def step(notice: Notice) -> str:
    return Words("en").say(notice, ZONE).do


def advised(casebook: Casebook, day: str) -> Advice:
    found = advise(casebook.case(ORDER), at(day))
    assert found is not None
    return found


@pytest.mark.parametrize(("day", "early"), [("05-06", True), ("05-12", True), ("05-13", False)])
def test_a_parcel_that_goes_back_before_the_form_opens(day: str, early: bool) -> None:
    assert (FROM in step(gone_back(day)[1])) is early


def test_the_number_of_days_is_the_buyers_own() -> None:
    _, notice = gone_back("05-06", Rules(earliest_dispute_days_from_shipping=5))
    assert "Friday, May 8, 2026" in step(notice)
    _, notice = gone_back("05-06", Rules(earliest_dispute_days_from_shipping=0))
    assert OPENS not in step(notice)


def test_a_dispute_is_possible_before_the_protection_is_over() -> None:
    _, notice = gone_back("05-06", dates=[{"kind": "protection_end", "on": "2026-05-13"}])
    assert OPENS not in step(notice)


def test_a_completed_order_takes_it_at_once() -> None:
    casebook = book()
    told(casebook, "05-03", "order", shipped())
    told(casebook, "05-06", "order", {"order_id": ORDER, "status": "completed", "completed_on": "2026-05-06"})
    notices = told(casebook, "05-06", "tracking", scan("05-06", "returning"))
    assert OPENS not in "".join(map(step, notices))


def test_a_form_that_took_one_is_open() -> None:
    casebook = book()
    told(casebook, "05-03", "order", shipped())
    dispute = {"dispute_id": "d1", "order_id": ORDER, "state": "waiting_for_seller"}
    told(casebook, "05-05", "dispute", dispute)
    told(casebook, "05-06", "dispute", dispute | {"state": "cancelled"})
    (notice,) = told(casebook, "05-07", "tracking", scan("05-07", "returning"))
    assert OPENS not in step(notice)


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("fake_number", [("tracking", scan("05-06", "delivered", "Paris, FR"))]),
        ("returning", [("tracking", scan("05-06", "lost_or_destroyed"))]),
        ("dispute_refused", [("mark", {"order_id": ORDER, "kind": "dispute_refused"})]),
        (
            "not_received",
            [
                ("tracking", scan("05-06", "delivered", "Berlin, DE")),
                ("mark", {"order_id": ORDER, "kind": "not_received"}),
            ],
        ),
    ],
)
def test_every_notice_that_sends_to_the_form_says_it(
    kind: str, facts: list[tuple[str, dict[str, Any]]]
) -> None:
    casebook = book()
    told(casebook, "05-03", "order", shipped())
    (notice,) = casebook.read(at("05-06"), [Observation(at("05-06"), what, fact) for what, fact in facts])
    assert notice.kind == kind
    assert FROM in step(notice)


def test_the_ladder_of_a_short_protection_says_it_until_then() -> None:
    casebook = book()
    told(casebook, "05-03", "order", shipped(dates=[{"kind": "protection_end", "on": "2026-05-16"}]))
    ladder = [n for n in casebook.plan(ORDER) if n.kind == "protection"]
    assert [(notice.level, FROM in step(notice)) for notice in ladder] == [
        ("warn", True),
        ("act", False),
        ("critical", False),
    ]


def test_advice_names_the_day_and_no_moment_before_it() -> None:
    casebook, _ = gone_back("05-06")
    early = advised(casebook, "05-06")
    assert early.row == 20
    assert early.params["claim_from_on"] == date(2026, 5, 13)
    assert FROM in Words("en").advise(early, ZONE)["do"]
    assert early.latest is not None
    assert early.latest == datetime(2026, 7, 20, 6, 59, 59, tzinfo=UTC)  # a day before the end
    later = advised(casebook, "05-13")
    assert "claim_from_on" not in later.params
    assert OPENS not in Words("en").advise(later, ZONE)["do"]


def test_advice_that_opens_nothing_says_nothing_of_it() -> None:
    casebook = book()
    told(casebook, "05-03", "order", shipped())
    assert "claim_from_on" not in advised(casebook, "05-06").params


def test_a_number_without_a_scan_is_claimed_when_the_form_is_open() -> None:
    casebook = book(Rules(earliest_dispute_days_from_shipping=14))
    told(casebook, "05-03", "order", shipped())
    told(casebook, "05-04", "tracking", {"source": "cainiao", "outcome": "announced", "number": NUMBER})
    assert [advised(casebook, day).row for day in ("05-10", "05-16", "05-17")] == [4, 4, 5]
