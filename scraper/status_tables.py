"""What codes and words of scans mean, as `scraper/statuses` says it: one file for a carrier or a language."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple, cast

from scraper.facts import PARCEL_STATUSES, ParcelStatus

LONGEST_TEXT = 400


class Word(NamedTuple):
    """One rule of a language: the status, what the text says, and what it must not say beside it."""

    status: ParcelStatus
    says: re.Pattern[str]
    unless: re.Pattern[str] | None

    def fits(self, said: str) -> int:
        """How many letters of the text the rule explains, 0 if it does not fit."""
        found = self.says.search(said)
        if not found or (self.unless and self.unless.search(said)):
            return 0
        return found.end() - found.start()


@dataclass(frozen=True)
class Carrier:
    """What one carrier's codes and exact texts mean."""

    prefix: str
    distinctive: bool
    codes: Mapping[str, ParcelStatus]
    patterns: Sequence[tuple[str, ParcelStatus]]
    texts: Mapping[str, ParcelStatus]
    advisory: frozenset[str] = frozenset()
    text_first: frozenset[str] = frozenset()
    denies_nothing: frozenset[str] = frozenset()
    """What it calls its own codes of delivery, in words that from anybody else might speak against it."""

    def meaning(self, code: str) -> ParcelStatus | None:
        """The status of a folded code, None if the carrier's table does not know it."""
        bare = code.removeprefix(self.prefix)
        known = self.codes.get(code) or self.codes.get(bare)
        if known:
            return known
        return next((status for shape, status in self.patterns if fnmatchcase(bare, shape)), None)


@dataclass(frozen=True)
class Language:
    """The wording of one language: rules in order, and the words beside which nothing is delivered."""

    rules: Sequence[Word]
    not_delivered: re.Pattern[str] | None
    script: str = "latin"
    denies_nothing: re.Pattern[str] | None = None
    """A whole text that says that the parcel was taken, and not by whom: a code beside it tells."""

    def hears(self, said: str, may_be_delivered: bool) -> tuple[ParcelStatus | None, int]:
        """The status by the first rule that fits, and how many letters the rule explains."""
        for rule in self.rules:
            if (rule.status != "delivered" or may_be_delivered) and (length := rule.fits(said)):
                return rule.status, length
        return None, 0


def folded_text(text: str | None) -> str:
    """The text as the tables compare it: one case, single spaces, no leading "[Town]", no closing stop."""
    if not text:
        return ""
    plain = spelled_alike(unicodedata.normalize("NFKC", text[:LONGEST_TEXT]).casefold()).replace("_", " ")
    plain = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zs", "Zl", "Zp") else c for c in plain)
    plain = re.sub(r"^(?:\s*[\[【][^\]】]{0,80}[\]】]\s*[:,-]?)+", "", plain)
    return re.sub(r"^[\s.!;:,]+|[\s.!;:,。…]+$", "", re.sub(r"\s+", " ", plain))


def spelled_alike(plain: str) -> str:
    """Letters that people and carriers write in several ways in one of them; the same for texts and rules.

    Accents go from Latin and Greek letters ("DEVOLUCION", "ΠΑΡΑΔΟΘΗΚΕ"), vowel points from Hebrew and Arabic.
    """
    bare = _ACCENTS.sub(r"\1", unicodedata.normalize("NFD", plain.translate(_ALIKE)))
    return _POINTS.sub("", unicodedata.normalize("NFC", bare))


_ALIKE = str.maketrans("ςıłøёѐ\u0623\u0625\u0622\u0649\u0629’`´", "σiloее\u0627\u0627\u0627\u064a\u0647'''")

_ACCENTS = re.compile("([a-z\u03b1-\u03c9])[\u0300-\u036f]+")

_POINTS = re.compile("[\u0591-\u05c7\u0640\u064b-\u0652]")


@cache
def known_prefixes() -> tuple[str, ...]:
    """What the codes of carriers begin with whose lists of codes are known."""
    return tuple({carrier.prefix for carrier in set_of_carriers().values() if carrier.prefix})


def known_by_shape(folded: str) -> list[Carrier]:
    """Carriers whose codes are known by their shape: several words, so that "SIGNED" alone is nobody's."""
    if "_" not in folded:
        return []
    return [other for other in set_of_carriers().values() if other.distinctive]


def folded_code(code: str | None) -> str:
    return re.sub(r"\s+", " ", code[:200]).strip().upper() if code else ""


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z0-9]+", " ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


