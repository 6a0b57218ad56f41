"""Disputes: whose turn it is, until when, what was offered, what was decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from server.rules.case import Dispute
from server.rules.moments import days, local_day, morning, pacific_end
from server.rules.notice import ACT, CRITICAL, INFO, WARN, Due
from server.rules.stated import hours
from server.rules.view import View

ONE_HOUR = hours(1)
APPEAL_LEAD = 1
RETURN_LEADS = ((ACT, 3), (CRITICAL, 1))
RESPONSE_LEADS = ((ACT, 72), (CRITICAL, 24))


def case_of(view: View, dispute: Dispute) -> str:
    """The stable name of a dispute as a case."""
    return f"dispute:{view.order_id}:{dispute.key}"


@dataclass(frozen=True, slots=True)
class AnswerDue:
    """Until when a dispute wants the buyer's answer; `on` where a page names a day, `read_at` None if assumed."""

    at: datetime
    since: datetime
    on: date | None = None
    read_at: datetime | None = None

    @property
    def basis(self) -> str:
        return "estimated" if self.read_at is None else "read"


def answer_due(view: View, dispute: Dispute) -> AnswerDue | None:
    """None where it does not wait for the buyer, or was answered since it does."""
    if dispute.state != "waiting_for_buyer":
        return None
    waiting = dispute.state_since
    stated = dispute.values.get("answer_due")
    if stated and stated.value and stated.read >= waiting:
        day = stated.value.on
        at = stated.value.at or pacific_end(day)
        due = AnswerDue(at, max(waiting, stated.since), day, stated.read)
    else:
        due = AnswerDue(waiting + hours(view.rules.buyer_answer_hours_assumed), waiting)
    answered = view.marked("answered", dispute)
    return None if answered and answered.at >= due.since else due


def appeal_end(view: View, dispute: Dispute) -> datetime | None:
    """The end of the days for an appeal; None where it was not lost, or one was filed."""
    if not dispute.lost:
        return None
    filed = view.marked("appeal_filed", dispute)
    if filed and dispute.lost_before(filed.at):
        return None
    decided = dispute.get("decided_on") or local_day(dispute.state_since, view.zone)
    return pacific_end(days(decided, view.rules.appeal_days))


def seller_answer(view: View) -> Iterator[Due]:
    """The seller's time to answer the newest proposal is over."""
    for dispute in view.open_disputes:
        if dispute.state != "waiting_for_seller":
            continue
        proposed = dispute.get("proposed_at") or dispute.get("opened_at") or dispute.state_since
        yield view.due(
            "seller_answer",
            INFO,
            proposed + hours(view.rules.seller_answer_hours),
            case_of(view, dispute),
            date=proposed,
            parcels=view.covered_numbers(dispute),
            basis="estimated",
            message="seller_answer",
            params={"proposed_at": proposed, "hours": view.rules.seller_answer_hours},
            page="dispute",
        )


def response_due(view: View) -> Iterator[Due]:
    """The dispute waits for the buyer: when it is read, then before the answer is due."""
    for dispute in view.open_disputes:
        wanted = answer_due(view, dispute)
        if wanted is None:
            continue
        for level, lead in ((ACT, None), *RESPONSE_LEADS):
            due = wanted.since if lead is None else wanted.at - hours(lead)
            if lead is not None and due <= wanted.since + ONE_HOUR:
                continue
            yield view.due(
                "response_due",
                level,
                due,
                case_of(view, dispute),
                date=(dispute.state_since, wanted.at),
                lead="read" if lead is None else f"{lead}h",
                deadline=wanted.at,
                parcels=view.covered_numbers(dispute),
                basis=wanted.basis,
                message=f"response_due.{wanted.basis}",
                params={"due_at": wanted.at, "read_at": wanted.since},
                page="dispute",
            )


def platform_overdue(view: View) -> Iterator[Due]:
    """No decision so many days after the opening, or after the end of the parking."""
    for dispute in view.open_disputes:
        if dispute.state not in ("waiting_for_seller", "platform_review") or dispute.ever_decided:
            continue
        base = dispute.parked_until or dispute.get("opened_at") or dispute.first_at
        yield view.due(
            "platform_overdue",
            WARN,
            base + hours(24 * view.rules.platform_decision_days),
            case_of(view, dispute),
            date=base,
            parcels=view.covered_numbers(dispute),
            basis="estimated",
            message="platform_overdue",
            params={"opened_at": base, "days": view.rules.platform_decision_days},
            page="dispute",
        )


