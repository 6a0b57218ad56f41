"""Back-up, restore, export, forget, rebuild: on a home with a living server, and on one at rest."""

import asyncio
import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from server.cli import main
from server.home import HomeError, back_up, exported, restore
from server.running import start
from server.store import Store, ledger
from tests.server.conftest import Client, Deaf, TestClock, bought
from tests.server.tell.test_once import end_of, go


def orderwarden(*words: str) -> Result:
    return CliRunner().invoke(main, words, catch_exceptions=False)


async def run(*words: str) -> Result:
    return await asyncio.to_thread(orderwarden, *words)


async def at_rest(client: Client) -> Path:
    await client.running.stop()
    return client.running.house.home


async def test_a_back_up_of_a_running_server_is_whole(
    client: Client, clock: TestClock, tmp_path: Path
) -> None:
    await client.detail(bought(5))
    home, target = client.running.house.home, tmp_path / "back-up"
    assert (await run("backup", str(target), "--home", str(home))).exit_code == 0
    mode = await asyncio.to_thread(lambda: target.stat().st_mode & 0o777)
    assert mode == 0o600
    await client.detail(bought(6))
    before = await client.changes()
    assert len(before["orders"]) == 2
    await at_rest(client)
    assert (await run("restore", str(target), "--home", str(home))).exit_code == 0
    running = await start(home, clock=clock, asker=Deaf())
    after = await Client(running, client.session, client.token).changes(before["cursor"])
    assert [o["order_id"] for o in after["orders"]] == [bought(5).order_id]
    assert after["full"] is True, "a client of the newer file is told everything again"
    await running.stop()
    assert (await asyncio.to_thread(lambda: list(home.glob("*.before-restore")))) != []


async def test_a_running_server_is_not_restored_under(client: Client, tmp_path: Path) -> None:
    await client.detail(bought(5))
    home, target = client.running.house.home, tmp_path / "back-up"
    await asyncio.to_thread(back_up, home, target, None)
    said = await run("restore", str(target), "--home", str(home))
    assert said.exit_code == 1
    assert "stop it first" in said.output


async def test_a_sealed_one_opens_with_its_passphrase_only(client: Client, tmp_path: Path) -> None:
    await client.detail(bought(5))
    home, target = await at_rest(client), tmp_path / "sealed"

    def work() -> None:
        back_up(home, target, "correct horse")
        assert bought(5).order_id.encode() not in target.read_bytes()
        with pytest.raises(HomeError, match="passphrase"):
            restore(home, target, "wrong")
        with pytest.raises(HomeError, match="sealed"):
            restore(home, target, None)
        restore(home, target, "correct horse")

    await asyncio.to_thread(work)


@pytest.mark.parametrize("content", [b"x", b"hello", b"SQLite format 3\x00" + b"\x00" * 4000])
def test_what_is_no_back_up_is_refused_and_changes_nothing(tmp_path: Path, content: bytes) -> None:
    home, backup = tmp_path / "home", tmp_path / "file"
    Store(home).close()
    before = (home / "orderwarden.sqlite3").read_bytes()
    backup.write_bytes(content)
    with pytest.raises(HomeError):
        restore(home, backup, None)
    assert (home / "orderwarden.sqlite3").read_bytes() == before


async def test_an_altered_back_up_is_refused(client: Client, tmp_path: Path) -> None:
    await client.detail(bought(5))
    home, target = await at_rest(client), tmp_path / "altered"

    def work() -> None:
        back_up(home, target, None)
        with closing(sqlite3.connect(target)) as connection:
            connection.execute("DROP TRIGGER ledger_is_never_altered")
            connection.execute("UPDATE ledger SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 2")
            connection.commit()
        with pytest.raises(HomeError, match="altered"):
            restore(home, target, None)

    await asyncio.to_thread(work)


async def test_the_export_holds_everything(client: Client) -> None:
    await client.detail(bought(5))
    home = client.running.house.home
    lines = [json.loads(line) for line in (await run("export", "--home", str(home))).stdout.splitlines()]
    assert [line["order_id"] for line in lines if line["what"] == "order"] == [bought(5).order_id]
    table = (await run("export", "--csv", "--home", str(home))).stdout
    assert bought(5).parcels[0].number in table
    assert table.splitlines()[0].startswith("what,order_id,number")


def test_a_cell_is_never_a_formula() -> None:
    from server.verbs.export import safe

    assert safe({"text": "=1+1", "n": None}) == {"text": "'=1+1", "n": None}


class TestForget:
    async def everything(self, home: Path) -> bytes:
        def read() -> bytes:
            return b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())

        return await asyncio.to_thread(read)

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

    async def test_all_of_them_at_rest(self, client: Client) -> None:
        await client.detail(bought(5))
        await client.detail(bought(6))
        home = await at_rest(client)
        assert (await run("forget", "--all", "--yes", "--home", str(home))).exit_code == 0
        assert await asyncio.to_thread(lambda: list(exported(home))) == []
        assert b"8219" not in await self.everything(home)

    async def test_it_can_be_bought_again(self, client: Client) -> None:
        home = client.running.house.home
        await client.detail(bought(5))
        await run("forget", "--all", "--yes", "--home", str(home))
        await client.detail(bought(5))
        assert len((await client.changes())["orders"]) == 1

    def test_nothing_named_is_a_wrong_use(self, tmp_path: Path) -> None:
        assert orderwarden("forget", "--yes", "--home", str(tmp_path)).exit_code == 2


async def test_rebuild_makes_the_same_notices_and_finds_what_was_altered(
    client: Client, clock: TestClock
) -> None:

    await client.detail(bought(5))
    await go(client, clock, end_of(clock) - timedelta(hours=24))
    home = await at_rest(client)
    said = await run("rebuild", "--home", str(home))
    assert said.exit_code == 0, said.output
    assert "each the same" in said.output

    def alter() -> None:
        with closing(sqlite3.connect(home / "orderwarden.sqlite3")) as connection:
            connection.execute(
                'UPDATE notices SET notice = replace(notice, \'"level":"act"\', \'"level":"info"\')'
            )
            connection.commit()

    await asyncio.to_thread(alter)
    said = await run("rebuild", "--home", str(home))
    assert said.exit_code == 1
    assert "protection" in said.stderr