@lru_cache(maxsize=512)
def carrier_named(name: str | None) -> Carrier | None:
    """The carrier of that name in any spelling; "Cainiao Global" and "cainiao (AE)" are Cainiao."""
    if not name:
        return None
    key = _key(name[:200])
    carriers = set_of_carriers()
    if key in carriers:
        return carriers[key]
    words = key.split()
    for length in range(len(words) - 1, 0, -1):
        found = carriers.get(" ".join(words[:length]))
        if found:
            return found
    return None


@cache
def set_of_carriers() -> Mapping[str, Carrier]:
    """Every carrier by each of its names."""
    found: dict[str, Carrier] = {}
    for file in sorted(files("scraper").joinpath("statuses/carriers").iterdir(), key=lambda file: file.name):
        plain = tomllib.loads(file.read_text("utf-8"))
        carrier = _carrier(plain)
        for name in plain["names"]:
            found[_key(name)] = carrier
    return found


def _carrier(plain: Mapping[str, Any]) -> Carrier:
    notes = plain.get("notes", {})
    return Carrier(
        prefix=plain.get("prefix", ""),
        distinctive=plain.get("distinctive", False),
        codes={
            code.upper(): _status(status)
            for status, codes in plain.get("codes", {}).items()
            for code in (codes if isinstance(codes, list) else codes.split())
        },
        patterns=[(shape.upper(), _status(status)) for shape, status in plain.get("patterns", {}).items()],
        texts={
            folded_text(line): _status(status)
            for status, lines in plain.get("texts", {}).items()
            for line in lines.splitlines()
            if line.strip()
        },
        advisory=frozenset(notes.get("advisory", "").split()),
        text_first=frozenset(notes.get("text_first", "").split()),
        denies_nothing=frozenset(
            folded_text(line) for line in notes.get("denies_nothing", "").splitlines() if line.strip()
        ),
    )


def _status(name: str) -> ParcelStatus:
    if name not in PARCEL_STATUSES:
        raise ValueError(f"{name!r} is no status of a parcel")
    return cast(ParcelStatus, name)


@cache
def languages() -> Mapping[str, Language]:
    """Every language by its ISO 639-1 code, English first."""
    found: dict[str, Language] = {}
    names = sorted(files("scraper").joinpath("statuses/wording").iterdir(), key=lambda file: file.name)
    for file in names:
        plain = tomllib.loads(file.read_text("utf-8"))
        found[file.name.removesuffix(".toml")] = Language(
            rules=[
                Word(
                    _status(rule["status"]),
                    _any_of(rule["says"]),
                    _any_of(rule["unless"]) if "unless" in rule else None,
                )
                for rule in plain["rule"]
            ],
            not_delivered=_any_of(plain["not_delivered"]) if "not_delivered" in plain else None,
            script=plain.get("script", "latin"),
            denies_nothing=_any_of(plain["denies_nothing"]) if "denies_nothing" in plain else None,
        )
    return found


def _any_of(lines: str) -> re.Pattern[str]:
    """One pattern out of lines, each of them an alternative."""
    return re.compile(
        "|".join(f"(?:{spelled_alike(line.strip())})" for line in lines.splitlines() if line.strip())
    )


_SCRIPTS = {
    "cyrillic": re.compile(r"[Ѐ-ӿ]"),
    "greek": re.compile(r"[Ͱ-Ͽ]"),
    "hebrew": re.compile(r"[֐-׿]"),
    "arabic": re.compile(r"[؀-ۿ]"),
    "hangul": re.compile(r"[가-힣]"),
    "kana": re.compile(r"[぀-ヿ一-鿿]"),
    "han": re.compile(r"[一-鿿]"),
    "latin": re.compile(r"[a-z]"),
}

_OTHER_CODES = {"nb": "no", "nn": "no", "iw": "he"}


def tongues_of(said: str, language: str | None) -> list[Language]:
    """The languages whose script the text is written in; the one that was named first, then English."""
    named = (language or "")[:2].casefold()
    named = _OTHER_CODES.get(named, named)
    scripts = {script for script, letters in _SCRIPTS.items() if letters.search(said)}
    fitting = {name: tongue for name, tongue in languages().items() if tongue.script in scripts}
    order = sorted(fitting, key=lambda name: (name != named, name != "en", name))
    return [fitting[name] for name in order]
