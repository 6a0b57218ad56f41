"""What the buyer was told and will be told: one row a notice, keyed by its identity, so none comes twice.

States: planned (will come if nothing changes), due, sent (a channel has it), shown (the buyer's screen had it),
acknowledged, snoozed, cleared (no longer applies, nobody need see it). Only planned rows are ever deleted.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, or_, select, update

from server.rules.identities import MANY, joined, parts_of
from server.store import remains
from server.store.ledger import canonical
from server.store.schema import notice_orders, notices

OPEN_STATES = ("due", "sent", "shown", "snoozed")


@dataclass(frozen=True)
class Stored:
    """A notice's row: the notice as plain JSON, and what became of it."""

    identity: str
    state: str
    at: str
    deadline: str | None
    notice: dict[str, Any]
    changed: int
    due_at: str | None
    sent_at: str | None
    shown_at: str | None
    acknowledged_at: str | None
    snoozed_until: str | None

    @property
    def order_ids(self) -> list[str]:
        return list(self.notice["order_ids"])


def tell(connection: Connection, plain: dict[str, Any], at: str, change: int) -> bool:
    """A notice is due: its row is made. False where it was told before, or a client's own alarm showed it."""
    row = _row(connection, plain["identity"])
    if row is not None and row.state != "planned":
        if row.due_at is None:
            _tell_shown(connection, plain, at)
        return False
    _drop(connection, [plain["identity"]])
    _put(connection, [plain], "due", change, due_at=at)
    return True


def _tell_shown(connection: Connection, plain: dict[str, Any], at: str) -> None:
    """A client's own alarm was first: the row stays as it is, and says now what is told."""
    values = {"notice": canonical(plain), "at": plain["at"], "deadline": plain["deadline"], "due_at": at}
    connection.execute(update(notices).where(notices.c.identity == plain["identity"]).values(**values))


def plan_anew(connection: Connection, order_id: str, planned: Iterable[dict[str, Any]], change: int) -> bool:
    """The plan of this order is this now; what was told before is not planned again. Whether it differs.

    Rows are one order's, those about a parcel of all orders that it carries; a client gets those of one instant, kind
    and level together (see `joined`).
    """
    theirs = select(notice_orders.c.identity).where(notice_orders.c.order_id == order_id)
    query = select(notices.c.identity, notices.c.notice, notices.c.state)
    rows = connection.execute(query.where(notices.c.identity.in_(theirs))).all()
    before = {row.identity: row.notice for row in rows if row.state == "planned"}
    come = [row for row in rows if row.state != "planned"]
    told = {name for row in come for name in parts_of(row.identity, json.loads(row.notice)["covers"])}
    now = {plain["identity"]: plain for plain in planned if plain["identity"] not in told}
    same = {identity for identity, plain in now.items() if _says(before.get(identity), plain)}
    _leave(connection, order_id, {name: text for name, text in before.items() if name not in same})
    planned_new = _plan(connection, [plain for name, plain in now.items() if name not in same], change)
    return planned_new or len(before) != len(same)


def _says(before: str | None, plain: dict[str, Any]) -> bool:
    """Whether the row that was planned says this, for these orders and perhaps others of the same parcel."""
    return before is not None and before == canonical(plain | {"order_ids": json.loads(before)["order_ids"]})


def _plan(connection: Connection, plains: list[dict[str, Any]], change: int) -> bool:
    """Plans notices; one about a parcel is planned once for all orders that it carries. Whether any is new."""
    known: dict[str, Any] = {}
    for some in _portions([plain["identity"] for plain in plains]):
        query = select(notices.c.identity, notices.c.state, notices.c.notice)
        rows = connection.execute(query.where(notices.c.identity.in_(some)))
        known |= {row.identity: row for row in rows}
    told = {identity for identity, row in known.items() if row.state != "planned"}
    new = []
    for plain in plains:
        row = known.get(plain["identity"])
        if row is None:
            new.append(plain)
        elif row.identity not in told:
            others = json.loads(row.notice)["order_ids"]
            new.append(plain | {"order_ids": sorted({*others, *plain["order_ids"]})})
    _drop(connection, list(known.keys() - told))
    _put(connection, new, "planned", change)
    return bool(new)


