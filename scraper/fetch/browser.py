"""The one Chromium for sources that answer only a browser. Lazy: without such a source Playwright is never imported.

Launched on first need, closed after ten idle minutes; a context for each visit, closed whatever happens, each close
bounded; browser and driver started anew after 50 visits or an hour. Nothing is intercepted (`page.route` is noticed by
some sources): the page's own answer is read as it passes. AliExpress cannot even be resolved.

ORDERWARDEN_BROWSER: the program to start. ORDERWARDEN_BROWSER_URL: a browser elsewhere (http://... or a
ws://.../devtools/... address speaks CDP, any other ws:// is a Playwright server of the same version).
"""

import asyncio
import contextlib
import importlib
import os
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scraper.carriers import Reply, Request
from scraper.fetch.browser_path import NAMED, find
from scraper.fetch.hosts import NEVER, HostMap, checked, host_map, led
from scraper.fetch.http import BIGGEST, UnreachableError
from scraper.fetch.printer import Printer

if TYPE_CHECKING:
    from playwright.async_api import Browser as Chromium
    from playwright.async_api import BrowserContext, Page, Playwright, Response

ELSEWHERE = "ORDERWARDEN_BROWSER_URL"
IDLE_SECONDS = 600.0
MOST_VISITS = 50
OLDEST_SECONDS = 3600.0
CLOSE_SECONDS = 5.0
VISIT_SECONDS = 45.0
CHECK_SECONDS = 8.0
AT_ONCE = 2


class NoBrowserError(UnreachableError):
    """There is no browser to start; the text says what to do."""


@dataclass(frozen=True)
class Visit:
    """What a visit brought: the reply that was captured, and a PNG of the page if one could be taken."""

    reply: Reply
    screenshot: bytes | None = None


def chosen_browser() -> Path | None:
    """The browser to start: the one that is named, else one of this computer; None leaves it to Playwright's own.

    Raises NoBrowserError where the name leads to no file.
    """
    named = os.environ.get(NAMED)
    if named and not Path(named).is_file():
        raise NoBrowserError(f"{NAMED}={named}: there is no such file")
    return find()


