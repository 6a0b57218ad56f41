"""How fast answers are read, what the browser path costs, and whether memory stays flat.

    python -m benchmarks.lookups [--visits N] [--launches N]

Prints ratios and figures; needs no network (a stand-in on this computer plays the hosts).
"""

import argparse
import asyncio
import gc
import json
import os
import statistics
import subprocess
import time
from pathlib import Path

from aiohttp import web

from scraper.carriers import Needs, Request, sources
from scraper.fetch.browser import Browser
from scraper.fetch.hosts import HostMap, host_map
from scraper.fetch.http import Http

ANSWERS = Path(__file__).parents[1] / "tests/scraper/carriers/answers"
CAINIAO = sources()["cainiao"]
NUMBER = "LP00731946205518"
PAGE = "<h1>Your parcel</h1><script>fetch('/global/detail.json?mailNos=" + NUMBER + "')</script>"


def parsed() -> None:
    """Answers and events a second, by source; each with its richest recorded answer."""
    print("answers read a second")
    for directory in sorted(ANSWERS.iterdir()):
        cases = json.loads((directory / "expected.json").read_text("utf-8")).values()
        file = max(
            (directory / case["file"] for case in cases if case["outcome"] == "ok"),
            key=lambda f: f.stat().st_size,
        )
        body, read = file.read_text("utf-8"), sources()[directory.name].read
        read(body, ())
        start, count = time.perf_counter(), 0
        while time.perf_counter() - start < 0.3:
            read(body, ())
            count += 1
        each = (time.perf_counter() - start) / count
        events = sum(len(tracking.events) for tracking in read(body, ()).trackings)
        print(
            f"  {directory.name:16} {1 / each:8.0f}  {each * 1000:6.2f} ms  {events:3d} events  {len(body):6d} B"
        )


async def stand_in() -> tuple[web.AppRunner, HostMap]:
    body = (ANSWERS / "cainiao/moving.json").read_text("utf-8")

    async def page(_: web.Request) -> web.Response:
        return web.Response(text=PAGE, content_type="text/html")

    async def detail(_: web.Request) -> web.Response:
        return web.Response(text=body, content_type="application/json")

    app = web.Application()
    app.router.add_get("/newDetail.htm", page)
    app.router.add_get("/global/detail.json", detail)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, host_map(f"global.cainiao.com=127.0.0.1:{runner.addresses[0][1]}")


def asked(browser: bool) -> Request:
    start = CAINIAO.browser_request if browser else CAINIAO.request
    assert start is not None
    return next(start((NUMBER,), Needs()))


def memory() -> float:
    """MB of this process and its children (proportional shares), from /proc; 0 elsewhere."""
    try:
        listed = subprocess.run(
            ["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0.0
    parents = {int(pid): int(parent) for pid, parent in (line.split() for line in listed.splitlines())}
    own = {os.getpid()}
    while grown := {pid for pid, parent in parents.items() if parent in own} - own:
        own |= grown
    total = 0
    for pid in own:
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
    return total / 1024


async def ways(hosts: HostMap, launches: int) -> None:
    """One answer over HTTP, in the shared browser, and with a browser started for every page."""
    took: dict[str, list[float]] = {"HTTP": [], "shared browser": [], "browser a page": []}
    async with Http(hosts) as http:
        await http.fetch(asked(browser=False), CAINIAO.hosts)
        for _ in range(50):
            start = time.perf_counter()
            await http.fetch(asked(browser=False), CAINIAO.hosts)
            took["HTTP"].append(time.perf_counter() - start)
    async with Browser(hosts) as browser:
        await browser.capture(asked(browser=True), CAINIAO.hosts, picture=False)
        for _ in range(20):
            start = time.perf_counter()
            await browser.capture(asked(browser=True), CAINIAO.hosts, picture=False)
            took["shared browser"].append(time.perf_counter() - start)
    for _ in range(launches):
        start = time.perf_counter()
        async with Browser(hosts) as browser:
            await browser.capture(asked(browser=True), CAINIAO.hosts, picture=False)
        took["browser a page"].append(time.perf_counter() - start)
    print("one answer")
    shared = statistics.median(took["shared browser"])
    for way, times in took.items():
        middle = statistics.median(times)
        print(f"  {way:16} {middle * 1000:8.2f} ms   {middle / shared:6.3f} x the shared browser")


async def curve(hosts: HostMap, visits: int) -> None:
    """Memory of Python, driver and Chromium over many visits."""
    print(f"memory over {visits} visits (MB, proportional)")
    seen: list[float] = []
    async with Browser(hosts) as browser:
        for visit in range(1, visits + 1):
            await browser.capture(asked(browser=True), CAINIAO.hosts)
            if visit == 1 or visit % max(1, visits // 10) == 0:
                gc.collect()
                seen.append(memory())
                print(f"  after {visit:5d}: {seen[-1]:6.0f} MB, {browser.launches} launches", flush=True)
    gc.collect()
    print(f"  closed: {memory():6.0f} MB; second half against first half {half(seen):.2f}")


def half(seen: list[float]) -> float:
    middle = len(seen) // 2
    return statistics.mean(seen[middle:]) / statistics.mean(seen[:middle] or seen)


async def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--visits", type=int, default=200)
    parser.add_argument("--launches", type=int, default=5)
    chosen = parser.parse_args()
    parsed()
    runner, hosts = await stand_in()
    try:
        await ways(hosts, chosen.launches)
        await curve(hosts, chosen.visits)
    finally:
        await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
