"""Leads a Chromium to the stand-in shop: every address of AliExpress and Cainiao is answered by it.

The pages then have their real addresses, so that the extension's content scripts run as on the real site. Whatever
else a page asks for is refused: nothing leaves the computer.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import urlsplit

import aiohttp
from playwright.async_api import BrowserContext, Route

HOSTS: Final = ("aliexpress.com", "aliexpress.us", "aliexpress-media.com", "cainiao.com")
WEB: Final = re.compile(r"https?://")
HOP_BY_HOP: Final = {
    "connection",
    "transfer-encoding",
    "content-length",
    "content-encoding",
    "date",
    "server",
}


class Led:
    """Answers the pages' requests from the shop."""

    def __init__(self, address: str, session: aiohttp.ClientSession) -> None:
        self._shop = f"http://{address}"
        self._session = session

    async def answer(self, route: Route) -> None:
        asked = urlsplit(route.request.url)
        host = asked.hostname or ""
        if asked.scheme == "chrome-extension" or host in ("127.0.0.1", "localhost"):
            await route.fallback()
        elif host.endswith(HOSTS):
            await self._from_shop(route, f"{asked.path}?{asked.query}", host)
        else:
            await route.abort("internetdisconnected")

    async def _from_shop(self, route: Route, path: str, host: str) -> None:
        request = route.request
        kept = {k: v for k, v in request.headers.items() if k in ("content-type", "origin", "cookie")}
        async with self._session.request(
            request.method,
            self._shop + path,
            data=request.post_data_buffer,
            headers=kept | {"Host": host},
            allow_redirects=False,
        ) as response:
            headers = {k: v for k, v in response.headers.items() if k.lower() not in HOP_BY_HOP}
            await route.fulfill(status=response.status, headers=headers, body=await response.read())


@asynccontextmanager
async def lead(context: BrowserContext, address: str) -> AsyncIterator[None]:
    """Inside, `context` finds AliExpress and Cainiao at the shop's `address` ("127.0.0.1:port")."""
    async with aiohttp.ClientSession() as session:
        await context.route(WEB, Led(address, session).answer)
        yield
        await context.unroute_all(behavior="ignoreErrors")
