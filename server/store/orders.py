"""The orders as clients see them: made from the casebook, kept so that a question is answered without it."""

import json
from typing import Any

from sqlalchemy import Connection, delete, func, or_, select, tuple_
from sqlalchemy.dialects.sqlite import insert

from server.store.ledger import canonical
from server.store.schema import orders


def show(connection: Connection, order_id: str, view: dict[str, Any], alive: bool, change: int) -> bool:
    """Keeps the order's view; `alive`: it can change by time alone. Whether it differs from the one before."""
    text = canonical(view)
    before = connection.execute(select(orders.c.view).where(orders.c.order_id == order_id)).scalar()
    if before == text:
        return False
    values = {"changed": change, "alive": int(alive), "view": text}
    statement = insert(orders).values(order_id=order_id, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["order_id"], set_=values))
    return True


def changed_since(connection: Connection, since: int) -> list[dict[str, Any]]:
    query = select(orders.c.view).where(orders.c.changed > since).order_by(orders.c.order_id)
    return [json.loads(view) for view in connection.execute(query).scalars()]


def texts_since(
    connection: Connection, change: int, order_id: str | None = None, at_most: int | None = None
) -> list[tuple[int, str, str]]:
    """The orders that changed after `change`; with `order_id`, those that come after this one of that change.

    Each with the number of its last change and its view as the JSON that it is kept as, in order of change and id.
    """
    query = select(orders.c.changed, orders.c.order_id, orders.c.view)
    if order_id is None:
        query = query.where(orders.c.changed > change)
    else:
        query = query.where(tuple_(orders.c.changed, orders.c.order_id) > (change, order_id))
    rows = connection.execute(query.order_by(orders.c.changed, orders.c.order_id).limit(at_most))
    return [(row.changed, row.order_id, row.view) for row in rows]


def sorted_after(connection: Connection, after: str, at_most: int, *, only_alive: bool = False) -> list[str]:
    """The orders (those whose view can change by time alone) that come after this one, sorted."""
    query = select(orders.c.order_id).where(orders.c.order_id > after)
    if only_alive:
        query = query.where(orders.c.alive == 1)
    return list(connection.execute(query.order_by(orders.c.order_id).limit(at_most)).scalars())


def alive(connection: Connection) -> list[str]:
    """The orders whose view can change by time alone, sorted."""
    query = select(orders.c.order_id).where(orders.c.alive == 1)
    return list(connection.execute(query.order_by(orders.c.order_id)).scalars())


def everyone(connection: Connection) -> list[str]:
    return list(connection.execute(select(orders.c.order_id)).scalars())


def view(connection: Connection, order_id: str) -> dict[str, Any] | None:
    text = connection.execute(select(orders.c.view).where(orders.c.order_id == order_id)).scalar()
    return None if text is None else json.loads(text)


def of_trade(connection: Connection, store: str | None, carriers: list[str]) -> list[dict[str, Any]]:
    """The orders of a store, and those of which one of the carriers has a parcel."""
    parcels = func.json_each(orders.c.view, "$.parcels").table_valued("value")
    carried = select(parcels.c.value).where(func.json_extract(parcels.c.value, "$.carrier").in_(carriers))
    query = select(orders.c.view).where(
        or_(func.json_extract(orders.c.view, "$.store") == store, carried.exists())
    )
    return [json.loads(view) for view in connection.execute(query.order_by(orders.c.order_id)).scalars()]


def about(connection: Connection, order_ids: list[str]) -> str | None:
    """What the orders are about, for people: the first one's title (else its shop), and how many more there are."""
    shown = view(connection, order_ids[0]) if order_ids else None
    name = (shown or {}).get("title") or (shown or {}).get("store")
    if name is None:
        return None
    return name if len(order_ids) == 1 else f"{name} (+{len(order_ids) - 1})"


def forget(connection: Connection, order_id: str) -> None:
    connection.execute(delete(orders).where(orders.c.order_id == order_id))
