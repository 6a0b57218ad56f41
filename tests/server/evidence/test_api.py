"""Evidence over HTTP: texts, packs in the home, pictures of pages; and that look-ups keep what proves them."""

import asyncio
import base64
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from server.evidence.grounds import REASONS
from server.evidence.manifest import check_pack
from server.observe import Seen
from server.running import Running
from server.store import ledger, orders, pictures
from tests.server.conftest import Client, Deaf, TestClock, bought, calendar
from tests.shop import cainiao

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
PAGE = "https://www.aliexpress.com/p/order/detail.html?orderId=1"


async def looked_up(client: Client, clock: TestClock, asker: Deaf) -> str:
    """An order that is on its way, with a parcel that was looked up."""
    order = bought(5)
    number = order.parcels[0].number
    answer = {"success": True, "module": [cainiao.module(number, [order], calendar(clock.now()), {})]}
    asker.answers["cainiao", number] = json.dumps(answer)
    await client.detail(order)
    look_ups = client.running.house.look_ups
    assert look_ups is not None
    assert await look_ups.ask_due() == 1
    return order.order_id


def picture(order_id: str, **changed: Any) -> dict[str, Any]:
    body = {"order_id": order_id, "url": PAGE, "at": "2026-09-01T12:00:00Z"}
    return body | {"image": base64.b64encode(PNG).decode()} | changed


async def test_texts_of_one_order(client: Client, clock: TestClock, asker: Deaf) -> None:
    order_id = await looked_up(client, clock, asker)
    clock.pass_by(timedelta(days=90))
    query = {"order_id": order_id, "reason": "silent", "language": "de"}
    told = await client.get("/api/v1/evidence", params=query)
    assert [claim["language"] for claim in told["claims"]] == ["en", "de"]
    assert told["claims"][0]["text"].startswith("The order has not reached me.")
    assert told["letters"][0]["mailto"].startswith("mailto:?")
    assert "keine Rechtsberatung" in told["door"]
    assert told["reasons"][0]["reason"] == "silent"
    assert told["reasons"][0]["text"].startswith("Die Bestellung ist ")
    assert {one["reason"] for one in told["reasons"]} == set(REASONS)
    assert told["total"] == {"amount": "31.20", "currency": "USD"}


async def test_the_own_record_of_one_order(client: Client, clock: TestClock, asker: Deaf) -> None:
    order_id = await looked_up(client, clock, asker)
    told = await client.get("/api/v1/record", params={"order_id": order_id})
    assert told["order_id"] == order_id
    assert told["seller"]["orders"] == 1
    assert (told["seller"]["arrived"], told["seller"]["disputed"]) == (0, 0)
    with pytest.raises(AssertionError, match="no page has shown an order 12345678"):
        await client.get("/api/v1/record", params={"order_id": "12345678"})


@pytest.mark.parametrize("path", ["evidence", "record"])
@pytest.mark.parametrize("named", [{}, {"order_id": ""}])
async def test_without_an_order_what_is_missing_is_said(
    client: Client, path: str, named: dict[str, str]
) -> None:
    async with client.session.get(f"{client.running.url}/api/v1/{path}", params=named) as answer:
        told = await answer.json()
    assert answer.status == 400
    assert "`order_id` is missing" in told["error"]["message"]


