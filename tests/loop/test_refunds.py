"""The list of returns and refunds: each row of a known order has the order's badge."""

import pytest
from playwright.async_api import expect

from tests.loop.conftest import RaiseStage
from tests.shop.orders import ORDERS

pytestmark = pytest.mark.browser


async def test_every_row_has_its_badge(raise_stage: RaiseStage) -> None:
    disputed = [one for one in ORDERS if one.dispute]
    assert len(disputed) > 2
    stage = await raise_stage(*disputed)
    await expect((await stage.open()).locator("orderwarden-badge")).to_have_count(min(len(disputed), 10))
    for one in disputed[10:]:
        await stage.open_detail(one)
    page = await stage.open("https://www.aliexpress.com/p/refund-dispute/list.html")
    rows = page.locator('[class*="orderItem--orderItem--"]')
    await expect(rows).to_have_count(len(disputed))
    for number in range(len(disputed)):
        await expect(rows.nth(number).locator("orderwarden-badge")).to_have_count(1)
