"""What the page does to itself, and what becomes of an order, while badge, card or banner stand there."""

import pytest
from playwright.async_api import expect

from tests.extension.conftest import Bench
from tests.extension.orders import notice, order
from tests.extension.test_badges import (
    IDS,
    badges,
    click_button,
    focus,
    in_our_world,
    opened_list,
    press_badge,
    shop,
    until,
    until_badges,
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


async def test_what_is_critical_is_said_on_a_page_without_an_order_too(shop: Bench) -> None:
    shop.stub.notices = [notice("n-critical", level="critical", title="Last day")]
    await shop.known()
    page = await shop.visit("<!doctype html><h1>Nothing here</h1>")
    await until_said(page, "Last day")
    await page.close()
