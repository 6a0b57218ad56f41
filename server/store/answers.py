"""Raw answers of tracking sources, frozen by their SHA-256 whenever a parcel reached another stage."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from scraper.lookup import Evidence
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
    return kept.rowcount > 0


def of_numbers(connection: Connection, numbers: list[str]) -> list[Answer]:
    """All frozen answers about these numbers, oldest first."""
    query = select(answers).where(answers.c.number.in_(numbers)).order_by(answers.c.at)
    return [Answer(**row) for row in connection.execute(query).mappings()]


def forget(connection: Connection, numbers: list[str]) -> None:
    connection.execute(delete(answers).where(answers.c.number.in_(numbers)))
