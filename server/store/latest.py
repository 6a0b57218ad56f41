"""What each place - a page and what stands on it - last said, so that the same again is known as a re-reading."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from server.store.schema import latest


@dataclass(frozen=True)
class Said:
    seq: int
    content_hash: str
    seen_at: str


def said(connection: Connection, place: str) -> Said | None:
    row = connection.execute(select(latest).where(latest.c.place == place)).first()
    return None if row is None else Said(row.seq, row.content_hash, row.seen_at)


def note(connection: Connection, place: str, seq: int, content_hash: str, seen_at: str) -> None:
    values = {"seq": seq, "content_hash": content_hash, "seen_at": seen_at}
    connection.execute(
        insert(latest)
        .values(place=place, **values)
        .on_conflict_do_update(index_elements=["place"], set_=values)
    )


def forget(connection: Connection, seqs: list[int]) -> None:
    for start in range(0, len(seqs), 500):
        connection.execute(delete(latest).where(latest.c.seq.in_(seqs[start : start + 500])))
