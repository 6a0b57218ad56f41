"""Every date of the catalogue against a second, deliberately simple reckoning: no deadline off by a day or an hour.

The oracle works in wall clocks and Unix seconds with `calendar` and the bare zone rules; it shares no code with the
core.
"""

import calendar
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.rules import Buyer, Casebook, Notice, Observation, Rules
from server.rules.moments import day_end, morning, pacific_end, working_days
from tests.server.rules.examples import EXAMPLES

ZONES = [
    "Europe/Berlin", "America/Los_Angeles", "America/New_York", "America/Sao_Paulo", "Europe/London", "Asia/Seoul",
    "Pacific/Kiritimati", "Pacific/Pago_Pago", "Pacific/Auckland", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC",
    "Africa/Casablanca", "America/St_Johns", "Pacific/Chatham", "Asia/Tehran", "Africa/Cairo", "America/Havana",
]  # fmt: skip
PACIFIC = ZoneInfo("America/Los_Angeles")
ORDER = "9301000000000001"
zones = st.sampled_from(ZONES)
days = st.dates(date(2024, 1, 1), date(2031, 12, 31))
many = settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))


def wall(day: date, hour: int, minute: int, second: int, zone: ZoneInfo, last: bool = True) -> int:
    """The Unix second at which the wall clock of a zone shows a time: found by trying every offset of the day."""
    wanted = (day.year, day.month, day.day, hour, minute, second)
    naive = calendar.timegm((*wanted, 0, 0, 0))
    hits = []
    for quarter in range(-15 * 4, 15 * 4 + 1):
        second_tried = naive - quarter * 900
        shown = datetime.fromtimestamp(second_tried, zone)
        if (shown.year, shown.month, shown.day, shown.hour, shown.minute, shown.second) == wanted:
            hits.append(second_tried)
    assert hits, "a wall time that the clock skips"
    return max(hits) if last else min(hits)


def plus(day: date, count: int) -> date:
    return date.fromordinal(day.toordinal() + count)


def seconds(at: datetime | None) -> int:
    assert at is not None
    return calendar.timegm(at.astimezone(UTC).timetuple())


def after_working_days(day: date, count: int) -> date:
    """Walks a list of week days, one by one."""
    walked = [plus(day, step) for step in range(1, 3 * count + 10)]
    return [one for one in walked if one.strftime("%A") not in ("Saturday", "Sunday")][count - 1]


@many
@given(days, zones)
def test_days_become_the_right_instants(day: date, name: str) -> None:
    zone = ZoneInfo(name)
    assert seconds(pacific_end(day)) == wall(day, 23, 59, 59, PACIFIC)
    assert seconds(morning(day, zone)) == wall(day, 9, 0, 0, zone)
    assert seconds(day_end(day, zone)) == wall(day, 23, 59, 59, zone)


@many
@given(days, st.integers(1, 40))
def test_working_days(day: date, count: int) -> None:
    assert working_days(day, count) == after_working_days(day, count)


def told(
    zone: ZoneInfo, observations: list[tuple[datetime, str, dict[str, Any]]], until: datetime, **buyer: Any
) -> list[Notice]:
    book = Casebook(Buyer(zone, "EU", "DE", "Berlin", **buyer), Rules(), unread=())
    notices: list[Notice] = []
    for at, what, content in observations:
        notices += book.read(at, [Observation(at, what, content)])
    return [*notices, *book.advance(until)]


