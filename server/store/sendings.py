"""Which notice was sent on which channel, and what came of it."""

from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from server.store.schema import sendings


@dataclass(frozen=True)
class Sending:
    identity: str
    channel: str
    at: str
    outcome: str
    tries: int


def find(connection: Connection, identity: str, channel: str) -> Sending | None:
    query = select(sendings).where(sendings.c.identity == identity, sendings.c.channel == channel)
    row = connection.execute(query).first()
    return None if row is None else Sending(*row)


def note(connection: Connection, identity: str, channel: str, at: str, outcome: str) -> None:
    statement = insert(sendings).values(identity=identity, channel=channel, at=at, outcome=outcome, tries=1)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["identity", "channel"],
            set_={"at": at, "outcome": outcome, "tries": sendings.c.tries + 1},
        )
    )