def offer(view: View) -> Iterator[Due]:
    """A counter-offer below the claim, once an amount; an offer of nothing is a trap instead."""
    for dispute in view.open_disputes:
        offered, claim = dispute.values.get("offer"), dispute.get("claim")
        if offered is None or offered.value is None or claim is None:
            continue
        money = offered.value
        comparable = money.currency is None or claim.currency is None or money.currency == claim.currency
        if not comparable or not 0 < money.amount < claim.amount:
            continue
        yield view.due(
            "offer",
            WARN,
            offered.since,
            case_of(view, dispute),
            date=f"{money.amount.normalize():f} {money.currency or ''}".strip(),
            parcels=view.covered_numbers(dispute),
            message="offer",
            params={
                "offer": str(money.amount),
                "claim": str(claim.amount),
                "currency": money.currency or claim.currency or "",
                "read_at": offered.since,
            },
            page="dispute",
        )


def completed_in_dispute(view: View) -> Iterator[Due]:
    """The order, known in another status, turned completed while a dispute is open: normal."""
    first = view.order.status_first
    at = first.get("completed")
    if view.status != "completed" or at is None:
        return
    if not any(status not in ("completed", "unknown") and seen < at for status, seen in first.items()):
        return
    held_by = [dispute for dispute in view.open_disputes if dispute.first_at <= at]
    if held_by:
        yield view.due(
            "completed_in_dispute",
            INFO,
            at,
            parcels=view.covered_numbers(held_by[0]),
            message="completed_in_dispute",
            params={"completed_on": view.completed_read_day, "read_at": at},
            page="dispute",
        )


def appeal(view: View) -> Iterator[Due]:
    """Decided against the buyer: the days in which an appeal can be filed."""
    for dispute in view.disputes:
        if appeal_end(view, dispute) is None:
            continue
        since = dispute.state_since
        day = dispute.get("decided_on") or local_day(since, view.zone)
        last = days(day, view.rules.appeal_days)
        for level, due in ((ACT, since), (CRITICAL, morning(days(last, -APPEAL_LEAD), view.zone))):
            if level == CRITICAL and due <= since:
                continue
            yield view.due(
                "appeal",
                level,
                due,
                case_of(view, dispute),
                date=day,
                lead="read" if level == ACT else f"{APPEAL_LEAD}d",
                deadline=pacific_end(last),
                parcels=view.covered_numbers(dispute),
                basis="estimated",
                message="appeal",
                params={"decided_on": day, "days": view.rules.appeal_days, "read_at": since},
                page="dispute",
            )


def return_due(view: View) -> Iterator[Due]:
    """The goods must go back and the number of the return be entered, until a day."""
    for dispute in view.open_disputes:
        if dispute.state != "return_agreed" or view.marked("return_number_entered", dispute):
            continue
        since = dispute.state_since
        stated = dispute.values.get("return_due")
        if stated and stated.value:
            last, basis, since = stated.value, "read", max(since, stated.since)
        else:
            agreed = dispute.get("decided_on") or local_day(since, view.zone)
            last, basis = days(agreed, view.rules.return_days), "estimated"
        for level, ahead in ((ACT, None), *RETURN_LEADS):
            due = since if ahead is None else morning(days(last, -ahead), view.zone)
            if ahead is not None and due <= since:
                continue
            yield view.due(
                "return_due",
                level,
                due,
                case_of(view, dispute),
                date=last,
                lead="read" if ahead is None else f"{ahead}d",
                deadline=pacific_end(last),
                parcels=view.covered_numbers(dispute),
                basis=basis,
                message=f"return_due.{basis}",
                params={"return_on": last, "read_at": since},
                page="dispute",
            )


def return_arrived(view: View) -> Iterator[Due]:
    """The return is read as delivered: by the buyer's mark, or by the look-up of the entered number."""
    for dispute in view.open_disputes:
        moments = []
        said = view.marked("return_arrived", dispute)
        if said:
            moments.append(said.at)
        entered = view.marked("return_number_entered", dispute)
        parcel = view.find(entered.number) if entered and entered.number else None
        if entered and parcel:
            agreed = dispute.get("decided_on") or local_day(entered.at, view.zone)
            moments += [
                seen.read_at
                for seen in parcel.status(agreed, None).delivered
                if seen.scan.time.date() >= agreed  # an old number entered as the return's proves nothing
            ]
        if moments:
            yield view.due(
                "return_arrived",
                INFO,
                max(min(moments), entered.at) if entered else min(moments),
                case_of(view, dispute),
                parcels=view.covered_numbers(dispute),
                message="return_arrived",
                params={"number": entered.number if entered else None, "read_at": min(moments)},
                page="dispute",
            )
