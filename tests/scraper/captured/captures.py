"""Builders of captures in the real shapes, with invented orders, and the command line to read them with."""

import json
from typing import Any

from click.testing import CliRunner

from server.verbs import classify, read

SEEN = "2026-07-11T08:00:00+00:00"
ORDER_ID = "8213000000000011"
RECEIVER = {
    "contactName": "Wilhelmina Quastenflosse",
    "address": "Zwergengasse 77b",
    "address2": "Hinterhaus Xyloph",
    "phoneNumber": "1715550199",
    "phoneCountry": "+49",
    "city": "Leipzig",
    "country": "Germany",
    "zipCode": "04109",
    "receiverInfoRichText": "<span>Wilhelmina Quastenflosse</span>",
}
PRIVATE = ("Quastenflosse", "Zwergengasse", "Xyloph", "1715550199")


def read_out(body: Any, **envelope: Any) -> dict[str, Any]:
    """What `orderwarden read` prints for a body (text, or an object as JSON), in an envelope where one is given."""
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    if envelope:
        text = json.dumps({**envelope, "body": text}, ensure_ascii=False)
    result = CliRunner().invoke(read.command, ["-"], input=text.encode())
    assert result.exit_code == 0, result.output
    said: dict[str, Any] = json.loads(result.output)
    return said


def classify_out(**line: Any) -> dict[str, Any]:
    result = CliRunner().invoke(classify.command, ["-"], input=json.dumps(line).encode())
    assert result.exit_code == 0, result.output
    said: dict[str, Any] = json.loads(result.output)
    return said


def assert_holds(actual: Any, expected: Any, where: str = "") -> None:
    """`expected` is contained in `actual`: members of objects, lists item by item."""
    if isinstance(expected, dict):
        assert isinstance(actual, dict), f"{where}: {actual!r} is no object"
        for name, value in expected.items():
            if value is None:
                assert actual.get(name) is None, f"{where}.{name}: {actual[name]!r} should be absent"
            else:
                assert name in actual, f"{where}.{name}: absent in {actual}"
                assert_holds(actual[name], value, f"{where}.{name}")
    elif isinstance(expected, list):
        assert isinstance(actual, list), f"{where}: {actual!r} is no list"
        assert len(actual) == len(expected), f"{where}: {actual!r} for {expected!r}"
        for i, (one, other) in enumerate(zip(actual, expected, strict=True)):
            assert_holds(one, other, f"{where}[{i}]")
    else:
        assert actual == expected, f"{where}: {actual!r} is not {expected!r}"


def days(order: dict[str, Any], kind: str) -> list[str]:
    """The days (or instants) that an order or a page states for a kind, sorted, once each."""
    return sorted({date.get("on") or date["at"] for date in order.get("dates", []) if date["kind"] == kind})


# --- order list ---------------------------------------------------------------------------------------------


def card(order_id: str = ORDER_ID, **fields: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "orderId": order_id,
        "orderDateText": "Jul 1, 2026",
        "statusText": "Awaiting delivery",
        "storeName": "Lantern Store",
        "storePageUrl": "//www.aliexpress.com/store/1100000001",
        "currencyCode": "EUR",
        "formatPriceInfo": "€12,34|12|34",
        "totalPriceText": "€12,34",
        "orderDetailUrl": f"https://www.aliexpress.com/p/order/detail.html?orderId={order_id}",
        "buttons": [],
        "orderLineSize": 1,
        "orderLines": [
            {
                "orderLineId": "8213000000000012",
                "productId": "1005000000000001",
                "itemTitle": "Lantern of brass",
                "quantity": 2,
                "formatPriceInfo": "€6,17|6|17",
                "itemPriceText": "€6,17",
                "currencyCode": "EUR",
                "skuAttrs": [{"name": "Color", "text": "brass"}, {"name": "Size", "text": "L"}],
                "itemImgUrl": "https://ae-pic-a1.aliexpress-media.com/kf/Sx.jpg",
                "itemDetailUrl": "//www.aliexpress.com/item/1005000000000001.html",
            }
        ],
    }
    code = fields.pop("code", None)
    if code is not None:
        plain["utParams"] = {"args": {"orderStatus": code}}
    plain.update(fields)
    return {name: value for name, value in plain.items() if value is not None}


