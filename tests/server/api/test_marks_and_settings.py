"""What the buyer says and wishes: stored whole, refused whole, and a mark can be taken back."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from tests.server.conftest import Client, TestClock, bought


def mark(kind: str, clock: TestClock, **more: Any) -> dict[str, Any]:
    return {"order_id": bought(5).order_id, "kind": kind, "at": clock.now().isoformat()} | more


async def shown(client: Client) -> Any:
    (order,) = (await client.changes())["orders"]
    return order


async def test_received_settles_the_order_and_its_plan(client: Client, clock: TestClock) -> None:
    await client.detail(bought(5))
    assert "received_ok" in (await shown(client))["marks_offered"]
    said = await client.post("/api/v1/marks", mark("received_ok", clock))
    order = await shown(client)
    assert order["settled"] is True
    assert [(m["mark_id"], m["kind"]) for m in order["marks"]] == [(said["mark_id"], "received_ok")]
    assert (await client.changes())["plan"] == []


async def test_the_same_mark_again_is_one_mark(client: Client, clock: TestClock) -> None:
    """As when the answer was lost and the client sends it again."""
    await client.detail(bought(5))
    body = mark("received_ok", clock)
    first = await client.post("/api/v1/marks", body)
    again = await client.post("/api/v1/marks", body)
    assert again["mark_id"] == first["mark_id"]
    assert len((await shown(client))["marks"]) == 1


async def test_taken_back_everything_is_as_before(client: Client, clock: TestClock) -> None:
    await client.detail(bought(5))
    before, plan = await shown(client), (await client.changes())["plan"]
    said = await client.post("/api/v1/marks", mark("received_ok", clock))
    clock.pass_by(timedelta(minutes=1))
    url = f"{client.running.url}/api/v1/marks/{said['mark_id']}"
    for _ in range(2):
        async with client.session.delete(url) as answer:
            assert answer.status == 200
    after = await shown(client)
    assert (after["settled"], after["marks"], after["clocks"]) == (False, [], before["clocks"])
    assert (await client.changes())["plan"] == plan


async def test_a_notice_missed_by_a_wrong_mark_comes_once_it_is_taken_back(
    client: Client, clock: TestClock
) -> None:
    await client.detail(bought(5))
    said = await client.post("/api/v1/marks", mark("received_ok", clock))
    clock.pass_by(timedelta(days=44))
    client.running.house.told_with = timedelta(1)
    await client.running.house.advance()
    assert (await client.changes())["notices"] == []
    async with client.session.delete(f"{client.running.url}/api/v1/marks/{said['mark_id']}") as answer:
        assert answer.status == 200
    told = (await client.changes())["notices"]
    assert len(told) == 1, "one notice, not every lead that was missed"


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"order_id": "1"}, 404),
        ({"order_id": None}, 400),
        ({"kind": "wonderful"}, 400),
        ({"kind": "acknowledged"}, 400),
        ({"at": "now"}, 400),
        ({"parcel": 5}, 400),
    ],
)
async def test_a_mark_that_cannot_be_is_refused(
    client: Client, clock: TestClock, changed: dict[str, Any], status: int
) -> None:
    await client.detail(bought(5))
    await client.post("/api/v1/marks", mark("received_ok", clock) | changed, status)
    assert (await shown(client))["marks"] == []


@pytest.mark.parametrize("mark_id", ["1", "999", "x", "-1", "١"])
async def test_only_a_mark_can_be_taken_back(client: Client, mark_id: str) -> None:
    await client.detail(bought(5))
    async with client.session.delete(f"{client.running.url}/api/v1/marks/{mark_id}") as answer:
        assert answer.status == 404


async def put(client: Client, body: Any, status: int = 200) -> Any:
    async with client.session.put(client.running.url + "/api/v1/settings", json=body) as answer:
        assert answer.status == status, await answer.text()
        return await answer.json()


async def test_a_subset_changes_that_alone(client: Client) -> None:
    before = await client.get("/api/v1/settings")
    after = await put(client, {"zone": "Asia/Tokyo", "country": "JP"})
    assert after == before | {"zone": "Asia/Tokyo", "country": "JP"}
    assert await client.get("/api/v1/settings") == after
    assert (await client.changes())["zone"] == "Asia/Tokyo"


WRONG = [
    {"zone": "Mars/Olympus"},
    {"zone": "../../etc/passwd"},
    {"language": "<script>"},
    {"country": "Germany"},
    {"region": "Atlantis"},
    {"payment": "shells"},
    {"quiet": ["25:00", "07:00"]},
    {"quiet": ["22:00"]},
    {"muted": [{}]},
    {"muted": [{"kinds": "x"}]},
    {"muted": [{"kind": "protektion"}]},
    {"sources": {"cainiaoo": {"on": False}}},
    {"sources": {"cainiao": {"off": True}}},
    {"sources": {"cainiao": {"on": "no"}}},
    {"sources": {"17track": {"key": True}}},
    {"channels": ["no address"]},
    {"channels": "ntfy://x"},
    {"patience": {"act": -1}},
    {"leads": {"no_such_number": 1}},
    {"leads": {"grace_days": "many"}},
    {"digest": "noon"},
    {"no_such_setting": 1},
]


@pytest.mark.parametrize("body", WRONG, ids=str)
async def test_a_wrong_one_is_named_and_nothing_changes(client: Client, body: dict[str, Any]) -> None:
    before = await client.get("/api/v1/settings")
    said = await put(client, {"city": "Bergen"} | body, 400)
    assert said["error"]["code"] == "settings"
    assert next(iter(body)) in said["error"]["message"]
    assert await client.get("/api/v1/settings") == before


async def test_the_zone_is_the_computers_until_one_is_said(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.settings.system_zone", lambda: "America/Bogota")
    await put(client, {"city": "Bergen"})
    assert (await client.changes())["zone"] == "America/Bogota"


async def test_another_zone_moves_the_notices_of_the_morning(client: Client, clock: TestClock) -> None:
    await client.detail(bought(5))

    def late(told: Any) -> list[str]:
        return [n["at"] for n in told["plan"] if n["kind"] == "late"]

    await put(client, {"zone": "Europe/Berlin"})
    berlin = late(await client.changes())
    await put(client, {"zone": "Asia/Tokyo"})
    tokyo = late(await client.changes())
    assert berlin
    assert tokyo
    assert berlin != tokyo


async def test_a_muted_kind_is_not_planned(client: Client) -> None:
    await client.detail(bought(5))
    await put(client, {"muted": [{"kind": "late"}, {"kind": "protection", "order_id": bought(5).order_id}]})
    kinds = {n["kind"] for n in (await client.changes())["plan"]}
    assert kinds
    assert not kinds & {"late", "protection"}


async def test_what_was_muted_of_an_erased_order_is_muted_no_more(client: Client) -> None:
    for number in (5, 6):
        await client.detail(bought(number))
    kept = [{"kind": "late"}, {"order_id": bought(6).order_id}]
    await put(client, {"muted": [*kept, {"kind": "silent", "order_id": bought(5).order_id}]})
    await client.running.house.forget([bought(5).order_id])
    assert (await client.get("/api/v1/settings"))["muted"] == kept
    await client.running.house.forget(None)
    assert (await client.get("/api/v1/settings"))["muted"] == [{"kind": "late"}]


async def test_taken_back_a_notice_that_it_had_cleared_stands_as_before(
    client: Client, clock: TestClock
) -> None:
    """Seen, then a wrong click: what is to be done is still to be done, and nobody is told of it twice."""
    await client.detail(bought(7))
    (due,) = (await client.changes())["notices"]
    await client.post("/api/v1/notices", {"events": [{"id": due["id"], "what": "shown", "at": due["at"]}]})
    said = await client.post("/api/v1/marks", mark("received_ok", clock, order_id=bought(7).order_id))
    assert [one for one in (await client.changes())["notices"] if one["state"] != "cleared"] == []
    async with client.session.delete(f"{client.running.url}/api/v1/marks/{said['mark_id']}") as answer:
        assert answer.status == 200
    again = (await client.changes())["notices"]
    assert [(one["id"], one["state"]) for one in again] == [(due["id"], "shown")]


async def test_of_changes_that_come_at_once_none_is_lost(client: Client) -> None:
    changes = [{"city": "Bergen"}, {"country": "NO"}, {"payment": "paypal"}, {"language": "nb"}]
    await asyncio.gather(*(put(client, change) for change in changes))
    now = await client.get("/api/v1/settings")
    assert [now[name] for change in changes for name in change] == ["Bergen", "NO", "paypal", "nb"]
