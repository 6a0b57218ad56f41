"""The scans of one parcel from all sources: their silences, where they differ, the weights that they name."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from server.rules.parcels import NOT_PHYSICAL, place_of

SILENCE_DAYS = 5
"""A gap of so many days or more is shown as a silence."""

SAME_WEIGHT = Decimal("0.2")
"""Two weights that differ by more than this share of the larger one are not the same parcel's."""

WEIGHT = re.compile(
    r"(?<![\w.,])(\d{1,5}(?:[.,]\d{1,4})?)\s?(kgs?|kilograms?|g|gr|grams?|кг|г)(?![\w])", re.IGNORECASE
)
SURE = re.compile(r"kg|Kg|KG|kilograms?|кг|grams?")
"""Units that are nothing else. "KGS" is money too, "GR" a country, "G" a network, "г" a year and a town."""

WORD = re.compile(
    r"(?:weigh|weight|gewicht|poids|peso|wag[aię]|masa|masse|mass|hmotnos[tť]|s[uú]ly|greutate|a[gğ][ıi]rl[ıi]k|"
    r"vikt|vekt|vægt|paino|berat|lượng|вес|веса|весом|вага|вагою|масса|тегло|βάρος|重量|重さ|무게|중량|وزن|משקל|น้ำหนัก)"
    r"[^\d.;]{0,20}$",
    re.IGNORECASE,
)
"""A word for weight just before a number."""

LEAST_WITHOUT_WORD = 10
"""Grams: less than that is a network ("5g") rather than a parcel, where no word for weight stands before it."""


@dataclass(frozen=True)
class Scan:
    """One scan: `time` is the wall clock at the scan, `read_at` when this source was first read to say so."""

    time: datetime
    source: str
    status: str
    place: str | None
    text: str | None
    read_at: datetime
    advisory: bool = False
    before_order: bool = False

    @property
    def physical(self) -> bool:
        return self.status not in NOT_PHYSICAL and not self.advisory


@dataclass(frozen=True)
class Silence:
    """Days without a scan in any source, from one scan to the next; `until` None: it still lasts."""

    since: date
    until: date | None
    days: int


@dataclass(frozen=True)
class Difference:
    """Two sources that tell of the same parcel what cannot both be so: `kind` place, status, time or weight."""

    kind: str
    first: Scan
    second: Scan
    first_says: str
    second_says: str


def newest_first(scans: Iterable[Scan]) -> tuple[Scan, ...]:
    return tuple(sorted(scans, key=lambda scan: (scan.time, scan.read_at), reverse=True))


def silences(scans: Sequence[Scan], today: date, *, over: bool) -> tuple[Silence, ...]:
    """The silences between physical scans, oldest first; the last one lasts until today unless the way is `over`."""
    days = sorted({scan.time.date() for scan in scans if scan.physical and not scan.before_order})
    found = [
        Silence(one, other, (other - one).days)
        for one, other in pairwise(days)
        if (other - one).days >= SILENCE_DAYS
    ]
    if days and not over and (today - days[-1]).days >= SILENCE_DAYS:
        found.append(Silence(days[-1], None, (today - days[-1]).days))
    return tuple(found)


def differences(scans: Sequence[Scan]) -> tuple[Difference, ...]:
    """Where sources contradict each other, each kind of contradiction once a pair of sources."""
    by_source: dict[str, list[Scan]] = {}
    for scan in scans:
        if scan.physical and not scan.before_order:
            by_source.setdefault(scan.source, []).append(scan)
    names = sorted(by_source)
    found: list[Difference] = []
    for number, one in enumerate(names):
        for other in names[number + 1 :]:
            found += _between(by_source[one], by_source[other])
    return tuple(found)


def _between(ones: list[Scan], others: list[Scan]) -> list[Difference]:
    """Both lists newest first."""
    found = []
    newest, newest_other = ones[0], others[0]
    if (newest.status == "delivered") != (newest_other.status == "delivered"):
        found.append(Difference("status", newest, newest_other, newest.status, newest_other.status))
    arrived, arrived_other = _arrival(ones), _arrival(others)
    if arrived and arrived_other:
        if _elsewhere(arrived.place, arrived_other.place):
            found.append(
                Difference("place", arrived, arrived_other, arrived.place or "", arrived_other.place or "")
            )
        if abs(arrived.time - arrived_other.time) > timedelta(days=1):
            found.append(
                Difference("time", arrived, arrived_other, _day(arrived.time), _day(arrived_other.time))
            )
    weighed, weighed_other = _weighed(ones), _weighed(others)
    if weighed and weighed_other and not _alike(weighed[1], weighed_other[1]):
        found.append(
            Difference(
                "weight", weighed[0], weighed_other[0], f"{weighed[1]:f} kg", f"{weighed_other[1]:f} kg"
            )
        )
    return found


def _arrival(scans: list[Scan]) -> Scan | None:
    return next((scan for scan in scans if scan.status == "delivered"), None)


def _elsewhere(one: str | None, other: str | None) -> bool:
    """Both places are known and are not the same country and city."""
    (city, country), (other_city, other_country) = place_of(one), place_of(other)
    if country and other_country and country != other_country:
        return True
    return bool(city and other_city) and city != other_city


def _day(time: datetime) -> str:
    return f"{time:%Y-%m-%d}"


def weights(scans: Iterable[Scan]) -> tuple[tuple[str, str], ...]:
    """(source, weight as it is written) of every scan that names one, each once."""
    found: dict[tuple[str, str], None] = {}
    for scan in scans:
        for written, _ in _named(scan.text or ""):
            found[scan.source, written] = None
    return tuple(found)


def _weighed(scans: list[Scan]) -> tuple[Scan, Decimal] | None:
    """The newest scan that names a weight, in kilograms."""
    for scan in scans:
        for _, kilograms in _named(scan.text or ""):
            return scan, kilograms
    return None


def _named(text: str) -> Iterator[tuple[str, Decimal]]:
    """The weights that a text names, as they are written and in kilograms; 0 says that nothing was weighed."""
    for match in WEIGHT.finditer(text):
        number, unit = match.groups()
        grams = not unit.casefold().startswith(("k", "к"))
        thousands = grams and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", number)
        amount = Decimal(re.sub("[.,]", "", number) if thousands else number.replace(",", "."))
        said = WORD.search(text[: match.start()]) is not None
        sure = SURE.fullmatch(unit) or (unit == "g" and amount >= LEAST_WITHOUT_WORD)
        if amount and (said or sure):
            yield match[0].strip(), amount / 1000 if grams else amount


def _alike(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= SAME_WEIGHT * max(one, other)
