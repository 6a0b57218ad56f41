"""What `orderwarden demo` shows, step by step; each step says what the newcomer sees."""

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.async_api import Error, Page

from scraper.fetch.browser_path import find
from server.watch.clock import read_back
from tests.shop.app import Shop
from tests.shop.orders import ORDERS, order
from tests.shop.stage import (
    LIST,
    Stage,
    badge_text,
    badges,
    detail_url,
    looked_up,
    raised,
    tracking_url,
    until,
)

WIDE = {"width": 1160, "height": 1000}
POPUP = {"width": 400, "height": 900}
NEAR_ITS_END = order(7)
OPENED = tuple(order(number) for number in (4, 5, 6, 7, 8, 9, 11, 12))
STEP = re.compile(r"(\d+)\s*([dhm])")
UNITS = {"d": "days", "h": "hours", "m": "minutes"}
HOW = "Enter moves the clock to the next warning; 3d, 12h or 30m move it by that; q ends the demonstration."


def show(headless: bool | None, screenshots: Path) -> int:
    """The whole demonstration; the exit code. Leaves nothing behind but the pictures."""
    if find(for_extension=True) is None:
        print(
            "demo: no Chromium that loads an extension was found (branded Chrome and Edge do not): install Debian's "
            "`chromium`, or run `playwright install chromium`, or name one in ORDERWARDEN_BROWSER",
            file=sys.stderr,
        )
        return 1
    screenshots.mkdir(parents=True, exist_ok=True)
    try:
        asyncio.run(perform(not has_display() if headless is None else headless, screenshots))
    except (KeyboardInterrupt, asyncio.CancelledError):
        print("\nStopped; nothing is left behind.")
    except AssertionError as error:
        print(f"demo: {error}; try again when the computer is less busy", file=sys.stderr)
        return 1
    except Error as error:
        print(f"demo: the browser failed: {error.message.splitlines()[0]}", file=sys.stderr)
        return 1
    return 0


def has_display() -> bool:
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


async def perform(headless: bool, screenshots: Path) -> None:
    print("Orderwarden on invented orders. Your own data is not touched, nothing leaves this computer.\n")
    with tempfile.TemporaryDirectory(prefix="orderwarden-demo-", ignore_cleanup_errors=True) as folder:
        shop = Shop(datetime.now(UTC).date())
        async with raised(shop, Path(folder), headless=headless, viewport=WIDE, handle_sigint=False) as stage:
            walk = Walk(stage, screenshots)
            for step in (
                walk.paired,
                walk.order_list,
                walk.orders_opened,
                walk.one_order,
                walk.popup,
                walk.warning,
            ):
                await step()
            if headless:
                print(
                    f"\nAll of it is in the pictures in {screenshots}/. With a display, `orderwarden demo` stays open."
                )
            else:
                await stay(stage)


