"""`GET /api/v1/ws`: tells a client at once that something changed. It carries cursors only, never content."""

import asyncio
import json
from typing import Any

from aiohttp import WSMsgType, web

from server.api.door import PROTOCOL_MAX, PROTOCOL_MIN, check_bound_origin
from server.api.house_key import HOUSE
from server.api.refusals import Refused
from server.house import House
from server.store.clients import Client

GREETING_WITHIN = 5.0
SILENT_AT_MOST = 60.0
LARGEST_MESSAGE = 4096


async def socket(request: web.Request) -> web.WebSocketResponse:
    house = request.app[HOUSE]
    ws = web.WebSocketResponse(max_msg_size=LARGEST_MESSAGE, compress=False)
    await ws.prepare(request)
    house.sockets.add(ws)
    try:
        client = await _greeted(ws, request, house)
        if client is not None:
            await _tell_changes(ws, house, client)
    finally:
        house.sockets.discard(ws)
        await ws.close()
    return ws


async def _greeted(ws: web.WebSocketResponse, request: web.Request, house: House) -> Client | None:
    """The client that its first message proves to be; else the socket is closed with the reason's code."""
    try:
        async with asyncio.timeout(GREETING_WITHIN):  # a timeout of `receive` begins anew with each ping
            first = await ws.receive()
    except TimeoutError:
        await ws.close(code=4401, message=b"no greeting")
        return None
    said = _object(first.data) if first.type is WSMsgType.TEXT else None
    token = said.get("token") if said else None
    client = house.client_of(token) if isinstance(token, str) and token.isascii() else None
    if said is None or client is None:
        await ws.close(code=4401, message=b"token")
        return None
    try:
        check_bound_origin(request, client)
    except Refused:
        await ws.close(code=4401, message=b"origin")
        return None
    protocol = said.get("protocol")
    if type(protocol) is not int or not PROTOCOL_MIN <= protocol <= PROTOCOL_MAX:
        await ws.close(code=4412, message=b"protocol")
        return None
    house.client_seen(client)
    return client


async def _tell_changes(ws: web.WebSocketResponse, house: House, client: Client) -> None:
    """Sends each new cursor, only the newest where they come fast; ends when the client is silent or revoked."""
    news = asyncio.Event()
    stop_listening = house.listen(news.set)
    sender = asyncio.create_task(_send_cursors(ws, house, client, news))
    try:
        while not ws.closed:
            message = await ws.receive(timeout=SILENT_AT_MOST)
            if message.type is not WSMsgType.TEXT:
                break
    except TimeoutError:
        pass
    finally:
        stop_listening()
        sender.cancel()


async def _send_cursors(ws: web.WebSocketResponse, house: House, client: Client, news: asyncio.Event) -> None:
    while True:
        news.clear()
        if house.client_with_id(client.client_id) is None:
            await ws.close(code=4401, message=b"revoked")
            return
        await ws.send_json({"type": "changed", "cursor": await house.cursor()})
        await news.wait()


def _object(text: str) -> dict[str, Any] | None:
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return plain if isinstance(plain, dict) else None
