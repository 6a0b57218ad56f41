"""What holds for every ledger: no notice twice or too late, the plan is what comes, a replay tells the same."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scraper.facts import DISPUTE_STATES, PARCEL_STATUSES
from server.rules import Buyer, Casebook, Notice, Observation, Rules, phases, replay
from server.rules.phases import MATTERS
from tests.server.rules.examples import EXAMPLES

START = datetime(2026, 2, 20, 7, 59, 59, tzinfo=UTC)
ORDERS = ("9401000000000001", "9401000000000002", "9401000000000003")
NUMBERS = ("LP94000000000001", "LP94000000000002", "RR940000001CN")
PLACES = ("Yiwu, CN", "Berlin, DE", "Hamburg, DE", "FR", None)
MARKS = (
    "received_ok", "not_received", "not_sure", "defect", "collected", "customs_answered", "answered", "money_seen",
    "dispute_refused", "appeal_filed", "return_number_entered", "return_arrived", "paypal_opened", "paypal_escalated",
    "coupon_collected", "snoozed", "acknowledged",
)  # fmt: skip
KINDS = ("protection", "pickup", "chargeback", "grace", "silent", "response_due", "trap")
many = settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
Told = Callable[[list[Observation]], list[Notice]]


def day(step: int) -> str:
    return (START + timedelta(days=step)).date().isoformat()


steps = st.integers(-20, 150)
money = st.sampled_from(("0.00", "3.00", "8.50")).map(lambda amount: {"amount": amount, "currency": "EUR"})
orders = st.fixed_dictionaries(
    {"order_id": st.sampled_from(ORDERS)},
    optional={
        "page": st.sampled_from(("order_detail", "order_list")),
        "status": st.sampled_from(("unpaid", "processing", "shipped", "shipped", "completed", "cancelled")),
        "placed_on": steps.map(day),
        "paid_on": steps.map(day),
        "shipped_on": steps.map(day),
        "completed_on": steps.map(day),
        "parcels": st.lists(st.sampled_from(NUMBERS), max_size=2),
        "lines": st.just([{"line_id": "l1", "parcel": NUMBERS[0]}, {"line_id": "l2"}]),
        "dates": st.lists(
            st.fixed_dictionaries(
                {
                    "kind": st.sampled_from(
                        ("protection_end", "estimated_delivery", "refund_if_undelivered", "ship_by")
                    ),
                    "on": steps.map(day),
                }
            ),
            max_size=3,
        ),
        "late_coupon": st.just({"state": "claimable"}),
    },
)
events = st.fixed_dictionaries(
    {
        "local_time": st.integers(-30, 120).map(lambda step: f"{day(step)}T10:00"),
        "status": st.sampled_from(sorted(PARCEL_STATUSES)),
        "place": st.sampled_from(PLACES),
    }
)
trackings = st.fixed_dictionaries(
    {
        "source": st.sampled_from(("cainiao", "post")),
        "outcome": st.sampled_from(("ok", "ok", "ok", "announced", "blocked")),
        "number": st.sampled_from(NUMBERS),
        "events": st.lists(events, max_size=3),
    },
    optional={
        "local_number": st.sampled_from(NUMBERS),
        "pickup_until": steps.map(day),
        "customs_due": steps.map(day),
        "untracked_last_mile": st.booleans(),
    },
)
disputes = st.fixed_dictionaries(
    {"dispute_id": st.sampled_from(("d1", "d2")), "order_id": st.sampled_from(ORDERS)},
    optional={
        "state": st.sampled_from(sorted(DISPUTE_STATES)),
        "line_id": st.sampled_from(("l1", "l2")),
        "opened_at": steps.map(lambda step: f"{day(step)}T12:00:00+00:00"),
        "claim": money,
        "offer": money,
        "refund": money,
        "answer_due": steps.map(day),
        "return_due": steps.map(day),
        "decided_on": steps.map(day),
    },
)
marks = st.fixed_dictionaries(
    {"order_id": st.sampled_from(ORDERS), "kind": st.sampled_from(MARKS)},
    optional={
        "parcel": st.sampled_from(NUMBERS),
        "line_id": st.sampled_from(("l1", "l2")),
        "dispute_id": st.sampled_from(("d1", "d2")),
        "number": st.just("RT940000001DE"),
        "notice": st.sampled_from(KINDS),
        "until": steps.map(lambda step: f"{day(step)}T12:00:00+00:00"),
    },
)
chats = st.fixed_dictionaries(
    {"order_id": st.sampled_from(ORDERS), "from": st.just("seller"), "text": st.sampled_from(sorted(MATTERS))}
)
facts = st.one_of(
    st.tuples(st.just("order"), orders),
    st.tuples(st.just("tracking"), trackings),
    st.tuples(st.just("dispute"), disputes),
    st.tuples(st.just("mark"), marks),
    st.tuples(st.just("chat"), chats),
)
spans = st.sampled_from((0, 0, 1, 30, 3600, 86_400, 86_400 * 4, 86_400 * 12))
ledgers = st.lists(st.tuples(spans, facts, st.booleans()), min_size=1, max_size=14)


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message holds the trap that it names."""
    monkeypatch.setattr(phases, "traps_in", lambda text, _language: frozenset({text}))


