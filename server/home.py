"""Work on a home from outside the server: back-up, restore, export, forget, and making everything anew."""

import contextlib
import hashlib
import json
import os
import secrets
import sqlite3
import tempfile
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from server.control import ask_running, running_url
from server.store import Store, StoreError
from server.store.database import FILE_NAME

SEALED = b"orderwarden sealed back-up 1\n"
DATABASE = b"SQLite format 3\x00"
SALT = 16


class HomeError(Exception):
    """Something about a home or a back-up cannot be done; the text says what and why."""


def back_up(home: Path, target: Path, passphrase: str | None) -> None:
    """A consistent copy of the database in `target` (mode 0600), also while the server runs."""
    source = home / FILE_NAME
    if not source.exists():
        raise HomeError(f"{home} holds no data yet")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        copy = Path(folder) / "copy"
        with (
            contextlib.closing(_read_only(source)) as live,
            contextlib.closing(sqlite3.connect(copy)) as kept,
        ):
            live.backup(kept)
            kept.execute("PRAGMA journal_mode=DELETE")
        content = copy.read_bytes()
        ready = Path(folder) / "ready"
        ready.touch(mode=0o600)
        ready.write_bytes(content if passphrase is None else _sealed(content, passphrase))
        ready.replace(target)


def restore(home: Path, backup: Path, passphrase: str | None) -> None:
    """Puts a back-up in the place of the database; the one before is kept beside it. The server must not run."""
    content = backup.read_bytes()
    if content.startswith(SEALED):
        if passphrase is None:
            raise HomeError(f"{backup} is sealed; give its passphrase")
        content = _opened(content, passphrase, backup)
    if not content.startswith(DATABASE):
        raise HomeError(f"{backup} is no back-up of Orderwarden")
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / FILE_NAME
        trial.write_bytes(content)
        _check(Path(folder), backup)
        content = trial.read_bytes()
    if running_url(home) is not None:
        raise HomeError("the server runs; stop it first")
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = home / FILE_NAME
    if place.exists():
        Store(home).close()
        place.replace(home / f"{FILE_NAME}.before-restore")
    for beside in ("-wal", "-shm"):
        (home / f"{FILE_NAME}{beside}").unlink(missing_ok=True)
    fresh = home / f"{FILE_NAME}.new"
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(place)


def exported(home: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Everything that is known, as (`order` | `notice`, plain JSON)."""
    with contextlib.closing(_read_only(home / FILE_NAME)) as connection:
        for (view,) in connection.execute("SELECT view FROM orders ORDER BY order_id"):
            yield "order", json.loads(view)
        columns = "notice, state, due_at, shown_at, acknowledged_at"
        query = f"SELECT {columns} FROM notices WHERE state != 'planned' ORDER BY at, identity"  # noqa: S608
        for notice, state, due_at, shown_at, acknowledged_at in connection.execute(query):
            happened = {
                "state": state,
                "due_at": due_at,
                "shown_at": shown_at,
                "acknowledged_at": acknowledged_at,
            }
            yield "notice", json.loads(notice) | {k: v for k, v in happened.items() if v is not None}


def forget(home: Path, order_ids: list[str] | None) -> int:
    """Erases orders (None: all), by the running server where there is one. How many observations that were."""
    if running_url(home) is not None:
        said = ask_running(home, "POST", "/control/forget", {"order_ids": order_ids})
        return int(said["erased"])
    from server.house import House
    from server.watch.clock import Clock

    house = House(home, Clock(), port=0)
    try:
        return house.observer.forget(order_ids)
    finally:
        house.store.close()


def _check(folder: Path, backup: Path) -> None:
    """Refuses what is no database of ours, or whose ledger does not close."""
    from server.store import ledger, meta

    try:
        store = Store(folder)
    except StoreError as error:
        raise HomeError(f"{backup} is no back-up of Orderwarden ({error})") from error
    try:
        with store.transaction() as connection:
            broken = ledger.check(connection)
            meta.begin_life(connection, anew=True)
        if broken is not None:
            raise HomeError(f"{backup} was altered: row {broken.seq} of its ledger: {broken.why}")
        store.merge_wal()
    finally:
        store.close()


def _read_only(path: Path) -> sqlite3.Connection:
    try:
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.OperationalError as error:
        raise HomeError(f"{path} cannot be opened: {error}") from error


def _sealed(content: bytes, passphrase: str) -> bytes:
    from cryptography.fernet import Fernet

    salt = secrets.token_bytes(SALT)
    return SEALED + salt + Fernet(_key(passphrase, salt)).encrypt(content)


def _opened(content: bytes, passphrase: str, backup: Path) -> bytes:
    from cryptography.fernet import Fernet, InvalidToken

    salt, token = content[len(SEALED) : len(SEALED) + SALT], content[len(SEALED) + SALT :]
    try:
        return Fernet(_key(passphrase, salt)).decrypt(token)
    except InvalidToken as error:
        raise HomeError(f"{backup}: the passphrase is another one, or the file is damaged") from error


def _key(passphrase: str, salt: bytes) -> bytes:
    return urlsafe_b64encode(hashlib.scrypt(passphrase.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32))
