"""What pages, sources and the buyer last said of an order, as it stands in the ledger; and which parcel is whose."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from server.store.schema import latest, ledger, look_ups, order_parcels

PAGES_BY_WEIGHT = ("order_tracking", "order_list", "order_detail")


@dataclass(frozen=True)
class Said:
    """One content with the row that holds it and when it was last seen."""

    seq: int
    content: dict[str, Any]
    seen_at: str


@dataclass(frozen=True)
class Asked:
    """The last look-up of a number at a source."""

    source: str
    number: str
    asked_at: str
    outcome: str
    failures: int


def plain_number(number: str) -> str:
    """A tracking number as it is compared: no spaces, capitals."""
    return "".join(number.split()).upper()


def last_said(connection: Connection, what: str, subjects: Iterable[str]) -> list[Said]:
    """The newest content of every place that speaks of these subjects, oldest reading first."""
    query = (
        select(ledger.c.seq, ledger.c.content, latest.c.seen_at)
        .join(latest, latest.c.seq == ledger.c.seq)
        .where(ledger.c.subject.in_(list(subjects)), ledger.c.what == what, ledger.c.content.is_not(None))
        .order_by(latest.c.seen_at, ledger.c.seq)
    )
    return [Said(seq, json.loads(content), seen_at) for seq, content, seen_at in connection.execute(query)]


def order_said(connection: Connection, order_id: str) -> list[Said]:
    """What each page last said of an order; the page that counts most comes last."""
    said = last_said(connection, "order", [order_id])
    return sorted(said, key=lambda one: _weight(one.content.get("page")))


def carry(connection: Connection, order_id: str, numbers: Iterable[str]) -> None:
    """These parcels carry the order."""
    for number in {plain_number(number) for number in numbers}:
        statement = insert(order_parcels).values(number=number, order_id=order_id)
        connection.execute(statement.on_conflict_do_nothing())


def note_numbers(connection: Connection, what: str, content: dict[str, Any]) -> None:
    """Which parcels carry which order, as an observation says it."""
    if what == "order":
        lines = (line.get("parcel") for line in content.get("lines") or ())
        carry(connection, content["order_id"], filter(None, [*(content.get("parcels") or ()), *lines]))
    elif what == "tracking":
        others = (content.get("origin_number"), content.get("local_number"))
        same_parcel(connection, content["number"], filter(None, others))


def same_parcel(connection: Connection, number: str, others: Iterable[str]) -> None:
    """The other numbers are the same parcel, so they carry the same orders."""
    for order_id in orders_of(connection, [number]):
        carry(connection, order_id, others)


def orders_of(connection: Connection, numbers: Iterable[str]) -> list[str]:
    query = select(order_parcels.c.order_id).where(order_parcels.c.number.in_(map(plain_number, numbers)))
    return list(connection.execute(query.distinct().order_by(order_parcels.c.order_id)).scalars())


def numbers_of(connection: Connection, order_id: str) -> list[str]:
    query = select(order_parcels.c.number).where(order_parcels.c.order_id == order_id)
    return list(connection.execute(query.order_by(order_parcels.c.number)).scalars())


def asked(connection: Connection, source: str, number: str, at: str, outcome: str) -> None:
    """A source was asked for a number; refusals in a row are counted."""
    failed = outcome in ("blocked", "rate_limited", "changed", "network")
    statement = insert(look_ups).values(
        source=source, number=number, asked_at=at, outcome=outcome, failures=int(failed)
    )
    counted = look_ups.c.failures + 1 if failed else 0
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["source", "number"],
            set_={"asked_at": at, "outcome": outcome, "failures": counted},
        )
    )


def asked_of(connection: Connection, numbers: Iterable[str]) -> list[Asked]:
    query = select(look_ups).where(look_ups.c.number.in_(map(plain_number, numbers)))
    return [Asked(*row) for row in connection.execute(query.order_by(look_ups.c.asked_at))]


def asked_sources(connection: Connection) -> list[str]:
    return list(connection.execute(select(look_ups.c.source).distinct()).scalars())


def forget(connection: Connection, order_id: str) -> list[str]:
    """Lets go of the order's parcels; gives the numbers that no other order has."""
    numbers = numbers_of(connection, order_id)
    connection.execute(delete(order_parcels).where(order_parcels.c.order_id == order_id))
    orphaned = [number for number in numbers if not orders_of(connection, [number])]
    connection.execute(delete(look_ups).where(look_ups.c.number.in_(orphaned)))
    return orphaned


def _weight(page: str | None) -> int:
    return PAGES_BY_WEIGHT.index(page) if page in PAGES_BY_WEIGHT else len(PAGES_BY_WEIGHT)
