"""The buyer opens order pages: every card gets its badge, a detail its deadline, a parcel is looked up."""

from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from tests.loop.conftest import NOON, RaiseStage
from tests.shop.orders import ORDERS, order
from tests.shop.stage import badge_text, badges, looked_up, tracking_url, until

pytestmark = pytest.mark.browser


async def all_badged(page: Page, count: int) -> dict[str, str]:
    await expect(page.locator(".order-item")).to_have_count(count)

    async def complete() -> dict[str, str] | None:
        found = await badges(page)
        return found if len(found) == count and all(found.values()) else None

    found: dict[str, str] = await until(complete, f"{count} badges: {await badges(page)}")
    return found


async def test_every_card_has_its_badge(raise_stage: RaiseStage) -> None:
    stage = await raise_stage()
    page = await stage.open()
    first = await all_badged(page, 10)
    assert list(first) == [one.order_id for one in ORDERS[:10]]
    await page.get_by_role("button", name="View orders").click()
    await all_badged(page, 20)
    await page.get_by_role("button", name="View orders").click()
    every = await all_badged(page, 24)
    await page.evaluate("window.shop.redraw()")
    assert await all_badged(page, 24) == every
    shipped = sum(one.state == "shipped" for one in ORDERS)
    await page.get_by_text("Processed", exact=True).click()
    await all_badged(page, min(shipped, 10))


@pytest.mark.parametrize("way", ["mtopjsonp", "prefetch"])
async def test_page_one_in_its_other_ways(raise_stage: RaiseStage, way: str) -> None:
    stage = await raise_stage(*ORDERS[:3])
    stage.shop.first_page = way  # type: ignore[assignment]
    await all_badged(await stage.open(), 3)


async def test_a_detail_gives_the_deadline_and_its_source(raise_stage: RaiseStage) -> None:
    twelve = order(12)
    stage = await raise_stage(twelve)
    page = await stage.open_detail(twelve)
    await until(lambda: badge_text(page), "a badge on the detail page")
    ends = clock_of(await stage.order(twelve.order_id), "protection_end")
    assert ends["basis"] == "read"
    assert ends["page"] == "order_detail"
    assert ends["on"] == (NOON.date() + timedelta(days=12)).isoformat()
    assert ends["ends_at"].startswith((NOON.date() + timedelta(days=13)).isoformat() + "T07:59:59")


def clock_of(view: dict[str, object], kind: str) -> dict[str, str]:
    """The order's clock of that kind, {} if it has none."""
    clocks = view.get("clocks", [])
    assert isinstance(clocks, list)
    return next((one for one in clocks if one["kind"] == kind), {})


async def test_the_parcel_is_looked_up_at_cainiao(raise_stage: RaiseStage) -> None:
    seven = order(7)
    stage = await raise_stage(seven)
    await stage.open(tracking_url(seven))
    parcel = await until(lambda: looked_up(stage, seven.order_id), "an answer of Cainiao in the order")
    assert parcel["number"] == seven.parcels[0].number
    assert parcel["status"] == "departed_origin"
    assert any(asked.startswith("cainiao") for asked in stage.shop.asked)
