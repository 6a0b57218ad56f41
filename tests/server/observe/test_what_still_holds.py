"""An open notice says what still holds of it: what led it may be over, what came under it in the same instant not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from scraper.carriers import sources
from server.observe import Seen
from server.store import notices
from server.store.schema import notice_remains
from tests.server.conftest import Client, TestClock

ORDER = "7900000000011322"
NUMBER = "LP00400000000015"
sources()  # read from the disk once, before the loop runs
LEAD = datetime(2026, 9, 11, 7, tzinfo=UTC)
"""Ten days before the protection end, and twenty days after the last scan: 09:00 in Berlin."""


def shipped(end: str = "2026-09-20") -> Seen:
    dates = [{"kind": "protection_end", "on": end}]
    return Seen(
        "order",
        ORDER,
        {
            "order_id": ORDER,
            "status": "shipped",
            "paid_on": "2026-08-01",
            "shipped_on": "2026-08-02",
            "parcels": [NUMBER],
            "dates": dates,
        },
        place="order_detail",
    )


def scanned(day: str, status: str = "departed_origin") -> Seen:
    event = {"local_time": f"{day}T10:00:00", "status": status, "place": "Liege, BE"}
    content = {"source": "cainiao", "outcome": "ok", "number": NUMBER, "events": [event]}
    return Seen("tracking", NUMBER, content, place="cainiao")


def said(kind: str) -> Seen:
    return Seen("mark", ORDER, {"order_id": ORDER, "kind": kind})


async def observe(client: Client, clock: TestClock, *seen: Seen) -> None:
    clock.pass_by(timedelta(seconds=1))
    await client.running.house.observe(list(seen))


async def open_ones(client: Client) -> list[dict[str, Any]]:
    return [n for n in (await client.changes())["notices"] if n["state"] not in ("cleared", "acknowledged")]


@pytest.fixture
async def folded(client: Client, clock: TestClock) -> Client:
    """The protection notice of an order has come, with the silence of its parcel in it."""
    async with client.session.put(
        f"{client.running.url}/api/v1/settings", json={"zone": "Europe/Berlin"}
    ) as answer:
        assert answer.status == 200
    await observe(client, clock, shipped(), scanned("2026-08-22"))
    clock.pass_by(LEAD - timedelta(minutes=1) - clock.now())
    await observe(client, clock, shipped())
    clock.pass_by(LEAD + timedelta(seconds=1) - clock.now())
    await client.running.house.advance()
    (notice,) = await open_ones(client)
    assert (notice["kind"], notice["level"], notice["folded"]) == ("protection", "info", ["silent"])
    return client


async def test_a_refusal_takes_the_protection_out_of_it(folded: Client, clock: TestClock) -> None:
    before = await folded.changes()
    await observe(folded, clock, said("dispute_refused"))
    after = {n["id"]: n for n in (await folded.changes(before["cursor"]))["notices"]}
    left = after[before["notices"][0]["id"]]
    assert (left["kind"], left["folded"], left["state"]) == ("silent", [], "due")
    assert left["title"] == f"Nothing new from {NUMBER}"
    assert left["at"] == before["notices"][0]["at"]


async def test_a_moved_end_is_said_no_more(folded: Client, clock: TestClock) -> None:
    await observe(folded, clock, shipped("2026-10-20"))
    assert sorted(n["kind"] for n in await open_ones(folded)) == ["protection_moved", "silent"]


async def test_a_later_warning_leaves_one_of_the_protection(folded: Client, clock: TestClock) -> None:
    clock.pass_by(timedelta(days=4))
    await observe(folded, clock, shipped())
    clock.pass_by(timedelta(days=1))
    folded.running.house.told_with = timedelta(1)
    await folded.running.house.advance()
    await observe(folded, clock, shipped())
    assert sorted((n["kind"], n["level"]) for n in await open_ones(folded)) == [
        ("protection", "warn"),
        ("silent", "info"),
    ]


async def test_with_the_rest_it_is_gone(folded: Client, clock: TestClock) -> None:
    await observe(folded, clock, said("dispute_refused"))
    await observe(folded, clock, scanned("2026-09-11", "in_transit_international"))
    assert [n["kind"] for n in await open_ones(folded)] == ["dispute_refused"]


async def test_taken_back_it_leads_again(folded: Client, clock: TestClock) -> None:
    clock.pass_by(timedelta(seconds=1))
    observed = await folded.running.house.observe([said("dispute_refused")])
    clock.pass_by(timedelta(seconds=1))
    await folded.running.house.take_back(observed.seqs[0])
    (notice,) = await open_ones(folded)
    assert (notice["kind"], notice["folded"]) == ("protection", ["silent"])


async def test_put_off_it_comes_back_as_what_it_is_now(folded: Client, clock: TestClock) -> None:
    await observe(folded, clock, said("dispute_refused"))
    silent = next(n for n in await open_ones(folded) if n["kind"] == "silent")
    until = (LEAD + timedelta(days=1)).isoformat()
    event = {"id": silent["id"], "what": "snoozed", "at": silent["at"], "until": until}
    await folded.post("/api/v1/notices", {"events": [event]})
    clock.pass_by(timedelta(days=1))
    await folded.running.house.advance()
    assert ("silent", "due") in [(n["kind"], n["state"]) for n in await open_ones(folded)]


async def test_the_ledger_still_tells_what_was_told(folded: Client, clock: TestClock) -> None:
    await observe(folded, clock, said("dispute_refused"))
    rows = await folded.running.house.read(notices.of_order, ORDER)
    told = [row.notice["kind"] for row in rows if row.due_at]
    assert sorted(told) == ["dispute_refused", "protection"]


async def test_erased_nothing_of_it_is_left(folded: Client, clock: TestClock) -> None:
    def kept(connection: Connection) -> list[str]:
        return list(connection.execute(select(notice_remains.c.notice)).scalars())

    await observe(folded, clock, said("dispute_refused"))
    (text,) = await folded.running.house.read(kept)
    assert ORDER in text
    await folded.running.house.forget([ORDER])
    assert await folded.running.house.read(kept) == []
