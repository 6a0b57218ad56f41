"""Every row of the decision table is reached by a small case of its own, with its latest safe moment."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from server.rules import Buyer, Casebook, Observation, Rules
from server.rules.advice import ROWS, Advice, advise
from server.rules.moments import pacific_end, read_day
from server.words import Words, languages

ZONE = ZoneInfo("Europe/Berlin")
START = datetime(2026, 5, 1, 12, tzinfo=UTC)
ORDER = "7900000000011322"
NUMBER = "LP00400000000015"


def order(**members: Any) -> dict[str, Any]:
    return {
        "order_id": ORDER,
        "status": "shipped",
        "placed_on": "2026-05-01",
        "paid_on": "2026-05-01",
        **members,
    }


def shipped(end: str = "2026-07-20", **members: Any) -> dict[str, Any]:
    dates = [{"kind": "protection_end", "on": end}, *members.pop("more_dates", [])]
    return order(shipped_on="2026-05-03", parcels=[NUMBER], dates=dates, **members)


def scan(day: str, status: str, place: str = "Shenzhen, CN", **members: Any) -> dict[str, Any]:
    event = {"local_time": f"{day}T10:00:00", "status": status, "place": place}
    source = members.pop("source", "cainiao")
    return {"source": source, "outcome": "ok", "number": NUMBER, "events": [event], **members}


def dispute(state: str, **members: Any) -> dict[str, Any]:
    return {"dispute_id": "d1", "order_id": ORDER, "state": state, **members}


def mark(kind: str, **members: Any) -> dict[str, Any]:
    return {"order_id": ORDER, "kind": kind, **members}


Fact = tuple[str, str, dict[str, Any]]  # day, what, content
SILENT_LOOK = {"source": "cainiao", "outcome": "announced", "number": NUMBER}
MOVING: list[Fact] = [
    ("05-03", "order", shipped()),
    ("05-06", "tracking", scan("2026-05-06", "accepted")),
]
NEAR: list[Fact] = [
    ("05-03", "order", shipped("2026-06-10")),
    ("05-06", "tracking", scan("2026-05-06", "accepted")),
]
ARRIVING = ("05-30", "tracking", scan("2026-05-30", "in_transit_international", "Warsaw, PL"))
AT_HOME = ("06-01", "tracking", scan("2026-06-01", "in_transit_destination", "Berlin, DE"))
DELIVERED = ("05-20", "tracking", scan("2026-05-20", "delivered", "Berlin, DE"))
OPENED = ("05-20", "dispute", dispute("waiting_for_seller", opened_at="2026-05-20T12:00:00+00:00"))
CLAIM = {"amount": "10.00", "currency": "EUR"}


def advice(
    facts: list[Fact], now: str, read_at: str | None = None, share: float | None = None
) -> Advice | None:
    """The advice for order 79... at noon UTC of a day of 2026; its pages are read on that day unless `read_at` says."""
    book = Casebook(Buyer(ZONE, "EU", "DE", "Berlin", "card"), Rules(), unread="everything")
    for day, what, content in sorted(facts, key=lambda fact: fact[0]):
        at = datetime.fromisoformat(f"2026-{day}T12:00:00+00:00")
        book.read(at, [Observation(at, what, content)])
    moment = datetime.fromisoformat(f"2026-{now}T12:00:00+00:00")
    if read_at is None:
        book.read(moment, [Observation(moment, "order", {"order_id": ORDER})])
    return advise(book.case(ORDER), moment, share)


def end(day: str, **less: int) -> datetime:
    return pacific_end(read_day(f"2026-{day}")) - timedelta(**less)


CASES: list[tuple[int, list[Fact], str, datetime | None]] = [
    (1, [("05-01", "order", order(status="processing"))], "05-03", None),
    (2, [("05-01", "order", order(status="processing"))], "05-08", end("05-08")),
    (3, [("05-01", "order", order(status="processing"))], "05-12", None),
    (4, [("05-03", "order", shipped()), ("05-04", "tracking", SILENT_LOOK)], "05-11", None),
    (5, [("05-03", "order", shipped()), ("05-04", "tracking", SILENT_LOOK)], "05-15", end("07-20", hours=24)),
    (6, [*MOVING, ("05-20", "tracking", scan("2026-05-20", "delivered", "Paris, FR"))], "05-21", None),
    (7, MOVING, "05-12", None),
    (8, MOVING, "05-28", end("07-20", days=10)),
    (9, [*MOVING, AT_HOME], "06-12", end("07-20", days=7)),
    (10, [*NEAR, ARRIVING], "06-02", end("06-10", days=7)),
    (11, [*NEAR, ARRIVING], "06-06", end("06-10", hours=72)),
    (12, NEAR, "06-08", end("06-10", hours=24)),
    (13, [*NEAR, AT_HOME], "06-08", end("06-10")),
    (14, [*NEAR, AT_HOME], "06-10", end("06-10")),
    (
        15,
        [*MOVING, ("05-20", "order", order(status="completed", completed_on="2026-05-20"))],
        "05-22",
        end("06-04", hours=24),
    ),
    (
        16,
        [*MOVING, ("05-20", "order", order(status="completed", completed_on="2026-05-20"))],
        "06-03",
        end("06-04", hours=24),
    ),
    (17, [*MOVING, ("05-20", "order", order(status="completed", completed_on="2026-05-20"))], "06-08", None),
    (18, [*MOVING, ("05-12", "order", order(late_coupon={"state": "claimable"}))], "05-12", None),
    (
        19,
        [
            ("05-03", "order", shipped(more_dates=[{"kind": "refund_if_undelivered", "on": "2026-05-12"}])),
            MOVING[1],
        ],
        "05-14",
        end("07-20", hours=24),
    ),
    (
        20,
        [*MOVING, ("05-20", "tracking", scan("2026-05-20", "returning"))],
        "05-21",
        datetime(2026, 5, 23, 12, tzinfo=UTC),
    ),
    (
        21,
        [
            *MOVING,
            (
                "05-20",
                "tracking",
                scan("2026-05-20", "at_pickup_point", "Berlin, DE", pickup_until="2026-05-24"),
            ),
        ],
        "05-21",
        datetime(2026, 5, 23, 21, 59, 59, tzinfo=UTC),
    ),
    (
        22,
        [
            *MOVING,
            (
                "05-20",
                "tracking",
                scan("2026-05-20", "customs_held", "Leipzig, DE", customs_due="2026-05-27"),
            ),
        ],
        "05-21",
        datetime(2026, 5, 27, 21, 59, 59, tzinfo=UTC),
    ),
    (23, [*MOVING, DELIVERED], "05-23", None),
    (
        24,
        [*MOVING, DELIVERED, ("05-21", "mark", mark("not_received"))],
        "05-21",
        datetime(2026, 5, 24, 12, tzinfo=UTC),
    ),
    (
        25,
        [
            *MOVING,
            DELIVERED,
            (
                "05-20",
                "tracking",
                scan("2026-05-18", "in_transit_destination", "Berlin, DE", source="dhl_paket"),
            ),
        ],
        "05-21",
        None,
    ),
    (
        26,
        [
            *MOVING,
            DELIVERED,
            ("05-21", "order", order(status="completed", completed_on="2026-05-21")),
            ("05-22", "mark", mark("defect")),
        ],
        "05-22",
        datetime(2026, 6, 2, 21, 59, 59, tzinfo=UTC),
    ),
    (
        27,
        [
            ("05-03", "order", {**shipped(), "parcels": [NUMBER, "LP00400000000023"]}),
            MOVING[1],
            DELIVERED,
            ("05-21", "mark", mark("received_ok", parcel=NUMBER)),
        ],
        "05-21",
        None,
    ),
    (28, [*MOVING, OPENED], "05-22", None),
    (29, [*MOVING, OPENED], "05-29", None),
    (
        30,
        [
            *MOVING,
            OPENED,
            (
                "05-22",
                "dispute",
                dispute("waiting_for_buyer", claim=CLAIM, offer={"amount": "4.00", "currency": "EUR"}),
            ),
        ],
        "05-22",
        datetime(2026, 5, 25, 12, tzinfo=UTC),
    ),
    (
        31,
        [*MOVING, OPENED, ("05-22", "dispute", dispute("waiting_for_buyer"))],
        "05-22",
        datetime(2026, 5, 25, 6, tzinfo=UTC),
    ),
    (
        32,
        [*NEAR, OPENED, ("05-25", "dispute", dispute("parked"))],
        "06-11",
        end("06-10") + timedelta(hours=24),
    ),
    (
        33,
        [*MOVING, OPENED, ("05-25", "dispute", dispute("platform_review"))],
        "06-02",
        datetime(2026, 7, 30, 21, 59, 59, tzinfo=UTC),
    ),
    (
        34,
        [*MOVING, OPENED, ("05-22", "tracking", scan("2026-05-22", "delivered", "Berlin, DE"))],
        "05-22",
        None,
    ),
    (
        35,
        [*MOVING, OPENED, ("05-25", "dispute", dispute("return_agreed", decided_on="2026-05-25"))],
        "05-26",
        datetime(2026, 6, 3, 21, 59, 59, tzinfo=UTC),
    ),
    (
        36,
        [
            *MOVING,
            OPENED,
            ("05-25", "dispute", dispute("return_agreed", decided_on="2026-05-25")),
            ("05-26", "mark", mark("return_number_entered", number="RN771200945GB")),
        ],
        "05-27",
        datetime(2026, 6, 3, 12, tzinfo=UTC),
    ),
    (
        37,
        [
            *MOVING,
            OPENED,
            ("05-25", "dispute", dispute("refund_decided", decided_on="2026-05-25", refund=CLAIM)),
        ],
        "05-26",
        datetime(2026, 8, 29, 21, 59, 59, tzinfo=UTC),
    ),
    (
        38,
        [
            *MOVING,
            OPENED,
            (
                "05-25",
                "dispute",
                dispute(
                    "decided_against_buyer",
                    decided_on="2026-05-25",
                    refund={"amount": "0.00", "currency": "EUR"},
                ),
            ),
        ],
        "05-26",
        end("05-31"),
    ),
    (
        39,
        [
            *MOVING,
            OPENED,
            ("05-25", "dispute", dispute("refund_decided", decided_on="2026-05-25", refund=CLAIM)),
            ("05-30", "tracking", scan("2026-05-30", "delivered", "Berlin, DE")),
        ],
        "05-30",
        None,
    ),
]


@pytest.mark.parametrize(
    ("row", "facts", "now", "latest"), CASES, ids=lambda value: str(value) if type(value) is int else ""
)
def test_row(row: int, facts: list[Fact], now: str, latest: datetime | None) -> None:
    found = advice(facts, now)
    assert found is not None
    assert found.row == row
    if latest is not None:
        assert found.latest == latest


def test_row_40_pages_unread_near_the_end() -> None:
    found = advice([*NEAR, ARRIVING], "06-04", read_at="05-03")
    assert found is not None
    assert (found.row, found.latest) == (40, end("06-10", hours=72))


def test_row_41_many_claims_soften_a_weak_one() -> None:
    assert (found := advice([*NEAR, ARRIVING], "06-02", share=0.4)) is not None
    assert found.row == 41
    assert (found := advice(NEAR, "06-08", share=0.4)) is not None
    assert found.row == 12, "a strong claim stays one"


def test_all_rows_are_reached() -> None:
    assert {row for row, *_ in CASES} | {40, 41} == {row.number for row in ROWS} == set(range(1, 42))


OTHER = "LP00400000000023"
TWO_PARCELS: list[Fact] = [
    (
        "05-03",
        "order",
        {
            **shipped("2026-06-10"),
            "parcels": [NUMBER, OTHER],
            "lines": [{"line_id": "1", "parcel": NUMBER}, {"line_id": "2", "parcel": OTHER}],
        },
    ),
    ("05-06", "tracking", scan("2026-05-06", "accepted")),
    ("05-06", "tracking", scan("2026-05-06", "accepted", source="china_post") | {"number": OTHER}),
    ("06-01", "tracking", scan("2026-06-01", "departed_origin", source="china_post") | {"number": OTHER}),
]
SHELF = ("05-22", "tracking", scan("2026-05-22", "at_pickup_point", "Berlin, DE", pickup_until="2026-05-28"))
HELD = ("05-22", "tracking", scan("2026-05-22", "customs_held", "Leipzig, DE", customs_due="2026-05-28"))
WON = dispute("refund_decided", decided_on="2026-05-25", refund=CLAIM, line_id="1")
LOST = dispute("decided_against_buyer", decided_on="2026-05-25", line_id="1")
REVIEW = dispute("platform_review", opened_at="2026-05-20T12:00:00+00:00", line_id="1")
COMPLETED = ("05-20", "order", order(status="completed", completed_on="2026-05-20"))

AT_ONCE: list[tuple[str, list[Fact], str, int, datetime | None]] = [
    ("a shelf is emptied while a dispute runs", [*MOVING, OPENED, SHELF], "05-23", 21, None),
    ("customs is answered while a dispute runs", [*MOVING, OPENED, HELD], "05-23", 22, None),
    (
        "a refund of one parcel does not hide the end of the other",
        [*TWO_PARCELS, ("05-25", "dispute", WON)],
        "06-10",
        14,
        end("06-10"),
    ),
    ("and comes again when nothing presses", [*TWO_PARCELS, ("05-25", "dispute", WON)], "05-26", 37, None),
    (
        "a late arrival neither",
        [
            *TWO_PARCELS,
            ("05-25", "dispute", WON),
            ("06-02", "tracking", scan("2026-06-02", "delivered", "Berlin, DE")),
        ],
        "06-10",
        14,
        end("06-10"),
    ),
    (
        "a lost dispute about one parcel does not hide the end of the other",
        [*TWO_PARCELS, ("05-25", "dispute", LOST)],
        "06-10",
        14,
        end("06-10"),
    ),
    (
        "a slow review about one parcel does not hide the end of the other",
        [*TWO_PARCELS, ("05-20", "dispute", REVIEW)],
        "06-10",
        14,
        end("06-10"),
    ),
    (
        "bad news shortly before the end cannot wait three days",
        [*NEAR, ("06-08", "tracking", scan("2026-06-08", "returning"))],
        "06-08",
        20,
        end("06-10", hours=24),
    ),
    (
        "lost, but grace is over: no claim is possible",
        [*MOVING, COMPLETED, ("06-06", "tracking", scan("2026-06-06", "lost_or_destroyed"))],
        "06-07",
        17,
        None,
    ),
    (
        "what was delivered before the claim is no arrival",
        [
            *MOVING,
            ("05-18", "tracking", scan("2026-05-18", "delivered", "Berlin, DE")),
            ("05-20", "dispute", dispute("waiting_for_seller", opened_at="2026-05-20T12:00:00+00:00")),
        ],
        "05-21",
        28,
        None,
    ),
]


@pytest.mark.parametrize(
    ("facts", "now", "row", "latest"),
    [pytest.param(*case, id=name) for name, *case in AT_ONCE],
)
def test_the_more_urgent_comes_first(facts: list[Fact], now: str, row: int, latest: datetime | None) -> None:
    assert (found := advice(facts, now)) is not None
    assert found.row == row
    if latest is not None:
        assert found.latest == latest


def test_many_claims_do_not_soften_the_last_three_days() -> None:
    assert (found := advice([*NEAR, AT_HOME], "06-08", share=0.4)) is not None
    assert found.row == 13


def test_no_moment_that_is_over_is_called_safe() -> None:
    """Where the reserve is used up the clock itself is named, and nothing where that is over too."""
    late: list[tuple[list[Fact], str, datetime | None]] = [
        ([*MOVING, COMPLETED], "06-04", end("06-04")),
        ([*MOVING, OPENED, ("05-25", "dispute", dispute("return_agreed", decided_on="2026-05-25"))],
         "06-04", datetime(2026, 6, 4, 21, 59, 59, tzinfo=UTC)),
        ([*MOVING, OPENED, ("05-25", "dispute", LOST)], "06-01", end("06-01")),
        ([*MOVING, SHELF], "05-28", datetime(2026, 5, 28, 21, 59, 59, tzinfo=UTC)),
        ([*MOVING, ("05-20", "tracking", scan("2026-05-20", "returning"))], "05-24", end("07-20", hours=24)),
    ]  # fmt: skip
    for facts, now, latest in late:
        assert (found := advice(facts, now)) is not None
        assert found.latest == latest, found
    for _, facts, now, _ in CASES:
        assert (found := advice(facts, now)) is not None
        moment = datetime.fromisoformat(f"2026-{now}T12:00:00+00:00")
        assert found.latest is None or found.latest > moment, found


def test_an_end_that_no_page_has_shown_is_called_estimated() -> None:
    facts = [("05-03", "order", order(shipped_on="2026-05-03", parcels=[NUMBER])), MOVING[1]]
    assert (found := advice(facts, "05-12")) is not None
    assert (found.row, found.basis, found.estimated) == (7, "estimated", ("end_at", "grace_at"))
    for language in languages():
        words = Words(language)
        mark = words.name("thing", "estimated").format(value="").strip()
        assert mark, language
        assert mark in words.advise(found, ZONE)["do"], language
    assert (found := advice(MOVING, "05-12")) is not None
    assert found.estimated == ()
    assert Words("en").advise(found, ZONE)["do"].endswith("Tuesday, July 21, 2026, 8:59\u202fAM.")


def test_the_share_of_claims_is_known_to_the_casebook() -> None:
    book = Casebook(Buyer(ZONE, "EU", "DE", "Berlin", "card"), Rules())
    assert book.claims_share is None
    for number in range(10):
        day = f"2026-04-{number + 1:02}"
        book.read(
            START, [Observation(START, "order", order(order_id=f"79000000{number:02}11322", placed_on=day))]
        )
    assert book.claims_share == 0
    for number in range(4):
        claim = dispute("waiting_for_seller", order_id=f"79000000{number:02}11322", dispute_id=f"d{number}")
        book.read(START, [Observation(START, "dispute", claim)])
    assert book.claims_share == 0.4


def test_settled_or_past_has_no_advice() -> None:
    assert advice([*MOVING, ("05-20", "mark", mark("received_ok"))], "05-21") is None
    assert advice([("05-01", "order", order(status="completed", completed_on="2025-05-20"))], "05-21") is None


def test_no_reserve_is_ever_after_the_clock() -> None:
    for _, facts, now, _ in CASES:
        found = advice(facts, now)
        assert found is not None
        assert found.latest is None or found.latest > START
