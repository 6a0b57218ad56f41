"""What goes in and what comes out of the core: observations, dues, notices, clocks."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

INFO, WARN, ACT, CRITICAL = range(4)
LEVELS = ("info", "warn", "act", "critical")

Row = tuple[str, str, Hashable]
Identity = tuple[str, str, Hashable, str, int]
"""Kind, case, date it counts to or from, lead, how often it was snoozed: the same notice or not."""

Value = str | int | float | date | datetime | tuple[Any, ...] | None
NOTHING: Mapping[str, Value] = {}


@dataclass(frozen=True, slots=True)
class Observation:
    """One fact as it was observed: `what` is order, tracking, dispute, chat, mark or asleep.

    `at` is an aware UTC instant; `content` the plain JSON object of a story (partial; null takes back). `asleep` says
    that nothing was read or told from `content["from"]` to `at`.
    """

    at: datetime
    what: str
    content: Mapping[str, Any]


class Due:
    """A notice of one order with the moment at which it comes, before folding.

    Its row is (kind, case, date): of the times of one row that are past only the latest comes. `due` is the time that
    the catalogue names, `ready` the moment from which nothing bars it, `deadline` and `until` end it. Without a case it
    is the order's. Made by the thousand, so a plain class.
    """

    __slots__ = (
        "again",
        "basis",
        "case",
        "date",
        "deadline",
        "due",
        "identity",
        "kind",
        "lead",
        "level",
        "message",
        "order_id",
        "page",
        "params",
        "parcels",
        "place",
        "ready",
        "row",
        "traps",
        "until",
    )

    def __init__(
        self,
        order_id: str,
        kind: str,
        level: int,
        due: datetime,
        case: str = "",
        *,
        date: Hashable = "",
        lead: str = "",
        deadline: datetime | None = None,
        parcels: tuple[str, ...] = (),
        basis: str = "read",
        message: str = "",
        params: Mapping[str, Value] = NOTHING,
        page: str = "order_detail",
        ready: datetime | None = None,
        until: datetime | None = None,
        traps: tuple[str, ...] = (),
        again: int = 0,
    ) -> None:
        self.order_id = order_id
        self.kind = kind
        self.level = level
        self.due = due
        self.case = case = case or order_id
        self.date = date
        self.lead = lead
        self.deadline = deadline
        self.parcels = parcels
        self.basis = basis
        self.message = message
        self.params = params
        self.page = page
        self.ready = ready or due
        self.until = until
        self.traps = traps
        self.again = again
        self.place = 0
        self.row: Row = (kind, case, date)
        self.identity: Identity = (kind, case, date, lead, again)

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
