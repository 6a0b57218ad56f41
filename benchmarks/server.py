"""The server with many orders: start, questions, pages, a new hour, idle CPU and memory. Prints one JSON line a size.

python -m benchmarks.server 500 5000
IDLE=600 python -m benchmarks.server 500
"""

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

from scraper import aliexpress
from server.api.pace import PACE
from server.api.pages import seen_on
from server.running import Running, start
from server.watch.clock import Clock
from tests.server.conftest import DETAIL_URL, Client, Deaf, bought, detail, pair

PAGE = 20
LIVELY = 500
BEGIN = datetime(2026, 9, 1, 12, tzinfo=UTC)


async def fill(running: Running, count: int) -> float:
    """Takes `count` orders in, the newest 500 of this month, all others from years before; orders a second."""
    begun = time.perf_counter()
    for first in range(0, count, PAGE):
        seen = []
        for number in range(first, first + PAGE):
            old = number < count - LIVELY
            seen_at = BEGIN - (
                timedelta(days=200 + number % 900) if old else timedelta(minutes=number % 40_000)
            )
            order = replace(bought(18 if old else 5), number=1000 + number, parcels=())
            reading = aliexpress.read(detail(order, seen_at), url=DETAIL_URL, seen_at=seen_at)
            seen += seen_on(reading, seen_at)
        await running.house.observe(seen)
    return count / (time.perf_counter() - begun)


async def timed(ask: Callable[[], Awaitable[object]], times: int) -> dict[str, float]:
    spans = []
    for _ in range(times):
        begun = time.perf_counter()
        await ask()
        spans.append((time.perf_counter() - begun) * 1000)
    cuts = statistics.quantiles(spans, n=100)
    return {
        "p50_ms": round(cuts[49], 2),
        "p99_ms": round(cuts[98], 2),
        "a_second": round(1000 * times / sum(spans)),
    }


async def measure(count: int, home: Path) -> dict[str, object]:
    clock = Clock()
    clock.move_to(BEGIN)
    running = await start(home, clock=clock, asker=Deaf(), demo=True)
    filled = await fill(running, count)
    await running.stop()
    return {"orders": count, "taken_in_a_second": round(filled)} | await ask(home, clock)


async def ask(home: Path, clock: Clock) -> dict[str, object]:
    """What a filled home costs to start, to ask and to leave alone."""
    begun = time.perf_counter()
    running = await start(home, clock=clock, asker=Deaf(), demo=True)
    started = time.perf_counter() - begun
    running.app[PACE].a_minute = 10**9
    client = await pair(running)
    cursor = (await client.changes())["cursor"]
    number = iter(range(10**6, 10**7))

    async def page() -> None:
        order = replace(bought(5), number=next(number), parcels=())
        await client.page(DETAIL_URL, detail(order, BEGIN))

    asked = await timed(lambda: client.changes(cursor), 200)
    paged = await timed(page, 50)
    everything = await timed(client.changes, 3)
    ticked = await timed(running.house.advance, 20)
    waited = await longest_wait(client, cursor, client.changes)
    clock.move_to(clock.now() + timedelta(hours=1))
    hour = await longest_wait(client, cursor, running.house.advance)
    idle = await idly()
    await client.session.close()
    await running.stop()
    return {
        "start_s": round(started, 2),
        "changes_since": asked,
        "page": paged,
        "all_changes": everything,
        "tick": ticked,
        "longest_wait_beside_all_changes_ms": waited,
        "longest_wait_beside_a_new_hour_ms": hour,
        "idle_cpu_percent": idle,
        "file_mb": round(await asyncio.to_thread(size, home), 1),
        "resident_mb": await asyncio.to_thread(resident),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


async def longest_wait(client: Client, cursor: str, beside: Callable[[], Awaitable[object]]) -> float:
    """How long a small question waits at most while something large is answered, in ms."""
    large, longest = asyncio.ensure_future(beside()), 0.0
    while not large.done():
        begun = time.perf_counter()
        await client.changes(cursor)
        longest = max(longest, time.perf_counter() - begun)
    await large
    return round(1000 * longest)


async def idly() -> float:
    """The share of a core that the server takes while nobody asks it anything, in percent."""
    seconds = float(os.environ.get("IDLE", "60"))
    begun = time.process_time()
    await asyncio.sleep(seconds)
    return round(100 * (time.process_time() - begun) / seconds, 2)


def resident() -> int:
    """What the process holds now, in MiB; where the system does not say it, 0."""
    file = Path("/proc/self/statm")
    return int(file.read_text().split()[1]) * resource.getpagesize() // 2**20 if file.exists() else 0


def size(home: Path) -> float:
    return sum(file.stat().st_size for file in home.iterdir()) / 1e6


def main() -> None:
    for count in map(int, sys.argv[1:] or ["500"]):
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(asyncio.run(measure(count, Path(folder) / "home"))), flush=True)


if __name__ == "__main__":
    main()
