"""Refunds and disputes: the list of `queryReverseOrderPageListForBuyer`, the detail of
`reverseOrderLineRenderForBuyer`, and the lines about them on order cards.

The timers of sellers and buyers have been seen in no public answer: whatever counts down or prints a date in a
dispute that waits for the buyer, or in an agreed return, is taken as that due time.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, cast

from scraper.aliexpress import dates, ids
from scraper.aliexpress.body import record, records, texts_within, whole, words
from scraper.aliexpress.countdowns import PACIFIC, countdown
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
FINISHED, IN_PROGRESS = 4, (2, 3)
_STATUS_TEXTS = (
    "reverseDetailStatusText",
    "reverseStatusText",
    "statusText",
    "statusDesc",
    "orderStatusDesc",
)
_REASONS = (("not_received", "not_received"), ("defective", "defective"))
_ENDED = ("refund_decided", "decided_against_buyer", "cancelled", "finished")
_PRIVATE = frozenset(
    {"seller", "aeItemDTO", "addressInfo", "receiver", "buyer", "logisticsReceiverInfo", "addressVO"}
)
_DUE = re.compile(r"time_?out|deadline|count_?down|left_?time|remain|due|expire", re.IGNORECASE)


def read_refund_list(module: Mapping[str, Any], page: Page) -> Reading:
    """The disputes of the refund list, in its order."""
    rows = [
        (item, row)
        for item in records(module.get("items"))
        for row in records(item.get("reverseOrderLines")) or [item]
    ]
    found = [dispute for item, row in rows if (dispute := _row(row, page))]
    total = whole(module.get("total"))
    if total and not rows:
        page.met("refund list", f"layout_changed: {total} said, none found")
    elif "items" not in module:
        page.met("refund list", "SUCCESS, but no list in it")
    return Reading(
        kind="refund_list", disputes=tuple(found), language=page.language, problems=tuple(page.problems)
    )


def read_dispute_detail(module: Mapping[str, Any], page: Page) -> Reading:
    """The one dispute of a detail page, as a list of one."""
    found = _detail(module, page)
    return Reading(
        kind="refund_list",
        disputes=(found,) if found else (),
        language=page.language,
        problems=tuple(page.problems),
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
    linked = {name: value for text in links for name, value in ids.asked(text).items()}
    refund = next((a for text in texts if (a := _amount(text, currency))), None)
    return Dispute(
        dispute_id=ids.exact(linked.get("reverseOrderLineId")) or ids.exact(linked.get("issueId")),
        order_id=order_id,
        line_id=ids.exact(linked.get("tradeOrderLineId")),
        state=settled(state, refund),
        refund=refund if state in ("refund_decided", "finished") else None,
        text=said[:300],
    )


def _amount(text: str, currency: str | None) -> Money | None:
    found = re.search(
        r"(?:[^\s\d]{1,4}\s?)?\d[\d.,\s]*\d(?:\s?[^\s\d.,]{1,3})?$|(?:[^\s\d]{1,4}\s?)\d$", text.strip()
    )
    return amount_in(found.group(), currency) if found and not dates.find(text) else None


def settled(state: str | None, refund: Money | None) -> DisputeState | None:
    """A finished dispute that gave nothing was decided against the buyer."""
    if state in ("finished", "refund_decided") and refund is not None and Decimal(refund.amount) == 0:
        return "decided_against_buyer"
    return cast("DisputeState | None", state)


def _names(raw: Mapping[str, Any]) -> tuple[str | None, str | None, str | None]:
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
    dispute_id, order_id, line_id = _names(raw)
    if dispute_id is None and order_id is None:
        page.met("refund list", "layout_changed: a row without any number")
        return None
    where = f"dispute {dispute_id or order_id}"
    text = next((t for name in _STATUS_TEXTS if (t := words(raw.get(name)))), None)
    state = _state(raw, text, page, where)
    modified = instant_of(raw, "gmtModified")
    refund = next((m for name in ("refundMoney", "refundAmount") if (m := cents(raw.get(name)))), None)
    return Dispute(
        dispute_id=dispute_id,
        order_id=order_id,
        line_id=line_id,
        state=settled(state, refund),
        opened_at=instant_of(raw, "gmtCreate"),
        reason=_reason(record(raw.get("applyReason")).get("reasonName") or raw.get("reasonName"), page),
        refund=refund,
        decided_on=modified.date() if modified and state in _ENDED else None,
        text=shown(text) if text else None,
    )


def _state(raw: Mapping[str, Any], text: str | None, page: Page, where: str) -> DisputeState | None:
    """The state from codes, then from the words, then from the number `reverseStatus` (4: finished)."""
    for value in raw.values():
        if isinstance(value, str) and (coded := CODES.get(value.strip().upper())):
            return coded
    worded = dispute_state(text, page.language) if text else None
    if worded:
        return cast("DisputeState", worded)
    number = whole(raw.get("reverseStatus"))
    if number == FINISHED:
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


def _reason(name: Any, page: Page) -> str | None:
    text = words(name, 200)
    if not text:
        return None
    said = folded(text)
    return next((reason for stem, reason in _REASONS if says(stem, said, page.language)), shown(text))


def _detail(module: Mapping[str, Any], page: Page) -> Dispute | None:
    asked = ids.asked(page.url)
    flat = {
        **asked,
        **{k: v for part in _parts(module) for k, v in part.items() if not isinstance(v, (dict, list))},
    }
    dispute_id, order_id, line_id = _names(
        flat | {"buttons": module.get("buttons") or module.get("buttonDTOList")}
    )
    text = next((t for name in _STATUS_TEXTS if (t := words(flat.get(name)))), None)
    where = f"dispute {dispute_id or line_id or order_id or ''}".strip()
    if not any((dispute_id, order_id, line_id, text)):
        page.met("dispute detail", "SUCCESS, but no dispute in it")
        return None
    finish = record(record(module.get("reverseFinishInfo")).get("refundInfo"))
    solution = record(module.get("reachSolution"))
    refund = _first_money(record(finish.get("refundDetails")).get("cashMoney"), solution.get("refundMoney"))
    state = settled(_state(flat, text, page, where), refund)
    if state is not None and finish and refund and state == "finished":
        state = "refund_decided"
    due = _due(module, state, page, where)
    decided = _day_of(finish.get("refundNewestTime"), page) or (
        modified.date() if state in _ENDED and (modified := instant_of(flat, "gmtModified")) else None
    )
    return Dispute(
        dispute_id=dispute_id,
        order_id=order_id,
        line_id=line_id,
        state=state,
        opened_at=instant_of(flat, "gmtCreate"),
        proposed_at=next(
            (at for n in ("gmtProposal", "proposalTime", "applyTime") if (at := instant_of(flat, n))), None
        ),
        reason=_reason(record(module.get("applyReason")).get("reasonName") or flat.get("reasonName"), page),
        claim=_first_money(
            *(flat_money(module, n) for n in ("applyMoney", "applyRefundMoney", "applyAmount", "claimMoney"))
        ),
        offer=_first_money(
            *(
                flat_money(record(module.get(n)), "refundMoney")
                for n in ("sellerSolution", "platformSolution")
            )
        ),
        answer_due=due if state == "waiting_for_buyer" else None,
        return_due=_as_day(due) if state == "return_agreed" else None,
        refund=refund,
        decided_on=decided if state in _ENDED else None,
        text=shown(text) if text else None,
    )


def _parts(module: Mapping[str, Any], depth: int = 3) -> Iterator[Mapping[str, Any]]:
    """The module and the objects inside it, inner ones first, without those about persons and goods."""
    if depth:
        for name, value in module.items():
            if isinstance(value, dict) and name not in _PRIVATE:
                yield from _parts(value, depth - 1)
    yield module


def flat_money(module: Mapping[str, Any], name: str) -> Any:
    """A member that holds an amount, here or one level deeper."""
    if module.get(name) is not None:
        return module[name]
    return next((v[name] for v in module.values() if isinstance(v, dict) and v.get(name) is not None), None)


def _first_money(*values: Any) -> Money | None:
    for value in values:
        if found := cents(value) if isinstance(value, dict) else amount_in(value, None):
            return found
    return None


def _day_of(value: Any, page: Page) -> date | None:
    at = from_epoch(whole(value))
    if at:
        return at.astimezone(PACIFIC).date()
    text = words(value)
    day = dates.only_day(text, page.language) if text else None
    return dates.with_year(day, until=page.seen_on) if day else None


def _as_day(due: str | None) -> date | None:
    if due is None:
        return None
    return datetime.fromisoformat(due).astimezone(PACIFIC).date() if "T" in due else date.fromisoformat(due)


def _due(module: Mapping[str, Any], state: DisputeState | None, page: Page, where: str) -> str | None:
    """The earliest due time that the page states while somebody's answer or a return is awaited."""
    if state not in ("waiting_for_buyer", "return_agreed"):
        return None
    found: list[str] = []
    for part in _parts(module):
        for name, value in part.items():
            at = from_epoch(whole(value)) if _DUE.search(name) else None
            if at:
                found.append(at.isoformat())
    for path, text in texts_within(dict(module), where, _PRIVATE):
        if len(text) < 600 and any(c.isdecimal() for c in text):
            found += _due_in(text, path, page)
    return min(found, key=lambda due: _as_day(due) or date.max, default=None)


def _due_in(text: str, where: str, page: Page) -> list[str]:
    said = folded(shown(text))
    if not (
        says("response", said, page.language)
        or says("remaining", said, page.language)
        or says("returns", said, page.language)
    ):
        return []
    days = dates.find(said, page.language)
    left = countdown(said, days, page.language)
    if left is not None:
        if page.seen_at is None:
            page.met(where, f"{text!r} counts down, and nothing says when the page was read")
            return []
        return [(page.seen_at + left).astimezone(UTC).replace(microsecond=0).isoformat()]
    return [on.isoformat() for day in days if (on := dates.with_year(day, near=page.seen_on))]
