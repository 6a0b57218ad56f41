"""The text of a claim: whole sentences, each one a fact of the ledger; a fact that is not there is left out.

Never sent anywhere: it is shown, corrected by the buyer, and copied.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from server.evidence.case_file import CaseFile, ParcelFile, Step, as_day
from server.evidence.grounds import ABOUT_GOODS, Ground, Reason, has_arrived, is_here, last_word
from server.evidence.phrases import Phrases
from server.evidence.scans import Scan
from server.rules.case import OPEN_STATES
from server.rules.order_parcel import OrderParcel
from server.rules.parcels import GONE_WRONG, wrong_place

FORM_LIMIT = 1000
"""Characters. The longest text that a form of AliExpress is known to take (of its appeal form, 2026)."""

MOST_SOURCES = 4
ALWAYS = 0


@dataclass(frozen=True)
class Claim:
    """A claim in one language. `dropped` is how many sentences did not fit into the limit."""

    reason: Reason
    language: str
    text: str
    dropped: int


@dataclass(frozen=True)
class Part:
    """One sentence with its weight: where the text is too long, the largest weight goes first.

    Sentences of one paragraph stand on a line of their own.
    """

    text: str
    weight: int
    paragraph: int = 0


def claim_text(
    case: CaseFile,
    ground: Ground,
    phrases: Phrases,
    *,
    amount: Mapping[str, str] | None = None,
    described: str | None = None,
    limit: int = FORM_LIMIT,
) -> Claim:
    """The claim on this ground, at most `limit` characters (more only where the reason and the wish alone are longer).

    `amount` is what the buyer asks for, else everything where nothing came. `described` is the buyer's own sentence.
    """
    parts = list(_parts(_Sayer(case, ground, phrases), amount, described))
    kept = parts
    while len(_text(kept)) > limit and any(part.weight for part in kept):
        heaviest = max(part.weight for part in kept)
        last = max(number for number, part in enumerate(kept) if part.weight == heaviest)
        kept = kept[:last] + kept[last + 1 :]
    return Claim(ground.reason, phrases.language, _text(kept), len(parts) - len(kept))


def _text(parts: list[Part]) -> str:
    return "\n".join(
        " ".join(part.text for part in together)
        for _, together in groupby(parts, key=lambda part: part.paragraph)
    )


class _Sayer:
    """Says sentences of one case in one language."""

    def __init__(self, case: CaseFile, ground: Ground, phrases: Phrases) -> None:
        self.case = case
        self.ground = ground
        self.phrases = phrases

    @property
    def parcel(self) -> ParcelFile | None:
        return self.ground.parcel

    def say(self, key: str, weight: int, **values: Any) -> Iterator[Part]:
        """The sentence, unless a value of it is not known."""
        if all(value is not None and value != "" for value in values.values()):
            yield Part(self.phrases.say("claim", key, values), weight)

    def other_parcels(self) -> list[OrderParcel]:
        """The parcels of the order that the claim is not about."""
        about = self.parcel.numbers if self.parcel else ()
        return [parcel for parcel in self.case.view.parcels if self.parcel and parcel.number not in about]

    def counting(self) -> list[Scan]:
        """The physical scans of this order's parcel, newest first."""
        scans = self.parcel.scans if self.parcel else ()
        return [scan for scan in scans if scan.physical and not scan.before_order]

    def newest_of_sources(self) -> list[Scan]:
        newest: dict[str, Scan] = {}
        for scan in self.counting():
            newest.setdefault(scan.source, scan)
        return list(newest.values())[:MOST_SOURCES]


def _parts(sayer: _Sayer, amount: Mapping[str, str] | None, described: str | None) -> Iterator[Part]:
    """Why; the dates; what came or what the trackers say; what the seller wrote; what is asked for."""
    goods = sayer.ground.reason in ABOUT_GOODS
    for number, paragraph in enumerate(
        (
            _why(sayer, described),
            _dates(sayer),
            _goods(sayer) if goods else _tracked(sayer),
            () if goods else _seller(sayer),
            _wish(sayer, amount),
        )
    ):
        yield from (replace(part, paragraph=number) for part in paragraph)


OF_THE_WHOLE_ORDER = frozenset({"silent", "dead_number"})
"""Reasons whose sentence says that the order did not come: not so where a part of it did."""


def _why(sayer: _Sayer, described: str | None) -> Iterator[Part]:
    partly = sayer.ground.reason not in ABOUT_GOODS and any(
        parcel.in_hand or is_here(sayer.case, parcel) for parcel in sayer.other_parcels()
    )
    if not (partly and sayer.ground.reason in OF_THE_WHOLE_ORDER):
        yield Part(sayer.phrases.say("reason", sayer.ground.reason), ALWAYS)
    if partly:
        yield from sayer.say("partly", ALWAYS)
    if described:
        yield Part(sayer.phrases.value(described), 1)


