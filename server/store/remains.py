"""What an open notice says since what led it is over: beside the notice as it was told, which stays as it was."""

import json
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from server.store.ledger import canonical
from server.store.schema import notice_remains


def of(connection: Connection, identity: str) -> dict[str, Any] | None:
    """The notice as plain JSON as it stands now; None where it stands as it was told."""
    query = select(notice_remains.c.notice).where(notice_remains.c.identity == identity)
    text = connection.execute(query).scalar()
    return None if text is None else dict(json.loads(text))


def keep(connection: Connection, identity: str, plain: dict[str, Any] | None) -> bool:
    """This is what it says from now on (None: what was told). Whether that is another thing than before."""
    if of(connection, identity) == plain:
        return False
    connection.execute(delete(notice_remains).where(notice_remains.c.identity == identity))
    if plain is not None:
        connection.execute(insert(notice_remains).values(identity=identity, notice=canonical(plain)))
    return True
