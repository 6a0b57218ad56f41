"""What the buyer was told, and what became of it: one row a notice, keyed by its identity, so none comes twice.

States: planned (will come if nothing changes, see `plan`), due, sent (a channel has it), shown (the buyer's screen had
it), acknowledged, snoozed, cleared (no longer applies, nobody need see it). Only planned rows are ever deleted.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, or_, select, update

from server.store import plan, remains, sendings
from server.store.heard import is_heard
from server.store.ledger import canonical
from server.store.notice_rows import (
    Stored,
    drop,
    find,
    in_state,
    only_missed,
    portions,
    put,
    row_of,
    stored_of,
)
from server.store.schema import notice_orders, notices

__all__ = ["Stored", "find", "in_state"]

OPEN_STATES = ("due", "sent", "shown", "snoozed")


def tell(connection: Connection, plain: dict[str, Any], at: str, change: int) -> bool:
    """A notice is due: its row is made. False where it was told before, also joined or folded in another way, or a
    client's own alarm showed it.
    """
    row = row_of(connection, plain["identity"])
    was_missed = row is not None and only_missed(row)
    if row is not None and row.state != "planned" and not was_missed:
        if row.due_at is None:
            _tell_shown(connection, plain, at)
        return False
    if is_heard(connection, plain):
        missed(connection, plain, at, change)
        return False
    if was_missed:
        which = notices.c.identity == plain["identity"]
        connection.execute(update(notices).where(which).values(state="due", changed=change))
        return True
    drop(connection, [plain["identity"]])
    put(connection, [plain], "due", change, due_at=at)
    return True


def _tell_shown(connection: Connection, plain: dict[str, Any], at: str) -> None:
    """A client's own alarm was first: the row stays as it is, and says now what is told."""
    values = {"notice": canonical(plain), "at": plain["at"], "deadline": plain["deadline"], "due_at": at}
    connection.execute(update(notices).where(notices.c.identity == plain["identity"]).values(**values))


def report(connection: Connection, identity: str, what: str, at: str, until: str | None, change: int) -> bool:
    """What a client says of a notice: shown, acknowledged or snoozed. False where it changes nothing.

    A planned notice may be reported: the client's own alarm showed it while the server was silent.
    """
    row = row_of(connection, identity)
    if row is None:
        row = plan.join(connection, identity, change)
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


def cleared_of(connection: Connection, order_ids: Iterable[str], now: str) -> list[Stored]:
    """Those of these orders that were told and no longer applied, whose deadline, if they have one, is still to come;
    each once, the newest first.
    """
    ahead = or_(notices.c.deadline.is_(None), notices.c.deadline > now)
    cleared = (notices.c.state == "cleared") & notices.c.cleared_at.is_not(None) & ahead
    found: dict[str, Stored] = {}
    for some in portions(list(order_ids)):
        theirs = select(notice_orders.c.identity).where(notice_orders.c.order_id.in_(some))
        query = select(notices).where(notices.c.identity.in_(theirs), cleared)
        found |= {row.identity: stored_of(row) for row in connection.execute(query)}
    return sorted(found.values(), key=lambda one: (one.at, one.identity), reverse=True)


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
    """A notice that no longer counts in a past that reads otherwise now, or of which all was told in another form."""
    row = row_of(connection, plain["identity"])
    if row is not None and only_missed(row):
        return
    if row is not None and row.state != "planned":
        _tell_shown(connection, plain, at)
        return
    drop(connection, [plain["identity"]])
    put(connection, [plain], "cleared", change, due_at=at)


def open_ones(connection: Connection) -> list[Stored]:
    """All that are open, of whatever order."""
    return in_state(connection, *OPEN_STATES)


def told_too_early(connection: Connection, now: str) -> None:
    """The clock was ahead: what was told for an instant yet to come comes again; what is acknowledged was only seen
    before its time, as by a client's own alarm.
    """
    early, acknowledged = notices.c.at > now, notices.c.state == "acknowledged"
    wrong = early & notices.c.state.in_((*OPEN_STATES, "cleared"))
    names = list(connection.execute(select(notices.c.identity).where(wrong)).scalars())
    drop(connection, names)
    sendings.forget(connection, names)
    connection.execute(update(notices).where(early, acknowledged).values(due_at=None))


def was_told(connection: Connection, identity: str) -> bool:
    """Whether the server told it; what is planned, was missed, or only a client's own alarm showed, it did not tell."""
    row = row_of(connection, identity)
    return row is not None and row.due_at is not None and not only_missed(row)


def told(connection: Connection) -> dict[str, str]:
    """All that was ever told, by identity, as canonical JSON."""
    query = select(notices.c.identity, notices.c.notice).where(notices.c.due_at.is_not(None))
    return {row.identity: row.notice for row in connection.execute(query)}


def changed_since(connection: Connection, since: int | None) -> list[Stored]:
    """Those that are open; with `since` also those that changed after it. None of the plan."""
    wanted: ColumnElement[bool] = notices.c.state.in_(OPEN_STATES)
    if since is not None:
        wanted = or_(wanted, notices.c.changed > since)
    query = select(notices).where(wanted, notices.c.state != "planned")
    return [stored_of(row) for row in connection.execute(query.order_by(notices.c.at, notices.c.identity))]


def of_order(connection: Connection, order_id: str) -> list[Stored]:
    theirs = select(notice_orders.c.identity).where(notice_orders.c.order_id == order_id)
    query = select(notices).where(notices.c.identity.in_(theirs)).order_by(notices.c.at, notices.c.identity)
    return [stored_of(row) for row in connection.execute(query)]


def open_of(connection: Connection, order_ids: Iterable[str], now: str) -> list[Stored]:
    """The open notices of these orders that have come, each once."""
    found: dict[str, str] = {}
    for some in portions(list(order_ids)):
        theirs = select(notice_orders.c.identity).where(notice_orders.c.order_id.in_(some))
        query = select(notices.c.identity, notices.c.state, notices.c.at).where(
            notices.c.identity.in_(theirs)
        )
        rows = connection.execute(query)
        found |= {row.identity: row.at for row in rows if row.state in OPEN_STATES and row.at <= now}
    stored = (find(connection, identity) for identity in found)
    return [one for one in stored if one is not None]
