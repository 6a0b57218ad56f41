"""Apprise addresses against a server that answers badly: what is not known to have arrived is not said to be sent."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web

from server.channels import apprise
from server.channels.apprise import AppriseChannel
from server.tell import ChannelError, Message, tried

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")

MESSAGE = Message("Protection ends", "in 24 hours")
Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Service:
    """A server that notes each request (path, body) and answers as it is told."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.answering: Answering = self.well
        self.port = 0

    async def well(self, request: web.Request) -> web.StreamResponse:
        return web.json_response({})

    async def hear(self, request: web.Request) -> web.StreamResponse:
        self.heard.append((request.path, await request.text()))
        if request.path == "/elsewhere":
            return web.json_response({})
        return await self.answering(request)

    def address(self, scheme: str = "json", more: str = "") -> str:
        return f"{scheme}://me:hunter2@127.0.0.1:{self.port}/topic{more}"


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    service = Service()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", service.hear)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    service.port = runner.addresses[0][1]
    yield service
    await runner.cleanup()


@pytest.mark.parametrize("scheme", ["json", "ntfy", "gotify"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 401, 404, 429, 500, 503])
async def test_a_refusal_or_a_way_to_elsewhere_is_not_sent(
    service: Service, scheme: str, status: int
) -> None:
    """A page to log in answers 200 to whatever is asked of it, and the message with its token is not for others."""

    async def answer(request: web.Request) -> web.StreamResponse:
        headers = {"Location": f"http://localhost:{service.port}/elsewhere", "Retry-After": "1"}
        return web.Response(status=status, headers=headers)

    service.answering = answer
    error = await tried(AppriseChannel(service.address(scheme)), MESSAGE)
    assert error is not None
    assert "did not take" in error
    assert "hunter2" not in error
    assert len(service.heard) == 1


async def test_a_redirect_is_followed_where_the_buyer_wants_it(service: Service) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        raise web.HTTPTemporaryRedirect(f"http://127.0.0.1:{service.port}/elsewhere")

    service.answering = answer
    assert await tried(AppriseChannel(service.address(more="?redirect=yes")), MESSAGE) is None
    assert [path for path, _ in service.heard] == ["/topic", "/elsewhere"]


async def test_a_slow_service_has_taken_it(service: Service) -> None:
    """Else the message comes twice: 4 seconds, as Apprise waits, are too short for a phone's connection."""

    async def answer(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(4.2)
        return web.json_response({})

    service.answering = answer
    assert await tried(AppriseChannel(service.address()), MESSAGE) is None
    assert len(service.heard) == 1


async def test_a_service_that_never_ends_its_answer_holds_up_nobody(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apprise, "LONGEST", 0.5)
    done = asyncio.Event()

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while not done.is_set():
            await response.write(b"x")
            await asyncio.sleep(0.05)
        return response

    service.answering = answer
    error = await tried(AppriseChannel(service.address()), MESSAGE)
    assert error is not None
    assert "did not answer" in error
    assert all(one.daemon for one in threading.enumerate() if one.name.startswith("json-")), (
        "no end of the server waits for it"
    )
    done.set()


async def test_two_addresses_in_one_line_are_none(service: Service) -> None:
    """One that fails would have the other told again and again."""
    for between in (",", ", ", " ", "\n", ";"):
        both = between.join((service.address(), "json://127.0.0.1:9/x"))
        with pytest.raises(ChannelError, match="several addresses"):
            await AppriseChannel(both).send(MESSAGE)
    assert service.heard == []


async def test_what_is_longer_than_a_service_takes_comes_in_pieces(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    from apprise.plugins.ntfy import NotifyNtfy

    monkeypatch.setattr(NotifyNtfy, "request_rate_per_sec", 0)
    text = "\n".join(f"- order {number}: protection ends" for number in range(600))
    assert await tried(AppriseChannel(service.address("ntfy")), Message("Orderwarden: 600", text)) is None
    assert len(service.heard) > 1
    assert all(f"order {number}:" in "".join(body for _, body in service.heard) for number in (0, 300, 599))
    service.heard.clear()
    monkeypatch.setattr(NotifyNtfy, "body_maxlen", 160)
    assert await tried(AppriseChannel(service.address("ntfy")), Message("Orderwarden: 600", text)) is None
    (sms,) = service.heard
    assert "order 0:" in sms[1]


@pytest.mark.parametrize("address", ["ntfy://[x", "json://[::1/x", "ntfy://x:99999999/y", "tgram://\x00"])
async def test_an_address_that_is_none_is_a_failed_channel_and_no_more(address: str) -> None:
    channel = AppriseChannel(address)
    assert await tried(channel, MESSAGE) is not None
    assert "hunter2" not in channel.name
