"""A code or a text of a scan -> the status of the parcel.

The order: the carrier's table of codes, then the carrier's exact text, then the wording of the language, then
`unknown`. What is meant by a code or a word stands in `scraper/statuses`: one file for a carrier or a language.
A false `delivered` is the costly error: words of negation, future, return or hand-over in any language forbid it,
also beside a code that tells of the delivery.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from scraper.facts import Event, ParcelStatus
from scraper.status_tables import (
    Carrier,
    Language,
    carrier_named,
    folded_code,
    folded_text,
    known_by_shape,
    known_prefixes,
    languages,
    tongues_of,
)

By = Literal["code", "text", "wording", "none"]

NO_SCAN = frozenset({"not_found", "info_received", "cancelled", "unknown"})

"""Statuses that are no physical scan; an advisory event is none either."""


class Classification(NamedTuple):
    """The status, what it was read from, and whether the event is a notice and no movement of the parcel."""

    status: ParcelStatus
    by: By
    advisory: bool = False


def classify(
    carrier: str | None, code: str | None, text: str | None, language: str | None = None
) -> Classification:
    """The status of one scan. `carrier` in any spelling, `language` as ISO 639-1; each may be unknown (None).

    Never raises for what a carrier writes: what nobody understands is `unknown`, by `none`.
    """
    table = carrier_named(carrier)
    folded = folded_code(code)
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
    return _denies(carrier_named(carrier), folded_text(text), language)


def means_delivery(carrier: str | None, code: str | None) -> bool:
    """Whether a code alone tells of the delivery; the words beside it may deny it."""
    return classify(carrier, code, None).status == "delivered"


@lru_cache(maxsize=4096)
def by_wording(said: str, language: str | None = None) -> ParcelStatus | None:
    """The status that the words of a folded text tell in any of the languages that it may be in."""
    if not said:
        return None
    tongues = tongues_of(said, language)
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
    new = (table is not None and table.distinctive) or folded_code(code).startswith(known_prefixes())
    return by_wording(said, language) if new or _denies(table, said, language) else of_code


def _denies(table: Carrier | None, said: str, language: str | None) -> bool:
    """Whether the words tell another status than a delivery, or none and speak against it."""
    if not said or (table and said in table.denies_nothing):
        return False
    if table and said in table.texts:
        return table.texts[said] != "delivered"
    tongues = tongues_of(said, language)
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


_AFTER = re.compile(r"\b(?:after|nach|apres|tras|despues|dopo|apos|po|na|efter|после|після)\b")

_FAILED = ("delivery_failed", "exception")


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
    for known in [table, *known_by_shape(folded)] if folded else []:
        if known and (found := known.meaning(folded)):
            return known, found
    return None, None


def _advises(folded: str) -> bool:
    return any(folded.removeprefix(other.prefix) in other.advisory for other in known_by_shape(folded))


def _words_of(code: str | None) -> str:
    """A code that is words (OUT_FOR_DELIVERY, OutForDelivery, "Unable to Deliver") as a text; else nothing."""
    if not code or not re.fullmatch(r"[A-Za-z][A-Za-z _/-]{3,80}", code) or re.fullmatch(r"[A-Z]{1,5}", code):
        return ""
    return folded_text(re.sub(r"[_/-]+|(?<=[a-z])(?=[A-Z])", " ", code))
