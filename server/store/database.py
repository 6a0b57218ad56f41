"""Opening, upgrading, locking and closing the one database file; transactions on the one writing thread."""

import asyncio
import contextlib
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any, TypeVar

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import StaticPool

from server.store import meta

MIGRATIONS = Path(__file__).parent / "migrations"
FILE_NAME = "orderwarden.sqlite3"

Result = TypeVar("Result")


class StoreError(Exception):
    """The database cannot be used now. The text says what happened, where, and what to do."""


class StoreFull(StoreError):
    """The disk is full, or the file may not be written: nothing of the transaction was kept."""


class AlreadyRunning(StoreError):
    """Another server works on this database."""


class Store:
    """The open database of one home directory.

    All access goes through one thread (`run`), so transactions never interleave and nothing blocks the event
    loop. `exclusive` takes the lock of the home: one server a database.
    """

    def __init__(self, home: Path, *, exclusive: bool = True) -> None:
        self.home = home
        self.path = home / FILE_NAME
        try:
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            home.chmod(0o700)
            self._lock = _take_lock(home / "lock") if exclusive else None
        except OSError as error:
            raise StoreError(
                f"{home} cannot be written ({error.strerror}); correct its rights, or choose another folder"
            ) from error
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        try:
            self._engine = _engine(self.path)
            self.upgraded_from = _upgrade(self._engine, self.path)
            with self._engine.begin() as connection:
                meta.begin_life(connection)
        except DatabaseError as error:
            self.close()
            raise _told(error, self.path) from error
        except BaseException:
            self.close()
            raise
        for file in home.glob(f"{FILE_NAME}*"):
            file.chmod(0o600)

    async def run(self, work: Callable[..., Result], *args: Any) -> Result:
        """`work(*args)` on the thread of the database, awaited. Errors of the database come as StoreError."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *args)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Everything inside is kept, or nothing. Raises StoreError where the database refuses."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except DatabaseError as error:
            raise _told(error, self.path) from error

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent look; it needs no lock, so it works while another program writes."""
        try:
            with self._engine.connect().execution_options(reading=True) as connection, connection.begin():
                yield connection
        except DatabaseError as error:
            raise _told(error, self.path) from error

    def merge_wal(self) -> None:
        """Moves everything into the file itself, so that nothing erased stays in the log beside it."""
        with self._engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Waits for the work under way, merges the WAL and lets the lock go. May be called twice."""
        self._thread.shutdown(wait=True)
        if hasattr(self, "_engine"):
            self._engine.dispose()
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def _engine(path: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}", poolclass=StaticPool, connect_args={"check_same_thread": False, "timeout": 5.0}
    )

    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        with contextlib.closing(connection.cursor()) as cursor:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
                cursor.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        reads_only = connection.get_execution_options().get("reading")
        connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")

    return engine


def _upgrade(engine: Engine, path: Path) -> str | None:
    """Brings the file to the newest shape, a copy of the old one kept beside it. The old revision, if there was one."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    newest = ScriptDirectory.from_config(config).get_current_head()
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    if found == newest:
        return None
    if found is not None:
        if found not in known_shapes():
            raise StoreError(
                f"{path} was written by a newer Orderwarden (shape {found}); update Orderwarden, or restore a back-up"
            )
        copy_of(engine, path.with_name(f"{path.name}.before-{newest}"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return found


def known_shapes() -> set[str]:
    """The shapes of a database that this Orderwarden reads; any other one is a newer one's."""
    return {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}


def opened_to_read(path: Path) -> sqlite3.Connection:
    """The database as it lies, to be read only; also in a folder that cannot be written, unless a log lies beside it.

    Raises sqlite3.Error.
    """
    still = not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists()
    how = "immutable=1" if still else "mode=ro"
    return sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True)


def copy_of(engine: Engine, target: Path) -> None:
    """A consistent copy of the open database in `target` (mode 0600), made by SQLite's own back-up."""
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)
    with engine.connect() as connection, contextlib.closing(sqlite3.connect(target)) as copy:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.backup(copy)


def _take_lock(path: Path) -> IO[str]:
    file = path.open("a+", encoding="utf-8")
    path.chmod(0o600)
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise AlreadyRunning(f"another Orderwarden already works on {path.parent}") from error
    return file


def _told(error: DatabaseError, path: Path) -> StoreError:
    """The same error in words for the buyer."""
    text = str(error.orig)
    if isinstance(error, OperationalError):
        if "full" in text or "readonly" in text or "disk I/O" in text:
            return StoreFull(
                f"{path} cannot be written ({text}): free some disk space and check the file's rights; "
                "nothing was half-stored and it is tried again"
            )
        if "locked" in text:
            return StoreError(f"{path} is locked by another program: close it; it is tried again")
    if "malformed" in text or "not a database" in text:
        return StoreError(
            f"{path} is damaged ({text}): stop Orderwarden and run `orderwarden restore` with a back-up"
        )
    return StoreError(f"{path}: {text}")
