"""Answers in the real shape with invented orders, shops and numbers."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ORDER = 8219999900000001
LINE = "8219999900000011"


def text(answer: Any) -> str:
    return json.dumps(answer, ensure_ascii=False)


def stored(name: str) -> str:
    return (HERE / name).read_text("utf-8")


def answer(api: str, data: Any) -> dict[str, Any]:
    return {"api": api, "data": data, "ret": ["SUCCESS::调用成功"], "traceId": "x", "v": "1.0"}


def component(tag: str, number: str, fields: Any) -> tuple[str, dict[str, Any]]:
    return f"{tag}_{number}", {"fields": fields, "id": number, "position": "body", "tag": tag, "type": tag}


def _ultronage(api: str, parts: Sequence[tuple[str, Any]], **more: Any) -> dict[str, Any]:
    structure = {"root_1": [key for key, _ in parts]}
    shuffled = dict(sorted(parts, key=lambda part: part[0][::-1]))
    return answer(api, {"data": shuffled, "hierarchy": {"root": "root_1", "structure": structure}, **more})


def order_detail(
    *,
    order_id: Any = ORDER,
    title: str | None = "Awaiting delivery",
    code: Any = 8,
    reminder: str | None = None,
    nodes: Sequence[tuple[str, str]] = (),
    promise: str = "",
    promise_title: str = "Fast delivery: active",
    services: Sequence[tuple[str, str]] = (),
    info: dict[str, Any] | None = None,
    eta: str | None = None,
    currency: str | None = "EUR",
    total: str = "€12.34|12|34",
    lines: Sequence[dict[str, Any]] | None = None,
    parcels: Sequence[dict[str, Any]] = (),
    status_block: dict[str, Any] | None = None,
    more: Sequence[tuple[str, Any]] = (),
    overall: dict[str, Any] | None = None,
) -> dict[str, Any]:
    buttons = [
        {"type": "TRACKING", "text": "Track", "href": "https://www.aliexpress.com/p/tracking/index.html"}
    ]
    block = {
        "orderId": order_id,
        "title": title,
        "reminder": reminder,
        "buttonVOList": buttons,
        **(status_block or {}),
    }
    line = {
        "orderLineId": LINE,
        "productId": "1005001000000001",
        "itemTitle": "A cable",
        "quantity": 2,
        "formatPriceInfo": total,
        "currencyCode": currency,
        "skuAttrs": [{"name": "Color", "text": "Black"}],
        "etaAndTrack": {"expectDeliveryDateTitle": eta} if eta else {},
        "buttonVOS": [{"type": "OPEN_DISPUTE", "text": "Returns/refunds"}],
    }
    parts = [
        component("detail_order_status_block", "111818", {k: v for k, v in block.items() if v is not None})
    ]
    if nodes:
        bar = {"title": promise_title, "text": promise, "nodes": [{"text": t, "time": d} for t, d in nodes]}
        parts.append(component("detail_service_progress_bar", "202361", bar))
    if services:
        data = [{"title": name, "content": content} for name, content in services]
        parts.append(
            component("detail_order_services", "120701", {"title": "Service Commitment", "data": data})
        )
    parts.append(
        component("detail_simple_order_info_component", "111820", {"tradeOrderId": order_id, **(info or {})})
    )
    seller = {"sellerName": "Moon Store", "storeUrl": "//www.aliexpress.com/store/1100000001"}
    products = {"productVOList": [line] if lines is None else list(lines), "sellerVO": seller}
    parts.append(component("detail_product_block", "111822", products))
    price = {"currencyCode": currency, "formatPriceInfo": total, "value": total.split("|")[0]}
    parts.append(component("detail_order_price_block", "111823", {"totalPrice": price}))
    if parcels:
        parts.append(component("detail_logistic_package_block", "1", {"packageInfoList": list(parcels)}))
    state = {
        "curTime": 1788071273217,
        **({"orderStatus": code} if code is not None else {}),
        **(overall or {}),
    }
    return _ultronage("mtop.aliexpress.trade.buyer.order.detail", [*parts, *more], **{"global": state})


def card(order_id: Any, status: str = "Completed", **more: Any) -> dict[str, Any]:
    fields = {
        "orderId": str(order_id) if order_id is not None else None,
        "statusText": status,
        "orderDateText": "Jul 15, 2026",
        "currencyCode": "EUR",
        "formatPriceInfo": "12,34 €|12|34",
        "totalPriceText": "12,34 €",
        "storeName": "Moon Store",
        "storePageUrl": "//www.aliexpress.com/store/1100000001",
        "orderLines": [
            {"orderLineId": LINE, "productId": "1005001000000001", "itemTitle": "A cable", "quantity": 1}
        ],
        "buttons": [],
        **more,
    }
    return {name: value for name, value in fields.items() if value is not None}


def order_list(
    cards: Sequence[dict[str, Any]], *, tab: str = "all", more: bool = False, key: str = "pc_om_list_order"
) -> dict[str, Any]:
    parts = [
        component("pc_om_list_header_action", "110846", {"statusTab": tab}),
        component("pc_om_list_body", "109702", {"hasMore": more, "pageIndex": 1, "pageSize": 10}),
    ]
    for index, fields in enumerate(cards):
        number = str(fields.get("orderId") or index)
        raw = component("pc_om_list_order", number, fields)[1]
        parts.append((f"{key}_{number}", raw))
    return _ultronage("mtop.aliexpress.trade.buyer.order.list", parts)


def tracking(parcels: Sequence[dict[str, Any]], **more: Any) -> dict[str, Any]:
    module = {"trackingDetailLineList": list(parcels), **more}
    return answer("mtop.ae.ld.querydetail", {"module": module, "result": True})


def refund_list(rows: Sequence[dict[str, Any]], **more: Any) -> dict[str, Any]:
    items = [{"shopName": "Moon Store", "reverseOrderLines": [row]} for row in rows]
    module = {"items": items, "total": len(rows), **more}
    return answer("mtop.aliexpress.buyer.reverse.queryreverseorderpagelistforbuyer", {"module": module})


def dispute_detail(**module: Any) -> dict[str, Any]:
    ids = {"reverseOrderLineId": "6239000000000001", "tradeOrderId": str(ORDER), "tradeOrderLineId": LINE}
    api = "mtop.aliexpress.buyer.reverse.reverseorderlinerenderforbuyer"
    return answer(api, {"module": {**ids, **module}})
