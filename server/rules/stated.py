"""The dates that the pages of an order state: each page its own, of several pages the earliest counts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from server.rules.case import Order
from server.rules.moments import local_day, pacific_day, pacific_end
from server.rules.notice import Value
from server.rules.reading import Stated


@dataclass(frozen=True, slots=True)
class End:
    """A date that counts: the instant, its day, where it comes from."""

    at: datetime
    day: date
    basis: str
    page: str | None
    read_at: datetime | None

    @property
    def source(self) -> dict[str, Value]:
        return {"source": self.page or "estimate", "read_at": self.read_at}


def shipped_day(order: Order, zone: ZoneInfo) -> date | None:
    """`shipped_on`, else the day of the first reading as shipped."""
    day: date | None = order.get("shipped_on")
    if day is None and "shipped" in order.status_first:
        day = local_day(order.status_first["shipped"], zone)
    return day


def earliest(order: Order, kind: str, last: bool = False, page: str | None = None) -> End | None:
    """Of a date that pages state (all, or one `page`): each page's own, then the earliest of them.

    Of several on one page the first counts, with `last` the last.
    """
    stated = order.dates.get(kind)
    if not stated:
        return None
    found: list[End] = []
    for name, value in stated.items():
        if not value.value or page not in (None, name):
            continue
        ends = [_end(date_said, name, value.read) for date_said in value.value]
        found.append(max(ends, key=lambda end: end.at) if last else min(ends, key=lambda end: end.at))
    return min(found, key=lambda end: end.at, default=None)


def _end(stated: Stated, page: str, read_at: datetime) -> End:
    if stated.at is not None:
        return End(stated.at, stated.on or pacific_day(stated.at), "read", page, read_at)
    assert stated.on is not None
    return End(pacific_end(stated.on), stated.on, "read", page, read_at)


@cache
def hours(count: int) -> timedelta:
    return timedelta(hours=count)
