"""The decision table: what fits, and the latest safe moment. Asked from top to bottom; the number is the row's name.

The table follows the clocks of the platform and the cases of buyers who lost money; `latest` keeps a day in reserve
for a form that refuses, a login or a payment page. Where the table has a gap the nearer row is taken.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.rules.advice.situation import Situation
from server.rules.moments import day_end, days, pacific_end

DAY = timedelta(days=1)
RESERVE = timedelta(hours=24)
THREE_DAYS = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Row:
    """`when_settled` rows are asked of settled orders too: the refund of a cancelled order, a late arrival."""

    number: int
    fits: Callable[[Situation], bool]
    latest: Callable[[Situation], datetime | None]
    when_settled: bool = False


def _none(_: Situation) -> None:
    return None


def _before_end(ahead: timedelta) -> Callable[[Situation], datetime | None]:
    return lambda s: s.end.at - ahead if s.end else None


def _before_grace_end(s: Situation) -> datetime | None:
    return s.view.grace.at - RESERVE if s.view.grace else None


def _outside(s: Situation) -> datetime | None:
    """A month before the bank's or PayPal's own limit."""
    rules, paid = s.rules, s.view.paid_day
    if paid is None:
        return None
    limit = rules.paypal_open_days if s.view.payment == "paypal" else rules.card_chargeback_days
    return day_end(days(paid, limit - rules.bank_leads_days[0]), s.view.zone)


def _bank_limit(s: Situation) -> datetime | None:
    paid = s.view.paid_day
    return day_end(days(paid, s.rules.card_chargeback_days), s.view.zone) if paid else None


def _won(s: Situation) -> bool:
    return bool(s.view.refunds)


def _late_arrival(s: Situation) -> bool:
    return any(p.parcel and p.parcel.arrived_at and any(d.refunded for d in p.covers) for p in s.view.parcels)


def _offered(s: Situation) -> bool:
    return s.answer_wanted is not None and s.answer_wanted.get("offer") is not None


def _lost(s: Situation) -> bool:
    dispute = s.dispute("decided_against_buyer", "finished")
    if dispute is None or not (dispute.lost or (dispute.state == "finished" and not dispute.refunded)):
        return False
    appealed = s.view.marked("appeal_filed", dispute=dispute)
    return appealed is None and s.now <= pacific_end(days(s.decided_day(dispute), s.rules.appeal_days))


def _appeal_by(s: Situation) -> datetime | None:
    dispute = s.dispute("decided_against_buyer", "finished")
    return pacific_end(days(s.decided_day(dispute), s.rules.appeal_days - 1)) if dispute else None


def _only_outside(s: Situation) -> bool:
    if any(d.lost for d in s.view.disputes):
        return True
    return s.undelivered and s.past_end and s.grace_left <= timedelta()


def _arrived_in_dispute(s: Situation) -> bool:
    return bool(s.view.open_disputes) and any(
        p.status.delivered and p.reception is None and not p.wrong and any(d.open for d in p.covers)
        for p in s.view.parcels
    )


def _number_entered(s: Situation) -> bool:
    return s.dispute("return_agreed") is not None and s.view.marked("return_number_entered") is not None


def _warehouse_by(s: Situation) -> datetime | None:
    entered = s.view.marked("return_number_entered")
    return entered.at + 8 * DAY if entered else None


def _return_by(s: Situation) -> datetime | None:
    dispute = s.dispute("return_agreed")
    return day_end(days(s.return_day(dispute), -1), s.view.zone) if dispute else None


def _review_long(s: Situation) -> bool:
    dispute = s.dispute("platform_review")
    return dispute is not None and s.now - s.opened(dispute) > s.rules.platform_decision_days * DAY


def _seller_overdue(s: Situation) -> bool:
    dispute = s.dispute("waiting_for_seller")
    limit = timedelta(hours=s.rules.seller_answer_hours + 48)
    return dispute is not None and s.now - s.proposed(dispute) > limit


def _parked_at_end(s: Situation) -> bool:
    return s.dispute("parked") is not None and s.left <= timedelta()


def _shelf_by(s: Situation) -> datetime | None:
    parcel = s.on_shelf
    if parcel is None or parcel.parcel is None:
        return None
    arrived = parcel.status.stay[-1].scan.time.date()
    stated = [v.value for v in parcel.parcel.value("pickup_until") if v.value >= arrived]
    shelf = min(stated, default=days(arrived, s.rules.pickup_days_assumed))
    return day_end(days(shelf, -1), s.view.zone)


def _customs_by(s: Situation) -> datetime | None:
    parcel = s.held
    stated = [v.value for v in parcel.parcel.value("customs_due")] if parcel and parcel.parcel else []
    return day_end(min(stated), s.view.zone) if stated else None


def _noticed(s: Situation, span: timedelta) -> datetime | None:
    """So long after the bad news was first read."""
    parcel = s.gone_wrong or s.false_number or s.disagreement
    if parcel is None:
        return None
    seen = parcel.wrong or parcel.status.old_scan or parcel.status.newest
    return seen.read_at + span if seen else None


def _missing_by(s: Situation) -> datetime | None:
    parcel = s.said_missing
    return parcel.reception.at + THREE_DAYS if parcel and parcel.reception else None


def _window_by(s: Situation) -> datetime | None:
    end = s.window_end or (s.view.grace.at if s.view.grace else None)
    return end - THREE_DAYS if end else None


def _shipped_by(s: Situation) -> datetime | None:
    shipped = s.view.shipped_day
    return day_end(days(shipped, s.rules.first_scan_warn_days), s.view.zone) if shipped else None


def _weak_claim(s: Situation) -> bool:
    """Many claims already, and the claim at hand is not yet a strong one."""
    many = s.claims_share is not None and s.claims_share >= s.rules.claims_ratio_warn
    return many and s.waiting and s.moves and timedelta() < s.left <= 10 * DAY and not s.refused


def _unverified(s: Situation) -> bool:
    return s.waiting and s.left <= s.rules.near_days * DAY and s.unread_days >= s.rules.stale_days_near


def _refused(s: Situation) -> bool:
    ahead = s.left <= THREE_DAYS and not s.completed
    return s.undelivered and s.refused and (ahead or s.past_end) and s.grace_left > timedelta()


ROWS: tuple[Row, ...] = (
    # the money is decided
    Row(39, _late_arrival, _none, when_settled=True),
    Row(37, _won, _bank_limit, when_settled=True),
    # a dispute runs: the buyer's own answers first
    Row(30, _offered, lambda s: s.answer_by),
    Row(34, _arrived_in_dispute, lambda s: s.answer_by),
    Row(
        31, lambda s: s.answer_wanted is not None, lambda s: s.answer_by and s.answer_by - timedelta(hours=6)
    ),
    Row(32, _parked_at_end, lambda s: s.end.at + RESERVE if s.end else None),
    Row(36, _number_entered, _warehouse_by),
    Row(35, lambda s: s.dispute("return_agreed") is not None, _return_by),
    Row(33, _review_long, _outside),
    Row(29, _seller_overdue, _none),
    Row(38, _lost, _appeal_by),
    Row(28, lambda s: bool(s.view.open_disputes) and not s.undelivered, _none),
    # bad news of a parcel: the same day
    Row(20, lambda s: s.gone_wrong is not None, lambda s: _noticed(s, THREE_DAYS)),
    Row(21, lambda s: s.on_shelf is not None, _shelf_by),
    Row(22, lambda s: s.held is not None, _customs_by),
    Row(6, lambda s: s.false_number is not None, lambda s: _noticed(s, 5 * DAY)),
    Row(24, lambda s: s.said_missing is not None, _missing_by),
    Row(25, lambda s: s.disagreement is not None, lambda s: _noticed(s, THREE_DAYS)),
    # the end of protection, and what is left after it
    Row(17, _only_outside, _outside),
    Row(13, _refused, _before_grace_end),
    Row(16, lambda s: s.undelivered and s.past_end and s.grace_left <= THREE_DAYS, _before_grace_end),
    Row(15, lambda s: s.undelivered and s.past_end, _before_grace_end),
    Row(14, lambda s: s.waiting and s.left <= DAY, _before_end(timedelta())),
    Row(40, _unverified, _before_end(THREE_DAYS)),
    Row(41, _weak_claim, _none),
    Row(12, lambda s: s.waiting and s.left <= THREE_DAYS and not s.moves, _before_end(RESERVE)),
    Row(13, lambda s: s.waiting and s.left <= THREE_DAYS, _before_end(timedelta())),
    Row(
        19,
        lambda s: s.waiting and s.commitment is not None and s.commitment.at <= s.now,
        _before_end(RESERVE),
    ),
    Row(5, lambda s: s.waiting and s.dead and s.days_since_shipping >= 10, _before_end(RESERVE)),
    Row(11, lambda s: s.waiting and s.left <= 7 * DAY, _before_end(THREE_DAYS)),
    Row(9, lambda s: s.waiting and s.in_country and s.silent, _before_end(7 * DAY)),
    Row(11, lambda s: s.waiting and s.left <= 10 * DAY and s.silent, _before_end(THREE_DAYS)),
    Row(10, lambda s: s.waiting and s.left <= 10 * DAY, _before_end(7 * DAY)),
    Row(8, lambda s: s.waiting and s.silent, _before_end(10 * DAY)),
    Row(4, lambda s: s.waiting and s.dead and s.days_since_shipping >= 7, _shipped_by),
    Row(18, lambda s: s.coupon == "claimable", _none),
    # in the buyer's hands, or said to be
    Row(26, lambda s: s.doubt and not s.undelivered, _window_by),
    Row(27, lambda s: s.waiting and s.part_delivered, _none),
    Row(23, lambda s: s.said_delivered is not None, _window_by),
    Row(18, lambda s: s.waiting and s.estimate is not None and s.estimate.at < s.now, _none),
    Row(7, lambda s: s.waiting, _none),
    # not sent yet
    Row(3, lambda s: s.view.status == "processing" and s.processing_left < -2 * DAY, _none),
    Row(2, lambda s: s.view.status == "processing" and s.processing_left <= DAY, lambda s: s.ship_by_end),
    Row(1, lambda s: s.view.status == "processing", _none),
)
