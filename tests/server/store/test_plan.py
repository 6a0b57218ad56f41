"""What is planned about a parcel that several orders share is planned once, for all of them."""

from pathlib import Path
from typing import Any

import pytest

from server.store import Store, notices, plan


def silent(order_id: str, at: str = "2026-03-26T08:00:00.000Z") -> dict[str, Any]:
    return {
        "identity": "silent|LP1|2026-03-06|",
        "at": at,
        "deadline": None,
        "kind": "silent",
        "level": "info",
        "order_ids": [order_id],
        "parcels": ["LP1"],
        "folded": [],
        "traps": [],
        "covers": ["silent|LP1|2026-03-06|"],
    }


@pytest.fixture
def store(tmp_path: Path) -> Any:
    opened = Store(tmp_path)
    yield opened
    opened.close()


def planned(store: Store) -> list[list[str]]:
    with store.reading() as connection:
        return [one.order_ids for one in plan.ahead(connection)]


def test_two_orders_of_one_parcel_plan_it_together(store: Store) -> None:
    with store.transaction() as connection:
        assert plan.make_anew(connection, "1", [silent("1")], 1)
        assert plan.make_anew(connection, "2", [silent("2")], 1)
    assert planned(store) == [["1", "2"]]
    with store.transaction() as connection:
        assert not plan.make_anew(connection, "1", [silent("1")], 2)
        assert not plan.make_anew(connection, "2", [silent("2")], 2)


def test_what_one_order_no_longer_plans_stays_for_the_other(store: Store) -> None:
    with store.transaction() as connection:
        plan.make_anew(connection, "1", [silent("1")], 1)
        plan.make_anew(connection, "2", [silent("2")], 1)
        assert plan.make_anew(connection, "1", [], 2)
        assert notices.of_order(connection, "1") == []
    assert planned(store) == [["2"]]
    with store.transaction() as connection:
        assert plan.make_anew(connection, "2", [], 3)
    assert planned(store) == []


def test_what_was_told_of_the_parcel_is_not_planned_again(store: Store) -> None:
    with store.transaction() as connection:
        notices.tell(connection, silent("1"), "2026-03-26T08:00:00.000Z", 1)
        assert not plan.make_anew(connection, "2", [silent("2")], 2)
    assert planned(store) == []


def test_a_long_plan_is_cut_after_an_instant_never_within_one(store: Store) -> None:
    with store.transaction() as connection:
        for number in range(6):
            order_id, at = str(number), f"2026-09-0{1 + number // 2}T12:00:00.000Z"
            about = silent(order_id, at) | {"identity": f"late|{order_id}|{at}|", "parcels": []}
            plan.make_anew(connection, order_id, [about], 1)
        assert [len(one.order_ids) for one in plan.ahead(connection, at_most=2)] == [2, 2]
        assert [len(one.order_ids) for one in plan.ahead(connection, at_most=6)] == [2, 2, 2]
        assert plan.next_at(connection) == "2026-09-01T12:00:00.000Z"
