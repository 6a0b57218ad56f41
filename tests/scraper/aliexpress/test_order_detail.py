"""The order detail as JSON: dates, windows, countdowns, numbers, parcels."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from scraper.aliexpress import Reading, read
from tests.scraper.aliexpress import pages

SEEN_AT = datetime(2026, 7, 20, 8, tzinfo=UTC)


def reading(seen_at: datetime | None = SEEN_AT, url: str | None = None, **fields: Any) -> Reading:
    return read(pages.text(pages.order_detail(**fields)), seen_at=seen_at, url=url)


def dated(found: Reading) -> list[tuple[str, str]]:
    return [(d.kind, str(d.on) if d.on else d.at.isoformat() if d.at else "") for d in found.orders[0].dates]


@pytest.mark.parametrize(
    ("reminder", "stated"),
    [
        ("34 days 10 hours", ("protection_end", "2026-08-23T18:00:00+00:00")),
        ("Remaining time: 2 days and 17 hours", ("protection_end", "2026-07-23T01:00:00+00:00")),
        ("…: 24 дн …", ("protection_end", "2026-08-13T08:00:00+00:00")),
        ("До закрытия: 24 дн", ("protection_end", "2026-08-13T08:00:00+00:00")),
        ("Your order is protected until Oct 20, 2026", ("protection_end", "2026-10-20")),
        ("Purchase Protection ends on Oct 20, 2026.", ("protection_end", "2026-10-20")),
        (
            "If your order does not arrive on 2026-10-20 you can open a dispute",
            ("protection_end", "2026-10-20"),
        ),
        (
            "It will be automatically confirmed in 12 days 3 hours.",
            ("protection_end", "2026-08-01T11:00:00+00:00"),
        ),
        ("Refund if no delivery before Sep 4, 2026", ("refund_if_undelivered", "2026-09-04")),
        ("Estimated delivery: Sep 21 - 26, 2026", ("estimated_delivery", "2026-09-26")),
    ],
)
def test_the_forms_of_an_end(reminder: str, stated: tuple[str, str]) -> None:
    found = reading(reminder=reminder)
    assert (dated(found), found.problems) == ([stated], ())


@pytest.mark.parametrize(
    "reminder",
    [
        "Your package will be delivered in 3 days 4 hours",
        "Your refund arrives in 3 days 4 hours",
        "The seller has to respond within 3 days 4 hours",
        "The coupon expires in 3 days 4 hours",
    ],
)
def test_another_clock_is_no_protection(reminder: str) -> None:
    found = reading(reminder=reminder)
    assert [kind for kind, _ in dated(found)] == ["stated"]
    assert len(found.problems) == 1


@pytest.mark.parametrize(
    ("reminder", "stated"),
    [
        (
            "Estimated delivery: Jul 28 - Aug 3. Your order is covered by Buyer Protection until Oct 20, 2026.",
            [("estimated_delivery", "2026-08-03"), ("protection_end", "2026-10-20")],
        ),
        (
            "Estimated delivery Jul 28 - Aug 3, 2026, Buyer Protection until Oct 20, 2026",
            [("estimated_delivery", "2026-08-03"), ("protection_end", "2026-10-20")],
        ),
        (
            "€5 coupon if delayed by Aug 3, 2026, refund if not delivered before Sep 4, 2026",
            [("estimated_delivery", "2026-08-03"), ("refund_if_undelivered", "2026-09-04")],
        ),
        (
            "Lieferung voraussichtlich am 3. August 2026. Käuferschutz bis 20. Oktober 2026.",
            [("estimated_delivery", "2026-08-03"), ("protection_end", "2026-10-20")],
        ),
        (
            "Full refund if you don't receive your order by Sep 4, 2026",
            [("refund_if_undelivered", "2026-09-04")],
        ),
    ],
)
def test_several_promises_in_one_text(reminder: str, stated: list[tuple[str, str]]) -> None:
    found = reading(reminder=reminder)
    assert (dated(found), found.problems) == (stated, ())


def test_numbers_that_nobody_understands_are_said() -> None:
    assert any("34" in problem for problem in reading(reminder="Қалған уақыт: 34 күн 10 сағат").problems)


@pytest.mark.parametrize(
    "text", ["Refunds take 3-20 business days", "Refund if not delivered within 60 days"]
)
def test_how_long_a_refund_takes_is_no_window(text: str) -> None:
    assert reading(services=[("F", text)]).orders[0].windows == ()


@pytest.mark.parametrize("reminder", ["34 days 10 hours", "Refund if no delivery before Sep 4"])
def test_what_needs_the_time_of_reading_is_a_problem_without_it(reminder: str) -> None:
    found = reading(seen_at=None, reminder=reminder)
    assert found.orders[0].dates == ()
    assert len(found.problems) == 1


def test_a_day_without_a_year_takes_it_from_the_order_s_own_dates() -> None:
    found = reading(
        seen_at=None,
        nodes=[("Paid", "Dec 15"), ("R$5", "Jan 5"), ("Refund", "Feb 4")],
        info={"orderCreatTime": "Dec 15, 2026"},
    )
    assert dated(found) == [("late_coupon", "2027-01-05"), ("refund_if_undelivered", "2027-02-04")]


def test_the_countdown_of_an_unpaid_order_is_no_protection() -> None:
    found = reading(title="To pay", code=None, reminder="Pay within 23 hours 59 minutes or it will be closed")
    assert {kind for kind, _ in dated(found)} <= {"stated"}


@pytest.mark.parametrize(
    "reminder",
    ["The seller has to ship your order within 6 days 3 hours", "Will be shipped before Jul 26, 2026"],
)
def test_the_last_processing_day(reminder: str) -> None:
    assert dated(reading(title="Processing", code=None, reminder=reminder)) == [("ship_by", "2026-07-26")]


def test_a_countdown_given_as_a_number() -> None:
    assert dated(reading(status_block={"leftTime": 34 * 86_400_000})) == [
        ("protection_end", "2026-08-23T08:00:00+00:00")
    ]
    assert reading(status_block={"remainSeconds": 5_000}).problems != ()


def test_two_dates_for_one_promise_are_both_kept() -> None:
    found = reading(
        nodes=[("Refund", "Sep 4, 2026")], services=[("F", "Refund if no delivery before Sep 3, 2026")]
    )
    assert dated(found) == [("refund_if_undelivered", "2026-09-04"), ("refund_if_undelivered", "2026-09-03")]


def test_a_date_that_nothing_understands_is_stated_with_a_problem() -> None:
    found = reading(reminder="Something happens around Sep 9, 2026")
    assert dated(found) == [("stated", "2026-09-09")]
    assert any("Sep 9, 2026" in problem for problem in found.problems)


def test_a_block_that_is_new_is_read_too() -> None:
    new = pages.component("detail_protection_block", "9", {"text": "Buyer protection ends on Oct 20, 2026"})
    assert dated(reading(more=[new])) == [("protection_end", "2026-10-20")]


@pytest.mark.parametrize(
    ("promise", "title", "state"),
    [
        (
            "If delivered after Aug 3, 2026 you can collect a €5 coupon after 48 hours of that date",
            "active",
            "promised",
        ),
        ("You can now collect your €5 coupon", "active", "claimable"),
        ("Your €5 coupon was collected", "active", "collected"),
        ("Your €5 coupon has expired", "active", "expired"),
        ("", "Fast delivery: ended", "expired"),
    ],
)
def test_the_states_of_the_late_coupon(promise: str, title: str, state: str) -> None:
    found = reading(
        nodes=[("Paid", "Jul 15, 2026"), ("€5", "Aug 5, 2026")], promise=promise, promise_title=title
    )
    coupon = found.orders[0].late_coupon
    assert coupon is not None
    assert (coupon.state, coupon.amount and coupon.amount.amount) == (state, "5.00")


def test_a_window_from_an_older_page() -> None:
    text = 'Order finished. You can still open a dispute up to 15 days after confirming "Order Received".'
    (window,) = reading(title="Finished", code=9, reminder=text).orders[0].windows
    assert (window.kind, window.days, window.from_) == ("dispute", 15, "confirmed")


def test_a_window_from_the_payment() -> None:
    (window,) = (
        reading(services=[("Free returns", "Return within 90 calendar days from order paid")])
        .orders[0]
        .windows
    )
    assert (window.kind, window.days, window.from_) == ("free_return", 90, "paid")


@pytest.mark.parametrize("order_id", [pages.ORDER, str(pages.ORDER), float(pages.ORDER)])
def test_the_number_of_the_order(order_id: Any) -> None:
    assert reading(order_id=order_id).orders[0].order_id == str(pages.ORDER)


def test_a_rounded_number_is_replaced_by_that_of_the_link_or_not_read_at_all() -> None:
    real = "9219999900000923"
    rounded = int(float(real))
    assert str(rounded) != real
    assert reading(order_id=rounded).orders == ()
    assert any("layout_changed" in problem for problem in reading(order_id=rounded).problems)
    url = f"https://www.aliexpress.com/p/order/detail.html?orderId={real}"
    assert reading(order_id=rounded, url=url).orders[0].order_id == real
    link = {"buttonVOList": [{"type": "TRACKING", "href": f"https://x.aliexpress.com/t?tradeOrderId={real}"}]}
    assert reading(order_id=rounded, status_block=link).orders[0].order_id == real


def test_a_number_that_no_script_can_hold_came_straight_from_the_wire() -> None:
    assert reading(order_id=9219999900000923).orders[0].order_id == "9219999900000923"


def test_parcels_and_the_line_that_each_carries() -> None:
    order = reading(
        parcels=[
            {"trackingNumber": "LP00417245813281", "orderLineIds": [pages.LINE]},
            {"trackingNumber": "RS123456785CN"},
        ]
    ).orders[0]
    assert order.parcels == ("LP00417245813281", "RS123456785CN")
    assert order.lines[0].parcel == "LP00417245813281"
    assert reading(parcels=[{"trackingNumber": "LP00417245813281"}]).orders[0].lines[0].parcel is None


def test_the_place_of_delivery_is_kept_and_the_receiver_is_not() -> None:
    address = {
        "contactName": "Jane Roe",
        "countryCode": "BR",
        "detailAddress": "Long Street 5",
        "fullPhoneNo": "+55 11912345678",
        "postCode": "01310-000",
        "regionAddress": "Campinas, Sao Paulo, Brazil",
    }
    found = reading(info={"addressVO": address})
    order = found.orders[0]
    assert (order.destination_country, order.destination_city, order.destination_postcode) == (
        "BR",
        "Campinas",
        "01310-000",
    )
    assert not any(part in str(found.to_json()) for part in ("Jane", "Long Street", "91234"))


def test_an_answer_that_is_only_a_skeleton_is_a_problem() -> None:
    root = pages.component("detail_root_container", "109716", {"i18n": {"okay": "OK"}})
    plain = pages.answer("mtop.aliexpress.trade.buyer.order.detail", {"data": dict([root])})
    found = read(pages.text(plain))
    assert (found.kind, found.orders) == ("order_detail", ())
    assert any("skeleton" in problem for problem in found.problems)


def test_the_order_s_own_dates() -> None:
    info = {"orderCreatTime": "24 nov, 2023", "payTime": "24 nov, 2023", "orderShipTime": "3. Aug 2025"}
    order = reading(info=info).orders[0]
    assert (order.placed_on, order.paid_on, order.shipped_on) == (
        date(2023, 11, 24),
        date(2023, 11, 24),
        date(2025, 8, 3),
    )


def test_an_end_given_as_an_instant() -> None:
    at = int(datetime(2026, 8, 23, 18, tzinfo=UTC).timestamp() * 1000)
    assert dated(reading(status_block={"timer": {"confirmEndTime": at}})) == [
        ("protection_end", "2026-08-23T18:00:00+00:00")
    ]
    unpaid = reading(title="To pay", code=None, status_block={"payEndTime": str(at)})
    assert (dated(unpaid), unpaid.problems) == ([("stated", "2026-08-23T18:00:00+00:00")], ())
    other = reading(status_block={"couponEndTime": at})
    assert (dated(other)[0][0], len(other.problems)) == ("stated", 1)
    assert dated(reading(status_block={"gmtCreate": at})) == []


def test_an_address_in_a_new_block_is_not_looked_into() -> None:
    private = {
        "detailAddress": "12 March Street",
        "receiverText": "Jane Roe, 3 May Road",
        "phone": "2026-08-03",
    }
    for tag in ("detail_address_block", "detail_new_block"):
        found = reading(more=[pages.component(tag, "7", {"inner": private, "line1Address": "4 Jul Avenue"})])
        assert found.orders[0].dates == ()
        assert "March" not in str(found.to_json())
        assert "Jane" not in str(found.to_json())


def test_the_same_words_in_every_state() -> None:
    for status, code in (("Completed", 9), ("Canceled", None), ("Foo", None)):
        found = reading(title=status, code=code, reminder="34 days 10 hours", lines=[])
        assert [kind for kind, _ in dated(found)] == ["stated"]
