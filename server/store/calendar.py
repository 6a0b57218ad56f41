"""The events that the calendar feed has shown, so that a change counts up and a vanished one is cancelled."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from server.store.ledger import canonical
from server.store.schema import calendar_events


@dataclass(frozen=True)
class Event:
    """One event as plain JSON; `sequence` grows with each change."""

    uid: str
    plain: dict[str, Any]
    sequence: int
    changed_at: str
    cancelled: bool


def keep(
    connection: Connection, wanted: dict[str, dict[str, Any]], at: str, forget_before: str
) -> list[Event]:
    """All events to show: the wanted ones by uid, and those that were shown and are wanted no more, cancelled.

    One whose time has simply come stays as it was. `at` is now; what is older than `forget_before` is left out.
    """
    known = {event.uid: event for event in _all(connection)}
    for uid, plain in wanted.items():
        before = known.get(uid)
        if before is None or before.cancelled or canonical(before.plain) != canonical(plain):
            _put(connection, Event(uid, plain, before.sequence + 1 if before else 0, at, cancelled=False))
    for uid, event in known.items():
        if uid not in wanted and not event.cancelled and event.plain["ends_at"] > at:
            _put(connection, Event(uid, event.plain, event.sequence + 1, at, cancelled=True))
    old = [
        uid
        for uid, event in known.items()
        if event.plain["ends_at"] < forget_before or (event.cancelled and event.changed_at < forget_before)
    ]
    connection.execute(delete(calendar_events).where(calendar_events.c.uid.in_(old)))
    return _all(connection)


def _all(connection: Connection) -> list[Event]:
    rows = connection.execute(select(calendar_events).order_by(calendar_events.c.uid))
    return [Event(r.uid, json.loads(r.event), r.sequence, r.changed_at, bool(r.cancelled)) for r in rows]


def _put(connection: Connection, event: Event) -> None:
    values = {
        "event": canonical(event.plain),
        "sequence": event.sequence,
        "changed_at": event.changed_at,
        "cancelled": int(event.cancelled),
    }
    statement = insert(calendar_events).values(uid=event.uid, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["uid"], set_=values))
