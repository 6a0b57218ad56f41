"""What the page does to itself, and what becomes of an order, while badge, card or banner stand there."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.extension.conftest import Bench
from tests.extension.orders import iso, notice, now, order
from tests.extension.test_badges import (
    IDS,
    LIST,
    badges,
    click_button,
    in_our_world,
    opened_list,
    press_badge,
    shop,
    until,
    until_badges,
    until_first,
    until_said,
)

__all__ = ["shop"]

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
UNKNOWN = "9999999999999999"
RECYCLED = "id => { document.querySelector('.order-item a').href = '/p/order/detail.html?orderId=' + id }"


async def test_a_card_of_a_virtual_list_never_keeps_the_badge_of_the_order_before(shop: Bench) -> None:
    page = await opened_list(shop, IDS[:1])
    await in_our_world(shop, page, "void (orderwarden.send = () => new Promise(() => {}))")  # a silent worker
    await page.evaluate(RECYCLED, UNKNOWN)
    await until_badges(page, 0)
    await page.evaluate(RECYCLED, IDS[0])
    await until_badges(page, 1)
    await page.close()


async def test_the_banner_stays_when_the_page_draws_all_of_itself_anew(shop: Bench) -> None:
    shop.stub.notices = [notice("n-critical", level="critical", title="Last day")]
    page = await opened_list(shop, IDS[:1])
    await until_said(page, "Last day")
    await page.evaluate("document.body.innerHTML = card('3041234567890017', 'Awaiting delivery')")
    await until_said(page, "Last day")
    await click_button(page, "Hide")
    await page.evaluate("document.body.innerHTML = card('3041234567890017', 'Awaiting delivery')")
    await until_badges(page, 1)
    await expect(page.locator("orderwarden-banner")).to_have_count(0)
    await page.close()


async def test_the_banner_says_what_the_server_says_now(shop: Bench) -> None:
    shop.stub.notices = [notice("n-critical", level="critical", title="Last day")]
    page = await opened_list(shop, IDS[:1])
    await until_said(page, "Last day")
    shop.stub.notices = [notice("n-critical", level="critical", title="Last hour")]
    await shop.known()
    await until_said(page, "Last hour")
    await page.close()


async def test_a_card_that_the_page_threw_away_opens_again(shop: Bench) -> None:
    page = await opened_list(shop, IDS[:1])
    await press_badge(page)
    await until_said(page, "Protection ends")
    await page.evaluate("document.body.innerHTML = card('3041234567890017', 'Awaiting delivery')")
    await until_badges(page, 1)
    await press_badge(page)
    await until_said(page, "Protection ends")
    await page.close()


async def test_the_card_of_an_order_that_is_erased_goes(shop: Bench) -> None:
    page = await opened_list(shop, IDS[:2])
    await press_badge(page)
    await until_said(page, "Protection ends")
    del shop.stub.orders[IDS[0]]
    await shop.known()
    await expect(page.locator("orderwarden-card")).to_have_count(0)
    await until_badges(page, 1)
    await page.close()


async def focus(page: Page, role: str, name: str) -> None:
    devtools = await page.context.new_cdp_session(page)
    tree = await devtools.send("Accessibility.getFullAXTree")
    found = next(
        node["backendDOMNodeId"]
        for node in tree["nodes"]
        if node.get("role", {}).get("value") == role and node.get("name", {}).get("value") == name
    )
    await devtools.send("DOM.focus", {"backendNodeId": found})
    await devtools.detach()


async def test_what_is_being_written_in_a_card_outlives_what_changes_meanwhile(shop: Bench) -> None:
    asked = {"marks_offered": ["return_number_entered"]}
    shop.stub.orders[IDS[0]] |= asked
    page = await opened_list(shop, IDS[:1])
    await press_badge(page)
    await until_said(page, "Protection ends")
    await focus(page, "textbox", "Return tracking number")
    await page.keyboard.type("RR12345")
    shop.stub.orders[IDS[0]] = order(IDS[0], "critical", **asked)
    await shop.known()
    await until(lambda: badges(page), lambda said: "ends tomorrow" in said[0], "the badge is new")
    await page.keyboard.type("6785DE")
    await click_button(page, "Return number entered")
    await shop.stub.until(lambda: shop.stub.marks)
    assert shop.stub.marks[0]["number"] == "RR123456785DE"
    await page.close()


NOT_OK = {
    0: "Orderwarden is not running",
    401: "Pair it again",
    412: "Update the older one",
    503: "The server has a problem",
}


@pytest_asyncio.fixture(loop_scope="module", params=NOT_OK)
async def silent(shop: Bench, request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    """The extension knows the orders, and then the server tells nothing more."""
    await shop.known()
    shop.stub.silent = request.param
    await shop.extended.sync()
    yield shop
    shop.stub.silent = None
    await shop.known()


async def test_a_badge_that_nobody_renews_says_why(silent: Bench) -> None:
    why = NOT_OK[silent.stub.silent or 0]
    page = await silent.visit(LIST.replace("IDS", f"'{IDS[0]}', '{UNKNOWN}'"))
    known, unknown = await until_badges(page, 2)
    assert known.startswith("Orderwarden: 3 days left. Protection ends on Sunday")
    assert why in known
    assert unknown.startswith("Orderwarden: not watched now.")
    assert why in unknown
    await page.close()


@pytest.mark.parametrize("silent", [0], indirect=True)
async def test_days_counted_long_ago_are_said_as_todays_nowhere(silent: Bench) -> None:
    """Neither on a page that stood open all the while, nor in the popup and its cards, nor on the toolbar."""
    page = await silent.visit(LIST.replace("IDS", f"'{IDS[0]}'"))
    await until_first(page, "3 days left")
    popup = await silent.extended.own_page("popup/popup.html")
    await popup.locator(".row", has_text="3 days left").click()
    await expect(popup.locator(".card .state")).to_contain_text("3 days left")
    assert await silent.extended.worker.evaluate("chrome.action.getBadgeText({})") == "1"
    await silent.extended.worker.evaluate(
        """async ([answered_at, at]) => {
            const { server } = await chrome.storage.local.get("server");
            await chrome.storage.local.set({ server: { ...server, answered_at, at } });
        }""",
        [iso(now() - timedelta(hours=hours)) for hours in (7, 2)],
    )
    await silent.extended.sync()
    await until_first(page, "not watched now. Protection ends on Sunday")
    await expect(popup.locator(".row .pill")).to_have_text(["not watched now"] * 3)
    await expect(popup.locator(".card .state .pill")).to_have_text("not watched now")
    assert await silent.extended.worker.evaluate("chrome.action.getBadgeText({})") == "–"
    assert await silent.extended.worker.evaluate("chrome.action.getTitle({})") == (
        "Orderwarden is not running on this computer. What is planned will still be shown."
    )
    silent.stub.silent = None
    await silent.known()
    await until_first(page, "3 days left")
    await expect(popup.locator(".row", has_text="3 days left")).to_have_count(1)
    assert await silent.extended.worker.evaluate("chrome.action.getBadgeText({})") == "1"
    await popup.close()
    await page.close()


@pytest.mark.parametrize("silent", [0], indirect=True)
async def test_what_the_buyer_has_seen_leaves_every_page_also_without_the_server(silent: Bench) -> None:
    silent.stub.notices = [notice("n-critical", level="critical", title="Last day")]
    silent.stub.silent = None
    await silent.known()
    page = await opened_list(silent, IDS[:1])
    await until_said(page, "Last day")
    silent.stub.silent = 0
    popup = await silent.extended.own_page("popup/popup.html")
    await popup.get_by_role("button", name="Got it").click()
    await expect(page.locator("orderwarden-banner")).to_have_count(0)
    await popup.close()
    await page.close()


@pytest.mark.parametrize("silent", [0], indirect=True)
async def test_what_becomes_due_without_the_server_is_on_every_page_and_over_with_one_click(
    silent: Bench,
) -> None:
    """By the plan that the server told: as notification, banner and in the popup, and never again once it is seen."""
    planned = notice("n-planned", -10, level="critical", title="Last day", state="planned")
    silent.stub.plan, silent.stub.silent = [planned], None
    await silent.known()
    page = await opened_list(silent, IDS[:1])
    await expect(page.locator("orderwarden-banner")).to_have_count(0)  # a server that answers tells it itself
    silent.stub.silent = 0
    await silent.extended.sync()
    await until_said(page, "Last day")
    await silent.extended.until_notifications("n-planned")
    popup = await silent.extended.own_page("popup/popup.html")
    await popup.get_by_role("button", name="Got it").click()
    await expect(page.locator("orderwarden-banner")).to_have_count(0)
    await silent.extended.until_notifications()
    await silent.extended.sync()
    await expect(popup.locator(".notice")).to_have_count(0)
    assert await silent.extended.stored("notices") == []
    silent.stub.silent, silent.stub.plan = None, []
    await silent.known()
    events = [(one["id"], one["what"]) for one in silent.stub.events if one["id"] == "n-planned"]
    assert events == [("n-planned", "shown"), ("n-planned", "acknowledged")]
    await popup.close()
    await page.close()


async def test_what_is_critical_is_said_on_a_page_without_an_order_too(shop: Bench) -> None:
    shop.stub.notices = [notice("n-critical", level="critical", title="Last day")]
    await shop.known()
    page = await shop.visit("<!doctype html><h1>Nothing here</h1>")
    await until_said(page, "Last day")
    await page.close()
