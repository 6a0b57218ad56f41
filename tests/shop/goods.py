"""What the list and the detail both show of an order: its status, its buttons, its goods."""

from decimal import Decimal

from tests.shop.mtop import Json, price
from tests.shop.orders import Item, Order, State

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


def status_code(order: Order) -> Json:
    return {"orderStatus": STATUS_CODE[order.state]} if order.state in STATUS_CODE else {}


def button_link(order: Order, kind: str) -> Json:
    if kind != "TRACKING":
        return {}
    return {
        "href": "https://www.aliexpress.com/p/tracking/index.html"
        f"?_addShare=no&_login=yes&tradeOrderId={order.order_id}"
    }


def product_id(order: Order, index: int) -> str:
    return f"10054800{order.number:04d}{index:04d}"


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
