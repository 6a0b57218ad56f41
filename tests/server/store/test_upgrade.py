"""A file of every released shape, with data in it, becomes today's: nothing is lost; a failure leaves the old file."""

import asyncio
import contextlib
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from server.casework import empty_casebook
from server.replay import told
from server.rules import identities
from server.running import start
from server.settings import read_settings
from server.store import Store, ledger, notices
from server.store.database import FILE_NAME, MIGRATIONS
from tests.server.conftest import Client, Deaf, TestClock, bought, pair
from tests.server.tell.test_once import MANY, end_of, go

CONFIG = Config()
CONFIG.set_main_option("script_location", str(MIGRATIONS))
SCRIPTS = ScriptDirectory.from_config(CONFIG)
HEAD = SCRIPTS.get_current_head()
OLDER = [script.revision for script in SCRIPTS.walk_revisions() if script.revision != HEAD]
Rows = dict[str, list[tuple[Any, ...]]]


def rows(path: Path) -> Rows:
    """Everything in a file, by table."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        )
        return {
            name: connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()
            for (name,) in sorted(names)
            if name not in ("alembic_version", "meta")
        }


def made_at(revision: str, path: Path, like: Rows) -> None:
    """A file of an older shape that holds these rows, as far as that shape has tables for them."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        known = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        for name in known & like.keys():
            for row in like[name]:
                connection.execute(f"INSERT INTO {name} VALUES ({','.join('?' * len(row))})", row)
        connection.commit()


@pytest.fixture
async def lived(client: Client, clock: TestClock) -> Rows:
    """What stands in a database in which something happened."""
    for number in (2, 5, 7, 12):
        await client.detail(bought(number))
    mark = {"order_id": bought(5).order_id, "kind": "not_received", "at": clock.now().isoformat()}
    await client.post("/api/v1/marks", mark)
    due = (await client.changes())["notices"][0]
    await client.post(
        "/api/v1/notices", {"events": [{"id": due["id"], "what": "acknowledged", "at": due["at"]}]}
    )
    await client.running.stop()
    return await asyncio.to_thread(rows, client.running.house.home / FILE_NAME)


def upgrades(revision: str, home: Path, lived: Rows) -> None:
    home.mkdir()
    made_at(revision, home / FILE_NAME, lived)
    before = rows(home / FILE_NAME)
    store = Store(home)
    assert store.upgraded_from == revision
    store.close()
    after = rows(home / FILE_NAME)
    assert {name: after[name] for name in before} == before
    assert rows(home / f"{FILE_NAME}.before-{HEAD}") == before


@pytest.mark.parametrize("revision", OLDER)
async def test_nothing_is_lost_in_an_upgrade(
    revision: str, lived: Rows, tmp_path: Path, clock: TestClock
) -> None:
    home = tmp_path / "older"
    await asyncio.to_thread(upgrades, revision, home, lived)
    running = await start(home, clock=clock, asker=Deaf())
    client = await pair(running)
    assert len((await client.changes())["orders"]) == 4
    await running.house.read(closes)
    await client.session.close()
    await running.stop()


async def test_what_was_told_of_many_under_its_whole_name_is_told_no_more(
    client: Client, clock: TestClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such names were once as long as there are orders; a browser may still report one."""
    end = end_of(clock)
    with monkeypatch.context() as before:
        before.setattr(identities, "LONGEST", 10**9)
        for order in MANY:
            await client.detail(order)
        await go(client, clock, end - timedelta(hours=240))
        told = (await client.changes())["notices"]
        events = [{"id": one["id"], "what": "acknowledged", "at": one["at"]} for one in told]
        await client.post("/api/v1/notices", {"events": events})
        plan = (await client.changes())["plan"]
        assert max(len(one["id"]) for one in plan) > 1000
        await client.running.stop()
        lived = await asyncio.to_thread(rows, client.running.house.home / FILE_NAME)
    home = tmp_path / "older"
    await asyncio.to_thread(home.mkdir)
    lived["sendings"] = [(one["id"], "ntfy", one["at"], "sent", 1) for one in told]
    await asyncio.to_thread(made_at, "0004", home / FILE_NAME, lived)
    running = await start(home, clock=clock, asker=Deaf())
    upgraded = Client(running, client.session, client.token)
    after = await upgraded.changes()
    assert after["notices"] == []
    assert [one["at"] for one in after["plan"]] == [one["at"] for one in plan]
    shown = next(one for one in plan if one["kind"] == "protection")
    await upgraded.post(
        "/api/v1/notices", {"events": [{"id": shown["id"], "what": "shown", "at": shown["at"]}]}
    )
    await go(upgraded, clock, end - timedelta(hours=120))
    states = {one["kind"]: one["state"] for one in (await upgraded.changes())["notices"]}
    assert states["protection"] == "shown", "the browser's own alarm was first"
    await running.house.read(closes)
    await running.stop()
    became = await asyncio.to_thread(rows, home / FILE_NAME)
    assert max(len(row[0]) for row in became["notices"]) <= identities.LONGEST
    linked = {identity for _, identity in became["notice_orders"]}
    assert {row[0] for row in became["sendings"]} <= {row[0] for row in became["notices"]} == linked


def closes(connection: Any) -> None:
    assert ledger.check(connection) is None
    made = told(connection, lambda plain: empty_casebook(read_settings(plain)))
    assert made.keys() == notices.told(connection).keys()


@pytest.mark.parametrize("revision", OLDER)
def test_a_failed_upgrade_leaves_the_old_file(
    revision: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_at(revision, tmp_path / FILE_NAME, {"meta": [("life", "x")]})
    before = rows(tmp_path / FILE_NAME)
    upgrade = command.upgrade

    def fails_at_the_end(config: Config, to: str) -> None:
        upgrade(config, to)
        raise OSError("the computer went off")

    with monkeypatch.context() as patched:
        patched.setattr(command, "upgrade", fails_at_the_end)
        with pytest.raises(OSError, match="went off"):
            Store(tmp_path)
    assert rows(tmp_path / FILE_NAME) == before, "no table of the new shape is left behind"
    store = Store(tmp_path)
    assert store.upgraded_from == revision, "the next start tries again"
    store.close()
