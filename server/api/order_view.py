"""An order as docs/protocol.md shows it: what its pages and sources said, its clocks, its badge, what to do."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from server.api.asked import asked
from server.api.words import BuyerWords
from server.rules import Casebook
from server.rules.offered import Offered, offered
from server.store import facts, ledger
from server.store.facts import Said
from server.watch.clock import written

DETAIL = "https://www.aliexpress.com/p/order/detail.html?orderId="
EVENTS_SHOWN = 40
PAGE_OF = {"dispute": "refund_list", "tracking": "order_tracking"}
"""Where the buyer meets what a dispute, or a carrier, says."""
ENDED = frozenset({"completed", "cancelled", "expired"})
NOTICE_MARKS = frozenset({"snoozed", "acknowledged"})


def order_view(
    connection: Connection, casebook: Casebook, order_id: str, now: datetime, words: BuyerWords
) -> tuple[dict[str, Any], bool]:
    """The ORDER of the protocol, and whether it can change by time alone."""
    case = casebook.case(order_id)
    said = facts.order_said(connection, order_id)
    order = _merged(said)
    clocks = casebook.clocks(order_id)
    sayable = offered(case, now)
    coming = sorted(clock.ends_at for clock in clocks if clock.ends_at > now)
    view = {
        "order_id": order_id,
        "url": DETAIL + order_id,
        "title": next((line["title"] for line in order.get("lines", ()) if line.get("title")), None),
        "lines": [_line(line) for line in order.get("lines", ())],
        "store": (order.get("store") or {}).get("name"),
        "total": order.get("total"),
        "status": case.status,
        "status_text": order.get("status_text"),
        "placed_on": order.get("placed_on"),
        "read_at": max((one.seen_at for one in said), default=None),
        "pages_read": {one.content["page"]: one.seen_at for one in said if one.content.get("page")},
        "settled": bool(case.settled),
        "badge": words.badge(case, clocks, now),
        "urgent_at": written(coming[0]) if coming else None,
        "clocks": [_clock(clock, words) for clock in clocks],
        "parcels": [
            _parcel(connection, parcel, words)
            | {"marks_offered": [one.kind for one in sayable if one.parcel is parcel]}
            for parcel in case.parcels
            if parcel.number
        ],
        "disputes": _disputes(connection, order_id, sayable, words),
        "advice": words.advice(case, now, casebook.claims_share),
        "marks": marks_of(connection, order_id),
        "marks_offered": [one.kind for one in sayable if one.parcel is None and one.dispute is None],
    }
    alive = bool(coming) or not (case.settled or case.history or case.status in ENDED)
    return {name: value for name, value in view.items() if value is not None}, alive


def marks_of(connection: Connection, order_id: str) -> list[dict[str, Any]]:
    """The marks that stand, those taken back left out."""
    gone = {e.content["seq"] for e in ledger.of_kind(connection, "taken_back", order_id) if e.content}
    marks = []
    for entry in ledger.of_kind(connection, "mark", order_id):
        if entry.content is None or entry.seq in gone or entry.content["kind"] in NOTICE_MARKS:
            continue
        shown = {name: value for name, value in entry.content.items() if name != "order_id"}
        marks.append({"mark_id": str(entry.seq), "at": entry.seen_at} | shown)
    return marks


def _merged(said: list[Said]) -> dict[str, Any]:
    """What the pages say together: the detail page counts more than the list, the newer status more than either."""
    merged: dict[str, Any] = {}
    for one in said:
        merged.update(one.content)
    for one in sorted(said, key=lambda one: one.seen_at):
        merged.update({name: one.content[name] for name in ("status", "status_text") if name in one.content})
    return merged


def _line(line: dict[str, Any]) -> dict[str, Any]:
    shown = ("line_id", "title", "quantity", "parcel", "image_url", "sku")
    return {name: line[name] for name in shown if line.get(name) is not None}


def _clock(clock: Any, words: BuyerWords) -> dict[str, Any]:
    return {
        "kind": clock.kind,
        "case": clock.case,
        "label": words.clock(clock.kind),
        "ends_at": written(clock.ends_at),
        "on": None if clock.on is None else clock.on.isoformat(),
        "basis": clock.basis,
        "worked_out": clock.basis == "read" and any(step.endswith("_after") for step, _ in clock.steps),
        "page": PAGE_OF.get(clock.source, clock.source),
        "read_at": None if clock.read_at is None else written(clock.read_at),
    }


def _parcel(connection: Connection, parcel: Any, words: BuyerWords) -> dict[str, Any]:
    numbers = sorted({parcel.number, *(parcel.parcel.numbers if parcel.parcel else ())})
    said = facts.last_said(connection, "tracking", numbers)
    last = {(one.source, one.number): one for one in facts.asked_of(connection, numbers)}
    sources = [_source(one, last, words) for one in said]
    silent = [
        asked(one.source, one.number, one.outcome, words) | {"asked_at": one.asked_at}
        for one in last.values()
        if not any(source["source"] == one.source for source in sources)
    ]
    return {
        "number": parcel.number,
        "numbers": numbers,
        "carrier": next((s.content["carrier"] for s in said if s.content.get("carrier")), None),
        "status": parcel.status.status,
        "status_text": words.parcel_status(parcel.status.status),
        "disagree": len({s["status"] == "delivered" for s in sources if s["status"]}) > 1,
        "sources": sources + silent,
    }


def _source(said: Said, last: dict[tuple[str, str], facts.Asked], words: BuyerWords) -> dict[str, Any]:
    content = said.content
    look_up = last.get((content["source"], facts.plain_number(content["number"])))
    outcome = look_up.outcome if look_up else content["outcome"]
    return asked(content["source"], content["number"], outcome, words) | {
        "asked_at": look_up.asked_at if look_up else said.seen_at,
        "status": content.get("status"),
        "events": [
            {name: event.get(name) for name in ("local_time", "place", "text", "status")}
            for event in content.get("events", ())[:EVENTS_SHOWN]
        ],
    }


def _disputes(
    connection: Connection, order_id: str, sayable: list[Offered], words: BuyerWords
) -> list[dict[str, Any]]:
    merged: dict[str, dict[str, Any]] = {}
    for one in facts.last_said(connection, "dispute", [order_id]):
        merged.setdefault(one.content.get("dispute_id") or "", {}).update(one.content)
    return [
        {
            "dispute_id": dispute_id or None,
            "state": dispute.get("state"),
            "state_text": words.dispute_state(dispute.get("state")),
            "answer_due": dispute.get("answer_due"),
            "marks_offered": [
                one.kind
                for one in sayable
                if one.dispute
                and (one.dispute.key == dispute_id or not (dispute_id or one.dispute.key in merged))
            ],
        }
        for dispute_id, dispute in merged.items()
    ]
