"""The badge of an order: its state at any time, in one icon and a few words. No notice; it interrupts nobody."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from server.rules.case import Dispute
from server.rules.kinds.arrival import at_customs, on_shelf
from server.rules.kinds.disputes import answer_due, appeal_end
from server.rules.kinds.way import silent
from server.rules.moments import local_day
from server.rules.notice import Clock, Value
from server.rules.order_parcel import disagreeing
from server.rules.parcels import GONE_WRONG
from server.rules.view import View

ORDER = ("none", "info", "warn", "act", "critical")
LADDER = (("critical", 24), ("act", 72), ("warn", 120), ("info", 240))
"""Level by hours left, as the leads of the protection end have them."""


@dataclass(frozen=True, slots=True)
class Badge:
    """Level, icon and the message of a language with its values; `left` hours and days are whole."""

    level: str
    icon: str
    message: str
    params: Mapping[str, Value] = field(default_factory=dict)


def badge_of(view: View, clocks: Iterable[Clock], now: datetime) -> Badge:
    """The most severe of what can be said of the case now; of equals the first."""
    ends = {clock.kind: clock for clock in sorted(clocks, key=lambda clock: clock.ends_at, reverse=True)}
    said = list(_said(view, ends, now))
    return (
        max(said, key=lambda badge: ORDER.index(badge.level)) if said else Badge("none", "clock", "nothing")
    )


def _said(view: View, ends: Mapping[str, Clock], now: datetime) -> Iterator[Badge]:
    if view.settled:
        yield _settled(view)
        return
    yield from _disputes(view, ends, now)
    yield from _parcels(view, ends, now)
    yield from _ends(view, ends, now)
    yield from _doubtful(view, ends, now)
    if view.status == "completed":
        yield Badge("none", "check", "completed")
    elif view.status in ("cancelled", "expired", "unpaid", "processing", "shipped"):
        yield Badge("none", "clock", view.status)


def _settled(view: View) -> Badge:
    """What nothing is told about any more; money that is still owed is no "done"."""
    if view.status == "cancelled" and view.refunds:
        return Badge("info", "money", "refund_due")
    if view.status in ("unpaid", "expired", "cancelled"):
        return Badge("none", "clock", view.status)
    return Badge("none", "check", "settled")


def _disputes(view: View, ends: Mapping[str, Clock], now: datetime) -> Iterator[Badge]:
    for dispute in view.disputes:
        if answer_due(view, dispute):
            yield _timed("warning", "answer_dispute", ends.get("response_due"), now, least="act")
        elif dispute.state == "return_agreed" and not view.marked("return_number_entered", dispute):
            yield _timed("parcel", "send_back", ends.get("return_due"), now, least="act")
        elif dispute.open:
            yield Badge("info", "shield", "dispute_open")
        elif dispute.lost:
            yield _lost(view, dispute, now)
    if any(refund.dispute for refund in view.refunds):
        yield Badge("info", "money", "refund_decided")


def _lost(view: View, dispute: Dispute, now: datetime) -> Badge:
    end = appeal_end(view, dispute)
    if end and end > now:
        return Badge("act", "warning", "dispute_lost")
    filed = view.marked("appeal_filed", dispute)
    waiting = filed is not None and end is None and dispute.decided_against_again(filed.at) is None
    return Badge("info", "shield", "dispute_open" if waiting else "dispute_over")


def _parcels(view: View, ends: Mapping[str, Clock], now: datetime) -> Iterator[Badge]:
    on_the_shelf = [parcel for parcel, _, _ in on_shelf(view)]
    held = [parcel for parcel, _ in at_customs(view)]
    for parcel in view.parcels:
        status = parcel.status.status
        if parcel.covers:
            continue
        if parcel.in_hand:
            yield Badge("none", "check", "in_hand")
            continue
        if parcel.wrong:
            yield Badge("critical", "warning", "wrong_place")
        elif status in GONE_WRONG:
            yield Badge("critical", "stuck", "going_back" if status != "lost_or_destroyed" else "lost")
        elif parcel.status.delivered and disagreeing(parcel.status):
            yield Badge("act", "question", "sources_disagree")
        elif parcel in on_the_shelf:
            yield _timed("parcel", "pickup", ends.get("pickup"), now, least="act")
        elif parcel in held:
            yield _timed("stuck", "customs", ends.get("customs"), now, least="act")
        elif status == "delivered" and not parcel.undelivered:
            yield _partly(view) if view.open else Badge("info", "check", "delivered")


def _partly(view: View) -> Badge:
    here = sum(not parcel.undelivered for parcel in view.parcels)
    return Badge("info", "question", "partly", {"here": here, "all": len(view.parcels)})


def _ends(view: View, ends: Mapping[str, Clock], now: datetime) -> Iterator[Badge]:
    if not view.open:
        return
    grace, end = ends.get("grace_end"), ends.get("protection_end")
    if view.status == "completed" or (end is not None and end.ends_at <= now):
        if grace is not None and grace.ends_at > now:
            yield _timed("warning", "grace", grace, now, least="critical")
        else:
            yield Badge("critical", "warning", "over")
    elif end is not None and end.basis == "estimated" and view.order.get("shipped_on") is None:
        yield Badge("info", "eye", "unread_dates")  # counted from the first look: no number of days is honest
    elif end is not None:
        yield _timed("clock", f"protection_{end.basis}", end, now)


def _doubtful(view: View, ends: Mapping[str, Clock], now: datetime) -> Iterator[Badge]:
    """What is known may not hold: the pages were long not read, or no scan came for long."""
    if not view.open or view.status != "shipped":
        return
    rules, end = view.rules, ends.get("protection_end")
    near = end is not None and end.ends_at - now <= timedelta(days=rules.near_days)
    last_read = view.order.last_read
    unread = (now - last_read).days if last_read and view.unread is None else 0
    if unread >= (rules.stale_days_near if near else rules.stale_days_far):
        yield _days("eye", "unverified", unread, "act" if near else "info")
    for due in silent(view):
        if due.due <= now:
            scan_on = due.params["scan_on"]
            assert isinstance(scan_on, date)
            yield _days("stuck", "stuck", (local_day(now, view.zone) - scan_on).days, "info")


def _days(icon: str, message: str, days: int, level: str) -> Badge:
    return Badge(level, icon, message, {"days": days, "hours": days * 24})


def _timed(icon: str, message: str, clock: Clock | None, now: datetime, least: str = "none") -> Badge:
    """A badge that counts down; without a clock it says the message without a date."""
    if clock is None or clock.ends_at <= now:
        return Badge(least, icon, f"{message}_undated")
    left = clock.ends_at - now
    level = next((level for level, hours in LADDER if left <= timedelta(hours=hours)), "none")
    hours = int(left.total_seconds() // 3600)
    params: dict[str, Value] = {"end_at": clock.ends_at, "hours": hours, "days": hours // 24}
    return Badge(max(level, least, key=ORDER.index), icon, message, params)
