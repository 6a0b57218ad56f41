"""Money: refunds that are decided and must arrive, and the ways outside while the money question is open."""

from collections.abc import Iterator

from server.rules.moments import day_end, days, local_day, morning, working_days
from server.rules.notice import ACT, CRITICAL, INFO, WARN, Due
from server.rules.reading import Mark
from server.rules.view import Refund, View

PAYPAL_LEAD = 3


def _refund(view: View, kind: str, level: int, refund: Refund, after: int, page: str = "") -> Due:
    """A notice about a refund, so many working days after the decision; 0 is the moment in which it is read."""
    rules = view.rules
    case = f"dispute:{view.order_id}:{refund.case}" if refund.dispute else ""
    return view.due(
        kind,
        level,
        morning(working_days(refund.day, after), view.zone) if after else refund.read_at,
        case,
        date=refund.day if after else "",  # told once a decision, whatever day it turns out to be of
        parcels=view.covered_numbers(refund.dispute),
        message=kind,
        params={
            "decided_on": refund.day,
            "read_at": refund.read_at,
            "late_on": working_days(refund.day, rules.refund_late_working_days),
            "overdue_on": working_days(refund.day, rules.refund_overdue_working_days),
            "payment": view.payment,
        },
        page=page or ("dispute" if refund.dispute else "order_detail"),
    )


def refund_expected(view: View) -> Iterator[Due]:
    """A refund is decided: by when it should arrive."""
    return (_refund(view, "refund_expected", INFO, refund, 0) for refund in view.refunds)


def refund_late(view: View) -> Iterator[Due]:
    """The money should have arrived."""
    after = view.rules.refund_late_working_days
    return (_refund(view, "refund_late", INFO, refund, after) for refund in view.refunds)


def refund_overdue(view: View) -> Iterator[Due]:
    """The money should long have arrived."""
    after = view.rules.refund_overdue_working_days
    return (_refund(view, "refund_overdue", ACT, refund, after, "bank") for refund in view.refunds)


def chargeback(view: View) -> Iterator[Due]:
    """The bank takes complaints about a card payment only so long."""
    if view.payment == "card":
        yield from _bank(view, "chargeback", view.rules.card_chargeback_days)


def paypal_open(view: View) -> Iterator[Due]:
    """PayPal opens a case only so long after the payment."""
    if view.payment == "paypal" and not view.marked("paypal_opened"):
        yield from _bank(view, "paypal_open", view.rules.paypal_open_days)


def _bank(view: View, kind: str, after: int) -> Iterator[Due]:
    opened = view.money_open_from
    if view.paid_day is None or opened is None:
        return
    last = days(view.paid_day, after)
    for level, ahead in zip((INFO, WARN, ACT), view.rules.bank_leads_days, strict=True):
        due = morning(days(last, -ahead), view.zone)
        yield view.due(
            kind,
            level,
            due,
            date=last,
            lead=f"{ahead}d",
            ready=max(due, opened),
            deadline=day_end(last, view.zone),
            basis="estimated",
            message=kind,
            params={"paid_on": view.paid_day, "days": after, "last_on": last},
            page="bank",
        )


def paypal_case(view: View) -> Mark | None:
    """The mark that a PayPal case was opened, while it waits to be escalated."""
    opened = view.marked("paypal_opened")
    if opened is None or view.all_money_seen:
        return None
    escalated = view.marked("paypal_escalated")
    return None if escalated and escalated.at >= opened.at else opened


def paypal_escalate(view: View) -> Iterator[Due]:
    """A PayPal case that is not escalated in time is closed for good."""
    opened = paypal_case(view)
    if opened is None:
        return
    day = local_day(opened.at, view.zone)
    last = days(day, view.rules.paypal_escalate_days)
    for level, due in ((INFO, opened.at), (CRITICAL, morning(days(last, -PAYPAL_LEAD), view.zone))):
        if level == CRITICAL and due <= opened.at:
            continue
        yield view.due(
            "paypal_escalate",
            level,
            due,
            date=day,
            lead="read" if level == INFO else f"{PAYPAL_LEAD}d",
            deadline=day_end(last, view.zone),
            message="paypal_escalate",
            params={"opened_on": day, "last_on": last},
            page="paypal",
        )
