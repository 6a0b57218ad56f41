"""The server as a command: it starts, says so, refuses a second one, shows codes, and stops clean."""

import asyncio
import contextlib
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from server.control import ping

ROOT = Path(__file__).parents[2]
WITHIN = 60
"""Seconds after which something hangs."""

Serve = Callable[..., Awaitable[asyncio.subprocess.Process]]
FreePort = Callable[[], int]


@pytest.fixture
def free_port() -> Iterator[FreePort]:
    """Ports that nobody else is given until the test ends: they are held, but whoever names one may listen there."""
    with contextlib.ExitStack() as stack:

        def held() -> int:
            holder = stack.enter_context(socket.socket())
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            holder.bind(("127.0.0.1", 0))
            return int(holder.getsockname()[1])

        yield held


async def orderwarden(home: Path, *words: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from server.cli import main; main()",
        *words,
        cwd=ROOT,
        env=os.environ | {"ORDERWARDEN_HOME": str(home), "PYTHONUNBUFFERED": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@pytest.fixture
async def serve(tmp_path: Path) -> AsyncIterator[Serve]:
    processes = []

    async def started(port: int, home: Path = tmp_path / "home") -> asyncio.subprocess.Process:
        process = await orderwarden(home, "serve", "--port", str(port))
        processes.append(process)
        return process

    yield started
    for process in processes:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def greeting(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    said = b""
    while b"Ctrl+C" not in said:
        line = await asyncio.wait_for(process.stdout.readline(), 60)
        assert line, said
        said += line
    return said.decode()


async def test_it_says_where_it_listens_and_stops_clean(
    serve: Serve, free_port: FreePort, tmp_path: Path
) -> None:
    port = free_port()
    process = await serve(port)
    said = await greeting(process)
    assert f"http://127.0.0.1:{port}" in said
    assert re.search(r"Pairing code: \d{6}\b", said)
    assert "Load unpacked" in said
    assert (await asyncio.to_thread(ping, port) or {}).get("app") == "orderwarden"
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), WITHIN) == 0
    assert not (tmp_path / "home/server.json").exists()


async def test_a_second_one_says_where_the_first_is_and_leaves(serve: Serve, free_port: FreePort) -> None:
    port = free_port()
    await greeting(await serve(port))
    second = await serve(free_port())
    said, _ = await asyncio.wait_for(second.communicate(), 60)
    assert second.returncode == 0
    assert f"already runs: http://127.0.0.1:{port}" in said.decode()


async def test_a_taken_port_is_named(serve: Serve, tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        process = await serve(port)
        said, wrong = await asyncio.wait_for(process.communicate(), 60)
    assert (process.returncode, said) == (1, b"")
    [line] = wrong.decode().splitlines()
    assert str(port) in line
    assert "--port" in line


async def test_the_port_of_another_home_is_told_apart(
    serve: Serve, free_port: FreePort, tmp_path: Path
) -> None:
    port = free_port()
    await greeting(await serve(port))
    other = await serve(port, tmp_path / "other")
    said, wrong = await asyncio.wait_for(other.communicate(), 60)
    assert (other.returncode, said) == (1, b"")
    assert "another home" in wrong.decode()


async def test_a_home_that_cannot_be_is_told_in_words(
    serve: Serve, free_port: FreePort, tmp_path: Path
) -> None:
    await asyncio.to_thread((tmp_path / "file").touch)
    process = await serve(free_port(), tmp_path / "file/home")
    said, wrong = await asyncio.wait_for(process.communicate(), WITHIN)
    assert (process.returncode, said) == (1, b"")
    [line] = wrong.decode().splitlines()
    assert "file/home cannot be written" in line
    assert "--home" in line


async def test_pair_shows_a_new_code(serve: Serve, free_port: FreePort, tmp_path: Path) -> None:
    first = re.search(r"code: (\d{6})", await greeting(await serve(free_port())))
    process = await orderwarden(tmp_path / "home", "pair")
    said, _ = await asyncio.wait_for(process.communicate(), 60)
    second = re.search(r"code: (\d{6})", said.decode())
    assert first
    assert second
    assert first[1] != second[1]


async def test_pair_without_a_server_says_what_to_do(tmp_path: Path) -> None:
    process = await orderwarden(tmp_path / "home", "pair")
    _, said = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 1
    assert "orderwarden serve" in said.decode()


async def test_files_are_for_their_user_alone(serve: Serve, free_port: FreePort, tmp_path: Path) -> None:
    await greeting(await serve(free_port()))
    home = tmp_path / "home"
    assert home.stat().st_mode & 0o777 == 0o700
    modes = {file.name: file.stat().st_mode & 0o777 for file in home.iterdir()}
    assert set(modes.values()) == {0o600}, modes
    assert {"server.json", "orderwarden.sqlite3", "orderwarden.sqlite3-wal"} <= set(modes)
