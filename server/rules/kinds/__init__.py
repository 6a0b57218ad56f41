"""Every kind of notice, in the order of the catalogue: of two that are equally severe the earlier one leads."""

from server.rules.kinds import arrival, disputes, ends, money, watch, way
from server.rules.kinds.kind import (
    ALWAYS,
    COMPLETED,
    DECIDED,
    DELIVERED,
    DISPUTE,
    GONE,
    MARKED,
    OPEN,
    SCANNED,
    UNSENT,
    WAITING,
    Kind,
    had_by,
)
from server.rules.notice import Due
from server.rules.view import View

NO_OPEN = "no open parcel"
KINDS: tuple[Kind, ...] = (
    Kind(
        "protection",
        ends.protection,
        OPEN,
        "240, 120, 72 and 24 hours before the protection end",
        "info, warn, act, critical",
        "no open parcel; order completed; the form refused the claim",
    ),
    Kind(
        "ship_due",
        way.ship_due,
        UNSENT,
        "the day before the last processing day",
        "info",
        "shipped, closed, cancelled",
    ),
    Kind(
        "ship_overdue",
        way.ship_overdue,
        UNSENT,
        "2 days after the last processing day",
        "warn",
        "shipped, closed, cancelled",
    ),
    Kind(
        "no_first_scan",
        way.no_first_scan,
        OPEN,
        "7 and 10 days after shipping",
        "info, warn",
        "any physical scan",
    ),
    Kind(
        "silent",
        way.silent,
        OPEN,
        "20 days after the last scan, 10 in the destination country",
        "info",
        "a new scan",
    ),
    Kind("late", way.late, OPEN, "the day after the estimated delivery", "info", "delivered"),
    Kind("coupon", way.coupon, ALWAYS, "a page offers a coupon for a late delivery", "info", "collected"),
    Kind(
        "commitment",
        ends.commitment,
        OPEN,
        "10 days before the promised refund date, and on it",
        "info, act",
        NO_OPEN,
    ),
    Kind(
        "protection_moved",
        ends.protection_moved,
        OPEN,
        "a page shows another protection end",
        "info",
        NO_OPEN,
    ),
    Kind(
        "completed_unreceived",
        ends.completed_unreceived,
        COMPLETED,
        "completed with an open parcel",
        "critical",
        "grace is over",
    ),
    Kind(
        "grace",
        ends.grace,
        OPEN,
        "7 days, 72 and 24 hours before the end of grace",
        "warn, act, critical",
        NO_OPEN,
    ),
    Kind(
        "dispute_refused",
        ends.dispute_refused,
        MARKED,
        "the buyer says that the form refused the claim",
        "info",
        "-",
    ),
    Kind(
        "retry",
        ends.retry,
        ALWAYS,
        "one second after the protection end",
        "act",
        "no open or undelivered parcel",
    ),
    Kind(
        "delivered_check",
        arrival.delivered_check,
        DELIVERED,
        "first read as delivered",
        "info",
        "the buyer's word",
    ),
    Kind(
        "sources_disagree",
        arrival.sources_disagree,
        DELIVERED,
        "one source says delivered, another does not",
        "act",
        "agreement",
    ),
    Kind(
        "not_received",
        arrival.not_received,
        DELIVERED,
        "marked as not received, called delivered",
        "act",
        "received",
    ),
    Kind(
        "fake_number",
        arrival.fake_number,
        SCANNED,
        "a scan before the order; a wrong place",
        "warn; critical",
        "-",
    ),
    Kind(
        "pickup",
        arrival.pickup,
        WAITING,
        "at a pick-up point; 2 and 1 days before its date",
        "act, warn, critical",
        "any other scan; collected",
    ),
    Kind(
        "customs",
        arrival.customs,
        WAITING,
        "held at customs; 2 and 1 days before its date",
        "act, warn, critical",
        "answered; a later scan",
    ),
    Kind("returning", arrival.returning, GONE, "going back, back, lost or destroyed", "critical", "-"),
    Kind(
        "seller_answer",
        disputes.seller_answer,
        DISPUTE,
        "120 hours after the newest proposal",
        "info",
        "any other state",
    ),
    Kind(
        "response_due",
        disputes.response_due,
        DISPUTE,
        "it waits for the buyer; 72 and 24 hours before",
        "act, act, critical",
        "answered",
    ),
    Kind(
        "platform_overdue",
        disputes.platform_overdue,
        DISPUTE,
        "10 days without a decision",
        "warn",
        "a decision",
    ),
    Kind("offer", disputes.offer, DISPUTE, "an offer below the claim", "warn", "dispute not open"),
    Kind(
        "completed_in_dispute",
        disputes.completed_in_dispute,
        DISPUTE,
        "completed while a dispute is open",
        "info",
        "-",
    ),
    Kind(
        "refund_expected", money.refund_expected, DECIDED, "a refund is decided", "info", "money seen", True
    ),
    Kind(
        "refund_late",
        money.refund_late,
        DECIDED,
        "10 working days after the decision",
        "info",
        "money seen",
        True,
    ),
    Kind(
        "refund_overdue",
        money.refund_overdue,
        DECIDED,
        "20 working days after the decision",
        "act",
        "money seen",
        True,
    ),
    Kind(
        "appeal",
        disputes.appeal,
        DISPUTE,
        "decided against the buyer; the day before the window ends",
        "act, critical",
        "appeal filed",
    ),
    Kind(
        "external",
        ends.external,
        ALWAYS,
        "an appeal was rejected; grace is over with an open parcel",
        "act",
        "-",
    ),
    Kind(
        "chargeback",
        money.chargeback,
        ALWAYS,
        "30, 14 and 7 days before the bank's limit",
        "info, warn, act",
        "money question closed",
        True,
    ),
    Kind(
        "paypal_open",
        money.paypal_open,
        ALWAYS,
        "30, 14 and 7 days before PayPal's limit",
        "info, warn, act",
        "a case was opened",
        True,
    ),
    Kind(
        "paypal_escalate",
        money.paypal_escalate,
        MARKED,
        "a PayPal case was opened; 3 days before its end",
        "info, critical",
        "escalated",
        True,
    ),
    Kind(
        "return_due",
        disputes.return_due,
        DISPUTE,
        "a return is agreed; 3 and 1 days before it is due",
        "act, act, critical",
        "number entered",
    ),
    Kind("return_arrived", disputes.return_arrived, DISPUTE, "the return is read as delivered", "info", "-"),
    Kind(
        "window",
        watch.window,
        COMPLETED,
        "completed and delivered; before a window ends",
        "info, warn",
        "a dispute",
    ),
    Kind(
        "stale",
        watch.stale,
        ALWAYS,
        "pages not read for 10 days, 3 near the end",
        "info or act",
        "any reading",
    ),
    Kind("trap", watch.trap, ALWAYS, "words or an offer that cost the money", "act", "-", True),
    Kind(
        "arrived_after_refund",
        arrival.arrived_after_refund,
        DELIVERED,
        "delivered after the refund",
        "info",
        "-",
        True,
    ),
    Kind(
        "account_risk",
        watch.account_risk,
        ALWAYS,
        "20 % or 35 % of the last orders have a dispute",
        "info, warn",
        "-",
    ),
)
PLACES: dict[str, int] = {kind.name: place for place, kind in enumerate(KINDS)}


def dues_of(view: View) -> list[Due]:
    """All notices that a case has had, has now and has ahead, as long as nothing changes."""
    if view.history:
        return []
    dues: list[Due] = []
    has, settled, muted = had_by(view), view.settled, view.rules.muted
    for place, kind in enumerate(KINDS):
        if kind.needs not in has or (settled and not kind.when_settled) or kind.name in muted:
            continue
        for due in kind.dues(view):
            due.place = place
            dues.append(due)
    return dues


__all__ = ["KINDS", "PLACES", "Kind", "dues_of"]
