"""Pictures of pages, kept as they were taken: tracking pages by the look-ups, order pages by the buyer's click.

The ledger holds a row for each (`picture`), with its SHA-256, so that the chain covers what a picture shows.
"""

from dataclasses import dataclass

from sqlalchemy import Column, Connection, LargeBinary, Table, Text, delete, select
from sqlalchemy.dialects.sqlite import insert

from server.store.schema import tables

pictures = Table(
    "pictures",
    tables,
    Column("sha256", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("url", Text),
    Column("kind", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
FIRST_BYTES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}


@dataclass(frozen=True)
class Picture:
    """One picture of a page. `subject` is the order or the parcel's number, `kind` png or jpeg."""

    sha256: str
    subject: str
    source: str
    at: str
    url: str | None
    kind: str
    body: bytes


def kind_of(body: bytes) -> str | None:
    """What a picture is by its first bytes; None for everything that is neither PNG nor JPEG."""
    return next((kind for first, kind in FIRST_BYTES.items() if body.startswith(first)), None)


def keep(connection: Connection, picture: Picture) -> bool:
    """Keeps a picture. Whether it is new."""
    statement = insert(pictures).values(**vars(picture)).on_conflict_do_nothing()
    return connection.execute(statement).rowcount > 0


def of_subjects(connection: Connection, subjects: list[str]) -> list[Picture]:
    """All pictures of these orders and parcels, oldest first."""
    query = (
        select(pictures).where(pictures.c.subject.in_(subjects)).order_by(pictures.c.at, pictures.c.sha256)
    )
    return [Picture(**row) for row in connection.execute(query).mappings()]


def forget(connection: Connection, subjects: list[str]) -> None:
    connection.execute(delete(pictures).where(pictures.c.subject.in_(subjects)))
