"""The records of a casebook: all orders and parcels, and how one fact changes them."""

from bisect import bisect_left, insort
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from server.rules.case import Order, Snooze
from server.rules.moments import read_instant
from server.rules.notice import Observation
from server.rules.parcels import Parcel
from server.rules.reading import (
    Unreadable,
    read_chat,
    read_dispute,
    read_mark,
    read_order,
    read_tracking,
)
from server.rules.stated import earliest, hours

Step = tuple[str, Any, datetime]


class Moment:
    """What one moment of reading touched, gathered until all its facts are in."""

    def __init__(self) -> None:
        self.orders: dict[str, dict[str, datetime]] = {}
        self.parcels: dict[str, Parcel] = {}
        self.words: dict[str, list[tuple[str, str | None]]] = {}
        self.disputes: list[tuple[str, str]] = []


def parsed(observation: Observation, zone: ZoneInfo) -> Step:
    content, at = observation.content, observation.at
    match observation.what:
        case "order":
            return "order", read_order(content, zone), at
        case "tracking":
            return "tracking", read_tracking(content), at
        case "dispute":
            return "dispute", read_dispute(content, zone), at
        case "chat":
            return "chat", read_chat(content, at), at
        case "mark":
            return "mark", read_mark(content, at, zone), at
        case "asleep":
            try:
                return "asleep", read_instant(content["from"], zone), at
            except (KeyError, TypeError, ValueError) as error:
                raise Unreadable(f"from: {error!r}") from None
    raise Unreadable(f"what: {observation.what!r} is none of order, tracking, dispute, chat, mark, asleep")


class Records:
    """Orders by id, parcels by each of their numbers, orders in order of their day."""

    def __init__(self) -> None:
        self.orders: dict[str, Order] = {}
        self.parcels: dict[str, Parcel] = {}
        self.by_day: list[tuple[date, int, str]] = []
        self._day_of: dict[str, tuple[date, int, str]] = {}

    def take(self, step: Step, moment: Moment) -> None:
        """Applies one fact and notes in `moment` what it touched."""
        what, content, at = step
        getattr(self, f"_take_{what}")(content, at, moment)

    def parcels_of(self, order: Order) -> list[tuple[str, Parcel]]:
        """The parcels of an order, each once with the number that its page shows."""
        found: dict[int, tuple[str, Parcel]] = {}
        for number in order.shown:
            parcel = self.parcels[number]
            found.setdefault(id(parcel), (number, parcel))
        return list(found.values())

    def order(self, order_id: str) -> Order:
        order = self.orders.get(order_id)
        if order is None:
            order = self.orders[order_id] = Order(order_id)
        return order

    def touch(self, order: Order, at: datetime, moment: Moment) -> None:
        """Called before a fact changes an order: keeps what only the state before can tell."""
        if order.order_id in moment.orders:
            return
        if order.grace_since is None and order.grace_from and order.grace_from <= at:
            order.grace_since = order.grace_from
        moment.orders[order.order_id] = ends_shown(order)

    def _touch_parcel(self, parcel: Parcel, at: datetime, moment: Moment) -> None:
        moment.parcels[parcel.key] = parcel
        for order_id in (*parcel.orders, *parcel.returns):
            self.touch(self.orders[order_id], at, moment)

    def _take_order(self, read: Any, at: datetime, moment: Moment) -> None:
        order = self.order(read.order_id)
        self.touch(order, at, moment)
        shown = order.shown
        order.take(read, at)
        self._place(order)
        self._link(order, shown, at, moment)
        for dispute in read.disputes:
            self._take_dispute(dispute, at, moment)

    def _link(self, order: Order, before: tuple[str, ...], at: datetime, moment: Moment) -> None:
        """Ties an order to the parcels that its pages show now, and unties it from those that they show no more."""
        if order.shown != before:
            now = {self._known(number).key for number in order.shown}
            for number in before:
                parcel = self.parcels[number]
                if parcel.key not in now and order.order_id in parcel.orders:
                    self._touch_parcel(parcel, at, moment)
                    del parcel.orders[order.order_id]
            for number in order.shown:
                self.parcels[number].orders[order.order_id] = None
        for number in order.shown:
            parcel = self.parcels[number]
            if len(parcel.orders) > 1 or parcel.sources:
                self._touch_parcel(parcel, at, moment)

    def _known(self, number: str) -> Parcel:
        parcel = self.parcels.get(number)
        if parcel is None:
            parcel = self.parcels[number] = Parcel(number, {number})
        return parcel

    def _take_dispute(self, read: Any, at: datetime, moment: Moment) -> None:
        order = self.order(read.order_id)
        self.touch(order, at, moment)
        if order.take_dispute(read, at):
            moment.disputes.append((order.order_id, list(order.disputes)[-1]))

    def _take_tracking(self, read: Any, at: datetime, moment: Moment) -> None:
        parcel = self._known(read.number)
        for number in read.others:
            other = self._known(number)
            if other is not parcel:
                self._touch_parcel(other, at, moment)
                parcel = self._joined(parcel, other, moment)
        self._touch_parcel(parcel, at, moment)
        parcel.take(read, at)

    def _joined(self, one: Parcel, other: Parcel, moment: Moment) -> Parcel:
        """Two numbers are one parcel: the one that an order shows keeps its name."""
        keep, gone = (one, other) if one.orders or not other.orders else (other, one)
        keep.absorb(gone)
        for number in gone.numbers:
            self.parcels[number] = keep
        moment.parcels.pop(gone.key, None)
        for order_id in keep.orders:
            told = self.orders[order_id].newest_told
            for record in told.values():
                if record.due.case == gone.key:
                    record.due.case = keep.key
        return keep

    def _take_mark(self, read: Any, at: datetime, moment: Moment) -> None:
        order_id, mark = read
        order = self.order(order_id)
        self.touch(order, at, moment)
        if not order.mark(mark):
            return
        if mark.kind == "return_number_entered" and mark.number:
            self._known(mark.number).returns[order_id] = None
        elif mark.kind in ("snoozed", "acknowledged") and mark.notice in order.newest_told:
            told = order.newest_told[mark.notice]
            order.snoozes = [snooze for snooze in order.snoozes if snooze.identity != told.due.identity]
            if mark.kind == "snoozed" and mark.until:
                back = mark.until
                if told.due.deadline:
                    back = min(back, told.due.deadline - hours(24))
                if back > at:
                    order.snoozes.append(Snooze(told.due.identity, told.level, back))

    def _take_chat(self, read: Any, at: datetime, moment: Moment) -> None:
        order_id, words = read
        order = self.order(order_id)
        self.touch(order, at, moment)
        if words in order.chats:
            return
        order.chats.append(words)
        if words.seller:
            moment.words.setdefault(order_id, []).append((words.text, words.language))

    def _place(self, order: Order) -> None:
        """Keeps the orders in order of their day, for the share of disputes."""
        day = order.order_day
        old = self._day_of.get(order.order_id)
        if day is None or (old and old[0] == day):
            return
        if old:
            del self.by_day[bisect_left(self.by_day, old)]
        new = (day, old[1] if old else len(self._day_of), order.order_id)
        self._day_of[order.order_id] = new
        insort(self.by_day, new)


def ends_shown(order: Order) -> dict[str, datetime]:
    """Page -> the protection end that it shows."""
    pages = order.stated("protection_end")
    if not pages:
        return {}
    return {
        page: end.at for page in pages if (end := earliest(order, "protection_end", page=page)) is not None
    }
