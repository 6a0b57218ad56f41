"""The order list: `mtop.aliexpress.trade.buyer.order.list`, components with the tag `pc_om_list_order`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from scraper.aliexpress import dates, ids, order_status
from scraper.aliexpress.body import record, records, whole, words
from scraper.aliexpress.components import Component, broken, components, first, named_in_vain
from scraper.aliexpress.lines import actions_of, currency_in, line, lines_in
from scraper.aliexpress.money import currency_of, price
from scraper.aliexpress.order_status import Signs
from scraper.aliexpress.reading import Page, Reading, Shape
from scraper.aliexpress.refunds import stated_dispute
from scraper.aliexpress.sentences import Said
from scraper.aliexpress.words import shown
from scraper.facts import LateCoupon, Order, Store

_KNOWN_FIELDS = frozenset(
    {"baseCurrency", "buttons", "currencyCode", "exposeInfo", "formatPriceInfo", "hiddenOrderId", "intentionCurrency",
     "moreItemText", "orderDateText", "orderDateTitle", "orderDetailText", "orderDetailUrl", "orderId", "orderLineSize",
     "orderLines", "paymentOutId", "sellerConnectUrl", "shopIcon", "showSelectBox", "statusText", "statusTitle",
     "storeName", "storePageUrl", "totalPriceText", "totalPriceTitle", "utParams"}
)  # fmt: skip
_SHAPES: Mapping[str, Shape] = {
    "orderDateText": "text", "statusText": "text", "storeName": "text", "totalPriceText": "text", "orderLines": "list",
    "buttons": "list", "exposeInfo": "object",
}  # fmt: skip
ORDER, BODY, HEADER_ACTION = "om_list_order", "pc_om_list_body", "pc_om_list_header_action"


def read_order_list(data: Mapping[str, Any], page: Page) -> Reading:
    """The orders in the order of display. `data`: the member `data` of the answer."""
    parts = components(data)
    tab = words(record(first(parts, HEADER_ACTION)).get("statusTab")) or ids.asked(page.url).get("statusTab")
    orders = once(order for part in _cards(parts, page) if (order := _order(part, page, tab)))
    page.broken(broken(data))
    if lost := named_in_vain(data, ORDER):
        page.met("order list", f"layout_changed: {lost} cards named, but not there")
    body = first(parts, BODY)
    has_more = body.get("hasMore") if body else None
    if not orders and body is None:
        page.met("order list", "SUCCESS, but neither orders nor a list in it")
    elif not orders and has_more is True:
        page.met(BODY, "says that there are orders, but holds none")
    return Reading(
        kind="order_list",
        orders=tuple(orders),
        has_more=has_more if isinstance(has_more, bool) else None,
        language=page.language,
        problems=tuple(page.problems),
    )


def _cards(parts: Sequence[Component], page: Page) -> list[Component]:
    """The cards of orders, by their tag; under any other tag, what holds the lines of an order is one too."""
    renamed = {
        part.tag
        for part in parts
        if not part.tag.endswith(ORDER) and isinstance(part.fields.get("orderLines"), (list, dict))
    }
    if renamed:
        page.met("order list", f"layout_changed: cards under another tag ({', '.join(sorted(renamed))})")
    return [part for part in parts if part.tag.endswith(ORDER) or part.tag in renamed]


def once(orders: Iterable[Order]) -> list[Order]:
    """The orders, each once: a list may draw the same card twice."""
    return list({order.order_id: order for order in reversed(list(orders))}.values())[::-1]


def _order(part: Component, page: Page, tab: str | None) -> Order | None:
    fields = part.fields
    order_id = (
        ids.order_id_of(fields.get("orderId"))
        or ids.linked_order_id(fields.get("orderDetailUrl"))
        or next(
            (found for b in records(fields.get("buttons")) if (found := ids.linked_order_id(b.get("href")))),
            None,
        )
        or ids.trailing_id(part.id)
        or ids.trailing_id(part.key)
    )
    if order_id is None:
        page.met(
            part.key,
            f"layout_changed: a card without an order number ({shown(str(fields.get('storeName') or ''))[:40]!r})",
        )
        return None
    where = f"order {order_id}"
    page.misshapen(fields, _SHAPES, where)
    text = words(fields.get("statusText"))
    actions = actions_of(fields.get("buttons"))
    codes, reasons = order_status.signs(fields)
    status = order_status.decide(Signs(codes, reasons, text, actions, tab), page, where)
    currency = currency_in(fields)
    placed_on = placed(fields.get("orderDateText"), page, f"{where}.orderDateText")
    said = Said(page, status, currency, placed_on)
    for name in fields.keys() - _KNOWN_FIELDS:
        if _tells_time(name) and isinstance(fields[name], str):
            said.sentences(fields[name], f"{where}.{name}", counts_down=True)
    raw_lines = lines_in(fields.get("orderLines"), page, f"{where}.orderLines")
    for raw in raw_lines:
        if isinstance(extra := raw.get("itemExtraInfo"), str) and extra:
            coupon, more = _extra(extra, currency, page.language)
            if more:
                said.sentences(extra, f"{where}.orderLines.itemExtraInfo", service=True)
            elif coupon:
                said.promise(coupon)
    size = whole(fields.get("orderLineSize"))
    if size is not None and raw_lines and size > len(raw_lines):
        page.met(where, f"layout_changed: {size} lines said, {len(raw_lines)} found")
    printed = fields.get("formatPriceInfo")
    own = None if "currencyCode" in fields or not isinstance(printed, str) else currency_of(printed)
    total = price(printed, own or currency, fields.get("totalPriceText"))
    if total is None and words(fields.get("totalPriceText")) and currency:
        page.met(f"{where}.totalPriceText", f"{fields['totalPriceText']!r} is no amount of money")
    return Order(
        order_id=order_id,
        status=status,
        status_text=text,
        placed_on=placed_on,
        store=store(fields.get("storeName"), fields.get("storePageUrl")),
        total=total,
        lines=tuple(line(raw, currency, page, offers=False) for raw in raw_lines),
        actions=actions,
        dates=tuple(said.dates),
        windows=tuple(said.windows),
        late_coupon=said.late_coupon,
        disputes=exposed(fields.get("exposeInfo"), order_id, currency, page, where)
        or order_status.refunded(reasons, order_id),
    )


@lru_cache(maxsize=2048)
def _tells_time(name: str) -> bool:
    """Whether a member may hold a sentence about a clock: none does today, but old lists had countdowns."""
    return bool(
        re.search(r"remain|time_?left|left_?time|reminder|protect|count_?down|deadline", name, re.IGNORECASE)
    )


@lru_cache(maxsize=1024)
def _extra(text: str, currency: str | None, language: str | None) -> tuple[LateCoupon | None, bool]:
    """The coupon that the extra text of a line promises, and whether the text says more than that."""
    said = Said(Page(language=language), currency=currency)
    said.sentences(text, "", service=True)
    return said.late_coupon, bool(said.dates or said.windows or said.page.problems)


def placed(text: Any, page: Page, where: str) -> Any:
    """The date of an order's own event; without a year the last such day before the page was read."""
    printed = words(text)
    if not printed:
        return None
    day = dates.only_day(shown(printed), page.language)
    on = dates.with_year(day, until=page.seen_on) if day else None
    if on is None:
        page.met(
            where,
            f"{printed!r} "
            + ("has no year, and nothing says which" if day else "is no date in a known form"),
        )
    return on


def store(name: Any, url: Any) -> Store | None:
    """The shop; its link made absolute."""
    found = Store(name=words(name, 200), url=ids.link(url))
    return found if found != Store() else None


def exposed(info: Any, order_id: str, currency: str | None, page: Page, where: str) -> tuple[Any, ...]:
    """The refund and dispute lines of a card (`exposeInfo.itemList[].detailList[].title`)."""
    found = []
    listed = record(info)
    page.misshapen(listed, {"itemList": "list"}, f"{where}.exposeInfo")
    for item in records(listed.get("itemList")):
        details = records(item.get("detailList")) or [item]
        for shape in (item, *details):
            page.misshapen(shape, {"detailList": "list", "title": "text"}, f"{where}.exposeInfo")
        texts = [shown(text) for detail in details if (text := words(detail.get("title")))]
        links = [
            str(value) for detail in [item, *details] for value in detail.values() if isinstance(value, str)
        ]
        if texts:
            found.append(stated_dispute(texts, links, order_id, currency, page, f"{where}.exposeInfo"))
    return tuple(found)
