"""The casebook as the server uses it: reading, waiting, planning, asking; bad facts change nothing."""

import pickle
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from server.rules import Buyer, Casebook, Notice, Observation, Rules, Unreadable, replay
from server.rules_toml import load_rules

BERLIN = ZoneInfo("Europe/Berlin")
A, B = "9501000000000001", "9501000000000002"
PARCEL = "LP95000000000001"
NOON = datetime(2026, 5, 5, 10, tzinfo=UTC)
SHIPPED = {
    "order_id": A,
    "status": "shipped",
    "paid_on": "2026-05-01",
    "shipped_on": "2026-05-04",
    "parcels": [PARCEL],
    "dates": [{"kind": "protection_end", "on": "2026-07-20"}],
}


def book(**more: Any) -> Casebook:
    buyer = Buyer(BERLIN, "EU", "DE", "Berlin", more.pop("payment", "other"), more.pop("quiet", None))
    return Casebook(buyer, Rules(), more.pop("unread", ()))


def seen(at: datetime, what: str, content: Mapping[str, Any]) -> list[Observation]:
    return [Observation(at, what, content)]


def delivered(day: str, place: str = "Berlin, DE", **more: Any) -> dict[str, Any]:
    event = {"local_time": f"{day}T10:00", "status": "delivered", "place": place}
    return {"source": "cainiao", "outcome": "ok", "number": PARCEL, "events": [event], **more}


def kinds(notices: tuple[Notice, ...]) -> list[str]:
    return [notice.kind for notice in notices]


def test_the_numbers_of_the_file_are_the_numbers_of_the_core() -> None:
    assert Rules.from_mapping(load_rules()) == Rules()
    assert Rules.from_mapping(load_rules(), "BR").protection_days_from_shipping == 90
    assert Rules.from_mapping(load_rules(), "EU") == Rules()


@pytest.mark.parametrize(
    "wrong",
    [
        {"grace_dayz": 3},
        {"grace_days": "3"},
        {"grace_days": -1},
        {"grace_days": True},
        {"protection_leads_hours": [24, 72, 120, 240]},
        {"protection_leads_hours": [240, 120]},
        {"bank_leads_days": 30},
    ],
)
def test_a_wrong_number_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Rules.from_mapping(wrong)


def test_reading_tells_first_what_was_due_before() -> None:
    casebook = book()
    casebook.read(NOON, seen(NOON, "order", SHIPPED))
    late = datetime(2026, 7, 16, 10, tzinfo=UTC)
    told = casebook.read(late, seen(late, "mark", {"order_id": A, "kind": "received_ok"}))
    assert [(one.kind, one.level) for one in told] == [("protection", "info"), ("protection", "warn")]
    assert casebook.next_due() is None


def test_facts_of_one_moment_count_together_and_before_what_is_due_at_it() -> None:
    casebook = book()
    casebook.read(NOON, seen(NOON, "order", SHIPPED))
    lead = datetime(2026, 7, 11, 6, 59, 59, tzinfo=UTC)
    assert casebook.next_due() == lead
    told = casebook.read(lead, seen(lead, "tracking", delivered("2026-07-10")))
    assert kinds(told) == ["delivered_check"]


@pytest.mark.parametrize(
    ("what", "content"),
    [
        ("order", {"status": "shipped"}),
        ("order", {"order_id": A, "status": "lost"}),
        ("order", {"order_id": A, "paid_on": "yesterday"}),
        ("order", {"order_id": A, "paid_on": "9999-12-31"}),
        ("order", {"order_id": A, "dates": [{"on": "2026-01-01"}]}),
        ("order", {"order_id": A, "parcels": "LP1"}),
        ("tracking", {"source": "x", "outcome": "ok"}),
        ("tracking", {"source": "x", "outcome": "fine", "number": PARCEL}),
        ("tracking", {"source": "x", "outcome": "ok", "number": PARCEL, "events": [{"status": "delivered"}]}),
        ("dispute", {"order_id": A, "state": "won"}),
        ("dispute", {"order_id": A, "claim": {"amount": "NaN"}}),
        ("mark", {"order_id": A, "kind": "happy"}),
        ("mark", {"order_id": A}),
        ("chat", {"order_id": A, "from": "nobody", "text": "x"}),
        ("asleep", {}),
        ("weather", {}),
    ],
)
def test_an_unreadable_fact_changes_nothing(what: str, content: dict[str, Any]) -> None:
    casebook = book()
    casebook.read(NOON, seen(NOON, "order", SHIPPED))
    plan = casebook.plan()
    later = NOON + timedelta(days=1)
    with pytest.raises(Unreadable):
        casebook.read(
            later,
            [Observation(later, "mark", {"order_id": A, "kind": "received_ok"}), *seen(later, what, content)],
        )
    assert casebook.plan() == plan
    assert casebook.order_ids() == (A,)


