"""Arrival: delivered or said so, on a shelf, at customs, gone wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from server.rules.moments import day_end, days, local_day, morning
from server.rules.notice import ACT, CRITICAL, INFO, WARN, Due
from server.rules.order_parcel import OrderParcel, disagreeing
from server.rules.parcels import GONE_WRONG, SENT_BACK, Seen
from server.rules.parcels import Value as SourceValue
from server.rules.view import View

REMINDERS = ((WARN, 2), (CRITICAL, 1))


def _told(view: View) -> Iterator[OrderParcel]:
    """Named parcels of which something is told: not covered by a decided refund."""
    return (parcel for parcel in view.parcels if parcel.parcel and not parcel.refunded)


def delivered_check(view: View) -> Iterator[Due]:
    """Read as delivered at a plausible place, no source disagrees, and the buyer has not said whether it came."""
    for parcel in _told(view):
        assert parcel.parcel
        if not parcel.status.delivered or parcel.wrong or parcel.reception or parcel.parcel.disagree_at:
            continue
        newest = max(parcel.status.delivered)
        yield view.due(
            "delivered_check",
            INFO,
            parcel.parcel.delivered_at or newest.read_at,
            parcel.case,
            parcels=parcel.label,
            message="delivered_check",
            params={
                "scan_on": newest.scan.time.date(),
                "place": newest.scan.place,
                "read_at": newest.read_at,
            },
        )


def sources_disagree(view: View) -> Iterator[Due]:
    """One source says delivered, another one in the destination country does not."""
    for parcel in _told(view):
        assert parcel.parcel
        at = parcel.parcel.disagree_at
        if at is None or parcel.wrong or parcel.in_hand or not disagreeing(parcel.status):
            continue
        by_source = parcel.status.by_source
        says = sorted(name for name, seen in by_source.items() if seen.scan.status == "delivered")
        other = sorted(
            name
            for name, seen in by_source.items()
            if seen.scan.status != "delivered" and name in parcel.status.destination_sources
        )
        yield view.due(
            "sources_disagree",
            ACT,
            at,
            parcel.case,
            parcels=parcel.label,
            message="sources_disagree",
            params={
                "delivered_by": says[0],
                "other": other[0],
                "scan_on": by_source[says[0]].scan.time.date(),
                "other_on": by_source[other[0]].scan.time.date(),
            },
        )


def not_received(view: View) -> Iterator[Due]:
    """The buyer says that it did not come, a source says that it did."""
    for parcel in _told(view):
        mark = parcel.reception
        if mark is None or mark.kind != "not_received" or not parcel.status.delivered:
            continue
        seen = min(parcel.status.delivered, key=lambda seen: seen.read_at)
        said = mark.at
        for earlier in reversed(view.order.marks):  # the first word of the same kind is the one that counts
            if earlier.kind in ("received_ok", "collected"):
                break
            if earlier.kind == "not_received":
                said = earlier.at
        yield view.due(
            "not_received",
            ACT,
            max(said, seen.read_at),
            parcel.case,
            date=said,
            parcels=parcel.label,
            message="not_received",
            params={
                "scan_on": seen.scan.time.date(),
                "place": seen.scan.place,
                "read_at": seen.read_at,
                **view.claim_params,
            },
            page="carrier",
        )


def fake_number(view: View) -> Iterator[Due]:
    """A scan older than the order, or an arrival at a wrong place."""
    for parcel in _told(view):
        assert parcel.parcel
        old = parcel.status.old_scan
        if old:
            yield view.due(
                "fake_number",
                WARN,
                old.read_at,
                parcel.case,
                date="old_scan",
                parcels=parcel.label,
                message="fake_number.old_scan",
                params={
                    "scan_on": old.scan.time.date(),
                    "order_on": view.parcel_order_day(parcel.parcel),
                    "read_at": old.read_at,
                },
            )
        if parcel.wrong and not parcel.in_hand:
            yield view.due(
                "fake_number",
                CRITICAL,
                parcel.wrong.read_at,
                parcel.case,
                date="wrong_place",
                parcels=parcel.label,
                message="fake_number.wrong_place",
                params={
                    "scan_on": parcel.wrong.scan.time.date(),
                    "place": parcel.wrong.scan.place,
                    "read_at": parcel.wrong.read_at,
                    **view.claim_params,
                },
            )


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a parcel waits for the buyer: the scan that says so, its day, since when it is known, and until when."""

    scan: Seen
    scan_on: date
    read_at: datetime
    until: SourceValue | None

    @property
    def since(self) -> datetime:
        """When the scan and the date that it waits for were both known."""
        return max(self.read_at, self.until.since) if self.until else self.read_at


def _stop(parcel: OrderParcel, stay: list[Seen], name: str) -> Stop:
    """The newest stop of a stay, until the earliest date that sources state; one before the scan belongs to another.

    A scan of another day is a new stop: it makes new notices. Those of one day are one, told by several sources.
    """
    assert parcel.parcel
    day = stay[0].scan.time.date()
    read_at = min(seen.read_at for seen in stay if seen.scan.time.date() == day)
    stated = [value for value in parcel.parcel.value(name) if value.value >= day]
    return Stop(stay[0], day, read_at, min(stated, key=lambda value: value.value, default=None))


