"""The refund list in HTML: hashed class names, matched by the part before the hash."""

import re

from scraper.aliexpress import dates, ids
from scraper.aliexpress.dispute_due import due_of_line
from scraper.aliexpress.markup.document import Document, Fragment, attribute, counted, text
from scraper.aliexpress.markup.selectors import REFUNDS
from scraper.aliexpress.money import amount_in
from scraper.aliexpress.reading import Page, Reading
from scraper.aliexpress.refunds import settled
from scraper.aliexpress.words import dispute_state, folded
from scraper.facts import Dispute

_ENDED = ("refund_decided", "decided_against_buyer", "cancelled", "finished")
_NUMBER = re.compile(r"(?<!\d)\d{13,19}(?!\d)")


def read_refund_list(document: Document, page: Page) -> Reading:
    """The disputes of the list, in its order."""
    cards = document.hashed_fragments("orderItem--orderItem--")
    if not cards:
        page.met("refund list", "layout_changed: no card found")
    found = [dispute for i, card in enumerate(cards) if (dispute := _card(card, i, page))]
    return Reading(
        kind="refund_list", disputes=tuple(found), language=page.language, problems=tuple(page.problems)
    )


def _card(card: Fragment, index: int, page: Page) -> Dispute | None:
    where = f"refund {index + 1}"
    selectors = {name: selector for name, selector in REFUNDS.items() if name != "card"}
    counted(card, selectors, page, where)
    said = text(card, REFUNDS["status"])
    linked: dict[str, str] = {}
    for action in card.soup.select("a[href]"):
        linked |= ids.asked(attribute(action, "href"))
    printed = _NUMBER.search(folded(text(card, REFUNDS["number"]) or ""))
    order_id = ids.order_id_of(linked.get("tradeOrderId")) or (printed.group() if printed else None)
    dispute_id = ids.exact(linked.get("reverseOrderLineId")) or ids.exact(linked.get("issueId"))
    if order_id is None and dispute_id is None:
        page.met(where, f"layout_changed: a card without a number ({said or 'no status'})"[:150])
        return None
    state = dispute_state(said, page.language) if said else None
    if state is None:
        page.met(where, f"{said!r} is no known state of a dispute")
    answer_due, return_due = due_of_line(state, said, page, where)
    amount = amount_in(text(card, REFUNDS["amount"]), None)
    day = dates.only_day(said, page.language) if said else None
    return Dispute(
        dispute_id=dispute_id,
        order_id=order_id,
        line_id=ids.exact(linked.get("tradeOrderLineId")),
        state=settled(state, amount),
        answer_due=answer_due,
        return_due=return_due,
        refund=amount if state in _ENDED else None,
        decided_on=dates.with_year(day, until=page.seen_on) if day and state in _ENDED else None,
        text=said[:300] if said else None,
    )
