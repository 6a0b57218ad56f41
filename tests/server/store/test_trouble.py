"""A full disk, a locked file, a torn log, a clock that goes back: nothing half-stored, nothing lost, and it goes on."""

import asyncio
import random
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from server.running import start
from server.store import Store, ledger
from tests.server.conftest import DETAIL_URL, Client, Deaf, TestClock, bought, detail, page_of
from tests.server.tell.test_once import end_of, go

AT = "2026-09-01T12:00:00.000Z"


async def pragma(client: Client, statement: str) -> None:
    store = client.running.house.store

    def work() -> None:
        with store._engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute(statement).fetchall()

    await store.run(work)


async def test_a_full_disk_is_told_and_the_page_can_come_again(client: Client, clock: TestClock) -> None:
    await client.detail(bought(5))
    before = await client.changes()
    await pragma(client, "PRAGMA max_page_count = 1")
    page = page_of(DETAIL_URL, detail(bought(6), clock.now()), clock.now())
    for _ in range(30):
        order = bought(6)
        said = await client.post("/api/v1/pages", page, 503)
        assert said["error"]["code"] == "storage"
        assert "disk space" in said["error"]["message"]
    told = await client.changes(before["cursor"])
    assert (told["cursor"], told["orders"]) == (before["cursor"], []), "what was known is still answered"
    known = await client.running.house.ask(lambda _, casebook: list(casebook.order_ids()))
    assert known == [bought(5).order_id], "what was not kept is not known"
    clock.pass_by(timedelta(seconds=30))
    await client.running.watch.tick()
    await pragma(client, "PRAGMA max_page_count = 1000000")
    await client.post("/api/v1/pages", page)
    assert {o["order_id"] for o in (await client.changes())["orders"]} == {bought(5).order_id, order.order_id}


async def test_a_notice_due_while_the_disk_takes_nothing_comes_when_it_does(
    client: Client, clock: TestClock, caplog: pytest.LogCaptureFixture
) -> None:
    await client.detail(bought(5))
    lead = end_of(clock) - timedelta(hours=72)
    await go(client, clock, lead - timedelta(seconds=40))
    await pragma(client, "PRAGMA query_only = ON")
    for _ in range(4):
        clock.pass_by(timedelta(seconds=20))
        await client.running.watch.tick()
    assert "a tick could not be written" in caplog.text
    await pragma(client, "PRAGMA query_only = OFF")
    await client.running.watch.tick()
    told = [
        n for n in (await client.changes())["notices"] if n["kind"] == "protection" and n["level"] == "act"
    ]
    assert len(told) == 1


async def test_a_locked_file_is_told_and_waited_for(client: Client, clock: TestClock) -> None:
    await client.detail(bought(5))
    await pragma(client, "PRAGMA busy_timeout = 50")
    path = client.running.house.store.path
    page = page_of(DETAIL_URL, detail(bought(6), clock.now()), clock.now())
    other = await asyncio.to_thread(sqlite3.connect, path, isolation_level=None, check_same_thread=False)
    await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
    said = await client.post("/api/v1/pages", page, 503)
    assert "locked by another program: close it" in said["error"]["message"]
    assert len((await client.changes())["orders"]) == 1, "reading goes on"
    await asyncio.to_thread(other.execute, "ROLLBACK")
    await asyncio.to_thread(other.close)
    await client.post("/api/v1/pages", page)
    assert len((await client.changes())["orders"]) == 2


def test_a_torn_log_loses_whole_transactions_from_its_end_only(tmp_path: Path) -> None:
    """As after a power cut on a disk that lied: the log ends anywhere."""
    store = Store(tmp_path / "home")
    for n in range(20):
        with store.transaction() as connection:
            for half in "ab":
                ledger.append(connection, AT, "order", f"{n}{half}", {"order_id": f"{n}{half}"})
    wal = store.path.with_name(store.path.name + "-wal").read_bytes()
    main = store.path.read_bytes()
    store.close()
    chance = random.Random(5)
    for trial in range(25):
        home = tmp_path / str(trial)
        home.mkdir()
        (home / store.path.name).write_bytes(main)
        cut = chance.randrange(len(wal))
        torn = wal[:cut] + (chance.randbytes(100) if trial % 2 else b"")
        (home / (store.path.name + "-wal")).write_bytes(torn)
        again = Store(home)
        with again.reading() as connection:
            assert ledger.check(connection) is None
            subjects = [entry.subject for entry in ledger.entries(connection)]
        again.close()
        assert subjects == [f"{n}{half}" for n in range(len(subjects) // 2) for half in "ab"]
        shutil.rmtree(home)


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(days=1), timedelta(days=731)])
async def test_a_clock_that_jumps_and_comes_back_tells_nothing_wrong(
    client: Client, clock: TestClock, jump: timedelta
) -> None:
    await client.detail(bought(5))
    before = await client.changes()
    for step in (jump, -jump, -jump, jump):
        clock.at += step
        clock.pass_by(timedelta(seconds=30))
        await client.running.watch.tick()
    after = await client.changes()
    assert (after["notices"], after["plan"]) == (before["notices"], before["plan"])


async def test_after_two_years_too_far_and_a_restart_the_right_warnings_still_come(
    client: Client, clock: TestClock
) -> None:
    """The computer woke with a wrong clock and stayed so long enough to be believed; then it was set right."""
    await client.detail(bought(5))
    right = clock.now()
    end = end_of(clock)
    clock.at += timedelta(days=731)
    await client.running.watch.tick()
    clock.pass_by(timedelta(minutes=11))
    await client.running.watch.tick()
    wrong = await client.changes()
    assert wrong["now"].startswith("2028")
    home = client.running.house.home
    await client.running.stop()
    clock = TestClock(right + timedelta(minutes=20))
    running = await start(home, client.running.port, clock=clock, asker=Deaf())
    again = Client(running, client.session, client.token)
    plan = [n["at"] for n in (await again.changes())["plan"] if n["kind"] == "protection"]
    assert len(plan) == 4
    await go(again, clock, end - timedelta(hours=72))
    told = [n["level"] for n in (await again.changes())["notices"] if n["kind"] == "protection"]
    assert told == ["act"], "the earlier leads came in their time, and are replaced"
    await running.stop()


async def test_what_was_read_while_the_clock_was_ahead_is_warned_of_at_the_right_time(
    client: Client, clock: TestClock
) -> None:
    right = clock.now()
    clock.at += timedelta(days=1)
    await client.running.watch.tick()
    clock.pass_by(timedelta(minutes=11))
    await client.running.watch.tick()
    order = bought(5, protection_end=4, parcels=())
    await client.page(DETAIL_URL, detail(order, right))
    wrong = [n["level"] for n in (await client.changes())["notices"] if n["kind"] == "protection"]
    assert wrong == ["warn"] or wrong == ["act"]
    clock.at -= timedelta(days=1)
    await client.running.watch.tick()
    clock.pass_by(timedelta(minutes=11))
    await client.running.watch.tick()
    told = await client.changes()
    levels = [n["level"] for n in told["notices"] + told["plan"] if n["kind"] == "protection"]
    assert levels == ["warn", "act", "critical"], "what still counts is told, what is ahead is planned"
    assert [n["level"] for n in told["notices"] if n["kind"] == "protection"] == ["warn"]


def test_a_closed_connection_leaves_no_lock(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x")):
        pass
    Store(tmp_path / "home").close()
    Store(tmp_path / "home").close()
