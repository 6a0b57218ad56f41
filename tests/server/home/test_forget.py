"""`orderwarden forget`: an order is gone from every file, the others are as they were."""

import asyncio
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from server.home import back_up, exported
from server.running import start
from server.store import ledger
from server.watch.clock import read_back
from tests.server.conftest import (
    Client,
    Deaf,
    TestClock,
    bought,
    wakes_to_a_longer_protection,
)
from tests.server.home.test_home import at_rest, orderwarden, run, settings
from tests.server.tell.test_once import go


class TestForget:
    async def everything(self, home: Path) -> bytes:
        def read() -> bytes:
            return b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())

        return await asyncio.to_thread(read)

    async def told(self, home: Path) -> list[dict[str, Any]]:
        found = await asyncio.to_thread(lambda: list(exported(home)))
        return [notice for what, notice in found if what == "notice"]

    @staticmethod
    def said(told: dict[str, Any]) -> dict[str, Any]:
        """Without what became of it: what was told of both is told of the other, and stands where that stood."""
        return {name: value for name, value in told.items() if name not in ("state", "due_at")}

    async def test_an_order_is_gone_from_every_file(self, client: Client, clock: TestClock) -> None:
        home = client.running.house.home
        await client.detail(bought(5))
        await client.detail(bought(6))
        mark = {"order_id": bought(5).order_id, "kind": "not_sure", "at": clock.now().isoformat()}
        await client.post("/api/v1/marks", mark)
        before = await client.changes()
        assert (await run("forget", bought(5).order_id, "--yes", "--home", str(home))).exit_code == 0
        after = await client.changes(before["cursor"])
        assert after["full"] is True
        assert [o["order_id"] for o in after["orders"]] == [bought(6).order_id]
        assert bought(5).order_id not in json.dumps(after["plan"] + after["notices"])
        stored = await self.everything(home)
        for word in (bought(5).order_id, bought(5).parcels[0].number, bought(5).items[0].title):
            assert word.encode() not in stored
        assert bought(6).order_id.encode() in stored

        def chain(connection: Any) -> Any:
            return ledger.check(connection)

        assert await client.running.house.read(chain) is None

    async def test_an_order_that_a_folded_notice_had_left_out_is_gone_from_it_too(
        self, client: Client, clock: TestClock
    ) -> None:
        watched = [replace(bought(5), number=number, parcels=()) for number in (5, 105, 205)]
        await wakes_to_a_longer_protection(client, clock, watched)
        home = client.running.house.home
        said = await run("forget", watched[1].order_id, "--yes", "--home", str(home))
        assert said.exit_code == 0, said.output
        assert watched[1].order_id.encode() not in await self.everything(home)
        await client.detail(watched[0])
        told = await client.changes()
        named = {order_id for notice in told["notices"] for order_id in notice["order_ids"]}
        assert named == {watched[0].order_id, watched[2].order_id}

    async def test_all_of_them_at_rest(self, client: Client) -> None:
        await client.detail(bought(5))
        await client.detail(bought(6))
        home = await at_rest(client)
        assert (await run("forget", "--all", "--yes", "--home", str(home))).exit_code == 0
        assert await asyncio.to_thread(lambda: list(exported(home))) == []
        stored = await self.everything(home)
        for order in (bought(5), bought(6)):
            for word in (order.order_id, order.parcels[0].number, order.items[0].title):
                assert word.encode() not in stored

    @pytest.mark.parametrize("runs", [True, False])
    @pytest.mark.parametrize("everything", [True, False])
    async def test_that_it_was_muted_is_gone_too_and_the_notices_come_again_the_same(
        self,
        client: Client,
        clock: TestClock,
        monkeypatch: pytest.MonkeyPatch,
        *,
        runs: bool,
        everything: bool,
    ) -> None:
        """Another was muted with it, in a zone of then; a third one was muted that no page has shown."""
        monkeypatch.setattr("server.watch.clock.Clock", lambda: clock)
        gone, other, unseen = bought(5), bought(6), "3041111111110001"
        for order in (gone, other):
            await client.detail(order)
        for muted in ([gone.order_id], [gone.order_id, other.order_id], [other.order_id, unseen], []):
            named = [{"kind": "late", "order_id": order_id} for order_id in muted]
            await settings(client, {"zone": "Asia/Tokyo", "muted": [{"kind": "coupon"}, *named]})
            await go(client, clock, clock.now() + timedelta(days=9))
        await settings(client, {"zone": "Europe/Berlin", "muted": [{"order_id": gone.order_id}, *named]})
        home = client.running.house.home
        before = [self.said(one) for one in await self.told(home) if one["order_ids"] == [other.order_id]]
        assert any(notice["at"].endswith("T00:00:00.000Z") for notice in before), "in the morning, in Tokyo"
        if not runs:
            await at_rest(client)
        doomed = [gone.order_id, other.order_id, unseen] if everything else [gone.order_id]
        for words in [["--all"]] if everything else [[order_id] for order_id in doomed]:
            said = await run("forget", *words, "--yes", "--home", str(home))
            assert said.exit_code == 0, said.output
        stored = await self.everything(home)
        for order_id in doomed:
            assert order_id.encode() not in stored
        if not everything:
            said = await run("forget", unseen, "--yes", "--home", str(home))
            assert said.exit_code == 0, said.output
            assert unseen.encode() not in await self.everything(home)
            after = map(self.said, await self.told(home))
            assert [one for one in after if one in before] == before
        if runs:
            now = await client.get("/api/v1/settings")
            assert (now["zone"], now["muted"]) == ("Europe/Berlin", [])
            await at_rest(client)
        said = await run("rebuild", "--home", str(home))
        assert said.exit_code == 0, said.output

    async def test_at_rest_what_is_muted_stays_so_and_mornings_are_the_buyers(
        self, client: Client, clock: TestClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The server was off for weeks: what was missed folds first, as at its start."""
        monkeypatch.setattr("server.watch.clock.Clock", lambda: clock)
        for number in (5, 6):
            await client.detail(bought(number))
        await settings(client, {"zone": "Asia/Tokyo", "muted": [{"kind": "late"}]})
        planned = (await client.changes())["plan"]
        home = await at_rest(client)
        clock.pass_by(timedelta(days=25))
        assert (await run("forget", bought(6).order_id, "--yes", "--home", str(home))).exit_code == 0
        running = await start(home, clock=clock, asker=Deaf())
        after = await Client(running, client.session, client.token).changes()
        ahead = [one for one in planned if read_back(one["at"]) > clock.now()]
        mine = [(one["kind"], one["at"]) for one in ahead if bought(5).order_id in one["order_ids"]]
        assert mine
        assert [(one["kind"], one["at"]) for one in after["plan"]] == mine
        assert len(after["notices"]) == 1
        await running.stop()

    async def test_it_can_be_bought_again(self, client: Client) -> None:
        home = client.running.house.home
        await client.detail(bought(5))
        await run("forget", "--all", "--yes", "--home", str(home))
        await client.detail(bought(5))
        assert len((await client.changes())["orders"]) == 1

    async def test_an_order_that_nobody_saw_is_named(self, client: Client) -> None:
        await client.detail(bought(5))
        said = await run("forget", "123456", "--yes", "--home", str(client.running.house.home))
        assert said.exit_code == 1
        assert "nothing is known of 123456" in said.output
        assert len((await client.changes())["orders"]) == 1

    @pytest.mark.parametrize("runs", [True, False])
    async def test_it_is_gone_from_the_copies_of_the_home_too(self, client: Client, *, runs: bool) -> None:
        """A damaged one and a pack stay, and are named; where all is erased no copy is left."""
        for number in (5, 6):
            await client.detail(bought(number))
        gone, other = bought(5).order_id.encode(), bought(6).order_id.encode()
        home = client.running.house.home if runs else await at_rest(client)
        whole, older, damaged = (
            home / f"orderwarden.sqlite3.before-{what}" for what in ("restore", "0004", "restore-2")
        )
        pack = home / "evidence/pack.zip"

        def lay() -> None:
            for copy in (whole, older):
                back_up(home, home / "copy", None)
                (home / "copy").replace(copy)
            damaged.write_bytes(b"no database " + gone)
            damaged.with_name(damaged.name + "-wal").write_bytes(gone)
            pack.parent.mkdir()
            pack.touch()

        await asyncio.to_thread(lay)
        said = await run("forget", bought(5).order_id, "--yes", "--home", str(home))
        assert said.exit_code == 0, said.output
        named = [line for line in said.output.splitlines() if "may still hold them" in line]
        assert [line.split(" may ")[0] for line in named] == [str(damaged), str(pack)]

        def look() -> None:
            for copy in (whole, older):
                assert gone not in copy.read_bytes()
                assert other in copy.read_bytes()
                with closing(sqlite3.connect(copy)) as opened:
                    assert opened.execute("SELECT count(*) FROM orders").fetchone() == (1,)
            assert {file.name for file in home.iterdir()} >= {whole.name, older.name, damaged.name}
            assert not (home / "forgetting").exists()

        await asyncio.to_thread(look)
        said = await run("forget", "--all", "--yes", "--home", str(home))
        assert str(pack) in said.output
        assert str(damaged) not in said.output
        assert await asyncio.to_thread(lambda: list(home.glob("*.before-*"))) == []

    def test_nothing_named_is_a_wrong_use(self, tmp_path: Path) -> None:
        assert orderwarden("forget", "--yes", "--home", str(tmp_path)).exit_code == 2
