"""A notice is told when it is due, also if its time went by just while something else was being written down."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from server.watch.clock import read_back, written
from tests.server.conftest import DETAIL_URL, Client, TestClock, bought, detail
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
    for _ in range(100):
        if any(one["id"] == next_one["id"] for one in (await client.changes())["notices"]):
            break
        await asyncio.sleep(0.05)
    else:
        raise AssertionError("not told within 5 s")


async def test_what_a_waiting_page_forbids_is_not_told_at_waking(client: Client, clock: TestClock) -> None:
    """The server was off; the buyer saw in the meantime that the seller gave more time."""
    watched = [replace(bought(5), number=number, parcels=()) for number in (5, 105, 205)]
    for one in watched:
        await client.detail(one)
    cursor = (await client.changes())["cursor"]
    seen_at, longer = clock.now() + timedelta(days=40), replace(watched[1], protection_end=90)
    clock.pass_by(timedelta(days=47))
    await client.running.watch.tick()
    await client.page(DETAIL_URL, detail(longer, seen_at), seen_at=seen_at)
    told = await client.changes(cursor)
    named = {order for one in told["notices"] if one["level"] == "act" for order in one["order_ids"]}
    assert named == {watched[0].order_id, watched[2].order_id}
