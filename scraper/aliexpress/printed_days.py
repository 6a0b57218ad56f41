"""Dates as shop pages print them, in every language that `languages` knows.

Explicit forms only: month by its name (CLDR's, with or without weekday and year, before or after the day), CJK
`2026年8月3日`, year-first and day-first numbers. Two numbers around a slash are a date only where the language says
which is the month. A date without a year stays one (`year` is None): `dates` gives it one from its context.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from scraper.aliexpress.words import code_of, folded, languages

YEARS = range(2005, 2080)
_BUDDHIST, _SHORT_BUDDHIST = 543, 60
_SHORT = 40


class Day(NamedTuple):
    """A day as printed; `year` is None where none is printed. `start`, `end`: its place in the folded text."""

    year: int | None
    month: int
    day: int
    start: int
    end: int

    def on(self) -> date | None:
        """The date, if it has a year and exists."""
        return on_calendar(self.year, self.month, self.day) if self.year else None


class Token(NamedTuple):
    kind: str  # "number" or "word"
    text: str
    start: int
    end: int


_WORD = r"[^\W\d_](?:[^\W\d_]|[\u0e30-\u0e4e\u0900-\u097f]|['.״\"](?=[^\W\d_]))*(?:(?<=[\u0590-\u05ff])')?"
_TOKEN = re.compile(rf"(?P<number>\d+)|(?P<word>{_WORD})")
CLOCK = re.compile(
    r"(?<![\d.])([01]?\d|2[0-4])(?:\s?[:h]\s?|\.)([0-5]\d)(?::([0-5]\d))?(?!\d|[.:]\s?\d)\s*([ap]\.?\s?m\b\.?)?"
)
_CJK = re.compile(
    r"(?:(?<!\d)(\d{4}|\d{2})\s?[年년]\s?)?(?<!\d)(\d{1,2})\s?[月월]\.?\s?(\d{1,2})(?!\d)\s?[日일号號]?"
)
_YEAR_FIRST = re.compile(r"(?<![\d.])(\d{4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)\.?")
_YEAR_LAST = re.compile(r"(?<![\d.,])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d%])")
_DAY_MONTH = re.compile(r"(?<![\d.,])(\d{1,2})\.\s?(\d{1,2})\.(?!\s?\d)")
_NUMBERED_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})\s(?:thg|thang|tháng)\s(\d{1,2})(?:,?\s(?:năm\s|nam\s)?(\d{4}))?(?!\d)"
)
_FILLERS = frozenset(
    "de del of el the den le der dem am d г г. р року года ค.ศ พ.ศ m st nd rd th er eme º o 일 ngay في ב ה ж il".split()  # noqa: SIM905
)
_JOIN = "\u0640"  # a letter of no meaning, so that places in the text stay the same
_EVERYDAY = frozenset({"sie"})  # German "you", Polish "oneself" and August: a month only beside a year
_PREFIXES = ("ב", "ל", "ה", "מ", "ו")
_GLUE = re.compile(r"[\s.,،]*")
_NO_GLUE = re.compile(r"[\s.,،|/-]*")
_COUNTS = re.compile(r"\s?(?:days?|times|hours?|items?|pieces|%)")  # "you may 3 times": no third of May
_OPENING = re.compile(r"(?<![\d.,:])(\d{1,2})\.?\s?(?:[-–—~〜至]|\bbis\b|\ba\b)\s?$")
_BETWEEN = re.compile(
    r"\b(?:between|from|zwischen(?: dem)?|vom|entre(?: le| el| os dias)?|du|del|dal|tra(?: il)?|od|miedzy|tussen"
    r"|van|mellan|fran|с|между|від|з|між|απο|mezi)\s(\d{1,2})\.?\s"
    r"(?:and|to|und|(?:bis )?zum|et(?: le)?|au|y(?: el)?|al|e(?: il)?|i|a|do|en|tot|och|till|и|по|до|і|та|εως|και)\s$"
)
_FROM = re.compile(r"\b(?:between|from)\s$")
_TO = re.compile(r"\s(?:and|to)\s(\d{1,2})(?:,?\s(\d{4}))?(?![\d:.,]*\d)")
_DASH = re.compile(r"\s*[-–—~〜至]\s*|\s+(?:to|bis|a|au|do|t/m|tot|по|до|ate|til|till|–)\s+")


@cache
def _months() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for tongue in languages().values():
        for name, number in tongue.months.items():
            for spelling in {name, name.rstrip("'."), name.replace(" ", _JOIN)}:
                found.setdefault(spelling, {})[tongue.code] = number
    return found


@cache
def _of_two_words() -> tuple[str, ...]:
    """Months whose name has a blank (Levantine Arabic), without those that are numbers (Vietnamese)."""
    return tuple(name for name in _months() if " " in name and not any(c.isdecimal() for c in name))


@cache
def _weekdays(language: str | None) -> frozenset[str]:
    """Weekdays of a language, of all languages if None: "paz" is October in Polish, and Turkish for Sunday."""
    known = languages()
    tongues = [known[language], known["en"]] if language else list(known.values())
    return frozenset(name for tongue in tongues for name in tongue.weekdays)


def month_of(word: str, language: str | None) -> int | None:
    """The month that a folded word names in the page's language, else in all languages that know it."""
    for name in _spellings(word):
        by_language = _months().get(name)
        if not by_language:
            continue
        code = code_of(language)
        if code in by_language:
            return by_language[code]
        if len(set(by_language.values())) == 1:
            return next(iter(by_language.values()))
        return by_language.get("en")
    return None


