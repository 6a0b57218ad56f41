"""What the buyer was told, due by due: the same dues joined or folded in another way are no news."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select

from server.store.notice_rows import portions
from server.store.schema import notice_orders, notices


def dues_in(plain: Mapping[str, Any]) -> frozenset[str]:
    """The dues that a notice tells.

    Its `covers` name them, and itself; that name may be made of a lead, told before, and a due under it.
    """
    names = frozenset(plain["covers"] or [plain["identity"]])

    def is_made(name: str) -> bool:
        parts = name.split("|")
        return any("|".join(parts[start:]) in names for start in range(1, len(parts)))

    return frozenset(name for name in names if not is_made(name))


def dues_heard(
    connection: Connection, order_ids: Iterable[str], *, open_ones: bool = False
) -> frozenset[str]:
    """The dues that were told about these orders, or that a client's own alarm showed.

    What was only noted as missed nobody heard. With `open_ones` only what is still said, or was acknowledged.
    """
    heard: set[str] = set()
    said: ColumnElement[bool] = notices.c.state.not_in(("planned", "cleared"))
    if not open_ones:
        said = or_(said, notices.c.cleared_at.is_not(None))
    for some in portions(list(order_ids)):
        theirs = select(notice_orders.c.identity).where(notice_orders.c.order_id.in_(some))
        query = select(notices.c.notice).where(notices.c.identity.in_(theirs), said)
        for text in connection.execute(query).scalars():
            heard |= dues_in(json.loads(text))
    return frozenset(heard)


def is_heard(connection: Connection, plain: Mapping[str, Any]) -> bool:
    """Whether all that this notice would tell was told about its orders."""
    return dues_in(plain) <= dues_heard(connection, plain["order_ids"])
