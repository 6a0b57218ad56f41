"""What the rows of the decision table ask of a case at one instant, in the table's own words."""

from datetime import date, datetime, timedelta
from functools import cached_property

from server.rules.case import Dispute
from server.rules.kinds.disputes import answer_due
from server.rules.kinds.watch import doubts, windows
from server.rules.kinds.way import coupon, ship_by
from server.rules.moments import day_end, days, local_day, pacific_end
from server.rules.notice import Value
from server.rules.order_parcel import OrderParcel, disagreeing
from server.rules.parcels import GONE_WRONG
from server.rules.stated import End, earliest
from server.rules.view import View

NEVER = timedelta.max


class Situation:
    """One case at one instant; spans (`left`, `grace_left`) count from it, and are NEVER where no end is known."""

    def __init__(self, view: View, now: datetime, claims_share: float | None) -> None:
        self.view = view
        self.now = now
        self.claims_share = claims_share
        self.rules = view.rules
        self.today = local_day(now, view.zone)

    # --- the order ---------------------------------------------------------------------------------------------

    @cached_property
    def ship_by_end(self) -> datetime | None:
        last = ship_by(self.view)
        return pacific_end(last[0]) if last else None

    @property
    def processing_left(self) -> timedelta:
        return self.ship_by_end - self.now if self.ship_by_end else NEVER

    @cached_property
    def end(self) -> End | None:
        return self.view.end

    @property
    def left(self) -> timedelta:
        return self.end.at - self.now if self.end else NEVER

    @property
    def grace_left(self) -> timedelta:
        return self.view.grace.at - self.now if self.view.grace else NEVER

    @property
    def completed(self) -> bool:
        return self.view.status == "completed"

    @property
    def past_end(self) -> bool:
        """Completed, or past its protection end: what is left is grace."""
        return self.completed or self.left <= timedelta()

    @property
    def undelivered(self) -> bool:
        return bool(self.view.open)

    @property
    def waiting(self) -> bool:
        """Sent, not completed, and something is still to come."""
        return self.view.status == "shipped" and self.undelivered

    @property
    def refused(self) -> bool:
        return self.view.marked("dispute_refused") is not None

    @property
    def unread_days(self) -> int:
        last = self.view.order.last_read
        if self.view.unread is not None or last is None:
            return 0
        return (self.now - last).days

    @cached_property
    def commitment(self) -> End | None:
        return earliest(self.view.order, "refund_if_undelivered")

    @cached_property
    def estimate(self) -> End | None:
        return earliest(self.view.order, "estimated_delivery", last=True)

    @property
    def coupon(self) -> str | None:
        """Its state as the page says it; one that the buyer has collected since is none any more."""
        state: str | None = self.view.order.get("late_coupon")
        return None if state == "claimable" and not any(coupon(self.view)) else state

    # --- parcels -----------------------------------------------------------------------------------------------

    @cached_property
    def telling(self) -> list[OrderParcel]:
        """Named parcels that no decided refund covers."""
        return [parcel for parcel in self.view.parcels if parcel.parcel and not parcel.refunded]

    def first(self, *statuses: str) -> OrderParcel | None:
        """A parcel that stands in one of these and is not in the buyer's hands."""
        for parcel in self.telling:
            if parcel.status.status in statuses and not parcel.in_hand:
                return parcel
        return None

    @cached_property
    def gone_wrong(self) -> OrderParcel | None:
        return self.first(*GONE_WRONG)

    @cached_property
    def false_number(self) -> OrderParcel | None:
        return next((p for p in self.telling if (p.wrong or p.status.old_scan) and p.undelivered), None)

    @cached_property
    def disagreement(self) -> OrderParcel | None:
        return next((p for p in self.telling if disagreeing(p.status) and p.reception is None), None)

    @cached_property
    def said_missing(self) -> OrderParcel | None:
        """A source says delivered, the buyer says no."""
        for parcel in self.telling:
            mark = parcel.reception
            if mark is not None and mark.kind == "not_received" and parcel.status.delivered:
                return parcel
        return None

    @cached_property
    def said_delivered(self) -> OrderParcel | None:
        """A source says delivered at a plausible place, and the buyer has not said a word."""
        for parcel in self.telling:
            if parcel.status.delivered and not parcel.undelivered and parcel.reception is None:
                return parcel
        return None

    @property
    def part_delivered(self) -> bool:
        return self.undelivered and any(not parcel.undelivered for parcel in self.view.parcels)

    @property
    def scanned(self) -> bool:
        return any(parcel.status.last_day for parcel in self.view.open)

    @property
    def looked_up(self) -> bool:
        return any(parcel.parcel and parcel.parcel.looked_up_at for parcel in self.view.open)

    @property
    def days_since_shipping(self) -> int:
        shipped = self.view.shipped_day
        return (self.today - shipped).days if shipped else 0

    @property
    def claimed_after(self) -> int:
        """So many days after shipping a number without a scan is a claim, and the form takes it."""
        return max(self.rules.first_scan_warn_days, self.rules.earliest_dispute_days_from_shipping)

    @cached_property
    def claim_from(self) -> date | None:
        """The day from which on a dispute can be opened, if that is still to come."""
        day = self.view.claim_from
        return day if day and day > self.today else None

    @property
    def silent_days(self) -> int:
        """Days since the last physical scan of any open parcel; 0 where none was ever seen."""
        last = max((p.status.last_day for p in self.view.open if p.status.last_day), default=None)
        return (self.today - last).days if last else 0

    @property
    def in_country(self) -> bool:
        return any(parcel.status.in_destination for parcel in self.view.open)

    @property
    def silent(self) -> bool:
        """Silent as the catalogue counts it: 20 days abroad, 10 in the destination country."""
        limit = self.rules.silent_days_destination if self.in_country else self.rules.silent_days_abroad
        return self.silent_days >= limit

    @property
    def dead(self) -> bool:
        """Looked up, and no scan ever came."""
        return self.looked_up and not self.scanned

    @property
    def moves(self) -> bool:
        return self.scanned and not self.silent

    # --- words of the buyer ------------------------------------------------------------------------------------

    @cached_property
    def doubt(self) -> bool:
        return bool(doubts(self.view) & {"defect", "not_sure"})

    @cached_property
    def window_end(self) -> datetime | None:
        """The end of the strictest complaint window that is not over."""
        ends, _ = windows(self.view)
        return next((at for _, day in ends if (at := day_end(day, self.view.zone)) > self.now), None)

    # --- disputes ----------------------------------------------------------------------------------------------

    def dispute(self, *states: str) -> Dispute | None:
        return next((d for d in self.view.disputes if d.state in states), None)

    @cached_property
    def answer_wanted(self) -> Dispute | None:
        """A dispute that waits for the buyer and was not answered since."""
        return next((dispute for dispute in self.view.disputes if answer_due(self.view, dispute)), None)

    @property
    def answer_by(self) -> datetime | None:
        dispute = self.answer_wanted
        if dispute is None:
            return None
        due = answer_due(self.view, dispute)
        return due.at if due else None

    def opened(self, dispute: Dispute) -> datetime:
        at: datetime = dispute.get("opened_at") or dispute.first_at
        return at

    def proposed(self, dispute: Dispute) -> datetime:
        at: datetime = dispute.get("proposed_at") or self.opened(dispute)
        return at

    def decided_day(self, dispute: Dispute) -> date:
        day: date = dispute.get("decided_on") or local_day(dispute.state_since, self.view.zone)
        return day

    def return_day(self, dispute: Dispute) -> date:
        day: date = dispute.get("return_due") or days(self.decided_day(dispute), self.rules.return_days)
        return day

    # --- what a sentence needs ---------------------------------------------------------------------------------

    @property
    def basis(self) -> str:
        return self.end.basis if self.end else "estimated"

    @property
    def estimated(self) -> tuple[str, ...]:
        """The names of the params that no page has stated."""
        ends = {"end_at": self.end, "grace_at": self.view.grace}
        return tuple(name for name, end in ends.items() if end and end.basis == "estimated")

    @cached_property
    def params(self) -> dict[str, Value]:
        end, grace = self.end, self.view.grace
        return {
            "end_at": end.at if end else None,
            "grace_at": grace.at if grace else None,
            "silent_days": self.silent_days,
            "shipped_on": self.view.shipped_day,
            "source": (end.page or "estimate") if end else None,
        }
