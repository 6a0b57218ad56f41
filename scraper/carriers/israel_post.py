"""Israel Post: its page in a browser; the JSON is read as it passes. Times: bare wall clocks in Israel. Hebrew."""

import re
from collections.abc import Mapping
from typing import Any

from scraper.carriers._reading import answer, known_by, numbered, reader, scan, scans, told, unknown
from scraper.carriers._source import Answer, Conversation, Needs, Numbers, Request, Source, plain
from scraper.carriers._times import wall_clock
from scraper.carriers._values import (
    UnreadableError,
    first,
    list_in,
    mapping,
    object_of,
    objects,
    place_name,
    refuse_errors,
)
from scraper.facts import Event, Parcel, Tracking

KEY = "israel_post"
DAYS = ("%d/%m/%Y", "%d.%m.%Y", "%d/%m/%y")
FORMS = ("%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d/%m/%y %H:%M")


def request(numbers: Numbers, _needs: Needs) -> Conversation:
    """The page of one parcel, and the answer that holds its list of events."""
    yield Request(
        f"https://doar.israelpost.co.il/he/deliverytracking?itemcode={plain(numbers[0])}",
        captures=r"(?i)israelpost\.co\.il[^?#]*(?:itemtrace|tracking|trace)",
        until=r"(?i)itemcodealiaslist|EventsList|Maslul",
    )


@reader(KEY)
def read(body: str, numbers: Numbers) -> Answer:
    """Reads the route (`Maslul`) of today, or the alias list before it; one with no events does not know the number."""
    said = object_of(body)
    held = mapping(said.get("ItemTracePresentationOL")) or mapping(said.get("Result")) or said
    rows = objects(held.get("itemcodealiaslist"), "itemcodealiaslist")
    if not rows and (isinstance(held.get("EventsList"), list) or isinstance(held.get("Maslul"), list)):
        rows = [held]
    if not rows:
        if isinstance(held.get("itemcodealiaslist"), list):
            refuse_errors(said)
            refuse_errors(held)
            return answer(KEY, [unknown(KEY, numbered(None, numbers))])
        raise UnreadableError("no list of events (Maslul, itemcodealiaslist)")
    problems: list[str] = []
    return answer(KEY, [_parcel(row, numbers, problems) for row in rows], problems)


def _parcel(row: Mapping[str, Any], numbers: Numbers, problems: list[str]) -> Tracking:
    known_by(row, "Maslul", "EventsList")
    named = first(row.get("ItemCode"), row.get("itemcode"), row.get("itemCode"), row.get("itemcodealias"))
    number = numbered(named, numbers)
    route = row.get("Maslul")
    read_one = _step if isinstance(route, list) else _event
    events = scans(
        f"{KEY}: {number}",
        map(
            read_one,
            objects(route if isinstance(route, list) else list_in(row, "EventsList"), "the list of events"),
        ),
        problems,
    )
    if not events:
        refuse_errors(row)
        return unknown(KEY, number)
    return told(KEY, Parcel(number=number, carrier="Israel Post", events=events))


def _event(row: Mapping[str, Any]) -> Event | None:
    """A scan; where no place is given the words may be "place - status"."""
    said = first(row.get("EventDescription"), row.get("eventDescription"), row.get("Description"))
    day = first(row.get("EventDate"), row.get("eventDate")) or ""
    clock = first(row.get("EventTime"), row.get("eventTime")) or "00:00"
    place = place_name(first(row.get("EventLocation"), row.get("eventLocation")))
    head, dash, rest = (said or "").partition(" - ")
    if (
        place is None
        and dash
        and 2 < len(head) < 60
        and not re.search(r"נמסר|הוחזר|התקבל|יצא|הגיע|נשלח|מוכן", head)
    ):
        place, said = head, rest
    local_time = wall_clock(f"{day} {clock}", *FORMS) or wall_clock(day, "%d/%m/%Y") or wall_clock(day)
    return scan(KEY, local_time, words=said, raw_code=row.get("EventCode"), place=place, language="he")


def _step(row: Mapping[str, Any]) -> Event | None:
    """A scan of the route (`Maslul`): its branch is where a person picks up, its city is the place."""
    day = row.get("StatusDate")
    return scan(
        KEY,
        wall_clock(day, *FORMS, *DAYS),
        words=first(row.get("Status"), row.get("CategoryName")),
        place=", ".join(filter(None, (place_name(row.get("BranchName")), place_name(row.get("City"))))),
        language="he",
    )


SOURCE = Source(
    key=KEY,
    name="Israel Post",
    access="browser",
    hosts=frozenset(
        {"doar.israelpost.co.il", "israelpost.co.il", "www.israelpost.co.il", "apimftprd.israelpost.co.il"}
    ),
    numbers=r"[A-Z]{2}\d{9}[A-Z]{2}|[A-Z]{2}\d{10}Y",
    request=request,
    read=read,
    page="https://doar.israelpost.co.il/he/deliverytracking?itemcode={number}",
    times="wall clock in Israel, no offset",
    asked_in=("itemcode",),
    called=r"israel\s*post|דואר ישראל",
    shape=r'"itemcodealiaslist"|"EventsList"|"Maslul"',
    country="IL",
)
