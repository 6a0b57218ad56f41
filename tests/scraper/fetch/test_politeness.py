"""Pace, pauses, urgency and budget, on a clock that is moved by hand."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from scraper.carriers import Source, sources
from scraper.fetch.politeness import Manners, Paused

START = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Clock:
    """A clock that only sleeping and `pass_by` move."""

    def __init__(self) -> None:
        self.now, self.slept = START, []  # type: ignore[var-annotated]

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def manners(clock: Clock) -> Manners:
    return Manners(clock, clock.sleep, lambda: 0.0)


@pytest.fixture
def source() -> Source:
    return sources()["sunyou"]


async def test_the_gap_is_kept(manners: Manners, clock: Clock, source: Source) -> None:
    for _ in range(3):
        async with manners.turn(source):
            clock.pass_by(seconds=1)
    assert clock.slept == [source.gap.total_seconds()] * 2


async def test_the_gap_has_jitter(clock: Clock, source: Source) -> None:
    manners = Manners(clock, clock.sleep, lambda: 1.0)
    for _ in range(2):
        async with manners.turn(source):
            pass
    assert clock.slept == [source.gap.total_seconds() * 1.5]


async def test_one_question_at_a_time_most_urgent_first(manners: Manners, source: Source) -> None:
    order: list[str] = []
    running = 0

    async def ask(name: str, days: int | None) -> None:
        nonlocal running
        deadline = None if days is None else START + timedelta(days=days)
        async with manners.turn(source, deadline):
            running += 1
            assert running == 1
            order.append(name)
            await asyncio.sleep(0)
            running -= 1

    await asyncio.gather(
        ask("first come", 50), ask("none", None), ask("later", 9), ask("soon", 1), ask("late", 20)
    )
    assert order == ["first come", "soon", "later", "late", "none"]


async def test_a_given_up_wait_holds_nobody(manners: Manners, source: Source) -> None:
    async def ask() -> None:
        async with manners.turn(source):
            await asyncio.sleep(0)

    async with manners.turn(source):
        given_up, next_one = asyncio.create_task(ask()), asyncio.create_task(ask())
        await asyncio.sleep(0)
        given_up.cancel()
    await next_one
    assert given_up.cancelled()
    async with manners.turn(source):
        pass


async def test_walls_pause_and_double(manners: Manners, clock: Clock, source: Source) -> None:
    for hours in (1, 2, 4, 8, 16, 24, 24):
        manners.heard(source, "blocked")
        with pytest.raises(Paused) as met:
            manners.check(source)
        assert met.value.until == clock.now + timedelta(hours=hours)
        assert met.value.outcome == "blocked"
        clock.pass_by(hours=hours)
        manners.check(source)
    manners.heard(source, "ok")
    manners.heard(source, "blocked")
    with pytest.raises(Paused) as met:
        manners.check(source)
    assert met.value.until == clock.now + timedelta(hours=1)


async def test_a_wall_pauses_one_source_and_one_way(manners: Manners, source: Source) -> None:
    manners.heard(source, "blocked")
    manners.check(source, "browser")
    manners.check(sources()["cainiao"])


async def test_retry_after_is_obeyed(manners: Manners, clock: Clock, source: Source) -> None:
    manners.heard(source, "rate_limited", retry_after=7200)
    with pytest.raises(Paused) as met:
        manners.check(source)
    assert met.value.until == START + timedelta(hours=2)
    assert met.value.outcome == "rate_limited"


@pytest.mark.parametrize("outcome", ["ok", "announced", "unknown", "changed", "network"])
async def test_other_answers_pause_nothing(manners: Manners, source: Source, outcome: str) -> None:
    manners.heard(source, outcome)  # type: ignore[arg-type]
    manners.check(source)


async def test_waiting_ends_with_a_wall(manners: Manners, source: Source) -> None:
    async def ask() -> None:
        async with manners.turn(source):
            raise AssertionError("asked behind a wall")

    async with manners.turn(source):
        waiting = asyncio.create_task(ask())
        await asyncio.sleep(0)
        manners.heard(source, "blocked")
    with pytest.raises(Paused):
        await waiting


async def test_the_budget_of_a_day(manners: Manners, clock: Clock, source: Source) -> None:
    for _ in range(source.daily_budget):
        async with manners.turn(source):
            pass
    with pytest.raises(Paused, match="enough"):
        manners.check(source)
    clock.pass_by(hours=24)
    manners.check(source)


async def test_a_pause_outlives_a_restart(manners: Manners, clock: Clock, source: Source) -> None:
    manners.heard(source, "blocked")
    again = Manners(clock, clock.sleep, lambda: 0.0)
    again.remember(manners.remembered())
    with pytest.raises(Paused):
        again.check(source)
    clock.pass_by(minutes=61)
    again.check(source)
    again.heard(source, "blocked")
    with pytest.raises(Paused) as met:
        again.check(source)
    assert met.value.until == clock.now + timedelta(hours=2)


async def test_a_clock_set_back_waits_no_longer_than_a_gap(
    manners: Manners, clock: Clock, source: Source
) -> None:
    async with manners.turn(source):
        pass
    clock.pass_by(days=-30)
    async with manners.turn(source):
        pass
    assert sum(clock.slept) <= source.gap.total_seconds()
