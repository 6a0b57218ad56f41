"""Stories written by hand from the contract of the notices alone: every notice, at its second, and no other.

The same stories then hold laws that need no expectation: the order of facts within one reading says nothing, a fact
read twice says nothing more, and no notice depends on a fact that is read after it.
"""

import itertools
import json
import random
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from server.cli import main

STORIES = sorted((Path(__file__).parent / "contract").glob("*.json"))
CLOSE = timedelta(seconds=60)

# Stories that are not told right yet, with the reason.
KNOWN: dict[str, str] = {}

Story = dict[str, Any]
Notice = dict[str, Any]


def _param(path: Path) -> Any:
    marks = [pytest.mark.xfail(reason=KNOWN[path.stem], strict=True)] if path.stem in KNOWN else []
    return pytest.param(path.stem, id=path.stem, marks=marks)


def _instant(text: str, zone: ZoneInfo) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=zone)


def _simulate(stories: dict[str, Story], folder: Path) -> dict[str, list[Notice]]:
    """What one run of `simulate` tells, per story name; the names are kept apart by the caller."""
    paths = []
    for name, story in stories.items():
        paths.append(folder / f"{name}.json")
        paths[-1].write_text(json.dumps({**story, "story": name}), encoding="utf-8")
    run = CliRunner().invoke(main, ["simulate", *map(str, paths)], catch_exceptions=False)
    assert run.exit_code == 0, run.output
    answers = [json.loads(line) for line in run.output.splitlines()]
    return {answer["story"]: answer["notices"] for answer in answers}


@pytest.fixture(scope="session")
def stories() -> dict[str, Story]:
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in STORIES}


@pytest.fixture(scope="session")
def told(stories: dict[str, Story], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Notice]]:
    return _simulate(stories, tmp_path_factory.mktemp("told"))


def _matches(one: Notice, expected: Notice, zone: ZoneInfo) -> bool:
    same = one["kind"] == expected["kind"] and one["level"] == expected["level"]
    if not same or abs(_instant(one["at"], zone) - _instant(expected["at"], zone)) > CLOSE:
        return False
    lists = (key for key in ("order_ids", "parcels", "traps", "folded") if key in expected)
    return all(set(one.get(key, ())) == set(expected[key]) for key in lists)


def _lines(notices: Iterable[Notice], zone: ZoneInfo) -> list[str]:
    """Notices as one line each, in the user's own time, for a failure that can be read."""
    names = ("kind", "level", "order_ids", "parcels", "traps", "folded")
    return [
        f"{_instant(one['at'], zone).astimezone(zone):%Y-%m-%d %H:%M:%S} "
        + " ".join(str(one.get(name, "")) for name in names)
        for one in notices
    ]


@pytest.mark.parametrize("name", [_param(path) for path in STORIES])
def test_the_contract_is_told(name: str, stories: dict[str, Story], told: dict[str, list[Notice]]) -> None:
    story = stories[name]
    zone = ZoneInfo(story["zone"])
    extra, missing = list(told[name]), []
    for expected in story["expect"]:
        hit = next((one for one in extra if _matches(one, expected, zone)), None)
        if hit is None:
            missing.append(expected)
        else:
            extra.remove(hit)
    assert (_lines(extra, zone), _lines(missing, zone)) == ([], []), story["why"]


def _unordered(notices: list[Notice]) -> list[Notice]:
    return [
        {key: sorted(told) if isinstance(told, list) else told for key, told in one.items()}
        for one in notices
    ]


def _shuffled(observations: list[Story]) -> list[Story]:
    mixed = random.Random(7).sample(observations, len(observations))
    return sorted(mixed, key=lambda one: str(one["at"]))


def _twice(observations: list[Story]) -> list[Story]:
    return [again for one in observations for again in (one, one)]


@pytest.mark.parametrize("change", [_shuffled, _twice])
def test_how_a_reading_is_delivered_says_nothing(
    change: Callable[[list[Story]], list[Story]],
    stories: dict[str, Story],
    told: dict[str, list[Notice]],
    tmp_path: Path,
) -> None:
    changed = {
        name: {**story, "observations": change(story["observations"])} for name, story in stories.items()
    }
    again = _simulate(changed, tmp_path)
    wrong = [name for name in stories if _unordered(again[name]) != _unordered(told[name])]
    assert [name for name in wrong if name not in KNOWN] == []


def _cut(story: Story) -> dict[datetime, Story]:
    """The story as it stood a minute before each of its later readings, computers that sleep then left out."""
    zone = ZoneInfo(story["zone"])
    spans = [(_instant(begin, zone), _instant(end, zone)) for begin, end in story.get("offline", [])]
    readings = sorted({_instant(one["at"], zone) for one in story["observations"]})
    shorter = {}
    for before, reading in itertools.pairwise(readings):
        until = reading - CLOSE - timedelta(seconds=1)
        if until > before and not any(begin <= reading <= end for begin, end in spans):
            known = [one for one in story["observations"] if _instant(one["at"], zone) < reading]
            shorter[until] = {**story, "observations": known, "until": until.isoformat()}
    return shorter


def test_no_notice_looks_ahead(
    stories: dict[str, Story], told: dict[str, list[Notice]], tmp_path: Path
) -> None:
    cut = {
        f"{name}-{n}": (name, *pair) for name in stories for n, pair in enumerate(_cut(stories[name]).items())
    }
    again = _simulate({key: story for key, (_, _, story) in cut.items()}, tmp_path)
    wrong = []
    for key, (name, until, _) in cut.items():
        zone = ZoneInfo(stories[name]["zone"])
        if again[key] != [one for one in told[name] if _instant(one["at"], zone) <= until]:
            wrong.append(key)
    assert wrong == []
