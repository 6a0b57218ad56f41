"""The sentences of claims, letters and doors in a language. One file a language; what it lacks is said in English."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date
from babel.languages import get_official_languages
from babel.numbers import format_currency, format_percent
from babel.units import format_unit

from server.evidence.scans import Scan

HERE = Path(__file__).parent / "words"
ENGLISH = "en"
FULL_STOPS = frozenset(".。")


def languages() -> tuple[str, ...]:
    """The languages that have a file, sorted."""
    return tuple(sorted(path.stem for path in HERE.glob("*.toml")))


def language_of(country: str | None) -> str:
    """The language for a letter to a carrier of this country: its first official one that has a file, else English."""
    known = languages()
    for name in get_official_languages(country, de_facto=True) if country else ():
        plain = name.replace("_", "-")
        for wanted in (plain, plain.split("-")[0]):
            if wanted in known:
                return wanted
    return ENGLISH


@cache
def _file(language: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{language}.toml").read_text(encoding="utf-8"))


class Phrases:
    """Sentences of one language, with values as that language writes them; days as days, instants in `zone`."""

    def __init__(self, language: str, zone: ZoneInfo) -> None:
        wanted = language.replace("_", "-")
        known = languages()
        self.language = next((name for name in (wanted, wanted.split("-")[0]) if name in known), ENGLISH)
        try:
            self.locale = Locale.parse(
                (wanted if wanted.split("-")[0] == self.language else self.language).replace("-", "_")
            )
        except (UnknownLocaleError, ValueError):
            self.locale = Locale.parse(self.language.replace("-", "_"))
        self.zone = zone
        self._tables = (_file(self.language), _file(ENGLISH))

    def say(self, table: str, key: str, values: Mapping[str, Any] | None = None) -> str:
        """One whole sentence. KeyError if a value that it names is missing: then the fact is not there."""
        template = str(self._find(table, key))
        said = {name: self.value(value) for name, value in (values or {}).items()}
        for name, text in said.items():
            if text[-1:] in FULL_STOPS and f"{{{name}}}{text[-1]}" in template:
                said[name] = text[:-1]  # "2026 р." at the end of a sentence has one full stop
        return template.format_map(said)

    def several(self, table: str, key: str) -> tuple[str, ...]:
        """The sentences of a list, which name no values."""
        return tuple(map(str, self._find(table, key)))

    def _find(self, table: str, key: str) -> Any:
        for words in self._tables:
            found: Any = words
            for name in (*table.split("."), key):
                found = found.get(name) if isinstance(found, Mapping) else None
            if found is not None:
                return found
        raise KeyError(f"no words for {table}.{key}")

    def value(self, value: Any) -> str:
        """A value as this language writes it; text from outside as one line."""
        if isinstance(value, Scan):
            return self.cited(value)
        if isinstance(value, datetime):
            return self.day(value.astimezone(self.zone).date())
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, Mapping):
            return self.money(value)
        return one_line(str(value))

    def day(self, day: date) -> str:
        return format_date(day, "long", locale=self.locale)

    def span(self, days: int) -> str:
        """A number of days, counted as the language does it."""
        return format_unit(days, "duration-day", locale=self.locale)

    def money(self, money: Mapping[str, str]) -> str:
        return format_currency(Decimal(money["amount"]), money["currency"], locale=self.locale)

    def share(self, share: Decimal) -> str:
        return format_percent(share, locale=self.locale)

    def cited(self, scan: Scan) -> str:
        """A line of a tracker: day, place, its own words; what the tracker did not say is left out."""
        parts = [self.day(scan.time.date()), scan.place, scan.text]
        return " · ".join(one_line(part) for part in parts if part)


def one_line(text: str, most: int = 300) -> str:
    """Text from outside without line breaks and other control characters, cut where it is too long."""
    plain = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return plain if len(plain) <= most else plain[: most - 1] + "…"
