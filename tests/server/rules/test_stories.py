"""Every story tells exactly what it expects: our own, and the shared ones where they are present."""

from pathlib import Path

import pytest

from server.rules.kinds import KINDS
from tests.server.rules.story import OWN, SHARED, faults, read, tell

OWN_STORIES = sorted(OWN.glob("*.json"))
SHARED_STORIES = sorted(SHARED.glob("*.json"))


@pytest.mark.parametrize("path", OWN_STORIES, ids=lambda path: path.stem)
def test_our_story_tells_what_it_expects(path: Path) -> None:
    story = read(path)
    assert faults(story, tell(story)) == []


@pytest.mark.skipif(not SHARED_STORIES, reason="the shared stories are not on this machine")
@pytest.mark.parametrize("path", SHARED_STORIES, ids=lambda path: path.stem)
def test_shared_story_tells_what_it_expects(path: Path) -> None:
    story = read(path)
    assert faults(story, tell(story)) == []


def test_a_wrong_expectation_is_seen() -> None:
    story = read(OWN_STORIES[0])
    notices = tell(story)
    assert notices
    assert faults({**story, "expect": story["expect"][1:]}, notices)
    assert faults(story, notices[1:])
    assert faults(
        {**story, "expect": [{**story["expect"][0], "level": "critical"}, *story["expect"][1:]]}, notices
    )


def test_every_kind_comes_in_a_story() -> None:
    told = {notice["kind"] for path in OWN_STORIES for notice in tell(read(path))}
    assert {kind.name for kind in KINDS} - told == set()


def test_a_story_told_twice_tells_the_same() -> None:
    for path in OWN_STORIES[:10]:
        assert tell(read(path)) == tell(read(path))
