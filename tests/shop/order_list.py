"""`mtop.aliexpress.trade.buyer.order.list`: the order list, ten a page."""

from collections.abc import Iterable
from decimal import Decimal

from tests.shop.goods import BUTTONS, STATUS_TEXT, button_link, item_json, status_code
from tests.shop.mtop import Calendar, Json, component, price, ultron
from tests.shop.orders import Dispute, Order

PAGE_SIZE = 10


TABS = {"unpaid": "To pay", "processing": "Processing", "shipped": "Processed", "completed": "Completed"}


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
