"""aliexpress.ru is another product: its list stands as JSON in `__AER_DATA__`, as far as that has been seen.

Only numbers, titles and pictures of the list are known (public code, about 2022); status and dates are not, and a
page that is not the list is not supported.
"""

import re
from collections.abc import Iterator
from typing import Any

from scraper.aliexpress import ids
from scraper.aliexpress.body import Unreadable, records, too_deep, unwrap, words
from scraper.aliexpress.order_status import Signs, decide
from scraper.aliexpress.reading import Page, Reading
from scraper.facts import Line, Order

_DATA = re.compile(
    r"<script\b[^>]{0,300}\bid=[\"']?__AER_DATA__[\"']?[^>]{0,300}>(.*?)</script", re.DOTALL | re.IGNORECASE
)
NOT_YET = "aliexpress.ru: this page is not supported yet"


def read_russian(html: str, page: Page) -> Reading:
    """The list of a page of aliexpress.ru; any other of its pages says that it is not supported yet."""
    found = _DATA.search(html)
    try:
        data = unwrap(found.group(1)) if found else None
    except Unreadable as error:
        page.met("__AER_DATA__", str(error))
        data = None
    lists = list(_order_lists(data)) if data is not None and not too_deep(data) else []
    if not lists:
        return Reading(kind="unknown", language=page.language, problems=(NOT_YET, *page.problems))
    orders = tuple(order for raws in lists for raw in raws if (order := _order(raw, page)))
    page.met("aliexpress.ru", "dates and clocks of its orders are not supported yet")
    return Reading(kind="order_list", orders=orders, language=page.language, problems=tuple(page.problems))


def _order_lists(value: Any) -> Iterator[list[dict[str, Any]]]:
    if isinstance(value, dict):
        listed = value.get("orderList")
        if isinstance(listed, dict) and isinstance(listed.get("orders"), list):
            yield records(listed["orders"])
            return
        for child in value.values():
            yield from _order_lists(child)
    elif isinstance(value, list):
        for child in value:
            yield from _order_lists(child)


def _order(raw: dict[str, Any], page: Page) -> Order | None:
    printed = raw.get("orderNumber")
    number = re.sub(r"\D", "", str(printed)) if isinstance(printed, (str, int)) else ""
    order_id = ids.order_id_of(number) if isinstance(printed, str) else ids.order_id_of(printed)
    linked = re.search(r"/order-list/(\d{10,20})", str(raw.get("detailLink") or ""))
    order_id = order_id or (linked.group(1) if linked else None) or ids.linked_order_id(raw.get("detailLink"))
    if order_id is None:
        page.met("aliexpress.ru", "layout_changed: an order without a number")
        return None
    text = next(
        (t for name in ("statusText", "statusName", "status", "tag") if (t := words(raw.get(name), 80))), None
    )
    return Order(
        order_id=order_id,
        status=decide(Signs([], [], text), page, f"order {order_id}"),
        status_text=text,
        lines=tuple(
            Line(title=words(item.get("name"), 500), image_url=ids.link(item.get("imgUrl")))
            for item in records(raw.get("items"))
        ),
    )
