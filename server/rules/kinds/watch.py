"""What is watched around an order: complaint windows, unread pages, traps, the account."""

from collections.abc import Iterator
from datetime import date, datetime

from server.rules.moments import day_end, days, local_day, morning
from server.rules.notice import ACT, INFO, LEVELS, WARN, Due
from server.rules.stated import hours
from server.rules.view import View

NOT_SURE_LEAD, DEFECT_LEAD = 2, 7


def window(view: View) -> Iterator[Due]:
    """Completed and delivered: the windows in which one can still complain, and reminders of doubts."""
    order = view.order
    if view.status != "completed" or not view.parcels or any(parcel.undelivered for parcel in view.parcels):
        return
    if any(dispute.covers for dispute in order.disputes.values()):
        return
    ends, basis = windows(view)
    if not ends:
        return
    strictest_kind, strictest = ends[0]
    read_at = max(order.status_first["completed"], _delivered_read_at(view))
    numbers = tuple(parcel.number for parcel in view.parcels if parcel.number)
    yield view.due(
        "window",
        INFO,
        read_at,
        date="all",
        deadline=day_end(ends[-1][1], view.zone),
        parcels=numbers,
        basis=basis,
        message="window.all",
        params={
            "windows": tuple(ends),
            "strictest": strictest_kind,
            "strictest_on": strictest,
            "read_at": read_at,
        },
    )
    doubted = doubts(view)
    defect = next((day for kind, day in ends if "defect" in kind), strictest)
    reminders = (("not_sure", WARN, strictest, NOT_SURE_LEAD), ("defect", INFO, defect, DEFECT_LEAD))
    for doubt, level, last, ahead in reminders:
        if doubt in doubted:
            yield view.due(
                "window",
                level,
                morning(days(last, -ahead), view.zone),
                date=(doubt, last),
                deadline=day_end(last, view.zone),
                parcels=numbers,
                basis=basis,
                message=f"window.{doubt}",
                params={"last_on": last},
            )


def windows(view: View) -> tuple[list[tuple[str, date]], str]:
    """Kind and last day of each window, strictest first."""
    completed = view.completed_read_day
    stated = view.order.get("windows")
    if not stated:
        if completed is None:
            return [], "estimated"
        return [("any", days(completed, view.rules.window_days_without_page))], "estimated"
    starts = {
        "placed": view.order.get("placed_on") or view.paid_day,
        "paid": view.paid_day,
        "shipped": view.shipped_day,
        "delivered": _delivered_day(view) or completed,
    }
    ends = []
    for kind, count, start in stated:
        begin = starts.get(start, completed) or completed
        if begin is not None:
            ends.append((kind, days(begin, count)))
    return sorted(ends, key=lambda end: (end[1], end[0])), "read"


def _delivered_day(view: View) -> date | None:
    found = [max(p.status.delivered).scan.time.date() for p in view.parcels if p.status.delivered]
    found += [
        local_day(p.reception.at, view.zone) for p in view.parcels if p.reception and not p.status.delivered
    ]
    return max(found, default=None)


def _delivered_read_at(view: View) -> datetime:
    moments = []
    for parcel in view.parcels:
        said = [seen.read_at for seen in parcel.status.delivered]
        if parcel.reception:
            said.append(parcel.reception.at)
        moments.append(min(said))
    return max(moments)


def doubts(view: View) -> set[str]:
    """Of each thing that was marked, the newest word; a word about the whole order replaces all before it."""
    newest: dict[tuple[str | None, str | None], str] = {}
    for mark in view.order.marks:
        if mark.kind in ("not_sure", "defect", "received_ok", "not_received"):
            if mark.parcel is None and mark.line_id is None:
                newest.clear()
            newest[mark.parcel, mark.line_id] = mark.kind
    return set(newest.values())


def stale(view: View) -> Iterator[Due]:
    """The pages were not read for long: what they would say is not known."""
    waiting = view.status == "processing" or (view.status != "completed" and view.open) or view.open_disputes
    last_read = view.order.last_read
    if not waiting or last_read is None:
        return
    if view.unread is None:
        yield _stale(view, last_read, None)
        return
    for begin, end in view.unread:
        if last_read < end:
            yield _stale(view, max(begin, last_read), end)


def _stale(view: View, read_at: datetime, until: datetime | None) -> Due:
    rules = view.rules
    due = read_at + hours(24 * rules.stale_days_far)
    end = view.end
    level = INFO
    if end:
        line = end.at - hours(24 * rules.near_days)
        due = min(due, max(read_at + hours(24 * rules.stale_days_near), line))
        level = ACT if due >= line else INFO
    return view.due(
        "stale",
        level,
        due,
        date=read_at,
        until=until,
        parcels=view.open_numbers,
        basis=end.basis if end else "estimated",
        message="stale.near" if level == ACT else "stale.far",
        params={"read_at": read_at, "end_at": end.at if end else None},
    )


def trap(view: View) -> Iterator[Due]:
    """Words of the seller, or an offer of nothing, that cost the money if they are followed."""
    for at, traps in view.order.traps:
        yield view.due(
            "trap",
            ACT,
            at,
            date=at,
            traps=traps,
            message="trap" if len(traps) > 1 else f"trap.{traps[0]}",
            params={"traps": traps, "read_at": at},
            page="messages",
        )


def account_risk(view: View) -> Iterator[Due]:
    """So many of the last orders have a dispute that AliExpress may look at the account."""
    for at, level, claims, known in view.order.risks:
        yield view.due(
            "account_risk",
            level,
            at,
            "account",
            date=at,
            lead=LEVELS[level],
            message="account_risk",
            params={"claims": claims, "orders_known": known},
            page="dispute",
        )
