"""Scans whose time cannot be read: what their source lists them above came before them. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, time

from msgspec.structs import replace

from scraper.facts import Event, ParcelStatus

UNDATED = datetime.combine(date.min, time.min)
"""The time of a scan that has none, until `dated` has placed it."""
UNPLANNED: frozenset[ParcelStatus] = frozenset(
    {"delivery_failed", "returning", "returned", "customs_held", "lost_or_destroyed", "exception"}
)
"""What no plan of a delivery holds: every other step may be listed ahead, without a time, as one to come."""


def dated(events: Sequence[Event]) -> list[Event]:
    """The events, newest first, with each undated one at the time of the scan below it; the others without one go.

    One is kept where it can be no step to come: it tells of a failure, or stands above a delivery, which it may undo.
    """
    placed: list[Event] = []
    for event in reversed(events):
        if event.local_time != UNDATED:
            placed.append(event)
        elif placed and (event.status in UNPLANNED or placed[-1].status == "delivered"):
            older = placed[-1]
            placed.append(replace(event, local_time=older.local_time, utc_offset=older.utc_offset))
    return placed[::-1]
