"""What stands on pages, in the popup and on the toolbar while the server tells nothing."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.extension.conftest import Bench
from tests.extension.orders import iso, notice, now
from tests.extension.test_badges import (
    IDS,
    LIST,
    SCREENSHOTS,
    badges,
    opened_list,
    shop,
    until_badges,
    until_first,
    until_said,
)
from tests.extension.windows import POPUP, shot, violations

__all__ = ["shop"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.usefixtures("modules"),
    pytest.mark.xdist_group("checkers"),
]
UNKNOWN = "9999999999999999"

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
async def test_a_deadline_that_passes_without_the_server_is_over_wherever_it_stands(silent: Bench) -> None:
    """The banner goes with it; badge and popup say that it passed, and that nobody watches."""
    soon = iso(now() + timedelta(hours=8))
    critical = {"level": "critical", "icon": "clock", "text": "8 h left", "title": "Your protection ends."}
    silent.stub.notices = [notice("n-critical", level="critical", title="Last day", deadline=soon)]
    silent.stub.orders[IDS[0]] |= {"badge": critical, "urgent_at": soon}
    silent.stub.silent = None
    await silent.known()
    page = await opened_list(silent, IDS[:1])
    popup = await silent.extended.own_page("popup/popup.html", **POPUP)
    silent.stub.silent = 0
    await silent.extended.sync()
    await until_said(page, "Last day")
    await until_first(page, "8 h left")
    await popup.locator(".row", has_text="8 h left").click()
    await expect(popup.locator(".card .advice")).to_be_visible()
    passed = iso(now() - timedelta(minutes=1))
    await silent.extended.worker.evaluate(
        """async ([id, passed, before]) => {
            const key = `order:${id}`;
            const all = await chrome.storage.local.get(["server", "list", "notices", key]);
            const { server, list, notices, [key]: order } = all;
            for (const one of [...list, order]) if (one.order_id === id) one.urgent_at = passed;
            for (const one of notices) one.deadline = passed;
            const then = { ...server, at: before, answered_at: before };
            await chrome.storage.local.set({ list, notices, [key]: order, server: then });
        }""",
        [IDS[0], passed, iso(now() - timedelta(minutes=2))],
    )
    await silent.extended.sync()
    await expect(page.locator("orderwarden-banner")).to_have_count(0)
    await until_first(page, "Deadline passed. Your protection ends. Orderwarden is not running")
    await expect(popup.locator(".row .pill", has_text="Deadline passed")).to_have_count(1)
    await expect(popup.locator(".card .state .pill")).to_have_text("Deadline passed")
    await expect(popup.locator(".card .advice")).to_have_count(0)  # its step was for the time before
    told = popup.locator(".notice", has_text="Last day")
    await expect(told).to_contain_text("Its time passed:")
    await expect(told).not_to_contain_text("Open a dispute before")
    await expect(popup.locator(".trouble")).to_contain_text("Orderwarden is not running")
    assert await violations(popup) == []
    await shot(popup, "popup-passed")
    await page.screenshot(path=SCREENSHOTS / "badge-passed.png")
    silent.stub.notices = []
    await popup.close()
    await page.close()


@pytest.mark.parametrize("silent", [0], indirect=True)
async def test_hours_are_not_said_once_they_are_no_longer_those(silent: Bench) -> None:
    """Counted three hours ago "8 h left" is far from true; "34 days left" is true still."""
    silent.stub.orders[IDS[0]]["urgent_at"] = iso(now() + timedelta(hours=5))
    silent.stub.orders[IDS[0]]["badge"]["text"] = "8 h left"
    silent.stub.orders[IDS[2]]["urgent_at"] = iso(now() + timedelta(days=34))
    silent.stub.silent = None
    await silent.known()
    page = await opened_list(silent, [IDS[0], IDS[2]])
    silent.stub.silent = 0
    await silent.extended.sync()
    await until_first(page, "8 h left")
    await silent.extended.worker.evaluate(
        """async ([answered_at, at]) => {
            const { server } = await chrome.storage.local.get("server");
            await chrome.storage.local.set({ server: { ...server, answered_at, at } });
        }""",
        [iso(now() - timedelta(hours=3)), iso(now() - timedelta(hours=2.5))],
    )
    await silent.extended.sync()
    await until_first(page, "not watched now")
    assert (await badges(page))[1].startswith("Orderwarden: 34 days left")
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
