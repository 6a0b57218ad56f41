"""What a tracking source is, how it is asked, and what it answers. Pure: no connection is opened here."""

import re
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

from scraper.facts import Outcome, Parcel, Tracking, to_json

Access = Literal["http", "browser", "key", "own_tab"]
Numbers = tuple[str, ...]

PARCEL_FIELDS = Parcel.__struct_fields__


@dataclass(frozen=True)
class Needs:
    """What the buyer allows a source to use besides the number: a postcode, an API key, the order's country."""

    postcode: str | None = None
    key: str | None = None
    country: str | None = None


@dataclass(frozen=True)
class Request:
    """One thing to ask for.

    Over HTTP: `method`, `url`, `headers`, `body`. In a browser `url` is the page to open, and the answer is the
    body of a response whose URL matches the regular expression `captures` (the last one, if the page asks until
    the body matches `until`), or, with `shows`, the page's own HTML once that CSS selector is visible.
    """

    url: str
    method: Literal["GET", "POST"] = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    captures: str | None = None
    until: str | None = None
    shows: str | None = None

    @property
    def in_browser(self) -> bool:
        return self.captures is not None or self.shows is not None


@dataclass(frozen=True)
class Reply:
    """What came back. Header names are lower case; `url` is the address that answered."""

    body: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    url: str | None = None


Conversation = Generator[Request, Reply, None]
"""The requests of one look-up in order; each is given the reply to the one before. The last reply is the answer."""


@dataclass(frozen=True)
class Answer:
    """What one source said about the numbers asked: a `Tracking` for each, and what was met but not understood.

    `outcome` is the best of the numbers' own; without any, it says why (blocked, rate_limited, changed, network).
    """

    source: str
    outcome: Outcome
    trackings: tuple[Tracking, ...] = ()
    problems: tuple[str, ...] = ()
    retry_after: float | None = None

    @property
    def parcels(self) -> tuple[Parcel, ...]:
        """The same answers without source and outcome."""
        return tuple(Parcel(**{name: getattr(t, name) for name in PARCEL_FIELDS}) for t in self.trackings)

    def to_json(self) -> dict[str, Any]:
        """The object that `orderwarden read` prints for a tracking answer."""
        return {
            "kind": "tracking",
            "source": self.source,
            "outcome": self.outcome,
            "parcels": [to_json(parcel) for parcel in self.parcels],
            "problems": list(self.problems),
        }


@dataclass(frozen=True)
class Source:
    """One place that can be asked for parcels. A module of this package with a `SOURCE` is one.

    key, name: the name inside the program, and the one that people read
    hosts: the only hosts that may be contacted for it
    access: how it answers: plain HTTP, a browser, the user's own key, or only in the buyer's own tab
    numbers: the shapes of the numbers that it takes (matched on upper-case letters and digits)
    request, read: how to ask and how to read the answer; an `own_tab` source has no `request`
    browser_request: how a browser gets the same answer, where plain HTTP meets a wall
    page: the address where a person sees the same, `{number}` in it
    times: what its times mean, for the documentation and for the reader of a timeline
    batch: how many numbers fit in one question; gap: the least time between two questions to its hosts
    interval: how often a parcel in normal transit is asked; daily_budget: questions in 24 h
    needs: what must be given besides the number ("key", "postcode"); wants: what makes the answer better
    asked_in: names of the query members (also behind a #) that hold the numbers asked
    called: a regular expression on the names that pages and other carriers give it, besides `name`
    missing_status: HTTP statuses that mean the number is not known
    fickle_status: HTTP statuses that come now and then for no reason: the question is repeated, twice at most
    shape: a regular expression that only an answer of this source holds, to know it without its address
    country: the country in which it delivers, where that is only one (ISO 3166)
    why_own_tab: what to tell the buyer, where only the buyer's own tab is answered
    """

    key: str
    name: str
    access: Access
    hosts: frozenset[str]
    numbers: str
    read: Callable[[str, Numbers], Answer]
    page: str
    times: str
    request: Callable[[Numbers, Needs], Conversation] | None = None
    browser_request: Callable[[Numbers, Needs], Conversation] | None = None
    batch: int = 1
    gap: timedelta = timedelta(seconds=20)
    interval: timedelta = timedelta(hours=6)
    daily_budget: int = 200
    needs: frozenset[str] = frozenset()
    asked_in: tuple[str, ...] = ()
    called: str | None = None
    missing_status: frozenset[int] = frozenset()
    fickle_status: frozenset[int] = frozenset()
    shape: str | None = None
    country: str | None = None
    why_own_tab: str | None = None

    def takes(self, number: str) -> bool:
        """Whether the number has a shape that this source accepts; it proves nothing about who carries it."""
        return re.fullmatch(self.numbers, plain(number)) is not None

    def page_for(self, number: str) -> str:
        """Where a person can see the parcel."""
        return self.page.replace("{number}", plain(number))


def plain(number: str) -> str:
    """A number as sources compare it: upper-case letters and digits only."""
    return re.sub(r"[^0-9A-Z]", "", number.upper())


def same(one: str | None, other: str | None) -> bool:
    """Whether two writings are one number."""
    return bool(one) and bool(other) and plain(one or "") == plain(other or "")


def among(number: str | None, asked: Sequence[str]) -> str | None:
    """The asked number that this one is, as it was asked."""
    return next((candidate for candidate in asked if same(candidate, number)), None)
