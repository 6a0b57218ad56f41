"""Only sentences of the seller that hold a trap are kept; everything else of a talk is read and forgotten."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from server.store import ledger
from tests.server.conftest import Client, TestClock, bought

NICE = "Thank you for your order, have a lovely day with the little star chart."
TRAP = "Please cancel the dispute first and I will refund you."


def talk(
    clock: TestClock, *texts: str, who: str = "seller", order_id: str = bought(5).order_id
) -> dict[str, Any]:
    messages = [{"from": who, "text": text, "at": clock.now().isoformat()} for text in texts]
    return {"order_id": order_id, "language": "en", "messages": messages}


async def test_a_trap_is_found_with_its_sentence(client: Client, clock: TestClock) -> None:
    await client.detail(bought(5))
    said = await client.post("/api/v1/chats", talk(clock, NICE, f"{NICE} {TRAP}"))
    assert [(one["message"], one["sentence"]) for one in said["found"]] == [(1, TRAP)]
    assert "cancel_dispute" in said["found"][0]["traps"]
    assert said["found"][0]["reason"]


async def test_nothing_else_is_stored(client: Client, clock: TestClock) -> None:
    await client.detail(bought(5))
    await client.post("/api/v1/chats", talk(clock, f"{NICE} {TRAP}"))
    await client.running.stop()

    def everything() -> bytes:
        return b"".join(file.read_bytes() for file in client.running.house.home.rglob("*") if file.is_file())

    stored = await asyncio.to_thread(everything)
    assert TRAP.encode() in stored
    assert b"lovely day" not in stored


async def test_the_buyers_own_words_are_not_judged(client: Client, clock: TestClock) -> None:
    await client.detail(bought(5))
    assert (await client.post("/api/v1/chats", talk(clock, TRAP, who="buyer")))["found"] == []


async def test_the_same_talk_again_adds_nothing(client: Client, clock: TestClock) -> None:
    await client.detail(bought(5))
    first = await client.post("/api/v1/chats", talk(clock, TRAP))
    again = await client.post("/api/v1/chats", talk(clock, TRAP))
    assert again == first


async def test_without_its_time_a_sentence_counts_once_however_often_it_is_read(
    client: Client, clock: TestClock
) -> None:
    await client.detail(bought(5))
    said = talk(clock, TRAP)
    del said["messages"][0]["at"]
    first = await client.post("/api/v1/chats", said)
    clock.pass_by(timedelta(days=3))
    assert (await client.post("/api/v1/chats", said))["found"] == first["found"]
    rows = await client.running.house.read(lambda connection: ledger.of_kind(connection, "chat"))
    assert len(rows) == 1


@pytest.mark.parametrize(
    "changed", [{"messages": [{}]}, {"messages": "x"}, {"messages": [{"from": "x", "text": "", "at": ""}]}]
)
async def test_what_cannot_be_read_is_refused(
    client: Client, clock: TestClock, changed: dict[str, Any]
) -> None:
    await client.detail(bought(5))
    await client.post("/api/v1/chats", talk(clock, TRAP) | changed, 400)


async def test_a_talk_about_no_order_is_refused(client: Client, clock: TestClock) -> None:
    await client.post("/api/v1/chats", talk(clock, TRAP, order_id="1"), 404)
