"""Broken, cut, shuffled and hostile pages: no exception, no hang, no silent empty.

ORDERWARDEN_MUTATIONS=20000 tries as many; by default some hundreds.
"""

import json
import os
import random
import time
from typing import Any

import pytest

from scraper.aliexpress import Reading, read
from tests.scraper.aliexpress import pages
from tests.scraper.aliexpress.native_orders import SEEN_AT

COUNT = int(os.environ.get("ORDERWARDEN_MUTATIONS", "600"))
LONGEST = 0.2
DEEP: Any = "x"
for _ in range(300):
    DEEP = [DEEP]
VALUES: list[Any] = [
    None, True, 0, -1, 2**53 + 1, 2**63, 10**30, 1e308, float("nan"), "", " ", "\ud800", "x" * 5000, "9" * 400, [], {}, [[]], DEEP,  # noqa: E501
    "Feb 30, 2026", "0000-00-00", "34 days 10 hours", "999999 days", "Sep 4", "٣ أغسطس", "<b>", "</script>", "|||", "-1|-1|-1",  # noqa: E501
    "http://[", "//", "?tradeOrderId=", "{\"a\":", "١٢٣", "1" * 20, ["a", 1, None], {"cent": "x"}, "R$" * 50, "(" * 500,
]  # fmt: skip


def bases() -> list[dict[str, Any]]:
    scan = {"time": 1776585900000, "timeText": "Sun | Apr. 19 17:05", "trackingSecondCode": "AE_LH_DEPART"}
    parcel = {
        "mailNo": "RS123456785CN",
        "originMailNo": "LP00417245813281",
        "logisticsCpInfo": {"cpName": "Hanjin", "infoList": [{"content": "123456789012"}]},
        "etaInfo": {"endEtaTime": 1790395200000, "etaTimeText": "Sep 21 - 26"},
        "packageItemList": [{"itemId": 1}],
        "detailList": [scan, {**scan, "timeText": None}],
    }
    exposed = {"itemList": [{"detailList": [{"title": "Refund complete"}, {"title": "€3.00"}]}]}
    services = [("F", "€5.00 coupon if delayed by Aug 3, 2026 · Refund if no delivery before Sep 4, 2026")]
    row = {
        "reverseOrderLineId": "6239000000000001",
        "tradeOrderId": str(pages.ORDER),
        "reverseStatus": 4,
        "gmtCreate": "1648080887108",
        "gmtCreateFormat": "2022-03-23 21:19:58",
        "buttonDTOList": [{"detailUrl": "https://x/Detail.htm?tradeOrderLineId=1&reverseOrderLineId=2"}],
    }
    return [
        pages.order_list([pages.card(pages.ORDER + i, exposeInfo=exposed) for i in range(4)]),
        pages.order_detail(
            reminder="34 days 10 hours. You can return within 7 days of confirming receipt.",
            nodes=[("Paid", "Jul 15, 2026"), ("€5", "Aug 5, 2026"), ("Refund", "Sep 4, 2026")],
            services=services,
            info={
                "orderCreatTime": "Jul 15, 2026",
                "addressVO": {"countryCode": "BR", "regionAddress": "A, B, Brazil"},
            },
            eta="Estimated delivery date: Aug 3, 2026",
            parcels=[{"trackingNumber": "LP00417245813281", "orderLineIds": [pages.LINE]}],
        ),
        pages.tracking(
            [parcel, parcel],
            fastDeliveryInfoDTO={"fdContentList": ["Refund if no delivery before Sep 3, 2026"]},
        ),
        pages.refund_list([row, row]),
        pages.dispute_detail(
            reverseDetailStatusText="Waiting for your response",
            tip="Please respond within 2 days 3 hours",
            reachSolution={"refundMoney": {"cent": 1234, "currency": "EUR"}},
        ),
    ]


def mutated(value: Any, chance: random.Random) -> Any:
    """A copy of a JSON value with one of its members changed, dropped, renamed or moved."""
    copy = json.loads(json.dumps(value))
    for _ in range(chance.choice((1, 1, 1, 2, 4, 12))):
        spot = copy
        while True:
            keys = list(spot) if isinstance(spot, dict) else list(range(len(spot)))
            if not keys:
                break
            key = chance.choice(keys)
            child = spot[key]
            if isinstance(child, (dict, list)) and child and chance.random() < 0.85:
                spot = child
                continue
            change = chance.randrange(4)
            if change == 0:
                del spot[key]
            elif change == 1 and isinstance(spot, dict):
                spot[chance.choice(["", "id", "fields", "x" * 300, "tag"])] = spot.pop(key)
            elif change == 2:
                spot[key] = {"inner": child} if chance.random() < 0.5 else [child, child]
            else:
                spot[key] = chance.choice(VALUES)
            break
    return copy


