"""Which parcels are asked for and when, what is kept of an answer, and that a refusal changes nothing."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from scraper.facts import to_json
from server.store.database import StoreFull
from server.store.schema import answers
from tests.server.conftest import Client, Deaf, TestClock, bought, calendar
from tests.shop import cainiao


def found(order: Any, clock: TestClock) -> str:
    number = order.parcels[0].number
    answer = {"success": True, "module": [cainiao.module(number, [order], calendar(clock.now()), {})]}
    return json.dumps(answer)


async def ask(client: Client) -> int:
    found = client.running.house.look_ups
    assert found is not None
    return await found.ask_due()


async def parcel_of(client: Client) -> Any:
    (order,) = (await client.changes())["orders"]
    return order["parcels"][0]


async def frozen(client: Client) -> list[str]:
    def question(connection: Connection) -> list[str]:
        return list(connection.execute(select(answers.c.stage).order_by(answers.c.at)).scalars())

    return await client.running.house.read(question)


async def test_the_parcel_of_an_open_order_is_asked_for_at_once(
    client: Client, clock: TestClock, asker: Deaf
) -> None:
    order = bought(5)
    number = order.parcels[0].number
    asker.answers["cainiao", number] = found(order, clock)
    await client.detail(order)
    assert await ask(client) == 1
    parcel = await parcel_of(client)
    (source,) = [s for s in parcel["sources"] if s["source"] == "cainiao"]
    assert source["outcome"] == "ok"
    assert source["name"] == "Cainiao"
    assert source["events"][0]["text"]
    assert parcel["status_text"]
    assert await frozen(client) == [parcel["status"]]


async def test_then_about_every_six_hours(client: Client, clock: TestClock, asker: Deaf) -> None:
    order = bought(5)
    asker.answers["cainiao", order.parcels[0].number] = found(order, clock)
    await client.detail(order)
    assert [await ask(client), await ask(client)] == [1, 0]
    clock.pass_by(timedelta(hours=5))
    assert await ask(client) == 0
    clock.pass_by(timedelta(hours=2))
    assert await ask(client) == 1
    assert len(await frozen(client)) == 1, "the same stage is frozen once"


async def test_a_new_stage_is_frozen_too(client: Client, clock: TestClock, asker: Deaf) -> None:
    order = bought(5)
    number = order.parcels[0].number
    asker.answers["cainiao", number] = found(order, clock)
    await client.detail(order)
    await ask(client)
    clock.pass_by(timedelta(days=1))
    asker.answers["cainiao", number] = asker.answers["cainiao", number].replace("LH_DEPART", "LH_ARRIVE")
    await ask(client)
    stages = await frozen(client)
    assert len(stages) == len(set(stages)) == 2


async def test_a_refusal_changes_nothing_of_the_parcel_and_is_tried_again(
    client: Client, clock: TestClock, asker: Deaf
) -> None:
    order = bought(5)
    number = order.parcels[0].number
    asker.answers["cainiao", number] = found(order, clock)
    await client.detail(order)
    await ask(client)
    before = await parcel_of(client)
    asker.answers.clear()
    clock.pass_by(timedelta(hours=8))
    await ask(client)
    after = await parcel_of(client)
    assert after["status"] == before["status"]
    (source,) = [s for s in after["sources"] if s["source"] == "cainiao"]
    assert source["outcome"] == "network", "the buyer sees that the source did not answer"
    asked = len(asker.asked)
    clock.pass_by(timedelta(hours=2))
    assert await ask(client) == 1
    assert len(asker.asked) > asked


async def test_what_comes_up_while_others_are_asked_for_is_asked_for_right_after(
    client: Client, asker: Deaf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not two minutes later, when the next round would have come by itself."""
    begun, answered = asyncio.Event(), asyncio.Event()
    hear = asker.ask

    async def slow(*args: Any) -> Any:
        begun.set()
        await answered.wait()
        return await hear(*args)

    monkeypatch.setattr(asker, "ask", slow)
    await client.detail(bought(5))
    first = asyncio.ensure_future(ask(client))
    await begun.wait()
    await client.detail(bought(7))
    assert await ask(client) == 0
    answered.set()
    assert await first == 2
    asked = {number for _, numbers in asker.asked for number in numbers}
    assert asked >= {bought(number).parcels[0].number for number in (5, 7)}


