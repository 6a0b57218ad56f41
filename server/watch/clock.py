"""The clock of the house. Everything that asks for the time asks this object, so that it can be moved."""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """The computer's clock, plus what a demonstration or a test moved it by."""

    def __init__(self) -> None:
        self.moved_by = timedelta(0)

    def now(self) -> datetime:
        """Now, aware, UTC, in whole milliseconds: as it is written, so it is read back."""
        now = self.wall() + self.moved_by
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    def wall(self) -> datetime:
        """What the computer's clock shows, unmoved."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that only ever grow; they stand still while the computer sleeps (on Linux)."""
        return time.monotonic()

    def move_to(self, instant: datetime) -> None:
        """From now on `now` begins at `instant`. For demonstrations and tests only."""
        self.moved_by = instant - self.wall()


def written(instant: datetime) -> str:
    """An instant as the database and the protocol write it: ISO 8601, UTC, sortable as text."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_back(text: str) -> datetime:
    """The inverse of `written`; takes any ISO instant with an offset. Raises ValueError without one."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text!r} has no offset")
    return instant.astimezone(UTC)
