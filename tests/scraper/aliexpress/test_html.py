"""Pages of HTML: what they show is read, and what moved is said."""

from datetime import UTC, date, datetime

import pytest

from scraper.aliexpress import Reading, read
from scraper.facts import Money
from tests.scraper.aliexpress import pages

SEEN_AT = datetime(2026, 7, 20, 8, tzinfo=UTC)


def page(
    name: str, *changes: tuple[str, str], url: str | None = None, seen_at: datetime | None = SEEN_AT
) -> Reading:
    html = pages.stored(name)
    for old, new in changes:
        assert old in html
        html = html.replace(old, new)
    return read(html, url=url, seen_at=seen_at)


def test_the_list() -> None:
    reading = page("list.html")
    assert (reading.kind, reading.problems, reading.has_more) == ("order_list", (), True)
    first, second = reading.orders
    assert (first.order_id, first.status, first.placed_on) == (
        "8219999900000001",
        "shipped",
        date(2026, 4, 19),
    )
    assert first.total == Money(amount="7.80", currency="EUR")
    assert first.store is not None
    assert (first.store.name, first.store.url) == (
        "Moon Store",
        "https://www.aliexpress.com/store/1100000001",
    )
    (line,) = first.lines
    assert (line.title, line.quantity, line.sku) == ("A long cable", 2, "Color: Black")
    assert (line.product_id, line.unit_price) == ("1005001000000001", Money(amount="3.90", currency="EUR"))
    assert line.image_url == "https://ae01.alicdn.com/kf/cable.jpg"
    assert (second.status, len(second.lines), second.lines[0].title) == ("completed", 2, None)
    assert [dispute.state for dispute in second.disputes] == ["refund_decided"]


def test_the_card_of_the_mobile_page_is_itself_the_link() -> None:
    html = (
        '<html lang="ko"><body><a class="order-item order-item-mobile" href="/p/order/detail.html?orderId=3041111111110001">'  # noqa: E501
        '<span class="order-item-header-status-text">배송 중</span>'
        '<div class="order-item-header-right-info"><div>2026. 4. 19.</div></div></a></body></html>'
    )
    (order,) = read(html).orders
    assert (order.order_id, order.status, order.placed_on) == (
        "3041111111110001",
        "shipped",
        date(2026, 4, 19),
    )


def test_a_card_without_a_number_is_a_changed_layout_and_the_rest_is_read() -> None:
    reading = page("list.html", ("orderId=8219999900000001", "x=1"), ("tradeOrderId=8219999900000001", "y=1"), ("Ref. Number: 8219999900000001", "Ref."))  # fmt: skip  # noqa: E501
    assert [order.order_id for order in reading.orders] == ["8219999900020001"]
    assert any("layout_changed" in problem and "Moon Store" in problem for problem in reading.problems)


def test_fewer_cards_than_the_page_says() -> None:
    reading = page("list.html", ("Processed (2)", "Processed (7)"))
    assert len(reading.orders) == 2
    assert any("7 orders, 2 cards" in problem for problem in reading.problems)


def test_an_order_in_a_link_but_in_no_card() -> None:
    reading = page("list.html", ('<div class="order-item">\n  <div class="order-item-header"><span class="order-item-header-status-text">C', '<div class="order-thing"><span class="order-item-header-status-text">C'))  # fmt: skip  # noqa: E501
    assert [order.order_id for order in reading.orders] == ["8219999900000001"]
    assert any("layout_changed" in problem and "in no card" in problem for problem in reading.problems)


def test_a_list_without_any_card_is_never_silently_empty() -> None:
    url = "https://www.aliexpress.com/p/order/index.html"
    for html in (
        '<html><body><div id="root"></div></body></html>',
        "<html><body class=comet-tabs-nav-item></body></html>",
    ):
        reading = read(html, url=url)
        assert (reading.kind, reading.orders) == ("order_list", ())
        assert any("layout_changed" in problem for problem in reading.problems)


def test_the_detail() -> None:
    reading = page("detail.html")
    assert (reading.kind, reading.problems) == ("order_detail", ())
    (order,) = reading.orders
    assert (order.order_id, order.status) == ("8219999900000001", "shipped")
    assert (order.placed_on, order.paid_on, order.shipped_on) == (
        date(2026, 7, 15),
        date(2026, 7, 15),
        date(2026, 7, 16),
    )
    assert [(d.kind, str(d.on or d.at)) for d in order.dates] == [
        ("late_coupon", "2026-08-05"),
        ("refund_if_undelivered", "2026-09-04"),
        ("protection_end", "2026-08-23 18:00:00+00:00"),
        ("refund_if_undelivered", "2026-09-03"),
    ]
    assert [(w.kind, w.days, w.from_) for w in order.windows] == [("free_return", 15, "delivered")]
    assert order.total == Money(amount="7.80", currency="EUR")
    assert order.lines[0].title == "Ein Kabel"


