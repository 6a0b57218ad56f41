"""A stand-in for the hosts of tracking sources: a real server on this computer that can be told to misbehave."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from blockbuster import blockbuster_ctx

from scraper.carriers import sources
from scraper.fetch.hosts import HostMap, host_map

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Host:
    """What the stand-in answers by path, and what it was asked: (Host header, path with query, headers)."""

    port: int = 0
    answers: dict[str, Handler] = field(default_factory=dict)
    asked: list[web.Request] = field(default_factory=list)

    def led(self, *names: str) -> HostMap:
        return host_map(" ".join(f"{name}=127.0.0.1:{self.port}" for name in names))

    def says(
        self, path: str, body: str, status: int = 200, kind: str = "application/json", **headers: str
    ) -> None:
        async def answer(_: web.Request) -> web.StreamResponse:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return web.Response(text=body, status=status, content_type=kind, headers=named)

        self.answers[path] = answer

    async def hear(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        answer = self.answers.get(request.path)
        return await answer(request) if answer else web.Response(status=404, text="nothing here")


@pytest.fixture(autouse=True)
async def nothing_blocks() -> AsyncIterator[None]:
    """A call that blocks the event loop inside the scraper is an error."""
    sources()
    with blockbuster_ctx("scraper"):
        yield


@pytest.fixture
async def host() -> AsyncIterator[Host]:
    standin = Host()
    app = web.Application(client_max_size=2**22)
    app.router.add_route("*", "/{path:.*}", standin.hear)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    standin.port = runner.addresses[0][1]
    yield standin
    await runner.cleanup()
    await asyncio.sleep(0)
