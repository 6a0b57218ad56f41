"""The words of the languages, from `languages/<code>.toml`: months, weekdays, status words, stems of sentences.

Texts are compared folded: one case, no accents of Latin, Greek and Cyrillic letters, no direction marks, plain
spaces and digits. Months and weekdays are CLDR's; the other words are those seen on pages and their translations.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, get_args

from scraper.facts import DISPUTE_STATES, OrderStatus

LONGEST_TEXT = 2000
_TAGS = re.compile(r"<[^<>]{0,500}>")
_BREAKS = re.compile(r"<\s*(?:br|/p|/div|/li)\s*/?\s*>", re.IGNORECASE)
_MARKS = " \u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_SPACES = re.compile(r"\s+")
_ENTITIES = {
    "&nbsp;": " ",
    "&amp;": "&",
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&#39;": "'",
    "&middot;": "·",
}


@dataclass(frozen=True, eq=False)
class Language:
    """The words of one language, folded. `stems` and `units` are regular expressions."""

    code: str
    numeric_order: str
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    afternoon: frozenset[str]
    status: Mapping[str, OrderStatus]
    dispute: tuple[tuple[str, re.Pattern[str]], ...]
    stems: Mapping[str, re.Pattern[str]]
    units: Mapping[str, str]


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """The text as all tables compare it."""
    plain = unicodedata.normalize("NFKD", text[:LONGEST_TEXT]).casefold()
    kept = []
    for c in plain:
        if "\u0300" <= c <= "\u036f" or (not c.isascii() and unicodedata.category(c) == "Cf"):
            continue
        if not c.isascii() and c.isdecimal():
            c = str(unicodedata.digit(c))
        kept.append("'" if c in "’`ʼ׳" else c)
    return _SPACES.sub(" ", unicodedata.normalize("NFC", "".join(kept))).strip()


def shown(text: str) -> str:
    """What a text of a page shows: without its markup, in single spaces; line breaks stay."""
    if "<" in text:
        text = _TAGS.sub("", _BREAKS.sub("\n", text[: 4 * LONGEST_TEXT]))
    if "&" in text:
        for entity, char in _ENTITIES.items():
            text = text.replace(entity, char)
    text = text[:LONGEST_TEXT]
    if "\n" not in text:
        return " ".join(text.split()).strip(_MARKS)
    lines = (" ".join(line.split()).strip(_MARKS) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


@cache
def languages() -> Mapping[str, Language]:
    """Every language by its ISO 639-1 code."""
    folder = files("scraper.aliexpress").joinpath("languages")
    found = sorted((file.name, file) for file in folder.iterdir() if file.name.endswith(".toml"))
    return {
        name.removesuffix(".toml"): _language(
            name.removesuffix(".toml"), tomllib.loads(file.read_text("utf-8"))
        )
        for name, file in found
    }


def _language(code: str, plain: Mapping[str, Any]) -> Language:
    for status in plain.get("status", {}):
        if status not in get_args(OrderStatus):
            raise ValueError(f"{code}.toml: {status!r} is no status of an order")
    for state in plain.get("dispute", {}):
        if state not in DISPUTE_STATES:
            raise ValueError(f"{code}.toml: {state!r} is no state of a dispute")
    return Language(
        code=code,
        numeric_order=plain["numeric_order"],
        months={folded(name): number for number, names in enumerate(plain["months"], 1) for name in names},
        weekdays={
            folded(name): number for number, names in enumerate(plain["weekdays"], 1) for name in names
        },
        afternoon=frozenset(folded(word).replace(".", "") for word in plain["pm"]),
        status={folded(word): status for status, line in plain.get("status", {}).items() for word in line},
        dispute=tuple(
            (state, re.compile("|".join(f"(?:{folded(part)})" for part in parts)))
            for state, parts in plain.get("dispute", {}).items()
        ),
        stems={name: re.compile(folded(stem)) for name, stem in plain.get("stems", {}).items()},
        units={name: folded(unit) for name, unit in plain.get("units", {}).items()},
    )


def code_of(language: str | None) -> str | None:
    """The ISO 639-1 code of a language as pages name it ("pt_BR", "iw", "de-DE"); None if we have no words of it."""
    if not language:
        return None
    code = re.split(r"[-_]", language.strip().lower(), maxsplit=1)[0]
    code = {
        "iw": "he",
        "in": "id",
        "nb": "no",
        "nn": "no",
        "ua": "uk",
        "cz": "cs",
        "kr": "ko",
        "jp": "ja",
        "cn": "zh",
    }.get(code, code)
    return code if code in languages() else None


def in_order(language: str | None) -> list[Language]:
    """All languages, the one that the page is in first, English second."""
    named = code_of(language)
    return sorted(
        languages().values(), key=lambda tongue: (tongue.code != named, tongue.code != "en", tongue.code)
    )


@lru_cache(maxsize=4096)
def order_status(text: str, language: str | None = None) -> OrderStatus | None:
    """The status that a status word of a page means in any language; None if no language knows it."""
    word = folded(shown(text)).strip(" .!:")
    return next((t.status[word] for t in in_order(language) if word in t.status), None)


@lru_cache(maxsize=4096)
def dispute_state(text: str, language: str | None = None) -> str | None:
    """The state that a line about a dispute tells in any language; None if no language knows it."""
    said = folded(shown(text)).strip(" .!:。")
    for tongue in in_order(language):
        for state, words in tongue.dispute:
            if words.search(said):
                refused = state == "decided_against_buyer" and speaks_of("seller", said)
                return "waiting_for_buyer" if refused else state  # what the seller refuses is not decided
    return None


_WAREHOUSE = re.compile("warehouse|等待(卖家|商家|仓库)|창고|倉庫")


def awaits_seller(text: str) -> bool:
    """Whether a line about an agreed return says that the seller or the warehouse must act: the goods are sent."""
    said = folded(shown(text))
    return bool(_WAREHOUSE.search(said)) or any(
        words.search(said)
        for tongue in languages().values()
        for state, words in tongue.dispute
        if state == "waiting_for_seller"
    )


@lru_cache(maxsize=8192)
def _tongue(said: str, language: str | None) -> tuple[Language, ...]:
    """The languages that a folded sentence may be in: the page's own if any of its words is there, else the one whose
    words it holds most of; English beside either."""
    known, english = languages(), languages()["en"]
    code = code_of(language)
    if code and any(stem.search(said) for stem in known[code].stems.values()):
        return (known[code],) if code == "en" else (known[code], english)
    scores = {
        t: sum(bool(stem.search(said)) for stem in t.stems.values()) for t in in_order(language) if t.stems
    }
    best = max(scores, key=lambda t: scores[t])
    return (best,) if best is english else (best, english)


def says(stem: str, said: str, language: str | None = None) -> bool:
    """Whether a folded sentence holds a stem."""
    return any(stem in t.stems and t.stems[stem].search(said) for t in _tongue(said, language))


@lru_cache(maxsize=2048)
def in_known_words(said: str) -> bool:
    """Whether a folded sentence holds any stem of any language."""
    return any(stem.search(said) for tongue in languages().values() for stem in tongue.stems.values())


@lru_cache(maxsize=8192)
def speaks_of(stem: str, said: str) -> bool:
    """Whether a folded text holds a stem of any language."""
    return any(stem in t.stems and t.stems[stem].search(said) for t in languages().values())


def places(stem: str, said: str, language: str | None = None) -> list[tuple[int, int]]:
    """Where in a folded sentence a stem stands."""
    return [
        m.span() for t in _tongue(said, language) if stem in t.stems for m in t.stems[stem].finditer(said)
    ]
