"""The order list in HTML. Poorer than its JSON: no codes, no lines where an order has several items."""

import re
from typing import Any

from bs4 import Tag

from scraper.aliexpress import dates, ids, order_status
from scraper.aliexpress.markup.document import (
    Document,
    Fragment,
    attribute,
    counted,
    text,
    text_in,
    text_of,
    texts,
)
from scraper.aliexpress.markup.selectors import ACTIVE_TAB, CARD, LIST, MORE
from scraper.aliexpress.money import amount_in
from scraper.aliexpress.order_list import once, placed, store
from scraper.aliexpress.order_status import Signs
from scraper.aliexpress.order_tracking import number_of
from scraper.aliexpress.reading import Page, Reading
from scraper.aliexpress.refunds import stated_dispute
from scraper.aliexpress.sentences import Said
from scraper.aliexpress.words import folded
from scraper.facts import Line, Order

_NUMBER = re.compile(r"(?<!\d)\d{13,19}(?!\d)")
_PICTURE = re.compile(r"url\(\s*[\"']?([^\"')]{1,500})")
_IN_LINKS = re.compile(r"(?:tradeOrderId|orderId)=(\d{10,20})(?!\d)")
_PAGE_SIZE = 10


def read_order_list(document: Document, page: Page) -> Reading:
    """The cards of the list; a card without a number, or a number without a card, is a changed layout."""
    cards = document.fragments(CARD)
    orders = once(order for i, card in enumerate(cards) if (order := _card(card, i, page)))
    read = {order.order_id for order in orders}
    lost = set(_IN_LINKS.findall(document.text)) - read
    if lost:
        page.met("order list", f"layout_changed: {len(lost)} orders in links, but in no card")
    if not cards:
        page.met("order list", "layout_changed: no card found")
    said = _said_on_tab(document)
    if said is not None and len(cards) < min(said, _PAGE_SIZE):
        page.met("order list", f"layout_changed: the tab says {said} orders, {len(cards)} cards found")
    more = bool(document.elements(MORE))
    return Reading(
        kind="order_list",
        orders=tuple(orders),
        has_more=True if more else None,
        language=page.language,
        problems=tuple(page.problems),
    )


def _said_on_tab(document: Document) -> int | None:
    """The number of orders that the open tab prints ("To pay (2)")."""
    tab = next(iter(document.elements(ACTIVE_TAB)), None)
    printed = "".join(str(piece) for piece in tab.itertext()) if tab is not None else ""
    found = re.search(r"[(（]\s?(\d{1,4})\s?[)）]", folded(printed))
    return int(found.group(1)) if found else None


def _card(card: Fragment, index: int, page: Page) -> Order | None:
    header = card.select(LIST["header"])
    header_texts = [line for block in header for line in text_of(block, "\n").split("\n")]
    order_id = _order_id(card, header_texts)
    status_text = text(card, LIST["status"])
    if order_id is None:
        shown = ", ".join(t for t in (status_text, *header_texts[:1], text(card, LIST["store"])) if t)
        page.met(f"card {index + 1}", f"layout_changed: a card without an order number ({shown[:120]})")
        return None
    where = f"order {order_id}"
    counted(card, LIST, page, where)
    actions = ("TRACKING",) if card.select(LIST["track_link"]) else ()
    status = order_status.decide(Signs([], [], status_text, actions), page, where)
    placed_on = _placed_on(header_texts, page, where)
    total_text = text(card, LIST["total"])
    total = amount_in(re.split("[:：]", total_text)[-1], None) if total_text else None
    if total_text and total is None and any(c.isdecimal() for c in total_text):
        page.met(f"{where}.total", f"{total_text!r} names no currency, or is no amount of money")
    said = Said(page, status, None, placed_on)
    for line in texts(card, LIST["popover"]):
        said.sentences(line, f"{where}.popover")
    for element in card.select(LIST["countdown"]):
        _count_down(element, said, where)
    disputes = texts(card, LIST["dispute"])
    links = [href for a in card.soup.select("a[href]") if (href := attribute(a, "href"))]
    return Order(
        order_id=order_id,
        status=status,
        status_text=status_text,
        placed_on=placed_on,
        store=store(text(card, LIST["store"]), next((href for href in links if "/store/" in href), None)),
        total=total,
        lines=tuple(_lines(card, page)),
        actions=actions,
        dates=tuple(said.dates),
        parcels=tuple(n for t in texts(card, LIST["popover_number"]) if (n := number_of(t))),
        disputes=(stated_dispute(disputes, links, order_id, None, page, where),) if disputes else (),
    )


def _order_id(card: Fragment, header_texts: list[str]) -> str | None:
    own = next(iter(card.soup.select(f".{CARD}")), None)
    links = [attribute(a, "href") for a in [*([own] if own else []), *card.select(LIST["detail_link"])]]
    linked = next((found for href in links if (found := ids.linked_order_id(href))), None)
    if linked:
        return linked
    printed = [n.group() for line in header_texts for n in _NUMBER.finditer(folded(line))]
    return printed[0] if len(set(printed)) == 1 else None


def _placed_on(header_texts: list[str], page: Page, where: str) -> Any:
    dated = [line for line in header_texts if dates.find(line, page.language)]
    if dated:
        return placed(dated[0], page, f"{where}.date")
    if header_texts and (page.language is None or any(c.isdecimal() for c in header_texts[0])):
        page.met(f"{where}.date", f"{header_texts[0]!r} is no date in a known form")
    return None


def _count_down(element: Tag, said: Said, where: str) -> None:
    from datetime import timedelta

    left = attribute(element, "lefttime") or ""
    if left.isascii() and left.isdigit() and len(left) < 12:
        said.counted_down(
            timedelta(milliseconds=int(left)), text_of(element) or "lefttime", f"{where}.lefttime"
        )


def _lines(card: Fragment, page: Page) -> list[Line]:
    bodies = card.select(LIST["item"])
    found = [line for body in bodies if (line := _line(body, page)) != Line()]
    return found or [
        Line(image_url=url) for picture in card.select(LIST["pictures"]) if (url := _picture(picture))
    ]


def _line(body: Tag, page: Page) -> Line:
    named = next(iter(body.select(LIST["item_title"].css) or body.select(LIST["item_name"].css)), None)
    link = next((h for a in body.select("a[href*='/item/']") if (h := attribute(a, "href"))), None)
    quantity = re.search(r"\d+", folded(text_in(body, LIST["item_quantity"]) or ""))
    price = text_in(body, LIST["item_number"]) or ""
    picture = next(iter(body.select(LIST["item_picture"].css)), None)
    return Line(
        product_id=ids.product_id(None, link, page.url),
        title=(attribute(named, "title") or text_of(named) or None) if named else None,
        quantity=int(quantity.group()) if quantity else None,
        unit_price=amount_in(re.split(r"\s*[x×]\s*\d+\s*$", price)[0], None),
        sku=text_in(body, LIST["item_sku"]),
        image_url=_picture(picture) if picture else None,
    )


def _picture(element: Tag) -> str | None:
    found = _PICTURE.search(attribute(element, "style") or "")
    return ids.link(found.group(1) if found else attribute(element, "src"))
