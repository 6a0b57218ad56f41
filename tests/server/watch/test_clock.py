"""A clock that jumps is not believed at once; one that was set for good is, after ten minutes."""

from datetime import timedelta

import pytest

from tests.server.conftest import NOON, TestClock

JUMPS = [timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1), timedelta(days=731)]


@pytest.mark.parametrize("jump", JUMPS)
def test_a_jump_and_back_is_not_noticed(jump: timedelta) -> None:
    clock = TestClock()
    assert clock.now() == NOON
    clock.at += jump
    assert clock.now() == NOON
    assert clock.jumped
    clock.pass_by(timedelta(minutes=5))
    assert clock.now() == NOON + timedelta(minutes=5)
    clock.at -= jump
    assert clock.now() == NOON + timedelta(minutes=5)
    assert not clock.jumped


@pytest.mark.parametrize("jump", JUMPS)
def test_a_clock_that_was_set_is_believed_after_ten_minutes(jump: timedelta) -> None:
    clock = TestClock()
    clock.now()
    clock.at += jump
    clock.now()
    clock.pass_by(timedelta(minutes=9))
    assert clock.now() == NOON + timedelta(minutes=9)
    clock.pass_by(timedelta(minutes=1))
    assert clock.now() == NOON + jump + timedelta(minutes=10)


def test_sleep_is_no_jump() -> None:
    clock = TestClock()
    clock.now()
    clock.pass_by(timedelta(hours=9))
    assert clock.now() == NOON + timedelta(hours=9)
    assert not clock.jumped


def test_small_corrections_are_taken_as_they_come() -> None:
    clock = TestClock()
    clock.now()
    for _ in range(10):
        clock.at -= timedelta(seconds=90)
        assert clock.now() == clock.at


def test_a_clock_that_wanders_is_never_believed() -> None:
    clock = TestClock()
    clock.now()
    for hours in range(1, 30):
        clock.at = NOON + timedelta(hours=5 * hours)
        clock.seconds += 300
        assert clock.now() == NOON + timedelta(seconds=300 * hours)
