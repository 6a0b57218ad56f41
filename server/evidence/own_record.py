"""How sellers and carriers did with this buyer's own orders: how long, how late, how often disputed. Nothing else.

Counted from the cases of this computer only; what is not known of an order is not counted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Any

from sqlalchemy import Connection

from server.evidence.grounds import arrived_on, has_arrived, says_it_came
from server.rules import Casebook, View
from server.rules.stated import earliest
from server.store import orders


@dataclass
class Doings:
    """The record of one seller or carrier. `days` from shipping to arrival, `late` days after the promised day."""

    orders: int = 0
    arrived: int = 0
    days: list[int] = field(default_factory=list)
    late: list[int] = field(default_factory=list)
    disputed: int = 0
    refunded: int = 0

    def take(self, view: View, arrivals: Iterable[date | None]) -> None:
        """Counts one order with the days on which its parcels arrived, None where the day is not known."""
        self.orders += 1
        self.disputed += bool(view.order.disputes)
        self.refunded += any(dispute.refunded for dispute in view.order.disputes.values())
        arrived = list(arrivals)
        self.arrived += bool(arrived)
        promised = earliest(view.order, "estimated_delivery", last=True)
        for day in filter(None, arrived):
            if view.shipped_day is not None and day >= view.shipped_day:
                self.days.append((day - view.shipped_day).days)
            if promised is not None:
                self.late.append(max(0, (day - promised.day).days))

    def plain(self, name: str) -> dict[str, object]:
        """As docs/protocol.md shows it; what is not known is left out."""
        told: dict[str, object] = {
            "name": name,
            "orders": self.orders,
            "arrived": self.arrived,
            "disputed": self.disputed,
            "refunded": self.refunded,
        }
        if self.days:
            told |= {"days_median": int(median(self.days)), "days_longest": max(self.days)}
        if self.late:
            told |= {"late": sum(1 for days in self.late if days), "of_promised": len(self.late)}
        return told


@dataclass
class OwnRecord:
    """All sellers and carriers of whom the buyer had orders, by name."""

    sellers: dict[str, Doings] = field(default_factory=dict)
    carriers: dict[str, Doings] = field(default_factory=dict)


NEVER_UNDER_WAY = (None, "unpaid", "expired", "cancelled")


def own_record(connection: Connection, casebook: Casebook) -> OwnRecord:
    """The record over all cases."""
    return _record(orders.changed_since(connection, -1), casebook)


def _record(views: Iterable[Mapping[str, Any]], casebook: Casebook) -> OwnRecord:
    """The record over these orders, without those that were never paid or were cancelled without a dispute."""
    record = OwnRecord()
    for shown in views:
        case = casebook.case(shown["order_id"])
        if case.status in NEVER_UNDER_WAY and not case.order.disputes:
            continue
        came = len(case.parcels) == 1 and says_it_came(case.order.marks)
        arrivals = {
            parcel.number: arrived_on(parcel) for parcel in case.parcels if came or has_arrived(parcel)
        }
        if store := shown.get("store"):
            record.sellers.setdefault(store, Doings()).take(case, arrivals.values())
        carriers = {parcel["number"]: parcel.get("carrier") for parcel in shown.get("parcels", ())}
        for name in dict.fromkeys(filter(None, carriers.values())):
            own = [day for number, day in arrivals.items() if carriers.get(number or "") == name]
            record.carriers.setdefault(name, Doings()).take(case, own)
    return record


def of_order(connection: Connection, casebook: Casebook, order_id: str) -> dict[str, Any]:
    """The record of the seller and the carriers of one order, as docs/protocol.md shows it."""
    shown = orders.view(connection, order_id) or {}
    store = shown.get("store")
    names = [name for parcel in shown.get("parcels", ()) if (name := parcel.get("carrier"))]
    record = _record(orders.of_trade(connection, store, names), casebook)
    return {
        "seller": record.sellers[store].plain(store) if store in record.sellers else None,
        "carriers": [
            record.carriers[name].plain(name) for name in dict.fromkeys(names) if name in record.carriers
        ],
    }
