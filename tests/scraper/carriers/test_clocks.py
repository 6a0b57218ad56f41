"""Clocks and offsets as sources write them: the wall clock is never moved, and an offset is told or none."""

import json
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.carriers import sources
from scraper.carriers._times import instant_of, offset_of, wall_clock

CLOCKS = st.datetimes(datetime.fromisoformat("2005-01-01"), datetime.fromisoformat("2099-12-31")).map(
    lambda clock: clock.replace(microsecond=0)
)
QUARTERS = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timedelta(minutes=15 * quarters))


@pytest.mark.parametrize(
    ("written", "clock", "offset"),
    [
        ("2026-08-05T10:20:30+02", "2026-08-05T10:20:30", "+02:00"),
        ("2026-08-05 10:20:30.123-0730", "2026-08-05T10:20:30", "-07:30"),
        ("2026-12-31 24:00:00", "2027-01-01T00:00:00", None),
        ("2026-08-05 12:05:00 AM", "2026-08-05T00:05:00", None),
        ("2026-08-05 12:05 pm", "2026-08-05T12:05:00", None),
        ("2026-08-05 10:20 PM Z", "2026-08-05T22:20:00", "+00:00"),
        ("2026-08-05", "2026-08-05T00:00:00", None),
        ("2026-08-05 10:20:30 UTC", "2026-08-05T10:20:30", "+00:00"),
        ("2026-08-05 10:20:30 GMT", "2026-08-05T10:20:30", "+00:00"),
        ("2026-08-05 10:20:30 GMT+8", "2026-08-05T10:20:30", "+08:00"),
        ("2026-08-05 10:20 PM UTC-03:30", "2026-08-05T22:20:00", "-03:30"),
        ("2026-08-05T10:20:30+02:00[Europe/Paris]", "2026-08-05T10:20:30", "+02:00"),
        ("2026-08-05 10:20\u202fPM", "2026-08-05T22:20:00", None),
        ("2026-08-05 10:20 p.m.", "2026-08-05T22:20:00", None),
        ("2026-08-05 10:20:30 CET", None, None),
        ("2026-08-05T10:20:30+25:00", "2026-08-05T10:20:30", None),
        ("2026-08-05 14:20 PM", None, None),
        ("2026-08-05 24:01:00", None, None),
        ("2026-02-30", None, None),
        ("08/05/2026 10:20", None, None),
        ("9999-12-31 24:00:00", None, None),
    ],
)
def test_clocks_as_sources_write_them(written: str, clock: str | None, offset: str | None) -> None:
    found = wall_clock(written)
    assert (found and found.isoformat()) == clock
    assert offset_of(written) == offset


@given(CLOCKS, QUARTERS, st.sampled_from(["T", " "]), st.sampled_from(["", " "]), st.sampled_from([":", ""]))
def test_any_clock_with_an_offset(
    clock: datetime, shift: timedelta, between: str, blank: str, colon: str
) -> None:
    iso = timezone(shift).utcoffset(None)
    sign, minutes = "-" if iso < timedelta() else "+", abs(iso) // timedelta(minutes=1)
    offset = f"{sign}{minutes // 60:02d}:{minutes % 60:02d}"
    written = f"{clock:%Y-%m-%d}{between}{clock:%H:%M:%S}{blank}{offset.replace(':', colon)}"
    assert wall_clock(written) == clock, written
    assert offset_of(written) == offset, written


@given(CLOCKS, st.sampled_from(["AM", "pm", "a.m."]), st.sampled_from(["", " ", "\u202f"]))
def test_any_clock_of_twelve_hours(clock: datetime, half: str, blank: str) -> None:
    written = f"{clock:%Y/%m/%d %I:%M:%S}{blank}{half}"
    late = half.lower().startswith("p")
    assert wall_clock(written) == clock.replace(hour=clock.hour % 12 + (12 if late else 0)), written


@given(CLOCKS)
def test_a_new_year_is_no_other_year(clock: datetime) -> None:
    """No time of a source is read without its year, so none falls into another one."""
    assert wall_clock(f"{clock:%m-%d %H:%M:%S}") is None
    assert wall_clock(f"{clock:%y-%m-%d %H:%M:%S}") is None


@given(
    st.one_of(
        st.text(max_size=40),
        st.from_regex(r"[0-9TZ:./+ -]{4,30}", fullmatch=True),
        st.integers(),
        st.floats(),
    )
)
def test_anything_is_a_clock_or_none(value: object) -> None:
    found = wall_clock(value)
    assert found is None or found.tzinfo is None
    offset_of(value)
    instant_of(value)


@pytest.mark.parametrize(
    ("written", "year"),
    [
        (1786010400000, 2026),
        ("1786010400000", 2026),
        (1786010400000.0, 2026),
        (1786010400, None),  # seconds: not guessed
        ("1786010400", None),
        (-1786010400000, None),
        (True, None),
        (float("nan"), None),
        (float("inf"), None),
        (10**30, None),
        (None, None),
        ({}, None),
    ],
)
def test_an_instant_is_told_in_milliseconds(written: object, year: int | None) -> None:
    found = instant_of(written)
    assert (found and found.year) == year


@pytest.mark.parametrize("seconds", [1786010400, "1786010400", 1786010400.0])
def test_uniuni_seconds_written_as_they_come(seconds: object) -> None:
    path = [{"pathTime": seconds, "pathInfo": "Delivered", "state": 203}]
    body = {"data": {"valid_tno": [{"tno": "UUS5A41829374650182", "spath_list": path}]}}
    (tracking,) = sources()["uniuni"].read(json.dumps(body), ()).trackings
    assert tracking.events[0].local_time.year == 2026
