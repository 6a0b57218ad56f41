"""The last day that the words of a scan name: "available for collection until 7 August 2026". Pure.

Only what can be read in one way: a year must stand there, and 07/08/2026 is read only where it can be no other day or
the language writes the day first.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

_WORDS = (
    r"until|till|before|no later than|by|bis(?: zum| einschlie(?:ß|ss)lich)?|sp[äa]testens(?: am)?"
    r"|jusqu[’']au|avant le|hasta(?: el)?|antes del|fino al?|entro il|at[ée](?: (?:o dia|dia))?|t/m|tot(?: en met)?"
    r"|до|по|do(?: dnia)?"
)
_DATE = (
    r"(?P<iso>\d{4}-\d{1,2}-\d{1,2})|(?P<dots>\d{1,2}\.\d{1,2}\.\d{4})|(?P<slashes>\d{1,2}/\d{1,2}/\d{4})"
    r"|(?P<month_first>(?P<m1>[^\W\d_]{3,12})\.? (?P<d1>\d{1,2})(?:st|nd|rd|th)?,? (?P<y1>\d{4}))"
    r"|(?P<day_first>(?P<d2>\d{1,2})(?:st|nd|rd|th|er|\.)?(?: de| of)? (?P<m2>[^\W\d_]{3,12})\.?(?: de)?,?"
    r" (?P<y2>\d{4}))"
)
_UNTIL = re.compile(
    rf"(?<!\w)(?:{_WORDS})\s+(?:the |le |el |il |o |den |dem |[^\W\d_]{{3,12}}[,.]? )?(?:{_DATE})",
    re.IGNORECASE,
)
DAY_FIRST = frozenset({"fr", "es", "it", "pt", "de", "nl", "pl", "ru", "he", "uk"})


def until_day(words: str | None, language: str | None = None) -> date | None:
    """The day after "until" in the words; None where there is none, or more than one reading of it."""
    met = _UNTIL.search(words or "")
    if met is None:
        return None
    parts = met.groupdict()
    if parts["iso"]:
        return _day(*map(int, parts["iso"].split("-")))
    if parts["dots"]:
        day, month, year = map(int, parts["dots"].split("."))
        return _day(year, month, day)
    if parts["slashes"]:
        day, month, year = map(int, parts["slashes"].split("/"))
        return _day(year, month, day) if day > 12 or day == month or language in DAY_FIRST else None
    number = "1" if parts["month_first"] else "2"
    named = _months().get(str(parts[f"m{number}"]).casefold().rstrip("."))
    return _day(int(parts[f"y{number}"]), named, int(parts[f"d{number}"])) if named else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _months() -> Mapping[str, int]:
    """Month names and their short forms in the languages of the sources, from Unicode's CLDR."""
    from babel import Locale

    found: dict[str, int] = {}
    for language in ("pl", "ru", "pt", "nl", "it", "es", "fr", "de", "en"):
        months = Locale.parse(language).months
        for use in ("format", "stand-alone"):
            for width in ("abbreviated", "wide"):
                found |= {name.casefold().rstrip("."): number for number, name in months[use][width].items()}
    return found
