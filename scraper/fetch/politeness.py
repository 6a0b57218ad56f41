"""Manners: for each host one queue, a least gap with jitter, pauses after walls, a budget a day.

A wall pauses the source for all parcels; no parcel is marked for it. What is paused is not waited for: `Paused`
says until when, and the look-up goes on with another source. Wall clock, not a monotonic one: a pause must outlive
a restart (`remembered`, `remember`) and a night in which the computer slept.
"""

import asyncio
import heapq
import itertools
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from scraper.carriers import Source
from scraper.facts import Outcome

FIRST_PAUSE = timedelta(minutes=60)
LONGEST_PAUSE = timedelta(hours=24)
AFTER_LIMIT = timedelta(minutes=15)
DAY = timedelta(hours=24)
JITTER = 0.5
BREATH = 2.0

Way = Literal["http", "browser"]


class Paused(Exception):
    """The source is not asked before `until` (aware); `why` is for people, `outcome` what a look-up says of it."""

    def __init__(self, source: str, until: datetime, why: str, outcome: Outcome) -> None:
        super().__init__(f"{source} is left alone until {until:%Y-%m-%d %H:%M} UTC: {why}")
        self.source, self.until, self.why, self.outcome = source, until, why, outcome


@dataclass(frozen=True)
class Standing:
    """What must be remembered of a source (and the way it is asked: "cainiao/http") across restarts: its pause,
    and how often walls came in a row."""

    source: str
    paused_until: datetime | None = None
    why: str = ""
    walls: int = 0
    outcome: Outcome = "blocked"


@dataclass
class _Host:
    """One host's queue: who waits, most urgent first, and when the last question ended."""

    waiting: list[tuple[datetime, int, asyncio.Future[None]]] = field(default_factory=list)
    busy: bool = False
    last: datetime | None = None


class Manners:
    """The pace of all look-ups. `now`, `sleep` and `chance` (0..1) are arguments so that tests need no waiting."""

    def __init__(
        self,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._now, self._sleep, self._chance = now, sleep, chance
        self._hosts: dict[str, _Host] = {}
        self._standing: dict[str, Standing] = {}
        self._asked: dict[str, list[datetime]] = {}
        self._count = itertools.count()

    def remembered(self) -> tuple[Standing, ...]:
        """What to store, so that a restart does not run into the same wall."""
        return tuple(self._standing.values())

    def remember(self, standings: Iterable[Standing]) -> None:
        """Takes up what an earlier run remembered."""
        self._standing.update({standing.source: standing for standing in standings})

    def check(self, source: Source, way: Way = "http") -> None:
        """Raises Paused where the source may not be asked now in this way."""
        now = self._now()
        standing = self._standing.get(f"{source.key}/{way}")
        if standing is not None and standing.paused_until is not None and now < standing.paused_until:
            raise Paused(source.key, standing.paused_until, standing.why, standing.outcome)
        lately = [asked for asked in self._asked.get(source.key, []) if now - asked < DAY]
        self._asked[source.key] = lately
        if len(lately) >= source.daily_budget:
            raise Paused(
                source.key,
                lately[0] + DAY,
                f"{source.daily_budget} questions in a day are enough",
                "rate_limited",
            )

    @asynccontextmanager
    async def turn(
        self, source: Source, deadline: datetime | None = None, way: Way = "http"
    ) -> AsyncIterator[None]:
        """One question to the source's hosts: waits for its turn (nearest deadline first) and for the gap.

        Raises Paused at once where the source is paused, also when that happened while waiting.
        """
        self.check(source, way)
        host = self._hosts.setdefault(min(source.hosts), _Host())
        await self._queue(host, deadline or datetime.max.replace(tzinfo=UTC))
        try:
            self.check(source, way)
            await self._gap(host, source)
            self._asked.setdefault(source.key, []).append(self._now())
            host.last = self._now()
            yield
            host.last = self._now()
        finally:
            self._next(host)

    async def breathe(self) -> None:
        """The moment before a question is repeated."""
        await self._sleep(BREATH * (1 + self._chance()))

    async def _queue(self, host: _Host, deadline: datetime) -> None:
        if not host.busy:
            host.busy = True
            return
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(host.waiting, (deadline, next(self._count), waiter))
        try:
            await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():
                self._next(host)
            raise

    def _next(self, host: _Host) -> None:
        while host.waiting:
            waiter = heapq.heappop(host.waiting)[2]
            if not waiter.done():
                waiter.set_result(None)
                return
        host.busy = False

    async def _gap(self, host: _Host, source: Source) -> None:
        if host.last is None:
            return
        gap = source.gap * (1 + JITTER * self._chance())
        left = (host.last + gap - self._now()).total_seconds()
        if left > 0:
            await self._sleep(min(left, gap.total_seconds()))

    def heard(
        self, source: Source, outcome: Outcome, retry_after: float | None = None, way: Way = "http"
    ) -> None:
        """What came of a question: an answer clears the walls, a wall or a limit pauses the source.

        A wall pauses for 60 minutes, each further one in a row for twice as long, at most a day; a limit for what
        `retry_after` (seconds) says, else as a wall but from 15 minutes on.
        """
        key = f"{source.key}/{way}"
        standing = self._standing.get(key, Standing(key))
        if outcome in {"ok", "announced", "unknown"}:
            self._standing.pop(key, None)
            return
        if outcome not in {"blocked", "rate_limited"}:
            return
        start = FIRST_PAUSE if outcome == "blocked" else AFTER_LIMIT
        pause = min(start * 2 ** min(standing.walls, 8), LONGEST_PAUSE)
        if retry_after is not None and retry_after > 0:
            pause = max(
                timedelta(seconds=min(retry_after, 7 * DAY.total_seconds())), pause * (outcome == "blocked")
            )
        why = (
            "it answered with a robot check"
            if outcome == "blocked"
            else "it says that it was asked too often"
        )
        until = self._now() + pause * (1 + 0.1 * self._chance())
        self._standing[key] = Standing(key, until, why, standing.walls + 1, outcome)