def _tracked(sayer: _Sayer) -> Iterator[Part]:
    yield from sayer.say("number", 1, number=sayer.parcel.number if sayer.parcel else None)
    yield from _TRACKED.get(sayer.ground.reason, _silent)(sayer)


def _dates(sayer: _Sayer) -> Iterator[Part]:
    case = sayer.case
    placed, paid = case.value("placed_on"), case.value("paid_on")
    yield from sayer.say("placed", 1, placed_on=placed)
    if placed is None:
        yield from sayer.say("paid", 1, paid_on=paid)
    if sayer.ground.reason not in ABOUT_GOODS:
        yield from sayer.say("sent", 3, shipped_on=case.value("shipped_on"))
        promised = case.stated_day("estimated_delivery", last=True)
        yield from sayer.say("promised", 2, promised_on=promised and promised.value)
        refund = case.stated_day("refund_if_undelivered")
        yield from sayer.say("refund_promise", 3, refund_on=refund and refund.value)
        end = case.stated_day("protection_end")
        to_come = end is not None and as_day(end.value) >= case.today
        yield from sayer.say("protection", 4, end_on=end.value if end and to_come else None)
    yield from sayer.say("today", 2, today=case.today)


# --- what the trackers say, by reason --------------------------------------------------------------------------


def _name(scan: Scan) -> str:
    return source_name(scan.source)


def source_name(source: str) -> str:
    """A tracking source by the name under which people know it."""
    from scraper.carriers import sources

    known = sources().get(source)
    return "AliExpress" if source == "aliexpress" else known.name if known else source


def _silent(sayer: _Sayer) -> Iterator[Part]:
    newest = sayer.newest_of_sources()
    for scan in newest:
        yield from sayer.say("last_scan", 2, source=_name(scan), scan=scan)
    yield from _without_scan(sayer)
    last = sayer.parcel.silences[-1] if sayer.parcel and sayer.parcel.silences else None
    if last is not None and last.until is None:
        yield from sayer.say("silence", 1, scan_on=last.since, span=sayer.phrases.span(last.days))


def _without_scan(sayer: _Sayer) -> Iterator[Part]:
    """The sources that were heard and know of no scan."""
    for source in sayer.parcel.sources if sayer.parcel else ():
        if not source.scans and source.outcome in ("ok", "announced", "unknown"):
            name = source_name(source.source)
            yield from sayer.say("no_scan", 3, source=name, asked_on=source.asked_at)


def _dead(sayer: _Sayer) -> Iterator[Part]:
    yield from _without_scan(sayer)
    shipped = sayer.case.value("shipped_on")
    if shipped is not None and sayer.parcel is not None and not sayer.counting() and sayer.parcel.sources:
        yield from sayer.say("dead", 1, span=sayer.phrases.span((sayer.case.today - shipped).days))


def _other_parcel(sayer: _Sayer) -> Iterator[Part]:
    old = [
        scan for scan in (sayer.parcel.scans if sayer.parcel else ()) if scan.before_order and scan.physical
    ]
    for scan in old[:2]:
        yield from sayer.say("old_scan", 1, source=_name(scan), scan=scan)
    yield from _elsewhere(sayer)


def _elsewhere(sayer: _Sayer) -> Iterator[Part]:
    for scan in sayer.newest_of_sources():
        if arrived_elsewhere(sayer.case, scan):
            yield from sayer.say("elsewhere", 1, source=_name(scan), scan=scan)
            yield from sayer.say("destination", 1, destination=destination_of(sayer.case))
        elif scan.status != "delivered":
            yield from sayer.say("says_not", 3, source=_name(scan), scan=scan)


def arrived_elsewhere(case: CaseFile, scan: Scan) -> bool:
    """A scan that ends the parcel's way where the order was not to go."""
    arrived = scan.physical and not scan.before_order and scan.status in ("delivered", "at_pickup_point")
    return arrived and wrong_place(_as_read(scan), case.view.country, case.view.city)


def _as_read(scan: Scan) -> Any:
    from server.rules.reading import Scan as Read

    return Read(scan.time, scan.status, scan.place, scan.advisory, scan.text, None)


def destination_of(case: CaseFile) -> str | None:
    """Postcode, city and country of the delivery, as far as they are known; never more."""
    names = ("destination_postcode", "destination_city")
    place = " ".join(str(case.value(name)) for name in names if case.value(name))
    country = case.value("destination_country")
    return ", ".join(part for part in (place, country) if part) or None


def _not_in_hand(sayer: _Sayer) -> Iterator[Part]:
    for scan in sayer.newest_of_sources():
        if scan.status == "delivered":
            yield from sayer.say("says_delivered", 1, source=_name(scan), scan=scan)
        else:
            yield from sayer.say("says_not", 1, source=_name(scan), scan=scan)
    word = last_word(sayer.case, sayer.parcel) if sayer.parcel else None
    missing = word is not None and word.kind == "not_received"
    yield from sayer.say("noted", 1, marked_on=word.at if word and missing else None)
    yield from sayer.say("destination", 2, destination=destination_of(sayer.case))


