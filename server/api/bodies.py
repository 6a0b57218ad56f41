"""Reading request bodies: bounded in depth, and of the shape that the handler names, before anything else is done."""

import asyncio
import re
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec
from aiohttp import web

from server.api.refusals import Refused
from server.watch.clock import read_back

DEEPEST = 100
SMALL = 64 * 1024
READ_WITHIN = 60.0
"""Seconds in which a body must have come; on one computer it comes at once."""
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_STRING_OR_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*"|([\[{])|[\]}]', re.DOTALL)

Shape = TypeVar("Shape", bound="Body")


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all request bodies: members that a newer client may add are ignored."""


async def body_of(request: web.Request, shape: type[Shape]) -> Shape:
    """The request's body. Refuses, with the path of the first member that is wrong, what has another shape."""
    raw = await _all_of(request)
    read: Shape = await asyncio.to_thread(_read, raw, shape) if len(raw) > SMALL else _read(raw, shape)
    return read


async def object_of(request: web.Request) -> dict[str, Any]:
    """The request's body as a plain JSON object, for members that are checked elsewhere."""
    plain: dict[str, Any] = _read(await _all_of(request), dict)
    return plain


async def _all_of(request: web.Request) -> bytes:
    try:
        async with asyncio.timeout(READ_WITHIN):
            return await request.read()
    except TimeoutError:
        raise Refused(408, "too_slow", "the body did not come in time", "send it again") from None
    except (ConnectionError, web.RequestPayloadError) as error:
        raise bad_request("the body broke off") from error


def check_depth(raw: bytes) -> None:
    """Refuses JSON that is nested deeper than any honest client nests it."""
    depth = 0
    for found in _STRING_OR_BRACKET.finditer(raw):
        if found[1]:
            depth += 1
            if depth > DEEPEST:
                raise bad_request(f"the JSON is nested more than {DEEPEST} levels deep")
        elif not found[0].startswith(b'"'):
            depth -= 1


def instant_of(text: str, member: str) -> datetime:
    """The aware instant that a member holds, of these two centuries."""
    try:
        instant = read_back(text)
    except (ValueError, OverflowError) as error:
        raise bad_request(f"`{member}` is no instant with an offset: {text[:40]!r}") from error
    if not EARLIEST <= instant < LATEST:
        raise bad_request(f"`{member}` is far from any order: {text[:40]!r}")
    return instant


def bad_request(message: str) -> Refused:
    return Refused(
        400, "bad_request", message, "see docs/protocol.md for the right shape; nothing was stored"
    )


def _read(raw: bytes, shape: Any) -> Any:
    check_depth(raw)
    try:
        return msgspec.json.decode(raw, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise bad_request(str(error)[:300]) from error
