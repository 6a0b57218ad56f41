"""Orders and notices as docs/protocol.md shows them to clients."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from server._quiet import Casebook
from server.store.notices import Stored

DETAIL = "https://www.aliexpress.com/p/order/detail.html?orderId="


class Words:
    def __init__(self, language: str) -> None:
        self.language = language


def order_view(
    casebook: Casebook, order_id: str, now: datetime, connection: Connection
) -> tuple[dict[str, Any], bool]:
    order = casebook.orders[order_id]
    view = {
        "order_id": order_id,
        "url": DETAIL + order_id,
        "title": next((line.get("title") for line in order.get("lines", ())), None),
        "status": order.get("status"),
        "status_text": order.get("status_text"),
        "badge": {"level": "none", "icon": "clock", "text": "", "title": ""},
        "clocks": [],
        "parcels": [],
        "disputes": [],
        "marks": [],
        "marks_offered": [],
    }
    return view, False


def notice_view(stored: Stored, words: Words) -> dict[str, Any]:
    return dict(stored.notice) | {"id": stored.identity, "state": stored.state}