def test_the_newest_reading_of_a_page_wins_even_if_it_came_first() -> None:
    casebook = book()
    casebook.read(NOON, seen(NOON, "order", SHIPPED))
    late = {**SHIPPED, "status": "processing", "dates": [{"kind": "protection_end", "on": "2026-06-01"}]}
    now = NOON + timedelta(hours=1)
    assert casebook.read(now, seen(NOON - timedelta(hours=5), "order", late)) == ()
    case = casebook.case(A)
    assert case.status == "shipped"
    assert case.end is not None
    assert case.end.day == date(2026, 7, 20)


def test_a_late_fact_tells_at_the_moment_in_which_it_comes() -> None:
    casebook = book()
    casebook.read(NOON, seen(NOON, "order", SHIPPED))
    now = datetime(2026, 7, 12, 10, tzinfo=UTC)
    casebook.advance(now)
    told = casebook.read(now, seen(datetime(2026, 7, 1, 10, tzinfo=UTC), "tracking", delivered("2026-07-01")))
    assert [(one.kind, one.at) for one in told] == [("delivered_check", now)]


def test_what_a_parcel_of_two_orders_brings_is_planned_once() -> None:
    """One order's notice takes it in; a second later it would come for the other one too, and does not."""
    begin = datetime(2026, 2, 20, 7, 59, 59, tzinfo=UTC)
    both = {"page": "order_detail", "lines": [{"line_id": "l1", "parcel": PARCEL}, {"line_id": "l2"}]}
    first = {"order_id": A, "status": "processing", "shipped_on": "2026-03-19", **both}
    days = dict.fromkeys(("placed_on", "paid_on", "shipped_on"), "2026-02-20")
    second = {"order_id": B, "status": "completed", "completed_on": "2026-03-13", **days, **both}
    casebook = book(payment="card")
    silent = {"source": "cainiao", "outcome": "ok", "number": PARCEL, "events": []}
    casebook.read(begin, seen(begin, "tracking", silent))
    casebook.read(begin, seen(begin, "order", first))
    casebook.read(begin, seen(begin, "order", second))
    planned = [kinds_in(notice) for notice in casebook.plan()]
    told = [kinds_in(notice) for notice in casebook.advance(begin + timedelta(days=600))]
    assert planned == told


def kinds_in(notice: Notice) -> tuple[datetime, str, tuple[str, ...]]:
    return notice.at, notice.kind, notice.folded


def test_the_plan_of_one_order_names_dates_and_reasons() -> None:
    casebook = book()
    casebook.read(NOON, seen(NOON, "order", SHIPPED))
    casebook.read(NOON, seen(NOON, "order", {**SHIPPED, "order_id": B, "parcels": ["LP95000000000002"]}))
    plan = casebook.plan(A)
    assert [one.kind for one in plan] == ["protection"] * 4 + ["grace"] * 3 + ["external"]
    assert plan[0].message == "protection.read"
    assert plan[0].params["end_on"] == date(2026, 7, 20)
    assert plan[0].params["source"] == "order_detail"
    assert plan[0].order_ids == (A,)
    assert casebook.plan()[0].order_ids == (A, B)
    with pytest.raises(KeyError):
        casebook.plan("nothing")


