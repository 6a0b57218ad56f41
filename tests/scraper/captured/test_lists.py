"""Order lists as a person with captures would try them: shapes, hosts, days, dispute lines."""
# ruff: noqa: E501 - tables of captures read better in long lines

import json
from typing import Any

import pytest

from tests.scraper.captured.captures import ORDER_ID, SEEN, assert_holds, card, order_list, read_out
from tests.scraper.captured.said import (
    LIST_URL,
    one_card,
)

TWO = order_list(card("8213000000000031"), card("8213000000000011"), has_more=True)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(TWO),
        f"mtopjsonp1({json.dumps(TWO)})",
        f" mtopjsonp12({json.dumps(TWO)});\n",
        f"window.__INIT_DATA_CALLBACK__({json.dumps(TWO)})",
        f"window.__INIT_DATA_CALLBACK__ && window.__INIT_DATA_CALLBACK__({json.dumps(TWO)});",
        f"/**/ mtopjsonp3({json.dumps(TWO)})",
        "﻿" + json.dumps(TWO, indent=2),
        json.dumps({"url": LIST_URL, "seen_at": SEEN, "language": "en", "body": json.dumps(TWO)}),
        json.dumps({"url": LIST_URL, "seen_at": SEEN, "body": f"mtopjsonp2({json.dumps(TWO)})"}),
        json.dumps({"body": json.dumps(TWO)}),
    ],
    ids=[
        "bare",
        "mtopjsonp",
        "blanks",
        "init",
        "init-guarded",
        "comment",
        "bom",
        "env",
        "env-jsonp",
        "env-body",
    ],
)
def test_shape_around_the_answer(text: str) -> None:
    said = read_out(text)
    assert_holds(
        said,
        {
            "kind": "order_list",
            "has_more": True,
            "orders": [{"order_id": "8213000000000031"}, {"order_id": "8213000000000011"}],
        },
    )
    assert said["problems"] == []


@pytest.mark.parametrize(
    "key", ["order_{0}", "pc_om_list_order_{0}", "x_{1}", "pc_om_list_order_110655_{1}", "{1}"]
)
def test_keys_and_hierarchy(key: str) -> None:
    cards = [card(f"82130000000000{n}1") for n in range(1, 5)]
    said = read_out(order_list(*cards, key=key, hierarchy=[2, 0, 3, 1]))
    assert [order["order_id"] for order in said["orders"]] == [
        "8213000000000031",
        "8213000000000011",
        "8213000000000041",
        "8213000000000021",
    ]
    said = read_out(order_list(*cards, key=key, without_hierarchy=True))
    assert len(said["orders"]) == 4
    said = read_out(order_list(*cards, key=key, hierarchy=[1]))
    assert len(said["orders"]) == 4
    assert said["orders"][0]["order_id"] == "8213000000000021"


def test_everything_of_a_card() -> None:
    order = one_card(
        order_list(
            card(
                code=8,
                buttons=[
                    {"type": "CONFIRM_GOODS", "text": "Confirm received"},
                    {"type": "TRACKING", "text": "x"},
                ],
            )
        )
    )
    assert_holds(
        order,
        {
            "order_id": ORDER_ID,
            "status": "shipped",
            "status_text": "Awaiting delivery",
            "placed_on": "2026-07-01",
            "store": {"name": "Lantern Store", "url": "https://www.aliexpress.com/store/1100000001"},
            "total": {"amount": "12.34", "currency": "EUR"},
            "actions": ["CONFIRM_GOODS", "TRACKING"],
            "lines": [
                {
                    "line_id": "8213000000000012",
                    "product_id": "1005000000000001",
                    "title": "Lantern of brass",
                    "quantity": 2,
                    "unit_price": {"amount": "6.17", "currency": "EUR"},
                    "sku": "Color: brass; Size: L",
                    "image_url": "https://ae-pic-a1.aliexpress-media.com/kf/Sx.jpg",
                }
            ],
        },
    )


def test_second_page_by_post() -> None:
    page = order_list(card(), index=2)
    assert_holds(
        read_out(page), {"kind": "order_list", "has_more": False, "orders": [{"order_id": ORDER_ID}]}
    )