def order_list(
    *cards: dict[str, Any],
    key: str = "pc_om_list_order_{}",
    hierarchy: list[int] | None = None,
    without_hierarchy: bool = False,
    has_more: bool = False,
    index: int = 1,
    global_: dict[str, Any] | None = None,
) -> dict[str, Any]:
    names = [key.format(one.get("orderId", f"odd{i}"), i) for i, one in enumerate(cards)]
    components: dict[str, Any] = {
        name: {"tag": "pc_om_list_order", "type": "pc_om_list_order", "id": name, "fields": one}
        for name, one in zip(names, cards, strict=True)
    }
    components["pc_om_list_body_109702"] = {
        "tag": "pc_om_list_body",
        "fields": {"hasMore": has_more, "hasMoreText": "View orders", "pageIndex": index, "pageSize": 10},
    }
    order = range(len(names)) if hierarchy is None else hierarchy
    data: dict[str, Any] = {
        "data": components,
        "endpoint": {"ultronage": True},
        "global": global_ or {},
        "hierarchy": {
            "root": "pc_om_list_page_109694",
            "structure": {
                "pc_om_list_page_109694": ["pc_om_list_body_109702"],
                "pc_om_list_body_109702": [names[i] for i in order],
            },
        },
        "linkage": {},
    }
    if without_hierarchy:
        del data["hierarchy"]
    return {"api": "mtop.aliexpress.trade.buyer.order.list", "data": data, "ret": ["SUCCESS::ok"], "v": "1.0"}


# --- order detail -------------------------------------------------------------------------------------------


def detail(
    *,
    order_id: str = ORDER_ID,
    title: str = "Awaiting delivery",
    code: int | str | None = 8,
    reminder: str | None = None,
    buttons: list[str] | None = None,
    nodes: list[tuple[str, str]] | None = None,
    bar_text: str | None = None,
    bar_title: str = "Fast delivery: active",
    services: list[tuple[str, str]] | None = None,
    eta: str | None = None,
    info: dict[str, Any] | None = None,
    total: str | None = "€12,34|12|34",
    currency: str = "EUR",
    packages: list[str] | None = None,
    line_buttons: list[str] | None = None,
    cur_time: int | None = None,
    more: dict[str, Any] | None = None,
) -> dict[str, Any]:
    components: dict[str, Any] = {}

    def add(tag: str, fields: dict[str, Any]) -> None:
        components[f"{tag}_{111800 + len(components)}"] = {"tag": tag, "type": tag, "fields": fields}

    block: dict[str, Any] = {
        "title": title,
        "orderId": int(order_id),
        "buttonVOList": [{"type": type_} for type_ in buttons or []],
    }
    if reminder is not None:
        block["reminder"] = reminder
    add("detail_order_status_block", block)
    if nodes is not None or bar_text is not None:
        bar: dict[str, Any] = {
            "title": bar_title,
            "nodes": [{"text": a, "time": b} for a, b in nodes or []],
        }
        if bar_text:
            bar["text"] = bar_text
        add("detail_service_progress_bar", bar)
    if services is not None:
        add("detail_order_services", {"data": [{"title": a, "content": b} for a, b in services]})
    add(
        "detail_simple_order_info_component",
        {
            "tradeOrderId": int(order_id),
            "orderIdTitle": "Ref. Number",
            "orderCreatTime": "Jul 1, 2026",
            "payTime": "Jul 1, 2026",
            "paymentMethod": "PayPal",
            "addressVO": {
                "contactName": RECEIVER["contactName"],
                "detailAddress": RECEIVER["address"],
                "detailAddress2": RECEIVER["address2"],
                "fullPhoneNo": "+49 " + RECEIVER["phoneNumber"],
                "countryCode": "DE",
                "postCode": "04109",
                "regionAddress": "Leipzig, Sachsen, Germany",
            },
            **(info or {}),
        },
    )
    product: dict[str, Any] = {
        "orderLineId": "8213000000000012",
        "productId": "1005000000000001",
        "itemTitle": "Lantern of brass",
        "quantity": 2,
        "formatPriceInfo": "€6,17|6|17",
        "currencyCode": "EUR",
        "buttonVOS": [{"type": type_} for type_ in line_buttons or []],
    }
    if eta:
        product["etaAndTrack"] = {"expectDeliveryDateTitle": eta}
    add(
        "detail_product_block",
        {
            "productVOList": [product],
            "sellerVO": {
                "sellerName": "Lantern Store",
                "storeUrl": "//www.aliexpress.com/store/1100000001",
            },
        },
    )
    price: dict[str, Any] = {
        "priceDetails": [
            {"title": "Subtotal", "value": "€20,00"},
            {"title": "Coins", "value": "-€7,66"},
        ]
    }
    if total:
        price["totalPrice"] = {"currencyCode": currency, "formatPriceInfo": total, "title": "Total"}
    add("detail_order_price_block", price)
    if packages:
        add(
            "detail_logistic_package_block",
            {"packageInfoList": [{"trackingNumber": number} for number in packages]},
        )
    for tag, fields in (more or {}).items():
        add(tag, fields)
    global_: dict[str, Any] = {"pageTitle": "Order Detail"}
    if code is not None:
        global_["orderStatus"] = code
    if cur_time is not None:
        global_["curTime"] = cur_time
    return {
        "api": "mtop.aliexpress.trade.buyer.order.detail",
        "data": {
            "data": components,
            "global": global_,
            "hierarchy": {"root": "r", "structure": {"r": list(components)}},
        },
        "ret": ["SUCCESS::ok"],
    }


