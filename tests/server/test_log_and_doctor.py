"""The log tells nobody who bought what; the doctor says what to do."""

import asyncio
import logging
import os
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from server.cli import main
from server.doctor import examine
from server.home import back_up
from server.log import begin_log, masked
from server.store import Store
from server.store.database import opened_to_read
from tests.server.conftest import Client, TestClock, bought


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        ("order 8219000500100020 was read", "8219000500100020"),
        ("parcel LB480000056SG moved", "LB480000056SG"),
        ("parcel LP00480000000041 moved", "LP00480000000041"),
        ("Authorization: Bearer lkdjbmreiVumfFFp_HuSY2XRK42546", "lkdjbmre"),
        ('{"token": "lkdjbmreiVumfFFp_HuSY2XRK42546"}', "lkdjbmre"),
        ("GET /calendar/lkdjbmreiVumfFFp_HuSY.ics", "lkdjbmre"),
        ("channel tgram://hunter2/12345 failed", "hunter2"),
        ("channel mailto://me:hunter2@example.org failed", "hunter2"),
        ("url: https://hooks.example.org/services/T0/B0/hunter2 refused", "hunter2"),
        ("see https://me:hunter2@example.org/x", "hunter2"),
        ("not sent to jane.doe@example.org", "jane.doe"),
        ("KeyError: '+49 170 1234567'", "1234567"),
        ("ValueError: (11) 98765-4321", "98765"),
    ],
)
def test_what_is_private_is_masked(line: str, secret: str) -> None:
    assert secret not in masked(line)
    assert "***" in masked(line)


@pytest.mark.parametrize(
    "line",
    [
        "2026-09-01 12:00:00,123 INFO server: started",
        "listens on http://127.0.0.1:27183",
        "nothing ran from 2026-09-01 12:00:00.123456+00:00 until now",
        "a request to /api/v1/pages failed",
        '  File "/home/x/orderwarden/server/api/door.py", line 66, in check_token',
    ],
)
def test_the_rest_is_left_alone(line: str) -> None:
    assert masked(line) == line


def test_the_file_holds_masked_lines_and_is_for_its_user_alone(tmp_path: Path) -> None:
    before = logging.root.handlers[:], logging.root.level
    try:
        begin_log(tmp_path)
        try:
            raise ValueError("order 8219000500100020")
        except ValueError:
            logging.getLogger("x").exception("failed for 8219000500100020")
        text = (tmp_path / "orderwarden.log").read_text()
        assert "failed for ***020" in text
        assert "8219000500100020" not in text
        assert (tmp_path / "orderwarden.log").stat().st_mode & 0o777 == 0o600
    finally:
        for handler in logging.root.handlers:
            handler.close()
        logging.root.handlers[:], logging.root.level = before


def test_what_is_no_http_cannot_fill_it(tmp_path: Path) -> None:
    theirs = logging.getLogger("aiohttp.server")
    before = logging.root.handlers[:], logging.root.level, theirs.level
    try:
        begin_log(tmp_path)
        theirs.error("Error handling request from 127.0.0.1")
        assert (tmp_path / "orderwarden.log").read_text() == ""
    finally:
        for handler in logging.root.handlers:
            handler.close()
        logging.root.handlers[:], logging.root.level = before[:2]
        theirs.setLevel(before[2])


def test_a_new_file_after_a_full_one_is_for_its_user_alone_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.log.BIGGEST", 500)
    before = logging.root.handlers[:], logging.root.level
    umask = os.umask(0)
    try:
        begin_log(tmp_path)
        for number in range(20):
            logging.getLogger("x").info("line %s %s", number, "x" * 100)
    finally:
        os.umask(umask)
        for handler in logging.root.handlers:
            handler.close()
        logging.root.handlers[:], logging.root.level = before
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert len(modes) == 4
    assert set(modes.values()) == {0o600}


def test_nothing_there_yet(tmp_path: Path) -> None:
    said = CliRunner().invoke(main, ["doctor", "--home", str(tmp_path / "none")])
    assert said.exit_code == 0
    assert "orderwarden serve" in said.output
    assert not (tmp_path / "none").exists()


async def test_a_house_in_order_and_what_is_wrong_with_it(client: Client, clock: TestClock) -> None:
    await client.detail(bought(5))
    clock.pass_by(timedelta(minutes=2))
    await client.changes()
    home = client.running.house.home
    findings = {f.about: f for f in await asyncio.to_thread(lambda: list(examine(home)))}
    assert findings["server"].found.startswith("http://127.0.0.1:")
    assert findings["database"].well
    assert findings["files"].well
    assert "1 paired" in findings["extension"].found

    def spoil() -> None:
        (home / "orderwarden.log").touch()
        (home / "orderwarden.log").chmod(0o644)

    await asyncio.to_thread(spoil)
    findings = {f.about: f for f in await asyncio.to_thread(lambda: list(examine(home)))}
    assert not findings["files"].well
    assert "orderwarden.log" in findings["files"].to_do


def test_a_damaged_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "orderwarden.sqlite3").write_bytes(b"no database" * 1000)
    findings = list(examine(tmp_path))
    assert any(f.about == "database" and not f.well and "restore" in f.to_do for f in findings)


def test_a_database_of_a_newer_one_is_told(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.transaction() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    (wrong,) = (one for one in examine(tmp_path) if one.about == "shape of the database")
    assert not wrong.well
    assert "update Orderwarden" in wrong.to_do


def test_a_folder_that_cannot_be_written_is_told_and_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fails is often set to reading only: then a back-up is wanted most, and no `restore`."""
    home = tmp_path / "home"
    Store(home).close()
    before = sorted(home.iterdir())
    monkeypatch.setattr(os, "access", lambda _, mode: mode != os.W_OK)
    findings = {one.about: one for one in examine(home)}
    assert "cannot be written" in findings["files"].to_do
    assert findings["database"].well
    with opened_to_read(home / "orderwarden.sqlite3") as opened:
        assert opened.execute("SELECT count(*) FROM orders").fetchone() == (0,)
        assert sorted(home.iterdir()) == before, "nothing is laid beside it"
    opened.close()
    back_up(home, tmp_path / "back-up", None)
    assert (tmp_path / "back-up").stat().st_size > 0
