"""`POST /api/v1/pages`: one copied answer of an order page becomes facts, or a refusal; never half of either."""

import asyncio
import hashlib
import re
from datetime import datetime
from typing import Any
from urllib.parse import SplitResult, urlsplit

from aiohttp import web

from scraper import aliexpress
from scraper.aliexpress.reading import Reading
from scraper.facts import Order, to_json
from server.api.bodies import Body, bad_request, body_of, instant_of
from server.api.house_key import HOUSE
from server.observe import Seen
from server.rules import Unreadable
from server.watch.clock import read_back, written

SHOP_HOST = re.compile(r"([a-z0-9-]+\.)*aliexpress\.(com|us|ru)")


class PageBody(Body, frozen=True):
    id: str
    url: str
    seen_at: str
    body: str
    language: str | None = None


async def take_page(request: web.Request) -> web.Response:
    house = request.app[HOUSE]
    page = await body_of(request, PageBody)
    seen_at = instant_of(page.seen_at, "seen_at")
    check_page(page)
    # as the ledger will give it back: after a restart everything that follows from it must be the same
    seen_at = read_back(written(min(seen_at + house.clock.moved_by, house.clock.now())))
    reading = await asyncio.to_thread(
        aliexpress.read, page.body, url=page.url, seen_at=seen_at, language=page.language
    )
    seen = seen_on(reading, seen_at)
    problems = problems_of(reading)
    try:
        observed = await house.observe(
            seen, page=reading.kind, met=problems, solves=bool(seen and not problems)
        )
    except Unreadable as error:
        problems, seen = [*problems, f"the page says what the rules cannot read: {error}"], []
        observed = await house.observe([], page=reading.kind, met=problems)
    return web.json_response(
        {
            "id": page.id,
            "kind": reading.kind,
            "order_ids": sorted({one.subject for one in seen if one.what != "tracking"}),
            "problems": problems,
            "reason": reading.reason,
            "cursor": observed.cursor,
        }
    )


def check_page(page: PageBody) -> None:
    """A page is a page of the shop, and is what its id says it is."""
    shop_address(page.url)
    if page.id != hashlib.sha256((page.url + page.body).encode("utf-8", "surrogatepass")).hexdigest():
        raise bad_request("`id` is not the SHA-256 of url and body")


def shop_address(url: str) -> SplitResult:
    """The parts of an address of the shop; any other is refused."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        raise bad_request("`url` is no address") from None
    if parts.scheme != "https" or len(url) > 8192 or not SHOP_HOST.fullmatch(host):
        raise bad_request("`url` is no https page of AliExpress")
    return parts


def seen_on(reading: Reading, seen_at: datetime) -> list[Seen]:
    """What a page taught, one entry an order, parcel and dispute. A refused or unreadable page taught nothing."""
    seen: list[Seen] = []

    def add(what: str, subject: str, content: dict[str, Any]) -> None:
        place = "/".join(
            [reading.kind, what, subject, content.get("dispute_id") or content.get("source") or ""]
        )
        seen.append(Seen(what, subject, content, place, seen_at))

    for order in reading.orders:
        plain = to_json(order) | {"page": reading.kind}
        disputes = plain.pop("disputes", [])
        add("order", order.order_id, plain)
        for dispute in disputes:
            add("dispute", order.order_id, {"order_id": order.order_id} | dispute)
    if reading.kind == "order_tracking":
        numbers = tuple(parcel.number for parcel in reading.parcels)
        for order_id in reading.order_ids:
            tracked = Order(order_id=order_id, page="order_tracking", parcels=numbers, dates=reading.dates)
            add("order", order_id, to_json(tracked))
        for parcel in reading.parcels:
            add("tracking", parcel.number, {"source": "aliexpress", "outcome": "ok"} | to_json(parcel))
    for dispute in reading.disputes:
        if dispute.order_id is not None:
            add("dispute", dispute.order_id, to_json(dispute))
    return seen


def problems_of(reading: Reading) -> list[str]:
    if reading.kind == "blocked":
        why = aliexpress.WALLS.get(reading.reason or "", reading.reason)
        return [f"the page was refused to the browser: {why}"]
    return list(reading.problems)
