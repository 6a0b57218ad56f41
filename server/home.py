"""Work on a home from outside the server: back-up, restore, export, forget, and making everything anew."""

import asyncio
import contextlib
import hashlib
import json
import os
import secrets
import sqlite3
import tempfile
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.control import ask_running, running_url
from server.settings import SettingsError, read_settings
from server.store import AlreadyRunning, Store, StoreError
from server.store.database import FILE_NAME, opened_to_read

SEALED = b"orderwarden sealed back-up 1\n"
DATABASE = b"SQLite format 3\x00"
SALT = 16


class HomeError(Exception):
    """Something about a home or a back-up cannot be done; the text says what and why."""


class NothingThere(HomeError):
    """There is no database, or an order that it does not know; the text says which and what to do."""


@dataclass(frozen=True)
class Restored:
    """What a back-up brought, and where the data before it are kept (None: there were none)."""

    orders: int
    clients: int
    channels: tuple[str, ...]
    before: Path | None


@contextlib.contextmanager
def opened(home: Path) -> Iterator[Store]:
    """The database of a home for questions only, also while the server runs. Raises NothingThere or StoreError."""
    _database(home)
    store = Store(home, exclusive=False)
    try:
        yield store
    finally:
        store.close()


def _database(home: Path) -> Path:
    path = home / FILE_NAME
    if not path.exists():
        raise NothingThere(f"{home} holds no database: start the server once, or name another --home")
    return path


def back_up(home: Path, target: Path, passphrase: str | None) -> None:
    """A consistent copy of the database in `target` (mode 0600), also while the server runs."""
    if not target.parent.is_dir():
        raise HomeError(f"there is no folder {target.parent}")
    if target.resolve().parent == home.resolve() and target.name.startswith(FILE_NAME):
        raise HomeError(f"{target} is the database itself; choose another file")
    with _reading(home) as live, tempfile.TemporaryDirectory(dir=target.parent) as folder:
        copy = Path(folder) / "copy"
        with contextlib.closing(sqlite3.connect(copy)) as kept:
            live.backup(kept)
            kept.execute("PRAGMA journal_mode=DELETE")
        content = copy.read_bytes()
        ready = Path(folder) / "ready"
        ready.touch(mode=0o600)
        ready.write_bytes(content if passphrase is None else _sealed(content, passphrase))
        ready.replace(target)


def restore(home: Path, backup: Path, passphrase: str | None) -> Restored:
    """Puts a back-up in the place of the database; the one before is kept beside it. The server must not run.

    A damaged database is no hindrance. Raises HomeError, and changes nothing, for what is no whole back-up of ours.
    """
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
        brought = _checked(Path(folder), backup)
        content = trial.read_bytes()
    if running_url(home) is not None:
        raise HomeError("the server runs; stop it first")
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = home / FILE_NAME
    before = _set_aside(home) if place.exists() else None
    fresh = home / f"{FILE_NAME}.new"
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(place)
    return Restored(*brought, before)


def exported(home: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Everything that is known, as (`order` | `notice`, plain JSON)."""
    with _reading(home) as connection:
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
    """Erases orders (None: all), by the running server where there is one. How many observations that were.

    Raises NothingThere where there are no data, NotRunning or StoreError where they cannot be erased now.
    """
    _database(home)
    if running_url(home) is not None:
        said = ask_running(home, "POST", "/control/forget", {"order_ids": order_ids})
        return int(said["erased"])
    return asyncio.run(_forget_at_rest(home, order_ids))


async def _forget_at_rest(home: Path, order_ids: list[str] | None) -> int:
    """As the server would: with the buyer's settings, and what was missed until now folds first."""
    from server.forgetting import forget_everywhere
    from server.house import House
    from server.watch.clock import Clock

    house = await asyncio.to_thread(House, home, Clock(), port=0)
    try:
        await house.open()
        return await forget_everywhere(house, order_ids)
    finally:
        await house.close()


def _set_aside(home: Path) -> Path:
    """Gives the present database another name, whole; one that is damaged with its log, as it is."""
    try:
        Store(home).close()
    except AlreadyRunning:
        raise
    except StoreError:  # this is what a back-up is restored for
        pass
    number = next(n for n in range(1, 10_000) if not _aside(home, n).exists())
    for beside in ("-wal", "-shm"):
        log = home / f"{FILE_NAME}{beside}"
        if log.exists():
            log.replace(_aside(home, number, beside))
    return (home / FILE_NAME).replace(_aside(home, number))


def _aside(home: Path, number: int, beside: str = "") -> Path:
    return home / f"{FILE_NAME}.before-restore{'' if number == 1 else f'-{number}'}{beside}"


def _checked(folder: Path, backup: Path) -> tuple[int, int, tuple[str, ...]]:
    """What the file holds: orders, clients, names of channels. Refuses what is no database of ours, what is damaged,
    whose ledger does not close, and what brings statements of its own that would run in ours."""
    from server.channels.apprise import AppriseChannel
    from server.store import ledger, meta

    try:
        ours = _statements(folder / "new")
        store = Store(folder)
        try:
            with store.transaction() as connection:
                damage = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
                broken = ledger.check(connection)
                settings = read_settings(meta.read_settings(connection))
                orders = connection.exec_driver_sql("SELECT count(*) FROM orders").scalar() or 0
                clients = connection.exec_driver_sql("SELECT count(*) FROM clients").scalar() or 0
                meta.begin_life(connection, anew=True)
            store.merge_wal()
        finally:
            store.close()
        foreign = _statements(folder) - ours
    except (StoreError, SettingsError, sqlite3.Error, ValueError, LookupError, TypeError) as error:
        raise HomeError(f"{backup} is no whole back-up of Orderwarden ({error})") from error
    if damage != "ok":
        raise HomeError(f"{backup} is damaged: {damage}")
    if broken is not None:
        raise HomeError(f"{backup} was altered: row {broken.seq} of its ledger: {broken.why}")
    if foreign:
        raise HomeError(f"{backup} was altered: it holds {', '.join(sorted(name for name, _ in foreign))}")
    return orders, clients, tuple(AppriseChannel(address).name for address in settings.channels)


def _statements(folder: Path) -> set[tuple[str, str]]:
    """The triggers and views of the folder's database (a new one where there is none): they run by themselves."""
    if not (folder / FILE_NAME).exists():
        Store(folder).close()
    with _reading(folder) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')")
        return {(name, sql) for name, sql in rows}


@contextlib.contextmanager
def _reading(home: Path) -> Iterator[sqlite3.Connection]:
    path = _database(home)
    try:
        with contextlib.closing(opened_to_read(path)) as opened:
            yield opened
    except sqlite3.Error as error:
        raise HomeError(f"{path} cannot be read ({error}); `orderwarden doctor` says more") from error


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