def noon(day: date, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(wall(day, 12, 0, 0, zone), UTC)


def lead_times(notices: list[Notice], kind: str) -> list[tuple[int, str]]:
    """When a kind led or stood in another notice, with the level of those that led."""
    return [
        (seconds(one.at), one.level if one.kind == kind else "folded")
        for one in notices
        if one.kind == kind or kind in one.folded
    ]


def close(got: list[tuple[int, str]], wanted: Iterator[tuple[int, str]] | list[tuple[int, str]]) -> bool:
    wanted = list(wanted)
    return len(got) == len(wanted) and all(
        0 <= w[0] - g[0] <= 60 and g[1] in (w[1], "folded") for g, w in zip(got, wanted, strict=True)
    )


@many
@given(days, zones, st.integers(30, 120))
def test_the_ladder_and_grace(end: date, name: str, length: int) -> None:
    zone = ZoneInfo(name)
    shipped = plus(end, -length)
    content = {
        "order_id": ORDER,
        "status": "shipped",
        "paid_on": plus(shipped, -3).isoformat(),
        "shipped_on": shipped.isoformat(),
        "dates": [{"kind": "protection_end", "on": end.isoformat()}],
    }
    notices = told(
        zone, [(noon(shipped, zone), "order", content)], noon(plus(end, 30), zone), payment="other"
    )
    last = wall(end, 23, 59, 59, PACIFIC)
    grace = wall(plus(end, 15), 23, 59, 59, PACIFIC)
    levels = ("info", "warn", "act", "critical")
    assert close(
        lead_times(notices, "protection"),
        [(last - lead * 3600, level) for lead, level in zip((240, 120, 72, 24), levels, strict=True)],
    )
    assert close(
        lead_times(notices, "grace"),
        [(grace - lead * 3600, level) for lead, level in zip((168, 72, 24), levels[1:], strict=True)],
    )
    assert close(lead_times(notices, "external"), [(grace, "act")])
    assert all(one.at < one.deadline for one in notices if one.deadline)
    assert len({one.identity for one in notices}) == len(notices)


@many
@given(days, zones, st.integers(0, 400))
def test_read_late_the_latest_lead_comes_at_once(end: date, name: str, hours_before: int) -> None:
    zone = ZoneInfo(name)
    last = wall(end, 23, 59, 59, PACIFIC)
    at = datetime.fromtimestamp(last - hours_before * 3600 - 1, UTC)
    content = {
        "order_id": ORDER,
        "status": "shipped",
        "paid_on": plus(end, -70).isoformat(),
        "shipped_on": plus(end, -60).isoformat(),
        "dates": [{"kind": "protection_end", "on": end.isoformat()}],
    }
    notices = told(zone, [(at, "order", content)], datetime.fromtimestamp(last, UTC), payment="other")
    passed = [lead for lead in (240, 120, 72, 24) if lead > hours_before]
    ahead = [lead for lead in (240, 120, 72, 24) if lead <= hours_before]
    level = dict(zip((240, 120, 72, 24), ("info", "warn", "act", "critical"), strict=True))
    wanted = [(seconds(at), level[passed[-1]])] if passed else []
    # a lead that is due within the same minute as the reading comes with it, instead of the one before
    if wanted and ahead and last - ahead[0] * 3600 - seconds(at) <= 60:
        wanted = [(seconds(at), level[ahead.pop(0)])]
    assert close(
        lead_times(notices, "protection"), [*wanted, *((last - lead * 3600, level[lead]) for lead in ahead)]
    )


@many
@given(days, zones)
def test_days_from_payment_shipping_and_decision(paid: date, name: str) -> None:
    zone = ZoneInfo(name)
    sent = {"order_id": ORDER, "status": "processing", "paid_on": paid.isoformat()}
    closed = {"order_id": ORDER, "status": "cancelled"}
    cancelled = plus(paid, 85)
    notices = told(
        zone,
        [(noon(paid, zone), "order", sent), (noon(cancelled, zone), "order", closed)],
        noon(plus(paid, 140), zone),
        payment="card",
    )
    late, overdue = (wall(after_working_days(cancelled, count), 9, 0, 0, zone) for count in (10, 20))
    assert close(lead_times(notices, "ship_due"), [(wall(plus(paid, 6), 9, 0, 0, zone), "info")])
    assert close(lead_times(notices, "ship_overdue"), [(wall(plus(paid, 9), 9, 0, 0, zone), "warn")])
    assert close(lead_times(notices, "refund_late"), [(late, "info")])
    assert close(lead_times(notices, "refund_overdue"), [(overdue, "act")])
    leads = [
        (wall(plus(paid, 120 - ahead), 9, 0, 0, zone), level)
        for ahead, level in ((30, "info"), (14, "warn"), (7, "act"))
    ]
    passed = [lead for lead in leads if lead[0] <= late]
    wanted = [(late, passed[-1][1]), *leads[len(passed) :]] if passed else leads
    assert close(lead_times(notices, "chargeback"), wanted)


@many
@given(days, zones)
def test_scans_and_shelves(shipped: date, name: str) -> None:
    zone = ZoneInfo(name)
    number = "LP93000000000001"
    day = shipped.isoformat()
    order = {"order_id": ORDER, "status": "shipped", "paid_on": day, "shipped_on": day, "parcels": [number]}

    def tracking(day: date, status: str) -> dict[str, Any]:
        event = {"local_time": f"{day.isoformat()}T08:00", "status": status}
        return {"source": "post", "outcome": "ok", "number": number, "events": [event] if status else []}

    scanned, shelf = plus(shipped, 12), plus(shipped, 40)
    notices = told(
        zone,
        [
            (noon(shipped, zone), "order", order),
            (noon(plus(shipped, 1), zone), "tracking", tracking(shipped, "")),
            (noon(scanned, zone), "tracking", tracking(scanned, "departed_origin")),
            (noon(shelf, zone), "tracking", tracking(shelf, "at_pickup_point")),
        ],
        noon(plus(shipped, 48), zone),
        payment="other",
    )
    assert close(
        lead_times(notices, "no_first_scan"),
        [(wall(plus(shipped, 7), 9, 0, 0, zone), "info"), (wall(plus(shipped, 10), 9, 0, 0, zone), "warn")],
    )
    assert close(lead_times(notices, "silent"), [(wall(plus(scanned, 20), 9, 0, 0, zone), "info")])
    assert close(
        lead_times(notices, "pickup"),
        [
            (wall(shelf, 12, 0, 0, zone), "act"),
            (wall(plus(shelf, 3), 9, 0, 0, zone), "warn"),
            (wall(plus(shelf, 4), 9, 0, 0, zone), "critical"),
        ],
    )
    [first] = [one for one in notices if one.kind == "pickup"][:1]
    assert seconds(first.deadline) == wall(plus(shelf, 5), 23, 59, 59, zone)


@many
@given(days, zones, st.integers(0, 23), st.integers(25, 400))
def test_disputes(opened: date, name: str, hour: int, due_in: int) -> None:
    zone = ZoneInfo(name)
    begin = datetime.fromtimestamp(wall(opened, 12, 0, 0, zone) + hour * 3600, UTC)
    waiting = {
        "dispute_id": "d",
        "order_id": ORDER,
        "state": "waiting_for_seller",
        "opened_at": begin.isoformat(),
    }
    asked_at = begin + timedelta(hours=130)
    due = asked_at + timedelta(hours=due_in)
    asked = {
        "dispute_id": "d",
        "order_id": ORDER,
        "state": "waiting_for_buyer",
        "answer_due": due.isoformat(),
    }
    notices = told(
        zone,
        [(begin, "dispute", waiting), (asked_at, "dispute", asked)],
        due + timedelta(days=1),
        payment="other",
    )
    assert close(lead_times(notices, "seller_answer"), [(seconds(begin) + 120 * 3600, "info")])
    wanted = [(seconds(asked_at), "act")]
    wanted += [
        (seconds(due) - lead * 3600, level)
        for lead, level in ((72, "act"), (24, "critical"))
        if due_in - lead > 1
    ]
    assert close(lead_times(notices, "response_due"), wanted)
