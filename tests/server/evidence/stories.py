"""Invented stories of our own, in the shape that `simulate` reads; every order is in dispute or should be."""

from typing import Any
from zoneinfo import ZoneInfo

ORDER = "8299000000000011"


def lost_in_berlin(**order: Any) -> dict[str, Any]:
    """Two trackers tell of one parcel: one says delivered in another city, the buyer does not have it."""
    return {
        "story": "own",
        "zone": "Europe/Berlin",
        "region": "EU",
        "country": "DE",
        "city": "Berlin",
        "payment": "card",
        "observations": [
            {
                "at": "2026-03-02T12:00",
                "order": {
                    "order_id": ORDER,
                    "page": "order_detail",
                    "status": "processing",
                    "placed_on": "2026-03-01",
                    "paid_on": "2026-03-01",
                    "total": {"amount": "58.00", "currency": "EUR"},
                    "store": {"name": "Vega Store"},
                    "payment_method": "Credit/Debit card",
                    "destination_country": "DE",
                    "destination_city": "Berlin",
                    "destination_postcode": "10115",
                    "lines": [
                        {
                            "line_id": "1",
                            "title": "Tripod",
                            "quantity": 2,
                            "unit_price": {"amount": "29.00", "currency": "EUR"},
                        }
                    ],
                    **order,
                },
            },
            {
                "at": "2026-03-05T12:00",
                "order": {
                    "order_id": ORDER,
                    "status": "shipped",
                    "shipped_on": "2026-03-04",
                    "parcels": ["LP00990000000011"],
                    "dates": [
                        {
                            "kind": "protection_end",
                            "on": "2026-05-18",
                            "text": "Protection until May 18, 2026",
                        },
                        {"kind": "estimated_delivery", "on": "2026-03-25"},
                    ],
                },
            },
            {
                "at": "2026-03-07T12:00",
                "tracking": {
                    "source": "cainiao",
                    "outcome": "ok",
                    "number": "LP00990000000011",
                    "local_number": "LB480000056SG",
                    "events": [
                        {
                            "local_time": "2026-03-06T09:00",
                            "status": "accepted",
                            "text": "Accepted, weight 0.420 kg",
                            "place": "Yiwu, CN",
                        }
                    ],
                },
            },
            {
                "at": "2026-03-30T12:00",
                "tracking": {
                    "source": "cainiao",
                    "outcome": "ok",
                    "number": "LP00990000000011",
                    "local_number": "LB480000056SG",
                    "events": [
                        {
                            "local_time": "2026-03-30T10:00",
                            "status": "delivered",
                            "text": "Delivered",
                            "place": "Hamburg, DE",
                        }
                    ],
                },
            },
            {
                "at": "2026-03-30T12:00",
                "tracking": {
                    "source": "dhl_paket",
                    "outcome": "ok",
                    "number": "LB480000056SG",
                    "events": [
                        {
                            "local_time": "2026-03-21T07:30",
                            "status": "in_transit_destination",
                            "text": "Die Sendung wurde im Ziel-Paketzentrum bearbeitet, Gewicht 1,1 kg",
                            "place": "Rüdersdorf, DE",
                        }
                    ],
                },
            },
            {
                "at": "2026-03-31T09:00",
                "chat": {
                    "order_id": ORDER,
                    "from": "seller",
                    "text": "Please cancel the dispute and I will refund you.",
                    "language": "en",
                },
            },
            {"at": "2026-03-31T10:00", "mark": {"order_id": ORDER, "kind": "not_received"}},
            {
                "at": "2026-04-01T09:00",
                "dispute": {
                    "dispute_id": "d1",
                    "order_id": ORDER,
                    "state": "waiting_for_buyer",
                    "opened_at": "2026-03-31T11:00",
                    "claim": {"amount": "58.00", "currency": "EUR"},
                    "offer": {"amount": "5.00", "currency": "EUR"},
                    "answer_due": "2026-04-04",
                },
            },
        ],
    }


BERLIN = ZoneInfo("Europe/Berlin")
NUMBER = "LP00990000000011"


def story(*observations: dict[str, Any], **order: Any) -> dict[str, Any]:
    """An order sent to Berlin on 4 March, and what came after."""
    first = {
        "order_id": ORDER,
        "page": "order_detail",
        "status": "shipped",
        "placed_on": "2026-03-01",
        "shipped_on": "2026-03-04",
        "parcels": [NUMBER],
        "dates": [{"kind": "protection_end", "on": "2026-05-18"}],
    }
    return {
        "zone": "Europe/Berlin",
        "country": "DE",
        "city": "Berlin",
        "observations": [{"at": "2026-03-05T12:00", "order": first | order}, *observations],
    }


def scan(at: str, status: str, place: str, text: str = "", day: str | None = None) -> dict[str, Any]:
    event = {"local_time": day or at, "status": status, "place": place, "text": text or status}
    return {
        "at": at,
        "tracking": {"source": "cainiao", "outcome": "ok", "number": NUMBER, "events": [event]},
    }


def mark(at: str, kind: str) -> dict[str, Any]:
    return {"at": at, "mark": {"order_id": ORDER, "kind": kind}}


def nothing(at: str) -> dict[str, Any]:
    return {"at": at, "tracking": {"source": "cainiao", "outcome": "unknown", "number": NUMBER}}
