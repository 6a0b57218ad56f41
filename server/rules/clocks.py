"""The clocks of a case: when each ends, from which page or estimate, and the steps by which it was worked out."""

from collections.abc import Iterator
from datetime import date, datetime

from server.rules.kinds.arrival import Stop, at_customs, on_shelf
from server.rules.kinds.disputes import answer_due, appeal_end, case_of
from server.rules.kinds.money import paypal_case
from server.rules.moments import day_end, days, local_day, pacific_end, working_days
from server.rules.notice import Clock, Value
from server.rules.order_parcel import OrderParcel
from server.rules.stated import End, earliest, hours
from server.rules.view import View

Step = tuple[str, dict[str, Value]]


def clocks_of(view: View) -> tuple[Clock, ...]:
    """All clocks that run or ran for a case, the earliest end first; none for a case that is history or settled."""
    if view.history:
        return ()
    found = list(_money(view))
    if not view.settled:
        found += [*_order(view), *_disputes(view)]
    return tuple(sorted(found, key=lambda clock: (clock.ends_at, clock.kind, clock.case)))


def _clock(
    view: View, kind: str, on: date | None, ends_at: datetime, steps: list[Step], **more: object
) -> Clock:
    basis = more.get("basis", "estimated")
    return Clock(
        kind,
        ends_at,
        on,
        str(basis),
        str(more.get("source") or ("estimate" if basis == "estimated" else "order_detail")),
        more.get("read_at"),  # type: ignore[arg-type]
        str(more.get("case") or view.order_id),
        tuple(steps),
    )


def _read(end: End) -> dict[str, object]:
    return {"basis": end.basis, "source": end.page, "read_at": end.read_at}


def _order(view: View) -> Iterator[Clock]:
    rules, end = view.rules, view.end
    last = earliest(view.order, "ship_by")
    if view.status == "processing" and (last or view.paid_day):
        if last:
            yield _clock(
                view, "ship_by", last.day, last.at, [("pacific_end", {"day": last.day})], **_read(last)
            )
        elif view.paid_day:
            day = days(view.paid_day, rules.processing_days)
            steps: list[Step] = [
                (
                    "days_after",
                    {"from": "paid", "start": view.paid_day, "days": rules.processing_days, "day": day},
                ),
                ("pacific_end", {"day": day}),
            ]
            yield _clock(view, "ship_by", day, pacific_end(day), steps)
    if end and view.parcels:
        steps = [("pacific_end", {"day": end.day})]
        if end.basis == "estimated":
            count = rules.protection_days_from_shipping
            start: dict[str, Value] = {
                "from": "shipped",
                "start": view.shipped_day,
                "days": count,
                "day": end.day,
            }
            steps.insert(0, ("days_after", start))
        if view.status != "completed":
            yield _clock(view, "protection_end", end.day, end.at, steps, **_read(end))
    if view.grace and view.parcels:
        start_day = days(view.grace.day, -rules.grace_days)
        origin = "completed" if view.status == "completed" and view.completed_day else "protection_end"
        steps = [
            (
                "days_after",
                {"from": origin, "start": start_day, "days": rules.grace_days, "day": view.grace.day},
            ),
            ("pacific_end", {"day": view.grace.day}),
        ]
        yield _clock(view, "grace_end", view.grace.day, view.grace.at, steps, **_read(view.grace))
    promise = earliest(view.order, "refund_if_undelivered")
    if promise and view.open:
        steps = [("day_read", {"day": promise.day})]
        yield _clock(
            view, "commitment", promise.day, day_end(promise.day, view.zone), steps, **_read(promise)
        )
    yield from _waits(view)


def _waits(view: View) -> Iterator[Clock]:
    """Where only the buyer can do something, with or without a dispute: the shelf, customs."""
    for parcel, stop, shelf in on_shelf(view):
        count = view.rules.pickup_days_assumed
        from_scan: dict[str, Value] = {"from": "scan", "start": stop.scan_on, "days": count, "day": shelf}
        steps: list[Step] = [("day_read", {"day": shelf})] if stop.until else [("days_after", from_scan)]
        yield _waiting(view, "pickup", parcel, stop, shelf, steps)
    for parcel, stop in at_customs(view):
        if stop.until:
            last: date = stop.until.value
            yield _waiting(view, "customs", parcel, stop, last, [("day_read", {"day": last})])


