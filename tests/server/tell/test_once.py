"""A notice comes once, in time, and is remembered: over restarts, silences, doubled reports and taken-back marks."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from server.house import House
from server.replay import Replay
from server.running import Running, start
from tests.server.conftest import Client, Deaf, TestClock, bought, pair

END = timedelta(days=48)
"""The protection of order 5 of the stand-in shop ends on the 48th day, in Pacific time."""


def end_of(clock: TestClock) -> datetime:
    day = (clock.now() + END).date() + timedelta(days=1)
    return datetime(day.year, day.month, day.day, 6, 59, 59, tzinfo=UTC)


MANY = [replace(bought(5), number=300 + number, parcels=()) for number in range(30)]
"""Orders whose protection ends in one instant."""


async def go(client: Client, clock: TestClock, to: datetime) -> None:
    """Time goes by with everything running: a tick a minute would be slow, so one a day, and the last."""
    while to > clock.now():
        clock.pass_by(min(to - clock.now(), timedelta(days=1)))
        client.running.house.told_with = timedelta(1)  # as if the clock had been moved: no sleep
        await client.running.house.advance()


def kinds(told: Any) -> list[tuple[str, str]]:
    return [(notice["kind"], notice["level"]) for notice in told["notices"]]


async def test_it_is_due_to_the_second_and_not_before(client: Client, clock: TestClock) -> None:
    await client.detail(bought(5))
    lead = end_of(clock) - timedelta(hours=72)
    await go(client, clock, lead - timedelta(seconds=61))
    assert ("protection", "act") not in kinds(await client.changes())
    await go(client, clock, lead)
    (notice,) = [
        n for n in (await client.changes())["notices"] if n["level"] == "act" and n["kind"] == "protection"
    ]
    assert notice["at"] == lead.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    assert notice["link"].endswith(bought(5).order_id)
    assert notice["state"] == "due"


async def test_what_was_planned_is_what_comes(client: Client, clock: TestClock) -> None:
    await client.detail(bought(5))
    planned = {n["id"]: n["at"] for n in (await client.changes())["plan"] if n["kind"] == "protection"}
    told = {}
    end = end_of(clock)
    for hours in (240, 120, 72, 24):
        await go(client, clock, end - timedelta(hours=hours))
        told |= {n["id"]: n["at"] for n in (await client.changes())["notices"] if n["kind"] == "protection"}
    assert told == planned


async def test_acknowledged_it_is_gone_for_good(client: Client, clock: TestClock) -> None:
    await client.detail(bought(5))
    await go(client, clock, end_of(clock) - timedelta(hours=240))
    told = await client.changes()
    (notice,) = [n for n in told["notices"] if n["kind"] == "protection"]
    event = {"id": notice["id"], "what": "acknowledged", "at": notice["at"]}
    said = await client.post("/api/v1/notices", {"events": [event]})
    after = await client.changes(told["cursor"])
    assert [n["state"] for n in after["notices"] if n["id"] == notice["id"]] == ["acknowledged"]
    assert notice["id"] not in {n["id"] for n in (await client.changes())["notices"]}
    again = await client.post("/api/v1/notices", {"events": [event, event]})
    assert again["cursor"] == said["cursor"], "the same report again changes nothing"


async def test_shown_stays_until_it_is_acknowledged(client: Client, clock: TestClock) -> None:
    await client.detail(bought(5))
    await go(client, clock, end_of(clock) - timedelta(hours=240))
    (notice,) = [n for n in (await client.changes())["notices"] if n["kind"] == "protection"]
    await client.post(
        "/api/v1/notices", {"events": [{"id": notice["id"], "what": "shown", "at": notice["at"]}]}
    )
    (notice,) = [n for n in (await client.changes())["notices"] if n["kind"] == "protection"]
    assert notice["state"] == "shown"


async def test_snoozed_it_comes_back_once_at_the_wished_time(client: Client, clock: TestClock) -> None:
    await client.detail(bought(5))
    await go(client, clock, end_of(clock) - timedelta(hours=240))
    (notice,) = [n for n in (await client.changes())["notices"] if n["kind"] == "protection"]
    until = clock.now() + timedelta(hours=30)
    event = {"id": notice["id"], "what": "snoozed", "at": notice["at"], "until": until.isoformat()}
    await client.post("/api/v1/notices", {"events": [event]})
    await go(client, clock, until - timedelta(minutes=2))
    assert [n["state"] for n in (await client.changes())["notices"] if n["kind"] == "protection"] == [
        "snoozed"
    ]
    await go(client, clock, until)
    back = [n for n in (await client.changes())["notices"] if n["kind"] == "protection"]
    assert [n["state"] for n in back if n["id"] != notice["id"]] == ["due"]


async def test_a_client_that_showed_a_planned_one_is_believed(client: Client, clock: TestClock) -> None:
    """The server was silent, the client's own alarm fired: the server does not tell it a second time."""
    await client.detail(bought(5))
    plan = [n for n in (await client.changes())["plan"] if n["kind"] == "protection"]
    await client.post(
        "/api/v1/notices", {"events": [{"id": plan[0]["id"], "what": "shown", "at": plan[0]["at"]}]}
    )
    await go(client, clock, end_of(clock) - timedelta(hours=239))
    (notice,) = [n for n in (await client.changes())["notices"] if n["kind"] == "protection"]
    assert (notice["id"], notice["state"]) == (plan[0]["id"], "shown")


