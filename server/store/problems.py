"""What was met on pages and not understood; the same one again only counts."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from server.store.schema import problems

KEPT = 200
LONGEST = 300


def met(connection: Connection, page: str, texts: Iterable[str], at: str, change: int) -> bool:
    """Notes them. Whether there were any."""
    texts = list(texts)
    for text in texts:
        statement = insert(problems).values(
            page=page, text=text[:LONGEST], times=1, last_at=at, changed=change
        )
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=["page", "text"],
                set_={"times": problems.c.times + 1, "last_at": at, "changed": change},
            )
        )
    if not texts:
        return False
    newest = select(problems.c.last_at).order_by(problems.c.last_at.desc()).offset(KEPT).limit(1)
    connection.execute(delete(problems).where(problems.c.last_at <= newest.scalar_subquery()))
    return True


def solved(connection: Connection, page: str) -> bool:
    """A page of this kind was read without a problem: those noted of it are over. Whether there were any."""
    return connection.execute(delete(problems).where(problems.c.page == page)).rowcount > 0


def all_problems(connection: Connection) -> list[dict[str, Any]]:
    rows = connection.execute(select(problems).order_by(problems.c.last_at.desc()))
    return [{"page": r.page, "text": r.text, "times": r.times, "last_at": r.last_at} for r in rows]
