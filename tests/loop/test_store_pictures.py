"""The five pictures for the stores, of invented orders on the stand-in shop, in `screenshots/store/`."""

import asyncio
import io
from pathlib import Path

import pytest
from PIL import Image, ImageEnhance
from playwright.async_api import Page, expect

from tests.loop.conftest import NOON
from tests.shop.app import Shop
from tests.shop.demonstration import NEAR_ITS_END, OPENED, badged
from tests.shop.stage import Stage, badge_text, detail_url, looked_up, raised, tracking_url, until

pytestmark = pytest.mark.browser

STORE = Path(__file__).parents[2] / "screenshots/store"
SIZE = {"width": 1280, "height": 800}
POPUP = {"width": 400, "height": 720}


async def drawn(page: Page, name: str) -> None:
    await page.screenshot(path=STORE / f"{name}.png")


async def opened_over_the_days(stage: Stage) -> Page:
    page = await stage.open()
    await badged(page, 10)
    for bought in OPENED:
        await page.goto(detail_url(bought))
        await until(lambda: badge_text(page), "a badge on the order's page")
        await page.goto(tracking_url(bought))
        await until(lambda: badge_text(page), "a badge on the tracking page")
    await until(lambda: looked_up(stage, NEAR_ITS_END.order_id), "the parcels looked up")
    return page


async def test_five_pictures_of_the_size_that_the_stores_ask_for(tmp_path: Path) -> None:
    await asyncio.to_thread(STORE.mkdir, parents=True, exist_ok=True)
    shop = Shop(NOON.date())
    async with raised(shop, tmp_path, now=NOON, viewport=SIZE) as stage:
        page = await opened_over_the_days(stage)
        await page.goto("https://www.aliexpress.com/p/order/index.html")
        await page.get_by_text("Processed", exact=True).click()
        await badged(page, 10)
        await drawn(page, "1-every-order-has-its-badge")
        behind = await page.screenshot()
        await page.goto(detail_url(NEAR_ITS_END))
        await until(lambda: badge_text(page), "a badge")
        badge = await page.locator("orderwarden-badge").bounding_box()
        assert badge
        await page.mouse.click(badge["x"] + 20, badge["y"] + badge["height"] / 2)
        await expect(page.locator("orderwarden-card")).to_have_count(1)
        await page.wait_for_timeout(200)
        await drawn(page, "2-what-to-do-and-until-when")
        popup = await stage.chromium.own_page("popup/popup.html", viewport=POPUP)
        await expect(popup.locator(".row").first).to_be_visible()
        front = await popup.screenshot()
        await asyncio.to_thread(over, behind, front, STORE / "3-what-is-urgent.png")
        await popup.close()
        await page.goto(f"https://www.aliexpress.com/p/message/index.html?orderId={NEAR_ITS_END.order_id}")
        await expect(page.locator("orderwarden-warning")).to_have_count(1)
        await drawn(page, "4-words-that-cost-others-their-money")
        options = await stage.chromium.own_page("options/options.html", viewport=SIZE)
        await expect(options.locator("#channels")).to_be_visible()
        await options.locator("#set_warnings").scroll_into_view_if_needed()
        await options.evaluate(
            "scrollBy(0, document.querySelector('#set_warnings').getBoundingClientRect().top - 40)"
        )
        await drawn(options, "5-your-settings-on-your-computer")
    assert await asyncio.to_thread(sizes) == [(SIZE["width"], SIZE["height"])] * 5


def sizes() -> list[tuple[int, int]]:
    return [Image.open(io.BytesIO(path.read_bytes())).size for path in sorted(STORE.glob("*.png"))]


def over(behind: bytes, front: bytes, path: Path) -> None:
    """The popup as it hangs from the toolbar over the page."""
    page, popup = (Image.open(io.BytesIO(one)).convert("RGB") for one in (behind, front))
    page = ImageEnhance.Brightness(page).enhance(0.72)
    page.paste(popup, (page.width - popup.width - 40, 24))
    page.save(path)
