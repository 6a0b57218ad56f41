"""What the extension costs an order page and its own popup, as medians.

`python -m benchmarks.manners` loads the stand-in shop's order list with the extension and without it, in turn, and
prints the script time that the extension adds to a load; then the popup with 500 orders, from navigation to the
first screen of rows. CPU time of the page's main thread, so that a busy machine does not count.
"""

import asyncio
import json
import statistics
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import BrowserContext, Page

from tests.extension.browser import EXTENSION, Extended, chromium, chromium_with_extension
from tests.extension.orders import order
from tests.extension.stub import CODE, Stub, serving
from tests.shop.app import Shop, opened

LOADS = 25
LIST = "https://www.aliexpress.com/p/order/index.html"
SETTLED_MS = 700


async def script_ms(context: BrowserContext) -> tuple[float, float]:
    """Script and whole main-thread time of one load of the list, in ms."""
    page = await context.new_page()
    devtools = await context.new_cdp_session(page)
    await devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    await page.goto(LIST)
    await page.wait_for_timeout(SETTLED_MS)
    metrics = {
        one["name"]: one["value"] for one in (await devtools.send("Performance.getMetrics"))["metrics"]
    }
    await page.close()
    return metrics["ScriptDuration"] * 1000, metrics["TaskDuration"] * 1000


async def popup_ms(extended: Extended) -> float:
    """From the navigation to the first rows in the document, ms; wall time."""
    page: Page = await extended.context.new_page()
    await page.add_init_script(
        """new MutationObserver((_, observer) => {
            if (!document.querySelector(".row")) return;
            window.rowsAt = performance.now();
            observer.disconnect();
        }).observe(document, { childList: true, subtree: true });"""
    )
    await page.goto(extended.url("popup/popup.html"))
    await page.locator(".row").first.wait_for()
    took: float = await page.evaluate("window.rowsAt")
    await page.close()
    return took


async def with_and_without() -> None:
    shop = Shop(today=datetime.now(UTC).date())
    stub = Stub(orders={one.order_id: order(one.order_id) for one in shop.orders})
    with tempfile.TemporaryDirectory() as folder:
        async with opened(shop) as address, serving(stub):
            times: dict[str, list[tuple[float, float]]] = {"with": [], "without": []}
            args = address.chromium_args
            async with (
                chromium_with_extension(Path(folder) / "with", args=args) as extended,
                chromium(Path(folder) / "without", args=args) as bare,
            ):
                await (await extended.pair(stub.port, CODE)).close()
                for _ in range(LOADS):
                    times["with"].append(await script_ms(extended.context))
                    times["without"].append(await script_ms(bare))
            for place, name in ((0, "script"), (1, "main thread")):
                medians = {way: statistics.median(t[place] for t in all_) for way, all_ in times.items()}
                added = medians["with"] - medians["without"]
                print(
                    f"{name}: {medians['without']:.2f} ms without, {medians['with']:.2f} ms with, {added:+.2f} ms"
                )
    scripts = json.loads((EXTENSION / "manifest.json").read_text("utf-8"))["content_scripts"][:2]
    injected = sum((EXTENSION / name).stat().st_size for entry in scripts for name in entry["js"])
    print(f"injected: {injected / 1000:.1f} kB")


async def popup_with_500() -> None:
    stub = Stub(orders={str(n): order(str(n), "act") for n in range(10**15, 10**15 + 500)})
    with tempfile.TemporaryDirectory() as folder:
        async with serving(stub), chromium_with_extension(folder) as extended:
            await (await extended.pair(stub.port, CODE)).close()
            await extended.sync()
            print(
                f"popup, 500 orders: {statistics.median([await popup_ms(extended) for _ in range(LOADS)]):.0f} ms"
            )


if __name__ == "__main__":
    asyncio.run(with_and_without())
    asyncio.run(popup_with_500())
