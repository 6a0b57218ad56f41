"""Half a sign (a title cut within an emoji) loses no page and no answer, and nothing of it reaches what is stored."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from scraper.aliexpress import read
from scraper.carriers import sources, without_receiver

HALVES = {"escaped": "\\ud83d", "escaped, the second half": "\\ude00", "as it is": "\ud83d"}
LP, SPX = "LP00123456789012", "SPXATL418293746501"
CAINIAO = {
    "module": [
        {
            "mailNo": LP,
            "detailList": [
                {
                    "timeStr": "2026-08-06 10:00:00",
                    "standerdDesc": "Package delivered",
                    "desc": "Thanks HALF",
                    "actionCode": "GTMS_SIGNED",
                }
            ],
        }
    ]
}
SPEEDX = {
    "trackingNumber": SPX,
    "events": [{"localTs": "2026-08-06 10:00:00", "description": "Delivered HALF", "eventCode": "57201"}],
}


def bare(value: Any) -> str:
    return json.dumps(value)


def in_a_call(value: Any) -> str:
    return f"callback({json.dumps(value)});"


def in_rows(value: Any) -> str:
    return f'0:["x"]\n1a:{json.dumps({"shipment": value})}\n'


def in_a_script(value: Any) -> str:
    return f"<html><script>self.__next_f.push([1,{json.dumps(in_rows(value))}])</script></html>"


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES)
@pytest.mark.parametrize(
    ("key", "value", "written"),
    [
        ("cainiao", CAINIAO, bare),
        ("cainiao", CAINIAO, in_a_call),
        ("speedx", SPEEDX, bare),
        ("speedx", SPEEDX, in_rows),
        ("speedx", SPEEDX, in_a_script),
    ],
)
def test_half_a_sign_in_a_carrier_s_answer(
    key: str, value: Any, written: Callable[[Any], str], half: str
) -> None:
    body = written(value).replace("HALF", half)
    found = sources()[key].read(body, ())
    assert found.outcome == "ok", found
    assert found.trackings[0].status == "delivered"
    msgspec.json.encode(found.to_json()).decode("utf-8")
    without_receiver(body).encode("utf-8")


def test_a_whole_sign_stays_whole() -> None:
    body = bare(CAINIAO).replace("Package delivered", "\\ud83d\\ude00 Package delivered \\ud83d")
    (tracking,) = sources()["cainiao"].read(body, ()).trackings
    assert tracking.events[0].text is not None
    assert tracking.events[0].text.startswith("\U0001f600 Package")


ORDER = {
    "orderId": "8212313961591322",
    "statusText": "Awaiting delivery",
    "orderDateText": "Jul 15, 2026",
    "orderLines": [{"productId": "1005000000000001", "itemTitle": "Cable HALF", "quantity": 1}],
}


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES)
@pytest.mark.parametrize("inside", [False, True], ids=["object", "object in a text"])
@pytest.mark.parametrize("call", [False, True], ids=["JSON", "page"])
def test_half_a_sign_in_a_page(half: str, inside: bool, call: bool) -> None:
    fields: Any = json.dumps(ORDER).replace("HALF", half) if inside else ORDER
    answer = {
        "api": "mtop.aliexpress.trade.buyer.order.list",
        "ret": ["SUCCESS::ok"],
        "data": {"data": {"o": {"tag": "pc_om_list_order", "fields": fields}}},
    }
    body = json.dumps(answer, ensure_ascii=inside and half.isascii())
    body = body if inside else body.replace("HALF", half)
    found = read(f"<html><script>__INIT_DATA_CALLBACK__({body})</script></html>" if call else body)
    assert [order.status for order in found.orders] == ["shipped"], found
    assert "Cable" in str(found.orders[0].lines[0].title)
    msgspec.json.encode(found.to_json()).decode("utf-8")


@pytest.mark.parametrize("half", ["\ud83d", "&#xD83D;", "&#55357;"])
def test_half_a_sign_in_the_html_of_a_page(half: str) -> None:
    card = (
        '<div class="order-item"><div class="order-item-header"><span class="order-item-header-status-text">'
        "Awaiting delivery</span>"
        '<a data-pl="order_item_header_detail" href="/p/order/detail.html?orderId=8212313961591322">x</a></div>'
        f'<div class="order-item-content-info-name"><span title="Cable {half}">Cable {half}</span></div></div>'
    )
    found = read(f'<html><body><div class="order-content">{card}</div></body></html>')
    assert [order.status for order in found.orders] == ["shipped"], found
    msgspec.json.encode(found.to_json()).decode("utf-8")


@pytest.mark.parametrize("half", ["\ud83d", "&#xD83D;"])
def test_half_a_sign_in_the_html_of_a_carrier(half: str) -> None:
    step = (
        f'<p class="tb-status-detail">Delivered, Front Door {half}</p><p class="tb-date">August 6, 2026</p>'
    )
    head = '<span id="trackingNum">9261290357641829374650</span>'
    body = f'<div class="track-bar-container">{head}<div class="tb-step">{step}</div></div>'
    found = sources()["usps"].read(body, ())
    assert found.trackings[0].status == "delivered", found
    msgspec.json.encode(found.to_json()).decode("utf-8")
    without_receiver(body).encode("utf-8", "replace")