def on_shelf(view: View) -> Iterator[tuple[OrderParcel, Stop, date]]:
    """Parcels on a shelf, with its last day: read, else so many days from the first scan there."""
    for parcel in _told(view):
        if parcel.status.status == "at_pickup_point" and not parcel.wrong and not parcel.in_hand:
            stop = _stop(parcel, parcel.status.stay, "pickup_until")
            last = stop.until.value if stop.until else days(stop.scan_on, view.rules.pickup_days_assumed)
            yield parcel, stop, last


def at_customs(view: View) -> Iterator[tuple[OrderParcel, Stop]]:
    """Parcels that customs hold until the buyer acts, and has not said that he did."""
    for parcel in _told(view):
        if not parcel.status.held or parcel.in_hand:
            continue
        stay = parcel.status.stay
        answered = view.marked("customs_answered", parcel=parcel)
        if answered:
            day = local_day(answered.at, view.zone)
            stay = [seen for seen in stay if seen.read_at > answered.at and seen.scan.time.date() > day]
        if not stay:
            continue
        stop = _stop(parcel, stay, "customs_due")
        if stop.until and answered and stop.until.since <= answered.at:
            stop = replace(stop, until=None)
        yield parcel, stop


def pickup(view: View) -> Iterator[Due]:
    """On a shelf at a pick-up point, until its date."""
    for parcel, stop, shelf in on_shelf(view):
        for level, ahead in ((ACT, None), *REMINDERS):
            due = stop.since if ahead is None else morning(days(shelf, -ahead), view.zone)
            if ahead is None or due > stop.since:
                yield view.due(
                    "pickup",
                    level,
                    due,
                    parcel.case,
                    date=shelf,
                    lead="read" if ahead is None else f"{ahead}d",
                    deadline=day_end(shelf, view.zone),
                    parcels=parcel.label,
                    basis="read" if stop.until else "estimated",
                    message="pickup.read" if stop.until else "pickup.assumed",
                    params={"shelf_on": shelf, "scan_on": stop.scan_on, "place": stop.scan.scan.place},
                    page="order_tracking",
                )


def customs(view: View) -> Iterator[Due]:
    """Held at customs: the buyer must act, perhaps until a date."""
    for parcel, stop in at_customs(view):
        last: date | None = stop.until.value if stop.until else None
        for level, ahead in ((ACT, None), *(REMINDERS if last else ())):
            due = stop.since if ahead is None or last is None else morning(days(last, -ahead), view.zone)
            if ahead is None or due > stop.since:
                yield view.due(
                    "customs",
                    level,
                    due,
                    parcel.case,
                    date=(stop.scan_on, last or ""),
                    lead="read" if ahead is None else f"{ahead}d",
                    deadline=day_end(last, view.zone) if last else None,
                    parcels=parcel.label,
                    message="customs.due" if last else "customs.open",
                    params={"due_on": last, "scan_on": stop.scan_on, "place": stop.scan.scan.place},
                    page="order_tracking",
                )


def returning(view: View) -> Iterator[Due]:
    """Going back, back, lost or destroyed: once a parcel."""
    for parcel in _told(view):
        newest = parcel.status.newest
        if newest is None or newest.scan.status not in GONE_WRONG or parcel.in_hand:
            continue
        yield view.due(
            "returning",
            CRITICAL,
            newest.read_at,
            parcel.case,
            parcels=parcel.label,
            message="returning.back" if newest.scan.status in SENT_BACK else "returning.lost",
            params={
                "scan_on": newest.scan.time.date(),
                "place": newest.scan.place,
                "read_at": newest.read_at,
                **view.claim_params,
            },
        )


def arrived_after_refund(view: View) -> Iterator[Due]:
    """First read as delivered after the refund was decided: no clock, no pressure."""
    for parcel in view.parcels:
        if parcel.parcel is None or parcel.parcel.arrived_at is None or parcel.parcel.arrived_seen is None:
            continue
        at, scan_on = parcel.parcel.arrived_at, parcel.parcel.arrived_seen.scan.time.date()
        decided = [
            (dispute.refunded_since, dispute.get("decided_on"))
            for dispute in parcel.covers
            if dispute.refunded and dispute in view.disputes
        ]
        if view.status == "cancelled" and view.was_paid:
            decided.append((view.order.status_first["cancelled"], view.order.get("closed_on")))
        if not any(at > read_at or (at == read_at and day and scan_on > day) for read_at, day in decided):
            continue
        yield view.due(
            "arrived_after_refund",
            INFO,
            at,
            parcel.case,
            parcels=parcel.label,
            message="arrived_after_refund",
            params={"scan_on": scan_on, "read_at": at},
        )
