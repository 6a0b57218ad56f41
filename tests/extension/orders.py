"""Orders and notices of our own invention, in the form in which the server tells them to a client."""

from datetime import UTC, datetime, timedelta
from typing import Any

Json = dict[str, Any]


def iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def now() -> datetime:
    return datetime.now(UTC)


def notice(notice_id: str, in_seconds: float = 0, **more: Any) -> Json:
    """A notice due so many seconds from now."""
    at = now() + timedelta(seconds=in_seconds)
    return {
        "id": notice_id,
        "covers": [notice_id],
        "kind": "protection",
        "level": "act",
        "at": iso(at),
        "deadline": iso(at + timedelta(hours=72)),
        "order_ids": ["3041234567890017"],
        "basis": "read",
        "about": "Set of 40 brass buttons, 15 mm",
        "title": "Open a dispute: the lamp has not come",
        "why": "The protection ends on Sunday, read on the order page today.",
        "do": "Open a dispute before Sunday 08:59.",
        "otherwise": "The seller gets your money.",
        "link": "https://www.aliexpress.com/p/order/detail.html?orderId=3041234567890017",
        "state": "due" if in_seconds <= 0 else "planned",
    } | more


def order(order_id: str = "3041234567890017", level: str = "act", **more: Any) -> Json:
    """An order with everything that a card can show."""
    read_at = iso(now() - timedelta(hours=2))
    return {
        "order_id": order_id,
        "url": f"https://www.aliexpress.com/p/order/detail.html?orderId={order_id}",
        "title": "Desk lamp, warm white, with clamp and dimmer",
        "store": "Lumen Works Store",
        "total": {"amount": "38.40", "currency": "EUR"},
        "status": "shipped",
        "status_text": "Awaiting delivery",
        "placed_on": "2026-08-12",
        "read_at": read_at,
        "pages_read": {"order_detail": read_at, "order_tracking": read_at},
        "settled": False,
        "lines": [
            {"line_id": "1", "title": "Desk lamp, warm white", "quantity": 1, "parcel": "LP00417200000018"},
            {"line_id": "2", "title": "Spare clamp", "quantity": 2, "parcel": "RB123456785CN"},
        ],
        "badge": {
            "level": level,
            "icon": {"act": "warning", "critical": "warning", "warn": "stuck", "info": "parcel"}.get(
                level, "clock"
            ),
            "text": {
                "act": "3 days left",
                "critical": "ends tomorrow",
                "warn": "stuck 23 days",
                "info": "delivered? check",
            }.get(level, "34 days left"),
            "title": "Protection ends on Sunday, 08:59; the parcel has not come.",
        },
        "urgent_at": iso(now() + timedelta(days=3)),
        "clocks": [
            {
                "kind": "protection_end",
                "label": "Protection ends",
                "ends_at": iso(now() + timedelta(days=3)),
                "basis": "read",
                "page": "order_detail",
                "read_at": read_at,
            },
            {
                "kind": "refund_if_undelivered",
                "label": "Refund if not delivered",
                "on": "2026-12-14",
                "basis": "read",
                "page": "order_tracking",
                "read_at": read_at,
            },
            {
                "kind": "grace_end",
                "label": "Last day for a dispute",
                "ends_at": iso(now() + timedelta(days=18)),
                "basis": "read",
                "worked_out": True,
                "page": "order_detail",
                "read_at": read_at,
            },
            {
                "kind": "chargeback",
                "label": "Last day to ask the bank",
                "ends_at": iso(now() + timedelta(days=90)),
                "basis": "estimated",
            },
        ],
        "parcels": [
            {
                "number": "LP00417200000018",
                "numbers": ["LP00417200000018", "RR123456785DE"],
                "carrier": "Deutsche Post",
                "status": "in_transit",
                "status_text": "No scan for 23 days",
                "disagree": True,
                "sources": [
                    {
                        "source": "cainiao",
                        "name": "Cainiao",
                        "asked_at": read_at,
                        "outcome": "ok",
                        "link": "https://global.cainiao.com/newDetail.htm?mailNoList=LP00417200000018",
                        "events": [
                            {
                                "local_time": f"2026-10-{28 - n}T14:2{n}:00",
                                "place": "Leipzig, DE",
                                "text": text,
                            }
                            for n, text in enumerate(
                                [
                                    "Delivered",
                                    "Out for delivery",
                                    "Arrived at the delivery centre",
                                    "Import customs clearance complete",
                                    "Arrived in the destination country",
                                ]
                            )
                        ],
                    },
                    {
                        "source": "dhl",
                        "name": "Deutsche Post",
                        "asked_at": read_at,
                        "outcome": "ok",
                        "events": [
                            {"local_time": "2026-10-24T06:10:00", "place": "Frankfurt", "text": "In transit"}
                        ],
                    },
                    {"source": "17track", "name": "17TRACK", "asked_at": read_at, "outcome": "blocked"},
                ],
                "marks_offered": ["received_ok", "not_received", "not_sure", "defect"],
            },
            {
                "number": "RB123456785CN",
                "status_text": "Delivered",
                "sources": [],
                "marks_offered": ["received_ok", "not_received", "not_sure", "defect"],
            },
        ],
        "disputes": [
            {
                "dispute_id": "d1",
                "state": "waiting_for_seller",
                "state_text": "Waiting for the seller",
                "answer_due": iso(now() + timedelta(days=4)),
                "marks_offered": ["money_seen"],
            }
        ],
        "advice": {
            "do": "Open a dispute: “not received”.",
            "until": iso(now() + timedelta(days=3)),
            "why": "Cainiao says delivered, Deutsche Post does not.",
            "otherwise": "After that the money goes to the seller.",
            "avoid": "The seller may ask you to wait or to cancel. Do neither.",
        },
        "marks": [{"mark_id": "m0", "kind": "extension_asked", "at": read_at}],
        "marks_offered": ["dispute_refused"],
    } | more
