"""Refunds and disputes: the list of `queryReverseOrderPageListForBuyer`, and the lines about them on order cards."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, cast

from scraper.aliexpress import dates, ids
from scraper.aliexpress.body import lost, record, records, whole, words
from scraper.aliexpress.countdowns import PACIFIC
from scraper.aliexpress.dispute_due import due_of_line
from scraper.aliexpress.money import amount_in, cents
from scraper.aliexpress.reading import Page, Reading
from scraper.aliexpress.words import dispute_state, folded, says, shown
from scraper.facts import Dispute, DisputeState, Money

CODES: Mapping[str, DisputeState] = {
    "WAIT_SELLER_CONFIRM_REFUND": "waiting_for_seller",
    "WAIT_SELLER_ACCEPT": "waiting_for_seller",
    "SELLER_REFUSE_REFUND": "waiting_for_buyer",
    "WAIT_BUYER_ACCEPT": "waiting_for_buyer",
    "ARBITRATING": "platform_review",
    "WAIT_FOR_SELLER_SET_RETURN_ADDRESS": "return_agreed",
    "WAIT_FOR_BUYER_RETURNID": "return_agreed",
    "WAIT_FOR_SELLER_CONFIRM": "return_agreed",
    "WAIT_FOR_WAREHOUSE_CONFIRMATION": "return_agreed",
    "WAIT_FOR_WAREHOUSE_QUALITY_CHECK": "return_agreed",
    "RETURN_SUCCESS": "refund_decided",
    "REFUND_SUCCESS": "refund_decided",
    "WAIT_REFUND": "refund_decided",
    "REFUND_OK": "refund_decided",
    "SELLER_RESPONSE_ISSUE_TIMEOUT": "refund_decided",
    "SELLER_ACCEPT_ISSUE_NO_GOODS_RETURN": "refund_decided",
    "REFUND_REJECT": "decided_against_buyer",
    "CANCELED_ISSUE": "cancelled",
    "CANCELLED_ISSUE": "cancelled",
}
_LAST_AMOUNT = re.compile(
    r"(?:(?:US|AU|NZ|CA)\s)?(?:[^\s\d]{1,4}\s?)?\d(?:[\d.,\s]*\d)?(?:\s?[^\s\d.,]{1,3})?$"
)
FINISHED, IN_PROGRESS = 4, (2, 3)
STATUS_TEXTS = (
    "reverseDetailStatusText",
    "reverseStatusText",
    "statusText",
    "statusDesc",
    "orderStatusDesc",
)
_REASONS = (("not_received", "not_received"), ("defective", "defective"))
ENDED = ("refund_decided", "decided_against_buyer", "cancelled", "finished")


def read_refund_list(module: Mapping[str, Any], page: Page) -> Reading:
    """The disputes of the refund list, in its order."""
    rows = [
        (item, row)
        for item in records(module.get("items"))
        for row in records(item.get("reverseOrderLines")) or [item]
    ]
    found = [dispute for item, row in rows if (dispute := _row(row, page))]
    page.misshapen(module, {"items": "list"}, "refund list")
    if lost(module.get("items")) or any(
        lost(item.get("reverseOrderLines")) for item in records(module.get("items"))
    ):
        page.met("refund list", "layout_changed: a dispute that is no object")
    total = whole(module.get("total"))
    if total and not rows:
        page.met("refund list", f"layout_changed: {total} said, none found")
    elif "items" not in module:
        page.met("refund list", "SUCCESS, but no list in it")
    return Reading(
        kind="refund_list", disputes=tuple(found), language=page.language, problems=tuple(page.problems)
    )


def stated_dispute(
    texts: Sequence[str],
    links: Sequence[str],
    order_id: str | None,
    currency: str | None,
    page: Page,
    where: str,
) -> Dispute:
    """What a line of a card says of a dispute: its state, and the amount once money is back."""
    said = " ".join(texts)
    state = dispute_state(said, page.language)
    if state is None:
        page.met(where, f"{said!r} is no known state of a dispute")
    answer_due, return_due = due_of_line(state, said, page, where)
    linked = {name: value for text in links for name, value in ids.asked(text).items()}
    refund = next((a for text in texts if (a := _amount(text, currency))), None)
    return Dispute(
        dispute_id=ids.exact(linked.get("reverseOrderLineId")) or ids.exact(linked.get("issueId")),
        order_id=order_id,
        line_id=ids.exact(linked.get("tradeOrderLineId")),
        state=settled(state, refund),
        answer_due=answer_due,
        return_due=return_due,
        refund=refund if state in ("refund_decided", "finished") else None,
        text=said[:300],
    )


def _amount(text: str, currency: str | None) -> Money | None:
    found = _LAST_AMOUNT.search(text.strip())
    return amount_in(found.group(), currency) if found and not dates.find(text) else None


def settled(state: str | None, refund: Money | None) -> DisputeState | None:
    """A finished dispute that gave nothing was decided against the buyer."""
    if state in ("finished", "refund_decided") and refund is not None and Decimal(refund.amount) == 0:
        return "decided_against_buyer"
    return cast("DisputeState | None", state)


def names(raw: Mapping[str, Any]) -> tuple[str | None, str | None, str | None]:
    """The dispute's, the order's and the line's number, from texts and links before numbers."""
    linked: dict[str, str] = {}
    for button in records(raw.get("buttonDTOList")) + records(raw.get("buttons")):
        linked = ids.asked(str(button.get("detailUrl") or button.get("href") or "")) | linked
    dispute_id = next(
        (
            found
            for name in ("reverseOrderLineId", "issueId", "reverseOrderId")
            if (found := ids.exact(raw.get(name)) or ids.exact(linked.get(name)))
        ),
        None,
    )
    order_id = ids.order_id_of(raw.get("tradeOrderId")) or ids.order_id_of(linked.get("tradeOrderId"))
    return (
        dispute_id,
        order_id,
        ids.exact(raw.get("tradeOrderLineId")) or ids.exact(linked.get("tradeOrderLineId")),
    )


