"""Whether the buyer has said that all of an order came and is well."""

from collections.abc import Iterable
from datetime import datetime

from server.rules.case import Dispute, Order
from server.rules.parcels import Parcel
from server.rules.reading import Mark

PROBLEMS = frozenset({"not_received", "not_sure", "defect"})


def received(order: Order, named: list[tuple[str, Parcel]], disputes: Iterable[Dispute]) -> bool:
    """True if the newest word on every line (or every parcel, or the order as a whole) is `received_ok`.

    A later problem, or a dispute first read later, opens it again.
    """
    words = [mark for mark in order.marks if mark.kind in PROBLEMS or mark.kind == "received_ok"]
    if not any(mark.kind == "received_ok" for mark in words):
        return False
    lines = [_about_line(words, line, order, named) for line in order.lines]
    parcels = [_about_parcel(words, parcel) for _, parcel in named]
    whole = [_about_parcel(words, None)]
    since = _since(lines)
    if since is None and not any(mark and mark.kind in PROBLEMS for mark in (*lines, *parcels, *whole)):
        since = _since(parcels) or _since(whole)
    return since is not None and not any(dispute.first_at > since for dispute in disputes)


def _since(newest: list[Mark | None]) -> datetime | None:
    """When the last of them was received; None if one was not, or if there is none."""
    moments = [mark.at for mark in newest if mark is not None and mark.kind == "received_ok"]
    return max(moments) if moments and len(moments) == len(newest) else None


def _about_line(words: list[Mark], line: str, order: Order, named: list[tuple[str, Parcel]]) -> Mark | None:
    carried = order.lines.get(line)
    if carried is None and len(named) == 1:
        carried = named[0][0]
    for mark in reversed(words):
        about = mark.line_id == line if mark.line_id else mark.parcel in (None, carried)
        if about:
            return mark
    return None


def _about_parcel(words: list[Mark], parcel: Parcel | None) -> Mark | None:
    """The newest word about a parcel, or (without one) about the order as a whole."""
    for mark in reversed(words):
        about = parcel is not None and mark.parcel in parcel.numbers if mark.parcel else not mark.line_id
        if about:
            return mark
    return None
