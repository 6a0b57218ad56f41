"""The server with many orders: start, a question, a page, idle memory. Prints one JSON line a size.

python -m benchmarks.server 500 5000
"""

import asyncio
import json
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
from server.api.pages import seen_on
from server.running import Running, start
from server.watch.clock import Clock
from tests.server.conftest import DETAIL_URL, Deaf, bought, detail, pair

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
            seen_at = BEGIN - (timedelta(days=200 + number % 900) if old else timedelta(minutes=number % 40_000))
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
    await client.session.close()
    await running.stop()
    begun = time.perf_counter()
    again = await start(home, clock=clock, asker=Deaf(), demo=True)
    started = time.perf_counter() - begun
    await again.stop()
    return {
        "orders": count,
        "taken_in_a_second": round(filled),
        "changes_since": asked,
        "page": paged,
        "all_changes": everything,
        "tick": ticked,
        "start_s": round(started, 2),
        "file_mb": round(await asyncio.to_thread(size, home), 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def size(home: Path) -> float:
    return sum(file.stat().st_size for file in home.iterdir()) / 1e6


def main() -> None:
    for count in map(int, sys.argv[1:] or ["500"]):
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(asyncio.run(measure(count, Path(folder) / "home"))), flush=True)


if __name__ == "__main__":
    main()
