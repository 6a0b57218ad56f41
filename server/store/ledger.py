"""The ledger of observations: append-only, each row chained to the one before by SHA-256.

A row's hash covers its number, instants, kind and the hash of (subject, content), so the chain still closes when a
content was erased at the buyer's wish: its hash stays, what it said is gone. Nothing else of a row ever changes; the
database itself refuses it by triggers.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from server.store.schema import ledger

START = "0" * 64
_READ = (ledger.c.seq, ledger.c.at, ledger.c.seen_at, ledger.c.what, ledger.c.subject, ledger.c.content)


@dataclass(frozen=True)
class Entry:
    """One row as it is read back; `content` is None where it was erased.

    Both instants are ISO UTC: it was seen at `seen_at` (a page may wait in a client), and entered at `at`.
    """

    seq: int
    at: str
    seen_at: str
    what: str
    subject: str | None
    content: dict[str, Any] | None


@dataclass(frozen=True)
class Link:
    """What a row adds to the chain, without what it says: enough to work out every hash after it."""

    seq: int
    at: str
    seen_at: str
    what: str
    content_hash: str
    prev_hash: str
    hash: str

    def closes(self) -> bool:
        """Whether its hash is that of its own members and of the row before."""
        return self.hash == _row_hash(
            self.prev_hash, self.seq, self.at, self.seen_at, self.what, self.content_hash
        )


@dataclass(frozen=True)
class Broken:
    """The first row at which the chain does not close, and how."""

    seq: int
    why: str


def canonical(plain: Any) -> str:
    """The one JSON text of a plain value: sorted members, no spaces, UTF-8 as it is."""
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def content_hash(subject: str | None, content: dict[str, Any]) -> str:
    return _sha256(canonical([subject, content]))


def append(
    connection: Connection,
    at: str,
    what: str,
    subject: str | None,
    content: dict[str, Any],
    seen_at: str | None = None,
) -> int:
    """Adds one observation and gives its number. `seen_at` is `at` unless it is said."""
    seen_at = seen_at or at
    last = connection.execute(
        select(ledger.c.seq, ledger.c.hash).order_by(ledger.c.seq.desc()).limit(1)
    ).first()
    seq, previous = (last.seq + 1, last.hash) if last else (1, START)
    hashed = content_hash(subject, content)
    connection.execute(
        insert(ledger).values(
            seq=seq,
            at=at,
            seen_at=seen_at,
            what=what,
            subject=subject,
            content=canonical(content),
            content_hash=hashed,
            prev_hash=previous,
            hash=_row_hash(previous, seq, at, seen_at, what, hashed),
        )
    )
    return seq


def entries(connection: Connection, after: int = 0) -> Iterator[Entry]:
    """All rows after `after`, oldest first, read in portions."""
    rows = connection.execution_options(yield_per=1000).execute(
        select(*_READ).where(ledger.c.seq > after).order_by(ledger.c.seq)
    )
    for row in rows:
        yield _entry(row)


def of_kind(connection: Connection, what: str, subject: str | None = None) -> list[Entry]:
    """The rows of one kind (about one subject), oldest first."""
    query = select(*_READ).where(ledger.c.what == what).order_by(ledger.c.seq)
    if subject is not None:
        query = query.where(ledger.c.subject == subject)
    return [_entry(row) for row in connection.execute(query)]


def about(connection: Connection, subjects: Iterable[str]) -> list[Entry]:
    """Every row about these subjects that was not erased, oldest first."""
    query = select(*_READ).where(ledger.c.subject.in_(sorted(set(subjects))), ledger.c.content.is_not(None))
    return [_entry(row) for row in connection.execute(query.order_by(ledger.c.seq))]


def links(connection: Connection, first: int = 1) -> Iterator[Link]:
    """The chain from a row on, oldest first, read in portions."""
    members = (ledger.c[name] for name in Link.__dataclass_fields__)
    query = select(*members).where(ledger.c.seq >= first).order_by(ledger.c.seq)
    for row in connection.execution_options(yield_per=1000).execute(query):
        yield Link(**row._mapping)


def latest_possible(connection: Connection, before: int | None = None) -> dict[int, str]:
    """For rows written while the computer's clock was ahead: the earliest instant of a later row (`before` one)."""
    earliest, corrected = "9", {}
    rows = select(ledger.c.seq, ledger.c.at).order_by(ledger.c.seq.desc())
    for row in connection.execute(rows if before is None else rows.where(ledger.c.seq < before)):
        if row.at > earliest:
            corrected[row.seq] = earliest
        earliest = min(earliest, row.at)
    return corrected


def entry(connection: Connection, seq: int) -> Entry:
    """The row of this number. Raises NoResultFound where there is none."""
    return _entry(connection.execute(select(*_READ).where(ledger.c.seq == seq)).one())


def erase(connection: Connection, seqs: list[int]) -> None:
    """Takes away what these rows said; their hashes stay, so the chain still closes. The one exception."""
    if seqs:
        connection.execute(
            update(ledger)
            .where(ledger.c.seq == bindparam("erased"), ledger.c.content.is_not(None))
            .values(content=None, subject=None),
            [{"erased": seq} for seq in seqs],
        )


def check(connection: Connection) -> Broken | None:
    """The first row that was altered, left out or put in by another hand; None if the chain closes."""
    previous, expected = START, 1
    rows = connection.execution_options(yield_per=1000).execute(select(ledger).order_by(ledger.c.seq))
    for row in rows:
        if row.seq != expected:
            return Broken(expected, "the row is missing")
        if row.prev_hash != previous:
            return Broken(row.seq, "it does not follow the row before")
        if row.content is not None and row.content_hash != _sha256(
            canonical([row.subject, json.loads(row.content)])
        ):
            return Broken(row.seq, "its content was altered")
        if row.hash != _row_hash(previous, row.seq, row.at, row.seen_at, row.what, row.content_hash):
            return Broken(row.seq, "it was altered")
        previous, expected = row.hash, row.seq + 1
    return None


def _entry(row: Any) -> Entry:
    content = None if row.content is None else json.loads(row.content)
    return Entry(row.seq, row.at, row.seen_at, row.what, row.subject, content)


def _row_hash(previous: str, seq: int, at: str, seen_at: str, what: str, hashed: str) -> str:
    return _sha256(canonical([previous, seq, at, seen_at, what, hashed]))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
