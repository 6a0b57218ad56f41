"""Which reason fits a case, and on what it stands. None: there is nothing to claim yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Protocol, get_args

from server.evidence.case_file import CaseFile, MarkMade, ParcelFile
from server.rules.order_parcel import OrderParcel, disagreeing
from server.rules.parcels import GONE_WRONG

Reason = Literal[
    "silent",
    "dead_number",
    "other_parcel",
    "delivered_elsewhere",
    "not_in_hand",
    "returned",
    "customs",
    "wrong",
    "defective",
    "fake",
    "missing",
]
REASONS: tuple[Reason, ...] = get_args(Reason)
ABOUT_GOODS = frozenset({"wrong", "defective", "fake", "missing"})
"""Reasons of a buyer who has the goods: what is asked for is the buyer's own to say."""

SAID_ON_THE_PAGE: dict[str, Reason] = {
    "wrong": "wrong",
    "not_as_described": "wrong",
    "defective": "defective",
    "damaged": "defective",
    "fake": "fake",
    "counterfeit": "fake",
    "missing": "missing",
    "quantity": "missing",
}
NEAR_END = timedelta(hours=72)
DEAD_AFTER_DAYS = 10


@dataclass(frozen=True)
class Ground:
    """A reason with the parcel that it stands on. `said`: the buyer has said what the reason says."""

    reason: Reason
    parcel: ParcelFile | None
    said: bool


def ground_of(case: CaseFile, wanted: Reason | None = None) -> Ground | None:
    """The strongest reason that the record supports, or the one that the buyer wants."""
    found = _found(case)
    if wanted is None or (found is not None and found.reason == wanted):
        return found
    first = next((p for p in case.parcels if not is_here(case, p)), case.parcels[0] if case.parcels else None)
    return Ground(wanted, None if wanted in ABOUT_GOODS else (found and found.parcel) or first, said=True)


def has_it(case: CaseFile) -> bool:
    """The buyer said that everything is here and fine, and said nothing else since."""
    return _newest_reception(case.marks) == "received_ok" and all(
        parcel.in_hand for parcel in case.view.parcels
    )


_OF_RECEPTION = frozenset({"received_ok", "not_received", "not_sure", "defect"})
_OF_PARCELS = _OF_RECEPTION | {"collected"}


class _Marked(Protocol):
    @property
    def kind(self) -> str: ...


def _newest_reception(marks: Sequence[_Marked]) -> str | None:
    return next((mark.kind for mark in reversed(marks) if mark.kind in _OF_RECEPTION), None)


def says_it_came(marks: Sequence[_Marked]) -> bool:
    """The buyer's newest word on it is that the goods came, whatever they are like."""
    return _newest_reception(marks) not in (None, "not_received")


def last_word(case: CaseFile, parcel: ParcelFile | OrderParcel) -> MarkMade | None:
    """What the buyer said last of whether this parcel came (the rules know it as received only where all is fine)."""
    numbers = _numbers(parcel)
    lines = {line.line_id for line in case.lines if line.parcel in numbers}
    for mark in reversed(case.marks):
        other_parcel = mark.parcel and mark.parcel not in numbers
        other_line = mark.line_id and len(case.parcels) > 1 and mark.line_id not in lines
        if mark.kind in _OF_PARCELS and not other_parcel and not other_line:
            return mark
    return None


def _numbers(parcel: ParcelFile | OrderParcel) -> set[str]:
    if isinstance(parcel, ParcelFile):
        return set(parcel.numbers)
    return ({parcel.number} if parcel.number else set()) | (parcel.parcel.numbers if parcel.parcel else set())


def is_here(case: CaseFile, parcel: ParcelFile | OrderParcel) -> bool:
    """The buyer's newest word on it is that it came, whatever it is like."""
    word = last_word(case, parcel)
    return word is not None and word.kind != "not_received"


def has_arrived(parcel: OrderParcel) -> bool:
    """The buyer has it, or a delivery is shown in the right place and the buyer does not say that it never came."""
    return parcel.in_hand or arrived_on(parcel) is not None


def arrived_on(parcel: OrderParcel) -> date | None:
    """The day of a parcel's delivery scan, unless the buyer says that it never came or the place was wrong."""
    if says_missing(parcel) or parcel.wrong or not parcel.status.delivered:
        return None
    return min(seen.scan.time.date() for seen in parcel.status.delivered)


def decided(case: CaseFile) -> bool:
    """A refund is decided, no dispute is open, and no parcel is left to be claimed."""
    disputes = case.view.order.disputes.values()
    won = any(dispute.refunded for dispute in disputes) and not any(dispute.open for dispute in disputes)
    return won and not case.view.open


def time_is_over(case: CaseFile) -> bool:
    """The days of grace are over too: AliExpress takes no claim any more."""
    grace = case.view.grace
    return grace is not None and grace.at <= case.made_at


