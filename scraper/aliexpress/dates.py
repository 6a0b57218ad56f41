"""Dates and times of day that pages print: which day is meant, and in which year."""

import re
from datetime import date, datetime, time, timedelta
from functools import cache

from scraper.aliexpress.printed_days import CLOCK, Day, find, month_of, on_calendar
from scraper.aliexpress.words import folded, languages

__all__ = ["Day", "clock", "find", "month_of", "only_day", "wall_clock", "with_year"]


_ZONE = re.compile(r"(?:gmt|utc)\s?[+-]\d{1,2}(?::?\d{2})?")
_ARABIC_HALF = re.compile(r"\s?([مص])(?!\w)")


@cache
def _afternoons() -> tuple[str, ...]:
    named = {word for tongue in languages().values() for word in tongue.afternoon}
    return tuple(sorted(named | {"오후", "午後", "下午"}))


def clock(text: str) -> time | None:
    """The one time of day that a text prints ("18:39", "6:39 PM")."""
    said = _ZONE.sub("", folded(text))
    found = [m for m in CLOCK.finditer(said) if ":" in m.group()] or [
        m
        for m in CLOCK.finditer(said)
        if re.search(r"\d{2}\.\d{2}$|\d\s?h\s?\d", m.group()) and not find(m.group())
    ]
    if len(found) != 1:
        return None
    hour, minute, second = (int(part or 0) for part in found[0].group(1, 2, 3))
    half = (found[0].group(4) or "").replace(".", "").replace(" ", "")
    if letter := _ARABIC_HALF.match(said, found[0].end()):
        half = "pm" if letter.group(1) == "م" else "am"
    late = half == "pm" or (
        not half and any(word in said for word in _afternoons() if len(word) > 1 and not word.isascii())
    )
    if late and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    return time(hour % 24, minute, second) if hour <= 24 else None


def with_year(
    day: Day, near: date | None = None, since: date | None = None, until: date | None = None
) -> date | None:
    """The date of a day; one without a year is the nearest to `near`, the first from `since`, or the last to `until`.

    `since` allows a week before it (pages that are a little old), `until` a day behind it (zones). None if nothing
    says the year.
    """
    if day.year:
        return day.on()
    anchor = near or since or until
    if anchor is None:
        return None
    near_days = [
        d for year in range(anchor.year - 5, anchor.year + 6) if (d := on_calendar(year, day.month, day.day))
    ]
    if near:
        return min(near_days, key=lambda d: abs((d - near).days), default=None)
    week = timedelta(days=7)
    if since:
        return next((d for d in near_days if d >= since - week), None)
    return next((d for d in reversed(near_days) if d <= anchor + timedelta(days=1)), None)


def only_day(text: str, language: str | None = None) -> Day | None:
    """The day of a text that prints exactly one."""
    days = find(text, language)
    return days[0] if len(days) == 1 else None


def wall_clock(
    text: str, language: str | None, near: date | None = None, until: date | None = None
) -> datetime | None:
    """The wall clock of a scan ("Tue | Jul. 28 18:39"); None if not understood.

    Without a year it is the day nearest to `near` (its own instant), else the last one to `until` (the reading): a
    scan has happened.
    """
    day, at = only_day(text, language), clock(text)
    if not day or (at is None and re.search(r"\d:\d", folded(text))):
        return None  # two times of day, or one that nobody understands: not midnight
    on = with_year(day, near=near, until=until)
    return datetime.combine(on, at or time()) if on else None
