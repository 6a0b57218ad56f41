"""When a trap matters, and whether it is new in the present phase of the order."""

from collections.abc import Callable, Iterable
from datetime import datetime

from server.rules.stated import hours
from server.rules.traps import traps_in
from server.rules.view import View

ZERO_OFFER = "zero_offer"
WHEN_SETTLED = frozenset({"off_platform", "pay_back_link"})


def _dispute_open(view: View, _now: datetime) -> bool:
    return bool(view.open_disputes)


def _end_near(view: View, now: datetime) -> bool:
    if view.status == "completed":
        return True
    return view.end is not None and view.end.at - now <= hours(24 * view.rules.near_days)


def _money_out(view: View, _now: datetime) -> bool:
    return not view.money_back


def _on_its_way(view: View, _now: datetime) -> bool:
    if view.status in ("unpaid", "processing", None, "unknown"):
        return True
    return any(parcel.undelivered for parcel in view.parcels)


def _always(_view: View, _now: datetime) -> bool:
    return True


def _refunded(view: View, _now: datetime) -> bool:
    decided = any(dispute.refunded for dispute in view.disputes)
    return decided or view.all_money_seen or (view.status == "cancelled" and view.was_paid)


MATTERS: dict[str, Callable[[View, datetime], bool]] = {
    "cancel_dispute": _dispute_open,
    "just_wait": _end_near,
    "wrong_reason": _money_out,
    "confirm_first": _on_its_way,
    "off_platform": _always,
    "we_do_it_for_you": _money_out,
    ZERO_OFFER: _dispute_open,
    "resend_new_number": _on_its_way,
    "fake_return_number": _dispute_open,
    "pay_back_link": _refunded,
}


def matter(view: View, traps: Iterable[str], now: datetime) -> list[str]:
    """Of some traps those that matter for this case now."""
    if view.history:
        return []
    return [
        trap
        for trap in traps
        if trap in MATTERS and (not view.settled or trap in WHEN_SETTLED) and MATTERS[trap](view, now)
    ]


def phases(view: View) -> list[str]:
    """Each open dispute is a phase; without one the order status is."""
    return [f"dispute:{dispute.key}" for dispute in view.open_disputes] or [f"status:{view.status}"]


def new_traps(view: View, texts: Iterable[tuple[str, str | None]], now: datetime) -> tuple[str, ...]:
    """The traps that the seller's words and offers hold, that matter, and that are new in a phase; remembers them."""
    seen = view.order.traps_seen
    found = []
    held = {trap for text, language in texts for trap in traps_in(text, language)}
    here = phases(view)
    for trap in matter(view, sorted(held), now):
        if any((trap, phase) not in seen for phase in here):
            found.append(trap)
            seen.update((trap, phase) for phase in here)
    for dispute in view.open_disputes:
        offer = dispute.get("offer")
        mine = (ZERO_OFFER, f"dispute:{dispute.key}")
        if offer is not None and offer.amount == 0 and mine not in seen and matter(view, [ZERO_OFFER], now):
            found.append(ZERO_OFFER)
            seen.add(mine)
    return tuple(dict.fromkeys(found))
