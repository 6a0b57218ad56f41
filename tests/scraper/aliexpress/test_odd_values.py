"""Values of other types, units and writings than the page gives them: read, or told of, and never a wrong fact."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from scraper.aliexpress import read
from scraper.aliexpress.ids import exact, order_id_of
from scraper.aliexpress.money import cents
from tests.scraper.aliexpress import pages

SEEN = datetime(2026, 7, 11, 8, tzinfo=UTC)
DUE_MS, DUE = 1784116800000, "2026-07-15T12:00:00+00:00"


def disputed(**module: Any) -> tuple[Any, tuple[str, ...]]:
    body = pages.dispute_detail(reverseDetailStatusText="Waiting for your response", **module)
    found = read(json.dumps(body), seen_at=SEEN, language="en")
    return found.disputes[0], found.problems


@pytest.mark.parametrize("at", [DUE_MS, str(DUE_MS), DUE_MS // 1000, str(DUE_MS // 1000)])
@pytest.mark.parametrize("name", ["deadline", "responseTimeout", "sellerInfo.expireTime"])
def test_a_deadline_in_seconds_or_milliseconds(name: str, at: Any) -> None:
    outer, _, inner = name.partition(".")
    dispute, _ = disputed(**{outer: {inner: at} if inner else at})
    assert dispute.answer_due == DUE


@pytest.mark.parametrize("left", [123_456, "123456", -5, 0, True, "true", 10**30, None, [], {}])
def test_a_number_that_is_no_deadline_is_none(left: Any) -> None:
    dispute, _ = disputed(leftTime=left, deadline=left)
    assert dispute.answer_due is None


@pytest.mark.parametrize(
    ("printed", "due"),
    [
        ("Jul 15, 2026", "2026-07-15"),
        ("2026-07-15 12:00:00", "2026-07-15"),
        ("Jul 1, 2026", None),  # over: no due time
        ("soon", None),
    ],
)
def test_a_deadline_printed_without_a_word(printed: str, due: str | None) -> None:
    dispute, _ = disputed(deadline=printed)
    assert dispute.answer_due == due


@pytest.mark.parametrize("cent", ["²", "--5", "5-", "٥", "", "1.5", "1e5", True, [], {}, 10**400, "9" * 5000])
def test_cents_of_any_form_are_an_amount_or_none(cent: Any) -> None:
    found = cents({"cent": cent, "currency": "EUR"})
    assert found is None or found.currency == "EUR"


def test_a_hostile_amount_does_not_lose_the_dispute() -> None:
    dispute, problems = disputed(reachSolution={"refundMoney": {"cent": "²", "currency": "EUR"}})
    assert dispute.state == "waiting_for_buyer"
    assert not any("the reader failed" in problem for problem in problems)


ROW = {
    "reverseOrderLineId": "6239000000000001",
    "tradeOrderId": str(pages.ORDER),
    "reverseStatusText": "Waiting for your response",
}


@pytest.mark.parametrize(
    "items",
    [
        [None, {"reverseOrderLines": [ROW]}],
        [{"reverseOrderLines": [None, ROW]}],
        [{"reverseOrderLines": [ROW, "x"]}],
        [{"reverseOrderLines": [ROW]}, {"reverseOrderLines": "x", "shopName": "Moon"}],
    ],
)
def test_a_dispute_that_is_no_object_is_told_as_lost(items: list[Any]) -> None:
    body = pages.answer(
        "mtop.aliexpress.buyer.reverse.queryreverseorderpagelistforbuyer", {"module": {"items": items}}
    )
    found = read(json.dumps(body), seen_at=SEEN, language="en")
    assert [dispute.state for dispute in found.disputes] == ["waiting_for_buyer"]
    assert any("layout_changed" in problem for problem in found.problems), found.problems


def test_a_parcel_that_is_no_object_is_told_as_lost() -> None:
    scan = {
        "time": 1783756800000,
        "timeText": "Sat | Jul. 11 08:00",
        "trackingSecondCode": "AE_GTMS_DELIVERING",
    }
    line = {"mailNo": "LP00417245813281", "detailList": [scan]}
    found = read(json.dumps(pages.tracking([None, line, "x"])), seen_at=SEEN)  # type: ignore[list-item]
    assert [parcel.number for parcel in found.parcels] == ["LP00417245813281"]
    assert any("layout_changed" in problem for problem in found.problems), found.problems


@pytest.mark.parametrize(
    ("modified", "day"),
    [
        ({"gmtModified": "1784091600000"}, "2026-07-14"),  # 05:00 UTC is the evening before, Pacific
        ({"gmtModified": 1784091600000, "gmtModifiedFormat": "2026-07-14 22:00:00"}, "2026-07-14"),
        ({"gmtModified": 1784091600000, "gmtModifiedFormat": "2026-07-15 13:00:00"}, "2026-07-14"),  # +8
    ],
)
def test_the_day_of_a_decision_is_pacific_in_list_and_detail(modified: dict[str, Any], day: str) -> None:
    row = ROW | {"reverseStatusText": "Refund successful"} | modified
    for body in (
        pages.refund_list([row]),
        pages.dispute_detail(reverseDetailStatusText="Refund successful", **modified),
    ):
        (dispute,) = read(json.dumps(body), seen_at=SEEN, language="en").disputes
        assert str(dispute.decided_on) == day


@pytest.mark.parametrize("number", ["8٢١٢٣١٣٩٦١٥٩١٣٢٢", "８212313961591322", "8212313961591322٣"])
def test_a_number_in_other_digits_is_no_second_order(number: str) -> None:
    assert order_id_of(number) is None
    assert exact(number) is None


@pytest.mark.parametrize("code", ["BR", "br", "Br"])
def test_a_country_in_small_letters(code: str) -> None:
    line = {"mailNo": "LP00417245813281", "detailList": []}
    body = pages.tracking([line], logisticsReceiverInfo={"countryCode": code})
    assert read(json.dumps(body)).parcels[0].destination_country == "BR"


@pytest.mark.parametrize(
    ("title", "said", "status"),
    [
        ("Delivered", "Delivered to the local hub", "in_transit_destination"),
        ("Delivered", "Soon", "unknown"),
        ("Delivered", "Not yet", "unknown"),
        ("Delivered", "Qwertz", "delivered"),
        ("Delivered", "", "delivered"),
    ],
)
def test_a_title_of_delivery_over_words_that_deny_it(title: str, said: str, status: str) -> None:
    node = (
        f'<div class="logistic-info-v2--node--x"><div class="logistic-info-v2--nodeTitle--x">{title}</div>'
        f'<div class="logistic-info-v2--nodeDesc--x">{said}</div>'
        '<div class="logistic-info-v2--nodeTime--x">Jul 11, 2026 08:00</div></div>'
    )
    html = f'<div class="logistic-info-v2--mailNoValue--x">LP00417245813281</div>{node}'
    found = read(f'<html lang="en"><body>{html}</body></html>', seen_at=SEEN)
    assert [event.status for event in found.parcels[0].events] == [status], found.problems


def ends(tag: str, **fields: Any) -> tuple[list[str], tuple[str, ...]]:
    """The kinds of the dates of an order on its way whose page has this component too, and the problems."""
    body = pages.order_detail(title="Awaiting delivery", code=8, more=[pages.component(tag, "1", fields)])
    found = read(json.dumps(body), seen_at=SEEN, language="en")
    return [stated.kind for stated in found.orders[0].dates], found.problems


@pytest.mark.parametrize("number", [1786010400000, "1786010400000", 1786010400])
@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("detail_banner_block", "activityEndTime"),
        ("detail_banner_block", "promotionEndTime"),
        ("detail_flash_sale", "endTime"),
        ("detail_recommend_block", "saleEndTime"),
        ("detail_review_block", "evaluationEndTime"),
        ("detail_member_block", "vipExpireTime"),
    ],
)
def test_the_end_of_a_sale_is_no_end_of_the_protection(tag: str, name: str, number: Any) -> None:
    kinds, problems = ends(tag, **{name: number})
    assert kinds == ["stated"]
    assert any("not known" in problem for problem in problems)


@pytest.mark.parametrize("name", ["endTime", "protectionEndTime", "autoConfirmDeadline", "receiveTimeout"])
def test_an_end_that_nothing_else_claims_is_the_protection_s(name: str) -> None:
    assert ends("detail_count_block", **{name: 1786010400000})[0] == ["protection_end"]


def test_an_end_of_days_ago_is_not_that_of_an_order_still_on_its_way() -> None:
    """Once its protection is over an order is completed by itself: it would not be awaited any more."""
    kinds, problems = ends("detail_count_block", endTime=1700000000000)
    assert kinds == ["stated"]
    assert any("not known" in problem for problem in problems)
    assert ends("detail_count_block", endTime=1783706400000)[0] == ["protection_end"]  # half a day ago


def test_a_countdown_of_a_sale_is_no_countdown_of_the_protection() -> None:
    assert ends("detail_flash_sale", leftTime=432_000_000)[0] == ["stated"]
    assert ends("detail_count_block", leftTime=432_000_000)[0] == ["protection_end"]


LONG_AGO = [
    ("Jun. 01 10:00", "AE_PICK_UP_SUCCESS", "2026-06-01"),
    ("Jun. 20 10:00", "AE_GTMS_SIGNED", "2026-06-20"),
]


@pytest.mark.parametrize("seen", ["2026-12-24", "2027-01-10", "2027-05-30"])
def test_scans_of_last_summer_are_not_of_next_summer(seen: str) -> None:
    """A scan has happened: without a year it is the last such day before the page was read, however near the next."""
    at = datetime.fromisoformat(f"{seen}T12:00:00+00:00")
    scans = [
        {"timeText": f"Mon | {clock}", "trackingSecondCode": code, "trackingDetailDesc": ""}
        for clock, code, _ in reversed(LONG_AGO)
    ]
    body = pages.tracking([{"mailNo": "LP00417245813281", "detailList": scans}])
    (parcel,) = read(json.dumps(body), seen_at=at, language="en").parcels
    assert [str(event.local_time.date()) for event in parcel.events] == ["2026-06-20", "2026-06-01"]
    assert parcel.status == "delivered"
    nodes = "".join(
        f'<div class="logistic-info-v2--node--x"><div class="logistic-info-v2--nodeDesc--x">{said}</div>'
        f'<div class="logistic-info-v2--nodeTime--x">{clock}</div></div>'
        for clock, said in (("Jun. 20 10:00", "Package delivered"), ("Jun. 01 10:00", "Collected by carrier"))
    )
    number = '<div class="logistic-info-v2--mailNoValue--x">LP00417245813281</div>'
    html = f'<html lang="en"><body>{number}{nodes}</body></html>'
    (parcel,) = read(html, seen_at=at).parcels
    assert [str(event.local_time.date()) for event in parcel.events] == ["2026-06-20", "2026-06-01"]


def test_a_scan_of_tomorrow_in_another_zone_is_no_scan_of_last_year() -> None:
    at = datetime.fromisoformat("2026-12-31T20:00:00+00:00")
    scan = {"timeText": "Fri | Jan. 01 05:00", "trackingSecondCode": "AE_GTMS_SIGNED"}
    body = pages.tracking([{"mailNo": "LP00417245813281", "detailList": [scan]}])
    (parcel,) = read(json.dumps(body), seen_at=at, language="en").parcels
    assert str(parcel.events[0].local_time.date()) == "2027-01-01"