class Walk:
    """The steps, in their order."""

    def __init__(self, stage: Stage, screenshots: Path) -> None:
        self.stage = stage
        self._screenshots = screenshots
        self._steps = 0

    def say(self, text: str) -> None:
        self._steps += 1
        print(f"{self._steps}  {text}", flush=True)

    async def picture(self, page: Page, name: str) -> None:
        path = self._screenshots / f"{name}.png"
        await page.screenshot(path=path)
        print(f"   picture: {path}", flush=True)

    async def paired(self) -> None:
        running = self.stage.running
        self.say(f"The server runs on {running.url}, on a database that is thrown away at the end.")
        self.say("Chromium has the extension, and was paired by the six-digit code, as you would do it.")
        for page in self.stage.chromium.context.pages:
            await page.close()

    async def order_list(self) -> None:
        page = await self.stage.open()
        shown = await badged(page, 10)
        for count in (20, len(ORDERS)):
            await page.get_by_role("button", name="View orders").click()
            shown = await badged(page, count)
        self.say(f"The order list is opened: {len(shown)} orders, each with its badge.")
        await page.close()

    async def orders_opened(self) -> None:
        page = await self.stage.open()
        for bought in OPENED:
            await page.goto(detail_url(bought))
            await until(lambda: badge_text(page), "a badge on the order's page")
            await page.goto(tracking_url(bought))
            await until(lambda: badge_text(page), "a badge on the tracking page")
        await until(lambda: looked_up(self.stage, NEAR_ITS_END.order_id), "the parcels looked up")
        await page.goto(LIST)
        await page.get_by_text("Processed", exact=True).click()
        shown = await badged(page, 10)
        self.say(
            f"{len(OPENED)} orders are opened, as one does over the days; their parcels are looked up at Cainiao "
            "(played by the shop).\n   The list of what is under way now says:"
        )
        titles = {one.order_id: one.items[0].title for one in ORDERS}
        for order_id, text in shown.items():
            print(f"     {titles[order_id][:44]:<46}{text}")
        await self.picture(page, "orders")

    async def one_order(self) -> None:
        near = NEAR_ITS_END
        page = await self.stage.open_detail(near)
        await until(lambda: badge_text(page), "a badge on the order's page")
        self.say(
            f"A click on a badge opens the order's card ({near.items[0].title}): its clocks, and where they were read."
        )
        for clock in (await self.stage.order(near.order_id))["clocks"]:
            print(f"     {clock['label']}: {clock.get('on') or clock.get('ends_at')} ({clock['basis']})")
        badge = await page.locator("orderwarden-badge").bounding_box()
        if badge:
            await page.mouse.click(badge["x"] + 20, badge["y"] + badge["height"] / 2)
            await page.locator("orderwarden-card").wait_for(state="attached")
        await self.picture(page, "order")

    async def popup(self) -> None:
        page = await self.stage.chromium.own_page("popup/popup.html", viewport=POPUP)
        await page.locator(".row").first.wait_for()
        self.say("The popup of the toolbar: the orders by urgency.")
        await self.picture(page, "popup")
        await page.close()

    async def warning(self) -> None:
        planned = await self.stage.chromium.stored("plan") or []
        ahead = next(
            one
            for one in planned
            if one["kind"] == "protection"
            and one["level"] == "act"
            and NEAR_ITS_END.order_id in one["order_ids"]
        )
        before = set(await self.stage.chromium.notifications())
        await self.stage.move_clock(read_back(ahead["at"]) + timedelta(seconds=1))
        self.say(
            f"The clock is moved to 72 hours before an end ({self.stage.clock.now():%a %d %b %H:%M} UTC):"
        )
        if not await print_told(self.stage, before):
            raise AssertionError("no desktop notification came")


async def print_told(stage: Stage, before: set[str]) -> bool:
    """Prints what the desktop shows more than before; False: nothing. What is due was told when the clock had moved."""
    await stage.chromium.sync()
    new = set(await stage.chromium.notifications()) - before
    notices = [one for one in await stage.chromium.stored("notices") or [] if one["id"] in new]
    for notice in notices:
        print(f"   notification ({notice['level']}): {notice['title']}")
        for part in ("why", "do", "otherwise", "link"):
            if notice.get(part):
                print(f"     {notice[part]}")
    return bool(notices)


async def badged(page: Page, count: int) -> dict[str, str]:
    async def complete() -> dict[str, str] | None:
        found = await badges(page)
        return found if len(found) == count and all(found.values()) else None

    found: dict[str, str] = await until(complete, f"{count} badges")
    return found


async def stay(stage: Stage) -> None:
    """The window stays open; the clock is moved by what is typed, until q, Ctrl-C or the window is closed."""
    print(f"\nLook around as you like. {HOW}", flush=True)
    closed = asyncio.Event()
    stage.chromium.context.on("close", lambda _: closed.set())
    lines: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    if sys.stdin.isatty():
        listen(loop, lines.put_nowait)
    while not closed.is_set():
        waits = {asyncio.ensure_future(lines.get()), asyncio.ensure_future(closed.wait())}
        done, rest = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for one in rest:
            one.cancel()
        said = next(iter(done)).result()
        if not isinstance(said, str) or said.strip().lower() == "q":
            return
        await move_as_said(stage, said.strip())


def listen(loop: asyncio.AbstractEventLoop, heard: Callable[[str], None]) -> None:
    """Reads lines on a thread of its own, which ends with the program."""
    import threading

    def work() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(heard, line)
        loop.call_soon_threadsafe(heard, "q")

    threading.Thread(target=work, daemon=True).start()


async def move_as_said(stage: Stage, said: str) -> None:
    if said == "":
        planned = await stage.chromium.stored("plan") or []
        if not planned:
            print("Nothing more is planned.")
            return
        to = read_back(planned[0]["at"]) + timedelta(seconds=1)
    elif step := STEP.fullmatch(said.lower()):
        to = stage.clock.now() + timedelta(**{UNITS[step[2]]: int(step[1])})
    else:
        print(HOW)
        return
    before = set(await stage.chromium.notifications())
    await stage.move_clock(to)
    print(f"It is {stage.clock.now():%a %d %b %Y %H:%M} UTC now.", flush=True)
    if not await print_told(stage, before):
        print("   nothing is due by then")
