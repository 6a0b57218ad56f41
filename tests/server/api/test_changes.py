"""What changed, in one answer or page by page: the same, and nothing is left out whatever happens between."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.server.conftest import Client, TestClock, bought
from tests.server.tell.test_once import end_of, go

ORDERS = [replace(bought(5), number=300 + number, parcels=()) for number in range(7)]


async def asked(client: Client, at_most: int | str, since: str | None = None) -> Any:
    wanted = {"at_most": str(at_most)} | ({"since": since} if since else {})
    return await client.get("/api/v1/changes", params=wanted)


async def paged(client: Client, at_most: int, since: str | None = None) -> list[Any]:
    pages = [await asked(client, at_most, since)]
    while pages[-1]["more"]:
        pages.append(await asked(client, at_most, pages[-1]["cursor"]))
    return pages


def ids(told: Any) -> list[str]:
    return [order["order_id"] for order in told["orders"]]


@pytest.mark.parametrize("at_most", [1, 2, 3, 7, 8])
async def test_pages_together_are_the_whole(client: Client, clock: TestClock, at_most: int) -> None:
    for order in ORDERS:
        await client.detail(order)
    await go(client, clock, end_of(clock) - timedelta(hours=240))
    whole = await client.changes()
    pages = await paged(client, at_most)
    assert [page["full"] for page in pages] == [True] + [False] * (len(pages) - 1)
    assert max(len(page["orders"]) for page in pages) <= at_most
    assert [order for page in pages for order in page["orders"]] == whole["orders"]
    assert all(not {"notices", "plan", "problems", "sources"} & page.keys() for page in pages[:-1])
    last = ("cursor", "more", "notices", "plan", "problems", "sources")
    assert {name: pages[-1][name] for name in last} == {name: whole[name] for name in last}
    assert whole["notices"]


async def test_pages_since_a_cursor(client: Client, clock: TestClock) -> None:
    for order in ORDERS:
        await client.detail(order)
    before = await client.changes()
    assert [(ids(p), p["more"], "plan" in p) for p in await paged(client, 2, before["cursor"])] == [
        ([], False, False)
    ]
    clock.pass_by(timedelta(minutes=1))
    await client.detail(replace(ORDERS[3], protection_end=70))
    pages = await paged(client, 2, before["cursor"])
    assert [ids(page) for page in pages] == [[ORDERS[3].order_id]]
    assert not pages[0]["full"]


async def test_what_changes_between_two_pages_is_told_too(client: Client, clock: TestClock) -> None:
    for order in ORDERS:
        await client.detail(order)
    first = await asked(client, 3)
    clock.pass_by(timedelta(minutes=1))
    changed = replace(bought(5), number=300, parcels=(), protection_end=70)
    assert changed.order_id in ids(first)
    await client.detail(changed)
    pages = await paged(client, 3, first["cursor"])
    told = {order["order_id"]: order for page in [first, *pages] for order in page["orders"]}
    whole = await client.changes()
    assert told == {order["order_id"]: order for order in whole["orders"]}
    assert pages[-1]["cursor"] == whole["cursor"]


async def test_orders_erased_between_two_pages_begin_anew(client: Client) -> None:
    for order in ORDERS:
        await client.detail(order)
    first = await asked(client, 3)
    await client.running.house.forget([ORDERS[0].order_id])
    again = await asked(client, 3, first["cursor"])
    assert (again["full"], again["more"]) == (True, True)


@pytest.mark.parametrize("at_most", ["0", "-1", "x", "1e3", "١", "1000000", ""])
async def test_a_wrong_size_is_refused(client: Client, at_most: str) -> None:
    url = f"{client.running.url}/api/v1/changes"
    async with client.session.get(url, params={"at_most": at_most}) as answer:
        assert answer.status == 400
        assert (await answer.json())["error"]["code"] == "bad_request"


@pytest.mark.parametrize("tail", ["-all", "-all-", "-1-1", "-1-1.", "-all-99.1", "-99", "-1-x.1", "-١"])
async def test_a_cursor_that_nobody_gave_is_told_everything(client: Client, tail: str) -> None:
    await client.detail(ORDERS[0])
    life = (await client.changes())["cursor"].partition("-")[0]
    assert (await asked(client, 5, life + tail))["full"]
