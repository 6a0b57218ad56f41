"""The status of an order: codes before words, and `unknown` with a problem rather than a guess.

Codes: AliExpress' API words and end reasons, the number `orderStatus` (8: on the way; 9: ended, which is completed,
expired or cancelled), the button CONFIRM_GOODS (not yet confirmed), the tab of the list. Words: `languages`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scraper.aliexpress.body import record, whole, words
from scraper.aliexpress.reading import Page
from scraper.aliexpress.words import order_status as by_word
from scraper.facts import Dispute, OrderStatus

API_WORDS: Mapping[str, OrderStatus] = {
    "PLACE_ORDER_SUCCESS": "unpaid",
    "WAIT_SELLER_SEND_GOODS": "processing",
    "SELLER_PART_SEND_GOODS": "processing",
    "RISK_CONTROL": "processing",
    "WAIT_SELLER_EXAMINE_MONEY": "processing",
    "IN_CANCEL": "processing",  # cancelling is asked for, not done
    "WAIT_BUYER_ACCEPT_GOODS": "shipped",
    "IN_ISSUE": "shipped",  # a dispute about an order that has not ended
    "FUND_PROCESSING": "completed",
    "FINISH": "completed",
}
END_REASONS: Mapping[str, OrderStatus] = {
    "buyer_accept_goods": "completed",
    "buyer_accept_goods_timeout": "completed",
    "buyer_pay_timeout": "expired",
    "seller_send_goods_timeout": "cancelled",
    "cancel_order_close_trade": "cancelled",
    "buyer_cancel_notpay_order": "cancelled",
    "buyer_cancel_order_in_risk": "cancelled",
    "risk_reject_closed": "cancelled",
    "seller_accept_issue_no_goods_return": "completed",
    "seller_response_issue_timeout": "completed",
}
REFUNDING_REASONS = frozenset({"seller_accept_issue_no_goods_return", "seller_response_issue_timeout"})
TABS: Mapping[str, OrderStatus] = {
    "unpaid": "unpaid",
    "processing": "processing",
    "shipped": "shipped",
    "completed": "completed",
}
_ENDED = ("completed", "expired", "cancelled")
_CODE_FIELDS = (
    "orderStatus",
    "tradeOrderStatus",
    "orderStatusCode",
    "statusCode",
    "orderStatusEnum",
    "status",
)
_REASON_FIELDS = ("endReason", "orderEndReason", "endReasonCode", "closeReason", "end_reason")


@dataclass
class Signs:
    """What a page says of the status of one order."""

    codes: list[Any]
    reasons: list[str]
    text: str | None
    actions: tuple[str, ...] = ()
    tab: str | None = None
    shipped: bool = False


def signs(*fields: Mapping[str, Any]) -> tuple[list[Any], list[str]]:
    """The status codes and end reasons in the fields of a component, and in its `utParams.args`."""
    codes: list[Any] = []
    reasons: list[str] = []
    for member in fields:
        args = record(record(member.get("utParams")).get("args"))
        for source in (member, args) if args else (member,):
            codes += [source[name] for name in _CODE_FIELDS if source.get(name) not in (None, "")]
            reasons += [value for name in _REASON_FIELDS if (value := words(source.get(name)))]
    return codes, reasons


def decide(signs: Signs, page: Page, where: str) -> OrderStatus:
    """The status, from the strongest sign down; what contradicts or is not known is a problem of the page."""
    coded, ended = _coded(signs, page, where)
    worded = by_word(signs.text, page.language) if signs.text else None
    if coded is None and ended:
        coded = _how_it_ended(signs, worded)
        if coded is None:
            page.met(where, f"orderStatus 9 ended, but {signs.text!r} does not say how")
            return "unknown"
    if coded is None and "CONFIRM_GOODS" in signs.actions and worded not in _ENDED:
        coded = "shipped"
    if coded is None:
        coded = _tabbed(signs.tab, worded)
    if coded is None:
        coded = worded
    elif worded and worded != coded:
        page.met(where, f"the code says {coded}, the words {signs.text!r} say {worded}")
    if coded is None:
        page.met(where, f"status {signs.text!r} is not known" if signs.text else "no status")
        return "unknown"
    return coded


def _coded(signs: Signs, page: Page, where: str) -> tuple[OrderStatus | None, bool]:
    """The status of the codes, and whether the order has ended in a way that they do not say."""
    for reason in signs.reasons:
        known = END_REASONS.get(reason.strip().lower())
        if known:
            return known, False
        page.met(where, f"end reason {reason!r} is not known")
    ended = False
    for code in signs.codes:
        number = whole(code)
        if number == 8:
            return "shipped", False
        if number == 9:
            ended = True
            continue
        named = API_WORDS.get(code.strip().upper()) if isinstance(code, str) else None
        if named == "completed" and by_word(signs.text or "", page.language) in _ENDED:
            ended = True  # FINISH says no more than that it ended
            continue
        if named:
            return named, False
        if number is not None or (isinstance(code, str) and code.isupper()):
            page.met(where, f"status code {code!r} is not known")
    return None, ended


def _how_it_ended(signs: Signs, worded: OrderStatus | None) -> OrderStatus | None:
    if worded in _ENDED:
        return worded
    if worded is None and signs.tab == "completed":
        return "completed"
    if worded is None and (signs.shipped or "OPEN_DISPUTE" in signs.actions):
        return "completed"  # never paid orders are not shipped, nor disputed
    return None


def _tabbed(tab: str | None, worded: OrderStatus | None) -> OrderStatus | None:
    """The status of the list's tab; words that tell an end are more exact than the tab."""
    status = TABS.get(tab or "")
    return None if status is None or worded in _ENDED else status


def refunded(reasons: list[str], order_id: str) -> tuple[Dispute, ...]:
    """The dispute that an end reason tells of: it was decided for the buyer."""
    if any(reason.strip().lower() in REFUNDING_REASONS for reason in reasons):
        return (Dispute(order_id=order_id, state="refund_decided"),)
    return ()
