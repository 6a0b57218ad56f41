"""Order details: the whole page with nothing private in it, windows, how an order ended, ids near 2^53."""

import json

import pytest

from tests.scraper.captured.captures import (
    ORDER_ID,
    PRIVATE,
    SEEN,
    assert_holds,
    days,
    detail,
    detail_url,
    read_out,
)
from tests.scraper.captured.said import (
    one_detail,
    status_block,
)


def test_whole_detail_without_anything_private() -> None:
    body = detail(
        buttons=["TRACKING", "CONFIRM_GOODS"],
        nodes=[("Paid", "Jul 1, 2026"), ("€1", "Aug 7, 2026"), ("Refund", "Sep 6, 2026")],
        bar_text="If delivered after Aug 5, 2026 you can collect a €1 coupon after 48 hours of that date",
        services=[
            (
                "Fast delivery",
                "Apply for €1,00 coupon code if delayed by Aug 5, 2026 · Refund if no delivery before Sep 6, 2026"
                " · Refund if items damaged",
            ),
            ("Free returns", "Send it back within 15 days after delivery."),
        ],
        eta="Estimated delivery date: Aug 5, 2026",
        info={"orderShipTime": "Jul 3, 2026"},
        packages=["LP00123456789012"],
        line_buttons=["OPEN_DISPUTE"],
    )
    for text, envelope in (
        (body, {}),
        (f"mtopjsonp4({json.dumps(body)})", {}),
        (body, {"url": detail_url(), "seen_at": SEEN, "language": "en"}),
    ):
        said = read_out(text, **envelope)
        order = said["orders"][0]
        assert_holds(
            order,
            {
                "order_id": ORDER_ID,
                "status": "shipped",
                "placed_on": "2026-07-01",
                "paid_on": "2026-07-01",
                "shipped_on": "2026-07-03",
                "completed_on": None,
                "payment_method": "PayPal",
                "destination_country": "DE",
                "total": {"amount": "12.34", "currency": "EUR"},
                "store": {"name": "Lantern Store"},
                "parcels": ["LP00123456789012"],
                "lines": [{"dispute_offered": True}],
                "actions": ["TRACKING", "CONFIRM_GOODS"],
                "windows": [{"kind": "free_return", "days": 15, "from": "delivered"}],
                "late_coupon": {"amount": {"amount": "1.00", "currency": "EUR"}},
            },
        )
        assert days(order, "estimated_delivery") == ["2026-08-05"]
        assert days(order, "late_coupon") == ["2026-08-07"]
        assert days(order, "refund_if_undelivered") == ["2026-09-06"]
        assert said["problems"] == []
        assert not any(word in json.dumps(said) for word in PRIVATE)


def test_a_detail_without_its_status_block_says_so() -> None:
    body = detail()
    status_block(body).clear()
    said = read_out(body, seen_at=SEEN)
    assert [order["status"] for order in said["orders"]] == ["shipped"]
    assert any("detail_order_status_block" in problem for problem in said["problems"])


@pytest.mark.parametrize(
    ("reminder", "windows"),
    [
        (
            "Order complete.If there are any problems, you can apply for a return/refund within 7 days of confirming"
            " receipt.If the item you received is defective or not as described, you can open a dispute within 90 days"
            " after order was placed.",
            {("change_of_mind", 7, "confirmed"), ("defective", 90, "placed")},
        ),
        (
            'you can still open a dispute up to 15 days after confirming "Order Received".',
            {(None, 15, "confirmed")},
        ),
        ("You can return it within 90 days from payment.", {(None, 90, "paid")}),
    ],
)
def test_windows(reminder: str, windows: set[tuple[str | None, int, str]]) -> None:
    order = one_detail(
        detail(title="Completed", code=9, reminder=reminder, info={"orderEndTime": "Jul 28, 2026"})
    )
    assert order["status"] == "completed"
    assert order["completed_on"] == "2026-07-28"
    found = {(window["kind"], window["days"], window.get("from")) for window in order.get("windows", [])}
    for kind, count, start in windows:
        assert any((kind is None or k == kind) and (d, s) == (count, start) for k, d, s in found), found
    assert len(found) == len(windows)