def _row(raw: Mapping[str, Any], page: Page) -> Dispute | None:
    dispute_id, order_id, line_id = names(raw)
    if dispute_id is None and order_id is None:
        page.met("refund list", "layout_changed: a row without any number")
        return None
    where = f"dispute {dispute_id or order_id}"
    if order_id is None:
        page.met(where, "layout_changed: it names no order")
    text = next((t for name in STATUS_TEXTS if (t := words(raw.get(name)))), None)
    state = state_of(raw, text, page, where)
    answer_due, return_due = due_of_line(state, text, page, where)
    refund = next((m for name in ("refundMoney", "refundAmount") if (m := cents(raw.get(name)))), None)
    return Dispute(
        dispute_id=dispute_id,
        order_id=order_id,
        line_id=line_id,
        state=settled(state, refund),
        opened_at=instant_of(raw, "gmtCreate"),
        reason=reason_of(record(raw.get("applyReason")).get("reasonName") or raw.get("reasonName"), page),
        answer_due=answer_due,
        return_due=return_due,
        refund=refund,
        decided_on=modified_on(raw) if state in ENDED else None,
        text=shown(text) if text else None,
    )


def state_of(raw: Mapping[str, Any], text: str | None, page: Page, where: str) -> DisputeState | None:
    """The state from codes, then from the words, then from the number `reverseStatus` (4: finished)."""
    for value in raw.values():
        if isinstance(value, str) and (coded := CODES.get(value.strip().upper())):
            return coded
    worded = dispute_state(text, page.language) if text else None
    if worded:
        return cast("DisputeState", worded)
    number = whole(raw.get("reverseStatus"))
    if number == FINISHED:
        if text and any(c.isalpha() for c in text):
            page.met(where, f"finished, but {text!r} is no known state of a dispute")
        return "finished"
    if text:
        page.met(where, f"{text!r} is no known state of a dispute")
    elif number in IN_PROGRESS:
        page.met(where, f"reverseStatus {number}: in progress, the page does not say who must act")
    else:
        page.met(where, f"reverseStatus {raw.get('reverseStatus')!r} is not known")
    return None


def instant_of(raw: Mapping[str, Any], name: str) -> datetime | None:
    """An instant from epoch milliseconds and its text ("2022-03-23 21:19:58", Pacific unless the epoch says else)."""
    epoch, text = whole(raw.get(name)), words(raw.get(f"{name}Format"))
    at = from_epoch(epoch)
    try:
        printed = datetime.fromisoformat(text).replace(tzinfo=None) if text else None
    except ValueError:
        printed = None
    if printed is None:
        return at
    if at is not None:
        offset = offset_between(printed, at)
        if offset is not None:
            return printed.replace(tzinfo=timezone(offset))
    return printed.replace(tzinfo=PACIFIC)


def modified_on(raw: Mapping[str, Any]) -> date | None:
    """The Pacific day of the last change."""
    at = instant_of(raw, "gmtModified")
    return None if at is None else at.astimezone(PACIFIC).date()


def from_epoch(milliseconds: int | None) -> datetime | None:
    """An instant from epoch milliseconds of the years 2005 to 2080; None for anything else."""
    if milliseconds is None or not 1_100_000_000_000 <= milliseconds < 3_471_000_000_000:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def offset_between(printed: datetime, at: datetime) -> timedelta | None:
    """The offset that makes a printed wall clock the instant: a whole quarter of an hour between -12 and +14 h."""
    apart = (printed - at.replace(tzinfo=None)).total_seconds()
    quarters = round(apart / 900)
    return (
        timedelta(minutes=15 * quarters)
        if abs(apart - quarters * 900) < 61 and -48 <= quarters <= 56
        else None
    )


def reason_of(name: Any, page: Page) -> str | None:
    text = words(name, 200)
    if not text:
        return None
    said = folded(text)
    return next((reason for stem, reason in _REASONS if says(stem, said, page.language)), shown(text))
