"""A notice as plain JSON and back, so that its words can be made later, in whatever language is wished then."""

from datetime import date, datetime
from typing import Any

from server.rules.notice import Notice
from server.watch.clock import read_back, written


def plain_notice(notice: Notice) -> dict[str, Any]:
    """Instants become {"at": ...}, days {"on": ...}; whatever the words need survives."""
    return {
        "identity": notice.identity,
        "at": written(notice.at),
        "kind": notice.kind,
        "level": notice.level,
        "order_ids": list(notice.order_ids),
        "parcels": list(notice.parcels),
        "deadline": None if notice.deadline is None else written(notice.deadline),
        "basis": notice.basis,
        "folded": list(notice.folded),
        "traps": list(notice.traps),
        "message": notice.message,
        "params": {name: _plain(value) for name, value in notice.params.items()},
        "page": notice.page,
        "again": notice.again,
        "covers": list(notice.covers),
    }


def notice_of(plain: dict[str, Any]) -> Notice:
    """The inverse of `plain_notice`."""
    return Notice(
        identity=plain["identity"],
        at=read_back(plain["at"]),
        kind=plain["kind"],
        level=plain["level"],
        order_ids=tuple(plain["order_ids"]),
        parcels=tuple(plain["parcels"]),
        deadline=None if plain["deadline"] is None else read_back(plain["deadline"]),
        basis=plain["basis"],
        folded=tuple(plain["folded"]),
        traps=tuple(plain["traps"]),
        message=plain["message"],
        params={name: _value(value) for name, value in plain["params"].items()},
        page=plain["page"],
        again=plain["again"],
        covers=tuple(plain["covers"]),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"at": written(value)}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def _value(plain: Any) -> Any:
    if isinstance(plain, dict):
        return read_back(plain["at"]) if "at" in plain else date.fromisoformat(plain["on"])
    if isinstance(plain, list):
        return tuple(_value(item) for item in plain)
    return plain