class Browser:
    """Opens pages and brings back what they were answered. Use as `async with Browser() as browser`."""

    def __init__(
        self,
        hosts: HostMap | None = None,
        *,
        idle_seconds: float = IDLE_SECONDS,
        most_visits: int = MOST_VISITS,
        oldest_seconds: float = OLDEST_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._hosts = host_map() if hosts is None else hosts
        self._idle_seconds, self._most_visits, self._oldest = idle_seconds, most_visits, oldest_seconds
        self._clock = clock
        self._driver: Playwright | None = None
        self._chromium: Chromium | None = None
        self._started = 0.0
        self._visits = 0
        self._open_visits = 0
        self._changing = asyncio.Lock()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._idle: asyncio.Task[None] | None = None
        self.launches = 0

    async def __aenter__(self) -> "Browser":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @property
    def running(self) -> bool:
        """Whether a browser is alive now."""
        return self._chromium is not None and self._chromium.is_connected()

    async def close(self) -> None:
        """Closes browser and driver; a later visit starts them again."""
        async with (
            self._changing
        ):  # one that is closing already ends first: cancelled, it would leave the driver
            if self._idle is not None:
                self._idle.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await self._idle
                self._idle = None
            await self._stop()

    async def capture(
        self, request: Request, allowed: Collection[str], seconds: float = VISIT_SECONDS, picture: bool = True
    ) -> Visit:
        """Opens the page of the request and waits so many seconds for what it asks for (see `Request`).

        Where nothing of the kind came in time, the reply is the page itself with the status of its document, so that
        the reader of the source can tell a robot check from an empty page. Raises RefusedError for a host that was
        not declared and UnreachableError where the page could not be loaded.
        """
        parts = checked(request.url, allowed)
        address = led(parts, self._hosts)
        async with self._places, self._page() as page:
            return await _visited(page, address, request, allowed, seconds, picture)

    @asynccontextmanager
    async def printer(self) -> AsyncIterator["Printer"]:
        """Prints HTML of our own: no script runs and nothing is fetched, whatever text from outside it holds."""
        async with self._places, self._page(java_script_enabled=False, offline=True) as page:
            yield Printer(page)

    @asynccontextmanager
    async def _page(self, **more: Any) -> AsyncIterator["Page"]:
        chromium = await self._alive()
        context: BrowserContext | None = None
        page: Page | None = None
        sound = True
        try:
            from playwright.async_api import Error

            try:
                context = await chromium.new_context(
                    service_workers="block",
                    accept_downloads=False,
                    locale="en-US",
                    user_agent=os.environ.get("ORDERWARDEN_USER_AGENT") or None,
                    **more,
                )
                page = await context.new_page()
                await self._keep_from_shop(context, page)
            except Error as error:
                sound = False
                raise UnreachableError(f"the browser opened no page ({_said(error)})") from error
            yield page
        finally:
            for closing in (page, context):
                if closing is not None and not await _bounded(closing.close):
                    sound = False
            await self._left(sound)

    async def _keep_from_shop(self, context: "BrowserContext", page: "Page") -> None:
        """What the resolver of our own browser does, for one elsewhere: no request reaches AliExpress.

        By the browser's own list of blocked addresses, which is no interception.
        """
        if os.environ.get(ELSEWHERE):
            session = await context.new_cdp_session(page)
            await session.send("Network.enable")
            blocked = [f"*://*{name}*/*" for name in NEVER]
            await session.send("Network.setBlockedURLs", {"urls": blocked})

    async def _alive(self) -> "Chromium":
        """A running browser; one that is worn out is replaced as soon as no visit needs it."""
        async with self._changing:
            if self._idle is not None:
                self._idle.cancel()
                self._idle = None
            worn = self._visits >= self._most_visits or self._clock() - self._started > self._oldest
            if self._chromium is not None and (not self.running or (worn and self._open_visits == 0)):
                await self._stop()
            if self._chromium is None:
                await self._start()
            assert self._chromium is not None
            self._visits += 1
            self._open_visits += 1
            return self._chromium

    async def _left(self, sound: bool) -> None:
        async with self._changing:
            self._open_visits -= 1
            if not sound and self._open_visits == 0:
                await self._stop()
            if self._open_visits == 0 and self._chromium is not None:
                self._idle = asyncio.create_task(self._close_when_idle())

    async def _close_when_idle(self) -> None:
        await asyncio.sleep(self._idle_seconds)
        async with self._changing:
            if self._open_visits == 0:
                await self._stop()

    async def _start(self) -> None:
        try:
            await asyncio.to_thread(importlib.import_module, "playwright.async_api")
        except ImportError as error:
            raise NoBrowserError("this source needs a browser, and Playwright is not installed") from error
        from playwright.async_api import Error, async_playwright

        self._driver = await async_playwright().start()
        elsewhere = os.environ.get(ELSEWHERE)
        try:
            if elsewhere:
                self._chromium = await self._connected(elsewhere)
            else:
                self._chromium = await self._driver.chromium.launch(
                    executable_path=await asyncio.to_thread(chosen_browser),
                    headless=True,
                    chromium_sandbox=not _is_root(),
                    args=self._arguments(),
                )
        except (Error, NoBrowserError) as error:
            await self._stop()
            where = f"the browser at {elsewhere}" if elsewhere else "a browser"
            raise NoBrowserError(
                f"{where} could not be started ({_said(error)}); install Chrome or Chromium, or name one in "
                "ORDERWARDEN_BROWSER"
            ) from error
        self._started, self._visits = self._clock(), 0
        self.launches += 1

    async def _connected(self, url: str) -> "Chromium":
        assert self._driver is not None
        if url.startswith("http") or "/devtools/" in url:
            return await self._driver.chromium.connect_over_cdp(url, timeout=15_000)
        return await self._driver.chromium.connect(url, timeout=15_000)

    def _arguments(self) -> list[str]:
        rules = [f"MAP {host} {target.rpartition(':')[0]}" for host, target in self._hosts.items()]
        rules += [f"MAP *{name}* ~NOTFOUND" for name in NEVER]
        return [
            f"--host-resolver-rules={', '.join(rules)}",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--mute-audio",
        ]

    async def _stop(self) -> None:
        chromium, self._chromium = self._chromium, None
        driver, self._driver = self._driver, None
        if chromium is not None:
            await _bounded(chromium.close)
        if driver is not None:
            await _bounded(driver.stop)


async def _visited(
    page: "Page", address: str, request: Request, allowed: Collection[str], seconds: float, picture: bool
) -> Visit:
    """One page, from opening it to what it shows or asks for."""
    from playwright.async_api import Error

    captured: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
    heard = _Listener(request, allowed, captured)
    page.on("response", heard.on_response)
    try:
        try:
            document = await page.goto(address, wait_until="commit", timeout=VISIT_SECONDS * 1000)
        except Error as error:
            raise UnreachableError(
                f"{urlsplit(address).hostname} could not be opened ({_said(error)})"
            ) from error
        # A refusal can be the first half of a check that the page passes by itself a moment later.
        refused = document is not None and document.status >= 400
        patience = min(seconds, CHECK_SECONDS) if refused else seconds
        reply = await _awaited(page, request, captured, patience)
        reply = reply or heard.newest or await _whole_page(page, document, request, allowed)
        shot = await _picture(page) if picture else None
        return Visit(reply, shot)
    finally:
        page.remove_listener("response", heard.on_response)
        await heard.finish()


async def _awaited(
    page: "Page", request: Request, captured: "asyncio.Future[Reply]", seconds: float
) -> Reply | None:
    from playwright.async_api import Error

    if request.captures is not None:
        with contextlib.suppress(TimeoutError):
            return await asyncio.wait_for(asyncio.shield(captured), seconds)
        return None
    with contextlib.suppress(Error):
        await page.wait_for_selector(request.shows or "body", timeout=seconds * 1000, state="attached")
    return None


async def _whole_page(
    page: "Page", document: "Response | None", request: Request, allowed: Collection[str]
) -> Reply:
    """The page as it stands; one that went to another host is a redirect, and its content nobody's answer."""
    from playwright.async_api import Error

    if (urlsplit(page.url).hostname or "") not in allowed:
        return Reply("", 302, {"location": page.url}, request.url)
    try:
        await page.wait_for_load_state("domcontentloaded", timeout=CLOSE_SECONDS * 1000)
        body = await asyncio.wait_for(page.content(), CLOSE_SECONDS)
    except (Error, TimeoutError) as error:
        raise UnreachableError(f"the page stayed empty ({_said(error)})") from error
    shown = request.shows is not None and await page.query_selector(request.shows) is not None
    status = document.status if document is not None and not shown else 200
    headers = {key.lower(): value for key, value in document.headers.items()} if document is not None else {}
    return Reply(body[:BIGGEST], status, headers, page.url)


class _Listener:
    """Keeps the answers that the page itself asked for, as far as the request wants them."""

    def __init__(self, request: Request, allowed: Collection[str], captured: "asyncio.Future[Reply]") -> None:
        self._wanted = re.compile(request.captures) if request.captures else None
        self._until = re.compile(request.until) if request.until else None
        self._allowed, self._captured = allowed, captured
        self._reading: set[asyncio.Task[None]] = set()
        self.newest: Reply | None = None

    def on_response(self, response: "Response") -> None:
        if self._wanted is None or not self._wanted.search(response.url):
            return
        if (urlsplit(response.url).hostname or "") not in self._allowed:
            return
        task = asyncio.create_task(self._read(response))
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    async def _read(self, response: "Response") -> None:
        from playwright.async_api import Error

        try:
            body = await response.text()
        except (Error, UnicodeDecodeError):
            return
        headers = {key.lower(): value for key, value in response.headers.items()}
        reply = Reply(body[:BIGGEST], response.status, headers, response.url)
        self.newest = reply
        if (self._until is None or self._until.search(body)) and not self._captured.done():
            self._captured.set_result(reply)

    async def finish(self) -> None:
        for task in tuple(self._reading):
            task.cancel()
        await asyncio.gather(*self._reading, return_exceptions=True)
        self._captured.cancel()


async def _picture(page: "Page") -> bytes | None:
    from playwright.async_api import Error

    try:
        return await page.screenshot(timeout=CLOSE_SECONDS * 1000, animations="disabled")
    except Error:
        return None


async def _bounded(closing: Callable[[], Awaitable[Any]]) -> bool:
    """Whether a close ended by itself within the bound."""
    from playwright.async_api import Error

    try:
        await asyncio.wait_for(closing(), CLOSE_SECONDS)
    except (Error, TimeoutError):
        return False
    return True


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _said(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0][:200] or type(error).__name__
