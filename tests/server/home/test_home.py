"""Back-up, restore, export, forget, rebuild: on a home with a living server, and on one at rest."""

import asyncio
import json
import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from server.cli import main
from server.home import SEALED, HomeError, back_up, exported, restore
from server.running import start
from server.store import Store, ledger
from server.watch.clock import read_back
from tests.server.conftest import (
    Client,
    Deaf,
    TestClock,
    bought,
    wakes_to_a_longer_protection,
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
