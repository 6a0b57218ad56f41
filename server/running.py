"""Starting and stopping the server: as a command, and as an object for tests and the demonstration."""

import asyncio
import contextlib
import json
import logging
import os
import signal
import urllib.request
from pathlib import Path
from typing import Any

from aiohttp import web

from server.api import make_app
from server.house import House
from server.settings import home_directory
from server.store import AlreadyRunning, StoreError
from server.watch import Watch
from server.watch.clock import Clock

HOST = "127.0.0.1"
STOPS_WITHIN = 1.5
CONTROL_FILE = "server.json"


class PortInUse(Exception):
    """Another program listens on the port."""


class Running:
    """A server that listens. `stop` ends it; `code` makes a new pairing code."""

    def __init__(self, house: House, runner: web.AppRunner, watch: Watch) -> None:
        self.house = house
        self._runner = runner
        self._watch = watch
        self._stopped = False

    @property
    def port(self) -> int:
        return self.house.port

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def app(self) -> web.Application:
        return self._runner.app

    @property
    def addresses(self) -> list[tuple[str, int]]:
        return [(address[0], address[1]) for address in self._runner.addresses]

    def code(self) -> str:
        return self.house.pairing.new_code(self.house.clock.wall())

    async def stop(self) -> None:
        """Closes sockets, finishes the work under way, closes the database. Within two seconds; once."""
        if self._stopped:
            return
        self._stopped = True
        await self._watch.stop()
        for socket in tuple(self.house.sockets):
            with contextlib.suppress(Exception):
                await asyncio.wait_for(socket.close(code=1001, message=b"the server stops"), 0.5)
        await self._runner.cleanup()
        await asyncio.to_thread((self.house.home / CONTROL_FILE).unlink, missing_ok=True)
        await self.house.close()


async def start(home: Path, port: int = 0, *, clock: Clock | None = None, demo: bool = False) -> Running:
    """A listening server on `home`; port 0 takes a free one. Raises AlreadyRunning, PortInUse or StoreError.

    `demo` allows to move its clock; it is no option of the command line.
    """
    house = await asyncio.to_thread(House, home, clock or Clock(), port=port, demo=demo)
    runner = web.AppRunner(
        make_app(house), access_log=None, shutdown_timeout=STOPS_WITHIN, keepalive_timeout=75
    )
    watch = Watch(house)
    try:
        await house.open()
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, port).start()
        except OSError as error:
            raise PortInUse(
                f"port {port} on {HOST} is taken by another program; choose one with --port"
            ) from error
        house.port = runner.addresses[0][1]
        await asyncio.to_thread(_write_control_file, house)
        await watch.start()
    except BaseException:
        await watch.stop()
        await runner.cleanup()
        await house.close()
        raise
    return Running(house, runner, watch)


def serve(home: Path | None, port: int) -> int:
    """`orderwarden serve`: the exit code."""
    place = home_directory(home)
    try:
        asyncio.run(_serve(place, port))
    except AlreadyRunning as error:
        url = running_url(place)
        print(f"Orderwarden already runs: {url}" if url else f"{error}; it does not answer. Stop it first.")
        return 0 if url else 1
    except PortInUse as error:
        if ping(f"http://{HOST}:{port}"):
            print(f"Orderwarden already runs: http://{HOST}:{port} (on another home); choose another --port")
        else:
            print(error)
        return 1
    except StoreError as error:
        print(error)
        return 1
    return 0


async def _serve(home: Path, port: int) -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    running = await start(home, port)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM"):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(getattr(signal, name), stopped.set)
    greet(running)
    await stopped.wait()
    await running.stop()


def greet(running: Running) -> None:
    """What the terminal shows: address, pairing code, how to load the extension."""
    extension = Path(__file__).parent.parent / "extension"
    print(f"Orderwarden listens on {running.url}; its data lie in {running.house.home}")
    print(f"Pairing code: {running.code()} (for 2 minutes; `orderwarden pair` shows a new one)")
    print(
        f"The extension: open chrome://extensions, switch on Developer mode, Load unpacked, choose {extension}"
    )
    print("Stop with Ctrl+C.", flush=True)


def ping(url: str) -> dict[str, Any] | None:
    """What an Orderwarden at this address says of itself; None if nobody of that name answers."""
    try:
        with urllib.request.urlopen(f"{url}/ping", timeout=2) as answer:  # noqa: S310 - 127.0.0.1 only
            said = json.loads(answer.read(4096))
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) and said.get("app") == "orderwarden" else None


def control_of(home: Path) -> dict[str, Any] | None:
    """The running server's port and control token, from the file that only its user can read."""
    try:
        said = json.loads((home / CONTROL_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) else None


def running_url(home: Path) -> str | None:
    control = control_of(home)
    url = f"http://{HOST}:{control['port']}" if control else None
    return url if url and ping(url) else None


def _write_control_file(house: House) -> None:
    path = house.home / CONTROL_FILE
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({"port": house.port, "pid": os.getpid(), "token": house.control_token}, file)
