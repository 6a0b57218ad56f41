"""The decision table: what fits, and the latest safe moment. Asked from top to bottom; the number is the row's name.

The table follows the clocks of the platform and the cases of buyers who lost money; `latest` keeps a day in reserve
for a form that refuses, a login or a payment page. Where the table has a gap the nearer row is taken.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.rules.advice.situation import Situation
from server.rules.kinds.arrival import arrived_after_refund, at_customs, on_shelf
from server.rules.moments import day_end, days, pacific_end

Moments = tuple[datetime, ...]
Latest = Callable[[Situation], Moments]

NOW = timedelta()
DAY = timedelta(days=1)
RESERVE = timedelta(hours=24)
THREE_DAYS = timedelta(hours=72)
CLAIMS = frozenset({5, 6, 12, 13, 14, 15, 16, 20, 24, 26})


@dataclass(frozen=True, slots=True)
class Row:
    """`latest` names the safe moment and then the clock itself, for the hours in which the reserve is used up.

    `when_settled` rows are asked of settled orders too: the refund of a cancelled order, a late arrival.
    `claims` rows tell to open a dispute: none of their moments is before the form takes one.
    """

    number: int
    fits: Callable[[Situation], bool]
    latest: Latest
    when_settled: bool = False

    @property
    def claims(self) -> bool:
        return self.number in CLAIMS


def _none(_: Situation) -> Moments:
    return ()


def _before_end(*ahead: timedelta) -> Latest:
    return lambda s: tuple(s.end.at - span for span in ahead) if s.end else ()


def _before_grace_end(s: Situation) -> Moments:
    return (s.view.grace.at - RESERVE, s.view.grace.at) if s.view.grace else ()


def _outside(s: Situation) -> Moments:
    """A month before the bank's or PayPal's own limit, then the limit."""
    rules, paid = s.rules, s.view.paid_day
    if paid is None:
        return ()
    limit = rules.paypal_open_days if s.view.payment == "paypal" else rules.card_chargeback_days
    return tuple(day_end(days(paid, day), s.view.zone) for day in (limit - rules.bank_leads_days[0], limit))


def _bank_limit(s: Situation) -> Moments:
    return _outside(s)[-1:]


def _won(s: Situation) -> bool:
    return bool(s.view.refunds)


def _claimable(s: Situation) -> bool:
    """A claim can still be opened: grace is not over."""
    return not s.past_end or s.grace_left > NOW


def _answer_by(s: Situation) -> Moments:
    return (s.answer_by,) if s.answer_by else ()


def _new_proof_by(s: Situation) -> Moments:
    return (s.answer_by - timedelta(hours=6), s.answer_by) if s.answer_by else ()


def _late_arrival(s: Situation) -> bool:
    return any(arrived_after_refund(s.view))


def _offered(s: Situation) -> bool:
    return s.answer_wanted is not None and s.answer_wanted.get("offer") is not None


def _lost(s: Situation) -> bool:
    dispute = s.dispute("decided_against_buyer", "finished")
    if dispute is None or not (dispute.lost or (dispute.state == "finished" and not dispute.refunded)):
        return False
    appealed = s.view.marked("appeal_filed", dispute=dispute)
    return appealed is None and s.now <= pacific_end(days(s.decided_day(dispute), s.rules.appeal_days))


def _appeal_by(s: Situation) -> Moments:
    dispute = s.dispute("decided_against_buyer", "finished")
    if dispute is None:
        return ()
    return tuple(pacific_end(days(s.decided_day(dispute), s.rules.appeal_days - ahead)) for ahead in (1, 0))


def _only_outside(s: Situation) -> bool:
    return s.undelivered and not _claimable(s)


def _arrived_in_dispute(s: Situation) -> bool:
    return bool(s.view.open_disputes) and any(
        p.status.delivered
        and p.reception is None
        and not p.wrong
        and p.parcel is not None
        and p.parcel.delivered_at is not None
        and any(d.open and p.parcel.delivered_at >= s.opened(d) for d in p.covers)
        for p in s.view.parcels
    )


def _number_entered(s: Situation) -> bool:
    return s.dispute("return_agreed") is not None and s.view.marked("return_number_entered") is not None


def _warehouse_by(s: Situation) -> Moments:
    entered = s.view.marked("return_number_entered")
    return (entered.at + 8 * DAY,) if entered else ()


def _return_by(s: Situation) -> Moments:
    dispute = s.dispute("return_agreed")
    if dispute is None:
        return ()
    return tuple(day_end(days(s.return_day(dispute), ahead), s.view.zone) for ahead in (-1, 0))


def _review_long(s: Situation) -> bool:
    dispute = s.dispute("platform_review")
    return dispute is not None and s.now - s.opened(dispute) > s.rules.platform_decision_days * DAY


def _seller_overdue(s: Situation) -> bool:
    dispute = s.dispute("waiting_for_seller")
    limit = timedelta(hours=s.rules.seller_answer_hours + 48)
    return dispute is not None and s.now - s.proposed(dispute) > limit


def _parked_at_end(s: Situation) -> bool:
    return s.dispute("parked") is not None and s.left <= NOW


def _shelf_by(s: Situation) -> Moments:
    last = min((shelf for _, _, shelf in on_shelf(s.view)), default=None)
    return tuple(day_end(days(last, ahead), s.view.zone) for ahead in (-1, 0)) if last else ()


def _customs_by(s: Situation) -> Moments:
    stated = [stop.until.value for _, stop in at_customs(s.view) if stop.until]
    return (day_end(min(stated), s.view.zone),) if stated else ()


def _claim_by(s: Situation, soon: datetime | None = None) -> Moments:
    """`soon`, but never after the last safe moment of the clock that runs: the protection end, else grace."""
    clock = s.view.grace if s.past_end else s.end
    if clock is None:
        return (soon,) if soon else ()
    safe = clock.at - RESERVE
    return (min(soon, safe) if soon else safe, safe, clock.at)


def _noticed(span: timedelta) -> Latest:
    """So long after the bad news was first read."""

    def latest(s: Situation) -> Moments:
        parcel = s.gone_wrong or s.false_number or s.disagreement
        seen = parcel and (parcel.wrong or parcel.status.old_scan or parcel.status.newest)
        return _claim_by(s, seen.read_at + span if seen else None)

    return latest


def _missing_by(s: Situation) -> Moments:
    parcel = s.said_missing
    return _claim_by(s, parcel.reception.at + THREE_DAYS if parcel and parcel.reception else None)


def _window_by(s: Situation) -> Moments:
    end = s.window_end or (s.view.grace.at if s.view.grace else None)
    return (end - THREE_DAYS, end) if end else ()


def _shipped_by(s: Situation) -> Moments:
    shipped = s.view.shipped_day
    return (day_end(days(shipped, s.claimed_after), s.view.zone),) if shipped else ()


def _processing_by(s: Situation) -> Moments:
    return (s.ship_by_end,) if s.ship_by_end else ()


def _weak_claim(s: Situation) -> bool:
    """Many claims already, and the claim at hand is not yet a strong one."""
    many = s.claims_share is not None and s.claims_share >= s.rules.claims_ratio_warn
    return many and s.waiting and s.moves and THREE_DAYS < s.left <= 10 * DAY and not s.refused


def _unverified(s: Situation) -> bool:
    return s.waiting and s.left <= s.rules.near_days * DAY and s.unread_days >= s.rules.stale_days_near


def _refused(s: Situation) -> bool:
    ahead = s.left <= THREE_DAYS and not s.completed
    return s.undelivered and s.refused and (ahead or s.past_end) and s.grace_left > timedelta()


ROWS: tuple[Row, ...] = (
    # the money is decided, and nothing else is to come
    Row(39, lambda s: _late_arrival(s) and not s.undelivered, _none, when_settled=True),
    Row(37, lambda s: _won(s) and not s.undelivered, _bank_limit, when_settled=True),
    # a dispute runs: the buyer's own answers first
    Row(30, _offered, _answer_by),
    Row(34, _arrived_in_dispute, _answer_by),
    Row(31, lambda s: s.answer_wanted is not None, _new_proof_by),
    Row(32, _parked_at_end, _before_end(-RESERVE)),
    # what only the buyer can do, with or without a dispute
    Row(21, lambda s: any(on_shelf(s.view)), _shelf_by),
    Row(22, lambda s: any(at_customs(s.view)), _customs_by),
    # bad news of a parcel: the same day, as long as a claim is possible
    Row(20, lambda s: s.gone_wrong is not None and s.undelivered and _claimable(s), _noticed(THREE_DAYS)),
    # another parcel's last hours go before what a dispute about one parcel wants
    Row(13, _refused, _before_grace_end),
    Row(14, lambda s: s.waiting and NOW < s.left <= DAY, _before_end(NOW)),
    Row(16, lambda s: s.undelivered and s.past_end and NOW < s.grace_left <= THREE_DAYS, _before_grace_end),
    Row(36, _number_entered, _warehouse_by),
    Row(35, lambda s: s.dispute("return_agreed") is not None, _return_by),
    Row(33, _review_long, _outside),
    Row(29, _seller_overdue, _none),
    Row(38, _lost, _appeal_by),
    Row(28, lambda s: bool(s.view.open_disputes) and not s.undelivered, _none),
    Row(6, lambda s: s.false_number is not None and _claimable(s), _noticed(5 * DAY)),
    Row(24, lambda s: s.said_missing is not None and _claimable(s), _missing_by),
    Row(25, lambda s: s.disagreement is not None and _claimable(s), _noticed(THREE_DAYS)),
    # the end of protection, and what is left after it
    Row(
        17,
        lambda s: _only_outside(s) or (any(d.lost for d in s.view.disputes) and not s.undelivered),
        _outside,
    ),
    Row(15, lambda s: s.undelivered and s.past_end, _before_grace_end),
    Row(40, _unverified, _before_end(THREE_DAYS, RESERVE, NOW)),
    Row(41, _weak_claim, _none),
    Row(12, lambda s: s.waiting and s.left <= THREE_DAYS and not s.moves, _before_end(RESERVE, NOW)),
    Row(13, lambda s: s.waiting and s.left <= THREE_DAYS, _before_end(NOW)),
    Row(
        19,
        lambda s: s.waiting and s.commitment is not None and s.commitment.at <= s.now,
        _before_end(RESERVE),
    ),
    Row(5, lambda s: s.waiting and s.dead and s.days_since_shipping >= s.claimed_after, _before_end(RESERVE)),
    Row(11, lambda s: s.waiting and s.left <= 7 * DAY, _before_end(THREE_DAYS)),
    Row(9, lambda s: s.waiting and s.in_country and s.silent, _before_end(7 * DAY)),
    Row(11, lambda s: s.waiting and s.left <= 10 * DAY and s.silent, _before_end(THREE_DAYS)),
    Row(10, lambda s: s.waiting and s.left <= 10 * DAY, _before_end(7 * DAY)),
    Row(8, lambda s: s.waiting and s.silent, _before_end(10 * DAY)),
    Row(
        4,
        lambda s: s.waiting and s.dead and s.days_since_shipping >= s.rules.first_scan_info_days,
        _shipped_by,
    ),
    # nothing presses for what is to come: what is decided for the rest
    Row(39, _late_arrival, _none),
    Row(37, _won, _bank_limit),
    Row(17, lambda s: any(d.lost for d in s.view.disputes), _outside),
    Row(18, lambda s: s.coupon == "claimable", _none),
    # in the buyer's hands, or said to be
    Row(26, lambda s: s.doubt and not s.undelivered, _window_by),
    Row(27, lambda s: s.waiting and s.part_delivered, _none),
    Row(23, lambda s: s.said_delivered is not None, _window_by),
    Row(18, lambda s: s.waiting and s.estimate is not None and s.estimate.at < s.now, _none),
    Row(7, lambda s: s.waiting, _none),
    # not sent yet
    Row(3, lambda s: s.view.status == "processing" and s.processing_left < -2 * DAY, _none),
    Row(2, lambda s: s.view.status == "processing" and s.processing_left <= DAY, _processing_by),
    Row(1, lambda s: s.view.status == "processing", _none),
)