def _waiting(view: View, kind: str, parcel: OrderParcel, stop: Stop, last: date, steps: list[Step]) -> Clock:
    return _clock(
        view,
        kind,
        last,
        day_end(last, view.zone),
        steps,
        basis="read" if stop.until else "estimated",
        source="tracking" if stop.until else None,
        read_at=stop.until.read if stop.until else None,
        case=parcel.case,
    )


def _disputes(view: View) -> Iterator[Clock]:
    rules = view.rules
    for dispute in view.disputes:
        case = case_of(view, dispute)
        since = dispute.state_since
        if dispute.state == "waiting_for_seller":
            start = dispute.get("proposed_at") or dispute.get("opened_at") or since
            at = start + hours(rules.seller_answer_hours)
            count = rules.seller_answer_hours
            steps: list[Step] = [("hours_after", {"from": "proposal", "start": start, "hours": count})]
            yield _clock(view, "seller_answer", None, at, steps, case=case)
        elif wanted := answer_due(view, dispute):
            if wanted.read_at is None:
                count = rules.buyer_answer_hours_assumed
                steps = [("hours_after", {"from": "reading", "start": since, "hours": count})]
            elif wanted.on:
                steps = [("pacific_end", {"day": wanted.on})]
            else:
                steps = [("instant_read", {"at": wanted.at})]
            source = None if wanted.read_at is None else "dispute"
            yield _clock(
                view,
                "response_due",
                wanted.on,
                wanted.at,
                steps,
                basis=wanted.basis,
                source=source,
                read_at=wanted.read_at,
                case=case,
            )
        elif dispute.state == "return_agreed" and not view.marked("return_number_entered", dispute):
            stated = dispute.values.get("return_due")
            agreed = dispute.get("decided_on") or local_day(since, view.zone)
            day = stated.value if stated and stated.value else days(agreed, rules.return_days)
            start_step: Step = (
                "days_after",
                {"from": "agreed", "start": agreed, "days": rules.return_days, "day": day},
            )
            is_read = bool(stated and stated.value)
            steps = (
                [("pacific_end", {"day": day})] if is_read else [start_step, ("pacific_end", {"day": day})]
            )
            yield _clock(
                view,
                "return_due",
                day,
                pacific_end(day),
                steps,
                basis="read" if is_read else "estimated",
                source="dispute" if is_read else None,
                read_at=stated.read if stated and is_read else None,
                case=case,
            )
        elif appeal_end(view, dispute):
            decided = dispute.get("decided_on") or local_day(since, view.zone)
            day = days(decided, rules.appeal_days)
            start = {"from": "decided", "start": decided, "days": rules.appeal_days, "day": day}
            steps = [("days_after", start), ("pacific_end", {"day": day})]
            yield _clock(view, "appeal", day, pacific_end(day), steps, case=case)


def _money(view: View) -> Iterator[Clock]:
    rules = view.rules
    for refund in view.refunds:
        case = case_of(view, refund.dispute) if refund.dispute else view.order_id
        for kind, count in (
            ("refund_late", rules.refund_late_working_days),
            ("refund_overdue", rules.refund_overdue_working_days),
        ):
            day = working_days(refund.day, count)
            start: dict[str, Value] = {"from": "decided", "start": refund.day, "days": count, "day": day}
            yield _clock(view, kind, day, day_end(day, view.zone), [("working_days_after", start)], case=case)
    limits = {
        "card": ("chargeback", rules.card_chargeback_days),
        "paypal": ("paypal_open", rules.paypal_open_days),
    }
    opened = paypal_case(view)
    if opened:
        began, count = local_day(opened.at, view.zone), rules.paypal_escalate_days
        day = days(began, count)
        start = {"from": "opened", "start": began, "days": count, "day": day}
        yield _clock(view, "paypal_escalate", day, day_end(day, view.zone), [("days_after", start)])
    asked = view.payment == "paypal" and view.marked("paypal_opened")
    if view.paid_day and view.payment in limits and not view.all_money_seen and not asked:
        kind, count = limits[view.payment]
        day = days(view.paid_day, count)
        start = {"from": "paid", "start": view.paid_day, "days": count, "day": day}
        yield _clock(view, kind, day, day_end(day, view.zone), [("days_after", start)])
