"""Of several orders of one notice one is forgotten: who was sent it is not sent it again under its new name."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from server.store.schema import sendings
from server.tell import Teller
from tests.server.channels.test_ladder import Told
from tests.server.conftest import Client, TestClock, bought
from tests.server.tell.test_once import MANY, end_of, go
from tests.shop.orders import Order

SAME_END = [replace(bought(5), number=300 + number, parcels=()) for number in range(3)]


def sent(connection: Connection) -> set[str]:
    return set(connection.execute(select(sendings.c.identity)).scalars())


@pytest.mark.parametrize("bought_together", [SAME_END, MANY], ids=["3", "30"])
async def test_the_others_are_not_sent_again(
    client: Client, clock: TestClock, bought_together: list[Order]
) -> None:
    for order in bought_together:
        await client.detail(order)
    await go(client, clock, end_of(clock) - timedelta(hours=72))
    clock.pass_by(timedelta(hours=12))
    channel = Told()
    teller = Teller(client.running.house, [channel])
    await teller.tell()
    before = len(channel.messages)
    assert before
    gone = bought_together[1]
    await client.running.house.forget([gone.order_id])
    clock.pass_by(timedelta(seconds=60))
    await client.running.watch.tick()
    await teller.tell()
    assert len(channel.messages) == before
    named = await client.running.house.read(sent)
    assert named
    assert not any(gone.order_id in name for name in named)


async def test_of_a_forgotten_order_no_sending_is_kept(client: Client, clock: TestClock) -> None:
    """What was told of its parcel is called by the parcel's number."""
    for order in (bought(5), bought(9)):
        await client.detail(order)
    await go(client, clock, end_of(clock) - timedelta(hours=24))
    clock.pass_by(timedelta(hours=12))
    await Teller(client.running.house, [Told()]).tell()
    assert await client.running.house.read(sent)
    await client.running.house.forget(None)
    assert not await client.running.house.read(sent)
