"""Erasing orders at the buyer's wish: what was said of them goes, the ledger's hashes stay and still close."""

import json
from collections.abc import Iterable

from sqlalchemy import Connection, delete, select

from server.store import answers, facts, latest, ledger, meta, orders, pictures
from server.store.ledger import canonical
from server.store.notices import parts_of
from server.store.schema import calendar_events, notice_orders, notices, problems, sendings
from server.store.schema import ledger as ledger_table


def erase(connection: Connection, order_ids: Iterable[str], at: str) -> int:
    """Everything that names these orders, or a parcel that no other order has. How many rows of the ledger it was.

    What stays: that so many observations were made, when, and the hash of each; a row says that they were erased.
    Clients are told everything again.
    """
    seqs: list[int] = []
    for order_id in order_ids:
        numbers = facts.forget(connection, order_id)
        seqs += _rows(connection, [order_id, *numbers])
        answers.forget(connection, numbers)
        pictures.forget(connection, [order_id, *numbers])
        _notices(connection, order_id)
        for table, column in (
            (problems, problems.c.text),
            (sendings, sendings.c.identity),
            (calendar_events, calendar_events.c.event),
        ):
            connection.execute(delete(table).where(column.contains(order_id, autoescape=True)))
        orders.forget(connection, order_id)
    latest.forget(connection, seqs)
    ledger.erase(connection, seqs)
    meta.begin_life(connection, anew=True)
    if seqs:
        ledger.append(connection, at, "erased", None, {"rows": sorted(seqs)})
    return len(seqs)


def _rows(connection: Connection, subjects: list[str]) -> list[int]:
    query = select(ledger_table.c.seq).where(ledger_table.c.subject.in_(subjects))
    return list(connection.execute(query).scalars())


def _notices(connection: Connection, order_id: str) -> None:
    """Notices of this order alone go; one about several orders is one about the others from now on.

    A notice that had left the order out (`notices.leave_out`) names it too.
    """
    naming = select(notices).where(notices.c.notice.contains(order_id, autoescape=True))
    for row in connection.execute(naming).all():
        named = json.loads(row.notice)["order_ids"]
        if order_id not in named:
            continue
        others = [other for other in named if other != order_id]
        links = select(notice_orders.c.order_id).where(notice_orders.c.identity == row.identity)
        concerned = [other for other in connection.execute(links).scalars() if other != order_id]
        names = [name for name in parts_of(row.identity) if order_id not in name]
        identity = "+".join(names) or f"{row.kind}|{row.at}"
        taken = select(notices.c.identity).where(notices.c.identity == identity)
        told_apart = identity != row.identity and connection.execute(taken).first() is not None
        if others and not told_apart:
            covers = [name for name in json.loads(row.notice)["covers"] if order_id not in name]
            kept = json.loads(row.notice) | {"order_ids": others, "parcels": [], "identity": identity}
            values = {"identity": identity, "notice": canonical(kept | {"covers": covers, "params": {}})}
            connection.execute(delete(notice_orders).where(notice_orders.c.identity == row.identity))
            connection.execute(notices.update().where(notices.c.identity == row.identity).values(**values))
            for other in concerned:
                connection.execute(notice_orders.insert().values(order_id=other, identity=values["identity"]))
        else:
            connection.execute(delete(notices).where(notices.c.identity == row.identity))
