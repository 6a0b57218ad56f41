"""The rows of notices, told and planned: one a notice, keyed by its identity, with its links to orders."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from server.store.ledger import canonical
from server.store.schema import notice_orders, notices


@dataclass(frozen=True)
class Stored:
    """A notice's row: the notice as plain JSON, and what became of it."""

    identity: str
    state: str
    at: str
    deadline: str | None
    notice: dict[str, Any]
    changed: int
    due_at: str | None
    sent_at: str | None
    shown_at: str | None
    acknowledged_at: str | None
    snoozed_until: str | None

    @property
    def order_ids(self) -> list[str]:
        return list(self.notice["order_ids"])


def find(connection: Connection, identity: str) -> Stored | None:
    row = connection.execute(select(notices).where(notices.c.identity == identity)).first()
    return None if row is None else stored_of(row)


def in_state(connection: Connection, *states: str) -> list[Stored]:
    query = select(notices).where(notices.c.state.in_(states)).order_by(notices.c.at, notices.c.identity)
    return [stored_of(row) for row in connection.execute(query)]


def row_of(connection: Connection, identity: str) -> Any:
    return connection.execute(select(notices).where(notices.c.identity == identity)).first()


def only_missed(row: Any) -> bool:
    """Whether a notice was noted, and nobody was told (see `notices.missed`)."""
    return bool(row.state == "cleared" and row.cleared_at is None)


def put(
    connection: Connection,
    plains: list[dict[str, Any]],
    state: str,
    change: int,
    due_at: str | None = None,
) -> None:
    if not plains:
        return
    rows = [
        {
            "identity": plain["identity"],
            "state": state,
            "at": plain["at"],
            "deadline": plain.get("deadline"),
            "kind": plain["kind"],
            "level": plain["level"],
            "notice": canonical(plain),
            "changed": change,
            "due_at": due_at,
        }
        for plain in plains
    ]
    links = [
        {"order_id": order_id, "identity": plain["identity"]}
        for plain in plains
        for order_id in dict.fromkeys(plain["order_ids"])
    ]
    connection.execute(insert(notices), rows)
    if links:
        connection.execute(insert(notice_orders), links)


def drop(connection: Connection, identities: list[str]) -> None:
    for some in portions(identities):
        connection.execute(delete(notices).where(notices.c.identity.in_(some)))


def portions(identities: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(identities), 500):
        yield identities[start : start + 500]


def stored_of(row: Row[Any]) -> Stored:
    return Stored(
        row.identity,
        row.state,
        row.at,
        row.deadline,
        json.loads(row.notice),
        row.changed,
        row.due_at,
        row.sent_at,
        row.shown_at,
        row.acknowledged_at,
        row.snoozed_until,
    )