def _leave(connection: Connection, order_id: str, planned: dict[str, str]) -> None:
    """This order no longer plans these; where another order does, they stay for that one."""
    alone = []
    for identity, text in planned.items():
        notice = json.loads(text)
        others = [other for other in notice["order_ids"] if other != order_id]
        if not others:
            alone.append(identity)
            continue
        left = canonical(notice | {"order_ids": others})
        connection.execute(update(notices).where(notices.c.identity == identity).values(notice=left))
        link = (notice_orders.c.order_id == order_id) & (notice_orders.c.identity == identity)
        connection.execute(delete(notice_orders).where(link))
    _drop(connection, alone)


def _coming_together(planned: Iterable[Stored]) -> list[list[Stored]]:
    """Planned notices of several orders that will come as one: same instant, kind and level."""
    groups: dict[tuple[str, str, str], list[Stored]] = {}
    for one in planned:
        groups.setdefault((one.at, one.notice["kind"], one.notice["level"]), []).append(one)
    return list(groups.values())


def _as_one(group: list[Stored]) -> Stored:
    if len(group) == 1:
        return group[0]
    group.sort(key=lambda one: (one.deadline or one.at, one.order_ids))
    lead = group[0]

    def together(name: str) -> list[str]:
        return sorted({value for one in group for value in one.notice[name]})

    identity = joined(one.identity for one in group)
    names = ("order_ids", "parcels", "folded", "traps", "covers")
    notice = lead.notice | {name: together(name) for name in names} | {"identity": identity}
    return replace(lead, identity=identity, notice=notice)


def report(connection: Connection, identity: str, what: str, at: str, until: str | None, change: int) -> bool:
    """What a client says of a notice: shown, acknowledged or snoozed. False where it changes nothing.

    A planned notice may be reported: the client's own alarm showed it while the server was silent.
    """
    row = _row(connection, identity)
    if row is None:
        row = _join_planned(connection, identity, change)
    if row is None:
        return False
    changed: dict[str, Any] = {}
    if what == "shown" and row.shown_at is None:
        changed = {"shown_at": at}
        if row.state in ("planned", "due", "sent"):
            changed["state"] = "shown"
    elif what == "acknowledged" and row.acknowledged_at is None:
        changed = {"acknowledged_at": at, "shown_at": row.shown_at or at, "state": "acknowledged"}
    elif what == "snoozed" and row.acknowledged_at is None and row.snoozed_until != until:
        changed = {"snoozed_until": until, "shown_at": row.shown_at or at, "state": "snoozed"}
    if not changed:
        return False
    connection.execute(
        update(notices).where(notices.c.identity == identity).values(changed=change, **changed)
    )
    return True


def _join_planned(connection: Connection, identity: str, change: int) -> Any:
    """The row of a planned notice that a client got as one for several orders; None if it was not planned so."""
    if identity.startswith(MANY):
        groups = _coming_together(in_state(connection, "planned"))
        group = next((group for group in groups if _as_one(group).identity == identity), [])
    else:
        rows = [find(connection, name) for name in parts_of(identity, ())]
        group = [row for row in rows if row is not None and row.state == "planned"]
        group = group if len(group) == len(rows) else []
    if len(group) < 2:
        return None
    _drop(connection, [one.identity for one in group])
    _put(connection, [_as_one(group).notice], "planned", change)
    return _row(connection, identity)


def sent(connection: Connection, identities: Iterable[str], at: str) -> None:
    """These were handed to a channel. It is no change for a client."""
    connection.execute(
        update(notices)
        .where(notices.c.identity.in_(list(identities)), notices.c.state == "due")
        .values(state="sent", sent_at=at)
    )


def clear(connection: Connection, identities: Iterable[str], at: str, change: int) -> None:
    """These no longer apply."""
    connection.execute(
        update(notices)
        .where(notices.c.identity.in_(list(identities)), notices.c.state.in_(OPEN_STATES))
        .values(state="cleared", cleared_at=at, changed=change)
    )


