"""The past reads otherwise now, as settings change or a mark is taken back: nothing urgent is lost or told twice."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from server.observe import Seen
from server.running import Running, start
from server.tell import Teller
from tests.server.channels.test_ladder import Told
from tests.server.conftest import Client, Deaf, TestClock, bought, pair
from tests.server.store.test_forgetting import both
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


async def rebuilt(running: Running) -> None:
    told, made = await running.house.read(both)
    assert told == made


@pytest.mark.parametrize("what", ["acknowledged", "cleared"])
async def test_what_a_clock_that_was_ahead_told_and_was_put_away_is_not_told_yet(
    client: Client, clock: TestClock, what: str
) -> None:
    """Acknowledged it stays so; what other things cleared comes again in its time."""
    await client.detail(bought(5, refund_by=None))
    end, home = end_of(clock), client.running.house.home
    await go(client, clock, end - timedelta(hours=71))
    if what == "acknowledged":
        for notice in (await client.changes())["notices"]:
            event = {"id": notice["id"], "what": what, "at": notice["at"]}
            await client.post("/api/v1/notices", {"events": [event]})
    else:
        await go(client, clock, end - timedelta(hours=20))
    await client.running.stop()
    right = TestClock(clock.at - timedelta(days=20))
    running = await start(home, clock=right, asker=Deaf())
    try:
        await rebuilt(running)
        again = await pair(running)
        await go(again, right, end - timedelta(hours=71))
        await rebuilt(running)
        assert ("protection act due" in (await open_ones(again)).values()) == (what == "cleared")
        await again.session.close()
    finally:
        await running.stop()


async def test_what_was_learnt_by_a_clock_that_was_ahead_and_muted_then_was_never_told(
    client: Client, clock: TestClock
) -> None:
    await client.detail(ORDER)
    home = client.running.house.home
    mark = {"order_id": ORDER.order_id, "kind": "dispute_refused"}
    clock.pass_by(timedelta(days=1))
    await client.running.house.observe([Seen("mark", ORDER.order_id, mark, "mark/1", once=True)])
    assert "dispute_refused info due" in (await open_ones(client)).values()
    await mutes(client, [{"kind": "dispute_refused"}])
    await client.running.stop()
    running = await start(home, clock=TestClock(clock.at - timedelta(hours=5)), asker=Deaf())
    try:
        await rebuilt(running)
    finally:
        await running.stop()


async def test_a_sleep_by_a_clock_that_was_ahead_hides_nothing(client: Client, clock: TestClock) -> None:
    await client.detail(bought(5, refund_by=None))
    end, home = end_of(clock), client.running.house.home
    await go(client, clock, end - timedelta(hours=60))
    await client.running.stop()
    ahead, right = TestClock(end - timedelta(hours=40)), TestClock(end - timedelta(hours=74))
    await (await start(home, clock=ahead, asker=Deaf())).stop()
    running = await start(home, clock=right, asker=Deaf())
    try:
        again = await pair(running)
        await go(again, right, end - timedelta(hours=71))
        assert "protection act due" in (await open_ones(again)).values()
        await again.session.close()
    finally:
        await running.stop()


async def test_what_was_told_before_other_settings_is_made_again_from_the_ledger(
    client: Client, clock: TestClock
) -> None:
    """Told by a tick, with nothing learnt between it and the settings."""
    await client.detail(ORDER)
    await go(client, clock, end_of(clock) - timedelta(hours=70))
    await mutes(client, [{"kind": "protection"}])
    await rebuilt(client.running)


async def test_what_a_mark_alone_said_of_an_unknown_order_goes_with_it(client: Client) -> None:
    house = client.running.house
    mark = {"order_id": ORDER.order_id, "kind": "dispute_refused"}
    (seq,) = (await house.observe([Seen("mark", ORDER.order_id, mark, "mark/1", once=True)])).seqs
    assert list((await open_ones(client)).values()) == ["dispute_refused info due"]
    await house.take_back(seq)
    assert await open_ones(client) == {}


async def test_what_is_due_as_settings_change_is_told_as_it_was_before(
    client: Client, clock: TestClock
) -> None:
    """Between two ticks: then it is over, for it is muted."""
    await client.detail(ORDER)
    await go(client, clock, end_of(clock) - timedelta(hours=72, seconds=40))
    clock.pass_by(timedelta(seconds=80))
    await mutes(client, [{"kind": "protection"}])
    await rebuilt(client.running)
    assert "protection act due" not in (await open_ones(client)).values()


async def test_what_was_cleared_and_holds_again_is_open_as_it_stood(client: Client, clock: TestClock) -> None:
    """Completed without a word from the parcel; then it seems delivered, and then it is on its way back."""
    number = "LP00400000000015"
    order_id = ORDER.order_id
    completed = {
        "order_id": order_id,
        "page": "order_detail",
        "status": "completed",
        "placed_on": "2026-08-01",
        "paid_on": "2026-08-01",
        "shipped_on": "2026-08-02",
        "completed_on": f"{clock.now():%Y-%m-%d}",
        "parcels": [number],
        "dates": [{"kind": "protection_end", "on": f"{clock.now() + timedelta(days=9):%Y-%m-%d}"}],
    }

    async def seen(what: str, subject: str, content: dict[str, Any]) -> list[str]:
        clock.pass_by(timedelta(seconds=1))
        await client.running.house.observe([Seen(what, subject, content, place=what)])
        return sorted((await open_ones(client)).values())

    async def scanned(status: str) -> list[str]:
        event = {"local_time": f"{clock.now():%Y-%m-%dT%H:%M:%S}", "status": status, "place": "Bonn, DE"}
        content = {"source": "cainiao", "outcome": "ok", "number": number, "events": [event]}
        return await seen("tracking", number, content)

    told = "completed_unreceived critical due"
    await seen("order", order_id, completed | {"status": "shipped", "completed_on": None})
    assert told in await seen("order", order_id, completed)
    assert told not in await scanned("delivered")
    assert told in await scanned("returning")