async def test_what_no_order_of_the_shop_is_called_names_no_file(
    client: Client, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where it is known: a reader of pages might let it through one day."""
    monkeypatch.setenv("ORDERWARDEN_BROWSER", "/nowhere")
    for named in (
        "../../82190005",
        "/etc/82190005",
        "8219 0005",
        "<b>82190005",
        "٨٢١٩٠٠٠٥",
        "8" * 41,
        "1234",
    ):
        await running.house.observe([Seen("order", named, {"order_id": named, "status": "shipped"})])
        assert await running.house.read(orders.view, named) is not None
        await client.post("/api/v1/evidence", {"order_ids": [named]}, expect=404)
        await client.post("/api/v1/pictures", picture(named), expect=404)
        with pytest.raises(AssertionError, match="no page has shown"):
            await client.get("/api/v1/record", params={"order_id": named})
    assert not await asyncio.to_thread((running.house.home / "evidence").exists)


async def test_a_pack_lies_in_the_home_and_holds_the_frozen_answer(
    client: Client, running: Running, clock: TestClock, asker: Deaf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORDERWARDEN_BROWSER", "/nowhere")
    order_id = await looked_up(client, clock, asker)
    await client.post("/api/v1/pictures", picture(order_id))
    told = await client.post("/api/v1/evidence", {"order_ids": [order_id]})
    pack = Path(told["file"])
    assert pack.parent == running.house.home / "evidence"
    assert "/nowhere" in told["without_pdf"]

    def check() -> Any:
        import zipfile

        with zipfile.ZipFile(pack) as whole:
            return check_pack(pack), whole.namelist()

    import asyncio

    found, names = await asyncio.to_thread(check)
    assert found.wrong == []
    assert found.manifest_sha256 == told["manifest_sha256"]
    assert sum("/answers/" in name for name in names) == 1
    assert sum("/pictures/" in name for name in names) == 1


@pytest.mark.filterwarnings("ignore:Sending a large body:ResourceWarning")
async def test_what_is_wrong_is_refused(client: Client, clock: TestClock, asker: Deaf) -> None:
    order_id = await looked_up(client, clock, asker)
    await client.post("/api/v1/evidence", {"order_ids": []}, expect=400)
    await client.post("/api/v1/evidence", {"order_ids": ["../x"]}, expect=404)
    await client.post("/api/v1/evidence", {"order_ids": [""]}, expect=400)
    await client.post("/api/v1/pictures", picture(""), expect=400)
    await client.post("/api/v1/evidence", {"order_ids": [order_id], "reason": "because"}, expect=400)
    await client.post("/api/v1/evidence", {"order_ids": [order_id], "amount": "much"}, expect=400)
    await client.post("/api/v1/pictures", picture("12345678"), expect=404)
    await client.post("/api/v1/pictures", picture(order_id, url="https://evil.example/"), expect=400)
    await client.post("/api/v1/pictures", picture(order_id, image="%%%"), expect=400)
    await client.post("/api/v1/pictures", picture(order_id, url="https://[evil"), expect=400)
    svg = base64.b64encode(b"<svg onload=alert(1)>").decode()
    await client.post("/api/v1/pictures", picture(order_id, image=svg), expect=400)
    for damaged in (PNG[:8] + b"junk" * 50, PNG[:40], b"\xff\xd8\xff" + b"x" * 99):
        body = picture(order_id, image=base64.b64encode(damaged).decode())
        await client.post("/api/v1/pictures", body, expect=400)
    large = base64.b64encode(PNG + bytes(4 * 1024 * 1024)).decode()
    await client.post("/api/v1/pictures", picture(order_id, image=large), expect=413)
    assert await client.running.house.read(lambda c: pictures.of_subjects(c, [order_id])) == []


async def test_a_picture_is_kept_once_with_address_and_time(
    client: Client, clock: TestClock, asker: Deaf
) -> None:
    order_id = await looked_up(client, clock, asker)
    first = await client.post("/api/v1/pictures", picture(order_id))
    assert await client.post("/api/v1/pictures", picture(order_id)) == first
    read = client.running.house.read
    (kept,) = await read(lambda connection: pictures.of_subjects(connection, [order_id]))
    assert (kept.kind, kept.at, kept.url) == (
        "png",
        "2026-09-01T12:00:00.000Z",
        "https://www.aliexpress.com/p/order/detail.html",
    )
    rows = await read(lambda connection: ledger.of_kind(connection, "picture", order_id))
    assert [row.content and row.content["sha256"] for row in rows] == [first["sha256"]]
    assert await read(ledger.check) is None


async def test_the_ledger_names_every_frozen_answer(client: Client, clock: TestClock, asker: Deaf) -> None:
    await looked_up(client, clock, asker)
    rows = await client.running.house.read(lambda connection: ledger.of_kind(connection, "frozen"))
    assert [row.content and row.content["source"] for row in rows] == ["cainiao"]
    assert await client.running.house.read(ledger.check) is None
