"""What the buyer may usefully say of an order now, each where it belongs: of the order, of a parcel, of a dispute."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from server.rules.case import Dispute
from server.rules.kinds.arrival import at_customs, on_shelf
from server.rules.kinds.disputes import answer_due, appeal_end
from server.rules.kinds.money import paypal_case
from server.rules.kinds.way import coupon
from server.rules.order_parcel import OrderParcel
from server.rules.view import View

RECEPTIONS = ("received_ok", "not_received", "not_sure", "defect")
PROBLEMS = RECEPTIONS[1:]


class Offered(NamedTuple):
    """A kind of mark and what it is about: a parcel of several, a dispute, or (without either) the whole order."""

    kind: str
    parcel: OrderParcel | None = None
    dispute: Dispute | None = None


def offered(view: View, now: datetime) -> list[Offered]:
    """Nothing of a case that is history: nothing is told of it, whatever is said."""
    if view.history:
        return []
    return [
        *_of_parcels(view),
        *_of_the_claim(view, now),
        *(said for dispute in view.disputes for said in _of_a_dispute(view, dispute, now)),
        *_of_money(view, now),
    ]


def _of_parcels(view: View) -> Iterator[Offered]:
    """How it arrived, and what a parcel waits for. A received order can still turn out to be bad."""
    if view.status not in ("shipped", "completed") or view.money_back:
        return
    shelves = {id(parcel) for parcel, _, _ in on_shelf(view)}
    held = {id(parcel) for parcel, _ in at_customs(view)}
    several = len(view.parcels) > 1
    for parcel in view.parcels:
        about = parcel if several else None
        word = _newest_word(view, parcel)
        for kind in PROBLEMS if view.settled else RECEPTIONS:
            if kind != word:
                yield Offered(kind, about)
        if id(parcel) in shelves:
            yield Offered("collected", about)
        if id(parcel) in held:
            yield Offered("customs_answered", about)


def _newest_word(view: View, parcel: OrderParcel) -> str | None:
    """How the buyer said that it arrived, last; a word about one line of several says nothing of the whole."""
    for mark in reversed(view.order.marks):
        if mark.kind not in RECEPTIONS:
            continue
        about_all = mark.parcel is None and mark.line_id is None
        if about_all or (parcel.parcel and mark.parcel in parcel.parcel.numbers and mark.line_id is None):
            return mark.kind
        if mark.line_id and mark.line_id in view.lines_of(parcel):
            return None
    return None


def _of_the_claim(view: View, now: datetime) -> Iterator[Offered]:
    """What became of a wish for more time, of a try to claim, of the coupon."""
    end, grace = view.end, view.grace
    if view.open and view.status == "shipped" and end and end.at > now:
        yield Offered("extension_asked")
    if view.open and (grace is None or grace.at > now):
        yield Offered("dispute_refused")
    if not view.settled and any(coupon(view)):
        yield Offered("coupon_collected")


def _of_a_dispute(view: View, dispute: Dispute, now: datetime) -> Iterator[Offered]:
    if dispute.state == "waiting_for_buyer" and answer_due(view, dispute):
        yield Offered("answered", dispute=dispute)
    if dispute.state == "return_agreed":
        entered = view.marked("return_number_entered", dispute)
        if entered is None:
            yield Offered("return_number_entered", dispute=dispute)
        elif not view.marked("return_arrived", dispute):
            yield Offered("return_arrived", dispute=dispute)
    end = appeal_end(view, dispute)
    if end and end > now:
        yield Offered("appeal_filed", dispute=dispute)
    if any(refund.dispute is dispute for refund in view.refunds):
        yield Offered("money_seen", dispute=dispute)


def _of_money(view: View, now: datetime) -> Iterator[Offered]:
    """Of the whole order: a refund without a dispute, or what is left outside AliExpress."""
    since = view.money_open_from
    outside = since is not None and since <= now and not view.open_disputes
    if any(refund.dispute is None for refund in view.refunds) or (outside and not view.refunds):
        yield Offered("money_seen")
    if since is not None and since <= now and not view.paid_by_card and not view.marked("paypal_opened"):
        yield Offered("paypal_opened")
    if paypal_case(view):
        yield Offered("paypal_escalated")
