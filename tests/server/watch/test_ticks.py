"""A notice is told when it is due, also if its time went by just while something else was being written down."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from server.watch.clock import read_back, written
from tests.server.conftest import (
    LIST_URL,
    Client,
    TestClock,
    bought,
    order_list,
    wakes_to_a_longer_protection,
)
from tests.shop.orders import order


async def test_what_came_due_during_another_change_does_not_wait_for_the_next_round(
    client: Client, clock: TestClock
) -> None:
    await client.detail(replace(order(12), parcels=()))
    changes = await client.changes()
    next_one, (told, *_) = changes["plan"][0], changes["notices"]
    await client.running.house.move_clock(read_back(next_one["at"]) - timedelta(seconds=30))
    clock.pass_by(timedelta(seconds=30, milliseconds=1))
    shown = {"id": told["id"], "what": "shown", "at": written(clock.now())}
    await client.post("/api/v1/notices", {"events": [shown]})
    for _ in range(600):
        if any(one["id"] == next_one["id"] for one in (await client.changes())["notices"]):
            break
        await asyncio.sleep(0.05)
    else:
        raise AssertionError("not told within 30 s")


async def test_what_a_waiting_page_forbids_is_not_told_at_waking(client: Client, clock: TestClock) -> None:
    """The server was off; the buyer saw in the meantime that the seller gave more time."""
    watched = [replace(bought(5), number=number, parcels=()) for number in (5, 105, 205)]
    await wakes_to_a_longer_protection(client, clock, watched)
    told = await client.changes()
    named = {order for one in told["notices"] if one["level"] == "act" for order in one["order_ids"]}
    assert named == {watched[0].order_id, watched[2].order_id}


async def test_a_new_hour_shows_every_order_anew_a_few_at_a_time(
    client: Client, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.store.anew.AT_ONCE", 2)
    for number in range(5):
        await client.detail(replace(bought(5), number=300 + number, parcels=()))
    before = await client.changes()
    clock.pass_by(timedelta(days=1))
    client.running.house.told_with = timedelta(1)
    await client.running.house.advance()
    after = await client.changes(before["cursor"])
    assert len(after["orders"]) == 5
    assert int(after["cursor"].split("-")[1]) - int(before["cursor"].split("-")[1]) == 3
    await client.running.house.advance()
    assert (await client.changes())["cursor"] == after["cursor"], "the same hour again shows nothing anew"


@pytest.mark.parametrize("first", ["page", "mark", "settings", "chat"])
async def test_whatever_comes_first_after_a_sleep_what_was_missed_folds(
    client: Client, clock: TestClock, first: str
) -> None:
    """Timers stand still while the computer sleeps: the browser may be half a minute before the next tick."""
    client.running.watch._scheduler.pause()
    order_id, now = bought(5).order_id, clock.now() + timedelta(days=46)
    await client.detail(bought(5))
    clock.pass_by(timedelta(days=46))
    if first == "page":
        await client.page(LIST_URL, order_list([bought(2)], now))
    elif first == "mark":
        await client.post(
            "/api/v1/marks", {"order_id": order_id, "kind": "coupon_collected", "at": written(now)}
        )
    elif first == "chat":
        words = {"from": "seller", "text": "Please contact me by WhatsApp, I refund you by PayPal."}
        await client.post("/api/v1/chats", {"order_id": order_id, "language": "en", "messages": [words]})
    else:
        async with client.session.put(
            f"{client.running.url}/api/v1/settings", json={"city": "Bonn"}
        ) as answer:
            assert answer.status == 200
    await client.running.watch.tick()
    told = [one for one in (await client.changes())["notices"] if order_id in one["order_ids"]]
    assert [one["level"] for one in told] == ["act"]
    assert {told[0]["kind"], *told[0]["folded"]} >= {"stale", "protection", "commitment", "late"}
