"""A code or a text of a scan -> the status of the parcel.

The order: the carrier's table of codes, then the carrier's exact text, then the wording of the language, then
`unknown`. What is meant by a code or a word stands in `scraper/statuses`: one file for a carrier or a language.
A false `delivered` is the costly error: words of negation, future, return or hand-over in any language forbid it,
also beside a code that tells of the delivery.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple, cast

from scraper.facts import PARCEL_STATUSES, Event, ParcelStatus

By = Literal["code", "text", "wording", "none"]
LONGEST_TEXT = 400
NO_SCAN = frozenset({"not_found", "info_received", "cancelled", "unknown"})
"""Statuses that are no physical scan; an advisory event is none either."""


class Classification(NamedTuple):
    """The status, what it was read from, and whether the event is a notice and no movement of the parcel."""

    status: ParcelStatus
    by: By
    advisory: bool = False


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


def classify(
    carrier: str | None, code: str | None, text: str | None, language: str | None = None
) -> Classification:
    """The status of one scan. `carrier` in any spelling, `language` as ISO 639-1; each may be unknown (None).

    Never raises for what a carrier writes: what nobody understands is `unknown`, by `none`.
    """
    table = _carrier_named(carrier)
    folded = _folded_code(code)
    said = folded_text(text)
    knowing, by_code = _by_code(table, folded)
    advisory = bool(table and folded and folded.removeprefix(table.prefix) in table.advisory)
    if knowing and by_code and _code_tells(knowing, folded, by_code, said, language):
        return Classification(by_code, "code", advisory or _advises(folded))
    if table and said in table.texts:
        return Classification(table.texts[said], "text", advisory)
    worded = by_wording(said, language) if by_code else _worded(table, code, said, language)
    if worded:
        return Classification(worded, "wording", advisory)
    if by_code and by_code != "delivered":
        return Classification(by_code, "code", advisory)
    return Classification("unknown", "none", advisory)


def denies_delivery(carrier: str | None, text: str | None, language: str | None = None) -> bool:
    """Whether the words of a scan speak against a delivery that something beside them tells of."""
    return _denies(_carrier_named(carrier), folded_text(text), language)


def means_delivery(carrier: str | None, code: str | None) -> bool:
    """Whether a code alone tells of the delivery; the words beside it may deny it."""
    return classify(carrier, code, None).status == "delivered"


@lru_cache(maxsize=4096)
def by_wording(said: str, language: str | None = None) -> ParcelStatus | None:
    """The status that the words of a folded text tell in any of the languages that it may be in."""
    if not said:
        return None
    tongues = _tongues(said, language)
    if not tongues:
        return None
    sentences = [part for part in re.split(r"(?<=[.!?;。！？])\s*", said) if part]
    may_be_delivered = any(_says_delivered(part, tongues) for part in sentences)
    heard = [(tongue, *tongue.hears(said, may_be_delivered)) for tongue in tongues]
    if heard[0][1]:
        return heard[0][1]
    status, _ = max(((status, length) for _, status, length in heard), key=lambda pair: pair[1])
    return status


def _says_delivered(sentence: str, tongues: Sequence[Language]) -> bool:
    """Whether a tongue hears "delivered" in the sentence, and neither it nor English has a word against it."""
    hearing = _hearing(sentence, tongues)
    return bool(hearing) and not _forbid(sentence, [*hearing, languages()["en"]])


def _hearing(said: str, tongues: Sequence[Language]) -> list[Language]:
    """The tongues that hear "delivered" in a text, whatever else it says."""
    return [
        tongue
        for tongue in tongues
        if any(rule.status == "delivered" and rule.fits(said) for rule in tongue.rules)
    ]


def _forbid(said: str, tongues: Iterable[Language]) -> bool:
    """Whether one of the tongues has a word in the text beside which nothing is delivered."""
    return any(tongue.not_delivered and tongue.not_delivered.search(said) for tongue in tongues)


def _code_tells(
    knowing: Carrier, folded: str, by_code: ParcelStatus, said: str, language: str | None
) -> bool:
    """Whether a code that is known tells the status, whatever its words; of a delivery only where they allow it."""
    if by_code == "delivered":
        return not _denies(knowing, said, language)
    return not said or folded.removeprefix(knowing.prefix) not in knowing.text_first


def _worded(table: Carrier | None, code: str | None, said: str, language: str | None) -> ParcelStatus | None:
    """The status of the words, else of a code that is words too; of a delivery such a code tells before them, where
    they allow it and it is none of a list that we know."""
    of_code = by_wording(_words_of(code), language)
    if of_code != "delivered":
        return by_wording(said, language) or of_code
    new = (table is not None and table.distinctive) or _folded_code(code).startswith(_prefixes())
    return by_wording(said, language) if new or _denies(table, said, language) else of_code


def _denies(table: Carrier | None, said: str, language: str | None) -> bool:
    """Whether the words tell another status than a delivery, or none and speak against it."""
    if not said or (table and said in table.denies_nothing):
        return False
    if table and said in table.texts:
        return table.texts[said] != "delivered"
    tongues = _tongues(said, language)
    if any(tongue.denies_nothing and tongue.denies_nothing.fullmatch(said) for tongue in tongues):
        return False
    worded = by_wording(said, language)
    if worded in _FAILED and _delivered_after(said, language):
        return False
    if worded:
        return worded != "delivered"
    return _forbid(said, [*tongues[:1], *_hearing(said, tongues), languages()["en"]])


def _delivered_after(said: str, language: str | None) -> bool:
    """Whether words of a failed attempt tell of the delivery after it: "Delivered after a failed attempt"."""
    return by_wording(_AFTER.split(said, maxsplit=1)[0].strip(), language) == "delivered"


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
_AFTER = re.compile(r"\b(?:after|nach|apres|tras|despues|dopo|apos|po|na|efter|после|після)\b")
_FAILED = ("delivery_failed", "exception")
_POINTS = re.compile("[\u0591-\u05c7\u0640\u064b-\u0652]")


def standing(events: Sequence[Event]) -> ParcelStatus | None:
    """The status that the events add up to: the newest physical scan (by local time, then the source's order,
    newest first), `exception` left aside; before any scan, what is announced."""
    scans = [event for event in events if not event.advisory and event.status not in NO_SCAN]
    moved = [event for event in scans if event.status != "exception"] or scans
    if moved:
        return max(moved, key=lambda event: event.local_time).status
    said = {event.status for event in events}
    if "cancelled" in said:
        return "cancelled"
    if "info_received" in said:
        return "info_received"
    return "unknown" if events else None


def with_direction(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events (newest first) with customs that name no direction told apart by what came before them.

    Only events that have no code are turned: "Customs clearance complete" before the parcel has left its origin
    is the export.
    """
    oldest_first = list(events)[::-1]
    leaves = any(event.status in _EXPORT_ENDS for event in oldest_first)
    left = False
    turned: list[Event] = []
    for event in oldest_first:
        left = left or event.status in _EXPORT_ENDS
        if (
            leaves
            and not left
            and event.status in ("customs_import", "customs_cleared")
            and not event.code
            and not _names_direction(event.text)
        ):
            turned.append(_as_export(event))
        else:
            turned.append(event)
    return tuple(turned[::-1])


