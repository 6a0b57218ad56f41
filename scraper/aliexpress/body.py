"""From the text that a page was given to a JSON value: bare, in JSONP, in an envelope; with limits."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from scraper.json_text import NotJson, json_value, leading_value

LARGEST_BODY = 8 * 1024 * 1024
TOO_LARGE = f"larger than {LARGEST_BODY // 1024 // 1024} MiB"
DEEPEST = 100
_CALL = re.compile(r"[\w$.\[\]'\"]{1,120}\s*\(\s*(?=[{\[])")
_MEMBERS = {"url", "seen_at", "language"}
BLANKS = " \t\r\n\u00a0\u202f\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""What stands around words and says nothing: spaces, and marks of the writing's direction."""
_BEFORE_CALL = 400
PERSONAL = re.compile(
    r"address|contact|phone|receiver|recipient|street|zip|post_?code|person|full_?name|first_?name|last_?name|mobile"
    r"|e_?mail|passport|cpf|tax_?id|buyer_?name|user_?name",
    re.IGNORECASE,
)
"""Names of members that hold what is the receiver's own: never looked into."""


class Unreadable(ValueError):
    """The body is no answer of a page; says what it is instead."""


def parse(text: str) -> Any:
    """The JSON value of a text (`json_value`). Raises Unreadable."""
    try:
        return json_value(text)
    except NotJson as error:
        raise Unreadable(str(error)) from None


def value_at(text: str, start: int) -> Any:
    """The JSON value at a place of a text, whatever follows it. Raises Unreadable."""
    try:
        return leading_value(text, start)
    except NotJson as error:
        raise Unreadable(str(error)) from None


class Envelope(NamedTuple):
    """A copied answer with what the extension knows of it; `wrong` names members that could not be used."""

    body: str
    url: str | None = None
    seen_at: datetime | None = None
    language: str | None = None
    wrong: tuple[str, ...] = ()


def open_envelope(text: str) -> Envelope:
    """The answer inside an envelope `{"url", "seen_at", "language", "body"}`, or the bare answer itself."""
    if '"body"' not in text[:LARGEST_BODY] or not text.lstrip("\ufeff \r\n\t").startswith("{"):
        return Envelope(text)
    try:
        plain = parse(text.strip("\ufeff \r\n\t"))
    except Unreadable:
        return Envelope(text)
    if not isinstance(plain, dict) or "body" not in plain or not (plain.keys() & _MEMBERS or len(plain) == 1):
        return Envelope(text)
    body, wrong = plain["body"], []
    if not isinstance(body, str):
        body = json.dumps(body, ensure_ascii=False)
    seen_at = instant(plain.get("seen_at"))
    if plain.get("seen_at") is not None and seen_at is None:
        wrong.append(f"envelope.seen_at: {plain['seen_at']!r} is no instant with an offset")
    named = {
        name: plain.get(name) if isinstance(plain.get(name), str) else None for name in ("url", "language")
    }
    return Envelope(body, named["url"] or None, seen_at, named["language"] or None, tuple(wrong))


def instant(text: Any) -> datetime | None:
    """An aware instant from ISO 8601 text; None if it is none or has no offset."""
    try:
        at = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return at if at.tzinfo else None


def unwrap(body: str) -> Any:
    """The JSON value of an mtop answer: bare JSON, or JSONP under any name of its callback.

    Raises Unreadable, with the reason, for anything else.
    """
    text = body.strip("\ufeff \r\n\t\x00")
    if text[:2] in ('"{', '"['):
        inner = parse(text)
        text = inner.strip("\ufeff \r\n\t\x00") if isinstance(inner, str) else text
    if text[:1] in ("{", "["):
        try:
            value = parse(text)
        except Unreadable:
            value = value_at(text, 0)
    else:
        call = _CALL.search(text, 0, _BEFORE_CALL)
        if not call:
            raise Unreadable("neither JSON nor JSONP nor HTML")
        value = value_at(text, call.end())
    if isinstance(value, str):
        raise Unreadable("a JSON text, no object")
    return value


def too_deep(value: Any) -> bool:
    """Whether a JSON value is nested deeper than any page nests."""
    level: list[Any] = [value]
    for _ in range(DEEPEST):
        level = (
            [
                child
                for parent in level
                for child in (parent.values() if isinstance(parent, dict) else parent)
                if type(child) in (dict, list)
            ]
            if level and type(level[0]) in (dict, list)
            else []
        )
        if not level:
            return False
    return True


def record(value: Any) -> dict[str, Any]:
    """The value if it is an object (also one that stands as JSON inside a text), else an empty one."""
    if isinstance(value, dict):
        return value
    if isinstance(value, str) and value[:1] == "{" and len(value) < LARGEST_BODY:
        try:
            inner = parse(value)
        except Unreadable:
            return {}
        return inner if isinstance(inner, dict) and not too_deep(inner) else {}
    return {}


def records(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; of an object with numbered or named members, its values."""
    if isinstance(value, dict):
        value = list(value.values())
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def lost(value: Any) -> int:
    """How many members of a list are no objects, so that `records` leaves them out."""
    return len(value) - len(records(value)) if isinstance(value, (list, dict)) else 0


def words(value: Any, longest: int = 2000) -> str | None:
    """The text without its surrounding blanks; None if it is none or empty."""
    if not isinstance(value, str):
        return None
    return value[:longest].strip(BLANKS) or None


def whole(value: Any) -> int | None:
    """A whole number from a number or from its digits; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else None
    if isinstance(value, str) and re.fullmatch(r"\s*-?\d{1,20}\s*", value):
        return int(value)
    return None


def texts_within(
    value: Any, where: str, skip: frozenset[str] = frozenset(), depth: int = DEEPEST
) -> Iterator[tuple[str, str]]:
    """Every text inside a value with its path, in the order of the page; members named in `skip` are left out, and
    those that by their name hold a person's data."""
    if isinstance(value, str):
        if value.strip():
            yield where, value
    elif isinstance(value, dict) and depth:
        for name, child in value.items():
            if name not in skip and not PERSONAL.search(name):
                yield from texts_within(child, f"{where}.{name}", skip, depth - 1)
    elif isinstance(value, list) and depth:
        for index, child in enumerate(value):
            yield from texts_within(child, f"{where}[{index}]", skip, depth - 1)


def numbers_within(value: Any, where: str, depth: int = 6) -> Iterator[tuple[str, str, int]]:
    """Every whole number inside an object: its path, the name of its member, and itself."""
    if isinstance(value, dict) and depth:
        for name, child in value.items():
            number = whole(child)
            if number is not None:
                yield f"{where}.{name}", name, number
            else:
                yield from numbers_within(child, f"{where}.{name}", depth - 1)
    elif isinstance(value, list) and depth:
        for index, child in enumerate(value):
            yield from numbers_within(child, f"{where}[{index}]", depth - 1)
