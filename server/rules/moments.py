"""Days and instants: the only place where a date becomes a moment.

A day that an AliExpress page prints as a deadline ends in Pacific time; a notice that counts whole days comes at nine
in the buyer's own zone. Instants are aware and in UTC; days are plain dates. Sums and leads are absolute hours.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

PACIFIC = ZoneInfo("America/Los_Angeles")
END_OF_DAY = time(23, 59, 59)
MORNING = time(9, 0)
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2200, 1, 1)
SATURDAY = 5


@lru_cache(maxsize=16384)
def pacific_end(day: date) -> datetime:
    """`PT(D)`: the instant at which a printed deadline day ends, 23:59:59 in America/Los_Angeles."""
    return datetime.combine(day, END_OF_DAY, PACIFIC).astimezone(UTC)


@lru_cache(maxsize=16384)
def morning(day: date, zone: ZoneInfo) -> datetime:
    """`L(D)`: 09:00 of that day in the buyer's zone (in a gap of the clock: by the offset before it)."""
    return datetime.combine(day, MORNING, zone).astimezone(UTC)


@lru_cache(maxsize=16384)
def day_end(day: date, zone: ZoneInfo) -> datetime:
    """23:59:59 of that day in the buyer's zone; where the clock shows it twice, the second one."""
    return datetime.combine(day, END_OF_DAY.replace(fold=1), zone).astimezone(UTC)


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """The calendar day that the buyer's clock shows at an instant."""
    return at.astimezone(zone).date()


def pacific_day(at: datetime) -> date:
    """The calendar day of an instant in Pacific time."""
    return at.astimezone(PACIFIC).date()


@lru_cache(maxsize=16384)
def days(day: date, count: int) -> date:
    """The calendar day `count` days later (or earlier)."""
    return day + timedelta(days=count)


@lru_cache(maxsize=4096)
def working_days(day: date, count: int) -> date:
    """The day `count` working days (Monday to Friday) after `day`, which is day 0 even on a weekend."""
    while count:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY:
            count -= 1
    return day


@lru_cache(maxsize=16384)
def read_day(text: str) -> date:
    """A day from `YYYY-MM-DD`; ValueError if it is none, or not of this or the last century."""
    day = date.fromisoformat(text)
    if len(text) != len("YYYY-MM-DD") or not FIRST_DAY <= day < LAST_DAY:
        raise ValueError(f"{text!r} is no day as YYYY-MM-DD between {FIRST_DAY.year} and {LAST_DAY.year}")
    return day


def read_instant(text: str, zone: ZoneInfo) -> datetime:
    """An instant from ISO 8601; without an offset it is wall time of `zone`. ValueError if it is none."""
    at = datetime.fromisoformat(text)
    if FIRST_DAY <= at.date() < LAST_DAY:
        at = (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
        if FIRST_DAY <= at.date() < LAST_DAY:  # else it could not be read again from what was written of it
            return at
    raise ValueError(f"{text!r} is no instant between {FIRST_DAY.year} and {LAST_DAY.year}")


def quiet_until(at: datetime, zone: ZoneInfo, quiet: tuple[time, time] | None) -> datetime | None:
    """The end of the quiet hours that hold an instant; None outside of them.

    An hour that the clock shows twice is quiet twice; an end in a gap of the clock counts by the offset before it.
    """
    if quiet is None or quiet[0] == quiet[1]:
        return None
    local = at.astimezone(zone)
    begin, end = quiet
    clock = local.time()
    inside = begin <= clock < end if begin < end else clock >= begin or clock < end
    if not inside:
        return None
    day = local.date() if clock < end else local.date() + timedelta(days=1)
    twice = (datetime.combine(day, end.replace(fold=fold), zone).astimezone(UTC) for fold in (0, 1))
    return next((shown for shown in twice if shown > at), at + timedelta(seconds=1))