def test_page_without_body_component_does_not_say_whether_there_is_more() -> None:
    page = order_list(card())
    del page["data"]["data"]["pc_om_list_body_109702"]
    assert read_out(page).get("has_more") is not True


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "1. Aug. 2026"), ("de", "1. August 2026"), ("de", "01.08.2026"), ("fr", "1 août 2026"),
        ("es", "1 ago 2026"), ("es", "1 de agosto de 2026"), ("pt", "1 de ago. de 2026"), ("pt", "1 ago, 2026"),
        ("it", "1 ago 2026"), ("pl", "1 sie 2026"), ("pl", "1 sierpnia 2026"), ("nl", "1 aug. 2026"), ("nl", "1 aug 2026"),
        ("ru", "1 авг. 2026\u202fг."), ("ru", "1 августа 2026 г."), ("uk", "1 серп. 2026\u202fр."), ("tr", "1 Ağu 2026"),
        ("tr", "1 Ağustos 2026"), ("el", "1 Αυγ 2026"), ("el", "1 Αυγούστου 2026"), ("he", "1 באוג׳ 2026"), ("he", "1 באוגוסט 2026"),
        ("ar", "١ أغسطس ٢٠٢٦"), ("ar", "1 أغسطس 2026"), ("ar", "\u200f١\u00a0أغسطس،\u00a0٢٠٢٦"),
        ("ar", "01\u200f/08\u200f/2026"), ("ko", "2026년 8월 1일"), ("ko", "2026. 8. 1."), ("ja", "2026年8月1日"), ("ja", "2026/08/01"),
        ("cs", "1. 8. 2026"), ("cs", "1. srpna 2026"), ("sv", "1 aug. 2026"), ("sv", "1 augusti 2026"), ("sv", "2026-08-01"), ("zh", "2026年8月1日"),
        ("en", "Aug\u00a01,\u00a02026"), ("en", "August 1, 2026"), ("en", "1 Aug 2026"), ("en", "1 Aug, 2026"), ("en", "Aug. 1, 2026"), ("en", "2026-08-01"),
    ],
)  # fmt: skip
def test_order_day(language: str, text: str) -> None:
    said = read_out(order_list(card(orderDateText=text)), seen_at=SEEN, language=language)
    assert said["orders"][0].get("placed_on") == "2026-08-01", said


@pytest.mark.parametrize("text", ["soon", "Blurb 41, 2026", "Feb 30, 2026"])
def test_day_in_no_known_form_is_a_problem(text: str) -> None:
    said = read_out(order_list(card(orderDateText=text)))
    assert "placed_on" not in said["orders"][0]
    assert any(text in problem for problem in said["problems"])


def expose(*titles: str) -> dict[str, Any]:
    return {"exposeInfo": {"itemList": [{"detailList": [{"title": title} for title in titles]}]}}


@pytest.mark.parametrize(
    ("titles", "state"),
    [
        (["AliExpress의 피드백을 기다리는 중입니다."], "platform_review"),
        (["환불 완료", "₩23,400"], "refund_decided"),
        (["고급 환불 완료"], "refund_decided"),
        (["Waiting for AliExpress's feedback"], "platform_review"),
        (["We're reviewing your request"], "platform_review"),
        (["Waiting for your response"], "waiting_for_buyer"),
        (["Refund complete"], "refund_decided"),
    ],
)
def test_dispute_line_of_a_card(titles: list[str], state: str) -> None:
    order = one_card(order_list(card(code=8, **expose(*titles))))
    assert_holds(order, {"disputes": [{"order_id": ORDER_ID, "state": state}]})


def test_dispute_line_unknown_is_a_problem() -> None:
    said = read_out(order_list(card(code=8, **expose("Blorp is blorping"))))
    assert any("Blorp" in problem for problem in said["problems"])


def test_us_host_ids_are_shifted() -> None:
    local = str(1005000000000001 + 2**51)
    line = {
        **card()["orderLines"][0],
        "productId": local,
        "itemDetailUrl": f"//www.aliexpress.us/item/{local}.html",
    }
    order = one_card(
        order_list(card(orderLines=[line])), url="https://www.aliexpress.us/p/order/index.html", seen_at=SEEN
    )
    assert order["lines"][0]["product_id"] == "1005000000000001"


def test_order_id_from_the_link_when_the_number_was_rounded() -> None:
    one = card("9007199254740993", orderId=None)
    one["orderId"] = 9007199254740992
    assert one_card(order_list(one))["order_id"] == "9007199254740993"


def test_count_is_no_session_test_and_no_order() -> None:
    said = read_out(
        {
            "api": "mtop.aliexpress.trade.buyer.order.count",
            "data": {"module": {"shipped": "2", "processing": "0", "unpaid": "0"}},
            "ret": ["SUCCESS::ok"],
        }
    )
    assert said["kind"] == "unknown"
    assert said["problems"]


def test_empty_answer_of_a_lost_linkage_is_not_silence() -> None:
    said = read_out({"api": "mtop.aliexpress.trade.buyer.order.list", "data": {}, "ret": ["SUCCESS::ok"]})
    assert said["problems"], said


def test_empty_list_of_a_new_account() -> None:
    said = read_out(order_list())
    assert_holds(said, {"kind": "order_list", "orders": [], "has_more": False})


def test_aer_data() -> None:
    data = {
        "widgets": [
            {
                "uuid": "1",
                "children": [
                    {
                        "props": {
                            "orderList": {
                                "orders": [
                                    {
                                        "orderNumber": "5012000000000011",
                                        "items": [{"name": "Фонарь", "imgUrl": "https://x.example/1.jpg"}],
                                        "detailLink": "/order-list/5012000000000011",
                                    }
                                ]
                            }
                        }
                    }
                ],
            }
        ]
    }
    html = f'<!doctype html><html><body><script id="__AER_DATA__" type="application/json">{json.dumps(data)}</script></body></html>'
    said = read_out(html, url="https://aliexpress.ru/order-list", seen_at=SEEN, language="ru")
    assert_holds(said, {"kind": "order_list", "orders": [{"order_id": "5012000000000011"}]})
    said = read_out(html)
    assert_holds(said, {"kind": "order_list", "orders": [{"order_id": "5012000000000011"}]})
