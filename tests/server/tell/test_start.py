"""The start with a long ledger: what the database holds is answered while the cases are made; then all is told."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from server import cases
from server.observe import Observer
from server.running import Running, start
from server.store.anew import AT_ONCE
from tests.server.conftest import DETAIL_URL, Client, Deaf, TestClock, bought, detail, pair
from tests.server.tell.test_once import end_of


class Gate:
    """Holds up the making of cases until it is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened = False
        self.asked = asyncio.Event()
        make_some = Observer.make_some_cases

        def held_up(observer: Observer) -> bool:
            self.asked.set()
            return make_some(observer) if self.opened else False

        monkeypatch.setattr(Observer, "make_some_cases", held_up)


@contextlib.asynccontextmanager
async def restarted(client: Client, clock: TestClock) -> AsyncIterator[tuple[Running, Client]]:
    """The same home with a server that listens and has not begun."""
    home = client.running.house.home
    await client.running.stop()
    running = await start(home, clock=clock, asker=Deaf(), begun=False)
    try:
        again = await pair(running)
        yield running, again
        await again.session.close()
    finally:
        await running.stop()


async def test_while_cases_are_made_the_database_answers_and_pages_wait(
    client: Client, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await client.detail(bought(5))
    before = await client.changes()
    clock.pass_by(end_of(clock) - timedelta(hours=72) - clock.now())
    gate = Gate(monkeypatch)
    async with restarted(client, clock) as (running, again):
        begun = asyncio.ensure_future(running.begin())
        await asyncio.wait_for(gate.asked.wait(), 30)
        known = await again.changes()
        assert (known["orders"], known["plan"]) == (before["orders"], before["plan"])
        assert running.house.next_due == datetime.fromisoformat(before["plan"][0]["at"])
        page = asyncio.ensure_future(again.page(DETAIL_URL, detail(bought(6), clock.now())))
        await again.get("/api/v1/settings")
        assert not page.done()
        assert not begun.done()
        gate.opened = True
        await asyncio.wait_for(begun, 30)
        await asyncio.wait_for(page, 30)
        told = await again.changes()
        assert {n["id"] for n in told["notices"]} > {n["id"] for n in known["notices"]}
        assert {o["order_id"] for o in told["orders"]} == {bought(5).order_id, bought(6).order_id}


async def test_cases_made_some_rows_at_a_time_are_the_same(
    client: Client, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (5, 6, 7, 8):
        await client.detail(bought(number))
        clock.pass_by(timedelta(days=6))
        client.running.house.told_with = timedelta(1)
        await client.running.house.advance()
    plan = await client.running.house.ask(lambda _, book: book.plan())
    monkeypatch.setattr(cases, "AT_ONCE", 1)
    async with restarted(client, clock) as (running, _):
        assert not running.house.observer.cases_stand
        assert await running.house.ask(lambda _, book: book.plan()) == plan


async def test_a_stop_while_cases_are_made(
    client: Client, clock: TestClock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await client.detail(bought(5))
    gate = Gate(monkeypatch)
    async with restarted(client, clock) as (running, _):
        begun = asyncio.ensure_future(running.begin())
        await asyncio.wait_for(gate.asked.wait(), 30)
        begun.cancel()
        with caplog.at_level(logging.WARNING):
            await asyncio.wait_for(running.stop(), 30)
        assert caplog.records == []


async def test_a_stop_in_the_middle_of_a_round_is_no_error(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    begun = asyncio.Event()

    async def never_ending() -> None:
        begun.set()
        await asyncio.Event().wait()

    running.watch._at(datetime.now().astimezone(), never_ending, "soon")
    await asyncio.wait_for(begun.wait(), 30)
    await running.stop()
    await asyncio.sleep(0)
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_settings_that_read_the_past_otherwise_show_every_order_anew_some_at_a_time(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.store.anew.AT_ONCE", 2)
    assert AT_ONCE > 2
    orders = [replace(bought(5), number=300 + number, parcels=()) for number in range(5)]
    for order in orders:
        await client.detail(order)
    before = await client.changes()
    async with client.session.put(f"{client.running.url}/api/v1/settings", json={"language": "de"}) as put:
        assert put.status == 200
    while client.running.house._showing is not None:
        await client.running.house._shown()
    after = await client.changes(before["cursor"])
    assert {order["order_id"] for order in after["orders"]} == {order.order_id for order in orders}
    old = {order["order_id"]: order["clocks"][0]["label"] for order in before["orders"]}
    assert all(order["clocks"][0]["label"] != old[order["order_id"]] for order in after["orders"])
    steps = [int(told["cursor"].split("-")[1]) for told in (before, after)]
    assert steps[1] - steps[0] >= 3


async def test_a_stop_between_leaves_no_order_out(
    client: Client, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.store.anew.AT_ONCE", 2)
    for number in range(5):
        await client.detail(replace(bought(5), number=300 + number, parcels=()))
    house = client.running.house
    monkeypatch.setattr(type(house), "_show_rest", _nothing)
    await house.change_settings({"language": "de"})
    told = await client.changes()
    monkeypatch.undo()
    monkeypatch.setattr("server.store.anew.AT_ONCE", 2)
    async with restarted(client, clock) as (running, again):
        await running.begin()
        labels = {order["clocks"][0]["label"] for order in (await again.changes())["orders"]}
        assert len({order["clocks"][0]["label"] for order in told["orders"]}) == 2, "some were left"
        assert len(labels) == 1


async def _nothing(_: object) -> None:
    """Stands for a server that was stopped."""
