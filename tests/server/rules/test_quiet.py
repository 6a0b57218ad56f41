"""Quiet hours end where the buyer's clock shows their end, also in the nights in which it is changed."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from server.rules.moments import quiet_until


@pytest.mark.parametrize(
    ("zone", "quiet", "at", "end"),
    [
        ("Europe/Berlin", ("22:00", "07:00"), "2026-10-24T21:00", "2026-10-25T06:00"),
        ("Europe/Berlin", ("22:00", "07:00"), "2026-03-28T22:00", "2026-03-29T05:00"),
        ("Europe/Berlin", ("22:00", "02:30"), "2026-10-25T00:10", "2026-10-25T00:30"),  # 02:10, shown first
        ("Europe/Berlin", ("22:00", "02:30"), "2026-10-25T01:10", "2026-10-25T01:30"),  # 02:10, shown again
        ("Europe/Berlin", ("22:00", "02:30"), "2026-10-25T00:40", None),
        ("Europe/Berlin", ("22:00", "02:30"), "2026-03-29T00:50", "2026-03-29T01:30"),  # 02:30 does not come
        ("Asia/Beirut", ("23:00", "00:30"), "2026-03-28T21:45", "2026-03-28T22:30"),  # midnight does not come
        (
            "Australia/Lord_Howe",
            ("22:00", "01:45"),
            "2026-04-04T15:05",
            "2026-04-04T15:15",
        ),  # half an hour twice
        ("Asia/Tokyo", ("13:00", "14:00"), "2026-10-25T04:30", "2026-10-25T05:00"),
        ("Asia/Tokyo", ("13:00", "14:00"), "2026-10-25T05:00", None),
    ],
)
def test_the_end(zone: str, quiet: tuple[str, str], at: str, end: str | None) -> None:
    hours = (time.fromisoformat(quiet[0]), time.fromisoformat(quiet[1]))
    found = quiet_until(datetime.fromisoformat(at).replace(tzinfo=UTC), ZoneInfo(zone), hours)
    assert found == (None if end is None else datetime.fromisoformat(end).replace(tzinfo=UTC))
