"""A ledger that was told a story through the normal door, moment by moment."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from server.house import House
from server.observe import Seen
from server.rules.moments import read_instant
from tests.server.conftest import TestClock

FACTS = ("order", "tracking", "dispute", "chat", "mark")
SHARED_STORIES = Path(__file__).parents[4] / "shared/data/stories"


def tell(home: Path, story: Mapping[str, Any], zone: str | None = None) -> datetime:
    """Writes the story into the ledger of `home`; the moment of its last observation."""
    return asyncio.run(_tell(home, story, zone or story["zone"]))


async def _tell(home: Path, story: Mapping[str, Any], zone: str) -> datetime:
    clock = TestClock(read_instant(story["observations"][0]["at"], ZoneInfo(zone)))
    house = await asyncio.to_thread(House, home, clock, port=0)
    await house.open()
    settings = {name: story[name] for name in ("region", "country", "city", "payment") if story.get(name)}
    await house.change_settings({"zone": zone} | settings)
    for at, same in groupby(story["observations"], key=lambda one: read_instant(one["at"], ZoneInfo(zone))):
        clock.pass_by(max(at - clock.at, timedelta()))
        await house.observe(list(_seen(same)))
    await house.close()
    return clock.now()


def _seen(items: Iterable[Mapping[str, Any]]) -> Iterable[Seen]:
    for item in items:
        what = next(name for name in FACTS if name in item)
        content = item[what]
        subject = content["number"] if what == "tracking" else content["order_id"]
        about = content.get("source") or content.get("page") or content.get("dispute_id") or ""
        place = None if what in ("mark", "chat") else f"{what}/{subject}/{about}"
        yield Seen(what, subject, content, place)
