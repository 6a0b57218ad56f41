"""Erasing orders at the buyer's wish: what was said of them goes, the ledger's hashes stay and still close."""

import json
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from server.rules.identities import joined, parts_of
from server.store import answers, facts, latest, ledger, meta, orders, pictures, settings_told
from server.store import sendings as sent
from server.store.ledger import canonical
from server.store.notice_rows import only_missed
from server.store.schema import calendar_events, notice_orders, notices, problems
from server.store.schema import ledger as ledger_table

BECAME = (
    "state",
    "changed",
    "due_at",
    "sent_at",
    "shown_at",
    "acknowledged_at",
    "snoozed_until",
    "cleared_at",
)
"""What of a notice's row is not said by the ledger."""

UNSEEN = {"state": "cleared", "changed": 0}


def known(connection: Connection) -> set[str]:
    """Every order of which something can be erased."""
    return {*orders.everyone(connection), *settings_told.muted_orders(connection)}


def erase(connection: Connection, order_ids: Collection[str], at: str) -> tuple[int, set[str]]:
    """Everything that names these orders, or a parcel that no other order has.

    How many rows of the ledger it was, and the orders that shared a notice with them. What stays: that so many
    observations were made, when, and the hash of each; a row says that they were erased. Clients are told everything
    again. What was told of several orders still names them: `follow` must come next.
    """
    seqs = settings_told.forget(connection, order_ids, at)
    others: set[str] = set()
    for order_id in order_ids:
        numbers = facts.forget(connection, order_id)
        seqs += _rows(connection, [order_id, *numbers])
        answers.forget(connection, numbers)
        pictures.forget(connection, [order_id, *numbers])
        others |= _notices(connection, order_id, [order_id, *numbers])
        for table, column in (
            (problems, problems.c.text),
            (calendar_events, calendar_events.c.event),
        ):
            connection.execute(delete(table).where(column.contains(order_id, autoescape=True)))
        orders.forget(connection, order_id)
    latest.forget(connection, seqs)
    ledger.erase(connection, seqs)
    meta.begin_life(connection, anew=True)
    if seqs:
        ledger.append(connection, at, "erased", None, {"rows": sorted(seqs)})
    return len(seqs), others


def follow(connection: Connection, made: Iterable[dict[str, Any]], at: str) -> None:
    """What was told is from now on what the ledger makes without the erased; what became of it stays.

    One that folded or joined otherwise takes over what became of the one that said the same, and on which channels it
    was sent; one that nobody was told in this way counts as cleared.
    """
    query = select(notices).where(notices.c.due_at.is_not(None))
    rows = connection.execute(query).all()
    before = {row.identity: row._mapping for row in rows}
    heard = {row.identity: row._mapping for row in rows if not only_missed(row)}
    by_cover = {
        name: row
        for row in heard.values()
        for name in (row["identity"], *json.loads(row["notice"])["covers"])
    }
    left_out = {
        identity: set(json.loads(row["notice"])["order_ids"]) - _concerned(connection, identity)
        for identity, row in before.items()
    }
    for plain in made:
        text = canonical(plain)
        row = before.pop(plain["identity"], None)
        said = next((by_cover[name] for name in plain["covers"] if name in by_cover), None)
        old = row if row is not None and (row["identity"] in heard or said is None) else said
        if row is not None and old is row and row["notice"] == text:
            continue
        if old is not None:
            sent.take_over(connection, old["identity"], plain["identity"])
        became = {name: old[name] for name in BECAME} if old else UNSEEN | {"due_at": at, "cleared_at": at}
        keys = {name: plain[name] for name in ("identity", "at", "deadline", "kind", "level")}
        connection.execute(delete(notices).where(notices.c.identity == plain["identity"]))
        connection.execute(notices.insert().values(**keys, **became, notice=text))
        for order_id in dict.fromkeys(plain["order_ids"]):
            if old is not None and order_id in left_out[old["identity"]]:
                continue
            connection.execute(notice_orders.insert().values(order_id=order_id, identity=plain["identity"]))
    for identity in before:
        connection.execute(delete(notices).where(notices.c.identity == identity))
    sent.forget_unknown(connection)


def _concerned(connection: Connection, identity: str) -> set[str]:
    """The orders that a notice still concerns (see `notices.leave_out`)."""
    query = select(notice_orders.c.order_id).where(notice_orders.c.identity == identity)
    return set(connection.execute(query).scalars())


def _rows(connection: Connection, subjects: list[str]) -> list[int]:
    query = select(ledger_table.c.seq).where(ledger_table.c.subject.in_(subjects))
    return list(connection.execute(query).scalars())


def _notices(connection: Connection, order_id: str, names: list[str]) -> set[str]:
    """Notices of this order alone go, of others' plans it is taken out. Gives the orders that shared one with it."""
    shared: set[str] = set()
    theirs = select(notice_orders.c.identity).where(notice_orders.c.order_id == order_id)
    for row in connection.execute(select(notices).where(notices.c.identity.in_(theirs))).all():
        notice = json.loads(row.notice)
        others = [other for other in notice["order_ids"] if other != order_id]
        shared |= set(others)
        if others and row.due_at is not None:
            continue
        connection.execute(delete(notices).where(notices.c.identity == row.identity))
        parts, covers = (
            [part for part in some if not any(name in part for name in names)]
            for some in (parts_of(row.identity, notice["covers"]), notice["covers"])
        )
        if others and parts:
            parcels = [number for number in notice["parcels"] if number not in names]
            said = notice | {"identity": joined(parts), "order_ids": others, "parcels": parcels}
            text = canonical(said | {"covers": covers, "params": {}})
            values = dict(row._mapping) | {"identity": said["identity"], "notice": text}
            connection.execute(insert(notices).values(**values).on_conflict_do_nothing())
            for other in others:
                link = insert(notice_orders).values(order_id=other, identity=said["identity"])
                connection.execute(link.on_conflict_do_nothing())
    return shared