@pytest.mark.parametrize(
    "event", [{"id": "x"}, {"id": "x", "what": "seen", "at": "2026-01-01T00:00:00Z"}, "x", None]
)
async def test_a_report_that_cannot_be_read_is_refused(client: Client, event: Any) -> None:
    said = await client.post("/api/v1/notices", {"events": [event]}, 400)
    assert said["error"]["code"] == "bad_request"


async def test_an_unknown_notice_changes_nothing(client: Client) -> None:
    before = (await client.changes())["cursor"]
    event = {"id": "protection|nobody|x+y", "what": "acknowledged", "at": "2026-01-01T00:00:00Z"}
    assert (await client.post("/api/v1/notices", {"events": [event]}))["cursor"] == before


async def test_a_notice_about_many_is_called_by_a_short_name_and_comes_once(
    client: Client, clock: TestClock
) -> None:
    """The name stands with each order: as long as they are many, it took a gigabyte for some thousand."""
    end = end_of(clock)
    for order in MANY:
        await client.detail(order)
    plan = [n for n in (await client.changes())["plan"] if n["kind"] == "protection"]
    assert [(len(one["order_ids"]), one["id"][:5], len(one["id"])) for one in plan] == [(30, "many|", 69)] * 4
    assert all(len(one["covers"]) == 30 for one in plan)
    event = {"id": plan[0]["id"], "what": "shown", "at": plan[0]["at"]}
    await client.post("/api/v1/notices", {"events": [event]})
    mark = {"order_id": MANY[0].order_id, "kind": "not_sure", "at": clock.now().isoformat()}
    await client.post("/api/v1/marks", mark)
    assert plan[0]["at"] not in {n["at"] for n in (await client.changes())["plan"]}
    await go(client, clock, end - timedelta(hours=239))
    (notice,) = [n for n in (await client.changes())["notices"] if n["kind"] == "protection"]
    assert (notice["id"], notice["state"]) == (plan[0]["id"], "shown")
    await go(client, clock, end - timedelta(hours=120))
    told = [n for n in (await client.changes())["notices"] if n["kind"] == "protection"]
    assert [(n["id"], n["state"]) for n in told] == [(plan[1]["id"], "due")]


async def test_orders_of_one_instant_are_planned_and_told_as_one(client: Client, clock: TestClock) -> None:
    other = replace(bought(5), number=77)
    await client.detail(bought(5))
    await client.detail(other)
    plan = [n for n in (await client.changes())["plan"] if n["kind"] == "protection"]
    assert [len(n["order_ids"]) for n in plan] == [2, 2, 2, 2]
    await client.post(
        "/api/v1/notices", {"events": [{"id": plan[0]["id"], "what": "shown", "at": plan[0]["at"]}]}
    )
    await go(client, clock, end_of(clock) - timedelta(hours=120))
    told = [n for n in (await client.changes())["notices"] if n["kind"] == "protection"]
    assert [(n["id"], n["state"]) for n in told] == [(plan[1]["id"], "due")], (
        "the first was shown, and is replaced"
    )


class TestRestart:
    async def again(self, client: Client, clock: TestClock) -> Client:
        home = client.running.house.home
        await client.running.stop()
        running = await start(home, client.running.port, clock=clock, asker=Deaf())
        return Client(running, client.session, client.token)

    async def test_nothing_is_told_twice_and_the_pairing_holds(
        self, client: Client, clock: TestClock
    ) -> None:
        await client.detail(bought(5))
        await go(client, clock, end_of(clock) - timedelta(hours=120))
        before = await client.changes()
        client = await self.again(client, clock)
        after = await client.changes(before["cursor"])
        assert after["cursor"] == before["cursor"]
        assert (await client.changes())["notices"] == before["notices"]
        assert (await client.changes())["plan"] == before["plan"]
        await client.running.stop()

    async def test_after_a_night_off_what_was_missed_is_one_notice(
        self, client: Client, clock: TestClock
    ) -> None:
        await client.detail(bought(5))
        await go(client, clock, end_of(clock) - timedelta(hours=300))
        before = {n["id"] for n in (await client.changes())["notices"]}
        clock.pass_by(timedelta(hours=240))
        client = await self.again(client, clock)
        new = [n for n in (await client.changes())["notices"] if n["id"] not in before]
        assert len(new) == 1
        assert new[0]["level"] == "act"
        assert "protection" in {new[0]["kind"], *new[0]["folded"]}
        client = await self.again(client, clock)
        assert len([n for n in (await client.changes())["notices"] if n["id"] not in before]) == 1
        await client.running.stop()

    async def test_suspended_over_a_deadline_is_the_same_as_off(
        self, client: Client, clock: TestClock
    ) -> None:
        await client.detail(bought(5))
        await go(client, clock, end_of(clock) - timedelta(hours=300))
        before = {n["id"] for n in (await client.changes())["notices"]}
        client.running.house.told_with = clock.moved_by
        clock.pass_by(timedelta(hours=240))
        await client.running.watch.tick()
        new = [n for n in (await client.changes())["notices"] if n["id"] not in before]
        assert [n["level"] for n in new] == ["act"]

    async def test_a_short_restart_misses_nothing_and_folds_nothing(
        self, client: Client, clock: TestClock
    ) -> None:
        await client.detail(bought(5))
        lead = end_of(clock) - timedelta(hours=72)
        await go(client, clock, lead - timedelta(seconds=20))
        clock.pass_by(timedelta(seconds=40))
        client = await self.again(client, clock)
        (notice,) = [
            n
            for n in (await client.changes())["notices"]
            if n["level"] == "act" and n["kind"] == "protection"
        ]
        assert notice["at"] == lead.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        await client.running.stop()


