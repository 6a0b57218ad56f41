"""The stand-in shop's pages in a real Chromium, at their real addresses."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any, get_args

import pytest
from playwright.async_api import Page, async_playwright, expect

from scraper.fetch.browser_path import find
from tests.shop.app import FirstPage, Shop, opened
from tests.shop.orders import ORDERS, order

pytestmark = pytest.mark.browser
LIST = "https://www.aliexpress.com/p/order/index.html"


@pytest.fixture
def shop() -> Shop:
    return Shop(date(2026, 11, 23))


@pytest.fixture
async def page(shop: Shop) -> AsyncIterator[Page]:
    async with opened(shop) as address, async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find(), args=["--no-sandbox", *address.chromium_args]
        )
        yield await browser.new_page()
        await browser.close()


async def ids(page: Page) -> list[str]:
    links = await page.locator('a[data-pl="order_item_header_detail"]').evaluate_all(
        "all => all.map(one => one.href)"
    )
    return [str(link).rpartition("orderId=")[2] for link in links]


async def test_the_list_in_all_its_ways(shop: Shop, page: Page) -> None:
    for way in get_args(FirstPage):
        shop.first_page = way
        await page.goto(LIST)
        await expect(page.locator(".order-item")).to_have_count(10)
    await page.get_by_role("button", name="View orders").click()
    await expect(page.locator(".order-item")).to_have_count(20)
    await page.get_by_role("button", name="View orders").click()
    await expect(page.locator(".order-item")).to_have_count(24)
    assert await ids(page) == [one.order_id for one in ORDERS]
    await expect(page.get_by_role("button", name="View orders")).to_have_count(0)
    await page.locator(".order-item").first.evaluate("card => { card.marked = true; window.shop.redraw(); }")
    assert not await page.locator(".order-item").first.evaluate("card => Boolean(card.marked)")
    await page.get_by_text("Completed", exact=True).first.click()
    await expect(page.locator(".order-item")).to_have_count(sum(one.state == "completed" for one in ORDERS))


async def test_the_other_pages(shop: Shop, page: Page) -> None:
    twelve = order(12).order_id
    await page.goto(f"https://www.aliexpress.com/p/order/detail.html?orderId={twelve}")
    await expect(page.locator(".service-progress-node-info")).to_have_count(3)
    await page.goto(f"https://www.aliexpress.com/p/tracking/index.html?tradeOrderId={twelve}")
    await expect(page.locator('[class*="logistic-info-v2--mailNoValue"]')).to_have_text(
        order(12).parcels[0].number
    )
    await page.goto("https://m.aliexpress.com/p/refund-dispute/list.html")
    await expect(page.locator('[class*="orderItem--orderItem--"]')).to_have_count(
        sum(one.dispute is not None for one in ORDERS)
    )


async def test_the_pages_own_client_and_the_walls(shop: Shop, page: Page) -> None:
    await page.goto("https://www.aliexpress.com/p/other/index.html")
    request = "asked => window.lib.mtop.request(asked)"
    detail: dict[str, Any] = await page.evaluate(
        request,
        {"api": "mtop.aliexpress.trade.buyer.order.detail", "data": {"tradeOrderId": order(5).order_id}},
    )
    assert detail["ret"][0].startswith("SUCCESS")
    shop.wall = "user_validate"
    refused: dict[str, Any] = await page.evaluate(
        request, {"api": "mtop.ae.ld.querydetail", "data": {"tradeOrderId": order(5).order_id}}
    )
    assert refused["ret"] == ["FAIL_SYS_USER_VALIDATE"]
    shop.wall = "logged_out"
    await page.goto(LIST, wait_until="commit")
    await page.wait_for_url("https://login.aliexpress.com/**")


async def test_nothing_leaves_the_computer(page: Page) -> None:
    await page.goto("https://www.aliexpress.com/p/other/index.html")
    assert (
        await page.evaluate("fetch('https://example.com/').then(() => 'out', () => 'stopped')") == "stopped"
    )