def detail_url(order_id: str = ORDER_ID, host: str = "www.aliexpress.com") -> str:
    return f"https://{host}/p/order/detail.html?orderId={order_id}"


# --- tracking page ------------------------------------------------------------------------------------------


def node(code: str, desc: str, when: str | None = "Mon | Jul. 06 10:30", **more: Any) -> dict[str, Any]:
    plain = {
        "trackingPrimaryCode": code,
        "trackingSecondCode": code,
        "trackingName": desc,
        "trackingDetailDesc": desc,
        "time": 1783330200000,
        **more,
    }
    if when:
        plain["timeText"] = when
    return plain


def parcel(mail_no: str, *nodes: dict[str, Any], origin: str | None = None, **more: Any) -> dict[str, Any]:
    plain = {
        "mailNo": mail_no,
        "logisticsCarrierName": "AliExpress standard shipping",
        "logisticsCpInfo": {"cpName": "Hermes", "cpContactPhoneList": ["08001234567"]},
        "detailList": list(nodes),
        **more,
    }
    if origin:
        plain["originMailNo"] = origin
    return plain


def query_detail(*parcels: dict[str, Any], promises: list[str] | None = None) -> dict[str, Any]:
    module: dict[str, Any] = {
        "isTrackingV2": True,
        "logisticsReceiverInfo": RECEIVER,
        "trackingDetailLineList": list(parcels),
    }
    if promises is not None:
        module["fastDeliveryInfoDTO"] = {"fdTitle": "Fast delivery", "fdContentList": promises}
    return {"api": "mtop.ae.ld.querydetail", "data": {"module": module}, "ret": ["SUCCESS::ok"]}


def tracking_url(order_id: str = ORDER_ID) -> str:
    return f"https://www.aliexpress.com/p/tracking/index.html?_addShare=no&tradeOrderId={order_id}"


# --- refunds ------------------------------------------------------------------------------------------------


def refund_row(status: int, **more: Any) -> dict[str, Any]:
    return {
        "reverseOrderId": "6239000000000001",
        "reverseOrderLineId": "6239000000000002",
        "tradeOrderId": ORDER_ID,
        "tradeOrderLineId": "8213000000000012",
        "reverseType": "RETURN",
        "reverseBizType": "4pl",
        "reverseStatus": status,
        "solutionType": 1,
        "gmtCreate": "1783330200000",
        "gmtCreateFormat": "2026-07-06 02:30:00",
        "gmtModified": "1783330200000",
        "gmtModifiedFormat": "2026-07-06 02:30:00",
        **more,
    }


def refund_list(*rows: dict[str, Any], pages: int = 0) -> dict[str, Any]:
    return {
        "api": "mtop.aliexpress.buyer.reverse.queryReverseOrderPageListForBuyer",
        "data": {
            "module": {
                "items": [{"shopName": "Lantern Store", "reverseOrderLines": [row]} for row in rows],
                "pages": pages,
                "total": len(rows),
            }
        },
        "ret": ["SUCCESS::ok"],
    }


def dispute_detail(**module: Any) -> dict[str, Any]:
    plain = {
        "reverseOrderId": "6239000000000001",
        "reverseOrderLineId": "6239000000000002",
        "tradeOrderId": ORDER_ID,
        "tradeOrderLineId": "8213000000000012",
        **module,
    }
    return {
        "api": "mtop.aliexpress.buyer.reverse.reverseOrderLineRenderForBuyer",
        "data": {"module": plain},
        "ret": ["SUCCESS::ok"],
    }
