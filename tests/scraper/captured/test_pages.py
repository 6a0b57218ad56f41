"""Rendered pages: list, detail, tracking and refunds, with plain and hashed class names."""
# ruff: noqa: E501 - tables of captures read better in long lines

import json
from typing import Any

import pytest

from tests.scraper.captured.captures import (
    ORDER_ID,
    SEEN,
    assert_holds,
    days,
    detail_url,
    read_out,
    tracking_url,
)

LIST_URL = "https://www.aliexpress.com/p/order/index.html"


def html_card(
    order_id: str | None = ORDER_ID,
    status: str = "Awaiting delivery",
    date: str = "Date: Jul 1, 2026",
    label: str = "Ref. Number: ",
    total: str = "<span>€</span><span>1</span><span>2</span><span>,</span><span>3</span><span>4</span>",
) -> str:
    number = f"<div>{label}{order_id}<span>Copy</span></div>" if order_id else ""
    link = (
        f'<a data-pl="order_item_header_detail" href="https://www.aliexpress.com/p/order/detail.html?orderId={order_id}">x</a>'
        if order_id
        else ""
    )
    return f"""<div class="order-item"><div class="order-item-header">
<span class="order-item-header-status-text">{status}</span>
<div class="order-item-header-right"><div class="order-item-header-right-info" data-pl="order_item_header_info"><div>{date}</div>{number}</div>{link}</div></div>
<div class="order-item-store"><a href="//www.aliexpress.com/store/1100000001"><span class="order-item-store-name" data-pl="order_item_store_name">Lantern Store</span></a></div>
<div class="order-item-content"><div class="order-item-content-body"><a href="//www.aliexpress.com/item/1005000000000001.html"><div class="order-item-content-img" style="background-image: url(&quot;https://ae01.alicdn.com/x.jpg&quot;)"></div></a>
<div class="order-item-content-info"><div class="order-item-content-info-name"><span title="Lantern of brass">Lantern of b…</span></div>
<div class="order-item-content-info-sku">brass</div><div class="order-item-content-info-number">€6,17<span class="order-item-content-info-number-quantity">x2</span></div></div></div>
<div class="order-item-content-opt"><span class="order-item-content-opt-price-total">Total: <div class="es--wrap--x1">{total}</div></span></div></div>
</div>"""


def html_list(*cards: str, before: str = "") -> str:
    return f'<!doctype html><html><head><title>Orders</title></head><body><div id="root"><div class="order-main">{before}<div class="order-content"><div class="comet-checkbox-group">{"".join(cards)}</div></div></div></div></body></html>'


def test_html_list() -> None:
    said = read_out(html_list(html_card(), html_card("8213000000000031", "Completed")))
    assert_holds(
        said,
        {
            "kind": "order_list",
            "orders": [
                {
                    "order_id": ORDER_ID,
                    "status": "shipped",
                    "placed_on": "2026-07-01",
                    "store": {"name": "Lantern Store"},
                    "total": {"amount": "12.34", "currency": "EUR"},
                    "lines": [{"title": "Lantern of brass", "quantity": 2, "product_id": "1005000000000001"}],
                },
                {"order_id": "8213000000000031", "status": "completed"},
            ],
        },
    )


@pytest.mark.parametrize(
    ("language", "status", "date", "label", "expected"),
    [
        ("en", "Awaiting delivery", "Order date: Jul 1, 2026", "Order ID: ", "shipped"),
        ("de", "Abgeschlossen", "Datum: 1. Juli 2026", "Referenznr.: ", "completed"),
        ("ko", "완료됨", "날짜: 2026년 7월 1일", "참조 번호: ", "completed"),
        ("fr", "Terminé", "Date : 1 juil. 2026", "Numéro de réf. : ", "completed"),
        ("ru", "Завершён", "Дата: 1 июл. 2026 г.", "Номер: ", "completed"),
        ("ar", "مكتمل", "التاريخ: ١ يوليو ٢٠٢٦", "الرقم المرجعي: ", "completed"),
    ],
)
def test_html_list_in_languages(language: str, status: str, date: str, label: str, expected: str) -> None:
    said = read_out(
        html_list(html_card(status=status, date=date, label=label)),
        url=LIST_URL,
        seen_at=SEEN,
        language=language,
    )
    assert_holds(said, {"orders": [{"order_id": ORDER_ID, "status": expected, "placed_on": "2026-07-01"}]})


def test_mobile_card_is_itself_the_link() -> None:
    card = f'<a class="order-item order-item-mobile" href="https://m.aliexpress.com/p/order/detail.html?orderId={ORDER_ID}"><span class="order-item-header-status-text">Completed</span></a>'
    said = read_out(html_list(card), url="https://m.aliexpress.com/p/order/index.html", seen_at=SEEN)
    assert_holds(said, {"orders": [{"order_id": ORDER_ID, "status": "completed"}]})


