"""Back-up, restore, export, forget, rebuild: on a home with a living server, and on one at rest."""

import asyncio
import json
import random
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from server.cli import main
from server.home import SEALED, HomeError, back_up, exported, restore
from server.running import start
from server.store import Store
from tests.server.conftest import (
    Client,
    Deaf,
    TestClock,
    bought,
)
from tests.server.tell.test_once import end_of, go


def orderwarden(*words: str) -> Result:
    return CliRunner().invoke(main, words, catch_exceptions=False)


async def run(*words: str) -> Result:
    return await asyncio.to_thread(orderwarden, *words)


async def at_rest(client: Client) -> Path:
    await client.running.stop()
    return client.running.house.home


async def settings(client: Client, said: dict[str, Any]) -> None:
    async with client.session.put(f"{client.running.url}/api/v1/settings", json=said) as answer:
        assert answer.status == 200, await answer.text()


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


async def test_without_data_nothing_is_rebuilt_and_none_are_made(tmp_path: Path) -> None:
    said = await run("rebuild", "--home", str(tmp_path / "home"))
    assert (said.exit_code, said.stdout) == (1, "")
    assert "holds no database" in said.stderr
    assert not (tmp_path / "home").exists()


async def test_without_data_no_table_is_begun(tmp_path: Path) -> None:
    said = await run("export", "--csv", "--home", str(tmp_path))
    assert (said.exit_code, said.stdout) == (1, "")


async def test_a_back_up_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    said = await run("restore", str(tmp_path / "none"), "--home", str(tmp_path / "home"))
    assert (said.exit_code, said.stdout) == (1, "")
    [line] = said.stderr.splitlines()
    assert str(tmp_path / "none") in line


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