def _spellings(word: str) -> Iterator[str]:
    bare = word.strip("'.\"״")
    yield word
    yield bare
    if "\u0590" <= word[0] <= "\u05ff" and word[0] in _PREFIXES:
        yield word[1:]
        yield bare[1:]


def find(text: str, language: str | None = None) -> tuple[Day, ...]:
    """Every day that a text prints, in its order. The two ends of a range ("Sep 21 - 26") are two days."""
    code = code_of(language)
    if code is None and "\u200f/" in text:
        code = "ar"  # CLDR's Arabic numbers carry marks around the slash: day first
    return _find(folded(text), code)


@lru_cache(maxsize=16384)
def _find(said: str, language: str | None) -> tuple[Day, ...]:
    said = _without_clock(said)
    found: list[Day] = []
    for days in (_numeric(said, language), _named(said, language)):
        for day in days:
            if not any(day.start < other.end and other.start < day.end for other in found):
                found.append(day)
    found.sort(key=lambda day: day.start)
    return tuple(_years_of_ranges(said, _open_ranges(said, found)))


def _without_clock(said: str) -> str:
    if ":" not in said and "h" not in said:
        return said
    return CLOCK.sub(
        lambda m: " " * len(m.group()) if ":" in m.group() or "h" in m.group() else m.group(), said
    )


def _numeric(said: str, language: str | None) -> Iterator[Day]:
    if not any(c.isdecimal() for c in said):
        return
    for m in _CJK.finditer(said):
        yield from _day(_full(m.group(1)), m.group(2), m.group(3), m)
    for m in _NUMBERED_MONTH.finditer(said):
        yield from _day(m.group(3), m.group(2), m.group(1), m)
    for m in _YEAR_FIRST.finditer(said):
        yield from _day(m.group(1), m.group(3), m.group(4), m)
    order = languages()[language].numeric_order if language else None
    for m in _YEAR_LAST.finditer(said):
        first, sign, second, year = m.groups()
        if order == "YMD" and len(year) == 2:
            yield from _day(_full(first), second, year, m)
            continue
        for month, day in _either(first, sign, second, order, len(year) == 2):
            yield from _day(_full(year), month, day, m)
    if order in ("DMY", "YMD") and len(said) <= _SHORT:
        for m in _DAY_MONTH.finditer(said):
            month, day = (m.group(2), m.group(1)) if order == "DMY" else (m.group(1), m.group(2))
            yield from _day(None, month, day, m)


