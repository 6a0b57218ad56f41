"""What the extension costs an order page and its own popup, as medians.

`python -m benchmarks.manners` loads the stand-in shop's order list with the extension and without it, in turn, and
prints what the extension adds to a load, in a new tab (where the browser sets up all that it has for a page's scripts)
and in the tab where the list was before: script as Chromium's own counter has it; all of script (compiling, running
and microtasks, which that counter leaves out), with how much of it lies before the page's load event; the whole main
thread; the longest piece of script of ours. Then the popup with 500 orders, from navigation to the first rows.
CPU time of the page's main thread, so that a busy machine counts for little.
"""

import asyncio
import json
import statistics
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from playwright.async_api import BrowserContext, Page

from tests.extension.browser import EXTENSION, Extended, chromium, chromium_with_extension
from tests.extension.orders import order
from tests.extension.stub import CODE, Stub, serving
from tests.shop.app import Shop, opened

LOADS = 25
LIST = "https://www.aliexpress.com/p/order/index.html"
SETTLED_MS = 700
TRACED = ["devtools.timeline", "v8", "v8.execute"]
SCRIPT = {"v8.compile", "EvaluateScript", "FunctionCall", "RunMicrotasks", "TimerFire"}


class Cost(NamedTuple):
    """Of one load of the list, in ms."""

    script: float
    all_script: float
    before_load: float
    main_thread: float
    longest_of_ours: float


async def cost(page: Page) -> Cost:
    devtools = await page.context.new_cdp_session(page)
    events: list[dict[str, Any]] = []
    traced = asyncio.Event()
    devtools.on("Tracing.dataCollected", lambda told: events.extend(told["value"]))
    devtools.on("Tracing.tracingComplete", lambda _: traced.set())
    await devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    await devtools.send(
        "Tracing.start",
        {"transferMode": "ReportEvents", "traceConfig": {"includedCategories": TRACED}},
    )
    await page.goto(LIST)
    await page.wait_for_timeout(SETTLED_MS)
    metrics = {
        one["name"]: one["value"] * 1000 for one in (await devtools.send("Performance.getMetrics"))["metrics"]
    }
    await devtools.send("Tracing.end")
    await traced.wait()
    await devtools.detach()
    loaded = next(one for one in events if one["name"] == "MarkLoad" and one["args"]["data"]["isMainFrame"])
    scripts = [one for one in outermost(events, (loaded["pid"], loaded["tid"])) if one["name"] in SCRIPT]
    ours = [one["tdur"] for one in scripts if "chrome-extension://" in json.dumps(one["args"])]
    return Cost(
        metrics["ScriptDuration"],
        sum(one["tdur"] for one in scripts) / 1000,
        sum(one["tdur"] for one in scripts if one["ts"] < loaded["ts"]) / 1000,
        metrics["TaskDuration"],
        max(ours, default=0) / 1000,
    )


def outermost(events: list[dict[str, Any]], thread: tuple[int, int]) -> list[dict[str, Any]]:
    """The pieces of script of a thread, none of them within another."""
    found: list[dict[str, Any]] = []
    pieces = [one for one in events if one["ph"] == "X" and one["name"] in SCRIPT and "tdur" in one]
    for one in sorted(pieces, key=lambda one: (one["ts"], -one.get("dur", 0))):
        if (one["pid"], one["tid"]) != thread:
            continue
        if not found or one["ts"] >= found[-1]["ts"] + found[-1]["dur"]:
            found.append(one)
    return found


async def popup_ms(extended: Extended) -> tuple[float, float]:
    """From the navigation to the first rows in the document, ms of wall time; and how much of it the browser needed
    before it began to read the document.
    """
    page: Page = await extended.context.new_page()
    await page.add_init_script(
        """window.beganAt = performance.now();
        new MutationObserver((_, observer) => {
            if (!document.querySelector(".row")) return;
            window.rowsAt = performance.now();
            observer.disconnect();
        }).observe(document, { childList: true, subtree: true });"""
    )
    await page.goto(extended.url("popup/popup.html"))
    await page.locator(".row").first.wait_for()
    began, took = await page.evaluate("[window.beganAt, window.rowsAt]")
    await page.close()
    return took, began


async def in_new_tab(context: BrowserContext) -> Cost:
    page = await context.new_page()
    found = await cost(page)
    await page.close()
    return found


async def compare(where: str, **ways: Callable[[], Awaitable[Cost]]) -> None:
    """Loads by turns, and prints the medians; the first of each is not counted."""
    costs: dict[str, list[Cost]] = {way: [] for way in ways}
    for _ in range(LOADS + 1):
        for way, load in ways.items():
            costs[way].append(await load())
    for name in Cost._fields:
        with_it, without = (
            statistics.median(getattr(one, name) for one in costs[way][1:]) for way in ("extended", "bare")
        )
        print(
            f"{where}, {name.replace('_', ' ')}: {without:.2f} ms without, {with_it:.2f} ms with, "
            f"{with_it - without:+.2f} ms"
        )


async def with_and_without() -> None:
    shop = Shop(today=datetime.now(UTC).date())
    stub = Stub(orders={one.order_id: order(one.order_id) for one in shop.orders})
    with tempfile.TemporaryDirectory() as folder:
        async with opened(shop) as address, serving(stub):
            args = address.chromium_args
            async with (
                chromium_with_extension(Path(folder) / "with", args=args) as extended,
                chromium(Path(folder) / "without", args=args) as bare,
            ):
                await (await extended.pair(stub.port, CODE)).close()
                new = {"extended": partial(in_new_tab, extended.context), "bare": partial(in_new_tab, bare)}
                await compare("in a new tab", **new)
                tabs = [await context.new_page() for context in (extended.context, bare)]
                await compare("in the same tab", extended=partial(cost, tabs[0]), bare=partial(cost, tabs[1]))
    scripts = json.loads((EXTENSION / "manifest.json").read_text("utf-8"))["content_scripts"][:3]
    injected = sum((EXTENSION / name).stat().st_size for entry in scripts for name in entry["js"])
    print(f"injected: {injected / 1000:.1f} kB")


async def popup_with_500() -> None:
    stub = Stub(orders={str(n): order(str(n), "act") for n in range(10**15, 10**15 + 500)})
    with tempfile.TemporaryDirectory() as folder:
        async with serving(stub), chromium_with_extension(folder) as extended:
            await (await extended.pair(stub.port, CODE)).close()
            await extended.sync()
            times = [await popup_ms(extended) for _ in range(LOADS)]
            took, began = (statistics.median(one) for one in zip(*times, strict=True))
            print(f"popup, 500 orders: {took:.0f} ms, of which {began:.0f} ms before its document was begun")


if __name__ == "__main__":
    asyncio.run(with_and_without())
    asyncio.run(popup_with_500())
