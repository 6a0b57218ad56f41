"""Settings that another browser or a command changes are shown, and no old one is written back."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.extension.conftest import Bench
from tests.extension.orders import order

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

ORDER = "3041234567890017"
OTHER = {"client_id": "c2", "name": "Firefox", "version": "0.1.0"}


@pytest_asyncio.fixture(loop_scope="module")
async def page(bench: Bench) -> AsyncIterator[Page]:
    """The options page, open."""
    bench.stub.settings = {
        "country": "DE",
        "quiet": ["22:00", "07:00"],
        "sources": {},
        "channels": [],
        "muted": [],
    }
    bench.stub.sources = [
        {"source": name, "name": name, "state": "ok", "until": None} for name in ("cainiao", "17track")
    ]
    bench.stub.orders, bench.stub.clients, bench.stub.calendars = {ORDER: order()}, [], 0
    await bench.known()
    page = await bench.extended.own_page("options/options.html")
    await expect(page.locator("#country")).to_have_value("DE")
    yield page
    await page.close()
    bench.stub.sources = []


async def elsewhere(bench: Bench, **settings: Any) -> None:
    """Another client changes these, and the server tells all that something changed."""
    bench.stub.settings |= settings
    await bench.stub.changed()


async def test_every_field_shows_what_was_changed_elsewhere(bench: Bench, page: Page) -> None:
    await elsewhere(
        bench, country="FR", city="Lyon", quiet=["23:00", "06:00"], payment="card", digest="08:15",
        channels=["ntfy://new"], patience={"critical": 3}, leads={"protection_leads_hours": [480, 120, 72, 24]},
        sources={"cainiao": {"on": False}, "17track": {"on": True, "key": "K1"}}, muted=[{"order_id": ORDER}],
    )  # fmt: skip
    shown = {
        "country": "FR", "city": "Lyon", "quiet": "23:00", "quiet-to": "06:00", "payment": "card", "digest": "08:15",
        "channels": "ntfy://new", "patience-critical": "3", "patience-act": "12", "first": "20", "key-17track": "K1",
    }  # fmt: skip
    for id_, value in shown.items():
        await expect(page.locator(f"#{id_}")).to_have_value(value)
    await expect(page.locator("#source-cainiao")).not_to_be_checked()
    await expect(page.locator("#source-17track")).to_be_checked()
    await expect(page.locator("#channel-tests li")).to_have_count(1)
    await expect(page.locator("#muted li")).to_contain_text("Desk lamp")
    await expect(page.locator("#saved")).to_have_text("")


async def test_a_new_calendar_address_and_a_new_browser_are_shown(bench: Bench, page: Page) -> None:
    bench.stub.calendars, bench.stub.clients = 1, [OTHER]
    await bench.stub.changed()
    await expect(page.locator("#calendar")).to_have_value(
        f"http://127.0.0.1:{bench.stub.port}/calendar/secret1.ics"
    )
    await expect(page.locator("#clients li")).to_contain_text("Firefox")


async def test_a_save_writes_no_old_value_back(bench: Bench, page: Page) -> None:
    """Also of settings that hold several values, and where the page was told nothing yet."""
    bench.stub.settings |= {
        "country": "FR", "quiet": ["22:00", "05:00"], "patience": {"critical": 3}, "sources": {"17track": {"on": True}},
        "leads": {"other": [1]}, "muted": [{"kind": "late"}],
    }  # fmt: skip
    for box, value in {"city": "Lyon", "quiet": "21:00", "patience-act": "24"}.items():
        await page.locator(f"#{box}").fill(value)
        await page.locator(f"#{box}").blur()
    await page.locator("#source-cainiao").uncheck()
    await page.locator("#first").select_option("14")
    await bench.stub.until(lambda: "protection_leads_hours" in bench.stub.settings["leads"])
    assert bench.stub.settings | {"channels": []} == {
        "country": "FR", "city": "Lyon", "quiet": ["21:00", "05:00"], "patience": {"critical": 3, "act": 24},
        "sources": {"17track": {"on": True}, "cainiao": {"on": False}}, "channels": [], "muted": [{"kind": "late"}],
        "leads": {"other": [1], "protection_leads_hours": [336, 120, 72, 24]},
    }  # fmt: skip
    await expect(page.locator("#country")).to_have_value("FR")
    await expect(page.locator("#quiet-to")).to_have_value("05:00")
    await expect(page.locator("#saved")).to_have_text("Saved")


async def test_what_is_being_typed_is_not_overwritten(bench: Bench, page: Page) -> None:
    city, postcode = page.locator("#city"), page.locator("#postcode")
    await city.press_sequentially("Leip")
    await elsewhere(bench, city="Lyon", postcode="69001")
    await expect(postcode).to_have_value("69001")
    await expect(city).to_have_value("Leip")
    await city.press_sequentially("zig")
    await city.blur()
    await bench.stub.until(lambda: bench.stub.settings["city"] == "Leipzig")
    await postcode.focus()  # who is about to type finds the field as it was, and what holds once it is left
    await elsewhere(bench, city="Lille", postcode="59000")
    await expect(city).to_have_value("Lille")
    await expect(postcode).to_have_value("69001")
    await postcode.blur()
    await expect(postcode).to_have_value("59000")
    assert bench.stub.settings["postcode"] == "59000"


async def test_a_page_that_was_behind_others_shows_what_holds_when_it_is_turned_to(
    bench: Bench, page: Page
) -> None:
    bench.stub.settings |= {"city": "Lyon"}
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await expect(page.locator("#city")).to_have_value("Lyon")


async def test_a_value_that_the_page_does_not_offer_is_shown_all_the_same(bench: Bench, page: Page) -> None:
    """A command takes other names of a zone, too: "as on this computer" would be a lie."""
    await elsewhere(bench, zone="US/Pacific")
    await expect(page.locator("#zone")).to_have_value("US/Pacific")
    await page.reload()
    await expect(page.locator("#zone")).to_have_value("US/Pacific")
