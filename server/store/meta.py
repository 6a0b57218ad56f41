"""Small named values: the cursor of changes, how far the notices were told, the buyer's settings."""

import json
import re
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy.dialects.sqlite import insert

from server.store.schema import meta, settings

NOTHING = "all"
CURSOR = re.compile(
    r"(?P<life>[0-9a-f]{8})-(?P<change>[0-9]{1,18}|all)(-(?P<at>[0-9]{1,18})\.(?P<order>.{1,200}))?", re.ASCII
)


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


@dataclass(frozen=True)
class Known:
    """What a client knows: everything up to `change` (None: nothing), and orders up to one of them.

    Orders come in the order in which they last changed, `upto` is (change, order) of the last one that it was told.
    """

    change: int | None
    upto: tuple[int, str] | None = None


def known(connection: Connection, cursor_text: str | None) -> Known:
    """What the client with this cursor knows; nothing where this file does not know the cursor."""
    found = CURSOR.fullmatch(cursor_text or "")
    now = int(read(connection, "change") or 0)
    if found is None or found["life"] != read(connection, "life"):
        return Known(None)
    change = None if found["change"] == NOTHING else int(found["change"])
    upto = (int(found["at"]), found["order"]) if found["order"] else None
    if max(change or 0, upto[0] if upto else 0) > now or (change is None and upto is None):
        return Known(None)
    return Known(change, upto)


def cursor_within(connection: Connection, before: Known, upto: tuple[int, str]) -> str:
    """The cursor of a client that was told some orders, up to one, and is to ask on."""
    change = NOTHING if before.change is None else before.change
    return f"{read(connection, 'life')}-{change}-{upto[0]}.{upto[1]}"


def read_settings(connection: Connection) -> dict[str, Any]:
    return {name: json.loads(value) for name, value in connection.execute(select(settings))}


def write_settings(connection: Connection, changed: dict[str, Any]) -> None:
    for name, value in changed.items():
        _put(connection, settings, name, json.dumps(value, ensure_ascii=False, sort_keys=True))


def _put(connection: Connection, table: Table, name: str, value: str) -> None:
    statement = insert(table).values(name=name, value=value)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