def _either(first: str, sign: str, second: str, order: str | None, short: bool) -> list[tuple[str, str]]:
    """Month and day of `03/08/2026`; empty where nothing says which is which."""
    if int(first) > 12 >= int(second):
        return [(second, first)]
    if int(second) > 12 >= int(first):
        return [(first, second)]
    if short and order is None:
        return []
    if sign == "." or order == "DMY":
        return [(second, first)]
    return [(first, second)] if first == second else []


def _full(year: str | None) -> str | None:
    """The year in four digits; a short one that no page can mean is Buddhist ("3/8/69" is 2026 in Thai)."""
    if year is None or len(year) > 2:
        return year
    return f"20{year}" if int(year) < _SHORT_BUDDHIST else f"25{year}"


def _day(year: str | None, month: str | int, day: str, place: re.Match[str]) -> Iterator[Day]:
    number = int(year) if year else None
    if number and number >= YEARS.start + _BUDDHIST:
        number -= _BUDDHIST
    if (number is None or number in YEARS) and on_calendar(number or 2024, int(month), int(day)):
        yield Day(number, int(month), int(day), *place.span())


def on_calendar(year: int, month: int, day: int) -> date | None:
    """The date; None if no calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _tokens(said: str) -> list[Token]:
    return [Token(m.lastgroup or "", m.group(), *m.span()) for m in _TOKEN.finditer(said)]


def _named(said: str, language: str | None) -> Iterator[Day]:
    """Days with the name of a month: `Aug 3, 2026`, `3 de ago. de 2026`, `2026. aug. 3.`, `3 août`, `21-26 sept.`."""
    for name in _of_two_words():
        if name in said:
            said = said.replace(name, name.replace(" ", _JOIN))
    tokens = _tokens(said)
    months = [(i, m) for i, t in enumerate(tokens) if t.kind == "word" and (m := month_of(t.text, language))]
    if len(months) > 1:  # "mar | 28 juil.": the first word is Tuesday
        days_of_week = _weekdays(code_of(language))
        months = [
            (i, m)
            for i, m in months
            if tokens[i].text.strip(".") not in days_of_week or _dated_both_sides(said, tokens, i)
        ] or months
    months = [
        (i, m)
        for place, (i, m) in enumerate(months)
        if place + 1 == len(months) or not _next_ones(said, tokens, i, months[place + 1][0])
    ]
    taken = -1
    for i, month in months:
        day = _around(said, tokens, i, month, taken)
        if day and (day.year or _is_own(tokens[i].text, code_of(language))):
            taken = day.end
            yield day


def _is_own(word: str, language: str | None) -> bool:
    """Whether a word names a month in the page's own language (or English): "wenn Sie 15 Tage" is no Polish August."""
    named = [_months()[name] for name in _spellings(word) if name in _months()]
    if language is None:
        return word not in _EVERYDAY
    return any(language in by_language or "en" in by_language for by_language in named)


def _dated_both_sides(said: str, tokens: list[Token], i: int) -> bool:
    left, right = _neighbour(said, tokens, i, -1), _neighbour(said, tokens, i, 1)
    return bool(left and _is_day(left) and right and _is_year(right))


def _next_ones(said: str, tokens: list[Token], i: int, following: int) -> bool:
    """Whether the day after a word is that of the month behind it: "się 20 paź 2026" ("sie" is August too)."""
    if following != i + 2 or _neighbour(said, tokens, following, -1) is not tokens[i + 1]:
        return False
    left, right = _neighbour(said, tokens, i, -1), _neighbour(said, tokens, following, 1)
    return not (left and _is_day(left)) and (right is None or _is_year(right))


