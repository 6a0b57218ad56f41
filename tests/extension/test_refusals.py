"""What the server refuses is told in the buyer's language where its code is known; else it stays as it is."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.extension.browser import EXTENSION, chromium_with_extension
from tests.extension.conftest import Bench, answering
from tests.extension.orders import order
from tests.extension.stub import CODE, Stub, serving

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

GERMAN: dict[str, Any] = json.loads((EXTENSION / "_locales/de/messages.json").read_text("utf-8"))
ORDER = "3041234567890017"
KNOWN = {
    (401, "token"): "server_refused",
    (403, "origin"): "server_refused",
    (404, "not_found"): "error_order",
    (408, "too_slow"): "error_again",
    (409, "busy"): "error_busy",
    (429, "too_many"): "error_again",
    (500, "internal"): "error_internal",
    (503, "no_browser"): "error_no_browser",
    (503, "no_look_ups"): "error_no_look_ups",
    (503, "storage"): "error_again",
}
AS_IT_IS = {(400, "bad_request"), (409, "too_many"), (418, "teapot"), (400, "constructor")}


def word(key: str) -> str:
    told: str = GERMAN[key]["message"]
    return told


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def german(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Bench]:
    shop: dict[str, tuple[str, str]] = {}
    stub = Stub(orders={ORDER: order(ORDER)}, language="de")
    profile = tmp_path_factory.mktemp("german")
    async with serving(stub), chromium_with_extension(profile, args=["--lang=de"]) as extended:
        await extended.context.route("https://**/*", answering(shop))
        await (await extended.pair(stub.port, CODE)).close()
        yield Bench(extended, stub, shop)


async def test_in_the_popup(german: Bench) -> None:
    await german.known()
    page = await german.extended.own_page(f"popup/popup.html?order={ORDER}")
    claim = page.get_by_role("button", name=word("show_claim"))
    alert = page.locator(".proof [role=alert]")
    for refused, key in KNOWN.items():
        german.stub.refuse = refused
        await claim.click()
        await expect(alert).to_have_text(word(key))
    for status, code in sorted(AS_IT_IS):
        german.stub.refuse = (status, code)
        await claim.click()
        await expect(alert).to_have_text(f"refused: {code}")
        german.stub.refuse = (503, "storage")
        await claim.click()
        await expect(alert).to_have_text(word("error_again"))
    german.stub.refuse = None
    await page.close()


async def test_on_the_options_page_with_what_is_wrong(german: Bench) -> None:
    await german.known()
    page = await german.extended.own_page("options/options.html")
    await expect(page.locator("#city")).to_be_visible()
    german.stub.refuse = (400, "settings")
    await page.locator("#city").fill("Leipzig")
    await page.locator("#city").blur()
    saved = f"{word('not_saved')} {word('error_settings')} (refused: settings)"
    await expect(page.locator("#saved")).to_have_text(saved)
    german.stub.refuse = None
    await page.close()


async def test_what_the_state_of_the_server_says_is_not_said_twice(german: Bench) -> None:
    await german.known()
    page = await german.extended.own_page("popup/popup.html")
    trouble = page.locator(".trouble > div").first
    for silent, told in {
        401: [word("server_refused")],
        412: [word("server_outdated"), "(refused: protocol)"],
        500: [word("server_failing"), word("error_internal")],
    }.items():
        german.stub.silent = silent
        await german.extended.sync()
        await expect(trouble).to_have_text(" ".join(told))
    german.stub.silent = None
    await german.known()
    await page.close()
