"""What Orderwarden needs, looked at one by one: each finding says what to do where it is wrong."""

import contextlib
import importlib.resources
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from server.control import control_of, ping
from server.settings import SettingsError, system_zone
from server.store.database import FILE_NAME, known_shapes, opened_to_read
from server.watch.clock import read_back

LEAST_SPACE = 200_000_000
SILENT = timedelta(days=3)


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `to_do` says what to do, where something can be done."""

    about: str
    well: bool
    found: str
    to_do: str = ""


def examine(home: Path) -> Iterator[Finding]:
    """All findings, in the order in which things are needed. Nothing is changed."""
    yield Finding("Python", sys.version_info >= (3, 11), sys.version.split()[0], "")
    yield _zone()
    yield _browser()
    yield _space(home)
    yield _server(home)
    path = home / FILE_NAME
    if not path.exists():
        yield Finding("database", True, f"none yet in {home}", "it is made by `orderwarden serve`")
        return
    yield _modes(home)
    try:
        with contextlib.closing(opened_to_read(path)) as connection:
            for look in (_integrity, _shape, _ledger, _clock, _clients, _sources, _problems):
                yield look(connection)
    except sqlite3.OperationalError as error:
        yield Finding(
            "database", False, f"{path}: {error}", "correct its rights, close what else works on it"
        )
    except sqlite3.DatabaseError as error:
        yield Finding("database", False, f"{path}: {error}", "run `orderwarden restore` with a back-up")


def _zone() -> Finding:
    try:
        name = system_zone()
    except SettingsError as error:
        return Finding("time zone", False, str(error), "set `zone` in the options of the extension")
    has_data = importlib.resources.files("tzdata").joinpath("zones").is_file()
    pacific = ZoneInfo("America/Los_Angeles").utcoffset(datetime(2026, 7, 1, tzinfo=UTC))
    well = has_data and pacific is not None
    return Finding("time zone", well, name, "" if well else "install the package tzdata")


def _browser() -> Finding:
    from scraper.fetch import browser_path

    find: Callable[[], object] | None = getattr(browser_path, "find", None)
    names = ("chromium", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge")
    found = find() if find else next(filter(None, map(shutil.which, names)), None)
    if found:
        return Finding("browser for look-ups", True, str(found))
    what = "sources that answer in a browser only are not asked"
    return Finding(
        "browser for look-ups", True, "none", f"{what}; run `playwright install chromium` for them"
    )


def _space(home: Path) -> Finding:
    there = next(place for place in (home, *home.parents) if place.exists())
    free = shutil.disk_usage(there).free
    return Finding(
        "disk",
        free > LEAST_SPACE,
        f"{free // 1_000_000} MB free",
        "" if free > LEAST_SPACE else "free some space",
    )


def _server(home: Path) -> Finding:
    control = control_of(home)
    said = ping(control["port"]) if control else None
    if control is None or said is None:
        return Finding("server", True, "not running", "start it with `orderwarden serve`")
    off = abs(datetime.now(UTC) - read_back(said["now"]))
    well = off < timedelta(minutes=2)
    return Finding(
        "server",
        well,
        f"http://127.0.0.1:{control['port']}, version {said['app_version']}",
        "" if well else f"its clock and the computer's differ by {off}: the computer's clock was set lately",
    )


def _modes(home: Path) -> Finding:
    if not os.access(home, os.W_OK):
        what = (
            "it cannot be written, so nothing is watched: correct its rights, or choose another with --home"
        )
        return Finding("files", False, str(home), what)
    if sys.platform == "win32":
        return Finding("files", True, str(home))
    open_ones = [path.name for path in (home, *home.iterdir()) if path.stat().st_mode & 0o077]
    return Finding(
        "files",
        not open_ones,
        str(home),
        f"others may read {', '.join(open_ones)}: chmod go= them" if open_ones else "",
    )


def _integrity(connection: sqlite3.Connection) -> Finding:
    said = connection.execute("PRAGMA quick_check").fetchone()[0]
    return Finding("database", said == "ok", said, "" if said == "ok" else "restore a back-up")


def _shape(connection: sqlite3.Connection) -> Finding:
    (shape,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    well = shape in known_shapes()
    to_do = "" if well else "it was written by a newer Orderwarden: update Orderwarden, or restore a back-up"
    return Finding("shape of the database", well, shape, to_do)


def _ledger(connection: sqlite3.Connection) -> Finding:
    rows, erased = connection.execute("SELECT count(*), count(*) - count(content) FROM ledger").fetchone()
    return Finding(
        "ledger", True, f"{rows} observations, {erased} erased", "`orderwarden rebuild` checks each of them"
    )


def _clock(connection: sqlite3.Connection) -> Finding:
    row = connection.execute("SELECT value FROM meta WHERE name = 'told_until'").fetchone()
    if row is None or read_back(row[0]) <= datetime.now(UTC) + timedelta(minutes=2):
        return Finding("clock", True, datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"))
    return Finding(
        "clock", False, f"it is behind: the server was at {row[0]} already", "set the computer's clock right"
    )


def _clients(connection: sqlite3.Connection) -> Finding:
    rows = connection.execute("SELECT name, last_seen_at FROM clients ORDER BY last_seen_at DESC").fetchall()
    if not rows:
        return Finding(
            "extension", False, "not paired", "load it, then pair it with the code of `orderwarden pair`"
        )
    well = datetime.now(UTC) - read_back(rows[0][1]) < SILENT
    seen = f"{len(rows)} paired, last seen {rows[0][1]}"
    return Finding(
        "extension", well, seen, "" if well else "open the browser; see whether the extension is switched on"
    )


def _sources(connection: sqlite3.Connection) -> Finding:
    rows = connection.execute(
        "SELECT source, count(*), sum(failures > 0) FROM look_ups GROUP BY source ORDER BY source"
    ).fetchall()
    found = ", ".join(f"{source} {asked - failed}/{asked} answered" for source, asked, failed in rows)
    return Finding("tracking sources", True, found or "none was asked yet")


def _problems(connection: sqlite3.Connection) -> Finding:
    rows = connection.execute("SELECT page, text FROM problems ORDER BY last_at DESC LIMIT 3").fetchall()
    if not rows:
        return Finding("pages and channels", True, "no open problem")
    told = "; ".join(f"{page}: {text[:80]}" for page, text in rows)
    return Finding(
        "pages and channels", False, told, "`orderwarden report` makes a report without personal data"
    )
