"""One Chromium with the extension, paired with a stub of the server, for each file of tests."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

import pytest
import pytest_asyncio
from playwright.async_api import Page, Route

from tests.extension.browser import Extended, chromium_with_extension
from tests.extension.checkers import installed
from tests.extension.stub import CODE, Stub, serving

ORDERS_PAGE = "https://www.aliexpress.com/p/order/index.html"


@pytest.fixture(scope="module")
def modules() -> Path:
    """The checkers, installed; files that ask for them share one worker (`xdist_group`)."""
    return installed()


class Bench(NamedTuple):
    """The browser, the server it is paired with, and the shop's answers: path -> (content type, body)."""

    extended: Extended
    stub: Stub
    shop: dict[str, tuple[str, str]]

    async def visit(self, html: str, url: str = ORDERS_PAGE) -> Page:
        """Opens a page of the shop that holds this."""
        self.shop[url.split("?")[0].removeprefix("https://www.aliexpress.com")] = ("text/html", html)
        page = await self.extended.context.new_page()
        await page.goto(url)
        return page

    async def known(self) -> None:
        """The extension has taken in what the stub says now."""
        await self.stub.changed()
        await self.extended.sync()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bench(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Bench]:
    shop: dict[str, tuple[str, str]] = {}
    profile = tmp_path_factory.mktemp("profile")
    async with serving(Stub()) as stub, chromium_with_extension(profile) as extended:
        await extended.context.route("https://**/*", answering(shop))
        await (await extended.pair(stub.port, CODE)).close()
        yield Bench(extended, stub, shop)


def answering(shop: dict[str, tuple[str, str]]) -> Callable[[Route], Awaitable[None]]:
    async def answer(route: Route) -> None:
        path = "/" + route.request.url.split("?")[0].split("/", 3)[3]
        if path not in shop:
            await route.abort("failed")
            return
        kind, body = shop[path]
        if callback := dict(
            part.partition("=")[::2] for part in route.request.url.partition("?")[2].split("&")
        ).get("callback"):
            body = f"{callback}({body})"
        await route.fulfill(
            body=body,
            content_type=f"{kind}; charset=utf-8",
            headers={"Access-Control-Allow-Origin": "*"},
        )

    return answer
