"""Raw answers of tracking sources, frozen by their SHA-256 whenever a parcel reached another stage.

A `frozen` row of the ledger names each with its SHA-256 (and that of the page's picture, where a browser took one), so
that the chain covers them too. The picture itself is kept with the other pictures.
"""

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from scraper.lookup import Evidence
from server.store import ledger
from server.store.pictures import Picture, keep, kind_of
from server.store.schema import answers
from server.watch.clock import written


@dataclass(frozen=True)
class Answer:
    """One frozen answer."""

    sha256: str
    source: str
    number: str
    stage: str
    at: str
    url: str | None
    body: bytes


def freeze(connection: Connection, answer: Evidence, number: str, stage: str) -> bool:
    """Keeps the answer if the parcel is at another stage than the one frozen last. Whether it was kept."""
    newest = (
        select(answers.c.stage)
        .where(answers.c.number == number, answers.c.source == answer.source)
        .order_by(answers.c.at.desc())
        .limit(1)
    )
    if connection.execute(newest).scalar() == stage:
        return False
    kept = connection.execute(
        insert(answers)
        .values(
            sha256=answer.sha256,
            source=answer.source,
            number=number,
            stage=stage,
            at=written(answer.taken_at),
            url=answer.url,
            body=answer.raw.encode("utf-8", "replace"),
        )
        .on_conflict_do_nothing()
    )
    if kept.rowcount == 0:
        return False
    said = {"source": answer.source, "stage": stage, "sha256": answer.sha256, "url": answer.url}
    ledger.append(connection, written(answer.taken_at), "frozen", number, said)
    if answer.screenshot is not None:
        keep_picture(
            connection, number, answer.source, written(answer.taken_at), answer.url, answer.screenshot
        )
    return True


def keep_picture(
    connection: Connection, subject: str, source: str, at: str, url: str | None, body: bytes
) -> str | None:
    """Keeps a picture of a page and says so in the ledger; its SHA-256, None if it is neither PNG nor JPEG."""
    kind = kind_of(body)
    if kind is None:
        return None
    digest = hashlib.sha256(body).hexdigest()
    if keep(connection, Picture(digest, subject, source, at, url, kind, body)):
        ledger.append(connection, at, "picture", subject, {"source": source, "sha256": digest, "url": url})
    return digest


def of_numbers(connection: Connection, numbers: list[str]) -> list[Answer]:
    """All frozen answers about these numbers, oldest first."""
    query = select(answers).where(answers.c.number.in_(numbers)).order_by(answers.c.at)
    return [Answer(**row) for row in connection.execute(query).mappings()]


def forget(connection: Connection, numbers: list[str]) -> None:
    connection.execute(delete(answers).where(answers.c.number.in_(numbers)))
