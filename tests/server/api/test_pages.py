"""Pages come in whole or not at all, and the same page twice is the same as once."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from server.store.schema import ledger, orders
from tests.server.conftest import DETAIL_URL, LIST_URL, Client, TestClock, bought, detail, order_list, page_of


async def count(client: Client, table: Any) -> int:
    def question(connection: Connection) -> int:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()

    return await client.running.house.read(question)


async def test_a_list_brings_its_orders_with_badges(client: Client, clock: TestClock) -> None:
    shown = [bought(n) for n in (4, 5, 6)]
    said = await client.page(LIST_URL, order_list(shown, clock.now()))
    assert said["kind"] == "order_list"
    assert said["order_ids"] == sorted(order.order_id for order in shown)
    assert said["problems"] == []
    told = await client.changes()
    assert {order["order_id"] for order in told["orders"]} == set(said["order_ids"])
    assert all(order["badge"]["text"] for order in told["orders"])


async def test_a_detail_brings_the_end_of_the_protection_with_its_source(
    client: Client, clock: TestClock
) -> None:
    order = bought(5)
    await client.detail(order)
    told = await client.changes()
    (shown,) = told["orders"]
    end = next(clock_ for clock_ in shown["clocks"] if clock_["kind"] == "protection_end")
    assert end["on"] == str(clock.now().date() + timedelta(days=48))
    assert (end["basis"], end["page"]) == ("read", "order_detail")
    assert end["ends_at"].endswith("Z")
    grace = next(clock_ for clock_ in shown["clocks"] if clock_["kind"] == "grace_end")
    assert (end["worked_out"], grace["worked_out"]) == (False, True)  # no page states the end of the grace
    assert shown["urgent_at"]
    assert shown["parcels"][0]["number"] == order.parcels[0].number
    assert [n["kind"] for n in told["plan"]].count("protection") == 4
    assert all(n["title"] and n["why"] and n["do"] and n["state"] == "planned" for n in told["plan"])


async def test_the_same_page_again_moves_only_the_time_it_was_read(client: Client, clock: TestClock) -> None:
    order = bought(5)
    page = detail(order, clock.now())
    await client.page(DETAIL_URL, page)
    before = (await client.changes())["orders"][0]
    clock.pass_by(timedelta(minutes=10))
    await client.page(DETAIL_URL, page)
    after = (await client.changes())["orders"][0]
    assert before.pop("read_at") < after.pop("read_at")
    assert [*before.pop("pages_read")] == [*after.pop("pages_read")] == ["order_detail"]
    for one in (before, after):
        for clock_ in one["clocks"]:
            clock_.pop("read_at")
    assert before == after
    assert await count(client, orders) == 1


async def test_it_reads_what_changed_since_the_cursor_only(client: Client, clock: TestClock) -> None:
    await client.detail(bought(5))
    first = await client.changes()
    again = await client.changes(first["cursor"])
    assert (first["full"], again["full"]) == (True, False)
    assert again["orders"] == []
    assert again["cursor"] == first["cursor"]
    await client.detail(bought(2))
    then = await client.changes(first["cursor"])
    assert [order["order_id"] for order in then["orders"]] == [bought(2).order_id]
    assert len({n["id"] for n in then["plan"]}) > len({n["id"] for n in first["plan"]})


@pytest.mark.parametrize("cursor", ["", "x", "1", "99999", "abcdef01-1", "../../etc", "1-1-1", "-1", "٣-١"])
async def test_a_cursor_that_is_not_ours_gets_everything(client: Client, cursor: str) -> None:
    await client.detail(bought(5))
    told = await client.changes(cursor)
    assert told["full"] is True
    assert len(told["orders"]) == 1


async def test_a_cursor_ahead_of_the_file_gets_everything(client: Client) -> None:
    """As after a restore: the client knows more than the file."""
    life, _, number = (await client.changes())["cursor"].partition("-")
    assert (await client.changes(f"{life}-{int(number) + 1}"))["full"] is True


BROKEN = {
    "no page": "hello",
    "half a page": '{"api": "mtop.aliexpress.trade.buyer.order.list", "ret": ["SUCCESS::',
    "empty": "",
    "other JSON": '{"a": [1, 2, {"b": null}]}',
    "a list of nothing": "[]",
    "deep": "[" * 20_000,
    "zeros": "\x00" * 1000,
    "html": "<html><script>alert(1)</script></html>",
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
async def test_what_cannot_be_read_stores_nothing_but_a_problem(
    client: Client, clock: TestClock, body: str
) -> None:
    rows = await count(client, ledger)
    said = await client.page(LIST_URL, body)
    assert said["kind"] in ("unknown", "blocked")
    assert said["order_ids"] == []
    assert await count(client, ledger) == rows
    told = await client.changes()
    assert told["orders"] == []
    assert told["problems"][0]["page"] == said["kind"]
    good = await client.page(LIST_URL, order_list([bought(5)], clock.now()))
    assert good["order_ids"] == [bought(5).order_id]


async def test_a_robot_check_is_seen_and_stores_nothing(client: Client) -> None:
    wall = (
        '{"api":"mtop.aliexpress.trade.buyer.order.list","ret":["FAIL_SYS_USER_VALIDATE::verify"],"data":{}}'
    )
    said = await client.page(LIST_URL, wall)
    assert (said["kind"], said["reason"]) == ("blocked", "FAIL_SYS_USER_VALIDATE")
    for _ in range(2):
        await client.page(LIST_URL, wall)
    told = await client.changes()
    assert told["problems"][0]["times"] == 3
    assert told["orders"] == []


async def test_a_good_page_ends_the_problems_of_its_kind(client: Client, clock: TestClock) -> None:
    body = order_list([bought(5)], clock.now())
    worse = body.replace('"Awaiting delivery"', '"A state of the moon"')
    if worse == body:
        pytest.skip("the stand-in's words changed")
    await client.page(LIST_URL, worse)
    await client.page(LIST_URL, body)
    assert [p for p in (await client.changes())["problems"] if p["page"] == "order_list"] == []


@pytest.mark.parametrize(
    "changed",
    [
        {"id": "0" * 64},
        {"url": "https://evil.example/aliexpress.com/"},
        {"url": "https://aliexpress.com.evil.example/"},
        {"url": "http://www.aliexpress.com/"},
        {"url": "javascript:alert(1)"},
        {"url": "https://[bad/"},
        {"url": "https://www.aliexpress.com/" + "x" * 8192},
        {"seen_at": "yesterday"},
        {"seen_at": "2026-09-01T12:00:00"},
        {"body": None},
        {"body": 7},
    ],
)
async def test_a_forged_page_is_refused(client: Client, clock: TestClock, changed: dict[str, Any]) -> None:
    rows = await count(client, ledger)
    page = page_of(LIST_URL, order_list([bought(5)], clock.now()), clock.now()) | changed
    if "url" in changed:
        page = page_of(changed["url"], page["body"], clock.now())
    said = await client.post("/api/v1/pages", page, 400)
    assert said["error"]["code"] == "bad_request"
    assert await count(client, ledger) == rows
    assert (await client.changes())["orders"] == []


async def test_a_page_from_the_future_counts_as_read_now(client: Client, clock: TestClock) -> None:
    await client.page(DETAIL_URL, detail(bought(5), clock.now()), seen_at=clock.now() + timedelta(days=400))
    (order,) = (await client.changes())["orders"]
    assert order["read_at"] == "2026-09-01T12:00:00.000Z"


async def test_an_older_page_that_arrives_late_does_not_undo_a_newer_one(
    client: Client, clock: TestClock
) -> None:
    earlier = clock.now()
    old = detail(bought(5), earlier)
    clock.pass_by(timedelta(hours=2))
    await client.page(DETAIL_URL, detail(bought(5, protection_end=60), clock.now()))
    await client.page(DETAIL_URL, old, seen_at=earlier)
    (order,) = (await client.changes())["orders"]
    end = next(c for c in order["clocks"] if c["kind"] == "protection_end")
    assert end["on"] == str(clock.now().date() + timedelta(days=60))
    assert order["read_at"] == "2026-09-01T14:00:00.000Z"


async def test_the_receiver_is_nowhere_in_the_files(client: Client, clock: TestClock) -> None:
    """The stand-in's detail page shows a name, a street and a phone; none of them may arrive anywhere."""
    body = detail(bought(5), clock.now())
    await client.page(DETAIL_URL, body)
    await client.running.stop()
    home = client.running.house.home

    def everything() -> bytes:
        return b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())

    stored = await asyncio.to_thread(everything)
    assert bought(5).order_id.encode() in stored
    for word in ("Robin Example", "5550100"):
        assert word in body, "the stand-in shows no receiver any more"
        assert word.encode() not in stored
