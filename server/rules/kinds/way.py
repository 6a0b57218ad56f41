"""On the way: not sent, no scan, silence, late."""

from collections.abc import Iterator
from datetime import date

from server.rules.moments import days, morning, pacific_end
from server.rules.notice import INFO, WARN, Due, Value
from server.rules.parcels import GONE_WRONG
from server.rules.stated import earliest
from server.rules.view import View

RESTING = frozenset({"at_pickup_point", "customs_held"})
SHIP_DUE_LEAD, SHIP_OVERDUE_AFTER = 1, 2


def ship_by(view: View) -> tuple[date, str, dict[str, Value]] | None:
    read = earliest(view.order, "ship_by")
    if read:
        return read.day, "read", read.source
    if view.paid_day is None:
        return None
    return (
        days(view.paid_day, view.rules.processing_days),
        "estimated",
        {"source": "estimate", "read_at": None},
    )


def ship_due(view: View) -> Iterator[Due]:
    """The last processing day is near and nothing was sent."""
    last = ship_by(view)
    if view.status != "processing" or last is None:
        return
    day, basis, source = last
    stated = earliest(view.order, "ship_by")
    yield view.due(
        "ship_due",
        INFO,
        morning(days(day, -SHIP_DUE_LEAD), view.zone),
        date=day,
        deadline=stated.at if stated else pacific_end(day),
        basis=basis,
        message=f"ship_due.{basis}",
        params={**source, "ship_by": day, "paid_on": view.paid_day},
    )


def ship_overdue(view: View) -> Iterator[Due]:
    """The last processing day is over and nothing was sent."""
    last = ship_by(view)
    if view.status != "processing" or last is None:
        return
    day, basis, source = last
    yield view.due(
        "ship_overdue",
        WARN,
        morning(days(day, SHIP_OVERDUE_AFTER), view.zone),
        date=day,
        basis=basis,
        message=f"ship_overdue.{basis}",
        params={**source, "ship_by": day, "paid_on": view.paid_day},
    )


def no_first_scan(view: View) -> Iterator[Due]:
    """Looked up, but nobody has scanned the parcel yet."""
    rules = view.rules
    for parcel in view.open:
        if parcel.parcel is None or parcel.parcel.looked_up_at is None or parcel.status.last_day:
            continue
        shipped = view.parcel_shipped_day(parcel.parcel)
        if shipped is None:
            continue
        for level, wait in ((INFO, rules.first_scan_info_days), (WARN, rules.first_scan_warn_days)):
            yield view.due(
                "no_first_scan",
                level,
                morning(days(shipped, wait), view.zone),
                parcel.case,
                date=shipped,
                lead=f"{wait}d",
                parcels=parcel.label,
                message="no_first_scan",
                params={"shipped_on": shipped, "days": wait, "sources": tuple(sorted(parcel.parcel.sources))},
                page="order_tracking",
            )


def silent(view: View) -> Iterator[Due]:
    """No scan of any source for long."""
    rules = view.rules
    for parcel in view.open:
        status = parcel.status
        if status.last_day is None or status.delivered:
            continue
        if status.status in RESTING or status.status in GONE_WRONG:
            continue
        if status.in_destination and status.untracked:
            continue
        wait = rules.silent_days_destination if status.in_destination else rules.silent_days_abroad
        yield view.due(
            "silent",
            INFO,
            morning(days(status.last_day, wait), view.zone),
            parcel.case,
            date=status.last_day,
            parcels=parcel.label,
            message="silent.destination" if status.in_destination else "silent.abroad",
            params={"scan_on": status.last_day, "days": wait},
            page="order_tracking",
        )


def late(view: View) -> Iterator[Due]:
    """The last day of the estimated delivery is over."""
    estimate = earliest(view.order, "estimated_delivery", last=True)
    if estimate:
        day, source = estimate.day, estimate.source
    else:
        stated = [
            value
            for parcel in view.open
            if parcel.parcel
            for value in parcel.parcel.value("estimated_delivery")
        ]
        if not stated:
            return
        soonest = min(stated, key=lambda value: value.value)
        day, source = soonest.value, {"source": "tracking", "read_at": soonest.read}
    yield view.due(
        "late",
        INFO,
        morning(days(day, 1), view.zone),
        date=day,
        parcels=view.open_numbers,
        message="late",
        params={**source, "estimated_on": day},
        page="order_tracking",
    )


def coupon(view: View) -> Iterator[Due]:
    """The page offers a coupon for the late delivery."""
    offered = view.order.values.get("late_coupon")
    if offered is None or offered.value != "claimable":
        return
    collected = view.marked("coupon_collected")
    if collected and collected.at >= offered.since:
        return
    yield view.due("coupon", INFO, offered.since, message="coupon", params={"read_at": offered.since})
