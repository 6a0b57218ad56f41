"""Stands in for the core until it is there: knows the orders, tells nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Observation:
    at: datetime
    what: str
    content: Any


@dataclass(frozen=True)
class Notice:
    identity: str
    at: datetime
    kind: str
    level: str
    order_ids: tuple[str, ...]


class Casebook:
    def __init__(self) -> None:
        self.orders: dict[str, dict[str, Any]] = {}

    def read(self, at: datetime, observations: Any) -> tuple[Notice, ...]:
        for one in observations:
            if one.what == "order":
                self.orders.setdefault(one.content["order_id"], {}).update(one.content)
        return ()

    def advance(self, to: datetime) -> tuple[Notice, ...]:
        return ()

    def next_due(self) -> datetime | None:
        return None

    def plan(self, order_id: str | None = None) -> tuple[Notice, ...]:
        return ()

    def order_ids(self) -> tuple[str, ...]:
        return tuple(self.orders)

    def numbers(self, order_id: str) -> tuple[str, ...]:
        return tuple(self.orders[order_id].get("parcels", ()))
