"""A notice as docs/protocol.md shows it."""

from typing import Any

from server.api.words import Words
from server.store.notices import Stored


def notice_view(stored: Stored, words: Words) -> dict[str, Any]:
    plain = stored.notice
    return {
        "id": stored.identity,
        "covers": plain["covers"] or [stored.identity],
        "kind": plain["kind"],
        "level": plain["level"],
        "at": stored.at,
        "deadline": stored.deadline,
        "order_ids": plain["order_ids"],
        "parcels": plain["parcels"],
        "basis": plain["basis"],
        "folded": plain["folded"],
        "traps": plain["traps"],
        "title": plain["kind"],
        "why": "",
        "do": "",
        "otherwise": "",
        "link": "https://www.aliexpress.com/p/order/detail.html?orderId=" + plain["order_ids"][0],
        "state": stored.state,
    }