def test_asleep_folds_and_a_replay_does_the_same() -> None:
    asleep_from, awake = datetime(2026, 7, 9, 10, tzinfo=UTC), datetime(2026, 7, 18, 10, tzinfo=UTC)
    ledger = [
        Observation(NOON, "order", SHIPPED),
        Observation(awake, "asleep", {"from": asleep_from.isoformat()}),
        Observation(awake, "order", {"order_id": A, "status": "shipped"}),
    ]
    told = list(replay(book(), ledger))
    assert [(one.kind, one.level, one.at) for one in told] == [("protection", "act", awake)]
    live = book()
    live.read(NOON, ledger[:1])
    live.advance(asleep_from)
    assert list(live.read(awake, ledger[1:])) == told


def test_live_pages_count_as_read_only_when_they_were() -> None:
    casebook = book(unread="everything")
    casebook.read(NOON, seen(NOON, "order", SHIPPED))
    assert [(one.kind, one.at) for one in casebook.advance(NOON + timedelta(days=12))] == [
        ("stale", NOON + timedelta(days=10))
    ]
    again = NOON + timedelta(days=13)
    casebook.read(again, seen(again, "dispute", {"order_id": A, "dispute_id": "d", "state": "cancelled"}))
    assert casebook.next_due() == again + timedelta(days=10)


def test_numbers_of_one_order_and_muted_kinds() -> None:
    casebook = book()
    casebook.read(NOON, seen(NOON, "order", SHIPPED))
    casebook.for_order(A, {"protection_leads_hours": [200, 100, 50, 10], "muted": ["grace"]})
    end = datetime(2026, 7, 21, 6, 59, 59, tzinfo=UTC)
    plan = casebook.plan(A)
    assert [end - one.at for one in plan[:4]] == [timedelta(hours=hours) for hours in (200, 100, 50, 10)]
    assert [one.kind for one in plan[4:]] == ["external"]
    with pytest.raises(ValueError, match="no number"):
        casebook.for_order(A, {"protection": 3})


def test_quiet_hours_over_midnight_and_within_a_day() -> None:
    coupon = {"order_id": A, "late_coupon": {"state": "claimable"}}
    for hours, at, comes in (
        ((time(22), time(7)), datetime(2026, 5, 6, 21, tzinfo=UTC), datetime(2026, 5, 7, 5, tzinfo=UTC)),
        (
            (time(13), time(15)),
            datetime(2026, 5, 6, 11, 30, tzinfo=UTC),
            datetime(2026, 5, 6, 13, tzinfo=UTC),
        ),
        ((time(13), time(15)), datetime(2026, 5, 6, 13, 0, tzinfo=UTC), datetime(2026, 5, 6, 13, tzinfo=UTC)),
    ):
        casebook = book(quiet=hours)
        casebook.read(NOON, seen(NOON, "order", SHIPPED))
        told = [*casebook.read(at, seen(at, "order", coupon)), *casebook.advance(at + timedelta(days=1))]
        assert [(one.kind, one.at) for one in told] == [("coupon", comes)]


def test_a_parcel_that_the_page_shows_no_more_is_let_go() -> None:
    casebook = book()
    casebook.read(NOON, seen(NOON, "order", SHIPPED))
    casebook.read(
        NOON, seen(NOON + timedelta(hours=1), "order", {"order_id": A, "parcels": ["LP95000000000009"]})
    )
    later = NOON + timedelta(days=2)
    assert casebook.read(later, seen(later, "tracking", delivered("2026-05-06"))) == ()
    assert [parcel.number for parcel in casebook.case(A).parcels] == ["LP95000000000009"]


def test_clocks_say_where_they_come_from_and_how_they_were_reckoned() -> None:
    casebook = book(payment="card")
    casebook.read(NOON, seen(NOON, "order", {**SHIPPED, "dates": []}))
    clocks = {clock.kind: clock for clock in casebook.clocks(A)}
    assert set(clocks) == {"protection_end", "grace_end", "chargeback"}
    end = clocks["protection_end"]
    assert (end.basis, end.source, end.on) == ("estimated", "estimate", date(2026, 7, 3))
    assert end.ends_at == datetime(2026, 7, 4, 6, 59, 59, tzinfo=UTC)
    assert [name for name, _ in end.steps] == ["days_after", "pacific_end"]
    assert end.steps[0][1] == {
        "from": "shipped",
        "start": date(2026, 5, 4),
        "days": 60,
        "day": date(2026, 7, 3),
    }
    casebook.read(NOON, seen(NOON, "order", SHIPPED))
    read = next(clock for clock in casebook.clocks(A) if clock.kind == "protection_end")
    assert (read.basis, read.source, read.read_at) == ("read", "order_detail", NOON)


