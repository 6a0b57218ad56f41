"""The sentences of a notice in a language: title, why, do, otherwise. One file a language, named after it.

A sentence is a whole with named placeholders. One that counts is a table: `count` names the placeholder, `one`, `few`,
`many`, `other` ... are its sentences by the language's plural rules. What a language does not say is said in English.
Days carry their weekday, moments the buyer's own zone. A language whose sentences need the weekday
last says so in `[date]`.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import DateTimePattern, format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal

from server.rules.advice import Advice
from server.rules.notice import Notice

HERE = Path(__file__).parent
ENGLISH = "en"
PARTS = ("title", "why", "do", "otherwise")
ADVICE_PARTS = ("do", "why", "otherwise", "avoid")
NO_COUNTS: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Said:
    """What a notice says: what, why (fact, source, date), what to do until when, what happens otherwise."""

    title: str
    why: str
    do: str
    otherwise: str


def languages() -> tuple[str, ...]:
    """The languages that have a file, sorted."""
    return tuple(sorted(path.stem for path in HERE.glob("*.toml")))


@cache
def _file(language: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{language}.toml").read_text(encoding="utf-8"))


class Words:
    """Says notices in a language ("de", "pt-BR" ...); in English where the language, or a message of it, is missing."""

    def __init__(self, language: str = ENGLISH) -> None:
        wanted = language.replace("_", "-")
        self.language = next(
            (name for name in (wanted, wanted.split("-")[0]) if name in languages()), ENGLISH
        )
        self.locale = Locale.parse(self.language.replace("-", "_"))
        self._english = _file(ENGLISH)
        self._files = (
            (self.locale, _file(self.language)),
            (Locale.parse(ENGLISH), self._english),
        )

    def say(self, notice: Notice, zone: ZoneInfo) -> Said:
        """The sentences of a notice, its times in `zone`, which the step to do names: it is read anywhere."""
        values = {name: self.value(name, value, zone) for name, value in notice.params.items()}
        values.update(
            deadline=self.value("deadline", notice.deadline, zone),
            parcel=self._several(notice.parcels, self.name("thing", "parcel")),
            orders=str(len(notice.order_ids)),
        )
        moments = {**notice.params, "deadline": notice.deadline}
        zoned = values | {
            name: self.moment(value, zone, named=True)
            for name, value in moments.items()
            if isinstance(value, datetime)
        }
        sentences = ((part, self.part(notice.message, part, notice.params)) for part in PARTS)
        said = Said(*(text.format_map(_Blank(zoned if part == "do" else values)) for part, text in sentences))
        possible_from = notice.params.get("claim_from_on")
        if isinstance(possible_from, date) and notice.at.astimezone(zone).date() < possible_from:
            return replace(said, do=self._not_yet(said.do, values))
        return said

    def _not_yet(self, do: str, values: Mapping[str, str]) -> str:
        """A step to open a dispute with the day from which on it can be taken."""
        return f"{do} {self.sentence('claim', 'early', 'do', values)}"

    def part(self, message: str, part: str, counts: Mapping[str, Any] = NO_COUNTS) -> str:
        """One sentence with its placeholders, in the plural of its count; the English one where this language has none.

        A message `kind.variant` takes from `kind` what it does not say itself.
        """
        found = self._find("notice", (message, message.split(".")[0]), part, counts)
        if found is None:
            raise KeyError(f"no words for {part} of {message}")
        return found

    def _find(self, of: str, messages: Iterable[str], part: str, counts: Mapping[str, Any]) -> str | None:
        for locale, words in self._files:
            for message in messages:
                found = words.get(of, {}).get(message, {}).get(part)
                if found is not None:
                    return found if isinstance(found, str) else _counted(locale, found, counts)
        return None

    def messages(self) -> tuple[str, ...]:
        """Every message that a notice may have, in the order of the English file."""
        return tuple(self._english["notice"])

    def advise(self, advice: Advice, zone: ZoneInfo) -> dict[str, str]:
        """The sentences of an advice that this row has: do, why, otherwise, avoid."""
        values = {name: self.value(name, value, zone) for name, value in advice.params.items()}
        for name in advice.estimated:
            values[name] = self.name("thing", "estimated").format(value=values[name])
        number = advice.message.rpartition(".")[2]
        said = {part: self._find("advice", (number,), part, advice.params) for part in ADVICE_PARTS}
        parts = {part: text.format_map(_Blank(values)) for part, text in said.items() if text is not None}
        if "claim_from_on" in advice.params:
            parts["do"] = self._not_yet(parts["do"], values)
        return parts

    def name(self, of: str, key: str) -> str:
        """A word of a list (`source`, `trap`, `window`, `thing`), else the key itself."""
        for _, words in self._files:
            found = words.get(of, {}).get(key)
            if isinstance(found, str):
                return found
        return key

    def sentence(
        self,
        of: str,
        message: str,
        part: str,
        values: Mapping[str, str],
        counts: Mapping[str, Any] = NO_COUNTS,
    ) -> str:
        """One part of a message of a list (`badge`), its placeholders filled; English where it is missing here."""
        found = self._find(of, (message,), part, counts)
        if found is None:
            raise KeyError(f"no words for {part} of {of}.{message}")
        return found.format_map(_Blank(values))

    def value(self, name: str, value: Any, zone: ZoneInfo) -> str:
        """A raw value as this language writes it."""
        if value is None:
            return self.name("thing", "unknown")
        if isinstance(value, datetime):
            return self.moment(value, zone)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, (list, tuple)):
            return self._several([self._item(name, item, zone) for item in value], "")
        if name in ("source", "payment"):
            return self.name(name, str(value))
        return format_decimal(value, locale=self.locale) if isinstance(value, (int, float)) else str(value)

    def _item(self, name: str, item: Any, zone: ZoneInfo) -> str:
        if name == "windows":
            kind, last = item
            words = self.part("window.item", "title")
            return words.format_map(
                {"window": self.name("window", kind), "last_on": self.value("", last, zone)}
            )
        return self.name("trap", str(item)) if name == "traps" else self.value(name, item, zone)

    def day(self, day: date) -> str:
        """A day with its weekday."""
        return _day(self.locale, self._pattern("pattern", self.locale.date_formats["full"]), day)

    def moment(self, at: datetime, zone: ZoneInfo, *, named: bool = False) -> str:
        """A moment in the buyer's own zone with its weekday, and with the zone's name where that is asked for."""
        day = self._pattern("pattern", self.locale.date_formats["full"])
        time = self._pattern("time", self.locale.time_formats["short"])
        joined = str(self.locale.datetime_formats["medium"]).format(f"{time} z" if named else time, day)
        return _moment(self.locale, joined, at.astimezone(UTC), zone)

    def _pattern(self, name: str, cldr: DateTimePattern) -> str:
        """CLDR's, unless the language's own sentences need another: "до 21 октября 2026 г. (среда)"."""
        _, words = self._files[0]
        return str(words.get("date", {}).get(name) or cldr.pattern)

    def _several(self, items: Any, none: str) -> str:
        texts = [str(item) for item in items]
        return format_list(texts, locale=self.locale) if texts else none


class _Blank(dict[str, str]):
    """A placeholder that a notice does not fill says its name; a sentence never fails because of it."""

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


def _counted(locale: Locale, sentences: Mapping[str, str], counts: Mapping[str, Any]) -> str:
    """The sentence in the plural form of its count; the last one where there is no number to go by."""
    count = counts.get(sentences["count"])
    form = locale.plural_form(count) if isinstance(count, (int, float)) else ""
    return sentences.get(form) or list(sentences.values())[-1]


@lru_cache(maxsize=4096)
def _day(locale: Locale, pattern: str, day: date) -> str:
    return format_date(day, pattern, locale=locale)


@lru_cache(maxsize=4096)
def _moment(locale: Locale, pattern: str, at: datetime, zone: ZoneInfo) -> str:
    return format_datetime(at.astimezone(zone).replace(tzinfo=None), pattern, locale=locale)
