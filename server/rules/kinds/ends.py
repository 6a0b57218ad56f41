"""The end of protection and what follows it: leads, moves, grace, a refused form."""

from collections.abc import Iterator
from datetime import timedelta

from server.rules.moments import days, morning
from server.rules.notice import ACT, CRITICAL, INFO, WARN, Due
from server.rules.stated import earliest, hours
from server.rules.view import View

ONE_SECOND = timedelta(seconds=1)


def protection(view: View) -> Iterator[Due]:
    """Leads before the protection end, while a parcel is open."""
    end = view.end
    if end is None or view.status == "completed" or view.marked("dispute_refused"):
        return
    for level, lead in enumerate(view.rules.protection_leads_hours):
        yield view.due(
            "protection",
            level,
            end.at - hours(lead),
            date=end.at,
            lead=f"{lead}h",
            deadline=end.at,
            parcels=view.open_numbers,
            basis=end.basis,
            message=f"protection.{end.basis}",
            params={**end.source, "end_on": end.day, "end_at": end.at, **view.claim_params},
        )


def commitment(view: View) -> Iterator[Due]:
    """The date before which a page promises a refund if nothing is delivered."""
    promise = earliest(view.order, "refund_if_undelivered")
    if promise is None:
        return
    lead = view.rules.commitment_lead_days
    for level, message, ahead in ((INFO, "commitment.ahead", lead), (ACT, "commitment.due", 0)):
        yield view.due(
            "commitment",
            level,
            morning(days(promise.day, -ahead), view.zone),
            date=promise.day,
            lead=f"{ahead}d",
            parcels=view.open_numbers,
            message=message,
            params={**promise.source, "refund_on": promise.day},
        )


def protection_moved(view: View) -> Iterator[Due]:
    """A page shows another end than it did before, and with it the end that counts moved."""
    if view.order.moved is None:
        return
    at, page, old, new = view.order.moved
    yield view.due(
        "protection_moved",
        INFO,
        at,
        date=(at, new),
        parcels=view.open_numbers,
        message="protection_moved.later" if new > old else "protection_moved.earlier",
        params={"source": page, "read_at": at, "old_end_at": old, "end_at": new},
    )


def completed_unreceived(view: View) -> Iterator[Due]:
    """The order is completed and a parcel is open: the days of grace run."""
    if not view.open or view.grace is None:
        return
    read_at = view.order.status_first["completed"]
    yield view.due(
        "completed_unreceived",
        CRITICAL,
        read_at,
        deadline=view.grace.at,
        parcels=view.open_numbers,
        basis=view.grace.basis,
        message="completed_unreceived",
        params={
            "source": "order_detail",
            "read_at": read_at,
            "completed_on": view.completed_day or view.completed_read_day,
            "grace_days": view.rules.grace_days,
            "grace_at": view.grace.at,
        },
    )


def grace(view: View) -> Iterator[Due]:
    """Leads before the end of grace, from the moment on at which it was completed or past its end, and open."""
    last, since = view.grace, view.grace_since
    if last is None or since is None:
        return
    for level, lead in zip((WARN, ACT, CRITICAL), view.rules.grace_leads_hours, strict=True):
        due = last.at - hours(lead)
        if due > since:
            yield view.due(
                "grace",
                level,
                due,
                date=last.at,
                lead=f"{lead}h",
                deadline=last.at,
                parcels=view.open_numbers,
                basis=last.basis,
                message="grace",
                params={
                    **last.source,
                    "from_on": days(last.day, -view.rules.grace_days),
                    "grace_days": view.rules.grace_days,
                    "grace_at": last.at,
                },
            )


def dispute_refused(view: View) -> Iterator[Due]:
    """The form refused the claim: when to try again."""
    refusals = [mark for mark in view.order.marks if mark.kind == "dispute_refused"]
    if not refusals:
        return
    at = refusals[-1].at
    end = view.end
    message = "dispute_refused.unknown"
    if end:
        message = "dispute_refused.ahead" if at < end.at else "dispute_refused.past"
    yield view.due(
        "dispute_refused",
        INFO,
        at,
        date=at,
        parcels=view.open_numbers,
        basis=end.basis if end else "estimated",
        message=message,
        params={
            "end_at": end.at if end else None,
            "grace_at": view.grace.at if view.grace else None,
            **view.claim_params,
        },
    )


def retry(view: View) -> Iterator[Due]:
    """One second after the protection end: try again after a refusal, or tell a parked dispute that nothing came."""
    if not view.order.marks and not view.disputes:
        return
    end, last = view.end, view.grace
    if end is None or last is None:
        return
    parked = [
        parcel
        for parcel in view.parcels
        if parcel.undelivered
        and any(
            dispute.state == "parked" and dispute.state_since < end.at
            for dispute in parcel.covers
            if dispute in view.disputes
        )
    ]
    refused = view.open and any(
        mark.kind == "dispute_refused" and mark.at < end.at for mark in view.order.marks
    )
    if not parked and not refused:
        return
    yield view.due(
        "retry",
        ACT,
        end.at + ONE_SECOND,
        date=end.at,
        deadline=last.at,
        parcels=view.open_numbers if refused else tuple(p.number for p in parked if p.number),
        basis=end.basis,
        message="retry.refused" if refused else "retry.parked",
        params={**end.source, "end_at": end.at, "grace_at": last.at},
        page="order_detail" if refused else "dispute",
    )


def external(view: View) -> Iterator[Due]:
    """What is left outside: an appeal was rejected, or grace is over with an open parcel."""
    paid = view.paid_day
    rules = view.rules
    outside = {
        "card_until": days(paid, rules.card_chargeback_days) if paid else None,
        "paypal_until": days(paid, rules.paypal_open_days) if paid else None,
        "payment": view.payment,
    }
    for dispute in view.disputes:
        filed = view.marked("appeal_filed", dispute)
        if filed is None or not dispute.lost or not dispute.lost_before(filed.at):
            continue
        again = dispute.decided_against_again(filed.at)
        if again:
            yield view.due(
                "external",
                ACT,
                again,
                f"dispute:{view.order_id}:{dispute.key}",
                date=again,
                parcels=view.open_numbers,
                message="external.rejected",
                params={**outside, "read_at": again},
                page="bank",
            )
    if view.open and view.grace and view.grace_since:
        yield view.due(
            "external",
            ACT,
            view.grace.at,
            date=view.grace.at,
            parcels=view.open_numbers,
            basis=view.grace.basis,
            message="external.grace_over",
            params={**outside, "grace_at": view.grace.at},
            page="bank",
        )
