"""What each place - a page and what stands on it - last said, so that the same again is known as a re-reading."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from server.store import ledger
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


def take_down(
    connection: Connection,
    at: str,
    what: str,
    subject: str,
    content: dict[str, Any],
    place: str | None,
    seen_at: str,
) -> tuple[int, bool]:
    """The row of the ledger that says this, and whether it is new: a place that says the same again has its row."""
    hashed = ledger.content_hash(subject, content)
    before = None if place is None else said(connection, place)
    is_new = before is None or before.content_hash != hashed
    seq = (
        ledger.append(connection, at, what, subject, content, seen_at)
        if before is None or is_new
        else before.seq
    )
    if place is not None and (before is None or seen_at >= before.seen_at):
        note(connection, place, seq, hashed, seen_at)
    return seq, is_new


def forget(connection: Connection, seqs: list[int]) -> None:
    for start in range(0, len(seqs), 500):
        connection.execute(delete(latest).where(latest.c.seq.in_(seqs[start : start + 500])))
