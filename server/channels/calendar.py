"""The deadlines as an iCalendar feed (RFC 5545): an alarm that works without the server and without the browser.

Each deadline is an event with a stable UID and two display alarms; a changed one counts its SEQUENCE up, one that no
longer runs is CANCELLED.
"""

import hashlib
import re
from datetime import datetime, timedelta
from typing import Any

from icalendar import Alarm, Calendar, Event
from sqlalchemy import Connection

from server.store import calendar, orders
from server.watch.clock import read_back, written

ALARMS = (timedelta(hours=-72), timedelta(hours=-24))
CANCELLED_KEPT = timedelta(days=60)
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Control characters, which a text may not hold (RFC 5545, section 3.1): programs refuse the whole calendar."""

NOT_FOR_THE_BUYER = frozenset({"seller_answer", "refund_late"})


def feed(connection: Connection, now: datetime) -> bytes:
    """The whole feed; notes what it shows, so call it inside a writing transaction."""
    wanted = {}
    for view in orders.changed_since(connection, -1):
        if view.get("settled"):
            continue
        for clock in view["clocks"]:
            if clock["kind"] not in NOT_FOR_THE_BUYER and read_back(clock["ends_at"]) > now:
                wanted[_uid(view, clock)] = _plain(view, clock)
    shown = calendar.keep(connection, wanted, written(now), written(now - CANCELLED_KEPT))
    found = Calendar()
    found.add("prodid", "-//Orderwarden//deadlines//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", "Orderwarden")
    for event in shown:
        found.add_component(_event(event))
    return bytes(found.to_ical())


def _uid(view: dict[str, Any], clock: dict[str, Any]) -> str:
    """Stable for a clock of a case; a moved end keeps it."""
    named = f"{view['order_id']}|{clock['kind']}|{clock.get('case', '')}"
    return hashlib.sha256(named.encode()).hexdigest()[:32] + "@orderwarden"


def _plain(view: dict[str, Any], clock: dict[str, Any]) -> dict[str, Any]:
    about = "\u2248 " if clock["basis"] == "estimated" else ""
    summary = f"{about}{clock['label']}: {view.get('title') or view['order_id']}"[:200]
    return {
        "summary": NO_TEXT.sub(" ", summary),
        "url": view["url"],
        "ends_at": clock["ends_at"],
    }


def _event(event: calendar.Event) -> Event:
    ends_at = read_back(event.plain["ends_at"])
    made = Event()
    made.add("uid", event.uid)
    made.add("sequence", event.sequence)
    made.add("dtstamp", read_back(event.changed_at))
    made.add("dtstart", ends_at)
    made.add("duration", timedelta(0))
    made.add("summary", event.plain["summary"])
    made.add("url", event.plain["url"])
    made.add("transp", "TRANSPARENT")
    made.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    if not event.cancelled:
        for before in ALARMS:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", event.plain["summary"])
            alarm.add("trigger", before)
            made.add_component(alarm)
    return made
