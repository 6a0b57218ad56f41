"""What comes due within the same minute for several orders is one notice, about all of them."""

from dataclasses import replace
from datetime import timedelta

from tests.server.conftest import Client, TestClock, bought
from tests.server.tell.test_once import go


async def test_orders_read_seconds_apart_stay_in_the_one_notice(client: Client, clock: TestClock) -> None:
    """Pages are opened one after the other: they grow stale seconds apart, and are told of together."""
    watched = [replace(bought(5), number=number, parcels=()) for number in (300, 301)]
    first = clock.now()
    for order in watched:
        await client.detail(order)
        clock.pass_by(timedelta(seconds=20))
    await go(client, clock, first + timedelta(days=10))
    stale = [one for one in (await client.changes())["notices"] if one["kind"] == "stale"]
    assert [one["order_ids"] for one in stale] == [[order.order_id for order in watched]]