def test_card_without_id_is_a_problem_and_the_rest_is_read() -> None:
    said = read_out(html_list(html_card(None), html_card()))
    assert [order["order_id"] for order in said["orders"]] == [ORDER_ID]
    assert any("layout_changed" in problem for problem in said["problems"])


@pytest.mark.parametrize("text", ["Orders (5)", "View all (5)", "To pay（5）"])
def test_fewer_cards_than_the_text_says(text: str) -> None:
    said = read_out(
        html_list(
            html_card(),
            before=f'<div class="comet-tabs-nav-item comet-tabs-nav-item-active">{text}</div>',
        ),
        url=LIST_URL,
        seen_at=SEEN,
    )
    assert [order["order_id"] for order in said["orders"]] == [ORDER_ID]
    assert any("layout_changed" in problem for problem in said["problems"])


def test_list_frame_without_any_card_is_a_problem() -> None:
    said = read_out(html_list("<div>Something new</div>"), url=LIST_URL, seen_at=SEEN)
    assert said["problems"], said


def test_html_dispute_line() -> None:
    card = html_card().replace(
        "</div>\n</div>",
        '</div>\n<div class="order-item-bottom-action"><div class="expose-info-item"><span class="expose-info-item-title">AliExpress의 피드백을 기다리는 중입니다.</span></div></div></div>',
    )
    assert "expose-info" in card
    said = read_out(html_list(card), url=LIST_URL, seen_at=SEEN, language="ko")
    assert_holds(said, {"orders": [{"disputes": [{"state": "platform_review"}]}]})


def html_detail(
    status: str = "Awaiting delivery", content: str = "", nodes: str = "", service: str = ""
) -> str:
    return f"""<!doctype html><html><head><title>Order Detail</title></head><body><div id="root">
<div class="order-block order-status"><div class="order-block-title">{status}</div><div class="order-status-content">{content}</div></div>
<div class="service-progress">{nodes}</div><div class="order-service">{service}</div>
<div class="order-detail-order-info"><div class="info-row"><span class="info-title">Ref. Number:</span><span class="info-content">{ORDER_ID}</span></div>
<div class="info-row"><span>Order placed on:</span><span>Jul 1, 2026</span></div>
<div class="info-row"><span>Paid on:</span><span>Jul 1, 2026</span></div>
<div class="info-row"><span>Shipment completed on:</span><span>Jul 3, 2026</span></div>
<div class="info-row"><span>Payment method:</span><span>PayPal</span></div></div>
<div class="order-detail-info-item">Wilhelmina Quastenflosse +49 1715550199 Zwergengasse 77b 04109 Leipzig Germany</div>
<div class="order-detail-item"><div class="order-detail-item-store"><a class="store-name" href="//www.aliexpress.com/store/1100000001">Lantern Store</a></div>
<div class="order-detail-item-content"><div class="item-title"><a href="//www.aliexpress.com/item/1005000000000001.html">Lantern of brass</a></div><div class="item-sku-attr">brass</div><div class="item-price">€6,17<span class="item-price-quantity">x2</span></div></div></div>
<div class="order-price"><div class="order-price-item"><span class="left-col">Subtotal</span><span class="right-col">€20,00</span></div><div class="order-price-item"><span class="left-col">Coins</span><span class="right-col">-€7,66</span></div><div class="order-price-item"><span class="left-col">Total</span><span class="right-col">€12,34</span></div></div>
</div></body></html>"""


def html_nodes(*pairs: tuple[str, str]) -> str:
    return "".join(
        f'<div class="service-progress-node"><div class="service-progress-node-info"><div>{a}</div><div>{b}</div></div></div>'
        for a, b in pairs
    )


def test_html_detail() -> None:
    body = html_detail(
        content="Remaining time 34 days 10 hours",
        nodes=html_nodes(("Paid", "Jul 1, 2026"), ("€1", "Aug 7, 2026"), ("Refund", "Sep 6, 2026")),
    )
    said = read_out(body, url=detail_url(), seen_at=SEEN, language="en")
    assert said["kind"] == "order_detail"
    order = said["orders"][0]
    assert_holds(
        order,
        {
            "order_id": ORDER_ID,
            "status": "shipped",
            "placed_on": "2026-07-01",
            "paid_on": "2026-07-01",
            "shipped_on": "2026-07-03",
            "store": {"name": "Lantern Store"},
            "total": {"amount": "12.34", "currency": "EUR"},
        },
    )
    assert days(order, "protection_end") == ["2026-08-14T18:00:00+00:00"]
    assert days(order, "refund_if_undelivered") == ["2026-09-06"]
    assert days(order, "late_coupon") == ["2026-08-07"]
    out = json.dumps(said)
    assert "Quastenflosse" not in out
    assert "1715550199" not in out
    assert "Zwergen" not in out


