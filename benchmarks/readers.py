"""How fast the readers are: 1,000 orders to facts against `json.loads` of the same bytes, and a card of HTML.

Run: python -m benchmarks.readers
"""

import json
import re
import time
from collections.abc import Callable
from typing import Any

from scraper.aliexpress import read
from tests.scraper.aliexpress import pages

ORDERS, A_PAGE, ROUNDS = 1000, 10, 7
STATES = ["Awaiting delivery", "Completed", "Processing", "To pay", "Expired", "Canceled"]
TAG = {
    "desc": "Not satisfied with your order? You can return it within the order protection period. The first return on "
    "each order is free (up to 5 times per month).",
    "href": "https://www.aliexpress.com/ssr/300004428/G7ZED4yXte",
    "richText": '<font color="#009966">Free returns</font>',
    "type": "LOCAL_FREE_RETURN",
}
LINE = {
    "itemTags": [TAG, {**TAG, "type": "DELIVERY_GUARANTEE"}],
    "skuAttrKeys": "14:193",
    "tagCombineColor": "#009966",
}
CARD = {
    "baseCurrency": "CNY",
    "hiddenOrderId": False,
    "intentionCurrency": "EUR",
    "orderDateTitle": "Date",
    "orderDetailText": "Details",
    "orderDetailUrl": "https://www.aliexpress.com/p/order/detail.html",
    "orderLineSize": 2,
    "sellerConnectUrl": "//msg.aliexpress.com/msgDetail.htm",
    "showSelectBox": False,
    "statusTitle": "Status",
    "totalPriceTitle": "Total",
    "shopIcon": "https://ae-pic-a1.aliexpress-media.com/kf/Sacd4f9786c374f4ea65f91d8a33f8028W/108x64.png",
}


def best(work: Callable[[], Any]) -> float:
    """The fastest of some rounds, in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return min(times)


def json_pages() -> list[str]:
    """A hundred pages of ten orders, two lines each, in the real shape (about 4 KB an order)."""
    found = []
    for page in range(ORDERS // A_PAGE):
        cards = []
        for number in range(page * A_PAGE, page * A_PAGE + A_PAGE):
            lines = [
                {
                    "orderLineId": str(8219999900000011 + number * 20000 + i),
                    "productId": str(1005001000000001 + number),
                    "itemTitle": f"Cable number {number} of a rather long title " * 3,
                    "itemDetailUrl": f"//www.aliexpress.com/item/{1005001000000001 + number}.html",
                    "itemImgUrl": f"https://ae-pic-a1.aliexpress-media.com/kf/S{number:032x}.jpg",
                    "itemExtraInfo": '<span style="color:#009966">€5 coupon if delayed</span>',
                    "formatPriceInfo": f"€{number % 90},{number % 89:02d}|{number % 90}|{number % 89:02d}",
                    "currencyCode": "EUR",
                    "quantity": 1 + number % 3,
                    "skuAttrs": [{"name": "Color", "text": f"Black {number % 7}", "id": 14, "vid": 193}],
                    **LINE,
                }
                for i in range(2)
            ]
            buttons = [
                {"type": kind, "text": "Text", "size": "default"} for kind in ("TRACKING", "REPURCHASE")
            ]
            cards.append(
                pages.card(
                    pages.ORDER + number * 20000,
                    STATES[number % len(STATES)],
                    orderDateText=f"Jul {1 + number % 28}, 2026",
                    orderLines=lines,
                    buttons=buttons,
                    paymentOutId=str(12999874107379287051493512785 + number),
                    **CARD,
                )
            )
        found.append(pages.text(pages.order_list(cards, more=True)))
    return found


def html_page() -> str:
    """One page of fifty cards."""
    page = pages.stored("list.html")
    card = page[page.index('<div class="order-item">') : page.index('<div class="order-item">', 2000)]
    many = "".join(card.replace("8219999900000001", str(pages.ORDER + 20000 * (i + 2))) for i in range(50))
    return re.sub(
        r"Processed \(\d+\)",
        "Processed",
        page.replace('<div data-pl="order_more">', many + '<div data-pl="order_more">'),
    )


def main() -> None:
    bodies = json_pages()
    read(bodies[0])
    size = sum(len(body) for body in bodies) / 1024
    plain = best(lambda: [json.loads(body) for body in bodies])
    facts = best(lambda: [read(body) for body in bodies])
    orders = sum(len(read(body).orders) for body in bodies)
    print(f"{orders} orders, {size:,.0f} KB of JSON: json.loads {plain:.1f} ms, facts {facts:.1f} ms")
    print(f"  ratio {facts / plain:.2f} (aim: at most 3), {facts / orders * 1000:.0f} us an order")
    html = html_page()
    cards = len(read(html).orders)
    took = best(lambda: read(html))
    print(f"HTML: {cards} cards, {len(html) / 1024:,.0f} KB: {took:.1f} ms, {took / cards:.2f} ms a card")


if __name__ == "__main__":
    main()
