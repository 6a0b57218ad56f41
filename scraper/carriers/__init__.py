"""One module a tracking source: which numbers it takes, how to ask, how to read the answer.

A source is registered by being a file here with a `SOURCE`. Files with a leading underscore are what they share.
"""

import importlib
import pkgutil
import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from urllib.parse import parse_qsl, unquote

from scraper.address import host_of, parts_of
from scraper.carriers._privacy import without_receiver
from scraper.carriers._reading import failed, judged
from scraper.carriers._source import Answer, Conversation, Needs, Numbers, Reply, Request, Source, plain, same

__all__ = [
    "Answer",
    "Conversation",
    "Needs",
    "Numbers",
    "Reply",
    "Request",
    "Source",
    "failed",
    "judged",
    "named",
    "numbers_in",
    "plain",
    "read_answer",
    "same",
    "source_of",
    "sources",
    "without_receiver",
]

LONGEST_BODY = 4_000_000
SHAPE_WITHIN = 300_000
_NUMBER = re.compile(r"(?=(?:[A-Z]*\d){4})[A-Z0-9]{8,34}")


@cache
def sources() -> Mapping[str, Source]:
    """Every source by its key."""
    modules = (m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    found = (importlib.import_module(f"{__name__}.{name}").SOURCE for name in sorted(modules))
    return MappingProxyType({source.key: source for source in found})


def read_answer(body: str, url: str | None = None) -> Answer | None:
    """The answer of the source whose `url` this is, else of the source whose shape the body has; None if neither.

    The numbers asked are those that stand in `url`: parcels of anybody else in the body are left out.
    """
    if len(body) > LONGEST_BODY:
        return None
    source = source_of(body, url)
    return None if source is None else source.read(body, numbers_in(url, source) if url else ())


def source_of(body: str, url: str | None = None) -> Source | None:
    """The source that answered: by the host of `url`, else by the shape of the body; None if neither tells."""
    at_host = _source_at(url) if url else None
    if at_host is not None:
        return at_host
    shaped = (s for s in sources().values() if s.shape and re.search(s.shape, body[:SHAPE_WITHIN]))
    return next(shaped, None)


def _source_at(url: str) -> Source | None:
    host = host_of(url)
    return next((source for source in sources().values() if host in source.hosts), None)


def numbers_in(url: str, source: Source) -> Numbers:
    """The tracking numbers that an address names: in the members that the source declares, else in any place."""
    parts = parts_of(url)
    members = parse_qsl(parts.query) + parse_qsl(parts.fragment.partition("?")[2] or parts.fragment)
    named = [value for name, value in members if name in source.asked_in]
    if not named:
        named = [value for _, value in members] + unquote(parts.path).split("/")[-2:]
    tokens = (plain(token) for value in named for token in re.split(r"[,;|\s]+", value))
    return tuple(dict.fromkeys(token for token in tokens if _NUMBER.fullmatch(token) and source.takes(token)))


def named(name: str | None) -> Source | None:
    """The source of the carrier that a page or another carrier calls by this name; None if none is known."""
    if not name:
        return None
    folded = name.casefold().strip()
    for source in sources().values():
        own = {source.key, source.name.casefold(), source.key.replace("_", " ")}
        if folded in own or (source.called and re.search(source.called, folded, re.IGNORECASE)):
            return source
    return None
