"""A notice as docs/protocol.md shows it."""

from typing import Any

from server.api.words import BuyerWords
from server.notice_json import notice_of
from server.store.notice_rows import Stored

LINKS = {
    "order_list": "https://www.aliexpress.com/p/order/index.html",
    "order_detail": "https://www.aliexpress.com/p/order/detail.html?orderId={order_id}",
    "order_tracking": "https://www.aliexpress.com/p/tracking/index.html?tradeOrderId={order_id}",
    "refund_list": "https://www.aliexpress.com/p/refund-center/index.html",
}


def notice_view(stored: Stored, words: BuyerWords, about: str | None = None) -> dict[str, Any]:
    """The NOTICE of the protocol; `about` names what was bought."""
    plain = stored.notice
    said = words.say(notice_of(plain))
    view = {
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
        "about": about,
        "title": said.title,
        "why": said.why,
        "do": said.do,
        "otherwise": said.otherwise,
        "link": link_to(plain["page"], plain["order_ids"][0]),
        "state": "due" if stored.state == "sent" else stored.state,
        "until": stored.snoozed_until if stored.state == "snoozed" else None,
    }
    return {name: value for name, value in view.items() if value is not None}


def link_to(page: str, order_id: str) -> str:
    """Where the thing is done; the order's own page where nothing better is known."""
    return LINKS.get(page, LINKS["order_detail"]).format(order_id=order_id)
