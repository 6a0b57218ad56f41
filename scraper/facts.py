"""The only vocabulary of the house: what a page or a tracking answer says, as frozen structs.

A field that is absent (`None`, or an empty tuple) is *not known*; it is never an empty string or a guess.
Dates are calendar days as the page prints them (a deadline day is a day in Pacific time); instants are aware.
The JSON of every struct is the contract of the command line: unknown fields are left out.
"""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, get_args

import msgspec

OrderStatus = Literal["unpaid", "processing", "shipped", "completed", "expired", "cancelled", "unknown"]
ParcelStatus = Literal[
    "not_found",
    "info_received",
    "accepted",
    "in_transit_origin",
    "customs_export",
    "departed_origin",
    "in_transit_international",
    "in_transit",
    "arrived_destination",
    "customs_import",
    "customs_held",
    "customs_cleared",
    "in_transit_destination",
    "at_pickup_point",
    "out_for_delivery",
    "delivered",
    "delivery_failed",
    "returning",
    "returned",
    "lost_or_destroyed",
    "exception",
    "cancelled",
    "unknown",
]
DisputeState = Literal[
    "waiting_for_seller",
    "waiting_for_buyer",
    "platform_review",
    "parked",
    "return_agreed",
    "refund_decided",
    "decided_against_buyer",
    "cancelled",
    "finished",
]
DateKind = Literal[
    "estimated_delivery", "late_coupon", "refund_if_undelivered", "protection_end", "ship_by", "stated"
]
Outcome = Literal["ok", "announced", "unknown", "blocked", "rate_limited", "changed", "network"]
MarkKind = Literal[
    "received_ok",
    "not_received",
    "not_sure",
    "defect",
    "collected",
    "customs_answered",
    "answered",
    "money_seen",
    "dispute_refused",
    "extension_asked",
    "appeal_filed",
    "return_number_entered",
    "return_arrived",
    "paypal_opened",
    "paypal_escalated",
    "coupon_collected",
    "snoozed",
    "acknowledged",
]
PageKind = Literal["order_list", "order_detail", "order_tracking", "refund_list"]

PARCEL_STATUSES: frozenset[str] = frozenset(get_args(ParcelStatus))
DISPUTE_STATES: frozenset[str] = frozenset(get_args(DisputeState))


