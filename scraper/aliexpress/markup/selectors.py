"""The selectors of every page in one place, with how many of each must be there.

Sources: selectors and HTML snippets of public extensions, 2022 to September 2026. Class names of list and detail are
plain and have been stable for four years; tracking and refund pages are hashed: the part before the hash is matched.
"""

from typing import NamedTuple


class Selector(NamedTuple):
    """A CSS selector, and how often it must match in its card or page (`most` None: any number)."""

    css: str
    least: int = 0
    most: int | None = None


CARD = (
    "order-item"  # a whole class: `.order-item`, also the card of the mobile page, which is itself the link
)
LIST = {
    "status": Selector(".order-item-header-status-text", 1, 1),
    "header": Selector('.order-item-header-right-info, [data-pl="order_item_header_info"]', 0, 2),
    "detail_link": Selector(
        'a[data-pl="order_item_header_detail"], .order-item-header-right > a, a[href*="orderId="], a[href*="OrderId="]'
    ),
    "track_link": Selector('a[href*="tradeOrderId="]'),
    "store": Selector('.order-item-store-name, [data-pl="order_item_store_name"]', 0, 2),
    "item": Selector(".order-item-content-body", 0),
    "item_title": Selector(".order-item-content-info-name span[title]", 0),
    "item_name": Selector(".order-item-content-info-name", 0),
    "item_sku": Selector(".order-item-content-info-sku", 0),
    "item_number": Selector(".order-item-content-info-number", 0),
    "item_quantity": Selector(".order-item-content-info-number-quantity", 0),
    "item_picture": Selector(".order-item-content-img", 0),
    "pictures": Selector(".order-item-content-img-list > *", 0),
    "total": Selector(".order-item-content-opt-price-total", 0, 1),
    "dispute": Selector(".order-item-bottom-action .expose-info-item-title, .expose-info-item-title", 0),
    "popover": Selector(".order-track-popover-title p", 0),
    "popover_number": Selector(".order-track-popover .tracking-number-title span", 0),
    "countdown": Selector("[lefttime]", 0),
}
MORE = "//*[@data-pl='order_more' or contains(concat(' ', @class, ' '), ' order-more ')]//button"
ACTIVE_TAB = "//*[contains(concat(' ', @class, ' '), ' comet-tabs-nav-item-active ')]"
LIST_SIGNS = ("order-item", "order-content", "order-main", "order_list_main", "comet-tabs-nav-item")

DETAIL = {
    "title": Selector(".order-status .order-block-title, .order-block-title", 0),
    "status": Selector(".order-status, .order-block-title", 1),
    "sentences": Selector(".order-status-content, .order-reminder", 0),
    "node": Selector(".service-progress-node-info", 0),
    "row": Selector(
        ".order-detail-order-info .info-row, .order-detail-info-item .info-row, .order-detail-info-item", 1
    ),
    "item": Selector(".order-detail-item-content", 0),
    "item_title": Selector(".item-title a, .item-title", 0),
    "item_sku": Selector(".item-sku-attr", 0),
    "item_price": Selector(".item-price", 0),
    "item_quantity": Selector(".item-price-quantity", 0),
    "store": Selector(".store-name", 0),
    "price_row": Selector(".order-price-item", 0),
    "coupon": Selector(".item-action .action-content", 0),
}
DETAIL_SIGNS = (
    "order-detail-order-info",
    "order-detail-item",
    "order-detail-info-item",
    "service-progress-node-info",
)

TRACKING = {
    "number": Selector(
        '[class*="logistic-info"][class*="--mailNoValue"], [class*="logistic-info--mailNo-"]', 1
    ),
    "carrier": Selector('[class*="logistic-info"][class*="--carrierValue"]', 0),
    "service": Selector('[class*="logistic-info"][class*="--carrierTitle"]', 0),
    "node": Selector('[class*="logistic-info"][class*="--node--"]', 1),
    "node_title": Selector('[class*="--nodeTitle"]', 0),
    "node_text": Selector('[class*="--nodeDesc"]', 0),
    "node_time": Selector('[class*="--nodeTime"]', 0),
    "arrival": Selector('[class*="arrival-time"][class*="--title"]', 0),
}
TRACKING_SIGNS = ("logistic-info", "arrival-time-v2--")

REFUNDS = {
    "card": Selector('[class*="orderItem--orderItem--"]', 1),
    "number": Selector('[class*="--orderSKUId--"]', 0, 1),
    "store": Selector('[class*="--orderStore--"]', 0, 1),
    "status": Selector('[class*="--orderStatusDesc--"]', 0, 1),
    "action": Selector('[class*="--orderStatusAction--"] a, [class*="--orderStatusAction--"] button', 0),
    "amount": Selector('[class*="newReverseRefundInfo--amount--"]', 0),
}
REFUND_SIGNS = ("orderItem--orderItem--", "--orderStatusDesc--", "newReverseRefundInfo--")
