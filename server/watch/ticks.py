"""APScheduler drives the ticks; what is due stands in the casebook and the database, never in a timer."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from server.house import House
from server.store import StoreError
from server.tell import Teller
from server.watch.look_ups import LookUps

log = logging.getLogger(__name__)

TICK_EVERY = timedelta(seconds=30)
SOON = timedelta(seconds=1)
"""So long after a change it is seen whether a parcel is to be asked for."""

Job = Callable[[], Awaitable[object]]


class Watch:
    """Ticks at most 30 s apart, and at the next due time; looks parcels up; keeps on when one of these fails."""

    def __init__(self, house: House, look_ups: LookUps | None = None, teller: Teller | None = None) -> None:
        self._house = house
        self._look_ups = look_ups
        self._teller = teller or Teller(house)
        self._ticking = asyncio.Lock()
        self._stop_listening = house.listen(self._changed)
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )

    async def start(self) -> None:
        """Begins to tick; what is due next is known from the plan, the first tick makes the cases and tells."""
        self._every(TICK_EVERY, self.tick)
        self._every(TICK_EVERY, self._teller.tell)
        if self._look_ups is not None:
            self._every(self._look_ups.EVERY, self._look_ups.ask_due)
        self._scheduler.start()
        self._arm()
        await self.tick()

    def _every(self, span: timedelta, job: Job) -> None:
        self._scheduler.add_job(quiet_when_stopped, "interval", [job], seconds=span.total_seconds())

    async def tick(self) -> None:
        """Tells what is due, then minds where the computer is: what was missed, it missed where it was before."""
        async with self._ticking:
            try:
                await self._house.advance()
                await self._house.live_where_the_computer_is()
            except StoreError as error:
                log.warning("a tick could not be written, it is tried again: %s", error)

    async def stop(self) -> None:
        self._stop_listening()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._look_ups is not None:
            await self._look_ups.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                await self._ticking.acquire()

    def _changed(self) -> None:
        self._arm()
        if self._look_ups is not None and self._scheduler.running:
            at = datetime.now(UTC) + SOON
            self._at(at, self._look_ups.ask_due, "soon")

    def _arm(self) -> None:
        """A tick at the next due time, or at once if that went by meanwhile; one far off is for a later round."""
        due = self._house.next_due
        if due is None or not self._scheduler.running:
            return
        wait = due - self._house.clock.now()
        if wait < TICK_EVERY:
            at = datetime.now(UTC) + max(wait, timedelta(0))
            self._at(at, self.tick, "due")

    def _at(self, at: datetime, job: Job, name: str) -> None:
        """One more than runs now may wait its turn: what came due meanwhile is not left to a later round."""
        self._scheduler.add_job(
            quiet_when_stopped, "date", [job], run_date=at, id=name, replace_existing=True, max_instances=2
        )


async def quiet_when_stopped(job: Job) -> None:
    """Runs the job; that the server stops in the middle of it is no error to speak of."""
    with contextlib.suppress(asyncio.CancelledError):
        await job()