def _gone(sayer: _Sayer) -> Iterator[Part]:
    keys = {"returning": "returning", "returned": "gone_back", "lost_or_destroyed": "lost"}
    shown: set[str] = set()
    for scan in sayer.counting():
        if scan.status in GONE_WRONG and scan.source not in shown:
            shown.add(scan.source)
            yield from sayer.say(keys[scan.status], 1, source=_name(scan), scan=scan)


def _customs(sayer: _Sayer) -> Iterator[Part]:
    held = next((scan for scan in sayer.counting() if scan.status == "customs_held"), None)
    if held is not None:
        yield from sayer.say("held", 1, source=_name(held), scan=held)
    parcel = sayer.case.as_seen(sayer.parcel)
    due = [value.value for value in parcel.parcel.value("customs_due")] if parcel and parcel.parcel else []
    yield from sayer.say("customs_due", 2, due_on=min(due, default=None))
    yield from sayer.say("customs_answered", 1, marked_on=_marked(sayer.case, "customs_answered"))


_TRACKED = {
    "silent": _silent,
    "dead_number": _dead,
    "other_parcel": _other_parcel,
    "delivered_elsewhere": _elsewhere,
    "not_in_hand": _not_in_hand,
    "returned": _gone,
    "customs": _customs,
}


# --- goods, the seller, the wish -------------------------------------------------------------------------------


def _goods(sayer: _Sayer) -> Iterator[Part]:
    yield from sayer.say("defect_noted", 2, marked_on=_marked(sayer.case, "defect"))
    for line in sayer.case.lines:
        title = sayer.phrases.value(line.title)[:120] if line.title else None
        counted = f"{line.quantity} × {title}" if line.quantity else title
        yield from sayer.say("line", 3, line=counted if title else None)
    if sayer.ground.reason == "missing":
        for parcel in sayer.case.parcels:
            for source, weight in parcel.weights[:MOST_SOURCES]:
                yield from sayer.say("weight", 2, source=source_name(source), mass=weight)


def _seller(sayer: _Sayer) -> Iterator[Part]:
    for sentence in sayer.case.sentences[-2:]:
        yield from sayer.say("seller_said", 5, said_on=sentence.at, text=sentence.text)


def _marked(case: CaseFile, kind: str) -> datetime | None:
    return next((mark.at for mark in reversed(case.marks) if mark.kind == kind), None)


def _wish(sayer: _Sayer, amount: Mapping[str, str] | None) -> Iterator[Part]:
    total = sayer.case.value("total")
    total = total if total and Decimal(total["amount"]) > 0 else None
    kept = [
        parcel
        for parcel in sayer.other_parcels()
        if parcel.refunded or has_arrived(parcel) or is_here(sayer.case, parcel)
    ]
    partly = kept or any(dispute.refunded for dispute in sayer.case.view.disputes)
    if sayer.ground.reason in ABOUT_GOODS or (partly and sayer.ground.reason != "customs"):
        own = amount or newest_claim(sayer.case)
        yield from sayer.say(
            "expect_amount" if own else "expect_some", ALWAYS, **({"amount": own} if own else {})
        )
    elif amount and (total is None or _less(amount, total)):
        yield from sayer.say("expect_amount", ALWAYS, amount=amount)
    elif sayer.ground.reason != "customs":
        yield from sayer.say("expect_all_amount" if total else "expect_all", ALWAYS, **_amount(total))


def _amount(total: Any) -> dict[str, Any]:
    return {"amount": total} if total else {}


def _less(amount: Mapping[str, str], total: Mapping[str, str]) -> bool:
    return amount["currency"] != total["currency"] or Decimal(amount["amount"]) < Decimal(total["amount"])


def newest_claim(case: CaseFile) -> Mapping[str, str] | None:
    """What the dispute's page last named as the claim: an open dispute's, where one is open."""
    open_ones = [step for step in case.steps if step.dispute_id in open_cases(case)]
    return newest(open_ones or case.steps, "claim")


def open_cases(case: CaseFile) -> frozenset[str | None]:
    """The disputes that are open, as the steps name them."""
    states: dict[str | None, str] = {}
    for step in case.steps:
        for name, value in step.said:
            if name == "state":
                states[step.dispute_id] = str(value)
    return frozenset(named for named, state in states.items() if state in OPEN_STATES)


def newest(steps: Sequence[Step], member: str) -> Mapping[str, str] | None:
    """What the last of these steps that names this money says."""
    said = [value for step in steps for name, value in step.said if name == member]
    return said[-1] if said else None
