"""Small named values: the cursor of changes, how far the notices were told, the buyer's settings."""

import json
import secrets
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy.dialects.sqlite import insert

from server.store.schema import meta, settings


def read(connection: Connection, name: str) -> str | None:
    return connection.execute(select(meta.c.value).where(meta.c.name == name)).scalar()


def write(connection: Connection, name: str, value: str) -> None:
    _put(connection, meta, name, value)


def next_change(connection: Connection) -> int:
    """The number of the change that this transaction makes; each transaction takes one."""
    number = int(read(connection, "change") or 0) + 1
    write(connection, "change", str(number))
    return number


def cursor(connection: Connection) -> str:
    """Where a client stands that knows everything up to now.

    It names the life of this file too, so that a client of another one, or of one restored from a back-up,
    is told everything again.
    """
    return f"{read(connection, 'life')}-{read(connection, 'change') or 0}"


def begin_life(connection: Connection, *, anew: bool = False) -> None:
    """Names the life of this file, once; `anew` after a restore."""
    if anew or read(connection, "life") is None:
        write(connection, "life", secrets.token_hex(4))


def since(connection: Connection, cursor_text: str | None) -> int | None:
    """The change number of a client's cursor; None where this file does not know it."""
    life, _, number = (cursor_text or "").partition("-")
    if life != read(connection, "life") or not (number.isascii() and number.isdigit()) or len(number) > 18:
        return None
    return int(number) if int(number) <= int(read(connection, "change") or 0) else None


def read_settings(connection: Connection) -> dict[str, Any]:
    return {name: json.loads(value) for name, value in connection.execute(select(settings))}


def write_settings(connection: Connection, changed: dict[str, Any]) -> None:
    for name, value in changed.items():
        _put(connection, settings, name, json.dumps(value, ensure_ascii=False, sort_keys=True))


def _put(connection: Connection, table: Table, name: str, value: str) -> None:
    statement = insert(table).values(name=name, value=value)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
