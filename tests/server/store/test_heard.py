"""A due is told once, however it is joined or folded: by name of the dues, not of the notice."""

from pathlib import Path
from typing import Any

import pytest

from server.store import Store, notices, plan
from server.store.heard import dues_in

AT = "2026-09-01T12:00:00.000Z"
FIRST, SECOND = "protection|1|2026-09-05T06:59:59+00:00|72h", "protection|2|2026-09-05T06:59:59+00:00|72h"


def notice(identity: str, order_ids: list[str], covers: list[str]) -> dict[str, Any]:
    said = {"identity": identity, "order_ids": order_ids, "covers": covers, "parcels": [], "folded": []}
    return said | {"at": AT, "deadline": None, "kind": "protection", "level": "act", "traps": []}


ALONE = notice(FIRST, ["1"], [FIRST])
TOGETHER = notice(f"{FIRST}+{SECOND}", ["1", "2"], [FIRST, SECOND])
UNDER_STALE = notice(f"stale|1|x|{'|'}{FIRST}", ["1"], [f"stale|1|x|{'|'}{FIRST}", FIRST])


@pytest.mark.parametrize("first", [TOGETHER, UNDER_STALE])
def test_told_with_others_is_not_told_alone(tmp_path: Path, first: dict[str, Any]) -> None:
    store = Store(tmp_path)
    try:
        with store.transaction() as connection:
            assert notices.tell(connection, first, AT, 1)
            assert not plan.make_anew(connection, "1", [ALONE], 2)
            assert not notices.tell(connection, ALONE, AT, 2)
            assert not notices.was_told(connection, FIRST)
            assert [one.identity for one in notices.open_ones(connection)] == [first["identity"]]
    finally:
        store.close()


def test_told_alone_is_told_with_others_that_are_new(tmp_path: Path) -> None:
    store = Store(tmp_path)
    try:
        with store.transaction() as connection:
            assert notices.tell(connection, ALONE, AT, 1)
            assert notices.tell(connection, TOGETHER, AT, 2)
    finally:
        store.close()


def test_what_leads_and_was_told_before_is_no_due_of_it() -> None:
    assert dues_in(UNDER_STALE) == {FIRST}
    assert dues_in(TOGETHER) == {FIRST, SECOND}