def reasons_for(case: CaseFile) -> tuple[Reason, ...]:
    """All reasons, those first that fit: of the record, of its parcels, then of what the buyer has or has not."""
    found = _found(case)
    of_parcels = [
        _reason(parcel) for parcel in case.view.parcels if not parcel.in_hand and not parcel.refunded
    ]
    came = says_it_came(case.marks)
    rest = sorted(REASONS, key=lambda reason: (reason in ABOUT_GOODS) is not came)
    first = [found.reason if found else None, *of_parcels]
    return tuple(dict.fromkeys(reason for reason in (*first, *rest) if reason is not None))


def _found(case: CaseFile) -> Ground | None:
    if decided(case):
        return None
    about_goods = _of_goods(case)
    if about_goods is not None:
        return about_goods
    missing = [
        parcel
        for parcel in case.view.parcels
        if not parcel.in_hand and not _paid_back(parcel) and not is_here(case, parcel)
    ]
    for parcel in missing:
        reason = _reason(parcel)
        if reason is not None:
            return Ground(reason, _file(case, parcel), says_missing(parcel))
    undelivered = [parcel for parcel in missing if parcel.undelivered]
    if not undelivered or not _pressing(case):
        return None
    first = undelivered[0]
    looked_up = any(parcel.parcel and parcel.parcel.looked_up_at for parcel in undelivered)
    if not (looked_up or says_missing(first) or _page_reason(case) == "not_received"):
        return None  # nothing on record says that it did not come
    dead = _dead(case, undelivered)
    return Ground("dead_number" if dead else "silent", _file(case, first), says_missing(first))


def _paid_back(parcel: OrderParcel) -> bool:
    """A refund for it is decided, and nothing more of it is in dispute."""
    return parcel.refunded and not any(dispute.open for dispute in parcel.covers)


def _reason(parcel: OrderParcel) -> Reason | None:
    status = parcel.status
    if status.status in GONE_WRONG:
        return "returned"
    if parcel.wrong and parcel.undelivered:
        return "delivered_elsewhere"
    if status.old_scan and parcel.undelivered:
        return "other_parcel"
    if status.held:
        return "customs"
    if status.delivered and (says_missing(parcel) or (parcel.reception is None and disagreeing(status))):
        return "not_in_hand"
    return None


def says_missing(parcel: OrderParcel) -> bool:
    """The buyer's newest word on this parcel is that it did not come."""
    return parcel.reception is not None and parcel.reception.kind == "not_received"


def _of_goods(case: CaseFile) -> Ground | None:
    """The dispute's own reason where it is about goods, else a defect that the buyer marked."""
    said = SAID_ON_THE_PAGE.get(_page_reason(case) or "")
    if said is not None:
        return Ground(said, None, said=True)
    return Ground("defective", None, said=True) if _newest_reception(case.marks) == "defect" else None


def _page_reason(case: CaseFile) -> str | None:
    """The reason of the dispute as its page named it last."""
    said = [value for step in case.steps for name, value in step.said if name == "reason"]
    return str(said[-1]) if said else None


def _pressing(case: CaseFile) -> bool:
    """A claim is on its way, or its time has come: long silent, a dead number, the end near or past."""
    view = case.view
    if view.status not in ("shipped", "completed"):
        return False
    if case.steps or view.status == "completed":
        return True
    end = view.end
    if end is not None and end.at - case.made_at <= NEAR_END:
        return True
    promised = case.stated_day("refund_if_undelivered")
    if promised is not None and str(promised.value)[:10] < case.today.isoformat():
        return True
    undelivered = [parcel for parcel in view.parcels if parcel.undelivered]
    return _dead(case, undelivered) or _long_silent(case, undelivered)


def _dead(case: CaseFile, parcels: list[OrderParcel]) -> bool:
    shipped = case.view.shipped_day
    looked_up = any(parcel.parcel and parcel.parcel.looked_up_at for parcel in parcels)
    scanned = any(parcel.status.last_day for parcel in parcels)
    long = shipped is not None and (case.today - shipped).days >= DEAD_AFTER_DAYS
    return looked_up and not scanned and long


def _long_silent(case: CaseFile, parcels: list[OrderParcel]) -> bool:
    rules = case.view.rules
    last = max((parcel.status.last_day for parcel in parcels if parcel.status.last_day), default=None)
    if last is None:
        return False
    at_home = any(parcel.status.in_destination for parcel in parcels)
    return (case.today - last).days >= (
        rules.silent_days_destination if at_home else rules.silent_days_abroad
    )


def _file(case: CaseFile, parcel: OrderParcel) -> ParcelFile | None:
    return next((file for file in case.parcels if file.number == parcel.number), None)
