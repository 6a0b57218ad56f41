"""The server with many orders: start, questions, pages, warnings, a new hour, idle CPU and memory.

python -m benchmarks.server 500 50000 --minutes 10
python -m benchmarks.server 100000 --open --minutes 1 --keep /tmp/large

Prints one JSON line a size. Of the orders the newest 500 are open, all others from years before; with --open every one
is open. --keep leaves the filled home there, and takes it as it is where it was filled before.
"""

import argparse
import asyncio
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from scraper import aliexpress
from server.api.pace import PACE
from server.api.pages import seen_on
from server.house import House
from server.running import Running, start
from server.settings import Settings, meant_by, plain_settings
from server.watch.clock import Clock
from tests.server.conftest import DETAIL_URL, Client, Deaf, bought, detail, pair

PAGE = 50
LIVELY = 500
AT_ONCE = 500
ROUNDS = 12
BEGIN = datetime(2026, 9, 1, 12, tzinfo=UTC)
BEGUN = "BENCHMARK_BEGUN"
"""When the measured process was started, in seconds of the wall clock."""


def fill(home: Path, count: int, *, all_open: bool) -> float:
    """Takes `count` orders in, by the door that pages use; orders a second of processor time."""
    clock = Clock()
    clock.move_to(BEGIN)
    house = House(home, clock, port=0)
    house.observer.mean_settings(plain_settings(meant_by(Settings())))
    begun = time.process_time()
    for first in range(0, count, PAGE):
        seen = []
        for number in range(first, min(first + PAGE, count)):
            old = not all_open and number < count - LIVELY
            ago = timedelta(days=200 + number % 900) if old else timedelta(minutes=number % 40_000)
            order = replace(bought(18 if old else 5), number=1000 + number, parcels=())
            reading = aliexpress.read(detail(order, BEGIN - ago), url=DETAIL_URL, seen_at=BEGIN - ago)
            seen += seen_on(reading, BEGIN - ago)
        house.observer.observe(seen)
    house.store.close()
    return count / (time.process_time() - begun)


async def timed(ask: Callable[[], Awaitable[object]], times: int) -> dict[str, float]:
    spans = []
    for _ in range(times):
        begun = time.perf_counter()
        await ask()
        spans.append(time.perf_counter() - begun)
    return told(spans) | {"a_second": round(times / sum(spans))}