def test_what_waits_for_the_buyer_has_a_clock_in_a_dispute_too() -> None:
    casebook = book()
    look = {"source": "dhl", "outcome": "ok", "number": PARCEL}
    held = {"local_time": "2026-05-05T09:00", "status": "customs_held", "place": "Leipzig, DE"}
    claim = {"dispute_id": "d1", "order_id": A, "state": "platform_review"}
    customs = {**look, "events": [held], "customs_due": "2026-05-12"}
    casebook.read(NOON, [Observation(NOON, "order", SHIPPED), Observation(NOON, "dispute", claim)])
    casebook.read(NOON, [Observation(NOON, "tracking", customs)])
    clocks = {clock.kind: clock for clock in casebook.clocks(A)}
    assert (clocks["customs"].basis, clocks["customs"].on) == ("read", date(2026, 5, 12))
    shelf = {"local_time": "2026-05-06T09:00", "status": "at_pickup_point", "place": "Berlin, DE"}
    later = NOON + timedelta(days=1)
    casebook.read(later, [Observation(later, "tracking", {**look, "events": [shelf]})])
    clocks = {clock.kind: clock for clock in casebook.clocks(A)}
    assert "customs" not in clocks
    assert (clocks["pickup"].basis, clocks["pickup"].on) == ("estimated", date(2026, 5, 11))


def test_a_paypal_case_has_its_own_clock_instead() -> None:
    casebook = book(payment="paypal")
    opened = Observation(NOON, "mark", {"order_id": A, "kind": "paypal_opened"})
    casebook.read(NOON, [Observation(NOON, "order", SHIPPED), opened])
    clocks = {clock.kind: clock for clock in casebook.clocks(A)}
    assert "paypal_open" not in clocks
    assert clocks["paypal_escalate"].on == date(2026, 5, 25)
    later = NOON + timedelta(days=1)
    casebook.read(later, [Observation(later, "mark", {"order_id": A, "kind": "paypal_escalated"})])
    assert "paypal_escalate" not in {clock.kind for clock in casebook.clocks(A)}


def test_clocks_of_disputes_and_shelves() -> None:
    casebook = book()
    event = {"local_time": "2026-05-05T09:00", "status": "at_pickup_point", "place": "Berlin, DE"}
    shelf = {
        "source": "dhl",
        "outcome": "ok",
        "number": PARCEL,
        "events": [event],
        "pickup_until": "2026-05-12",
    }
    casebook.read(NOON, [Observation(NOON, "order", SHIPPED), Observation(NOON, "tracking", shelf)])
    clock = next(clock for clock in casebook.clocks(A) if clock.kind == "pickup")
    assert (clock.basis, clock.on) == ("read", date(2026, 5, 12))
    expected = {
        "waiting_for_seller": ("seller_answer", NOON + timedelta(hours=120)),
        "waiting_for_buyer": ("response_due", NOON + timedelta(hours=72)),
        "return_agreed": ("return_due", datetime(2026, 5, 16, 6, 59, 59, tzinfo=UTC)),
        "decided_against_buyer": ("appeal", datetime(2026, 5, 13, 6, 59, 59, tzinfo=UTC)),
    }
    for state, (kind, ends_at) in expected.items():
        casebook = book()
        dispute = {
            "order_id": A,
            "dispute_id": "d",
            "state": state,
            "opened_at": NOON.isoformat(),
            "decided_on": "2026-05-05",
        }
        casebook.read(NOON, [Observation(NOON, "order", SHIPPED), Observation(NOON, "dispute", dispute)])
        assert {clock.kind: clock.ends_at for clock in casebook.clocks(A)}[kind] == ends_at