async def test_a_back_up_that_was_cut_or_garbled_is_refused_in_words(client: Client, tmp_path: Path) -> None:
    for number in (5, 6, 7):
        await client.detail(bought(number))
    home, target = await at_rest(client), tmp_path / "cut"
    place = home / "orderwarden.sqlite3"

    def work() -> None:
        back_up(home, target, None)
        whole, before = target.read_bytes(), place.read_bytes()
        chance = random.Random(3)
        spoilt = [whole[: len(whole) * tenth // 10] for tenth in range(10)]
        for _ in range(15):
            page = 4096 * chance.randrange(1, len(whole) // 4096)
            spoilt.append(whole[:page] + chance.randbytes(4096) + whole[page + 4096 :])
        for content in spoilt:
            target.write_bytes(content)
            try:
                restore(home, target, None)
            except HomeError:
                assert place.read_bytes() == before
            else:  # the page was a free one
                assert sum(what == "order" for what, _ in exported(home)) == 3
                place.write_bytes(before)

    await asyncio.to_thread(work)


async def test_a_sealed_one_that_was_cut_is_refused(client: Client, tmp_path: Path) -> None:
    await client.detail(bought(5))
    home, target = await at_rest(client), tmp_path / "sealed"

    def work() -> None:
        back_up(home, target, "correct horse")
        whole = target.read_bytes()
        for end in (len(SEALED), len(SEALED) + 3, len(whole) // 2, len(whole) - 1):
            target.write_bytes(whole[:end])
            with pytest.raises(HomeError, match="damaged"):
                restore(home, target, "correct horse")

    await asyncio.to_thread(work)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER spy AFTER INSERT ON orders BEGIN DELETE FROM clients; END",
        "CREATE VIEW spy AS SELECT * FROM settings",
    ],
)
async def test_a_back_up_that_brings_statements_is_refused(
    client: Client, tmp_path: Path, statement: str
) -> None:
    await client.detail(bought(5))
    home, target = await at_rest(client), tmp_path / "altered"

    def work() -> None:
        back_up(home, target, None)
        with closing(sqlite3.connect(target)) as connection:
            connection.execute(statement)
            connection.commit()
        with pytest.raises(HomeError, match="holds spy"):
            restore(home, target, None)

    await asyncio.to_thread(work)


async def test_a_back_up_whose_settings_no_server_takes_is_refused(client: Client, tmp_path: Path) -> None:
    home, target = await at_rest(client), tmp_path / "altered"

    def work() -> None:
        back_up(home, target, None)
        with closing(sqlite3.connect(target)) as connection:
            connection.execute(
                "INSERT OR REPLACE INTO settings (name, value) VALUES ('zone', '\"Mars/Base\"')"
            )
            connection.commit()
        with pytest.raises(HomeError, match="zone"):
            restore(home, target, None)

    await asyncio.to_thread(work)


async def test_a_damaged_database_is_replaced_and_kept_and_none_before_it_is_lost(
    client: Client, tmp_path: Path
) -> None:
    await client.detail(bought(5))
    home, target = await at_rest(client), tmp_path / "back-up"
    assert (await run("backup", str(target), "--home", str(home))).exit_code == 0

    def damage() -> None:
        (home / "orderwarden.sqlite3").write_bytes(b"no database" * 1000)

    await asyncio.to_thread(damage)
    for verb in ("backup", "export"):
        said = await run(*([verb, str(tmp_path / "x")] if verb == "backup" else [verb]), "--home", str(home))
        assert said.exit_code == 1
        assert "orderwarden doctor" in said.output
    for _ in range(2):
        said = await run("restore", str(target), "--home", str(home))
        assert said.exit_code == 0, said.output
        assert "1 orders; paired clients: 1; channels: none" in said.output
    files = await asyncio.to_thread(lambda: [path.name for path in home.glob("*.before-restore*")])
    kept = sorted(name for name in files if not name.endswith(("-wal", "-shm")))
    assert kept == ["orderwarden.sqlite3.before-restore", "orderwarden.sqlite3.before-restore-2"]
    assert next(what for what, _ in await asyncio.to_thread(lambda: list(exported(home)))) == "order"


def test_a_back_up_goes_to_a_folder_that_is_there_and_never_over_the_database(tmp_path: Path) -> None:
    home = tmp_path / "home"
    Store(home).close()
    with pytest.raises(HomeError, match="no folder"):
        back_up(home, tmp_path / "nowhere/file", None)
    with pytest.raises(HomeError, match="the database itself"):
        back_up(home, home / "orderwarden.sqlite3", None)
    assert list(tmp_path.iterdir()) == [home]


@pytest.mark.parametrize("words", [("export",), ("forget", "--all", "--yes"), ("backup", "FILE")])
def test_a_home_without_data_says_so_and_none_is_made(tmp_path: Path, words: tuple[str, ...]) -> None:
    home = tmp_path / "none"
    said = orderwarden(
        *(str(tmp_path / "x") if word == "FILE" else word for word in words), "--home", str(home)
    )
    assert said.exit_code == 1
    assert "holds no database" in said.output
    assert not home.exists()


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


async def test_a_back_up_whose_index_does_not_hold_what_its_table_does_is_refused(
    client: Client, tmp_path: Path
) -> None:
    """Everything can be read, the ledger closes; yet an order would be left out wherever the index is asked."""
    await client.detail(bought(5))
    home, target = await at_rest(client), tmp_path / "damaged"

    def index_is(sql: str, then: str = "SELECT 1") -> None:
        with closing(sqlite3.connect(target)) as connection:
            connection.execute("PRAGMA writable_schema=ON")
            connection.execute(then)
            connection.execute(f"UPDATE sqlite_master SET sql = {sql} WHERE name = 'orders_changed'")
            connection.commit()

    def work() -> None:
        back_up(home, target, None)
        index_is("sql || ' WHERE alive = 9'")
        index_is("replace(sql, ' WHERE alive = 9', '')", then="REINDEX orders_changed")
        before = (home / "orderwarden.sqlite3").read_bytes()
        with pytest.raises(HomeError, match="damaged: row 1 missing from index orders_changed"):
            restore(home, target, None)
        assert (home / "orderwarden.sqlite3").read_bytes() == before

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
    from server.verbs.export import rows, safe

    order = {"order_id": "1", "title": "@SUM(A1)", "parcels": []}
    assert [row["text"] for row in rows("order", order)] == ["'@SUM(A1)"]
    assert safe({"text": "=1+1", "n": None}) == {"text": "'=1+1", "n": None}


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
