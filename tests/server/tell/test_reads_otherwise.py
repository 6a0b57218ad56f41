"""The past reads otherwise now, as settings change or a mark is taken back: nothing urgent is lost or told twice."""

from datetime import timedelta
from typing import Any

import msgspec

from server.running import Running, start
from server.tell import Teller
from tests.server.channels.test_ladder import Told
from tests.server.conftest import Client, Deaf, TestClock, bought, pair
from tests.server.tell.test_once import end_of, go

ORDER = bought(5, eta=47)
"""Late in the morning of the last day: an `info` after all that presses."""


async def mutes(client: Client, muted: list[dict[str, Any]]) -> None:
    async with client.session.put(f"{client.running.url}/api/v1/settings", json={"muted": muted}) as answer:
        assert answer.status == 200


async def open_ones(client: Client) -> dict[str, str]:
    told = (await client.changes())["notices"]
    return {
        one["id"]: f"{one['kind']} {one['level']} {one['state']}" for one in told if one["state"] != "cleared"
    }


async def test_what_presses_is_told_once_it_is_not_muted_whatever_came_after_it(
    client: Client, clock: TestClock
) -> None:
    await client.detail(ORDER)
    end = end_of(clock)
    await mutes(client, [{"order_id": ORDER.order_id}])
    await go(client, clock, end - timedelta(hours=20))
    assert await open_ones(client) == {}
    await mutes(client, [])
    assert sorted((await open_ones(client)).values()) == ["commitment act due", "protection critical due"]


async def test_what_was_muted_for_a_while_stands_again_as_it_stood(client: Client, clock: TestClock) -> None:
    await client.detail(ORDER)
    await go(client, clock, end_of(clock) - timedelta(hours=70))
    before = await open_ones(client)
    assert "protection act due" in before.values()
    await mutes(client, [{"order_id": ORDER.order_id}])
    assert await open_ones(client) == {}
    await mutes(client, [])
    assert await open_ones(client) == before


async def sent(running: Running) -> list[str]:
    """What channels are sent now, where nobody has seen it."""
    channel = Told()
    at_once = msgspec.structs.replace(running.house.settings, patience={"act": 0.0, "critical": 0.0})
    running.house.settings = at_once
    await Teller(running.house, [channel]).tell()
    return [message.title for message in channel.messages]


async def test_what_a_clock_that_was_ahead_told_is_sent_again_when_it_is_due(
    client: Client, clock: TestClock
) -> None:
    await client.detail(bought(5, refund_by=None))
    end, home = end_of(clock), client.running.house.home
    await go(client, clock, end - timedelta(hours=71))
    first = await sent(client.running)
    assert len(first) == 1
    await client.running.stop()
    right = TestClock(clock.at - timedelta(days=20))
    running = await start(home, clock=right, asker=Deaf())
    try:
        again = await pair(running)
        await go(again, right, end - timedelta(hours=71))
        assert await sent(running) == first
        await again.session.close()
    finally:
        await running.stop()
