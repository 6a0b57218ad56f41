"""How fast the whole loop is, and what it costs. Prints a line a figure; run it on a quiet computer:

    python -m benchmarks.loop

Everything is real: the server, the extension in Chromium, the stand-in shop's pages.
"""

import asyncio
import re
import socket
import statistics
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.async_api import Page, async_playwright

from scraper.fetch.browser_path import find
from server.watch.clock import read_back
from tests.extension.browser import QUIET
from tests.shop.app import Shop, opened
from tests.shop.orders import Order, order
from tests.shop.stage import LIST, Stage, detail_url, raised, until

ROOT = Path(__file__).resolve().parents[1]
TIMES = 50
LOADS = 25
NOTED = """(id) => new Promise((done) => {
  const key = "order:" + id;
  const look = async () => ((await chrome.storage.local.get(key))[key]?.badge ? done(Date.now()) : setTimeout(look, 1));
  look();
})"""
SHOWN = """(known) => new Promise((done) => {
  const look = () => chrome.notifications.getAll().then((all) =>
    Object.keys(all).some((id) => !known.includes(id)) ? done(Date.now()) : setTimeout(look, 2));
  look();
  setTimeout(() => done(null), 20000);
})"""


def copies(count: int) -> tuple[Order, ...]:
    """So many orders of the same make, whose protection ends on different days."""
    twelve = order(12)
    return tuple(
        replace(twelve, number=100 + i, protection_end=12 + i, refund_by=None, parcels=())
        for i in range(count)
    )


def told(what: str, milliseconds: Sequence[float]) -> None:
    ordered = sorted(milliseconds)
    p99 = ordered[min(len(ordered) - 1, round(0.99 * len(ordered)))]
    print(
        f"{what}: p50 {statistics.median(ordered):.0f} ms, p99 {p99:.0f} ms ({len(ordered)} times)",
        flush=True,
    )


async def page_to_badge(stage: Stage) -> list[float]:
    """From the moment the page gets its answer to the moment the extension holds the order's badge."""
    taken = []
    page = await stage.chromium.context.new_page()
    for bought in stage.shop.orders[:TIMES]:
        ready = asyncio.ensure_future(stage.chromium.worker.evaluate(NOTED, bought.order_id))
        await page.goto(detail_url(bought))
        answered = await page.evaluate("window.shop.answeredAt")
        taken.append(await asyncio.wait_for(ready, 20) - answered)
    await page.close()
    return taken


async def due_to_notification(stage: Stage) -> list[float]:
    """From the moment a planned notice is due to the moment its desktop notification exists."""
    taken: list[float] = []
    while len(taken) < TIMES:
        await stage.chromium.sync()
        plan = await stage.chromium.stored("plan")
        known = await stage.chromium.notifications()
        due_at = read_back(plan[0]["at"])
        shown = asyncio.ensure_future(stage.chromium.worker.evaluate(SHOWN, known))
        await stage.move_clock(due_at - timedelta(seconds=0.3))
        due_on_wall = due_at - stage.clock.moved_by
        seen = await shown
        if seen is None:
            raise SystemExit(f"no notification came for {plan[0]['kind']} at {plan[0]['at']}")
        taken.append(seen - due_on_wall.timestamp() * 1000)
        for notice in await stage.chromium.notifications():
            await stage.chromium.worker.evaluate("id => chrome.notifications.clear(id)", notice)
    return taken


@asynccontextmanager
async def bare(shop: Shop, folder: Path) -> AsyncIterator[Page]:
    async with opened(shop) as address, async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            folder,
            executable_path=find(for_extension=True),
            headless=False,
            args=["--headless=new", "--no-sandbox", *QUIET, *address.chromium_args],
        )
        yield await context.new_page()
        await context.close()


async def script_time(page: Page) -> float:
    """Median milliseconds of script that one load of the order list costs, until it is quiet."""
    session = await page.context.new_cdp_session(page)
    await session.send("Performance.enable")
    taken: list[float] = []
    for _ in range(LOADS + 2):
        await page.goto(LIST)
        await page.locator(".order-item").nth(9).wait_for()
        await page.wait_for_timeout(600)
        metrics = {
            one["name"]: one["value"] for one in (await session.send("Performance.getMetrics"))["metrics"]
        }
        taken.append(metrics["ScriptDuration"] * 1000)
    return statistics.median(taken[2:])


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


async def server_alone(folder: Path) -> tuple[float, float, float]:
    """Seconds to the first answer on an empty database, on the same one again, and MB in memory when idle."""
    seconds = []
    for _ in range(2):
        port = free_port()
        begun = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", "from server.cli import main; main()",
            "serve", "--home", str(folder), "--port", str(port),
            cwd=ROOT, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip

        async def answers(port: int = port) -> bool:
            return await asyncio.to_thread(answering, port)

        await until(answers, "the server answers", 30)
        seconds.append(time.perf_counter() - begun)
        await asyncio.sleep(3)
        status = await asyncio.to_thread(Path(f"/proc/{process.pid}/status").read_text)
        idle = int(re.findall(r"VmRSS:\s+(\d+) kB", status)[0]) / 1024
        process.terminate()
        await process.wait()
    return seconds[0], seconds[1], idle


def answering(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ping", timeout=1):
            return True
    except OSError:
        return False


async def main() -> None:
    today = datetime.now(UTC).date()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if sys.platform == "linux":
            first, again, idle = await server_alone(folder / "alone")
            print(
                f"server: {first:.2f} s to the first answer, {again:.2f} s again, {idle:.0f} MB in memory when idle"
            )
        async with raised(Shop(today, copies(TIMES)), folder / "a") as stage:
            told("page received -> badge ready", await page_to_badge(stage))
        async with raised(Shop(today, copies(20)), folder / "b") as stage:
            page = await stage.chromium.context.new_page()
            for bought in stage.shop.orders:
                await page.goto(detail_url(bought))
            await asyncio.sleep(1)
            told("due -> notification exists", await due_to_notification(stage))
        async with bare(Shop(today), folder / "c") as page:
            without = await script_time(page)
        async with raised(Shop(today), folder / "d") as stage:
            extended = await script_time(await stage.chromium.context.new_page())
        print(
            f"script time of an order page: {without:.1f} ms without the extension, {extended:.1f} ms with it "
            f"(+{extended - without:.1f} ms, ratio {extended / without:.2f}; median of {LOADS} loads each)"
        )


if __name__ == "__main__":
    asyncio.run(main())