_EXPORT_ENDS = frozenset({"departed_origin", "in_transit_international", "arrived_destination"})
_DIRECTION = re.compile(r"import|einfuhr|inbound|destin|импорт|进口|入境|輸入|수입|통관 완료 \(수입\)")


def _names_direction(text: str | None) -> bool:
    return bool(_DIRECTION.search(folded_text(text)))


def _as_export(event: Event) -> Event:
    return Event(
        local_time=event.local_time,
        utc_offset=event.utc_offset,
        code=event.code,
        text=event.text,
        place=event.place,
        status="customs_export",
        advisory=event.advisory,
    )


def _by_code(table: Carrier | None, folded: str) -> tuple[Carrier | None, ParcelStatus | None]:
    """The carrier that knows the code, and what the code means; none and None where nobody does."""
    for known in [table, *_distinctive(folded)] if folded else []:
        if known and (found := known.meaning(folded)):
            return known, found
    return None, None


@cache
def _prefixes() -> tuple[str, ...]:
    """What the codes of carriers begin with whose lists of codes are known."""
    return tuple({carrier.prefix for carrier in set_of_carriers().values() if carrier.prefix})


def _advises(folded: str) -> bool:
    return any(folded.removeprefix(other.prefix) in other.advisory for other in _distinctive(folded))


def _distinctive(folded: str) -> list[Carrier]:
    """Carriers whose codes are known by their shape: several words, so that "SIGNED" alone is nobody's."""
    if "_" not in folded:
        return []
    return [other for other in set_of_carriers().values() if other.distinctive]


def _folded_code(code: str | None) -> str:
    return re.sub(r"\s+", " ", code[:200]).strip().upper() if code else ""


def _words_of(code: str | None) -> str:
    """A code that is words (OUT_FOR_DELIVERY, OutForDelivery, "Unable to Deliver") as a text; else nothing."""
    if not code or not re.fullmatch(r"[A-Za-z][A-Za-z _/-]{3,80}", code) or re.fullmatch(r"[A-Z]{1,5}", code):
        return ""
    return folded_text(re.sub(r"[_/-]+|(?<=[a-z])(?=[A-Z])", " ", code))


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z0-9]+", " ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


@lru_cache(maxsize=512)
def _carrier_named(name: str | None) -> Carrier | None:
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


def _tongues(said: str, language: str | None) -> list[Language]:
    """The languages whose script the text is written in; the one that was named first, then English."""
    named = (language or "")[:2].casefold()
    named = _OTHER_CODES.get(named, named)
    scripts = {script for script, letters in _SCRIPTS.items() if letters.search(said)}
    fitting = {name: tongue for name, tongue in languages().items() if tongue.script in scripts}
    order = sorted(fitting, key=lambda name: (name != named, name != "en", name))
    return [fitting[name] for name in order]
