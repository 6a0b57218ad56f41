"""`mtop.aliexpress.trade.buyer.order.detail`: everything about one order."""

from decimal import Decimal

from tests.shop.goods import BUTTONS, STATUS_TEXT, button_link, item_json, status_code
from tests.shop.mtop import Calendar, Json, component, price, ultron
from tests.shop.orders import Order


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