def test_a_settled_order_has_no_clock_of_its_own() -> None:
    casebook = book()
    casebook.read(NOON, seen(NOON, "order", SHIPPED))
    casebook.read(NOON, seen(NOON, "mark", {"order_id": A, "kind": "received_ok"}))
    assert casebook.clocks(A) == ()
    assert casebook.case(A).settled


def test_disputes_that_stand_in_an_order_page_are_read() -> None:
    casebook = book()
    inside = {**SHIPPED, "disputes": [{"dispute_id": "d", "state": "waiting_for_buyer"}]}
    assert kinds(casebook.read(NOON, seen(NOON, "order", inside))) == ["response_due"]


def test_a_tracking_page_adds_to_the_numbers_and_the_detail_page_has_the_last_word() -> None:
    casebook = book()
    casebook.read(NOON, seen(NOON, "order", SHIPPED))
    page = {"order_id": A, "page": "order_tracking", "parcels": ["LP95000000000007"]}
    later = NOON + timedelta(hours=1)
    casebook.read(later, seen(later, "order", page))
    assert {parcel.number for parcel in casebook.case(A).parcels} == {PARCEL, "LP95000000000007"}
    later += timedelta(hours=1)
    casebook.read(later, seen(later, "order", SHIPPED))
    assert [parcel.number for parcel in casebook.case(A).parcels] == [PARCEL]


def test_a_status_that_is_not_understood_takes_back_nothing() -> None:
    casebook = book()
    casebook.read(NOON, seen(NOON, "order", SHIPPED))
    later = NOON + timedelta(hours=1)
    casebook.read(later, seen(later, "order", {"order_id": A, "status": "unknown"}))
    assert casebook.case(A).status == "shipped"
    assert casebook.plan(A)[0].kind == "protection"


def test_a_refund_that_is_finished_later_is_counted_from_its_decision() -> None:
    casebook = book()
    casebook.read(NOON, seen(NOON, "order", SHIPPED))
    dispute = {"order_id": A, "dispute_id": "d", "state": "platform_review"}
    casebook.read(NOON, seen(NOON, "dispute", dispute))
    refund = {"amount": "5.00", "currency": "EUR"}
    later = NOON + timedelta(days=1)
    told = casebook.read(
        later, seen(later, "dispute", {**dispute, "state": "refund_decided", "refund": refund})
    )
    assert kinds(told) == ["refund_expected"]
    plan = casebook.plan(A)
    later += timedelta(days=3)
    assert (
        casebook.read(later, seen(later, "dispute", {**dispute, "state": "finished", "refund": refund})) == ()
    )
    assert casebook.plan(A) == plan


def test_two_numbers_become_one_parcel_and_nothing_is_told_again() -> None:
    casebook = book()
    local = "RR950000001CN"
    casebook.read(NOON, seen(NOON, "order", {**SHIPPED, "parcels": [local]}))
    told = casebook.read(NOON, seen(NOON, "tracking", {**delivered("2026-05-05"), "number": local}))
    assert kinds(told) == ["delivered_check"]
    linked = {**delivered("2026-05-05", local_number=local), "source": "post"}
    later = NOON + timedelta(days=1)
    assert casebook.read(later, seen(later, "tracking", linked)) == ()
    other = NOON + timedelta(days=2)
    joined = casebook.read(other, seen(other, "order", {**SHIPPED, "order_id": B}))
    assert joined == ()
    assert [parcel.number for parcel in casebook.case(B).parcels] == [PARCEL]
    assert casebook.case(B).parcels[0].parcel is casebook.case(A).parcels[0].parcel


def test_a_casebook_that_was_kept_goes_on_as_if_nothing_had_been() -> None:
    casebook = book()
    casebook.read(
        NOON, [Observation(NOON, "order", SHIPPED), Observation(NOON, "tracking", delivered("2026-05-05"))]
    )
    casebook.read(NOON, seen(NOON, "mark", {"order_id": A, "kind": "not_received"}))
    kept = pickle.loads(pickle.dumps(casebook))
    assert kept.next_due() == casebook.next_due()
    end = NOON + timedelta(days=120)
    told = casebook.advance(end)
    assert told
    assert kept.advance(end) == told
