"""From dues to notices: of each row the latest, of each order one, of several orders with the same one again."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from server.rules.identities import identity_text, joined
from server.rules.notice import LEVELS, Due, Notice, Row

INSTANT = timedelta(seconds=60)  # what is due within it counts as the same instant


@dataclass(slots=True)
class Group:
    """What one order is told in one instant: the leading due, all that came, and kinds that only stand in `folded`."""

    lead: Due
    dues: list[Due]
    level: int
    kind: str
    also: set[str] = field(default_factory=set)

    @property
    def folded(self) -> set[str]:
        return ({due.kind for due in self.dues} | self.also) - {self.kind}

    @property
    def name(self) -> str:
        """The identity of what is told: of the lead, and, where the lead was told before, of what comes under it."""
        if any(due.identity == self.lead.identity for due in self.dues):
            return identity_text(self.lead)
        return identity_text(self.lead) + "|" + identity_text(_foremost(self.dues))


def chosen(dues: Iterable[Due], told: Callable[[Due], bool], now: datetime, horizon: datetime) -> list[Due]:
    """The dues that come now: of each row the latest whose time has come by `horizon`, if it was not told.

    An earlier one of the same row never comes once a later one could. Nothing comes after its deadline.
    """
    latest: dict[Row, Due] = {}
    for due in dues:
        if due.ready > horizon:
            continue
        known = latest.get(due.row)
        if known is None or (due.due, due.again) > (known.due, known.again):
            latest[due.row] = due
    return [due for due in latest.values() if due.alive(max(now, due.ready)) and not told(due)]


def ahead(dues: Iterable[Due], told: Callable[[Due], bool], now: datetime) -> list[Due]:
    """The dues whose time is still to come."""
    return [due for due in dues if due.ready > now and due.alive(due.ready) and not told(due)]


def fold(dues: list[Due], missed: set[str] | None, stale: Due | None) -> Group:
    """One notice of an order: the most severe leads (of equals the earlier one of the catalogue).

    After a time asleep (`missed` is a set) what was missed stands in it too, and an order that is stale is told as
    stale, with the level of the most severe that still applies.
    """
    lead = _foremost(dues)
    group = Group(lead, dues, lead.level, lead.kind, missed or set())
    if missed is not None and stale is not None and lead.kind != "stale":
        group.also = group.also | {lead.kind}
        group.lead, group.kind = stale, stale.kind
    return group


def _foremost(dues: list[Due]) -> Due:
    return min(dues, key=lambda due: (-due.level, due.place, -due.due.timestamp()))


def instants(groups: list[tuple[datetime, Group]]) -> Iterator[tuple[datetime, list[Group]]]:
    """Groups by the instant in which they are told: one of another order, of the same kind and level, joins."""
    groups = sorted(groups, key=lambda item: (item[0], item[1].lead.order_id))
    joined: set[int] = set()
    for first, (at, group) in enumerate(groups):
        if first in joined:
            continue
        here = [group]
        orders = {group.lead.order_id}
        for place in range(first + 1, len(groups)):
            when, other = groups[place]
            if when > at + INSTANT:
                break
            same = any((other.kind, other.level) == (one.kind, one.level) for one in here)
            if place not in joined and other.lead.order_id not in orders and (when == at or same):
                here.append(other)
                orders.add(other.lead.order_id)
                joined.add(place)
        yield at, here


def once(ahead: Iterable[tuple[datetime, list[Group]]]) -> Iterator[tuple[datetime, list[Group]]]:
    """What is to come without what an earlier instant brings already: a parcel of two orders is told of once."""
    come: set[tuple[object, ...]] = set()
    for at, groups in ahead:
        new = [[due for due in group.dues if due.identity not in come] for group in groups]
        left = [
            group if len(dues) == len(group.dues) else fold(dues, None, None)
            for group, dues in zip(groups, new, strict=True)
            if dues
        ]
        come.update(due.identity for dues in new for due in dues)
        if left:
            yield at, left


def merge(groups: Iterable[Group], at: datetime) -> list[Notice]:
    """The notices of one instant: groups of the same kind and level are one, about all their orders."""
    same: dict[tuple[str, int], list[Group]] = {}
    for group in groups:
        same.setdefault((group.kind, group.level), []).append(group)
    return [_notice(found, at) for found in same.values()]


def _notice(groups: list[Group], at: datetime) -> Notice:
    groups = sorted(
        groups, key=lambda group: (group.lead.deadline or at, group.lead.order_id, group.lead.row)
    )
    lead = groups[0].lead
    about = [due for group in groups for due in (group.lead, *group.dues) if due.kind == group.kind]
    everything = [due for group in groups for due in group.dues]
    folded = set().union(*(group.folded for group in groups))
    names = sorted({group.name for group in groups})
    return Notice(
        identity=joined(names),
        at=at,
        kind=lead.kind,
        level=LEVELS[groups[0].level],
        order_ids=tuple(sorted({group.lead.order_id for group in groups})),
        parcels=tuple(dict.fromkeys(number for due in about for number in due.parcels)),
        deadline=lead.deadline,
        basis=lead.basis,
        folded=tuple(sorted(folded)),
        traps=tuple(sorted({trap for due in everything for trap in due.traps})),
        message=lead.message,
        params=lead.params,
        page=lead.page,
        again=lead.again > 0,
        covers=tuple(sorted({identity_text(due) for due in everything}.union(names))),
    )
