"""The clock of the house. Everything that asks for the time asks this object, so that it can be moved."""

import time
from datetime import UTC, datetime, timedelta

ORDINARY = timedelta(minutes=2)
"""The wall clock may be corrected by so much at once without anybody asking."""

BELIEVED_AFTER = 600.0
"""Seconds for which a clock that jumped must stay where it is before it is believed."""


class Clock:
    """The computer's clock, plus what a demonstration or a test moved it by.

    A clock that jumps (somebody set it, a battery died) is not believed at once: a warning told at a wrong time cannot
    be taken back. For ten minutes time goes on as if it had not jumped; if it then still stands there, it is believed.
    Sleep is no jump: the counter used here goes on while the computer sleeps, where the system has such a counter.
    """

    def __init__(self) -> None:
        self.moved_by = timedelta(0)
        self._start: datetime | None = None
        self._odd: tuple[datetime, float] | None = None

    def now(self) -> datetime:
        """Now, aware, UTC, in whole milliseconds: as it is written, so it is read back."""
        now = self._believed() + self.moved_by
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    @property
    def jumped(self) -> bool:
        """Whether the computer's clock jumped lately and is not believed yet."""
        return self._odd is not None

    def wall(self) -> datetime:
        """What the computer's clock shows, right or wrong."""
        return datetime.now(UTC)

    def ran(self) -> float:
        """Seconds that only ever grow, sleep counted where the system can."""
        if hasattr(time, "CLOCK_BOOTTIME"):
            return time.clock_gettime(time.CLOCK_BOOTTIME)
        return time.monotonic()

    def move_to(self, instant: datetime) -> None:
        """From now on `now` begins at `instant`. For demonstrations and tests only."""
        self.moved_by = instant - self._believed()

    def _believed(self) -> datetime:
        wall, ran = self.wall(), self.ran()
        start = wall - timedelta(seconds=ran)
        if self._start is None or abs(start - self._start) <= ORDINARY:
            self._start, self._odd = start, None
            return wall
        if self._odd is None or abs(start - self._odd[0]) > ORDINARY:
            self._odd = (start, ran)
        if ran - self._odd[1] >= BELIEVED_AFTER:
            self._start, self._odd = start, None
            return wall
        return self._start + timedelta(seconds=ran)


def written(instant: datetime) -> str:
    """An instant as the database and the protocol write it: ISO 8601, UTC, sortable as text."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_back(text: str) -> datetime:
    """The inverse of `written`; takes any ISO instant with an offset. Raises ValueError without one."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text!r} has no offset")
    return instant.astimezone(UTC)