class Fact(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Base of all facts: immutable, compared by value, printed without what is not known."""


class Money(Fact, frozen=True):
    """An amount as a decimal string ("132.74") in an ISO 4217 currency."""

    amount: str
    currency: str

    def __post_init__(self) -> None:
        try:
            finite = Decimal(self.amount).is_finite()
        except InvalidOperation:
            finite = False
        if not finite:
            raise ValueError(f"{self.amount!r} is no amount of money")
        if len(self.currency) != 3 or not (self.currency.isascii() and self.currency.isupper()):
            raise ValueError(f"{self.currency!r} is no ISO 4217 currency")


class Store(Fact, frozen=True):
    name: str | None = None
    url: str | None = None


class Line(Fact, frozen=True):
    """One line of an order; `parcel` only where the page says which parcel carries it."""

    line_id: str | None = None
    product_id: str | None = None
    title: str | None = None
    quantity: int | None = None
    unit_price: Money | None = None
    sku: str | None = None
    image_url: str | None = None
    dispute_offered: bool | None = None
    parcel: str | None = None


class StatedDate(Fact, frozen=True):
    """A date that a page states: a Pacific day `on`, or an instant `at` (from a countdown), with its text."""

    kind: DateKind
    on: date | None = None
    at: datetime | None = None
    text: str | None = None


class Window(Fact, frozen=True):
    """A complaint window: calendar days from `from` (confirmed, placed, paid, delivered, completed)."""

    kind: str
    days: int
    from_: str | None = msgspec.field(default=None, name="from")


class LateCoupon(Fact, frozen=True):
    """The coupon promised for a late delivery: promised, claimable, collected or expired."""

    state: str
    amount: Money | None = None


class Dispute(Fact, frozen=True):
    """A dispute. Instants are aware; `answer_due` is an ISO instant, or a day where only that is printed."""

    dispute_id: str | None = None
    order_id: str | None = None
    line_id: str | None = None
    state: DisputeState | None = None
    opened_at: datetime | None = None
    proposed_at: datetime | None = None
    reason: str | None = None
    claim: Money | None = None
    offer: Money | None = None
    answer_due: str | None = None
    return_due: date | None = None
    refund: Money | None = None
    decided_on: date | None = None
    text: str | None = None

    @property
    def answer_due_value(self) -> datetime | date | None:
        """`answer_due` as an aware instant or as a day; ValueError if it is neither."""
        if self.answer_due is None:
            return None
        if len(self.answer_due) == len("YYYY-MM-DD"):
            return date.fromisoformat(self.answer_due)
        at = datetime.fromisoformat(self.answer_due)
        if at.tzinfo is None:
            raise ValueError(f"{self.answer_due!r} has no offset")
        return at

    def __post_init__(self) -> None:
        self.answer_due_value  # noqa: B018 - a wrong one is refused at the door


class Order(Fact, frozen=True):
    """An order as one page shows it. `page` says which; `parcels` are the numbers that the page names."""

    order_id: str
    page: PageKind | None = None
    status: OrderStatus | None = None
    status_text: str | None = None
    placed_on: date | None = None
    paid_on: date | None = None
    shipped_on: date | None = None
    completed_on: date | None = None
    closed_on: date | None = None
    store: Store | None = None
    total: Money | None = None
    payment_method: str | None = None
    destination_country: str | None = None
    destination_city: str | None = None
    destination_postcode: str | None = None
    lines: tuple[Line, ...] = ()
    actions: tuple[str, ...] = ()
    dates: tuple[StatedDate, ...] = ()
    windows: tuple[Window, ...] = ()
    late_coupon: LateCoupon | None = None
    parcels: tuple[str, ...] = ()
    disputes: tuple[Dispute, ...] = ()


_UNKNOWN: ParcelStatus = "unknown"


class Event(Fact, frozen=True):
    """One scan. `local_time` is the wall clock at the scan as the source means it (naive on purpose)."""

    local_time: datetime
    utc_offset: str | None = None
    code: str | None = None
    text: str | None = None
    place: str | None = None
    status: ParcelStatus = msgspec.field(default_factory=lambda: _UNKNOWN)  # a factory: always printed
    advisory: bool = msgspec.field(default_factory=lambda: False)


class Span(Fact, frozen=True):
    """Days from .. to, both included."""

    from_: date | None = msgspec.field(default=None, name="from")
    to: date | None = None


class Parcel(Fact, frozen=True):
    """A parcel as one source tells it; events newest first, in the source's own order."""

    number: str
    origin_number: str | None = None
    local_number: str | None = None
    carrier: str | None = None
    local_carrier: str | None = None
    service: str | None = None
    origin_country: str | None = None
    destination_country: str | None = None
    untracked_last_mile: bool | None = None
    status: ParcelStatus | None = None
    estimated_delivery: Span | None = None
    pickup_until: date | None = None
    customs_due: date | None = None
    events: tuple[Event, ...] = ()


class Tracking(Parcel, frozen=True, kw_only=True):
    """What one source answered about one number, as it is observed: the parcel, the source, the outcome."""

    source: str
    outcome: Outcome


class Mark(Fact, frozen=True):
    """What the buyer says. `notice` (a kind) and `until` belong to snoozed and acknowledged."""

    order_id: str
    kind: MarkKind
    parcel: str | None = None
    line_id: str | None = None
    dispute_id: str | None = None
    notice: str | None = None
    until: datetime | None = None
    number: str | None = None


def to_json(fact: Fact) -> dict[str, Any]:
    """The fact as the plain JSON object that `formats` promises; what is not known is left out."""
    plain: dict[str, Any] = msgspec.to_builtins(fact)
    return plain
