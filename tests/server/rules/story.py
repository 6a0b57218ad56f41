"""Runs a story and compares what it tells with what it expects, as the contract of stories says."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from server.rules_toml import load_rules
from server.verbs.simulate import notices_of, told
from server.words import Words

OWN = Path(__file__).parent / "stories"
SHARED = Path(__file__).parents[4] / "shared/data/stories"
TOLERANCE = timedelta(seconds=60)
SETS = ("order_ids", "parcels", "traps", "folded")
EXACT = ("kind", "level", "basis", "deadline")
ENGLISH = Words("en")


def read(path: Path) -> dict[str, Any]:
    story: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return story


def tell(story: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The notices of a story as the command line prints them."""
    zone = ZoneInfo(story["zone"])
    return [told(notice, zone, ENGLISH) for notice in notices_of(story, load_rules())]


def fits(expected: Mapping[str, Any], notice: Mapping[str, Any], zone: ZoneInfo) -> bool:
    at = datetime.fromisoformat(expected["at"])
    if at.tzinfo is None:
        at = at.replace(tzinfo=zone)
    if abs(at - datetime.fromisoformat(notice["at"])) > TOLERANCE:
        return False
    if any(name in expected and expected[name] != notice.get(name) for name in EXACT):
        return False
    return all(set(expected[name]) == set(notice[name]) for name in SETS if name in expected)


def faults(story: Mapping[str, Any], notices: list[dict[str, Any]]) -> list[str]:
    """Each expected notice that did not come, and each that came unexpected."""
    zone, left, found = ZoneInfo(story["zone"]), list(notices), []
    for expected in story["expect"]:
        hit = next((notice for notice in left if fits(expected, notice, zone)), None)
        if hit:
            left.remove(hit)
        else:
            found.append(f"missing {expected}")
    found += [
        f"extra { ({name: notice[name] for name in ('at', 'kind', 'level', *SETS)}) }" for notice in left
    ]
    times = [datetime.fromisoformat(notice["at"]) for notice in notices]
    return found + (["not in order of time"] if times != sorted(times) else [])
