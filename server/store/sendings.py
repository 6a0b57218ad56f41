"""Which notice was sent on which channel, and what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, literal, select
from sqlalchemy.dialects.sqlite import insert

from server.store.schema import notices, sendings

DIGEST = "digest|"
"""So a sending is called that is no notice's: today's digest."""


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


def take_over(connection: Connection, before: str, now: str) -> None:
    """What was told by one identity is told by another now: it was sent where that was sent."""
    others = (sendings.c.channel, sendings.c.at, sendings.c.outcome, sendings.c.tries)
    theirs = select(literal(now), *others).where(sendings.c.identity == before)
    names = ["identity", *(column.name for column in others)]
    connection.execute(insert(sendings).from_select(names, theirs).prefix_with("OR IGNORE"))


def forget(connection: Connection, identities: Iterable[str]) -> None:
    """As if these had never been sent."""
    for identity in identities:
        connection.execute(delete(sendings).where(sendings.c.identity == identity))


def forget_unknown(connection: Connection) -> None:
    """Of notices that are there no more nothing is kept: their identities name orders and parcels."""
    known = select(notices.c.identity)
    is_digest = sendings.c.identity.startswith(DIGEST, autoescape=True)
    connection.execute(delete(sendings).where(~is_digest, sendings.c.identity.not_in(known)))
