"""A tracking number -> the carriers it may belong to.

The shape of a number is a hint and never more: Cainiao's numbers have no shape of their own, a right check digit says
"well formed" and not "this post has it", and 14 digits are anybody's. The shapes stand in `scraper/number_shapes`.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Confidence = Literal["high", "medium", "low"]
LONGEST = 60
_RANK = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True)
class Candidate:
    """A carrier (by its key) that the number may belong to, how sure, and why."""

    carrier: str
    confidence: Confidence
    why: str


@dataclass(frozen=True)
class Identification:
    """The number as it is written on a label, whether a known shape fits, and the carriers, likeliest first."""

    number: str
    well_formed: bool
    candidates: tuple[Candidate, ...] = ()


def identify(number: str) -> Identification:
    """Which carriers the number may belong to; none is an honest answer. Never raises for what a user types.

    `well_formed`: a known shape fits, with the right check digit where the shape has one.
    """
    plain = normalised(number)
    if len(plain) > LONGEST or not re.fullmatch(r"[A-Z0-9-]+", plain):
        return Identification(plain[:LONGEST], well_formed=False)
    found = list(_candidates(plain))
    named = {candidate.carrier: candidate for candidate in reversed(found) if candidate.carrier}
    best = sorted(named.values(), key=lambda candidate: (_RANK[candidate.confidence], found.index(candidate)))
    return Identification(plain, bool(found), tuple(best))


def normalised(number: str) -> str:
    """The number in capitals and plain letters and digits, without what stands around and between them.

    Digits of any script are read, and the Cyrillic and Greek letters that look like Latin ones.
    """
    bare = "".join(c for c in number[: 10 * LONGEST] if unicodedata.category(c)[0] in "LNM")
    plain = unicodedata.normalize("NFKC", bare).upper().translate(_LOOK_ALIKE)
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in plain)


_LOOK_ALIKE = str.maketrans("АВЕКМНОРСТХУІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTXYIJSABEZHIKMNOPTYX")


@cache
def posts() -> Mapping[str, str]:
    """The key of the post for every country that issues S10 numbers."""
    plain = _table("posts.toml")
    unnamed = {country: f"post_{country.lower()}" for country in plain["others"].split()}
    return {**unnamed, **plain["posts"]}


def s10_is_right(number: str) -> bool:
    """Whether 2 letters + 9 digits + 2 letters carry the UPU's check digit (S10, weights 8 6 4 2 3 5 9 7)."""
    if not re.fullmatch(r"[A-Z]{2}\d{9}[A-Z]{2}", number):
        return False
    rest = 11 - sum(int(d) * w for d, w in zip(number[2:10], (8, 6, 4, 2, 3, 5, 9, 7), strict=True)) % 11
    return int(number[10]) == {10: 0, 11: 5}.get(rest, rest)


def _candidates(number: str) -> Iterator[Candidate]:
    yield from _postal(number)
    for shape in _shapes():
        if shape.fits.fullmatch(number) and (shape.check is None or shape.check(number)):
            yield Candidate(shape.carrier, shape.confidence, shape.why)


def _postal(number: str) -> Iterator[Candidate]:
    """S10 and the numbers that only look like it."""
    if not s10_is_right(number):
        return
    service, country = number[:2], number[-2:]
    if country in ("YP", "YN"):
        yield Candidate("yanwen", "high", f"S10 form ending in {country}, which is no country but Yanwen")
    elif service == "CK" and country == "NL":
        yield Candidate("cainiao", "high", "CK + 9 digits + NL; PostNL does not know these")
        yield Candidate("postnl", "low", "S10 number of NL with a right check digit")
    elif country in posts() and service[0] in "JK":
        yield Candidate(posts()[country], "low", f"S10 number of {country}, but {service} is reserved")
    elif country in posts():
        yield Candidate(posts()[country], "high", f"S10 number of {country} with a right check digit")
        if service[0] == "E":
            yield Candidate("ems", "medium", "S10 number of the EMS service")


@dataclass(frozen=True)
class _Shape:
    carrier: str
    fits: re.Pattern[str]
    check: Callable[[str], bool] | None
    confidence: Confidence
    why: str


@cache
def _shapes() -> Sequence[_Shape]:
    return [
        _Shape(
            carrier=plain["carrier"],
            fits=re.compile(plain["shape"]),
            check=_CHECKS[plain["check"]] if "check" in plain else None,
            confidence=plain["confidence"],
            why=plain["why"],
        )
        for plain in _table("shapes.toml")["shape"]
    ]


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files("scraper").joinpath("number_shapes", name).read_text("utf-8"))


def _gs1(number: str) -> bool:
    """GS1's check digit: weights 3 and 1 from the right."""
    body = [int(d) for d in number[:-1]][::-1]
    return (sum(body[0::2]) * 3 + sum(body[1::2]) + int(number[-1])) % 10 == 0


def _ups(number: str) -> bool:
    """UPS's check digit: weights 1 and 2 from the left, letters as (code - 63) mod 10."""
    values = [int(c) if c.isdigit() else (ord(c) - 63) % 10 for c in number]
    return (sum(values[:-1:2]) + 2 * sum(values[1:-1:2]) + values[-1]) % 10 == 0 and number[-1].isdigit()


def _fedex12(number: str) -> bool:
    """FedEx's check digit of 12 digits: weights 1 3 7 from the right, mod 11, mod 10."""
    total = sum(int(d) * w for d, w in zip(number[10::-1], (1, 3, 7) * 4, strict=False))
    return total % 11 % 10 == int(number[11])


def _usps(number: str) -> bool:
    """USPS's number behind 420 and a ZIP code of 5 or 9 digits (22 or 26 digits), or without them."""
    bare = re.sub(r"^420(?:\d{5}|\d{9})(?=9\d{21}$|9\d{25}$)", "", number)
    return len(bare) in (22, 26) and _gs1(bare)


def _gls(number: str) -> bool:
    """GLS's check digit: weights 3 and 1 from the right, and one more."""
    body = [int(d) for d in number[:-1]][::-1]
    return (sum(body[0::2]) * 3 + sum(body[1::2]) + 1 + int(number[-1])) % 10 == 0


def _dpd(number: str) -> bool:
    """DPD's check character, ISO 7064 mod 37, 36."""
    signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    rest = 36
    for sign in number[:-1]:
        rest = (rest + signs.index(sign)) % 36 or 36
        rest = rest * 2 % 37
    return number[-1] == signs[(37 - rest) % 36]


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "gs1": _gs1,
    "ups": lambda number: _ups(number[2:]),
    "ups_waybill": lambda number: _ups(number[1:]),
    "ups_all": _ups,
    "mod7": lambda number: int(number[:-1]) % 7 == int(number[-1]),
    "usps": _usps,
    "usps20": lambda number: _gs1(number) or _gs1("91" + number),
    "fedex12": _fedex12,
    "fedex_ground96": lambda number: _gs1(number[7:]),
    "fedex34": lambda number: _fedex12(number[22:]),
    "fedex32": lambda number: _fedex12(number[16:28]),
    "fedex_smartpost": lambda number: _gs1(number if len(number) == 22 else "92" + number),
    "dpd": _dpd,
    "gls": _gls,
}