def test_a_detail_whose_class_names_moved() -> None:
    reading = page("detail.html", ("info-row", "zeile"), ("8219999900000001", "-"))
    assert reading.orders == ()
    assert any("layout_changed" in problem for problem in reading.problems)


def test_the_tracking_page_with_two_parcels() -> None:
    url = "https://www.aliexpress.com/p/tracking/index.html?tradeOrderId=8219999900000001"
    reading = page("tracking.html", url=url, seen_at=datetime(2026, 4, 22, tzinfo=UTC))
    assert (reading.kind, reading.problems, reading.order_ids) == (
        "order_tracking",
        (),
        ("8219999900000001",),
    )
    first, second = reading.parcels
    assert (first.number, first.carrier, first.service) == (
        "RS123456785CN",
        "Hanjin",
        "AliExpress standard shipping",
    )
    assert first.estimated_delivery is not None
    assert (first.estimated_delivery.from_, first.estimated_delivery.to) == (
        date(2026, 4, 24),
        date(2026, 5, 14),
    )
    assert [event.local_time.isoformat() for event in first.events] == [
        "2026-04-21T18:39:00",
        "2026-04-20T08:00:00",
    ]
    assert (second.number, second.status) == ("LP00417245813281", "delivered")


def test_hashes_may_change_and_the_year_needs_the_time_of_reading() -> None:
    reading = page("tracking.html", ("--X0fPzen", "--other"), ("--bb", "--zz9"), seen_at=None)
    assert [parcel.number for parcel in reading.parcels] == ["RS123456785CN", "LP00417245813281"]
    assert all(parcel.events == () for parcel in reading.parcels)
    assert reading.problems != ()


def test_a_node_without_a_time_undoes_the_delivery_below_it() -> None:
    node = '<div class="logistic-info-v2--node--bb">'
    returned = f'{node}<div class="logistic-info-v2--nodeDesc--dd">Returned to sender</div></div>'
    delivered = f'{node}<div class="logistic-info-v2--nodeTitle--cc">Delivered</div>'
    reading = page(
        "tracking.html", (delivered, returned + delivered), seen_at=datetime(2026, 4, 22, tzinfo=UTC)
    )
    assert reading.parcels[1].status == "returned"
    assert {event.local_time.isoformat() for event in reading.parcels[1].events} == {"2026-04-19T17:05:00"}
    assert any("no time of a scan" in problem for problem in reading.problems)


def test_the_refund_list() -> None:
    reading = page("refunds.html")
    assert reading.kind == "refund_list"
    first, second = reading.disputes
    assert (first.dispute_id, first.order_id, first.line_id) == (
        "6239000000000001",
        "8219999900000001",
        pages.LINE,
    )
    assert (first.state, first.refund, first.decided_on) == (
        "refund_decided",
        Money(amount="7.80", currency="EUR"),
        date(2026, 9, 10),
    )
    assert (second.order_id, second.state) == ("8219999900020001", "waiting_for_buyer")
    assert any("layout_changed" in problem and "Something new" in problem for problem in reading.problems)


@pytest.mark.parametrize("name", ["list.html", "detail.html"])
def test_the_answer_inside_the_page_is_better_than_its_elements(name: str) -> None:
    body = pages.text(pages.order_list([pages.card(pages.ORDER)]))
    reading = page(name, ("<body>", f"<body><script>window.__INIT_DATA_CALLBACK__({body});</script>"))
    assert [order.lines[0].title for order in reading.orders] == ["A cable"]


RUSSIAN = (
    '<html lang="ru"><body><script id="__AER_DATA__" type="application/json">{"widgets":[{"children":[{"props":'
    '{"orderList":{"orders":[{"orderNumber":"5012 3456 7890 1234","items":[{"name":"Кабель","imgUrl":"//ae.ru/x.jpg"}],'
    '"detailLink":"/order-list/5012345678901234"}]}}}]}]}</script></body></html>'
)


def test_the_russian_shop_as_far_as_it_is_known() -> None:
    reading = read(RUSSIAN, url="https://aliexpress.ru/order-list")
    (order,) = reading.orders
    assert (order.order_id, order.status, order.lines[0].title) == ("5012345678901234", "unknown", "Кабель")
    assert any("not supported yet" in problem for problem in reading.problems)


@pytest.mark.parametrize("body", ["<html><body>x</body></html>", '{"data":{}}'])
def test_the_rest_of_the_russian_shop_is_not_supported_yet(body: str) -> None:
    reading = read(body, url="https://aliexpress.ru/order-list/5012345678901234")
    assert reading.kind == "unknown"
    assert any("not supported yet" in problem for problem in reading.problems)