def _around(said: str, tokens: list[Token], i: int, month: int, taken: int) -> Day | None:
    left, right = _neighbour(said, tokens, i, -1), _neighbour(said, tokens, i, 1)
    if left and left.start < taken:
        left = None
    after = _neighbour(said, tokens, tokens.index(right), 1) if right else None
    if right and _is_day(right) and (after and _is_year(after)):
        return _built(after, month, right, tokens[i].start, after.end)
    if left and _is_day(left):
        year = right if right and _is_year(right) else None
        return _built(year, month, left, left.start, (year or tokens[i]).end)
    if right and _is_day(right) and not _COUNTS.match(said, right.end):
        year = left if left and _is_year(left) else None
        return _built(year, month, right, (year or tokens[i]).start, right.end)
    return None


def _built(year: Token | None, month: int, day: Token, start: int, end: int) -> Day | None:
    number = int(year.text) if year else None
    if number and number >= YEARS.start + _BUDDHIST:
        number -= _BUDDHIST
    return (
        Day(number, month, int(day.text), start, end)
        if on_calendar(number or 2024, month, int(day.text))
        else None
    )


def _neighbour(said: str, tokens: list[Token], i: int, step: int) -> Token | None:
    """The number beside a token: only blanks, stops, commas and words like "de" may stand between them."""
    here, j = tokens[i], i + step
    while 0 <= j < len(tokens):
        token = tokens[j]
        between = said[here.end : token.start] if step > 0 else said[token.end : here.start]
        glue = _NO_GLUE if len(between) == 1 else _GLUE
        if not glue.fullmatch(between):
            return None
        if token.kind == "number":
            return token
        if token.text not in _FILLERS and token.text.strip(".") not in _FILLERS:
            return None
        here, j = token, j + step
    return None


def _is_day(token: Token) -> bool:
    return len(token.text) <= 2 and 1 <= int(token.text) <= 31


def _is_year(token: Token) -> bool:
    return len(token.text) == 4 and (int(token.text) in YEARS or int(token.text) - _BUDDHIST in YEARS)


def _open_ranges(said: str, found: list[Day]) -> Iterator[Day]:
    """Adds the bare end of a range: the 26 of "Sep 21 - 26, 2026", the 21 of "21.-26. September"."""
    for index, day in enumerate(found):
        before = _OPENING.search(said[: day.start]) or _BETWEEN.search(said[: day.start])
        if before and 1 <= int(before.group(1)) <= 31 and not _overlaps(found[:index], before.start(1)):
            number = int(before.group(1))
            if on_calendar(day.year or 2024, day.month, number) and number <= day.day:
                yield Day(day.year, day.month, number, before.start(1), before.end(1))
        after = re.match(
            r"\s?[-–—~〜至]\s?(\d{1,2})(?:,?\s(\d{4}))?(?![\d:.,]*\d)(?:\s?[日일号])?", said[day.end :]
        )
        if not after and _FROM.search(said[: day.start]):
            after = _TO.match(said[day.end :])
        nearest = found[index + 1].start if index + 1 < len(found) else len(said) + 1
        if (
            after
            and day.end + after.end(1) <= nearest
            and on_calendar(day.year or 2024, day.month, int(after.group(1)))
        ):
            year = int(after.group(2)) if after.group(2) else day.year
            if int(after.group(1)) >= day.day:
                yield Day(day.year or year, *day[1:])
                yield Day(
                    year, day.month, int(after.group(1)), day.end + after.start(1), day.end + after.end()
                )
                continue
        yield day


def _overlaps(days: list[Day], place: int) -> bool:
    return any(day.start <= place < day.end for day in days)


def _years_of_ranges(said: str, days: Iterator[Day]) -> list[Day]:
    """The first end of a range takes the year of its second: "Dec 28 - Jan 3, 2027" began in 2026."""
    listed = list(days)
    for index in range(len(listed) - 1):
        first, second = listed[index], listed[index + 1]
        if (
            first.year is None
            and second.year
            and _DASH.fullmatch(said[first.end : second.start].rstrip(".") or " ")
        ):
            year = second.year - 1 if (first.month, first.day) > (second.month, second.day) else second.year
            listed[index] = first._replace(year=year)
    return listed