def told(spans: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(spans, n=100, method="inclusive")
    return {"p50_ms": round(1000 * cuts[49], 2), "p99_ms": round(1000 * cuts[98], 2)}


async def measure(home: Path, minutes: float) -> dict[str, object]:
    """What a filled home costs to start, to ask and to leave alone. This process was started for it."""
    since = float(os.environ[BEGUN])
    clock = Clock()
    clock.move_to(BEGIN)
    running = await start(home, clock=clock, asker=Deaf(), demo=True, begun=False)
    found: dict[str, object] = {"listens_s": round(time.time() - since, 2)}
    found["next_due"] = str(running.house.next_due)
    clock.move_to(await running.house.told_until() or BEGIN)
    running.app[PACE].a_minute = 10**9
    client = await pair(running)
    begun = asyncio.ensure_future(running.begin())
    found["longest_wait_while_it_starts_ms"] = await longest_wait(client, None, lambda: begun)
    found["cases_made_s"] = round(time.time() - since, 2)
    found["cpu_until_then_s"] = round(time.process_time(), 2)
    cursor = (await everything(client))["cursor"]
    number = iter(range(10**6, 10**7))

    async def page() -> None:
        order = replace(bought(5), number=next(number), parcels=())
        await client.page(DETAIL_URL, detail(order, BEGIN))

    found["changes_since"] = await timed(lambda: client.changes(cursor), 200)
    found["page"] = await timed(page, 50)
    found["all_changes_in_pages"] = await timed(lambda: everything(client), 3)
    found["tick"] = await timed(running.house.advance, 20)
    found["peak_mb"] = peak()
    found["longest_wait_beside_all_changes_ms"] = await longest_wait(
        client, cursor, lambda: everything(client)
    )
    found["due_to_notice_connected"] = told([await connected(running, client) for _ in range(ROUNDS)])
    found["connecting_to_notice_asleep"] = told([await asleep(running, client) for _ in range(ROUNDS)])
    clock.move_to(clock.now() + timedelta(hours=1))
    found["longest_wait_beside_a_new_hour_ms"] = await longest_wait(client, cursor, running.house.advance)
    found["idle_cpu_percent"] = await idly(minutes)
    found["resident_mb"] = await asyncio.to_thread(resident)
    found["file_mb"] = round(await asyncio.to_thread(size, home), 1)
    await client.session.close()
    stopping = time.perf_counter()
    await running.stop()
    return found | {"stop_s": round(time.perf_counter() - stopping, 2)}


async def everything(client: Client) -> dict[str, str]:
    """All that there is, as a new client asks for it: page by page. The last page."""
    wanted = {"at_most": str(AT_ONCE)}
    page = await client.get("/api/v1/changes", params=wanted)
    while page["more"]:
        page = await client.get("/api/v1/changes", params=wanted | {"since": page["cursor"]})
    found: dict[str, str] = page
    return found


async def just_before(running: Running) -> datetime:
    """Time goes on until twenty seconds before a notice is due, a round may take some; when that is."""
    house = running.house
    while True:
        due = house.next_due
        assert due is not None
        if due - house.clock.now() > timedelta(seconds=1):
            await house.move_clock(due - timedelta(seconds=20))
            if house.next_due == due:
                return due
        else:
            await house.move_clock(due + timedelta(seconds=61))


async def connected(running: Running, client: Client) -> float:
    """From the instant in which a notice is due until a client that listens has it, in seconds."""
    house = running.house
    due = await just_before(running)
    async with client.session.ws_connect(f"{running.url}/api/v1/ws") as socket:
        cursor = await greeted(socket, client)
        had = await open_ones(client, cursor)
        house.clock.move_to(due - timedelta(milliseconds=300))
        house.told_with = house.clock.moved_by
        running.watch._arm()
        while not (await open_ones(client, cursor)).keys() - had.keys():
            await socket.receive_json()
        return (house.clock.now() - due).total_seconds()


async def asleep(running: Running, client: Client) -> float:
    """From the moment in which a client wakes (its own alarm, or the browser starts) until it has what came, in s."""
    house = running.house
    cursor = (await everything(client))["cursor"]
    due = await just_before(running)
    had = await open_ones(client, cursor)
    await house.move_clock(due + timedelta(seconds=1))
    begun = time.perf_counter()
    async with client.session.ws_connect(f"{running.url}/api/v1/ws") as socket:
        await greeted(socket, client)
        assert (await open_ones(client, cursor)).keys() - had.keys()
        return time.perf_counter() - begun


async def open_ones(client: Client, cursor: str) -> dict[str, str]:
    """The notices that are due, and when they were."""
    return {notice["id"]: notice["at"] for notice in (await client.changes(cursor))["notices"]}


async def greeted(socket: aiohttp.ClientWebSocketResponse, client: Client) -> str:
    await socket.send_json({"token": client.token, "protocol": 1})
    cursor: str = (await socket.receive_json())["cursor"]
    return cursor


async def longest_wait(client: Client, cursor: str | None, beside: Callable[[], Awaitable[object]]) -> float:
    """How long a small question waits at most while something large is done, in ms."""
    large, longest = asyncio.ensure_future(beside()), 0.0
    while not large.done():
        begun = time.perf_counter()
        await (client.get("/api/v1/settings") if cursor is None else client.changes(cursor))
        await client.running.house.cursor()
        longest = max(longest, time.perf_counter() - begun)
    await large
    return round(1000 * longest)


async def idly(minutes: float) -> float:
    """The share of a core that the server takes while nobody asks it anything, in percent."""
    begun = time.process_time()
    await asyncio.sleep(60 * minutes)
    return round(100 * (time.process_time() - begun) / (60 * minutes), 2)


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def resident() -> int:
    """What the process holds now, in MiB; where the system does not say it, 0."""
    file = Path("/proc/self/statm")
    return int(file.read_text().split()[1]) * resource.getpagesize() // 2**20 if file.exists() else 0


def size(home: Path) -> float:
    return sum(file.stat().st_size for file in home.iterdir()) / 1e6


async def in_a_process_of_its_own(home: Path, minutes: float) -> str:
    command = [sys.executable, "-m", "benchmarks.server", "--measure", str(home), "--minutes", str(minutes)]
    process = await asyncio.create_subprocess_exec(
        *command, env=os.environ | {BEGUN: str(time.time())}, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    return said.decode()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("orders", nargs="*", type=int, default=[500])
    parser.add_argument("--minutes", type=float, default=10, help="how long it is left alone (10)")
    parser.add_argument("--open", action="store_true", help="every order is open")
    parser.add_argument("--keep", type=Path, help="where filled homes stay")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(asyncio.run(measure(options.measure, options.minutes))), flush=True)
        return
    for count in options.orders:
        with tempfile.TemporaryDirectory() as folder:
            home = (options.keep or Path(folder)) / f"{'open-' if options.open else ''}{count}"
            filled = {}
            if not home.exists():
                filled = {"taken_in_a_second_of_cpu": round(fill(home, count, all_open=options.open))}
            said = json.loads(asyncio.run(in_a_process_of_its_own(home, options.minutes)))
            print(json.dumps({"orders": count} | filled | said), flush=True)


if __name__ == "__main__":
    main()
