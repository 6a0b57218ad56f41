"""What goes in and what comes out of the core: observations, dues, notices, clocks."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

INFO, WARN, ACT, CRITICAL = range(4)
LEVELS = ("info", "warn", "act", "critical")

Row = tuple[str, str, Hashable]
Identity = tuple[str, str, Hashable, str, int]
"""Kind, case, date it counts to or from, lead, how often it was snoozed: the same notice or not."""

Value = str | int | float | date | datetime | tuple[Any, ...] | None


@dataclass(frozen=True, slots=True)
class Observation:
    """One fact as it was observed: `what` is order, tracking, dispute, chat, mark or asleep.

    `at` is an aware UTC instant; `content` the plain JSON object of a story (partial; null takes back). `asleep` says
    that nothing was read or told from `content["from"]` to `at`.
    """

    at: datetime
    what: str
    content: Mapping[str, Any]


@dataclass(slots=True)
class Due:
    """A notice of one order with the moment at which it comes, before folding.

    Its row is (kind, case, date): of the times of one row that are past only the latest comes. `due` is the time that
    the catalogue names, `ready` the moment from which nothing bars it, `deadline` and `until` end it.
    """

    kind: str
    level: int
    order_id: str
    case: str
    due: datetime
    date: Hashable = ""
    lead: str = ""
    deadline: datetime | None = None
    parcels: tuple[str, ...] = ()
    basis: str = "read"
    message: str = ""
    params: dict[str, Value] = field(default_factory=dict)
    page: str = "order_detail"
    ready: datetime = None  # type: ignore[assignment] # the due time unless it is said
    until: datetime | None = None
    traps: tuple[str, ...] = ()
    place: int = 0
    again: int = 0
    row: Row = field(init=False)
    identity: Identity = field(init=False)

    def __post_init__(self) -> None:
        if self.ready is None:
            self.ready = self.due
        self.name_it()

    def name_it(self) -> None:
        """Works the row and the identity out again after a part of them was changed."""
        self.row = (self.kind, self.case, self.date)
        self.identity = (self.kind, self.case, self.date, self.lead, self.again)

    def alive(self, at: datetime) -> bool:
        """False once its deadline is over or the fact that it stands on is known to have ended."""
        return (self.deadline is None or at < self.deadline) and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Notice:
    """What the buyer is told at one moment about one or several orders; no sentence, only what a sentence needs.

    `identity` is stable: the same ledger gives the same string. `folded` are the kinds that came in the same instant.
    `message` and `params` are for the words of a language; `page` is the page where the thing is done.
    """

    identity: str
    at: datetime
    kind: str
    level: str
    order_ids: tuple[str, ...]
    parcels: tuple[str, ...]
    deadline: datetime | None
    basis: str
    folded: tuple[str, ...]
    traps: tuple[str, ...]
    message: str
    params: Mapping[str, Value]
    page: str
    again: bool = False
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of an order: when it ends, read or estimated, from which page read when, and how it was worked out."""

    kind: str
    ends_at: datetime
    on: date | None
    basis: str
    source: str
    read_at: datetime | None
    case: str
    steps: tuple[tuple[str, Mapping[str, Value]], ...]
