"""Pairing on the options page: what went wrong stays said until it is right, and a server that is gone is no riddle."""

import asyncio

import pytest
from playwright.async_api import expect

from tests.extension.browser import PATIENCE
from tests.extension.conftest import Bench
from tests.extension.orders import order
from tests.extension.stub import CODE

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

ORDER = "3041234567890017"


async def test_shut_out_the_port_stands_there_and_a_wrong_code_stays_explained(bench: Bench) -> None:
    page = await bench.extended.own_page("options/options.html")
    await expect(page.locator("#paired")).to_be_visible()
    bench.stub.token = "another"
    await bench.extended.sync()
    await expect(page.locator("#said")).to_have_text(
        "The server no longer knows this extension. Pair it again."
    )
    await expect(page.locator("#port")).to_have_value(str(bench.stub.port))
    await page.locator("#code").fill("111111")
    await expect(page.locator("#said")).to_have_text("This is not the code. Tries left: 4")
    before = (await bench.extended.stored("server"))["at"]
    await bench.extended.sync()
    assert (await bench.extended.stored("server"))["at"] != before
    await expect(page.locator("#said")).to_have_text("This is not the code. Tries left: 4")
    await page.locator("#code").fill(CODE)
    await expect(page.locator("#paired")).to_be_visible()
    await page.locator("#unpair").click()
    await expect(page.locator("#pairing")).to_be_visible()
    await expect(page.locator("#said")).to_be_empty()
    await page.locator("#code").fill(CODE)
    await expect(page.locator("#paired")).to_be_visible()
    await page.close()


async def test_when_no_try_is_left_it_says_how_to_get_another_code(bench: Bench) -> None:
    page = await bench.extended.own_page("options/options.html")
    await page.locator("#unpair").click()
    bench.stub.tries_left = 1
    for wrong in ("111111", "222222"):
        await page.locator("#code").fill(wrong)
        await expect(page.locator("#said")).to_contain_text("`orderwarden pair` shows a new one")
    bench.stub.tries_left = 5
    await page.locator("#code").fill(CODE.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))
    await expect(page.locator("#paired")).to_be_visible()
    await page.close()


async def test_the_buyer_is_not_pulled_out_of_the_field_he_is_in(bench: Bench) -> None:
    page = await bench.extended.own_page("options/options.html")
    await page.locator("#unpair").click()
    await expect(page.locator("#code")).to_be_focused()
    await page.locator("#port-summary").click()
    await page.locator("#port").focus()
    before = (await bench.extended.stored("server"))["at"]
    await bench.extended.sync()
    assert (await bench.extended.stored("server"))["at"] != before
    await page.bring_to_front()
    await expect(page.locator("#port")).to_be_focused()
    await page.locator("#code").fill(CODE)
    await expect(page.locator("#paired")).to_be_visible()
    await page.close()


async def test_disconnected_the_browser_holds_nothing_of_the_orders(bench: Bench) -> None:
    """As the page says; a copy that waited holds what the shop's page held, the address too."""
    bench.stub.orders = {ORDER: order(ORDER)}
    await bench.known()
    await bench.extended.worker.evaluate(
        """() => chrome.storage.local.set({
            outbox: [{ id: "x", url: "https://x/", at: "", size: 9, tries: 1, notBefore: Date.now() + 3600000 }],
            "outbox:x": { id: "x", body: "Jane Doe, 3041234567890017" },
            unread: [{ url: "https://www.aliexpress.com/", text: "x", at: "" }],
            reading: { left: [{ order_id: "3041234567890017", pages: [] }], total: 1, misses: 0, over: "stopped" },
            muted_as: { "3041234567890017/late": "Lamp" },
        })"""
    )
    page = await bench.extended.own_page("options/options.html")
    await page.locator("#unpair").click()
    await expect(page.locator("#pairing")).to_be_visible()
    async with asyncio.timeout(PATIENCE):
        while ORDER in (held := await everything(bench)) or "outbox:x" in held:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    bench.stub.orders = {}
    await page.locator("#code").fill(CODE)
    await expect(page.locator("#paired")).to_be_visible()
    await page.close()


async def everything(bench: Bench) -> str:
    held: str = await bench.extended.worker.evaluate("() => chrome.storage.local.get().then(JSON.stringify)")
    return held


async def test_a_change_that_did_not_get_there_says_so_in_the_buyer_s_words(bench: Bench) -> None:
    bench.stub.settings = {"payment": "card", "sources": {}, "channels": []}
    await bench.known()
    page = await bench.extended.own_page("options/options.html")
    await expect(page.locator("#payment")).to_have_value("card")
    pairing = await bench.extended.stored("pairing")
    await bench.extended.worker.evaluate(
        "pairing => chrome.storage.local.set({ pairing })", pairing | {"port": 1}
    )
    await page.locator("#payment").select_option("paypal")
    await expect(page.locator("#saved")).to_have_text(
        "Not saved. The settings live in Orderwarden on this computer, and it does not answer now."
    )
    await bench.extended.worker.evaluate("pairing => chrome.storage.local.set({ pairing })", pairing)
    await page.close()
