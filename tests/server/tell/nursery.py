"""Brings up servers fast, as real processes that can be killed: imports once, then forks one for each line it reads.

In: `HOME<tab>ISO instant at which the server's clock begins`, perhaps `<tab>quick`: it ticks thrice a second then and
takes a silence of 1.5 s for sleep. Out: the process id of the server.
"""

import asyncio
import os
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path

from scraper.carriers import Needs, Numbers, Source, failed
from scraper.fetch.asking import Heard
from server import house
from server.running import start
from server.watch import ticks
from server.watch.clock import Clock


class Nobody:
    async def ask(self, source: Source, numbers: Numbers, needs: Needs, deadline: datetime | None) -> Heard:
        return Heard(source, failed(source.key, "network", "nobody answers in tests"))


async def serve(home: Path, begins: datetime) -> None:
    clock = Clock()
    clock.move_to(begins)
    await start(home, clock=clock, demo=True, asker=Nobody())
    nursery = os.getppid()
    while os.getppid() == nursery:  # noqa: ASYNC110 - nobody could set an event
        await asyncio.sleep(1)
    os._exit(0)


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        home, begins, *quick = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            sys.stdin.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            if quick:
                ticks.TICK_EVERY, house.AWAY = timedelta(seconds=0.3), timedelta(seconds=1.5)
            asyncio.run(serve(Path(home), datetime.fromisoformat(begins)))
            os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    main()
