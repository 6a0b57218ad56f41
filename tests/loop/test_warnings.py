"""A deadline comes near: one notification, once, with a link; also when the server is dead, and never twice."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from tests.loop.conftest import NOON, RaiseStage
from tests.shop.orders import Order, order
from tests.shop.stage import Stage, badge_text, detail_url, looked_up, until

pytestmark = pytest.mark.browser
PACIFIC = ZoneInfo("America/Los_Angeles")


def end_of(bought: Order) -> datetime:
    """The end of the order's protection: the last second of that Pacific day."""
    assert bought.protection_end is not None
    day: date = NOON.date() + timedelta(days=bought.protection_end)
    return datetime.combine(day, time(23, 59, 59), PACIFIC).astimezone(UTC)


async def read_once(stage: Stage, bought: Order) -> None:
    """The buyer opens the order's page, its parcel is looked up; what that tells at once is shown and put away."""
    page = await stage.open_detail(bought)
    await until(lambda: badge_text(page), "a badge on the detail page")
    await until(lambda: looked_up(stage, bought.order_id), "the parcel looked up")
    await page.close()
    await settled(stage)


async def read(stage: Stage, bought: Order) -> bool:
    """Whether the extension has heard what the order's page says; a badge of what its list says stands there before."""
    clocks = (await stage.order(bought.order_id)).get("clocks", [])
    return any(one["kind"] == "protection_end" and one["basis"] == "read" for one in clocks)


async def settled(stage: Stage) -> None:
    """Whatever was due has reached the extension, and is cleared from the screen."""
    await stage.running.watch.tick()
    await stage.chromium.sync()
    for notice in await stage.chromium.notifications():
        await stage.chromium.worker.evaluate("id => chrome.notifications.clear(id)", notice)


async def one_notification(stage: Stage) -> str:
    shown: list[str] = await until(stage.chromium.notifications, "a notification")
    await stage.chromium.sync()
    assert await stage.chromium.notifications() == shown
    assert len(shown) == 1
    return shown[0]


async def test_72_hours_before_the_end_one_notification_comes(raise_stage: RaiseStage) -> None:
    twelve = order(12)
    stage = await raise_stage(twelve)
    await read_once(stage, twelve)
    await stage.move_clock(end_of(twelve) - timedelta(hours=72, minutes=1))
    await settled(stage)
    await stage.move_clock(end_of(twelve) - timedelta(hours=72) + timedelta(seconds=1))
    notice = await one_notification(stage)
    shown = next(one for one in await stage.chromium.stored("notices") if one["id"] == notice)
    assert (shown["kind"], shown["level"], shown["basis"]) == ("protection", "act", "read")
    assert shown["order_ids"] == [twelve.order_id]

    async with stage.chromium.context.expect_page() as opened:
        await stage.chromium.worker.evaluate("id => chrome.notifications.onClicked.dispatch(id)", notice)
    assert (await opened.value).url == detail_url(twelve)

    async def acknowledged() -> bool:
        return all(one["id"] != notice for one in await stage.chromium.stored("notices"))

    await until(acknowledged, "the server knows that the notice was seen")


async def test_many_orders_with_one_end_make_one_notification(raise_stage: RaiseStage) -> None:
    """Such a notice has a long identity; a notification's name may be no longer than 500 characters."""
    same = tuple(replace(order(12), number=50 + i, parcels=()) for i in range(14))
    stage = await raise_stage(*same)
    page = await stage.open()
    for bought in same:
        await page.goto(detail_url(bought))
        await until(partial(read, stage, bought), "the order's page read")
    await stage.move_clock(end_of(same[0]) - timedelta(hours=72, minutes=1))
    await settled(stage)
    await stage.move_clock(end_of(same[0]) - timedelta(hours=72) + timedelta(seconds=1))
    name = await one_notification(stage)
    due = [
        one
        for one in await stage.chromium.stored("notices")
        if one["level"] == "act" and one["kind"] == "protection"
    ]
    assert [len(one["order_ids"]) for one in due] == [14]
    async with stage.chromium.context.expect_page() as opened:
        await stage.chromium.worker.evaluate("id => chrome.notifications.onClicked.dispatch(id)", name)
    assert "/p/order/" in (await opened.value).url

    async def acknowledged() -> bool:
        return all(one["id"] != due[0]["id"] for one in await stage.chromium.stored("notices"))

    await until(acknowledged, "the server knows that the notice was seen")


async def test_a_dead_server_hides_nothing_and_doubles_nothing(raise_stage: RaiseStage) -> None:
    twelve = order(12)
    stage = await raise_stage(twelve)
    await read_once(stage, twelve)
    await stage.move_clock(end_of(twelve) - timedelta(hours=72, minutes=1))
    await settled(stage)
    await stage.move_clock(end_of(twelve) - timedelta(hours=72, seconds=4))
    await stage.chromium.sync()
    await stage.stop_server()
    notice = await one_notification(stage)
    await stage.chromium.worker.evaluate("id => chrome.notifications.clear(id)", notice)
    await stage.start_server()
    for _ in range(3):
        await stage.chromium.sync()
    await asyncio.sleep(1)
    assert await stage.chromium.notifications() == []
    told = await stage.chromium.stored("shown")
    assert notice in told


async def test_a_restarted_server_tells_nothing_again(raise_stage: RaiseStage) -> None:
    twelve = order(12)
    stage = await raise_stage(twelve)
    await read_once(stage, twelve)
    await stage.move_clock(end_of(twelve) - timedelta(hours=73))
    await settled(stage)
    await stage.move_clock(end_of(twelve) - timedelta(hours=71))
    notice = await one_notification(stage)
    await stage.chromium.worker.evaluate("id => chrome.notifications.clear(id)", notice)
    await stage.stop_server()
    await stage.start_server()
    for _ in range(3):
        await stage.chromium.sync()
    await asyncio.sleep(1)
    assert await stage.chromium.notifications() == []
