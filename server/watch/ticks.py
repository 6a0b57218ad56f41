"""APScheduler drives the ticks; what is due stands in the casebook and the database, never in a timer."""

from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from server.house import House

TICK_EVERY = timedelta(seconds=30)


class Watch:
    """Ticks at most 30 s apart, and at the next due time."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )

    async def start(self) -> None:
        await self.tick()
        self._scheduler.add_job(self.tick, "interval", seconds=TICK_EVERY.total_seconds())
        self._scheduler.start()

    async def tick(self) -> None:
        await self._house.advance()

    async def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
