"""Stories written by hand from the contract of the notices alone: every notice, at its second, and no other."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from server.cli import main

STORIES = sorted((Path(__file__).parent / "contract").glob("*.json"))
CLOSE = timedelta(seconds=60)

# Stories that the core does not tell right yet, with the reason.
KNOWN: dict[str, str] = {
    "trap_before_and_after_delivery": "a promise to resend in Russian is not heard",
    "trap_just_wait_near_the_end": "a plea to be patient in Spanish is not heard",
}

Notice = dict[str, Any]


def _story(path: Path) -> Any:
    marks = [pytest.mark.xfail(reason=KNOWN[path.stem], strict=True)] if path.stem in KNOWN else []
    return pytest.param(path, id=path.stem, marks=marks)


def _at(notice: Notice, zone: ZoneInfo) -> datetime:
    at = datetime.fromisoformat(notice["at"])
    return at if at.tzinfo else at.replace(tzinfo=zone)


def _matches(told: Notice, expected: Notice, zone: ZoneInfo) -> bool:
    same = told["kind"] == expected["kind"] and told["level"] == expected["level"]
    if not same or abs(_at(told, zone) - _at(expected, zone)) > CLOSE:
        return False
    lists = (key for key in ("order_ids", "parcels", "traps", "folded") if key in expected)
    return all(set(told.get(key, ())) == set(expected[key]) for key in lists)


def _short(notices: Iterable[Notice], zone: ZoneInfo) -> list[str]:
    """Notices as one line each, in the user's own time, for a failure that can be read."""
    names = ("kind", "level", "order_ids", "parcels", "traps", "folded")
    return [
        f"{_at(one, zone).astimezone(zone):%Y-%m-%d %H:%M:%S} "
        + " ".join(str(one.get(name, "")) for name in names)
        for one in notices
    ]


@pytest.fixture(scope="session")
def told() -> dict[str, list[Notice]]:
    """What one run of `simulate` says about all stories."""
    run = CliRunner().invoke(main, ["simulate", *map(str, STORIES)], catch_exceptions=False)
    assert run.exit_code == 0, run.output
    answers = [json.loads(line) for line in run.output.splitlines()]
    return {answer["story"]: answer["notices"] for answer in answers}


@pytest.mark.parametrize("path", [_story(path) for path in STORIES])
def test_the_contract_is_told(path: Path, told: dict[str, list[Notice]]) -> None:
    story = json.loads(path.read_text(encoding="utf-8"))
    zone = ZoneInfo(story["zone"])
    extra, missing = list(told[story["story"]]), []
    for expected in story["expect"]:
        hit = next((one for one in extra if _matches(one, expected, zone)), None)
        if hit is None:
            missing.append(expected)
        else:
            extra.remove(hit)
    assert (_short(extra, zone), _short(missing, zone)) == ([], []), story["why"]