def torn(text: str, chance: random.Random) -> str:
    """A text with a piece cut out, doubled, or replaced."""
    start = chance.randrange(len(text) + 1)
    end = min(len(text), start + chance.choice((1, 3, 20, 300, 5000)))
    middle = chance.choice(
        ["", text[start:end] * 2, "\x00", "<div>", "\\", '"', "}" * 9, "<" * 50, "&" * 30, "\u202e"]
    )
    return text[:start] + middle + text[end:]


def empty(reading: Reading) -> bool:
    return not (reading.orders or reading.parcels or reading.disputes or reading.dates or reading.reason)


def survives(body: str, **known: Any) -> None:
    began = time.thread_time()
    reading = read(body, **known)
    took = time.thread_time() - began
    assert took < LONGEST, f"{took:.3f} s: {body[:200]!r}"
    assert not any("the reader failed" in problem for problem in reading.problems), (
        reading.problems,
        body[:3000],
    )
    json.dumps(reading.to_json())
    if empty(reading) and not reading.problems:
        assert (reading.kind, '"hasMore"' in body) == ("order_list", True) or reading.kind == "refund_list", (
            body[:500]
        )


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    for base in bases():
        read(json.dumps(base))


def test_mutated_answers() -> None:
    chance = random.Random(20261125)
    listed = bases()
    for _ in range(COUNT):
        body = json.dumps(mutated(chance.choice(listed), chance), ensure_ascii=chance.random() < 0.5)
        language = chance.choice([None, "en", "de", "ko", "xx"])
        survives(
            body,
            seen_at=chance.choice([None, SEEN_AT]),
            language=language,
            url=chance.choice([None, "//[", "x" * 99]),
        )


def test_torn_answers() -> None:
    chance = random.Random(7)
    texts = [json.dumps(base, ensure_ascii=False) for base in bases()]
    for _ in range(COUNT // 4):
        survives(torn(chance.choice(texts), chance), seen_at=SEEN_AT)


def test_torn_pages() -> None:
    chance = random.Random(11)
    texts = [pages.stored(f"{name}.html") for name in ("list", "detail", "tracking", "refunds")]
    for _ in range(COUNT // 4):
        body = chance.choice(texts)
        for _ in range(chance.choice((1, 3, 9))):
            body = torn(body, chance)
        survives(body, seen_at=chance.choice([None, SEEN_AT]))


@pytest.mark.parametrize(
    "body",
    [
        "", " ", "\x00", "null", "true", "12", '"x"', "[]", "{}", "[" * 100_000, '{"a":' * 100_000, "(" * 100_000, "<" * 100_000,  # noqa: E501
        "<div>" * 50_000, "<div class='order-item'>" * 2_000, "a(" * 50_000 + "{", "&lt;" * 200_000, "x" * 8_000_000,
        "x" * 9_000_000, '{"data":' + '"' + "\\u0041" * 100_000 + '"}', "<script>" * 20_000, "<!--" * 50_000,
        '{"data":{"data":{"a":{"tag":"pc_om_list_order","fields":{"orderId":"' + "9" * 100_000 + '"}}}}}',
        '{"data":{"data":{"a":{"tag":"detail_order_status_block","fields":{"reminder":"' + "Sep 4 " * 50_000 + '"}}}}}',
        '{"data":{"data":{"a":{"tag":"detail_order_status_block","fields":{"reminder":"' + "1 days " * 50_000 + '"}}}}}',  # noqa: E501
        '{"data":{"data":{"a":{"tag":"detail_x","fields":{"t":["' + '9","'.join(["Refund 1 Sep "] * 3000) + '"]}}}}}',
    ],
    ids=lambda body: body[:12] + str(len(body)),
)  # fmt: skip
def test_hostile_bodies(body: str) -> None:
    survives(body, seen_at=SEEN_AT)
    survives(body, url="https://www.aliexpress.com/p/order/index.html")