async def test_changes_are_announced_at_once_on_the_socket(client: Client, clock: TestClock) -> None:
    async with client.session.ws_connect(client.running.url + "/api/v1/ws") as ws:
        await ws.send_json({"token": client.token, "protocol": 1})
        first = await ws.receive_json(timeout=30)
        await client.detail(bought(5))
        then = await ws.receive_json(timeout=30)
        assert then["type"] == "changed"
        assert then["cursor"] != first["cursor"]
        assert (await client.changes(then["cursor"]))["orders"] == []


async def test_the_clock_of_a_demonstration_moves_and_tells(tmp_path: Path, clock: TestClock) -> None:
    running: Running = await start(tmp_path / "home", clock=clock, demo=True, asker=Deaf())
    client = await pair(running)
    await client.detail(bought(5))
    lead = end_of(clock) - timedelta(hours=72)
    headers = {"Authorization": f"Bearer {running.house.control_token}"}
    async with client.session.post(
        running.url + "/control/clock", json={"to": lead.isoformat()}, headers=headers
    ) as answer:
        assert answer.status == 200
    told = await client.changes()
    assert told["clock_moved_by"] == (lead - clock.wall()).total_seconds()
    assert ("protection", "act") in kinds(told)
    await client.session.close()
    await running.stop()


async def test_without_a_demonstration_there_is_no_such_clock(client: Client) -> None:
    headers = {"Authorization": f"Bearer {client.running.house.control_token}"}
    async with client.session.post(
        client.running.url + "/control/clock", json={"to": "2030-01-01T00:00:00Z"}, headers=headers
    ) as answer:
        assert answer.status == 404


async def test_what_no_longer_holds_is_cleared(client: Client, clock: TestClock) -> None:
    order = bought(5)
    await client.detail(order)
    await go(client, clock, end_of(clock) - timedelta(hours=72))
    before = await client.changes()
    assert kinds(before).count(("protection", "act")) == 1
    assert ("protection", "warn") not in kinds(before), "an earlier lead of the same end is replaced"
    mark = {"order_id": order.order_id, "kind": "received_ok", "at": clock.now().isoformat()}
    await client.post("/api/v1/marks", mark)
    after = await client.changes(before["cursor"])
    states = {n["state"] for n in after["notices"] if n["kind"] == "protection"}
    assert states == {"cleared"}
    assert "protection" not in {kind for kind, _ in kinds(await client.changes())}


async def test_a_notice_whose_deadline_is_over_is_cleared(client: Client, clock: TestClock) -> None:
    await client.detail(bought(5))
    await go(client, clock, end_of(clock) - timedelta(hours=1))
    assert ("protection", "critical") in kinds(await client.changes())
    await go(client, clock, end_of(clock) + timedelta(hours=2))
    assert "protection" not in {kind for kind, _ in kinds(await client.changes())}


async def test_what_comes_due_while_a_mark_is_taken_back_is_told(client: Client, clock: TestClock) -> None:
    await client.detail(bought(5))
    mark = {"order_id": bought(5).order_id, "kind": "not_received", "at": clock.now().isoformat()}
    mark_id = (await client.post("/api/v1/marks", mark))["mark_id"]
    planned = (await client.changes())["plan"][0]
    clock.pass_by(datetime.fromisoformat(planned["at"]) - clock.now())
    await client.running.house.take_back(int(mark_id))
    assert planned["id"] in {n["id"] for n in (await client.changes())["notices"]}


async def test_what_is_due_next_is_known_before_the_casebook_is_made(
    client: Client, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await client.detail(bought(5))
    planned = (await client.changes())["plan"][0]
    home = client.running.house.home
    await client.running.stop()
    house = await asyncio.to_thread(House, home, clock, port=0)

    def no_casebook(*_: object) -> None:
        raise AssertionError("the ledger was replayed")

    monkeypatch.setattr(Replay, "go_on", no_casebook)
    try:
        await house.open()
        assert house.next_due == datetime.fromisoformat(planned["at"])
    finally:
        await house.close()
