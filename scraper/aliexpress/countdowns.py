"""Spans of time in sentences: countdowns ("34 days 10 hours", "24 дн") and numbers of days ("within 7 days")."""

import re
from datetime import timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from scraper.aliexpress.dates import Day
from scraper.aliexpress.words import code_of, languages, places, says

PACIFIC = ZoneInfo("America/Los_Angeles")
LONGEST_DAYS = 400
_SHORT = 28
_UNITS = ("day", "hour", "minute", "second")
_BETWEEN = re.compile(
    r"(?:\([a-z]{1,2}\))?[\s,.:、]*(?:and|und|et|y|e|i|и|і|ve|en|och|og|a|και|ו-?|و)?[\s,.:]*"
)
_CLOCK = re.compile(r"(?<![\d:])(\d{1,3}):([0-5]\d):([0-5]\d)(?![\d:])")
_IN = re.compile(r"(?<![^\W\d_])(?:in|dans|en|em|tra|fra|over|za|через|peste|om)$")
_LONGER = re.compile(r"(?<![\d.,:])\d{1,2}\s?[^\W\d_]{1,12}\.?,?\s(?:[^\W\d_]{1,3}\s)?$")  # "1 week 2 days"
_LATER = re.compile(r"(?:후|뒤|後|后)(?:에|に)?,? ?(?=자동|自動|自动)")
_TIME = re.compile(
    r"\b(?:time|zeit|temps|tiempo|tempo|czas|tijd|время|времени|час|часу|sure|χρονοσ|cas|tid|timp|ido|waktu)\b"
    r"|เวลา|הזמן|זמן|ש|الوقت|وقت|시간|時間|时间|時限|时限"
)
_FEW_LETTERS = 4
_ONE_LETTER = re.compile(r"^[a-z]$")


@cache
def _spans(language: str | None) -> re.Pattern[str]:
    """`<number> <unit>` in a language and English, in all languages if None."""
    known = languages()
    tongues = [known[language], known["en"]] if language and known[language].units else list(known.values())
    groups = []
    for unit in _UNITS:
        named = {word for t in tongues for word in t.units.get(unit, "").split("|") if word}
        if len(tongues) > 2:
            named = {word for word in named if not _ONE_LETTER.match(word) or word in "dh"}
        ordered = sorted(named, key=lambda word: (-len(word), word))
        groups.append(f"(?P<{unit}>{'|'.join(ordered)})")
    cjk = r"(?![^\W\d_])" if language not in ("ja", "zh", "ko") else ""
    return re.compile(
        rf"(?<![\d.,])(?<!\d[:–-])(?P<number>\d{{1,3}})\s?(?:calendar |business |working )?(?:{'|'.join(groups)}){cjk}"
    )


def _without_days(said: str, found: tuple[Day, ...]) -> str:
    for day in found:
        said = said[: day.start] + " " * (day.end - day.start) + said[day.end :]
    return said


def _matches(said: str, found: tuple[Day, ...], language: str | None) -> list[re.Match[str]]:
    blank = _without_days(said, found)
    if not any(c.isdecimal() for c in blank):
        return []
    code = code_of(language)
    hits = list(_spans(code).finditer(blank))
    if code is None and re.search(r"[天日小时時間시분일]", blank):
        hits = [h for tongue in ("zh", "ja", "ko") for h in _spans(tongue).finditer(blank)] or hits
        hits = sorted({h.start(): h for h in hits}.values(), key=lambda h: h.start())
    return hits


def countdown(said: str, found: tuple[Day, ...], language: str | None) -> timedelta | None:
    """The time left that a folded sentence counts down; None if its spans of time are no countdown."""
    clocked = _CLOCK.sub(r"\1 hours \2 minutes \3 seconds", said) if not found else said
    if clocked != said and not (says("remaining", said, language) or _is_label(_CLOCK.sub("", said))):
        return None  # a time of day
    said = clocked
    hits = _matches(said, found, language)
    if not hits:
        return None
    run = [hits[0]]
    for hit in hits[1:]:
        if not _BETWEEN.fullmatch(said[run[-1].end() : hit.start()]):
            break
        run.append(hit)
    if _LONGER.search(said, 0, run[0].start()):
        return None
    units = [str(hit.lastgroup) for hit in run]
    if len(set(units)) != len(units) or any(_UNITS.index(a) > _UNITS.index(b) for a, b in pairwise(units)):
        return None
    left = sum(
        (timedelta(**{f"{unit}s": int(hit["number"])}) for unit, hit in zip(units, run, strict=True)),
        timedelta(),
    )
    rest = said[: run[0].start()] + said[run[-1].end() :]
    letters = sum(c.isalpha() for c in rest)
    counting = len(units) > 1 or says("remaining", said, language) or (letters <= _SHORT and _is_label(rest))
    counting = counting or (
        says("protect", said, language) and _from_now(said, run[0].start(), run[-1].end())
    )
    return left if counting and left <= timedelta(days=LONGEST_DAYS) else None


def _from_now(said: str, start: int, end: int) -> bool:
    """Whether a span counts from the reading ("confirmed automatically in 5 days"): nothing after it says from what."""
    before, after = said[:start].rstrip(), said[end:].strip(" .!。")
    return bool((_IN.search(before) and not after) or _LATER.match(after))


def _is_label(rest: str) -> bool:
    """Whether nothing but a label ("Time left:", "Осталось:") stands around a span of time."""
    bare = rest.strip(" .…·")
    return not bare or bare.endswith((":", "：", "-", "–"))


def day_counts(said: str, found: tuple[Day, ...], language: str | None) -> list[tuple[int, int, int]]:
    """Every number of days in a folded sentence, with its place."""
    return [(int(h["number"]), *h.span()) for h in _matches(said, found, language) if h.lastgroup == "day"]


def counts_hours(said: str, found: tuple[Day, ...], language: str | None) -> bool:
    """Whether a folded sentence holds a number of hours ("48 hours after that date")."""
    return any(h.lastgroup == "hour" for h in _matches(said, found, language))


def is_bare(said: str, language: str | None) -> bool:
    """Whether a folded sentence says only that so much time is left, and not of what ("Last update: 2 days ago")."""
    rest = list(_CLOCK.sub(lambda clock: " " * len(clock.group()), said))
    for first, end in places("remaining", said, language):
        last = end
        while last < len(said) and said[last].isalpha() and said[last] < "\u3000":
            last += 1  # the whole word: "verbleib" of "verbleibende"
        rest[first:last] = " " * (last - first)
    for hit in _matches("".join(rest), (), language):
        rest[hit.start() : hit.end()] = " " * (hit.end() - hit.start())
    bare = _TIME.sub(" ", "".join(rest))
    return sum(3 if c >= "\u3000" else 1 for c in bare if c.isalpha()) <= _FEW_LETTERS
