"""The order detail in HTML."""

import re
from collections.abc import Iterator
from datetime import date

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
from scraper.aliexpress.markup.selectors import DETAIL
from scraper.aliexpress.money import amount_in
from scraper.aliexpress.order_list import store
from scraper.aliexpress.order_status import Signs
from scraper.aliexpress.progress import read_nodes
from scraper.aliexpress.reading import Page, Reading
from scraper.aliexpress.sentences import Said, split
from scraper.aliexpress.words import folded, says
from scraper.facts import Line, Money, Order

_NUMBER = re.compile(r"(?<!\d)\d{13,19}(?!\d)")
_STEPS = (
    ("ship", "shipped_on"),
    ("paid", "paid_on"),
    ("completed_on", "ended_on"),
    ("placed", "placed_on"),
    ("closed", "ended_on"),
)
_LONGEST_SENTENCE = 500


def read_order_detail(document: Document, page: Page) -> Reading:
    """The order of the page, as far as its text goes."""
    body = document.whole()
    counted(body, DETAIL, page, "order detail")
    rows = [text_of(row, "\n").split("\n") for row in body.select(DETAIL["row"])]
    order_id = _order_id(document, rows, page)
    order = _order(body, rows, order_id, page) if order_id else None
    if order is None:
        page.met(
            "order detail", f"layout_changed: no order number ({(_status_text(body) or 'no status')[:80]})"
        )
    return Reading(
        kind="order_detail",
        orders=(order,) if order else (),
        language=page.language,
        problems=tuple(page.problems),
    )


def _order_id(document: Document, rows: list[list[str]], page: Page) -> str | None:
    asked = ids.asked(page.url)
    named = ids.order_id_of(asked.get("orderId")) or ids.order_id_of(asked.get("tradeOrderId"))
    printed = {n.group() for row in rows for line in row for n in _NUMBER.finditer(folded(line))}
    return (
        named
        or (printed.pop() if len(printed) == 1 else None)
        or ids.linked_order_id(document.text[:2_000_000])
    )


def _order(body: Fragment, rows: list[list[str]], order_id: str, page: Page) -> Order:
    where = f"order {order_id}"
    status_text = _status_text(body)
    status = order_status.decide(Signs([], [], status_text), page, where)
    steps = dict(_own_dates(rows, page))
    said = Said(page, status, None, steps.get("placed_on") or steps.get("paid_on"))
    read_nodes(_nodes(body), said)
    for block in body.select(DETAIL["sentences"]):
        said.sentences(text_of(block, "\n"), f"{where}.order-status-content", counts_down=True)
    for line in texts(body, DETAIL["coupon"]):
        said.sentences(line, f"{where}.coupon", service=True)
    for block in body.soup.select(
        ", ".join(DETAIL[name].css for name in ("row", "node", "sentences", "coupon", "status", "title"))
    ):
        block.extract()
    _loose_sentences(body, said, where)
    total = next((amount for row in body.select(DETAIL["price_row"])[::-1] if (amount := _amount(row))), None)
    ended = steps.get("ended_on")
    return Order(
        order_id=order_id,
        status=status,
        status_text=status_text,
        placed_on=steps.get("placed_on"),
        paid_on=steps.get("paid_on"),
        shipped_on=steps.get("shipped_on"),
        completed_on=ended if status == "completed" else None,
        closed_on=ended if status in ("cancelled", "expired") else None,
        store=store(text(body, DETAIL["store"]), next(_links(body.soup, "/store/"), None)),
        total=total,
        lines=tuple(_line(item, page) for item in body.select(DETAIL["item"])),
        dates=tuple(said.dates),
        windows=tuple(said.windows),
        late_coupon=said.late_coupon,
    )


def _links(body: Tag, part: str) -> Iterator[str]:
    return (href for a in body.select("a[href]") if (href := attribute(a, "href")) and part in href)


def _nodes(body: Fragment) -> list[tuple[str, str]]:
    """Text and date of every node; which of its lines is the date is told by its form."""
    nodes = []
    for block in body.select(DETAIL["node"]):
        lines = text_of(block, "\n").split("\n")
        dated = next((line for line in lines if dates.find(line)), lines[1] if len(lines) > 1 else None)
        nodes.append((next((line for line in lines if line != dated), ""), dated or ""))
    return nodes


def _own_dates(rows: list[list[str]], page: Page) -> Iterator[tuple[str, date]]:
    """The order's own dates, from rows whose label says which."""
    for row in rows:
        whole = " ".join(row)
        days = dates.find(whole, page.language)
        if len(days) != 1:
            continue
        label = folded(whole)[: days[0].start]
        step = next((name for stem, name in _STEPS if says(stem, label, page.language)), None)
        on = dates.with_year(days[0], until=page.seen_on)
        if step is None or on is None:
            page.met(
                "order detail", f"the date of {row[0][:40] if len(row) > 1 else 'a row'!r} is not understood"
            )
        else:
            yield step, on


def _loose_sentences(body: Fragment, said: Said, where: str) -> None:
    """Sentences of services wherever they stand: only those whose words are known."""
    for string in body.soup.stripped_strings:
        if len(string) > _LONGEST_SENTENCE or not any(c.isdecimal() for c in string):
            continue
        for part in split(string, said.page.language):
            if dates.find(part, said.page.language) and not said.kind_of(folded(part)):
                continue
            said.sentences(part, where)


def _status_text(body: Fragment) -> str | None:
    """The title of the status block; where it has none, the block's first line."""
    title = text(body, DETAIL["title"])
    block = next(iter(body.select(DETAIL["status"])), None)
    return title or (text_of(block, "\n").split("\n")[0] or None if block else None)


def _amount(row: Tag) -> Money | None:
    right = next(iter(row.select(".right-col")), None)
    return amount_in(text_of(right or row), None)


def _line(item: Tag, page: Page) -> Line:
    quantity = re.search(r"\d+", folded(text_in(item, DETAIL["item_quantity"]) or ""))
    price = text_in(item, DETAIL["item_price"]) or ""
    return Line(
        product_id=ids.product_id(None, next(_links(item, "/item/"), None), page.url),
        title=text_in(item, DETAIL["item_title"]),
        quantity=int(quantity.group()) if quantity else None,
        unit_price=amount_in(re.split(r"\s*[x×]\s*\d+\s*$", price)[0], None),
        sku=text_in(item, DETAIL["item_sku"]),
    )