async def test_an_answer_that_could_not_be_kept_is_asked_for_again(
    client: Client, clock: TestClock, asker: Deaf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk was full, or the computer went off in between: nothing says that the parcel was asked for."""
    order = bought(5)
    asker.answers["cainiao", order.parcels[0].number] = found(order, clock)
    await client.detail(order)

    def full(_: Any) -> None:
        raise StoreFull("no space is left")

    with monkeypatch.context() as broken:
        broken.setattr(client.running.house.observer, "_finish", full)
        assert await ask(client) == 0
    assert await frozen(client) == []
    assert await ask(client) == 1
    parcel = await parcel_of(client)
    assert [one["outcome"] for one in parcel["sources"] if one["source"] == "cainiao"] == ["ok"]
    assert await frozen(client) == [parcel["status"]]


async def test_what_the_rules_cannot_read_of_one_parcel_keeps_nothing_of_the_others_away(
    client: Client, clock: TestClock, asker: Deaf, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = bought(5), bought(7)
    together = [json.loads(found(order, clock))["module"][0] for order in (good, bad)]
    for order in (good, bad):
        answer = json.dumps({"success": True, "module": together})
        asker.answers["cainiao", order.parcels[0].number] = answer
        await client.detail(order)

    def spoilt(tracking: Any) -> Any:
        wrong = {"estimated_delivery": {"from": "soon"}} if tracking.number == bad.parcels[0].number else {}
        return to_json(tracking) | wrong

    monkeypatch.setattr("server.watch.look_ups.to_json", spoilt)
    assert await ask(client) == 2
    outcomes = {
        order["order_id"]: source["outcome"]
        for order in (await client.changes())["orders"]
        for source in order["parcels"][0]["sources"]
        if source["source"] == "cainiao"
    }
    assert outcomes == {good.order_id: "ok", bad.order_id: "changed"}
    assert await ask(client) == 0, "it is not asked for at every round"


async def test_nobody_asks_for_orders_that_are_over(client: Client, clock: TestClock, asker: Deaf) -> None:
    await client.detail(bought(5))
    mark = {"order_id": bought(5).order_id, "kind": "received_ok", "at": clock.now().isoformat()}
    await client.post("/api/v1/marks", mark)
    assert await ask(client) == 0
    assert asker.asked == []


async def test_any_number_can_be_asked_for(client: Client, clock: TestClock, asker: Deaf) -> None:
    order = bought(5)
    number = order.parcels[0].number
    asker.answers["cainiao", number] = found(order, clock)
    told = await client.get("/api/v1/track", params={"number": number.lower()})
    assert told["number"] == number
    assert told["parcel"]["sources"][0]["events"]
    assert told["asked"][0]["link"].startswith("https://")


async def test_a_carrier_that_answers_no_program_is_linked_for_the_buyer_to_look(
    client: Client, clock: TestClock
) -> None:
    number = "1Z879E930346834440"
    told = await client.get("/api/v1/track", params={"number": number})
    ups = next(one for one in told["asked"] if one["source"] == "ups")
    assert ups["outcome"] == "own_tab"
    assert number in ups["link"]
    order = bought(5)
    await client.detail(replace(order, parcels=(replace(order.parcels[0], number=number),)))
    await ask(client)
    sources = {one["source"]: one for one in (await parcel_of(client))["sources"]}
    assert (sources["ups"]["outcome"], sources["ups"]["link"]) == ("own_tab", ups["link"])


async def test_every_source_that_a_program_may_ask_is_told_and_whether_it_was(
    client: Client, clock: TestClock
) -> None:
    await client.detail(bought(5))
    await ask(client)
    told = {one["source"]: one for one in (await client.changes())["sources"]}
    assert told["cainiao"]["asked"]
    assert told["17track"] == {
        "source": "17track",
        "name": "17TRACK",
        "state": "ok",
        "until": None,
        "asked": False,
    }
    assert "royal_mail" not in told


async def test_what_is_no_number_is_refused(client: Client) -> None:
    for number in ("", "x", "1" * 50, "<script>alert(1)</script>", "٣٣٣٣٣٣٣٣"):
        async with client.session.get(
            client.running.url + "/api/v1/track", params={"number": number}
        ) as answer:
            assert answer.status == 400
