"""The whole of it, for end-to-end tests, benchmarks and the demonstration: the stand-in shop, the real server on a
database of its own, and a real Chromium with the real extension, paired.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.async_api import Page

from server.running import Running, start
from server.watch.clock import Clock
from tests.extension.browser import PATIENCE, Extended, chromium_with_extension
from tests.shop.app import Shop, opened
from tests.shop.orders import Order

LIST = "https://www.aliexpress.com/p/order/index.html"
CAINIAO = "global.cainiao.com"


@dataclass
class Stage:
    shop: Shop
    home: Path
    clock: Clock
    running: Running
    chromium: Extended

    async def open(self, url: str = LIST) -> Page:
        """A page of the shop in a new tab."""
        page = await self.chromium.context.new_page()
        await page.goto(url)
        return page

    async def open_detail(self, order: Order) -> Page:
        page = await self.open(detail_url(order))
        await page.locator(".order-status").wait_for()
        return page

    async def order(self, order_id: str) -> dict[str, Any]:
        """The order as the extension holds it; {} if it holds none."""
        return await self.chromium.stored(f"order:{order_id}") or {}

    async def move_clock(self, to: datetime) -> None:
        """Time is `to` now, as if it had gone by with everything running."""
        await self.running.house.move_clock(to)

    async def stop_server(self) -> None:
        await self.running.stop()

    async def start_server(self) -> None:
        """Starts the server again, on the same database and port; its clock goes on."""
        self.running = await start(self.home, self.running.port, clock=self.clock, demo=True)


def detail_url(order: Order) -> str:
    return f"https://www.aliexpress.com/p/order/detail.html?orderId={order.order_id}"


def tracking_url(order: Order) -> str:
    return f"https://www.aliexpress.com/p/tracking/index.html?_addShare=no&_login=yes&tradeOrderId={order.order_id}"


@asynccontextmanager
async def raised(
    shop: Shop, folder: Path, *, now: datetime | None = None, **browser: Any
) -> AsyncIterator[Stage]:
    """Everything started and the extension paired; all of it stopped at the end. Files lie in `folder` alone.

    `now` is where the server's and the shop's clock begin, else the computer's time.
    `browser` goes to `chromium_with_extension` (`headless`, `viewport` ...).
    """
    clock = Clock()
    if now is not None:
        clock.move_to(now)
    shop.clock = clock.now
    async with opened(shop) as address:
        with led_to(address.plain):
            running = await start(folder / "home", clock=clock, demo=True)
            stage: Stage | None = None
            try:
                async with chromium_with_extension(
                    folder / "profile", args=address.chromium_args, **browser
                ) as chromium:
                    stage = Stage(shop, folder / "home", clock, running, chromium)
                    await first_page_opened(chromium)
                    await (await chromium.pair(running.port, running.code())).close()
                    yield stage
            finally:
                await (running if stage is None else stage.running).stop()


async def first_page_opened(chromium: Extended) -> None:
    """Just installed, the extension opens its options by itself; before that it would take another page's place."""

    async def options() -> bool:
        return any(page.url.endswith("options/options.html") for page in chromium.context.pages)

    await until(options, "the extension's first page")


@contextmanager
def led_to(address: str) -> Iterator[None]:
    """Look-ups at Cainiao go to the stand-in."""
    before = os.environ.get("ORDERWARDEN_HOSTS")
    os.environ["ORDERWARDEN_HOSTS"] = f"{CAINIAO}={address}"
    try:
        yield
    finally:
        if before is None:
            del os.environ["ORDERWARDEN_HOSTS"]
        else:
            os.environ["ORDERWARDEN_HOSTS"] = before


async def until(question: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
    """Asks (a coroutine function) until the answer is true, and gives it; AssertionError saying `what` was awaited."""
    ends = time.monotonic() + seconds
    while not (answer := await question()):
        if time.monotonic() > ends:
            raise AssertionError(f"not within {seconds} s: {what}")
        await asyncio.sleep(0.03)
    return answer


async def looked_up(stage: Stage, order_id: str) -> dict[str, Any] | None:
    """The order's parcel once Cainiao has answered about it."""
    for parcel in (await stage.order(order_id)).get("parcels", []):
        if any(one["source"] == "cainiao" and one["outcome"] == "ok" for one in parcel.get("sources", [])):
            found: dict[str, Any] = parcel
            return found
    return None


async def badges(page: Page) -> dict[str, str]:
    """Order id -> text of its badge ("" while it has none), for every card of the list.

    The badges stand in closed shadow roots, which only the developer tools' protocol sees into.
    """
    session = await page.context.new_cdp_session(page)
    try:
        tree = (await session.send("DOM.getDocument", {"depth": -1, "pierce": True}))["root"]
    finally:
        await session.detach()
    found: dict[str, str] = {}
    for card in nodes(tree, lambda node: "order-item" in attributes(node).get("class", "").split()):
        links = (
            attributes(node).get("href", "") for node in nodes(card, lambda node: node["nodeName"] == "A")
        )
        order_id = next(link.partition("orderId=")[2] for link in links if "orderId=" in link)
        marks = nodes(card, lambda node: node["nodeName"] == "ORDERWARDEN-BADGE")
        found[order_id] = " ".join(text_of(mark) for mark in marks).strip()
    return found


async def badge_text(page: Page) -> str:
    """The text of the one badge of a detail or tracking page."""
    session = await page.context.new_cdp_session(page)
    try:
        tree = (await session.send("DOM.getDocument", {"depth": -1, "pierce": True}))["root"]
    finally:
        await session.detach()
    return " ".join(
        text_of(mark) for mark in nodes(tree, lambda node: node["nodeName"] == "ORDERWARDEN-BADGE")
    )


def nodes(node: dict[str, Any], wanted: Callable[[dict[str, Any]], bool]) -> Iterator[dict[str, Any]]:
    if wanted(node):
        yield node
    for child in (*node.get("children", ()), *node.get("shadowRoots", ())):
        yield from nodes(child, wanted)


def attributes(node: dict[str, Any]) -> dict[str, str]:
    flat = node.get("attributes", [])
    return dict(zip(flat[::2], flat[1::2], strict=True))


def text_of(node: dict[str, Any]) -> str:
    if node["nodeName"] == "STYLE":
        return ""
    parts = [node["nodeValue"] if node["nodeName"] == "#text" else ""]
    parts += [text_of(child) for child in (*node.get("children", ()), *node.get("shadowRoots", ()))]
    return " ".join(part.strip() for part in parts if part.strip())
