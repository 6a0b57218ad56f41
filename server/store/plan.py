"""What the buyer will be told if nothing changes: planned rows, made anew whenever a case changes."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from server.rules.identities import MANY, joined, parts_of
from server.store.heard import dues_heard, dues_in
from server.store.ledger import canonical
from server.store.notice_rows import Stored, drop, find, in_state, portions, put, row_of, stored_of
from server.store.schema import notice_orders, notices


def make_anew(connection: Connection, order_id: str, planned: Iterable[dict[str, Any]], change: int) -> bool:
    """The plan of this order is this now; what was told before is not planned again. Whether it differs.

    Rows are one order's, those about a parcel of all orders that it carries; a client gets those of one instant, kind
    and level together (see `joined`).
    """
    theirs = select(notice_orders.c.identity).where(notice_orders.c.order_id == order_id)
    query = select(notices.c.identity, notices.c.notice).where(notices.c.state == "planned")
    rows = connection.execute(query.where(notices.c.identity.in_(theirs)))
    before = {row.identity: row.notice for row in rows}
    heard = dues_heard(connection, [order_id])
    now = {plain["identity"]: plain for plain in planned if not dues_in(plain) <= heard}
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
    for some in portions([plain["identity"] for plain in plains]):
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
    drop(connection, list(known.keys() - told))
    put(connection, new, "planned", change)
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
    drop(connection, alone)


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


def join(connection: Connection, identity: str, change: int) -> Any:
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
    drop(connection, [one.identity for one in group])
    put(connection, [_as_one(group).notice], "planned", change)
    return row_of(connection, identity)


def ahead(connection: Connection, at_most: int = 500) -> list[Stored]:
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
    return [_as_one(group) for group in _coming_together(map(stored_of, rows))]


def next_at(connection: Connection) -> str | None:
    """The instant of the next planned notice."""
    return connection.execute(select(func.min(notices.c.at)).where(notices.c.state == "planned")).scalar()


def orders_until(connection: Connection, at: str) -> list[str]:
    """The orders about which a notice was planned for this instant or before, and did not come."""
    query = select(notice_orders.c.order_id).join(notices).where(notices.c.state == "planned")
    return list(connection.execute(query.where(notices.c.at <= at).distinct()).scalars())
