"""The buyer lets the open orders be read: what the list does not carry, the page's own client fetches."""

from playwright.async_api import expect

from tests.loop.conftest import RaiseStage
from tests.shop.app import DETAIL, TRACKING
from tests.shop.orders import Order, order
from tests.shop.stage import Stage, until


async def ended(stage: Stage) -> str | None:
    reading = await stage.chromium.stored("reading") or {}
    over: str | None = reading.get("over")
    return over


async def test_every_open_order_is_read_once_in_the_list_that_is_open(raise_stage: RaiseStage) -> None:
    bought = (order(7), order(12))
    stage = await raise_stage(*bought)
    await stage.open()

    async def listed() -> bool:
        return len(await stage.chromium.stored("list") or []) == len(bought)

    await until(listed, "both orders known")
    popup = await stage.chromium.own_page("popup/popup.html")
    tabs = len(stage.chromium.context.pages)
    stage.shop.asked.clear()
    await popup.get_by_role("button", name="Read my open orders (2)").click()
    await expect(popup.get_by_text("Reading 2 of 2")).to_be_visible()
    await until(lambda: ended(stage), "the reading is over")
    assert [api for api in stage.shop.asked if api in (DETAIL, TRACKING)] == [DETAIL, TRACKING] * 2
    assert len(stage.chromium.context.pages) == tabs
    for one in bought:

        async def known(one: Order = one) -> bool:
            held = await stage.order(one.order_id)
            return {"order_detail", "order_tracking"} <= held.get("pages_read", {}).keys()

        await until(known, f"dates and numbers of {one.order_id}")
        kinds = {clock["kind"] for clock in (await stage.order(one.order_id))["clocks"]}
        assert "protection_end" in kinds
    await expect(popup.get_by_role("button", name="Read my open orders")).to_have_count(0)


async def test_the_first_wall_ends_it_and_nothing_known_is_lost(raise_stage: RaiseStage) -> None:
    twelve = order(12)
    stage = await raise_stage(twelve)
    await stage.open()

    async def listed() -> bool:
        return bool(await stage.chromium.stored("list"))

    await until(listed, "the order known")
    before = await stage.order(twelve.order_id)
    stage.shop.wall = "user_validate"
    stage.shop.asked.clear()
    popup = await stage.chromium.own_page("popup/popup.html")
    await popup.get_by_role("button", name="Read my open orders (1)").click()
    await expect(popup.get_by_text("AliExpress showed no order page")).to_be_visible()
    assert stage.shop.asked == [DETAIL]
    await stage.chromium.sync()
    after = await stage.order(twelve.order_id)
    assert (after["status"], after["clocks"]) == (before["status"], before["clocks"])
