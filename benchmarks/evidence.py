"""How long a pack of 200 orders with 5,000 scans takes, and its memory: python -m benchmarks.evidence [--no-pdf]."""

import asyncio
import contextlib
import os
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scraper.fetch.browser import Browser
from server.evidence.at_home import at_home
from server.evidence.manifest import check_pack
from server.evidence.pack import write_pack
from server.evidence.wishes import Wishes
from server.house import House
from server.observe import Seen
from server.watch.clock import Clock

ORDERS, SCANS = 200, 25
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def fill(home: Path) -> list[str]:
    """A ledger of many orders, each with a parcel that two sources tell of."""
    clock = Clock()
    clock.move_to(START)
    house = House(home, clock, port=0)
    await house.open()
    await house.change_settings({"zone": "Europe/Berlin", "country": "DE", "city": "Berlin"})
    order_ids = [f"83{number:014}" for number in range(ORDERS)]
    seen = []
    for number, order_id in enumerate(order_ids):
        parcel = f"LP{number:014}"
        seen.append(Seen("order", order_id, _order(order_id, parcel), f"order_detail/order/{order_id}"))
        for source, count in (("cainiao", SCANS * 3 // 5), ("yanwen", SCANS * 2 // 5)):
            content = {"source": source, "outcome": "ok", "number": parcel, "events": _events(count)}
            seen.append(Seen("tracking", parcel, content, f"look_up/tracking/{parcel}/{source}"))
    await house.observe(seen)
    await house.close()
    return order_ids


def _order(order_id: str, parcel: str) -> dict[str, object]:
    return {
        "order_id": order_id,
        "page": "order_detail",
        "status": "shipped",
        "placed_on": "2026-02-01",
        "shipped_on": "2026-02-04",
        "total": {"amount": "20.00", "currency": "EUR"},
        "parcels": [parcel],
        "dates": [{"kind": "protection_end", "on": "2026-03-02"}],
    }


def _events(count: int) -> list[dict[str, str]]:
    first = datetime(2026, 2, 28, 9)  # noqa: DTZ001 - the wall clock at a scan
    return [
        {
            "local_time": (first - timedelta(days=number)).isoformat(),
            "status": "in_transit_international",
            "text": f"Processed at sorting centre {number}",
            "place": "Liege, BE",
        }
        for number in range(count)
    ]


def spent() -> float:
    """Seconds of processor time of this program and of all that it started (Linux), the browser's own children too."""
    of: dict[int, tuple[int, float]] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            stat = place.read_text().rpartition(")")[2].split()
            of[int(place.parent.name)] = int(stat[1]), sum(map(int, stat[11:15])) / os.sysconf("SC_CLK_TCK")
    ours = {os.getpid()}
    while more := {pid for pid, (parent, _) in of.items() if parent in ours} - ours:
        ours |= more
    return sum(seconds for pid, (_, seconds) in of.items() if pid in ours)


async def measure(home: Path, *, with_pdf: bool) -> None:
    order_ids = await fill(home)
    target = home / "pack.zip"
    begun, before = time.perf_counter(), spent()
    with at_home(home, START + timedelta(hours=6)) as there:
        async with Browser() as browser:
            packed = await write_pack(
                target,
                order_ids,
                there.now,
                Wishes(language="de"),
                there.gather,
                there.answer,
                browser if with_pdf else None,
            )
            used = spent() - before
    took = time.perf_counter() - begun
    begun = time.perf_counter()
    found = check_pack(target)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"processor time of this program and its browser: {used:.1f} s")
    print(f"pack of {ORDERS} orders, {ORDERS * SCANS} scans: {took:.1f} s (limit 20), ratio {took / 20:.2f}")
    print(f"{packed.files} files, {packed.bytes / 1e6:.1f} MB; peak memory {peak:.0f} MB")
    print(f"check: {time.perf_counter() - begun:.1f} s, holds: {found.holds}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder) / "home", with_pdf="--no-pdf" not in sys.argv))
