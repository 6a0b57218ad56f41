"""The buyer's settings as the ledger tells them, one row a change; also where they named an order that was erased.

Such a row is erased as any other, and a row after it says what it said but for the order: notices at nine in the
morning of a zone that the buyer had then come again at the same moments.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection

from server.store import ledger, meta
from server.store.ledger import Entry

SETTINGS, LEFT = "settings", "settings_left"


def said(connection: Connection, entry: Entry) -> dict[str, Any]:
    """What a row of the kind `settings` said, without the orders that were erased since."""
    return entry.content if entry.content is not None else _left(connection).get(entry.seq, {})


def newest(connection: Connection) -> dict[str, Any] | None:
    """The settings that were meant last; None before the first."""
    rows = ledger.of_kind(connection, SETTINGS)
    return said(connection, rows[-1]) if rows else None


def muted_orders(connection: Connection) -> set[str]:
    """The orders that are muted or were once, and are not erased."""
    every = [meta.read_settings(connection), *_left(connection).values()]
    every += [row.content for row in ledger.of_kind(connection, SETTINGS) if row.content is not None]
    return {one["order_id"] for settings in every for one in settings.get("muted", ()) if "order_id" in one}


def without(settings: dict[str, Any], order_ids: Collection[str]) -> dict[str, Any]:
    """The same settings, with nothing muted of these orders."""
    muted = settings.get("muted", ())
    left = [one for one in muted if one.get("order_id") not in order_ids]
    return settings if len(left) == len(muted) else settings | {"muted": left}


def forget(connection: Connection, order_ids: Collection[str], at: str) -> list[int]:
    """Nothing says any more that these orders were muted. The rows that said it, which are still to be erased."""
    now = meta.read_settings(connection)
    meta.write_settings(connection, without(now, order_ids))
    rows = {row.seq: row for row in ledger.of_kind(connection, SETTINGS)}
    seqs = []
    for row in [*rows.values(), *ledger.of_kind(connection, LEFT)]:
        if row.content is None:
            continue
        first, settings = (
            (row.seq, row.content) if row.seq in rows else (row.content["row"], row.content["said"])
        )
        left = without(settings, order_ids)
        if left != settings:
            seqs.append(row.seq)
            ledger.append(connection, at, LEFT, None, {"row": first, "said": left})
    return seqs


def _left(connection: Connection) -> dict[int, dict[str, Any]]:
    """By the row that was erased: what it said otherwise."""
    rows = ledger.of_kind(connection, LEFT)
    return {row.content["row"]: row.content["said"] for row in rows if row.content is not None}
