"""A real Chromium with the real extension in it, for tests and the demonstration."""

import asyncio
import os
import re
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

from playwright.async_api import BrowserContext, Page, Worker, async_playwright, expect

EXTENSION = Path(__file__).parents[2] / "extension"
CHROMIUM = os.environ.get("ORDERWARDEN_BROWSER", "/usr/bin/chromium")
PATIENCE = 90.0
"""Seconds that anything awaited may take. It ends a test that hangs; it is no measure, a machine may be busy.
A page that the server could not take at once is sent again within a minute."""
expect.set_options(timeout=PATIENCE * 1000)
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
)


class Extended(NamedTuple):
    """The browser, the extension's id in it, and its service worker."""

    context: BrowserContext
    extension_id: str
    worker: Worker

    def url(self, path: str) -> str:
        """The address of one of the extension's own pages, such as ``popup/popup.html``."""
        return f"chrome-extension://{self.extension_id}/{path}"

    async def stored(self, key: str) -> Any:
        """What the extension keeps in ``storage.local`` under this key, None if nothing."""
        return await self.worker.evaluate(
            "key => chrome.storage.local.get(key).then(all => all[key] ?? null)", key
        )

    async def notifications(self) -> list[str]:
        """The ids of the desktop notifications that stand now."""
        ids: list[str] = await self.worker.evaluate("() => chrome.notifications.getAll().then(Object.keys)")
        return ids

    async def until_notifications(self, *ids: str) -> None:
        """Waits until exactly these desktop notifications stand."""
        ends = time.monotonic() + PATIENCE
        while sorted(stand := await self.notifications()) != sorted(ids):
            assert time.monotonic() < ends, f"stand: {sorted(stand)}, awaited: {sorted(ids)}"
            await asyncio.sleep(0.05)

    async def sync(self) -> None:
        """One round with the server, as the 30 s alarm would make it; returns when it is over."""
        page = await self.own_page("popup/popup.html")
        await page.evaluate("() => chrome.runtime.sendMessage({type: 'sync'})")
        await page.close()

    async def own_page(self, path: str, **view: Any) -> Page:
        """One of the extension's own pages in a tab."""
        page = await self.context.new_page()
        if view:
            await page.set_viewport_size(view["viewport"])
        await page.goto(self.url(path))
        return page

    async def pair(self, port: int, code: str) -> Page:
        """Pairs with the server on this port as the buyer does it: by its code, on the options page. Returns when what
        the server knows is taken in.
        """
        page = await self.own_page("options/options.html")
        await page.locator("#port-summary").click()
        await page.locator("#port").fill(str(port))
        await page.locator("#code").fill(code)
        await page.locator("#paired").wait_for(state="visible")
        await self.sync()
        return page


@asynccontextmanager
async def chromium(
    user_data_dir: Path | str, headless: bool = True, args: Sequence[str] = (), **options: Any
) -> AsyncIterator[BrowserContext]:
    """Starts Chromium on a profile folder, without any extension. ``options`` go to Playwright's
    ``launch_persistent_context``.
    """
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            str(user_data_dir),
            executable_path=CHROMIUM,
            headless=False,
            args=[
                *QUIET,
                *(("--headless=new", "--hide-scrollbars") if headless else ()),
                *(("--no-sandbox",) if root else ()),
                *args,
            ],
            ignore_default_args=["--disable-extensions"],
            timeout=PATIENCE * 1000,
            **options,
        )
        context.set_default_timeout(PATIENCE * 1000)
        try:
            yield context
        finally:
            await context.close()


@asynccontextmanager
async def chromium_with_extension(
    user_data_dir: Path | str,
    headless: bool = True,
    args: Sequence[str] = (),
    extension: Path = EXTENSION,
    **options: Any,
) -> AsyncIterator[Extended]:
    """Starts Chromium with the unpacked extension on a profile folder; the same folder again is a restart.

    On a new profile the extension has opened its options page, as it does for the buyer. ``options`` as above.
    """
    fresh = not (Path(user_data_dir) / "Default").exists()
    ours = (f"--disable-extensions-except={extension}", f"--load-extension={extension}")
    async with chromium(user_data_dir, headless, (*ours, *args), **options) as context:
        workers = context.service_workers
        worker = workers[0] if workers else await context.wait_for_event("serviceworker")
        found = re.match(r"chrome-extension://([a-p]+)/", worker.url)
        assert found, worker.url
        if fresh:
            await _first_run_tab(context)
        yield Extended(context, found[1], worker)


async def _first_run_tab(context: BrowserContext) -> None:
    """Once it stands, no tab that a test opens is taken for it."""
    async with asyncio.timeout(PATIENCE):
        while not any(page.url.endswith("options/options.html") for page in context.pages):  # noqa: ASYNC110
            await asyncio.sleep(
                0.02
            )  # it may take a new tab or an empty one: there is no one event to wait for
