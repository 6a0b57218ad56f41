"""Orders that were erased leave nothing behind, also where a notice was about several; the rest is told as before."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from server.replay import told_again
from server.store import ledger, notices
from tests.server.conftest import Client, TestClock, bought
from tests.server.tell.test_once import MANY, end_of, go

SAME_END = [replace(bought(5), number=300 + number, parcels=()) for number in range(3)]
TOGETHER = [replace(bought(5), number=400 + number) for number in range(3)]
"""Orders in one parcel."""


def both(connection: Connection) -> tuple[dict[str, str], dict[str, str]]:
    again = {plain["identity"]: ledger.canonical(plain) for plain in told_again(connection)}
    return notices.told(connection), again


def content(home: Path) -> bytes:
    return b"".join(file.read_bytes() for file in home.iterdir())


async def rebuilt(client: Client) -> dict[str, str]:
    """What was told, which is what the ledger makes."""
    told, again = await client.running.house.read(both)
    assert told == again
    return told


async def report(client: Client, notice: Any, what: str) -> None:
    event = {"id": notice["id"], "what": what, "at": notice["at"]}
    await client.post("/api/v1/notices", {"events": [event]})


async def test_a_notice_about_several_is_about_the_others_and_told_no_more(
    client: Client, clock: TestClock
) -> None:
    for order in SAME_END:
        await client.detail(order)
    await go(client, clock, end_of(clock) - timedelta(hours=72))
    joined = next(
        notice
        for notice in (await client.changes())["notices"]
        if len(notice["order_ids"]) == 3 and notice["kind"] == "protection" and notice["level"] == "act"
    )
    await report(client, joined, "acknowledged")
    assert len(await rebuilt(client)) > 1
    await client.running.house.forget([SAME_END[1].order_id])
    told = await rebuilt(client)
    assert not any(SAME_END[1].order_id in text for text in (*told, *told.values()))
    after = await client.changes()
    assert after["full"]
    assert not any(joined["kind"] == n["kind"] and n["level"] == "act" for n in after["notices"]), (
        "acknowledged"
    )
    clock.pass_by(timedelta(seconds=30))
    await client.running.watch.tick()
    assert (await client.changes())["notices"] == after["notices"]
    clock.pass_by(timedelta(hours=49))
    await client.running.watch.tick()
    await rebuilt(client)


async def test_one_of_many_is_forgotten_the_others_are_told_no_more(client: Client, clock: TestClock) -> None:
    for order in MANY:
        await client.detail(order)
    await go(client, clock, end_of(clock) - timedelta(hours=72))
    for notice in (await client.changes())["notices"]:
        await report(client, notice, "acknowledged")
    await client.running.house.forget([MANY[3].order_id])
    told = await rebuilt(client)
    assert not any(MANY[3].order_id in text for text in (*told, *told.values()))
    after = await client.changes()
    assert after["notices"] == []
    assert {len(one["order_ids"]) for one in after["plan"] if one["kind"] == "protection"} == {29}


async def test_orders_of_one_parcel(client: Client, clock: TestClock) -> None:
    for order in TOGETHER:
        await client.detail(order)
    await go(client, clock, end_of(clock) - timedelta(hours=200))
    assert await rebuilt(client)
    gone, kept = TOGETHER[0].order_id, [one.order_id for one in TOGETHER[1:]]
    await client.running.house.forget([gone])
    told = await rebuilt(client)
    assert not any(gone in text for text in (*told, *told.values()))
    plan = (await client.changes())["plan"]
    assert {order for notice in plan for order in notice["order_ids"]} == set(kept)
    await go(client, clock, end_of(clock) - timedelta(hours=24))
    await rebuilt(client)


async def test_what_came_due_at_that_moment_is_told(client: Client, clock: TestClock) -> None:
    for order in SAME_END:
        await client.detail(order)
    await go(client, clock, end_of(clock) - timedelta(hours=72, seconds=10))
    before = {notice["id"] for notice in (await client.changes())["notices"]}
    clock.pass_by(timedelta(seconds=20))
    await client.running.house.forget([SAME_END[0].order_id])
    told = [notice for notice in (await client.changes())["notices"] if notice["id"] not in before]
    assert ("protection", "act") in {(notice["kind"], notice["level"]) for notice in told}
    await rebuilt(client)


async def test_nothing_of_it_is_left_in_the_file(client: Client, clock: TestClock) -> None:
    other = replace(bought(6), number=500)
    gone = bought(5)
    await client.detail(gone)
    await client.detail(other)
    await go(client, clock, end_of(clock) - timedelta(hours=72))
    await client.running.house.forget([gone.order_id])
    home = client.running.house.home
    await client.session.close()
    await client.running.stop()
    written = await asyncio.to_thread(content, home)
    assert other.order_id.encode() in written
    for name in (gone.order_id, *(parcel.number for parcel in gone.parcels)):
        assert name.encode() not in written


async def test_what_was_shown_stays_open_though_it_was_noted_as_missed_in_another_form(
    client: Client, clock: TestClock
) -> None:
    """The muting of one order made a notice about the others only, which nobody was told; then that one is erased."""
    for order in SAME_END:
        await client.detail(order)
    await go(client, clock, end_of(clock) - timedelta(hours=72))
    gone, *others = (order.order_id for order in SAME_END)
    async with client.session.put(
        f"{client.running.url}/api/v1/settings", json={"muted": [{"order_id": gone}]}
    ) as answer:
        assert answer.status == 200
    await client.running.house.forget([gone])
    await rebuilt(client)
    open_ones = [n for n in (await client.changes())["notices"] if n["state"] != "cleared"]
    (left,) = [n for n in open_ones if (n["kind"], n["level"]) == ("protection", "act")]
    assert left["order_ids"] == others
