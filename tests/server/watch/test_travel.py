"""Who travels: the mornings are those of the place where the computer is, and nothing is told twice for it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from server.observe import Seen
from server.replay import told_again
from server.running import start
from server.settings import system_zone
from server.store import ledger, notices
from server.tell import Teller
from server.watch.clock import written
from tests.server.channels.test_ladder import Told
from tests.server.conftest import Client, Deaf, TestClock, bought, pair
from tests.server.tell.test_once import end_of, go

Computer = Callable[[str], None]


@pytest.fixture
def computer(monkeypatch: pytest.MonkeyPatch) -> Computer:
    """Sets the zone of the computer."""

    def is_in(zone: str) -> None:
        monkeypatch.setattr("server.settings.system_zone", lambda: zone)

    is_in("Europe/Berlin")
    return is_in


async def lives_in(client: Client) -> str:
    await client.running.watch.tick()
    return str((await client.changes())["zone"])


def late(told: Any) -> list[datetime]:
    return [datetime.fromisoformat(n["at"]) for n in told["plan"] if n["kind"] == "late"]


async def test_a_tick_takes_over_the_zone_of_the_computer(computer: Computer, client: Client) -> None:
    assert await lives_in(client) == "Europe/Berlin"
    await client.detail(bought(5))
    (berlin,) = late(await client.changes())
    computer("America/New_York")
    assert await lives_in(client) == "America/New_York"
    (new_york,) = late(await client.changes())
    assert new_york - berlin == timedelta(hours=6)


async def test_what_was_told_in_the_morning_of_home_stays_told_where_it_is_night(
    computer: Computer, client: Client, clock: TestClock
) -> None:
    await client.detail(bought(5))
    (morning,) = late(await client.changes())
    await go(client, clock, morning)
    assert await lives_in(client) == "Europe/Berlin"
    computer("America/New_York")
    assert await lives_in(client) == "America/New_York"
    told = await client.changes()
    assert "late" in {n["kind"] for n in told["notices"] if n["state"] != "cleared"}
    assert late(told) == []


async def test_asleep_while_it_looks_where_it_is(
    client: Client, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow() -> str:
        clock.pass_by(timedelta(hours=10))
        return "Asia/Tokyo"

    monkeypatch.setattr("server.settings.system_zone", slow)
    before = clock.now()
    assert await lives_in(client) == "Asia/Tokyo"
    rows = await client.running.house.read(ledger.of_kind, "asleep")
    assert [row.content for row in rows] == [{"from": written(before)}]


async def test_a_zone_that_the_buyer_set_stays(computer: Computer, client: Client) -> None:
    async with client.session.put(
        client.running.url + "/api/v1/settings", json={"zone": "Asia/Tokyo"}
    ) as answer:
        assert answer.status == 200
    computer("America/New_York")
    assert await lives_in(client) == "Asia/Tokyo"


async def test_a_computer_that_does_not_say_where_it_is_stays_where_it_was(
    computer: Computer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown() -> str:
        from server.settings import SettingsError

        raise SettingsError("unknown")

    monkeypatch.setattr("server.settings.system_zone", unknown)
    assert await lives_in(client) == "Europe/Berlin"


def test_the_zone_is_asked_for_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    for zone in ("Asia/Tokyo", "America/New_York"):
        monkeypatch.setenv("TZ", zone)
        assert system_zone() == zone
    monkeypatch.undo()
    __import__("time").tzset()
    __import__("tzlocal").reload_localzone()


@pytest.mark.parametrize("to", ["America/New_York", "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("hours", [72.0, 71.9, 60, 239, 30])
async def test_what_was_told_is_told_no_more(
    computer: Computer, client: Client, clock: TestClock, to: str, hours: float
) -> None:
    """Folded one way in Berlin, another way elsewhere: on the channel each due comes once."""
    for number in (5, 105):
        await client.detail(replace(bought(5), number=number, parcels=()))
    await go(client, clock, end_of(clock) - timedelta(hours=hours))
    channel = Told()
    teller = Teller(client.running.house, [channel])
    client.running.house.settings = replace_patience(client)
    await teller.tell()
    before = await client.changes()
    sent = len(channel.messages)
    computer(to)
    await client.running.watch.tick()
    await teller.tell()
    after = await client.changes()
    assert {n["id"] for n in after["notices"]} == {n["id"] for n in before["notices"]}
    assert len(channel.messages) == sent
    told = {name for n in before["notices"] for name in n["covers"]}
    for _ in range(40):
        clock.pass_by(timedelta(hours=0.5))
        client.running.house.told_with = timedelta(1)
        await client.running.watch.tick()
    again = [
        n
        for n in (await client.changes())["notices"]
        if set(n["covers"]) <= told and n["id"] not in {b["id"] for b in before["notices"]}
    ]
    assert again == []
    one, other = await client.running.house.read(both)
    assert one == other


def replace_patience(client: Client) -> Any:
    import msgspec

    return msgspec.structs.replace(client.running.house.settings, patience={"act": 1e-9, "critical": 1e-9})


def both(connection: Any) -> tuple[dict[str, str], dict[str, str]]:
    again = {plain["identity"]: ledger.canonical(plain) for plain in told_again(connection)}
    return notices.told(connection), again


async def test_off_during_the_flight_what_was_missed_folds(
    computer: Computer, client: Client, clock: TestClock
) -> None:
    """At the start the zone of before holds until what was missed in it is told, as one."""
    await client.detail(bought(5))
    home = client.running.house.home
    await client.running.stop()
    clock.pass_by(timedelta(days=46))
    computer("America/New_York")
    running = await start(home, clock=clock, asker=Deaf())
    try:
        again = await pair(running)
        told = await again.changes()
        await again.session.close()
    finally:
        await running.stop()
    assert told["zone"] == "America/New_York"
    assert [(one["level"], one["kind"]) for one in told["notices"]] == [("act", "stale")]


async def test_what_has_another_day_there_is_told_though_it_was_put_away_on_arriving(
    computer: Computer, client: Client, clock: TestClock
) -> None:
    """The day by which to send it back is counted from a day; a mark hides it meanwhile, and is taken back."""
    house, order_id = client.running.house, bought(5).order_id
    await client.detail(bought(5))
    dispute = {
        "dispute_id": "d1",
        "order_id": order_id,
        "state": "return_agreed",
        "opened_at": written(clock.now() - timedelta(days=1)),
        "reason": "not_received",
    }
    await house.observe([Seen("dispute", order_id, dispute, "dispute/d1")])
    mark = {"order_id": order_id, "kind": "received_ok"}
    (seq,) = (await house.observe([Seen("mark", order_id, mark, "mark/1", once=True)])).seqs
    computer("Pacific/Kiritimati")
    await client.running.watch.tick()
    await house.take_back(seq)
    open_ones = [n for n in (await client.changes())["notices"] if n["state"] != "cleared"]
    assert [n["state"] for n in open_ones if n["kind"] == "return_due"] == ["due"]
