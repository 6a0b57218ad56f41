"""What one reading of a page gives: facts, and what was met but not understood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Literal

import msgspec

from scraper.facts import Dispute, Fact, Order, Parcel, StatedDate, to_json

ReadingKind = Literal["order_list", "order_detail", "order_tracking", "refund_list", "blocked", "unknown"]

MOST_PROBLEMS = 50
LONGEST_PROBLEM = 300
_INSTANTS = {"at", "opened_at", "proposed_at"}


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of `read`: the kind of page, the facts that it states, and its problems.

    `reason` belongs to `blocked`, `has_more` to `order_list` (None where the page does not say).
    `language` is the language that the page was read in, where it is known.
    """

    kind: ReadingKind
    orders: tuple[Order, ...] = ()
    order_ids: tuple[str, ...] = ()
    parcels: tuple[Parcel, ...] = ()
    dates: tuple[StatedDate, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    has_more: bool | None = None
    reason: str | None = None
    language: str | None = None
    problems: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The plain object of `orderwarden read`; what is not known is left out."""
        plain: dict[str, Any] = {"kind": self.kind}
        if self.kind in ("order_list", "order_detail"):
            plain["orders"] = [_plain(order) for order in self.orders]
        if self.kind == "order_list" and self.has_more is not None:
            plain["has_more"] = self.has_more
        if self.kind == "order_tracking":
            plain["order_ids"] = list(self.order_ids)
            plain["parcels"] = [to_json(parcel) for parcel in self.parcels]
            plain["dates"] = [_plain(stated) for stated in self.dates]
        if self.kind == "refund_list":
            plain["disputes"] = [_plain(dispute) for dispute in self.disputes]
        if self.kind == "blocked":
            plain["reason"] = self.reason
        plain["problems"] = list(self.problems)
        return plain


def _plain(fact: Fact) -> dict[str, Any]:
    """The fact with the offset of its instants written out ("+00:00")."""
    plain = to_json(fact)
    for part in (plain, *plain.get("dates", ()), *plain.get("disputes", ())):
        for name in _INSTANTS & part.keys():
            part[name] = part[name].replace("Z", "+00:00")
    return plain


Shape = Literal["text", "list", "object"]
_TYPES: Mapping[Shape, tuple[type, ...]] = {"text": (str,), "list": (list, dict), "object": (dict, str)}
_NAMED: Mapping[Shape, str] = {"text": "a text", "list": "a list", "object": "an object"}


def _kind(value: object) -> str:
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "an object"
    return "a text" if isinstance(value, str) else f"{str(value)[:40]}"


@dataclass
class Page:
    """The page being read: where it came from, when, in which language, and the problems met so far."""

    url: str | None = None
    seen_at: datetime | None = None
    language: str | None = None
    problems: list[str] = field(default_factory=list)

    def met(self, where: str, what: str) -> None:
        """Notes something that was not understood; the same twice is noted once, and never more than 50."""
        problem = f"{where}: {what}"[:LONGEST_PROBLEM]
        if problem not in self.problems and len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)

    def misshapen(self, fields: Mapping[str, Any], shapes: Mapping[str, Shape], where: str) -> None:
        """Notes members that are there in another shape than the page gives them: what they say is lost."""
        for name, shape in shapes.items():
            value = fields.get(name)
            if value is None or isinstance(value, _TYPES[shape]):
                continue
            self.met(
                f"{where}.{name}".rstrip("."), f"layout_changed: {_kind(value)} where {_NAMED[shape]} was"
            )

    def broken(self, keys: Sequence[str]) -> None:
        """Notes components that cannot be read: whatever they say is lost."""
        for key in keys:
            self.met(key[:80], "layout_changed: a component that cannot be read")

    @property
    def seen_on(self) -> date | None:
        """The UTC day on which the page was read."""
        return self.seen_at.astimezone(UTC).date() if self.seen_at else None
