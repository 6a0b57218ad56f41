"""Times, offsets, days and countries as sources write them. Pure."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from scraper.carriers._values import text

_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?"
    r"\s*([AaPp]\.?[Mm]\.?)?\s*(Z|GMT|UTC|[+-]\d{2}(?::?\d{2})?|(?:GMT|UTC)[+-]\d{1,2}(?::?\d{2})?)?(?:\[[\w/+-]+\])?"
)
_ZONE = re.compile(r"(?:GMT|UTC)?\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?")


def wall_clock(value: object, *forms: str) -> datetime | None:
    """The wall clock of a text in ISO order (2026-08-23 14:18:40) or in one of the `strptime` forms; naive.

    An offset in the text is not added: `offset_of` reads it. A date alone is that day at 00:00; 24:00 is its end, the
    next day at 00:00.
    """
    line = text(value, 64)
    if line is None:
        return None
    for form in forms:
        try:
            return datetime.strptime(line, form).replace(tzinfo=None)  # noqa: DTZ007 - a wall clock on purpose
        except ValueError:
            continue
    met = _ISO.fullmatch(line)
    if met is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in met.groups()[:6])
    if half := (met.group(7) or "").casefold().replace(".", ""):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    ends = timedelta(days=(hour, minute, second) == (24, 0, 0))
    try:
        return datetime(year, month, day, 0 if ends else hour, minute, second) + ends  # noqa: DTZ001 - a wall clock
    except (ValueError, OverflowError):
        return None


def offset_of(value: object) -> str | None:
    """ "+08:00" from "GMT+8", "+0800", "2026-06-29T21:05:00+08:00" or "...Z"; None where there is none."""
    line = text(value, 64)
    if line is None:
        return None
    iso = _ISO.fullmatch(line)
    if iso is not None:
        line = iso.group(8) or ""
    if line in {"Z", "GMT", "UTC"}:
        return "+00:00"
    met = _ZONE.fullmatch(line)
    if met is None:
        return None
    hours, minutes = int(met.group(2)), int(met.group(3) or 0)
    return f"{met.group(1)}{hours:02d}:{minutes:02d}" if hours <= 14 and minutes < 60 else None


def instant_of(milliseconds: object) -> datetime | None:
    """The aware instant of an epoch in milliseconds, also one written as digits; None outside 2000..2100."""
    if isinstance(milliseconds, str) and re.fullmatch(r"\d{12,13}", milliseconds.strip()):
        milliseconds = int(milliseconds)
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int | float):
        return None
    if not 946_684_800_000 <= milliseconds < 4_102_444_800_000:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def wall_at(instant: datetime, offset: str) -> datetime:
    """The naive wall clock of an instant at an offset like "+08:00"."""
    sign = -1 if offset.startswith("-") else 1
    shift = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6]))
    return (instant.astimezone(UTC) + sign * shift).replace(tzinfo=None)


def at_home(instant: datetime | None, zone: str) -> tuple[datetime | None, str | None]:
    """The wall clock of an instant in the zone of a country with one clock, and its offset there."""
    if instant is None:
        return None, None
    local = instant.astimezone(ZoneInfo(zone))
    offset = local.strftime("%z")
    return local.replace(tzinfo=None, microsecond=0), f"{offset[:3]}:{offset[3:]}"


def day_of(value: object, *forms: str) -> date | None:
    """The calendar day of a text."""
    found = wall_clock(value, *forms)
    return None if found is None else found.date()


_OTHER_NAMES = {
    "mainland china": "CN",
    "中国大陆": "CN",
    "中国内地": "CN",
    "china mainland": "CN",
    "chinese mainland": "CN",
    "hong kong": "HK",
    "hong kong, china": "HK",
    "macau": "MO",
    "macao": "MO",
    "taiwan, china": "TW",
    "korea": "KR",
    "republic of korea": "KR",
    "korea (republic of)": "KR",
    "russian federation": "RU",
    "united states of america": "US",
    "usa": "US",
    "uk": "GB",
    "great britain": "GB",
    "great britain and northern ireland": "GB",
    "united kingdom of great britain and northern ireland": "GB",
    "czech republic": "CZ",
    "turkey": "TR",
    "türkiye": "TR",
    "holland": "NL",
    "the netherlands": "NL",
    "viet nam": "VN",
    "moldova, republic of": "MD",
    "macedonia": "MK",
    "uae": "AE",
    "ivory coast": "CI",
    "bosnia and herzegovina": "BA",
}


@cache
def _names(language: str) -> Mapping[str, str]:
    """Lower-case country name -> ISO 3166 code, from the tables of Unicode's CLDR."""
    from babel import Locale

    territories = Locale.parse(language).territories
    return {name.casefold(): key for key, name in territories.items() if len(key) == 2 and key.isalpha()}


def country(value: object) -> str | None:
    """ISO 3166 code of a country given by code or name; what follows a comma (a town) is left aside."""
    line = text(value, 120)
    if line is None:
        return None
    if re.fullmatch(r"[A-Z]{2}|[a-z]{2}", line) and line != "na":  # "na" says that there is none
        return "GB" if line.upper() == "UK" else line.upper()
    for name in (line, line.split(",")[0].strip()):
        folded = name.casefold()
        if folded in _OTHER_NAMES:
            return _OTHER_NAMES[folded]
        for language in ("en", "fr", "es", "pt", "de", "it", "nl", "ru", "zh", "pl"):
            if folded in _names(language):
                return _names(language)[folded]
    return None
