"""The settings on the options page: what is changed goes to the server at once."""

import asyncio

import pytest
from playwright.async_api import expect

from tests.extension.conftest import Bench

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("checkers"),
]

NOT_TAKEN = "Not saved. The server does not take this value. (refused: settings)"


async def test_settings_are_kept_by_the_server_at_once(bench: Bench) -> None:
    bench.stub.settings = {"country": "DE", "quiet": ["22:00", "07:00"], "sources": {}, "channels": []}
    bench.stub.sources = [
        {"source": "cainiao", "name": "Cainiao", "state": "ok", "until": None},
        {"source": "17track", "name": "17TRACK", "state": "ok", "until": None},
    ]
    await bench.known()
    page = await bench.extended.own_page("options/options.html")
    await expect(page.locator("#country")).to_have_value("DE")
    await expect(page.locator("#source-cainiao")).to_be_checked()
    await expect(page.locator("#source-17track")).not_to_be_checked()
    await page.locator("#payment").select_option("paypal")
    await expect(page.locator("#saved")).to_have_text("Saved")
    assert bench.stub.settings["payment"] == "paypal"
    await page.locator("#first").select_option("14")
    await bench.stub.until(
        lambda: bench.stub.settings.get("leads") == {"protection_leads_hours": [336, 120, 72, 24]}
    )
    await page.locator("#source-cainiao").uncheck()
    await bench.stub.until(lambda: bench.stub.settings["sources"] == {"cainiao": {"on": False}})
    await page.locator("#quiet").fill("")
    await page.locator("#quiet-to").fill("")
    await page.locator("#quiet-to").blur()
    await bench.stub.until(lambda: bench.stub.settings["quiet"] is None)
    await page.locator("#channels").fill("nowhere://x")
    await page.locator("#channels").blur()
    await expect(page.locator("#saved")).to_have_text(NOT_TAKEN)
    await page.locator("#test").click()
    await expect(page.locator("#test-said")).not_to_be_empty()
    assert await page.locator("#test-said").text_content() == "Sent. Has it come?"
    bench.stub.sources = []
    await page.close()


async def test_quick_changes_go_one_after_the_other(bench: Bench) -> None:
    """Of two changes to one setting the second keeps the first, and the page says how the last one went."""
    bench.stub.settings = {"sources": {}, "channels": []}
    bench.stub.sources = [
        {"source": name, "name": name, "state": "ok", "until": None} for name in ("cainiao", "4px")
    ]
    await bench.known()
    page = await bench.extended.own_page("options/options.html")
    await page.locator("#city").fill("Leipzig")
    await page.locator("#city").blur()
    await expect(page.locator("#saved")).to_have_text("Saved")
    bench.stub.slow_settings = asyncio.Event()
    await page.locator("#source-cainiao").uncheck()
    await page.locator("#source-4px").uncheck()
    await expect(page.locator("#saved")).to_have_text("Sending …")  # what was saved before is no answer
    await page.locator("#channels").fill("nowhere://x")
    await page.locator("#channels").blur()
    await bench.stub.until(lambda: bench.stub.settings["sources"])
    bench.stub.slow_settings.set()
    await expect(page.locator("#saved")).to_have_text(NOT_TAKEN)
    assert bench.stub.settings["sources"] == {"cainiao": {"on": False}, "4px": {"on": False}}
    bench.stub.slow_settings = None
    bench.stub.sources = []
    await page.close()
