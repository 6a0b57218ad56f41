"""The WebSocket's own door: who may hold it, for how long, and how large its messages are."""

import asyncio
import contextlib
import json
from typing import Any

import aiohttp
import pytest

from server.running import Running
from tests.server.conftest import ORIGIN, Client, pair

OTHER_EXTENSION = "chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba"
SHOP = "https://www.aliexpress.com"


class TestWebSocket:
    async def first_close(self, running: Running, greeting: Any, origin: str | None = ORIGIN) -> int | None:
        async with aiohttp.ClientSession() as session:
            headers = {"Origin": origin} if origin else {}
            async with session.ws_connect(running.url + "/api/v1/ws", headers=headers) as ws:
                if isinstance(greeting, bytes):
                    await ws.send_bytes(greeting)
                elif greeting is not None:
                    await ws.send_str(greeting if isinstance(greeting, str) else json.dumps(greeting))
                message = await ws.receive(timeout=30)
                return None if message.type is aiohttp.WSMsgType.TEXT else ws.close_code

    async def test_the_right_greeting_is_answered_with_the_cursor(
        self, running: Running, client: Client
    ) -> None:
        assert await self.first_close(running, {"token": client.token, "protocol": 1}) is None

    @pytest.mark.parametrize(
        "greeting",
        [
            {},
            {"token": "wrong", "protocol": 1},
            {"token": None},
            [],
            "no json",
            "[" * 2000,
            b"\x00",
            '{"token": "\\ud800", "protocol": 1}',
            '{"token": ' + "9" * 4000 + "}",
            {"protocol": 1},
        ],
    )
    async def test_without_the_token_it_is_closed(
        self, running: Running, client: Client, greeting: Any
    ) -> None:
        assert await self.first_close(running, greeting) == 4401

    async def test_the_wrong_protocol_is_closed(self, running: Running, client: Client) -> None:
        for protocol in (2, "1", None, True):
            assert await self.first_close(running, {"token": client.token, "protocol": protocol}) == 4412

    async def test_a_foreign_origin_gets_no_socket(self, running: Running, client: Client) -> None:
        with pytest.raises(aiohttp.WSServerHandshakeError) as error:
            await self.first_close(running, {"token": client.token, "protocol": 1}, SHOP)
        assert error.value.status == 403

    async def test_a_token_of_another_origin_is_closed(self, running: Running, client: Client) -> None:
        other = await pair(running, OTHER_EXTENSION)
        assert (
            await self.first_close(running, {"token": client.token, "protocol": 1}, OTHER_EXTENSION) == 4401
        )
        await other.session.close()

    async def test_who_does_not_greet_is_closed(
        self, running: Running, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("server.api.socket.GREETING_WITHIN", 0.05)
        assert await self.first_close(running, None) == 4401

    async def test_nor_does_pinging_keep_the_door_open(
        self, running: Running, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("server.api.socket.GREETING_WITHIN", 0.3)
        async with client.session.ws_connect(running.url + "/api/v1/ws") as ws:
            closed = asyncio.ensure_future(ws.receive(timeout=30))
            for _ in range(600):
                if closed.done() or ws.closed:
                    break
                with contextlib.suppress(ConnectionError):
                    await ws.ping()
                await asyncio.sleep(0.05)
            else:
                raise AssertionError("still open after 30 s of pings")
            await closed
            assert ws.close_code == 4401

    async def test_a_large_message_closes_it_before_it_is_kept(
        self, running: Running, client: Client
    ) -> None:
        async with client.session.ws_connect(running.url + "/api/v1/ws") as ws:
            await ws.send_json({"token": client.token, "protocol": 1})
            await ws.receive(timeout=30)
            await ws.send_str("x" * 5000)
            await ws.receive(timeout=30)
            assert ws.close_code == aiohttp.WSCloseCode.MESSAGE_TOO_BIG

    async def test_nothing_packed_is_agreed_on(self, running: Running, client: Client) -> None:
        async with client.session.ws_connect(running.url + "/api/v1/ws", compress=15) as ws:
            assert ws.compress == 0

    async def test_who_falls_silent_is_closed(
        self, running: Running, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("server.api.socket.SILENT_AT_MOST", 0.05)
        async with client.session.ws_connect(running.url + "/api/v1/ws") as ws:
            await ws.send_json({"token": client.token, "protocol": 1})
            await ws.receive()
            assert (await ws.receive(timeout=30)).type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)

    async def test_a_revoked_client_loses_its_socket(self, running: Running, client: Client) -> None:
        async with client.session.ws_connect(running.url + "/api/v1/ws") as ws:
            await ws.send_json({"token": client.token, "protocol": 1})
            await ws.receive()
            mine = next(c for c in (await client.get("/api/v1/clients"))["clients"] if c["this"])
            await client.session.delete(f"{running.url}/api/v1/clients/{mine['client_id']}")
            await ws.receive(timeout=30)
            assert ws.close_code == 4401
