"""One case as the kinds see it: open parcels, covers, ends, settled or history. Worked out anew after each change.

Nothing in here looks at the clock: what depends on time is said as an instant (the end, the grace, the moment from
which the money question is open), so that the notices ahead follow from the same functions as those that are due.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from server.rules.case import Dispute, Order
from server.rules.lazy import lazy
from server.rules.moments import days, local_day, morning, pacific_end, working_days
from server.rules.notice import Due, Value
from server.rules.numbers import Buyer, Rules
from server.rules.order_parcel import OrderParcel, disagreeing
from server.rules.parcels import Parcel, Status, wrong_place
from server.rules.reading import Mark
from server.rules.received import received
from server.rules.stated import End, earliest, shipped_day

RECEPTION = frozenset({"received_ok", "collected", "not_received"})
CASH_IS_BACK = "money_seen"
Spans = tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True, slots=True)
class Refund:
    """Money that is to come back: of a won dispute, or of an order cancelled after payment."""

    case: str
    day: date
    read_at: datetime
    dispute: Dispute | None


class View:
    """A read-only look at one case with the parcels of its order, for one buyer and one set of rules."""

    def __init__(
        self,
        order: Order,
        parcels: list[tuple[str, Parcel]],
        orders: dict[str, Order],
        buyer: Buyer,
        rules: Rules,
        unread: Spans | None,
        find: Callable[[str], Parcel | None],
    ) -> None:
        self.order = order
        self.order_id = order.order_id
        self.due = partial(Due, order.order_id)
        self.buyer = buyer
        self.rules = rules
        self.zone = buyer.zone
        self.unread = unread
        self.find = find
        self._named = parcels
        self._orders = orders
        self.status: str | None = order.get("status")
        self.country: str | None = order.get("destination_country") or buyer.country
        at_home = self.country == buyer.country
        self.city: str | None = order.get("destination_city") or (buyer.city if at_home else None)
        self.disputes = [dispute for dispute in order.disputes.values() if not self.past(dispute)]
        self.parcels = self._parcels()
        self.settled = self._settled()
        self.history = self._history()
        for parcel in self.parcels:
            parcel.open = self._open(parcel)
        self.open = [parcel for parcel in self.parcels if parcel.open]
        self.open_numbers = tuple(parcel.number for parcel in self.open if parcel.number)

    # --- parcels -----------------------------------------------------------------------------------------------

    def _parcels(self) -> list[OrderParcel]:
        named = self._named
        if not named:
            if self.status not in ("shipped", "completed"):
                return []
            found = [OrderParcel(None, None, Status(), self._reception(None), [], None)]
        else:
            found = [self._named_parcel(number, parcel) for number, parcel in named]
        covering = [dispute for dispute in self.order.disputes.values() if dispute.covers]
        for parcel in found:
            if covering:
                parcel.covers = [dispute for dispute in covering if self._covers(dispute, parcel)]
            parcel.undelivered = self._undelivered(parcel)
        return found

    def _named_parcel(self, number: str, parcel: Parcel) -> OrderParcel:
        status = parcel.status(self.parcel_order_day(parcel), self.country)
        wrong = None
        for seen in status.by_source.values():
            if seen.scan.status in ("delivered", "at_pickup_point") and wrong_place(
                seen.scan, self.country, self.city
            ):
                wrong = seen
        reception = self._reception(parcel) if self.order.marks else None
        return OrderParcel(number, parcel, status, reception, [], wrong)

    def parcel_order_day(self, parcel: Parcel) -> date | None:
        """The earliest order day of the orders that the parcel carries."""
        if len(parcel.orders) == 1:
            return self.order.order_day
        known = (self._orders[order_id].order_day for order_id in parcel.orders)
        return min((day for day in known if day), default=None)

    def parcel_shipped_day(self, parcel: Parcel) -> date | None:
        """The latest shipping day of the orders that the parcel carries."""
        known = (shipped_day(self._orders[order_id], self.zone) for order_id in parcel.orders)
        return max((day for day in known if day), default=None)

    def lines_of(self, parcel: OrderParcel) -> list[str]:
        """The lines that a parcel carries; all lines, where the order has one parcel only."""
        lines = self.order.lines
        if len(self._named) <= 1:
            return list(lines)
        numbers = parcel.parcel.numbers if parcel.parcel else ()
        return [line for line, number in lines.items() if number in numbers]

    def _covers(self, dispute: Dispute, parcel: OrderParcel) -> bool:
        carried = self.order.lines.get(dispute.get("line_id") or "")
        return carried is None or (parcel.parcel is not None and carried in parcel.parcel.numbers)

    def _reception(self, parcel: Parcel | None) -> Mark | None:
        lines = None
        for mark in reversed(self.order.marks):
            if mark.kind not in RECEPTION or mark.dispute_id:
                continue
            if mark.parcel:
                if parcel is not None and mark.parcel in parcel.numbers:
                    return mark
            elif mark.line_id:
                if lines is None:
                    lines = self._line_numbers(parcel)
                if mark.line_id in lines:
                    return mark
            else:
                return mark
        return None

    def _line_numbers(self, parcel: Parcel | None) -> set[str]:
        lines = self.order.lines
        if len(self._named) <= 1:
            return set(lines)
        numbers = parcel.numbers if parcel else set()
        return {line for line, number in lines.items() if number in numbers}

    def _undelivered(self, parcel: OrderParcel) -> bool:
        if parcel.reception is not None:
            return parcel.reception.kind == "not_received"
        if parcel.wrong:
            return True
        return not parcel.status.delivered or disagreeing(parcel.status)

    def _open(self, parcel: OrderParcel) -> bool:
        if not parcel.undelivered or parcel.covers or self.settled or self.history:
            return False
        if self.order.first_status != "completed":
            return True
        looked_up = parcel.parcel is not None and parcel.parcel.looked_up_at is not None
        return looked_up or (parcel.reception is not None and parcel.reception.kind == "not_received")

    # --- the whole order ---------------------------------------------------------------------------------------

    def past(self, dispute: Dispute) -> bool:
        """History: ended when it was first read, long before or on no known day."""
        if dispute.readings and dispute.readings[0][1] not in (
            "refund_decided",
            "decided_against_buyer",
            "cancelled",
            "finished",
        ):
            return False
        if not dispute.readings:
            return False
        return self._long_ago(dispute.get("decided_on"), dispute.first_at)

    def _long_ago(self, day: date | None, first_at: datetime) -> bool:
        return day is None or (local_day(first_at, self.zone) - day).days > self.rules.history_days

    def _history(self) -> bool:
        order = self.order
        if self.disputes or order.first_at is None or order.first_status not in ("completed", "cancelled"):
            return False
        day = order.get("completed_on") if order.first_status == "completed" else order.get("closed_on")
        return self._long_ago(day, order.first_at)

    def _settled(self) -> bool:
        if self.status in ("unpaid", "expired", "cancelled"):
            return True
        if not self.order.marks:
            return False
        return self.money_back or received(self.order, self._named, self.disputes)

    @lazy
    def money_back(self) -> bool:
        """The buyer saw the money: of the order, or of one dispute while refunds cover all parcels."""
        for mark in self.order.marks:
            if mark.kind == CASH_IS_BACK:
                if mark.dispute_id is None:
                    return True
                if self.parcels and all(parcel.refunded for parcel in self.parcels):
                    return True
        return False

    @lazy
    def all_money_seen(self) -> bool:
        return any(mark.kind == CASH_IS_BACK and mark.dispute_id is None for mark in self.order.marks)

    def marked(
        self, kind: str, dispute: Dispute | None = None, parcel: OrderParcel | None = None
    ) -> Mark | None:
        """The newest mark of a kind about a dispute or parcel (or about the whole order)."""
        for mark in reversed(self.order.marks):
            if mark.kind != kind:
                continue
            if dispute is not None and mark.dispute_id not in (None, dispute.key):
                continue
            if (
                parcel is not None
                and mark.parcel
                and (parcel.parcel is None or mark.parcel not in parcel.parcel.numbers)
            ):
                continue
            return mark
        return None

    def note_arrivals(self, now: datetime) -> bool:
        """Keeps when a parcel was first read as delivered, as arrived, or as told differently; True if any is new."""
        noted = False
        for seen_here in self.parcels:
            parcel, status = seen_here.parcel, seen_here.status
            if parcel is None or not status.delivered:
                continue
            if parcel.delivered_at is None:
                parcel.delivered_at, noted = now, True
            if parcel.disagree_at is None and not seen_here.wrong and disagreeing(status):
                parcel.disagree_at, noted = now, True
            if parcel.arrived_at is None and not seen_here.wrong:
                parcel.arrived_at, parcel.arrived_seen, noted = now, max(status.delivered), True
        return noted

    # --- days and ends -----------------------------------------------------------------------------------------

    @lazy
    def open_disputes(self) -> list[Dispute]:
        return [dispute for dispute in self.disputes if dispute.open]

    @lazy
    def end(self) -> End | None:
        """The protection end that counts: read (of several pages the earliest), else estimated."""
        read = earliest(self.order, "protection_end")
        if read:
            return read
        shipped = self.shipped_day if self.status in ("shipped", "completed") else None
        if shipped is None:
            return None
        day = days(shipped, self.rules.protection_days_from_shipping)
        return End(pacific_end(day), day, "estimated", None, None)

    @lazy
    def shipped_day(self) -> date | None:
        return shipped_day(self.order, self.zone)

    @lazy
    def claim_from(self) -> date | None:
        """From which day on the form usually takes a dispute; None where nothing says that it is closed before.

        It is open once an order is completed, once a dispute was opened, and where protection ends before that day.
        """
        if self.status != "shipped" or self.order.disputes or self.shipped_day is None:
            return None
        day = days(self.shipped_day, self.rules.earliest_dispute_days_from_shipping)
        return None if self.end and self.end.day <= day else day

    @property
    def claim_params(self) -> dict[str, Value]:
        """What a step to open a dispute must say beside its own values."""
        return {"claim_from_on": self.claim_from} if self.claim_from else {}

    @lazy
    def paid_day(self) -> date | None:
        """The payment day; where no page said it, the order day."""
        day: date | None = self.order.get("paid_on") or self.order.get("placed_on")
        return day

    @lazy
    def completed_day(self) -> date | None:
        day: date | None = self.order.get("completed_on")
        return day

    @lazy
    def completed_read_day(self) -> date | None:
        first = self.order.status_first.get("completed")
        return self.completed_day or (local_day(first, self.zone) if first else None)

    @lazy
    def grace(self) -> End | None:
        """The end of grace: completion day, else day of the protection end, plus the days of grace."""
        end = self.end
        if self.status == "completed" and self.completed_day:
            value = self.order.values["completed_on"]
            base = End(value.since, self.completed_day, "read", "order_detail", value.read)
        elif end:
            base = end
        elif self.status == "completed" and self.completed_read_day:
            base = End(self.order.status_first["completed"], self.completed_read_day, "estimated", None, None)
        else:
            return None
        day = days(base.day, self.rules.grace_days)
        return End(pacific_end(day), day, base.basis, base.page, base.read_at)

    @lazy
    def grace_since(self) -> datetime | None:
        """When it first held that the order was completed or past its end with an open parcel; perhaps still ahead."""
        if self.order.grace_since:
            return self.order.grace_since
        return self.end.at if self.open and self.end and self.status != "completed" else None

    @lazy
    def payment(self) -> str:
        """How the order was paid: as its page says, else as the buyer usually pays."""
        if "paypal" in (self.order.get("payment_method") or "").casefold():
            return "paypal"
        return "card" if self.paid_by_card else self.buyer.payment

    @property
    def paid_by_card(self) -> bool:
        """Only where the order's own page says so: what the buyer usually does may be otherwise here."""
        text = (self.order.get("payment_method") or "").casefold()
        return "paypal" not in text and ("card" in text or "credit" in text or "debit" in text)

    # --- money -------------------------------------------------------------------------------------------------

    @lazy
    def refunds(self) -> list[Refund]:
        """The refunds that are decided and whose money the buyer has not seen."""
        found = []
        for dispute in self.disputes:
            if dispute.refunded and not self._money_seen(dispute):
                read_at = dispute.refunded_since
                day = dispute.get("decided_on") or local_day(read_at, self.zone)
                found.append(Refund(dispute.key, day, read_at, dispute))
        order = self.order
        if self.status == "cancelled" and self.was_paid and not self.all_money_seen:
            read_at = order.status_first["cancelled"]
            found.append(Refund("", local_day(read_at, self.zone), read_at, None))
        return found

    @lazy
    def was_paid(self) -> bool:
        if self.order.get("paid_on"):
            return True
        return any(status in self.order.status_first for status in ("processing", "shipped", "completed"))

    def _money_seen(self, dispute: Dispute) -> bool:
        return any(
            mark.kind == CASH_IS_BACK
            and mark.dispute_id in (None, dispute.key)
            and mark.at >= dispute.first_at
            for mark in self.order.marks
        )

    @lazy
    def money_open_from(self) -> datetime | None:
        """From when the money question is open: dispute open or lost, refund late, grace over with an open parcel."""
        if self.all_money_seen:
            return None
        moments = [dispute.state_since for dispute in self.disputes if dispute.open or dispute.lost]
        late = self.rules.refund_late_working_days
        moments += [morning(working_days(refund.day, late), self.zone) for refund in self.refunds]
        if self.open and self.grace and self.grace_since:
            moments.append(self.grace.at)
        return min(moments, default=None)

    def covered_numbers(self, dispute: Dispute | None) -> tuple[str, ...]:
        """The numbers of the parcels that a dispute covers."""
        if dispute is None:
            return ()
        return tuple(p.number for p in self.parcels if p.number and self._covers(dispute, p))
