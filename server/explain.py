"""Why an order stands as it does: its facts with their sources, its clocks with their arithmetic, its notices."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from server.notice_json import notice_of
from server.replay import casebook_of
from server.rules import Clock, Notice, Observation, View
from server.rules.advice import Advice, advise
from server.settings import Settings
from server.store import notices
from server.words import Words

QUIET_MEMBERS = frozenset({"order_id", "dispute_id", "number", "source", "page", "kind", "from", "outcome"})
QUIET_OF_A_MARK = frozenset({"order_id", "kind"})
"""What the head of a fact says already. A mark has no head but its kind: what it names is said in full."""


@dataclass(frozen=True)
class Explanation:
    """Everything known of one order: what was read when from where, what was told, what will be."""

    order_id: str
    facts: tuple[Observation, ...]
    clocks: tuple[Clock, ...]
    told: tuple[Notice, ...]
    plan: tuple[Notice, ...]
    advice: Advice | None


def explain(connection: Connection, settings: Settings, order_id: str, now: datetime) -> Explanation:
    """Replays the ledger and keeps what concerns one order. KeyError if no page ever named it."""
    facts: list[Observation] = []
    casebook = casebook_of(connection, settings, facts.append)
    case = casebook.case(order_id)
    told = (row for row in notices.of_order(connection, order_id) if row.state != "planned")
    return Explanation(
        order_id=order_id,
        facts=tuple(fact for fact in facts if _concerns(fact, order_id, case)),
        clocks=casebook.clocks(order_id),
        told=tuple(sorted((notice_of(row.notice) for row in told), key=lambda notice: notice.at)),
        plan=casebook.plan(order_id),
        advice=advise(case, now, casebook.claims_share),
    )


def _concerns(fact: Observation, order_id: str, case: View) -> bool:
    if fact.what == "tracking":
        return any(p.parcel and fact.content.get("number") in p.parcel.numbers for p in case.parcels)
    return bool(fact.content.get("order_id") == order_id)


class Explained:
    """An explanation as lines of text, in the buyer's language where it has words, times in the buyer's zone."""

    def __init__(self, explanation: Explanation, words: Words, zone: ZoneInfo) -> None:
        self.explanation = explanation
        self.words = words
        self.zone = zone

    def lines(self) -> Iterator[str]:
        found = self.explanation
        yield f"Order {found.order_id}"
        yield from self._part("What was read", self._facts())
        yield from self._part("Clocks", (line for clock in found.clocks for line in self._clock(clock)))
        yield from self._part("Told", map(self._notice, found.told))
        yield from self._part("Will be told if nothing changes", map(self._notice, found.plan))
        yield from self._part("Next step", self._advice())

    def _part(self, title: str, lines: Iterator[str]) -> Iterator[str]:
        yield f"\n{title}"
        empty = True
        for line in lines:
            empty = False
            yield f"  {line}"
        if empty:
            yield "  nothing"

    def _at(self, at: datetime) -> str:
        return f"{at.astimezone(self.zone):%Y-%m-%d %H:%M}"

    def _facts(self) -> Iterator[str]:
        said: dict[tuple[str, str], Mapping[str, Any]] = {}
        for fact in self.explanation.facts:
            content = fact.content
            source = str(content.get("page") or content.get("source") or content.get("from") or fact.what)
            before = said.get((fact.what, source), {})
            quiet = QUIET_OF_A_MARK if fact.what == "mark" else QUIET_MEMBERS
            news = {k: v for k, v in content.items() if k not in quiet and before.get(k) != v}
            if fact.what not in ("mark", "chat"):
                said[fact.what, source] = {**before, **content}
            subject = content.get("kind") or content.get("number") or content.get("dispute_id") or ""
            head = f"{self._at(fact.at)}  {fact.what} {subject} ({source})".replace("  (", " (")
            if not news and fact.what != "mark":
                yield f"{head}: {content.get('outcome', 'nothing new')}"
                continue
            yield head
            for name, value in news.items():
                for line in _values(name, value):
                    yield f"    {line}"

    def _clock(self, clock: Clock) -> Iterator[str]:
        read = f", read {self._at(clock.read_at)}" if clock.read_at else ""
        yield (
            f"{self.words.name('clock', clock.kind)}: {self.words.moment(clock.ends_at, self.zone)} "
            f"({clock.basis}, {self.words.name('source', clock.source)}{read})"
        )
        for step, params in clock.steps:
            values = ", ".join(
                f"{name} {self.words.value(name, value, self.zone)}" for name, value in params.items()
            )
            yield f"    {step.replace('_', ' ')}: {values}"

    def _notice(self, notice: Notice) -> str:
        said = self.words.say(notice, self.zone)
        folded = f" (with: {', '.join(notice.folded)})" if notice.folded else ""
        return f"{self._at(notice.at)}  {notice.level} {notice.kind}: {said.title}{folded}"

    def _advice(self) -> Iterator[str]:
        advice = self.explanation.advice
        if advice is None:
            return
        if advice.latest:
            yield f"until {self.words.moment(advice.latest, self.zone)}"
        for part, text in self.words.advise(advice, self.zone).items():
            yield f"{part}: {text}"


def _values(name: str, value: Any) -> Iterator[str]:
    """One line a value; of a list one line an item, of an object its members side by side."""
    if isinstance(value, list):
        for item in value:
            yield from _values(name, item)
    elif isinstance(value, dict):
        yield f"{name}: {_side_by_side(value)}"
    else:
        yield f"{name}: {value}"


def _side_by_side(members: Mapping[str, Any]) -> str:
    said = ((key, value) for key, value in members.items() if value not in (None, [], {}))
    return ", ".join(
        f"{key} {_side_by_side(value) if isinstance(value, dict) else value}" for key, value in said
    )
