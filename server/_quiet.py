"""Stands in for the core until it is there: knows the orders, tells nothing."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from server.rules.notice import Notice, Observation

__all__ = ["Casebook", "Notice", "Observation"]


class Casebook:
    def __init__(self, *_: Any) -> None:
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

    def clocks(self, order_id: str) -> tuple[Any, ...]:
        return ()

    def case(self, order_id: str) -> Any:
        return SimpleNamespace(status=self.orders[order_id].get("status"), settled=False, parcels=[])

    def order_ids(self) -> tuple[str, ...]:
        return tuple(self.orders)
