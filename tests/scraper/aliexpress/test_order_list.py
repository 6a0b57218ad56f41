"""The order list as JSON."""

import pytest

from scraper.aliexpress import read
from scraper.facts import Money
from tests.scraper.aliexpress import pages


def numbered(count: int) -> list[str]:
    return [str(pages.ORDER + 20000 * i) for i in range(count)]


@pytest.mark.parametrize("key", ["pc_om_list_order", "order", "x"])
def test_cards_are_chosen_by_tag_and_shown_in_the_page_s_order(key: str) -> None:
    reading = read(pages.text(pages.order_list([pages.card(n) for n in numbered(10)], key=key, more=True)))
    assert [order.order_id for order in reading.orders] == numbered(10)
    assert (reading.has_more, reading.problems) == (True, ())


@pytest.mark.parametrize(
    "wrapped",
    [
        "mtopjsonp3({})",
        "window.__INIT_DATA_CALLBACK__({});",
        " /**/ typeof mtopjsonp1 === 'function' && mtopjsonp1({});",
        "\ufeff\n{}\n",
        'try{{ window.cb["a"]({}) }}catch(e){{}}',
    ],
)
def test_jsonp_under_any_name(wrapped: str) -> None:
    body = pages.text(pages.order_list([pages.card(pages.ORDER)]))
    reading = read(wrapped.replace("{{", "{").replace("}}", "}").replace("{}", body, 1))
    assert [order.order_id for order in reading.orders] == [str(pages.ORDER)]


def test_the_number_comes_from_links_where_its_field_is_missing() -> None:
    url = f"https://www.aliexpress.com/p/order/detail.html?orderId={pages.ORDER}"
    reading = read(pages.text(pages.order_list([pages.card(None, orderDetailUrl=url)])))
    assert [order.order_id for order in reading.orders] == [str(pages.ORDER)]


def test_a_number_beyond_what_javascript_can_hold_is_not_trusted() -> None:
    rounded = {**pages.card(None), "orderId": int(float(9219999900000923))}
    plain = pages.order_list([rounded])
    part = next(p for p in plain["data"]["data"].values() if p["tag"] == "pc_om_list_order")
    part["id"] = "card"
    plain["data"]["data"] = {"card": part}
    reading = read(pages.text(plain))
    assert reading.orders == ()
    assert any("layout_changed" in problem for problem in reading.problems)


def test_a_card_without_a_number_does_not_hide_the_others() -> None:
    reading = read(pages.text(pages.order_list([pages.card(None), pages.card(pages.ORDER)])))
    assert [order.order_id for order in reading.orders] == [str(pages.ORDER)]
    assert any("layout_changed" in problem and "Moon Store" in problem for problem in reading.problems)


def test_lines_that_are_missing_are_said() -> None:
    reading = read(pages.text(pages.order_list([pages.card(pages.ORDER, orderLineSize=3)])))
    assert any("3 lines" in problem for problem in reading.problems)


def test_an_old_order_without_total_and_currency() -> None:
    old = pages.card(123456789012345, "Expired", currencyCode=None, formatPriceInfo=None, totalPriceText=None)
    reading = read(pages.text(pages.order_list([old])))
    assert (reading.orders[0].order_id, reading.orders[0].total, reading.problems) == (
        "123456789012345",
        None,
        (),
    )


def test_coins_are_no_total() -> None:
    for fields in (
        {"formatPriceInfo": None, "totalPriceText": "150 coins"},
        {"formatPriceInfo": "150 coins|150|"},
    ):
        reading = read(pages.text(pages.order_list([pages.card(pages.ORDER, **fields)])))
        assert reading.orders[0].total is None or reading.orders[0].total == Money(
            amount="12.34", currency="EUR"
        )


def test_the_coupon_of_a_line_is_promised() -> None:
    line = {
        "orderLineId": pages.LINE,
        "itemExtraInfo": '<span style="color:#009966">€5 coupon if delayed</span>',
    }
    coupon = (
        read(pages.text(pages.order_list([pages.card(pages.ORDER, orderLines=[line])]))).orders[0].late_coupon
    )
    assert coupon is not None
    assert (coupon.state, coupon.amount) == ("promised", Money(amount="5.00", currency="EUR"))


def test_product_numbers_of_the_american_shop_are_shifted() -> None:
    line = {
        "productId": "3256807813685248",
        "itemDetailUrl": "//www.aliexpress.us/item/3256807813685248.html",
    }
    body = pages.text(pages.order_list([pages.card(pages.ORDER, orderLines=[line])]))
    assert read(body).orders[0].lines[0].product_id == str(3256807813685248 - 2**51)


def test_an_empty_list_is_an_answer_and_a_missing_one_a_problem() -> None:
    assert read(pages.text(pages.order_list([]))).problems == ()
    assert read(pages.text(pages.order_list([], more=True))).problems != ()
    empty = read(pages.text(pages.answer("mtop.aliexpress.trade.buyer.order.list", {})))
    assert (empty.kind, empty.orders) == ("order_list", ())
    assert empty.problems != ()


@pytest.mark.parametrize(
    ("titles", "state", "refund"),
    [
        (["AliExpress의 피드백을 기다리는 중입니다."], "platform_review", None),
        (["환불 완료", "€12.34"], "refund_decided", Money(amount="12.34", currency="EUR")),
        (["고급 환불 완료 US $3.20"], "refund_decided", Money(amount="3.20", currency="USD")),
        (["요청 완료"], "finished", None),
        (["Waiting for AliExpress's feedback"], "platform_review", None),
        (["We're reviewing your request"], "platform_review", None),
        (["Waiting for your response"], "waiting_for_buyer", None),
        (["Waiting for seller's response"], "waiting_for_seller", None),
        (["Спор закрыт"], "finished", None),
        (["Refund complete"], "refund_decided", None),
    ],
)
def test_the_dispute_line_of_a_card(titles: list[str], state: str, refund: Money | None) -> None:
    exposed = {"itemList": [{"detailList": [{"title": title} for title in titles]}]}
    reading = read(pages.text(pages.order_list([pages.card(pages.ORDER, exposeInfo=exposed)])))
    (dispute,) = reading.orders[0].disputes
    assert (dispute.state, dispute.refund, dispute.order_id) == (state, refund, str(pages.ORDER))
    assert reading.problems == ()


def test_a_dispute_line_that_nobody_understands_is_kept_with_a_problem() -> None:
    exposed = {"itemList": [{"detailList": [{"title": "Qqq"}]}]}
    reading = read(pages.text(pages.order_list([pages.card(pages.ORDER, exposeInfo=exposed)])))
    assert [(d.state, d.text) for d in reading.orders[0].disputes] == [(None, "Qqq")]
    assert any("Qqq" in problem for problem in reading.problems)


def test_a_card_that_is_drawn_twice_is_one_order() -> None:
    plain = pages.order_list([pages.card(pages.ORDER), pages.card(pages.ORDER + 20000)])
    parts = plain["data"]["data"]
    parts["again"] = next(
        part for part in parts.values() if part["fields"].get("orderId") == str(pages.ORDER)
    )
    reading = read(pages.text(plain))
    assert sorted(order.order_id for order in reading.orders) == numbered(2)