def cleared_since(connection: Connection, order_id: str, since: str) -> list[Stored]:
    """Those about this order that no longer applied at that instant or after it."""
    theirs = select(notice_orders.c.identity).where(notice_orders.c.order_id == order_id)
    query = select(notices).where(notices.c.state == "cleared", notices.c.cleared_at >= since)
    return [_stored(row) for row in connection.execute(query.where(notices.c.identity.in_(theirs)))]


def open_again(connection: Connection, stored: Stored, change: int) -> None:
    """A cleared notice applies after all: it stands where it stood, and who has seen it is not told anew."""
    been = (("snoozed", stored.snoozed_until), ("shown", stored.shown_at), ("sent", stored.sent_at))
    state = next((state for state, at in been if at), "due")
    connection.execute(
        update(notices)
        .where(notices.c.identity == stored.identity)
        .values(state=state, cleared_at=None, changed=change)
    )


def leave_out(connection: Connection, identity: str, order_ids: list[str], change: int) -> bool:
    """Of the orders of this notice these are no longer concerned; nobody has seen it yet. Whether it named them.

    Only the link goes: what the ledger tells stays as it was told (see `as_it_stands`).
    """
    links = notice_orders.c.order_id.in_(order_ids) & (notice_orders.c.identity == identity)
    if connection.execute(delete(notice_orders).where(links)).rowcount == 0:
        return False
    connection.execute(update(notices).where(notices.c.identity == identity).values(changed=change))
    return True


def says_now(connection: Connection, identity: str, plain: dict[str, Any] | None, change: int) -> bool:
    """What led this notice is over, it says this now (None: it says what was told). Whether that is new."""
    if not remains.keep(connection, identity, plain):
        return False
    connection.execute(update(notices).where(notices.c.identity == identity).values(changed=change))
    return True


def as_it_stands(connection: Connection, stored: Stored) -> Stored:
    """The notice as it is said now, about those of its orders that it still concerns."""
    now = remains.of(connection, stored.identity)
    if now is not None:
        stored = replace(stored, notice=now, deadline=now["deadline"])
    if len(stored.order_ids) < 2:
        return stored
    query = select(notice_orders.c.order_id).where(notice_orders.c.identity == stored.identity)
    left = set(connection.execute(query).scalars()) & set(stored.order_ids)
    notice = stored.notice | {"order_ids": [one for one in stored.order_ids if one in left]}
    return replace(stored, notice=notice) if left else stored


def missed(connection: Connection, plain: dict[str, Any], at: str, change: int) -> None:
    """A notice that would have been told in a past that reads otherwise now, and no longer counts."""
    row = _row(connection, plain["identity"])
    if row is not None and row.state != "planned":
        _tell_shown(connection, plain, at)
        return
    _drop(connection, [plain["identity"]])
    _put(connection, [plain], "cleared", change, due_at=at)


def withdraw(connection: Connection, stand: set[str], at: str, change: int) -> None:
    """Of the open notices only those in `stand` still follow from the facts."""
    rows = connection.execute(select(notices.c.identity).where(notices.c.state.in_(OPEN_STATES))).scalars()
    clear(connection, [identity for identity in rows if identity not in stand], at, change)


def told_too_early(connection: Connection, now: str) -> None:
    """The clock was ahead: what was told for an instant yet to come, and is not acknowledged, comes again."""
    early = select(notices.c.identity).where(notices.c.at > now, notices.c.state.in_(OPEN_STATES))
    _drop(connection, list(connection.execute(early).scalars()))


def was_told(connection: Connection, identity: str) -> bool:
    """Whether the server told it; what is planned, or only a client's own alarm showed, it did not tell yet."""
    return (
        connection.execute(select(notices.c.due_at).where(notices.c.identity == identity)).scalar()
        is not None
    )


def told(connection: Connection) -> dict[str, str]:
    """All that was ever told, by identity, as canonical JSON."""
    query = select(notices.c.identity, notices.c.notice).where(notices.c.due_at.is_not(None))
    return {row.identity: row.notice for row in connection.execute(query)}


def find(connection: Connection, identity: str) -> Stored | None:
    row = connection.execute(select(notices).where(notices.c.identity == identity)).first()
    return None if row is None else _stored(row)


