"""Starting and stopping the server: as a command, and as an object for tests and the demonstration."""

import asyncio
import contextlib
import shutil
import signal
import sys
from pathlib import Path

from aiohttp import web

from scraper.fetch.asking import Asker
from scraper.fetch.hosts import HostMap
from server.api.app import make_app
from server.control import CONTROL_FILE, HOST, ping, running_url, write_control_file
from server.house import House
from server.log import begin_log
from server.settings import home_directory
from server.store import AlreadyRunning, StoreError
from server.watch.clock import Clock
from server.watch.look_ups import LookUps
from server.watch.ticks import Watch

STOPS_WITHIN = 1.5


class PortInUse(Exception):
    """Another program listens on the port."""


class Running:
    """A server that listens. `stop` ends it; `code` makes a new pairing code."""

    def __init__(self, house: House, runner: web.AppRunner, watch: Watch) -> None:
        self.house = house
        self._runner = runner
        self.watch = watch
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

    async def begin(self) -> None:
        """Makes the cases and begins to tell; what the database holds is answered before that too."""
        await self.watch.start()

    async def stop(self) -> None:
        """Closes sockets, finishes the work under way, closes the database. Within two seconds; once."""
        if self._stopped:
            return
        self._stopped = True
        await self.watch.stop()
        for socket in tuple(self.house.sockets):
            with contextlib.suppress(Exception):
                await asyncio.wait_for(socket.close(code=1001, message=b"the server stops"), 0.5)
        await self._runner.cleanup()
        await asyncio.to_thread((self.house.home / CONTROL_FILE).unlink, missing_ok=True)
        await self.house.close()


async def start(
    home: Path,
    port: int = 0,
    *,
    clock: Clock | None = None,
    demo: bool = False,
    asker: Asker | None = None,
    hosts: HostMap | None = None,
    begun: bool = True,
) -> Running:
    """A server on `home`; port 0 takes a free one. Raises AlreadyRunning, PortInUse or StoreError.

    It listens, has made its cases and tells; not yet `begun`, it answers what stands in the database and tells nothing
    until it is told to `begin`.

    `demo` allows to move its clock; it is no option of the command line. `asker` answers look-ups instead of the
    network; `hosts` leads the hosts of sources to stand-ins on this computer.
    """
    house = await asyncio.to_thread(House, home, clock or Clock(), port=port, demo=demo)
    runner = web.AppRunner(
        make_app(house),
        access_log=None,
        auto_decompress=False,
        shutdown_timeout=STOPS_WITHIN,
        keepalive_timeout=75,
    )
    look_ups = house.look_ups = await asyncio.to_thread(LookUps, house, asker, hosts)
    watch = Watch(house, look_ups)
    try:
        await house.open()
        await look_ups.open()
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, port).start()
        except OSError as error:
            raise PortInUse(
                f"port {port} on {HOST} is taken by another program; choose one with --port"
            ) from error
        house.port = runner.addresses[0][1]
        await asyncio.to_thread(write_control_file, home, house.port, house.control_token)
        running = Running(house, runner, watch)
        if begun:
            await running.begin()
    except BaseException:
        await watch.stop()
        await runner.cleanup()
        await house.close()
        raise
    return running


def serve(home: Path | None, port: int) -> int:
    """`orderwarden serve`: the exit code."""
    place = home_directory(home)
    try:
        asyncio.run(_serve(place, port))
    except AlreadyRunning as error:
        if url := running_url(place):
            print(f"Orderwarden already runs: {url}")
            return 0
        return _refuse(f"{error}; it does not answer. Stop it first.")
    except PortInUse as error:
        if ping(port):
            return _refuse(
                f"Orderwarden already runs: http://{HOST}:{port} (on another home); choose another --port"
            )
        return _refuse(str(error))
    except StoreError as error:
        return _refuse(str(error))
    return 0


def _refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return 1


async def _serve(home: Path, port: int) -> None:
    await asyncio.to_thread(_begin_home, home)
    running = await start(home, port, begun=False)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM"):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(getattr(signal, name), stopped.set)
    greet(running)
    begun = asyncio.ensure_future(running.begin())
    begun.add_done_callback(lambda done: None if done.cancelled() or not done.exception() else stopped.set())
    await stopped.wait()
    begun.cancel()
    await running.stop()
    with contextlib.suppress(asyncio.CancelledError):
        await begun


def _begin_home(home: Path) -> None:
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        begin_log(home)
    except OSError as error:
        raise StoreError(
            f"{home} cannot be written ({error.strerror}); correct its rights, or choose another folder with --home"
        ) from error


def greet(running: Running) -> None:
    """What the terminal shows: address, pairing code, how to load the extension."""
    extension = Path(__file__).parent.parent / "extension"
    print(f"Orderwarden listens on {running.url}; its data lie in {running.house.home}")
    print(f"Pairing code: {running.code()} (for 2 minutes; `orderwarden pair` shows a new one)")
    print(
        f"The extension: open chrome://extensions, switch on Developer mode, Load unpacked, choose {extension}"
    )
    if shutil.which("orderwarden") is None:
        print(f"Wherever `orderwarden VERB` is said: python3 {extension.parent / 'run.py'} VERB")
    print("Stop with Ctrl+C.", flush=True)