def ledger_of(drawn: list[Any]) -> list[Observation]:
    at, ledger = START, []
    for span, (what, content), asleep in drawn:
        before, at = at, at + timedelta(seconds=span)
        if asleep and span > 60:
            ledger.append(Observation(at, "asleep", {"from": (before + timedelta(seconds=1)).isoformat()}))
        ledger.append(Observation(at, what, content))
    return ledger


def book(quiet: bool) -> Casebook:
    hours = (time(22), time(7)) if quiet else None
    return Casebook(Buyer(ZoneInfo("Europe/Berlin"), "EU", "DE", "Berlin", "card", hours), Rules())


def short(notice: Notice) -> tuple[Any, ...]:
    return (
        notice.at,
        notice.kind,
        notice.level,
        notice.order_ids,
        notice.parcels,
        notice.folded,
        notice.traps,
    )


@many
@given(ledgers, st.booleans())
def test_no_notice_twice_or_after_its_deadline(drawn: list[Any], quiet: bool) -> None:
    casebook = book(quiet)
    notices = list(replay(casebook, ledger_of(drawn)))
    notices += casebook.advance(START + timedelta(days=400))
    assert [one.at for one in notices] == sorted(one.at for one in notices)
    assert all(one.at < one.deadline for one in notices if one.deadline)
    names = [(name, order) for one in notices for name in one.identity.split("+") for order in one.order_ids]
    assert len({one.identity for one in notices}) == len(notices) or len(set(names)) == len(names)
    if quiet:
        local = [
            one.at.astimezone(ZoneInfo("Europe/Berlin")).time()
            for one in notices
            if one.level in ("info", "warn")
        ]
        assert all(time(7) <= clock < time(22) for clock in local)


@many
@given(ledgers, st.booleans())
def test_the_plan_is_what_comes(drawn: list[Any], quiet: bool) -> None:
    casebook = book(quiet)
    list(replay(casebook, ledger_of(drawn)))
    plan, first = casebook.plan(), casebook.next_due()
    assert first == (plan[0].at if plan else None)
    told = casebook.advance(START + timedelta(days=600))
    kinds = [{(one.at, kind) for kind in (one.kind, *one.folded)} for one in plan]
    assert {pair for pairs in kinds for pair in pairs} == {
        (o.at, k) for o in told for k in (o.kind, *o.folded)
    }
    assert not casebook.plan()


@many
@given(ledgers, st.booleans())
def test_a_replay_and_a_ledger_read_twice_tell_the_same(drawn: list[Any], quiet: bool) -> None:
    ledger = ledger_of(drawn)
    end = START + timedelta(days=300)

    def told(observations: list[Observation]) -> list[Notice]:
        casebook = book(quiet)
        return [*replay(casebook, observations), *casebook.advance(end)]

    once = told(ledger)
    assert told(ledger) == once
    moments = [list(same) for _, same in groupby(ledger, key=lambda observation: observation.at)]
    doubled = [observation for same in moments for observation in (*same, *same)]
    assert told(doubled) == once


@many
@given(ledgers, st.integers(1, 40))
def test_small_steps_tell_the_same_as_one(drawn: list[Any], hours: int) -> None:
    ledger = ledger_of(drawn)
    one, other = book(False), book(False)
    list(replay(one, ledger))
    list(replay(other, ledger))
    end = ledger[-1].at + timedelta(days=90)
    at, told = ledger[-1].at, []
    while at < end:
        at = min(at + timedelta(hours=hours), end)
        told += other.advance(at)
    assert told == list(one.advance(end))


@many
@given(ledgers)
def test_clocks_and_cases_can_be_asked(drawn: list[Any]) -> None:
    casebook = book(False)
    list(replay(casebook, ledger_of(drawn)))
    for order_id in casebook.order_ids():
        for clock in casebook.clocks(order_id):
            assert clock.basis in ("read", "estimated")
            assert clock.steps
        assert casebook.case(order_id).order_id == order_id