def changed_since(connection: Connection, since: int | None) -> list[Stored]:
    """Those that are open; with `since` also those that changed after it. None of the plan."""
    wanted: ColumnElement[bool] = notices.c.state.in_(OPEN_STATES)
    if since is not None:
        wanted = or_(wanted, notices.c.changed > since)
    query = select(notices).where(wanted, notices.c.state != "planned")
    return [_stored(row) for row in connection.execute(query.order_by(notices.c.at, notices.c.identity))]


def planned(connection: Connection, at_most: int = 500) -> list[Stored]:
    """The plan as it will come, in order of time: the next `at_most` rows and those of the last one's instant."""
    ahead = select(notices).where(notices.c.state == "planned").order_by(notices.c.at, notices.c.identity)
    last = connection.execute(
        select(notices.c.at)
        .where(notices.c.state == "planned")
        .order_by(notices.c.at)
        .offset(at_most)
        .limit(1)
    ).scalar()
    rows = connection.execute(ahead if last is None else ahead.where(notices.c.at <= last))
    return [_as_one(group) for group in _coming_together(map(_stored, rows))]


def next_planned(connection: Connection) -> str | None:
    """The instant of the next planned notice."""
    return connection.execute(select(func.min(notices.c.at)).where(notices.c.state == "planned")).scalar()


def orders_planned_until(connection: Connection, at: str) -> list[str]:
    """The orders about which a notice was planned for this instant or before, and did not come."""
    query = select(notice_orders.c.order_id).join(notices).where(notices.c.state == "planned")
    return list(connection.execute(query.where(notices.c.at <= at).distinct()).scalars())


def in_state(connection: Connection, *states: str) -> list[Stored]:
    query = select(notices).where(notices.c.state.in_(states)).order_by(notices.c.at, notices.c.identity)
    return [_stored(row) for row in connection.execute(query)]


def of_order(connection: Connection, order_id: str) -> list[Stored]:
    theirs = select(notice_orders.c.identity).where(notice_orders.c.order_id == order_id)
    query = select(notices).where(notices.c.identity.in_(theirs)).order_by(notices.c.at, notices.c.identity)
    return [_stored(row) for row in connection.execute(query)]


def open_of(connection: Connection, order_ids: Iterable[str], now: str) -> list[Stored]:
    """The open notices of these orders that have come, each once."""
    found: dict[str, str] = {}
    for some in _portions(list(order_ids)):
        theirs = select(notice_orders.c.identity).where(notice_orders.c.order_id.in_(some))
        query = select(notices.c.identity, notices.c.state, notices.c.at).where(
            notices.c.identity.in_(theirs)
        )
        rows = connection.execute(query)
        found |= {row.identity: row.at for row in rows if row.state in OPEN_STATES and row.at <= now}
    stored = (find(connection, identity) for identity in found)
    return [one for one in stored if one is not None]


def _row(connection: Connection, identity: str) -> Any:
    return connection.execute(select(notices).where(notices.c.identity == identity)).first()


def _put(
    connection: Connection,
    plains: list[dict[str, Any]],
    state: str,
    change: int,
    due_at: str | None = None,
) -> None:
    if not plains:
        return
    rows = [
        {
            "identity": plain["identity"],
            "state": state,
            "at": plain["at"],
            "deadline": plain.get("deadline"),
            "kind": plain["kind"],
            "level": plain["level"],
            "notice": canonical(plain),
            "changed": change,
            "due_at": due_at,
        }
        for plain in plains
    ]
    links = [
        {"order_id": order_id, "identity": plain["identity"]}
        for plain in plains
        for order_id in dict.fromkeys(plain["order_ids"])
    ]
    connection.execute(insert(notices), rows)
    if links:
        connection.execute(insert(notice_orders), links)


def _drop(connection: Connection, identities: list[str]) -> None:
    for some in _portions(identities):
        connection.execute(delete(notices).where(notices.c.identity.in_(some)))


def _portions(identities: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(identities), 500):
        yield identities[start : start + 500]


def _stored(row: Row[Any]) -> Stored:
    return Stored(
        row.identity,
        row.state,
        row.at,
        row.deadline,
        json.loads(row.notice),
        row.changed,
        row.due_at,
        row.sent_at,
        row.shown_at,
        row.acknowledged_at,
        row.snoozed_until,
    )