@pytest.mark.parametrize(
    ("title", "reminder", "status"),
    [
        ("Closed", "Order closed because the seller did not ship your order in time.", "cancelled"),
        (
            "Canceled",
            "The seller failed to send the goods before Jul 14, 2026. You will get a full refund.",
            "cancelled",
        ),
        ("Expired", "Payment was not made in time.", "expired"),
        ("Completed", "Order complete.", "completed"),
    ],
)
def test_code_nine_with_different_words(title: str, reminder: str, status: str) -> None:
    order = one_detail(detail(title=title, code=9, reminder=reminder, info={"orderEndTime": "Jul 15, 2026"}))
    assert order["status"] == status
    if status == "completed":
        assert order["completed_on"] == "2026-07-15"
    else:
        assert "completed_on" not in order
    if status == "cancelled":
        assert order.get("closed_on") == "2026-07-15"


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ("buyer_accept_goods", "completed"),
        ("buyer_accept_goods_timeout", "completed"),
        ("buyer_pay_timeout", "expired"),
        ("seller_send_goods_timeout", "cancelled"),
        ("cancel_order_close_trade", "cancelled"),
        ("buyer_cancel_notpay_order", "cancelled"),
        ("buyer_cancel_order_in_risk", "cancelled"),
        ("risk_reject_closed", "cancelled"),
    ],
)
def test_finish_with_an_end_reason(reason: str, status: str) -> None:
    body = detail(title="Zorblatt", code="FINISH")
    body["data"]["global"]["endReason"] = reason
    assert one_detail(body)["status"] == status


def test_frozen_and_in_issue_are_not_completed() -> None:
    for code in ("IN_FROZEN", "IN_ISSUE", "IN_CANCEL"):
        order = one_detail(detail(title="Zorblatt", code=code))
        assert order["status"] not in {"completed", "expired"}, code


def test_big_numbers_keep_their_digits() -> None:
    text = json.dumps(detail(order_id="9007199254740993"))
    assert one_detail(text)["order_id"] == "9007199254740993"


def test_number_rounded_by_a_page_yields_to_the_link() -> None:
    body = detail(order_id="9007199254740992")
    order = one_detail(body, url=detail_url("9007199254740993"), seen_at=SEEN)
    assert order["order_id"] == "9007199254740993"


def test_rounded_float_number() -> None:
    text = json.dumps(detail(order_id="8213000000000011")).replace(
        "8213000000000011,", "8.213000000000011e15,"
    )
    assert one_detail(text, url=detail_url(), seen_at=SEEN)["order_id"] == ORDER_ID


def test_empty_skeleton_is_not_silence() -> None:
    body = detail()
    body["data"]["data"] = {
        "detail_root_container_109716": {
            "tag": "detail_root_container",
            "fields": {"i18n": {"confirm": "Confirm"}},
        },
        "detail_tail_container_109717": {"tag": "detail_tail_container", "fields": {}},
    }
    body["data"]["global"] = {"pageTitle": "Order Detail"}
    said = read_out(body, url=detail_url(), seen_at=SEEN)
    assert said["problems"], said
    for order in said.get("orders", []):
        assert order.get("status") in (None, "unknown")


def test_unreadable_title_with_known_code_and_bad_date() -> None:
    said = read_out(detail(info={"orderShipTime": "sometime in spring"}))
    assert "shipped_on" not in said["orders"][0]
    assert any("sometime in spring" in problem for problem in said["problems"])


def test_codes_and_language_hosts() -> None:
    for host in ("de.aliexpress.com", "www.aliexpress.us", "m.aliexpress.com", "ko.aliexpress.com"):
        assert one_detail(detail(), url=detail_url(host=host), seen_at=SEEN)["order_id"] == ORDER_ID
