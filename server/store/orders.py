"""The orders as clients see them: made from the casebook, kept so that a question is answered without it."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from server.store.ledger import canonical
from server.store.schema import gone, orders


def show(connection: Connection, order_id: str, view: dict[str, Any], alive: bool, change: int) -> bool:
    """Keeps the order's view; `alive`: it can change by time alone. Whether it differs from the one before."""
    text = canonical(view)
    before = connection.execute(select(orders.c.view).where(orders.c.order_id == order_id)).scalar()
    if before == text:
        return False
    values = {"changed": change, "alive": int(alive), "view": text}
    statement = insert(orders).values(order_id=order_id, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["order_id"], set_=values))
    connection.execute(delete(gone).where(gone.c.order_id == order_id))
    return True


def changed_since(connection: Connection, since: int) -> list[dict[str, Any]]:
    query = select(orders.c.view).where(orders.c.changed > since).order_by(orders.c.order_id)
    return [json.loads(view) for view in connection.execute(query).scalars()]


def alive(connection: Connection) -> list[str]:
    """The orders whose view can change by time alone."""
    return list(connection.execute(select(orders.c.order_id).where(orders.c.alive == 1)).scalars())


def everyone(connection: Connection) -> list[str]:
    return list(connection.execute(select(orders.c.order_id)).scalars())


def view(connection: Connection, order_id: str) -> dict[str, Any] | None:
    text = connection.execute(select(orders.c.view).where(orders.c.order_id == order_id)).scalar()
    return None if text is None else json.loads(text)


def forget(connection: Connection, order_ids: Iterable[str], change: int) -> None:
    """These were erased at the buyer's wish; clients are told so."""
    for order_id in order_ids:
        connection.execute(delete(orders).where(orders.c.order_id == order_id))
        statement = insert(gone).values(order_id=order_id, changed=change)
        connection.execute(
            statement.on_conflict_do_update(index_elements=["order_id"], set_={"changed": change})
        )


def gone_since(connection: Connection, since: int) -> list[str]:
    return list(connection.execute(select(gone.c.order_id).where(gone.c.changed > since)).scalars())
