"""The orders as the order pages' own JSON: list, detail, tracking and refunds, in mtop's envelope.

Only what the sites' answers hold is built here; every text is the page's English of autumn 2026.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from tests.shop.orders import Dispute, Item, Order, Parcel, Scan, State

Json = dict[str, Any]
PACIFIC = ZoneInfo("America/Los_Angeles")
PAGE_SIZE = 10
TABS = {"unpaid": "To pay", "processing": "Processing", "shipped": "Processed", "completed": "Completed"}
STATUS_TEXT: dict[State, str] = {
    "unpaid": "To pay",
    "processing": "Processing",
    "shipped": "Awaiting delivery",
    "completed": "Completed",
    "cancelled": "Canceled",
    "expired": "Expired",
}
# The codes that captures show; what stands there in the other states is not known, so nothing does.
STATUS_CODE: dict[State, int] = {"shipped": 8, "completed": 9, "expired": 9}
BUTTONS: dict[State, tuple[tuple[str, str], ...]] = {
    "unpaid": (("PAY", "Pay now"), ("CANCEL", "Cancel order")),
    "processing": (("REPURCHASE", "Add to cart"), ("CANCEL", "Cancel order")),
    "shipped": (("CONFIRM_GOODS", "Confirm received"), ("TRACKING", "Track status")),
    "completed": (("REPURCHASE", "Add to cart"), ("DELETE", "Remove")),
    "cancelled": (("REPURCHASE", "Add to cart"), ("DELETE", "Remove")),
    "expired": (("REPURCHASE", "Add to cart"), ("DELETE", "Remove")),
}
SIGNS = {"USD": "${}", "GBP": "£{}", "EUR": "€{}", "BRL": "R${}", "PLN": "{}zł", "JPY": "￥{}"}


def day_text(day: date) -> str:
    """A date as the English pages print it: "Jul 5, 2026"."""
    return f"{day:%b} {day.day}, {day.year}"


def price(amount: Decimal, currency: str) -> Json:
    """A price as display text and as the safe triple "R$132,74|132|74"."""
    if currency == "JPY":
        whole, fraction, digits = f"{amount:,.0f}", "", f"{amount:,.0f}"
    else:
        plain = f"{amount:.2f}"
        whole, fraction = plain.split(".")
        digits = plain if currency in {"USD", "GBP"} else plain.replace(".", ",")
    display = SIGNS[currency].format(digits)
    return {"text": display, "info": f"{display}|{whole}|{fraction}"}


@dataclass(frozen=True)
class Calendar:
    """Turns the orders' relative days into dates; `now` is the shop's clock (aware)."""

    today: date
    now: datetime

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def text(self, offset: int) -> str:
        return day_text(self.day(offset))

    def millis(self, offset: int, hour: int = 12) -> int:
        day = self.day(offset)
        return int(datetime(day.year, day.month, day.day, hour, tzinfo=UTC).timestamp() * 1000)

    @property
    def now_millis(self) -> int:
        return int(self.now.timestamp() * 1000)

    def left(self, offset: int) -> str:
        """The time left to the end of that Pacific day, as a countdown: "34 days 10 hours"."""
        day = self.day(offset)
        rest = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=PACIFIC) - self.now
        return f"{rest.days} days {rest.seconds // 3600} hours"


def envelope(api: str, data: Json, ret: str = "SUCCESS::SUCCESS") -> Json:
    return {"api": api, "data": data, "ret": [ret], "traceId": "2103stand1n0rderpage0e0f1b", "v": "1.0"}


def refused(api: str, code: str) -> Json:
    """What mtop answers when it wants a human (FAIL_SYS_USER_VALIDATE) or the session is over."""
    return envelope(api, {"url": f"https://acs.aliexpress.com/{api}/_____tmd_____/punish"}, code)


def component(tag: str, ident: str, fields: Json, position: str = "body") -> Json:
    return {
        "fields": fields,
        "id": ident,
        "position": position,
        "scriptKey": f"{tag.capitalize()}_{ident}",
        "status": "normal",
        "tag": tag,
        "type": tag,
    }


def item_json(order: Order, index: int, item: Item) -> Json:
    unit = price(Decimal(item.price), order.currency)
    name, _, text = item.sku.partition(": ")
    return {
        "currencyCode": order.currency,
        "formatPriceInfo": unit["info"],
        "itemDetailUrl": f"//www.aliexpress.com/item/{product_id(order, index)}.html",
        "itemImgUrl": f"https://ae-pic-a1.aliexpress-media.com/kf/S{product_id(order, index)}.jpg_220x220.jpg",
        "itemPriceText": unit["text"],
        "itemTags": [{"richText": '<font color="#009966">Free returns</font>', "type": "LOCAL_FREE_RETURN"}],
        "itemTitle": item.title,
        "orderLineId": order.line_ids[index],
        "productId": product_id(order, index),
        "quantity": item.quantity,
        "skuAttrs": [{"id": 14, "name": name, "text": text, "vid": 193}] if text else [],
        "skuId": f"1200{product_id(order, index)[4:]}",
    }


def product_id(order: Order, index: int) -> str:
    return f"10054800{order.number:04d}{index:04d}"


def card(order: Order, calendar: Calendar) -> Json:
    """One `pc_om_list_order` component."""
    fields: Json = {
        "baseCurrency": "CNY",
        "buttons": [
            {"type": kind, "text": text, **button_link(order, kind)} for kind, text in BUTTONS[order.state]
        ],
        "hiddenOrderId": False,
        "intentionCurrency": order.currency,
        "orderDateText": calendar.text(order.placed),
        "orderDateTitle": "Date",
        "orderDetailText": "Details",
        "orderDetailUrl": f"https://www.aliexpress.com/p/order/detail.html?orderId={order.order_id}",
        "orderId": order.order_id,
        "orderLineSize": len(order.items),
        "orderLines": [item_json(order, i, item) for i, item in enumerate(order.items)],
        "sellerConnectUrl": "//msg.aliexpress.com/msgDetail.htm",
        "showSelectBox": False,
        "statusText": STATUS_TEXT[order.state],
        "statusTitle": "Status",
        "storeName": order.store,
        "storePageUrl": f"//www.aliexpress.com/store/11048{order.number:05d}",
        "utParams": {"args": {"orderId": order.order_id, **status_code(order)}},
    }
    if len(order.items) > 1:
        fields["moreItemText"] = "items"
    if order.priced:
        total = price(order.total, order.currency)
        fields |= {
            "currencyCode": order.currency,
            "formatPriceInfo": total["info"],
            "totalPriceText": total["text"],
            "totalPriceTitle": "Total",
        }
    if order.dispute:
        fields["exposeInfo"] = {"itemList": [{"detailList": [{"title": dispute_line(order, order.dispute)}]}]}
    return component("pc_om_list_order", order.order_id, fields)


def status_code(order: Order) -> Json:
    return {"orderStatus": STATUS_CODE[order.state]} if order.state in STATUS_CODE else {}


def button_link(order: Order, kind: str) -> Json:
    if kind != "TRACKING":
        return {}
    return {
        "href": "https://www.aliexpress.com/p/tracking/index.html"
        f"?_addShare=no&_login=yes&tradeOrderId={order.order_id}"
    }


def dispute_line(order: Order, dispute: Dispute) -> str:
    if dispute.state != "refunded":
        return dispute.card_text
    return f"{dispute.card_text} {price(Decimal(dispute.claim), order.currency)['text']}"


def order_list(
    orders: Iterable[Order], calendar: Calendar, tab: str = "all", page: int = 1, linkage: str = ""
) -> Json:
    """`mtop.aliexpress.trade.buyer.order.list`: one page of ten; the order of display is `hierarchy.structure`."""
    shown = [order for order in orders if tab in ("all", order.state)]
    some = shown[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    more = len(shown) > page * PAGE_SIZE
    body, header, root = "pc_om_list_body_109702", "pc_om_list_header_110551", "pc_om_list_page_109694"
    keys = [f"pc_om_list_order_{order.order_id}" for order in some]
    cards = {key: card(order, calendar) for key, order in zip(keys, some, strict=True)}
    data = {
        **dict(sorted(cards.items(), key=lambda pair: pair[0][::-1])),
        header: component(
            "pc_om_list_header",
            "110551",
            {
                "pageTitle": "Orders",
                "statusTabList": [
                    {"code": "all", "title": "View all"},
                    *({"code": code, "title": title} for code, title in TABS.items()),
                ],
                "tailStatusTab": {"code": "recycle", "title": "Deleted orders"},
            },
            "header",
        ),
        "pc_om_list_header_action_110846": component(
            "pc_om_list_header_action",
            "110846",
            {"searchInput": "", "searchOption": "order", "statusTab": tab, "timeOption": "all"},
            "header",
        ),
        body: component(
            "pc_om_list_body",
            "109702",
            {"hasMore": more, "hasMoreText": "View orders", "pageIndex": page, "pageSize": PAGE_SIZE},
        ),
        root: component("pc_om_list_page", "109694", {"i18n": {"copy": "Copy", "order_ID": "Ref. Number"}}),
    }
    structure = {root: [header, body], header: ["pc_om_list_header_action_110846"], body: keys}
    return ultron("mtop.aliexpress.trade.buyer.order.list", data, root, structure, calendar, linkage)


def ultron(
    api: str,
    data: Json,
    root: str,
    structure: dict[str, list[str]],
    calendar: Calendar,
    linkage: str = "",
    **world: Any,
) -> Json:
    return envelope(
        api,
        {
            "container": {"data": []},
            "data": data,
            "endpoint": {"mode": "pc", "protocolVersion": "3.0", "ultronage": True},
            "global": {"curTime": calendar.now_millis, "refreshPage": True, **world},
            "hierarchy": {
                "component": sorted({part["tag"] for part in data.values()}),
                "root": root,
                "structure": structure,
            },
            "linkage": {
                "common": {"queryParams": linkage},
                "input": [],
                "request": [],
                "signature": {"stub": True},
            },
            "reload": True,
        },
    )


def reminder(order: Order, calendar: Calendar) -> str:
    if order.state == "unpaid":
        return "Please pay within 19 hours 42 minutes, or the order will be closed."
    if order.state == "completed":
        return (
            "Order complete.If there are any problems, you can apply for a return/refund within 7 days of confirming "
            "receipt.If the item you received is defective or not as described, you can open a dispute within 90 days "
            "after order was placed."
        )
    if order.state == "cancelled":
        return "Your order was canceled."
    if order.state == "shipped" and order.protection_end is not None:
        return f"Your order is protected. Buyer Protection ends on {calendar.text(order.protection_end)}."
    if order.state == "processing" and order.ship_by is not None:
        return f"The seller has to ship your order by {calendar.text(order.ship_by)}."
    return ""


def order_detail(order: Order, calendar: Calendar) -> Json:
    """`mtop.aliexpress.trade.buyer.order.detail`; its order id is a JSON number, as on the real page."""
    parts: list[Json] = [
        component(
            "detail_order_status_block",
            "111818",
            {
                "title": STATUS_TEXT[order.state],
                "reminder": reminder(order, calendar),
                "orderId": int(order.order_id),
                "buttonVOList": [
                    {"type": kind, "text": text, **button_link(order, kind)}
                    for kind, text in BUTTONS[order.state]
                ],
            },
        ),
        *progress_bar(order, calendar),
        component("detail_simple_order_info_component", "111820", dates_and_address(order, calendar)),
        component("detail_product_block", "111822", products(order, calendar)),
        component(
            "detail_order_price_block",
            "111823",
            {
                "priceDetails": [{"title": "Subtotal", "value": price(order.total, order.currency)["text"]}],
                "totalPrice": {
                    "currencyCode": order.currency,
                    "formatPriceInfo": price(order.total, order.currency)["info"],
                    "title": "Total",
                    "value": price(order.total, order.currency)["text"],
                },
            },
        ),
        *packages(order),
        *services(order, calendar),
    ]
    root = "detail_root_container_109716"
    data = {f"{part['tag']}_{part['id']}": part for part in parts}
    data[root] = component("detail_root_container", "109716", {"i18n": {"copy": "Copy"}})
    structure = {root: [key for key in data if key != root]}
    return ultron(
        "mtop.aliexpress.trade.buyer.order.detail",
        data,
        root,
        structure,
        calendar,
        pageTitle="Order Detail",
        **status_code(order),
    )


def progress_bar(order: Order, calendar: Calendar) -> list[Json]:
    if order.refund_by is None or order.eta is None or order.paid is None:
        return []
    coupon = price(Decimal(1), order.currency)["text"]
    fields = {
        "currentNode": 0,
        "title": "Fast delivery: active",
        "text": f"If delivered after {calendar.text(order.eta)} you can collect a {coupon} coupon after 48 hours of "
        "that date",
        "nodes": [
            {"text": "Paid", "time": calendar.text(order.paid)},
            {"text": coupon, "time": calendar.text(order.eta + 2)},
            {"text": "Refund", "time": calendar.text(order.refund_by)},
        ],
    }
    return [component("detail_service_progress_bar", "202361", fields)]


def dates_and_address(order: Order, calendar: Calendar) -> Json:
    fields: Json = {
        "addressVO": {
            "contactName": "Robin Example",
            "countryCode": order.country,
            "detailAddress": "1 Nowhere Lane",
            "fullPhoneNo": "+00 5550100",
            "postCode": "00001",
            "regionAddress": "Sampletown, Samplestate",
        },
        "orderIdTitle": "Ref. Number",
        "tradeOrderId": int(order.order_id),
        "orderCreatTime": calendar.text(order.placed),
        "orderCreatTimeTile": "Order placed on",
        "paymentMethod": "Credit/Debit card",
        "paymentMethodTitle": "Payment method",
    }
    for day, key, title_key, title in (
        (order.paid, "payTime", "payTimeTitle", "Paid on"),
        (order.shipped, "orderShipTime", "orderShipTimeTile", "Shipment completed on"),
        (order.completed, "orderEndTime", "orderEndTimeTile", "Order completed on"),
    ):
        if day is not None:
            fields |= {key: calendar.text(day), title_key: title}
    return fields


def products(order: Order, calendar: Calendar) -> Json:
    lines = []
    for index, item in enumerate(order.items):
        line = item_json(order, index, item)
        line["buttonVOS"] = [{"type": "REPURCHASE_LINE", "text": "Add to cart"}]
        if order.state in ("shipped", "completed") and not order.dispute:
            line["buttonVOS"].append({"type": "OPEN_DISPUTE", "text": "Returns/refunds"})
        if order.eta is not None and order.state == "shipped":
            line["etaAndTrack"] = {
                "expectDeliveryDateTitle": f"Estimated delivery date: {calendar.text(order.eta)}"
            }
        lines.append(line)
    store = f"//www.aliexpress.com/store/11048{order.number:05d}"
    return {"productVOList": lines, "sellerVO": {"sellerName": order.store, "storeUrl": store}}


def packages(order: Order) -> list[Json]:
    if not order.parcels:
        return []
    rows = [{"trackingNumber": parcel.number, "logisticsName": parcel.service} for parcel in order.parcels]
    return [component("detail_logistic_package_block", "111821", {"packageInfoList": rows})]


def services(order: Order, calendar: Calendar) -> list[Json]:
    if order.refund_by is None:
        return []
    content = (
        f"Refund if no delivery before {calendar.text(order.refund_by)} · Refund if items damaged · "
        "Refund if package lost"
    )
    data = [
        {"title": "Fast delivery", "content": content},
        {
            "title": "Free returns",
            "content": "Not satisfied with your order? Send it back within 15 days after delivery.",
        },
    ]
    return [
        component(
            "detail_order_services", f"sv3-{order.order_id}", {"data": data, "title": "Service Commitment"}
        )
    ]


def order_tracking(order: Order, calendar: Calendar) -> Json:
    """`mtop.ae.ld.querydetail`: one entry a parcel, its scans newest first."""
    module: Json = {
        "isTrackingV2": True,
        "logisticsReceiverInfo": {
            "contactName": "Robin Example",
            "address": "1 Nowhere Lane",
            "zipCode": "00001",
        },
        "trackingDetailLineList": [parcel_json(order, parcel, calendar) for parcel in order.parcels],
    }
    if order.refund_by is not None:
        module["fastDeliveryInfoDTO"] = {
            "fdTitle": "Fast delivery",
            "fdContentList": [
                f"Refund if no delivery before {calendar.text(order.refund_by)}",
                "Refund if package lost",
            ],
        }
    return envelope("mtop.ae.ld.querydetail", {"module": module, "result": True})


def parcel_json(order: Order, parcel: Parcel, calendar: Calendar) -> Json:
    begun = [
        Scan("ORDER_PLACED", order.placed, "Order placed", 9),
        Scan("ORDER_PAID", order.placed if order.paid is None else order.paid, "Order paid", 10),
    ]
    scans = [*parcel.scans, *reversed(begun)]
    carried = parcel.items or tuple(range(len(order.items)))
    line: Json = {
        "mailNo": parcel.local_number or parcel.number,
        "originMailNo": parcel.number,
        "logisticsCarrierName": parcel.service,
        "logisticsCpInfo": {"cpName": parcel.carrier},
        "packageItemList": [
            {
                "count": order.items[i].quantity,
                "itemId": int(product_id(order, i)),
                "itemTitle": order.items[i].title,
            }
            for i in carried
        ],
        "detailList": [scan_json(scan, calendar) for scan in scans],
    }
    if order.eta is not None:
        line["etaInfo"] = {
            "endEtaTime": calendar.millis(order.eta),
            "etaSceneCode": "FULFILLLMENT_PROMISE_ETA",
            "etaTimeText": f"{calendar.day(order.eta):%b}. {calendar.day(order.eta).day}",
        }
    return line


def scan_json(scan: Scan, calendar: Calendar) -> Json:
    day = calendar.day(scan.day)
    return {
        "time": calendar.millis(scan.day, scan.hour),
        "timeText": f"{day:%a} | {day:%b}. {day:%d} {scan.hour:02d}:00",
        "trackingName": scan.text,
        "trackingDetailDesc": scan.text,
        "trackingPrimaryCode": f"AE_{scan.code}",
        "trackingSecondCode": f"AE_{scan.code}",
        **({"detailedLocation": scan.place} if scan.place else {}),
    }


REVERSE_STATUS = {
    "seller_to_answer": 2,
    "platform": 2,
    "buyer_to_answer": 3,
    "refunded": 4,
    "refused": 5,
    "cancelled": 0,
}


def refund_list(orders: Iterable[Order], calendar: Calendar) -> Json:
    """`queryReverseOrderPageListForBuyer`: one row a disputed order."""
    rows = [refund_row(order, order.dispute, calendar) for order in orders if order.dispute]
    module = {"items": rows, "pageNum": 1, "pageSize": 10, "pages": 0, "total": len(rows)}
    return envelope("mtop.aliexpress.buyer.reverse.queryreverseorderpagelistforbuyer", {"module": module})


def refund_row(order: Order, dispute: Dispute, calendar: Calendar) -> Json:
    opened = calendar.day(dispute.opened)
    number = str(6239_4800_0000_0000 + order.number)
    line = {
        "aeItemDTO": {"itemId": int(product_id(order, 0)), "itemTitle": order.items[0].title},
        "buttonDTOList": [
            {
                "code": 1,
                "type": "view_details",
                "role": "BUYER",
                "detailUrl": "https://trade.aliexpress.com/issue/fastissue/Detail.htm"
                f"?tradeOrderLineId={order.line_ids[0]}&reverseOrderLineId={number}&from=1",
            }
        ],
        "gmtCreate": str(calendar.millis(dispute.opened)),
        "gmtCreateFormat": f"{opened:%Y-%m-%d} 12:00:00",
        "gmtModified": str(calendar.millis(dispute.decided or dispute.opened)),
        "gmtModifiedFormat": f"{calendar.day(dispute.decided or dispute.opened):%Y-%m-%d} 12:00:00",
        "reverseBizType": "4pl",
        "reverseOrderId": str(int(number) - 7),
        "reverseOrderLineId": number,
        "reverseStatus": REVERSE_STATUS[dispute.state],
        "reverseType": "RETURN",
        "solutionType": 1,
        "tradeOrderId": order.order_id,
        "tradeOrderLineId": order.line_ids[0],
    }
    return {"shopName": order.store, "reverseOrderLines": [line]}


def as_text(answer: Json) -> str:
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
