"""From the ledger to case files, and from nothing else: the same ledger gives the same file."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from server.evidence.case_file import (
    GONE,
    CaseFile,
    Fact,
    Line,
    MarkMade,
    ParcelFile,
    Sentence,
    SourceFile,
    Step,
)
from server.evidence.scans import Scan, differences, newest_first, silences, weights
from server.rules import Casebook, View
from server.rules.advice import advise
from server.rules.moments import read_day, read_instant
from server.rules.order_parcel import OrderParcel
from server.rules.parcels import GONE_WRONG
from server.rules.traps import traps_in
from server.settings import Settings
from server.store import answers, ledger, pictures
from server.store.facts import last_said, plain_number
from server.store.ledger import Entry
from server.watch.clock import read_back

DAYS = ("placed_on", "paid_on", "shipped_on", "completed_on", "closed_on")
TEXTS = (
    "status",
    "status_text",
    "payment_method",
    "destination_country",
    "destination_city",
    "destination_postcode",
)
STEP_MEMBERS = (
    "state",
    "reason",
    "opened_at",
    "proposed_at",
    "claim",
    "offer",
    "answer_due",
    "return_due",
    "refund",
    "decided_on",
    "text",
)
NOTICE_MARKS = frozenset({"snoozed", "acknowledged"})
DAY_LENGTH = len("2026-01-31")


def case_files(
    connection: Connection, settings: Settings, order_ids: Sequence[str], now: datetime, casebook: Casebook
) -> Iterator[CaseFile]:
    """One file an order, made when it is asked for, so that only one is in memory. KeyError if one is not known."""
    views = [casebook.case(order_id) for order_id in order_ids]
    zone = ZoneInfo(settings.zone or "UTC")
    for view in views:
        yield case_file(connection, settings, view, casebook, now, zone)


def case_file(
    connection: Connection,
    settings: Settings,
    view: View,
    casebook: Casebook,
    now: datetime,
    zone: ZoneInfo,
) -> CaseFile:
    """Everything on record of one order."""
    numbers = sorted(
        {plain_number(n) for p in view.parcels if p.parcel for n in (p.number or "", *p.parcel.numbers)}
    )
    numbers = [number for number in numbers if number]
    rows = ledger.about(connection, [view.order_id, *numbers])
    gone = {row.content["seq"] for row in rows if row.what == "taken_back" and row.content}
    standing = [row for row in rows if row.seq not in gone]
    orders = [row for row in standing if row.what == "order"]
    read_last = {one.seq: read_back(one.seen_at) for one in last_said(connection, "tracking", numbers)}
    return CaseFile(
        order_id=view.order_id,
        made_at=now,
        zone=zone,
        facts=_facts(orders, settings, now),
        stated=_stated(orders, zone),
        lines=_lines(orders),
        parcels=tuple(
            _parcel(parcel, view, standing, read_last, now, zone) for parcel in view.parcels if parcel.number
        ),
        steps=_steps(standing),
        marks=_marks(standing),
        sentences=_sentences(standing),
        clocks=casebook.clocks(view.order_id),
        answers=tuple(answers.of_numbers(connection, numbers)),
        pictures=tuple(pictures.of_subjects(connection, [view.order_id, *numbers])),
        rows=tuple(rows),
        view=view,
        advice=advise(view, now, casebook.claims_share),
    )


def _in_order(rows: list[Entry]) -> list[tuple[datetime, Mapping[str, Any]]]:
    """When each row was seen and what it says, oldest reading first."""
    said = [(min(read_back(row.seen_at), read_back(row.at)), row.content) for row in rows if row.content]
    return sorted(said, key=lambda one: one[0])


# --- the order -------------------------------------------------------------------------------------------------


def _facts(rows: list[Entry], settings: Settings, now: datetime) -> tuple[Fact, ...]:
    """The newest reading of each member; a member that a page does not show keeps what was read before.

    Where no page names the country of the delivery, it is the buyer's own from the settings.
    """
    found: dict[str, Fact] = {}
    for read_at, content in _in_order(rows):
        page = str(content.get("page") or "order_detail")
        for name in (*DAYS, *TEXTS, "total", "store"):
            if name not in content:
                continue
            value = _value(name, content[name])
            if value is None:
                if content[name] is None:
                    found.pop(name, None)
                continue
            found[name] = Fact(name, value, page, read_at)
    if "destination_country" not in found and settings.country:
        for name in ("country", "city", "postcode"):
            if value := getattr(settings, name):
                found[f"destination_{name}"] = Fact(f"destination_{name}", value, "settings", now)
    return tuple(found[name] for name in (*DAYS, *TEXTS, "total", "store") if name in found)


def _value(name: str, value: Any) -> Any:
    if name in DAYS:
        return _day(value)
    if name == "total":
        return value if _is_money(value) else None
    if name == "store":
        name_of_store = value.get("name") if isinstance(value, Mapping) else None
        return name_of_store if isinstance(name_of_store, str) and name_of_store else None
    return value if isinstance(value, str) and value else None


def _is_money(value: Any) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(value.get(key), str) for key in ("amount", "currency")
    )


def _day(value: Any) -> date | None:
    try:
        return read_day(value[:DAY_LENGTH]) if isinstance(value, str) else None
    except ValueError:
        return None


def _instant(value: Any, zone: ZoneInfo) -> datetime | None:
    try:
        return read_instant(value, zone) if isinstance(value, str) else None
    except ValueError:
        return None


def _stated(rows: list[Entry], zone: ZoneInfo) -> tuple[Fact, ...]:
    """Every date that a page stated, each time that it said another one, oldest first."""
    found: list[Fact] = []
    now: dict[tuple[str, str], list[Any]] = {}
    for read_at, content in _in_order(rows):
        if "dates" not in content:
            continue
        page = str(content.get("page") or "order_detail")
        said: dict[str, list[tuple[Any, str | None]]] = {}
        for item in content["dates"] or ():
            value = _day(item.get("on")) or _instant(item.get("at"), zone)
            if value is not None:
                said.setdefault(str(item.get("kind")), []).append((value, item.get("text")))
        for kind, dates in said.items():
            values = [value for value, _ in dates]
            if now.get((page, kind)) != values:
                found += [Fact(kind, value, page, read_at, text) for value, text in dates]
            now[page, kind] = values
        if content["dates"] is None:
            gone = [kind for of_page, kind in now if of_page == page and now[of_page, kind]]
            found = [
                Fact(f.name, f.value, f.source, f.read_at, GONE) if f.source == page and f.name in gone else f
                for f in found
            ]
            now = {key: ([] if key[0] == page else values) for key, values in now.items()}
    return tuple(found)


def _lines(rows: list[Entry]) -> tuple[Line, ...]:
    """The lines as the newest page that shows any names them."""
    shown: Sequence[Mapping[str, Any]] = next(
        (content["lines"] for _, content in reversed(_in_order(rows)) if content.get("lines")), ()
    )
    return tuple(
        Line(
            line.get("line_id"),
            line.get("title"),
            line.get("quantity"),
            line.get("sku"),
            line["unit_price"] if _is_money(line.get("unit_price")) else None,
            line.get("parcel"),
        )
        for line in shown
    )


# --- parcels ---------------------------------------------------------------------------------------------------


def _parcel(
    seen_here: OrderParcel,
    view: View,
    rows: list[Entry],
    read_last: Mapping[int, datetime],
    now: datetime,
    zone: ZoneInfo,
) -> ParcelFile:
    parcel = seen_here.parcel
    assert seen_here.number is not None
    numbers = {seen_here.number} | (parcel.numbers if parcel else set())
    order_day = view.parcel_order_day(parcel) if parcel else None
    scans = newest_first(
        Scan(
            seen.scan.time,
            name,
            seen.scan.status,
            seen.scan.place,
            seen.scan.text,
            seen.read_at,
            seen.scan.advisory,
            bool(order_day and (order_day - seen.scan.time.date()).days > 1),
        )
        for name, source in (parcel.sources if parcel else {}).items()
        for seen in source.seen
    )
    tracked = [
        row
        for row in rows
        if row.what == "tracking" and row.content and plain_number(str(row.content.get("number"))) in numbers
    ]
    said = [
        (max(at, read_last.get(row.seq, at)), content) for row in tracked for at, content in _in_order([row])
    ]
    said.sort(key=lambda one: one[0])
    status = seen_here.status.status
    over = status == "delivered" or status in GONE_WRONG
    return ParcelFile(
        number=seen_here.number,
        numbers=tuple(sorted(numbers)),
        carrier=next((str(c["carrier"]) for _, c in reversed(said) if c.get("carrier")), None),
        sources=_sources(said, scans),
        scans=scans,
        silences=silences(scans, now.astimezone(zone).date(), over=over),
        differences=differences(scans),
        weights=weights(scans),
        shared_with=tuple(o for o in (parcel.orders if parcel else ()) if o != view.order_id),
    )


def _sources(said: list[tuple[datetime, Mapping[str, Any]]], scans: Sequence[Scan]) -> tuple[SourceFile, ...]:
    found: dict[str, SourceFile] = {}
    for read_at, content in said:
        name = str(content.get("source"))
        count = sum(1 for scan in scans if scan.source == name)
        outcome = str(content.get("outcome"))
        found[name] = SourceFile(name, str(content.get("number")), read_at, outcome, count)
    return tuple(found[name] for name in sorted(found))


# --- what was said and done ------------------------------------------------------------------------------------


def _steps(rows: list[Entry]) -> tuple[Step, ...]:
    """The readings of the disputes that said something new, oldest first."""
    readings = _in_order([row for row in rows if row.what == "dispute"])
    for read_at, content in _in_order([row for row in rows if row.what == "order"]):
        readings += [(read_at, item) for item in content.get("disputes") or ()]
    readings.sort(key=lambda reading: reading[0])
    known: dict[str | None, dict[str, Any]] = {}
    found: list[Step] = []
    for read_at, content in readings:
        dispute_id = content.get("dispute_id")
        if dispute_id is None and len(known) == 1:
            dispute_id = next(iter(known))
        before = known.setdefault(dispute_id, {})
        news = tuple(
            (name, content[name])
            for name in STEP_MEMBERS
            if content.get(name) is not None and before.get(name) != content[name]
        )
        before.update(dict(news))
        if news:
            found.append(Step(read_at, dispute_id, news))
    return tuple(found)


def _marks(rows: list[Entry]) -> tuple[MarkMade, ...]:
    return tuple(
        MarkMade(at, said["kind"], said.get("parcel"), said.get("line_id"), said.get("number"))
        for at, said in _in_order([row for row in rows if row.what == "mark"])
        if said["kind"] not in NOTICE_MARKS
    )


def _sentences(rows: list[Entry]) -> tuple[Sentence, ...]:
    """The seller's sentences that hold a trap, each day's once."""
    found: list[Sentence] = []
    chats = [
        row for row in rows if row.what == "chat" and row.content and row.content.get("from") == "seller"
    ]
    for _, same in groupby(_in_order(chats), key=lambda one: (one[0].date(), one[1].get("text"))):
        at, content = next(same)
        text, language = str(content.get("text", "")), content.get("language")
        traps = tuple(sorted(traps_in(text, language)))
        if traps:
            found.append(Sentence(at, text, language, traps))
    return tuple(found)