def test_html_detail_without_envelope() -> None:
    said = read_out(html_detail(content="Remaining time 34 days 10 hours"))
    assert said["kind"] == "order_detail"
    assert days(said["orders"][0], "protection_end") == []
    assert said["problems"]


@pytest.mark.parametrize("suffix", ["X0fPzen", "3cTqcXe", "zzz"])
@pytest.mark.parametrize("generation", ["logistic-info-v2", "logistic-info"])
def test_html_tracking(suffix: str, generation: str) -> None:
    value = (
        f"{generation}--mailNoValue--{suffix}" if "v2" in generation else f"{generation}--mailNo-pc--{suffix}"
    )
    body = f"""<!doctype html><html><body><div id="root"><div class="arrival-time-v2--title--{suffix}">Estimated delivery: Jul. 24 - Aug. 14</div>
<div class="{generation}--track--{suffix}"><div class="{generation}--mailNo--x"><span>Tracking number</span><span class="{value}">LP00123456789012</span></div>
<div class="{generation}--carrierTitle--{suffix}">Carrier</div><div class="{generation}--carrierValue--{suffix}">AliExpress standard shipping</div>
<div class="{generation}--node--{suffix}"><div class="{generation}--nodeTitle--{suffix}">In transit</div><div class="{generation}--nodeDesc--{suffix}">Package left sorting center of origin.</div><div class="{generation}--nodeTime--{suffix}">Mon | Jul. 06 10:30</div></div>
<div class="{generation}--node--{suffix}"><div class="{generation}--nodeTitle--{suffix}">Collected by carrier</div><div class="{generation}--nodeDesc--{suffix}">Package collected by carrier.</div><div class="{generation}--nodeTime--{suffix}">Sun | Jul. 05 09:00</div></div>
</div></div></body></html>"""
    said = read_out(body, url=tracking_url(), seen_at=SEEN, language="en")
    assert_holds(
        said,
        {
            "kind": "order_tracking",
            "order_ids": [ORDER_ID],
            "parcels": [
                {
                    "number": "LP00123456789012",
                    "events": [
                        {"local_time": "2026-07-06T10:30:00", "status": "in_transit_origin"},
                        {"local_time": "2026-07-05T09:00:00", "status": "accepted"},
                    ],
                }
            ],
        },
    )
    if "v2" in generation:
        assert_holds(said["parcels"][0], {"estimated_delivery": {"from": "2026-07-24", "to": "2026-08-14"}})


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Waiting for your response", "waiting_for_buyer"),
        ("Refund complete 2026-07-06", "refund_decided"),
        ("Waiting for AliExpress's feedback 2026-07-06", "platform_review"),
    ],
)
def test_html_refunds(words: str, state: str) -> None:
    body = f"""<!doctype html><html><body><div class="orderItem--orderItem--a1"><div class="orderItem--orderStore--b2">Lantern Store</div>
<div class="orderItem--orderSKUId--c3">Order ID: {ORDER_ID}</div><div class="orderItem--orderSKUTitle--d4">Lantern of brass</div>
<div class="orderItem--orderStatusDesc--e5">{words}</div><div class="orderItem--orderStatusAction--f6"><button>View details</button></div>
<div class="newReverseRefundInfo--amount--g7">€12,34</div></div></body></html>"""
    said = read_out(
        body, url="https://m.aliexpress.com/p/refund-dispute/list.html", seen_at=SEEN, language="en"
    )
    assert_holds(said, {"kind": "refund_list", "disputes": [{"order_id": ORDER_ID, "state": state}]})


def test_old_list_countdown_attribute() -> None:
    body: Any = f"""<!doctype html><html><body><table id="buyer-ordertable"><tbody class="order-item-wraper"><tr><td class="order-info"><p class="first-row"><span class="info-title">Order ID:</span><span class="info-body">{ORDER_ID}</span></p><p class="second-row"><span class="info-body">10:30 Jul. 01 2026</span></p></td></tr><tr><td class="order-status"><span class="f-left">Awaiting delivery</span><p class="left-sendgoods-day" lefttime="86400000"></p></td></tr></tbody></table></body></html>"""
    said = read_out(body, url="https://trade.aliexpress.com/orderList.htm", seen_at=SEEN)
    assert said.get("problems") or said["orders"], said
