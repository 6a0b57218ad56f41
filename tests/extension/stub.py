"""A server that speaks docs/protocol.md and says what a test wants it to say; nothing is decided here."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import WSMsgType, web

from tests.extension.browser import PATIENCE

Json = dict[str, Any]
TOKEN = "a-token-of-the-stub"
CODE = "483920"


@dataclass
class Stub:
    """What it answers, and what it was sent. After changing what it answers, call `changed`."""

    port: int = 0
    token: str = TOKEN
    tries_left: int = 5
    orders: dict[str, Json] = field(default_factory=dict)
    notices: list[Json] = field(default_factory=list)
    plan: list[Json] = field(default_factory=list)
    problems: list[Json] = field(default_factory=list)
    sources: list[Json] = field(default_factory=list)
    settings: Json = field(default_factory=dict)
    tracks: dict[str, Json] = field(default_factory=dict)
    evidence: Json = field(default_factory=dict)
    packs: list[Json] = field(default_factory=list)
    wishes: list[dict[str, str]] = field(default_factory=list)
    record: Json = field(default_factory=dict)
    pictures: list[Json] = field(default_factory=list)
    clock_moved_by: float = 0
    language: str = "en"
    zone: str = "Europe/Berlin"
    cursor: int = 1
    refuse: web.HTTPException | tuple[int, str] | None = None
    """What it answers to everything but `/changes`; status and code of an error, else as it is raised."""
    silent: int | None = None
    """The status with which it tells no changes; 0: not even that, the connection is closed."""
    pages: list[Json] = field(default_factory=list)
    events: list[Json] = field(default_factory=list)
    marks: list[Json] = field(default_factory=list)
    chats: list[Json] = field(default_factory=list)
    tried: list[Json] = field(default_factory=list)
    taken_back: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    broken: bool = False
    calendars: int = 0
    clients: list[Json] = field(default_factory=list)
    slow_settings: asyncio.Event | None = None
    sockets: set[web.WebSocketResponse] = field(default_factory=set)

    async def changed(self) -> None:
        """Tells every client that something changed, as the real server does."""
        self.cursor += 1
        for socket in tuple(self.sockets):
            await socket.send_json({"type": "changed", "cursor": str(self.cursor)})

    async def until(self, true: Callable[[], object]) -> None:
        """Waits until this is true; a client's answers come when they come."""
        async with asyncio.timeout(PATIENCE):
            while not true():  # noqa: ASYNC110
                await asyncio.sleep(0.02)  # what is awaited is the other side's doing


SILENT = {401: "token", 412: "protocol", 500: "internal", 503: "storage"}
STUB = web.AppKey("stub", Stub)


@web.middleware
async def door(request: web.Request, handler: Any) -> web.StreamResponse:
    stub = request.app[STUB]
    stub.asked.append(f"{request.method} {request.path}")
    if request.path not in ("/api/v1/pair", "/api/v1/ws"):
        if request.headers.get("Authorization") != f"Bearer {stub.token}":
            return error(401, "token")
        if request.headers.get("X-Orderwarden-Protocol") != "1":
            return error(412, "protocol")
        if stub.refuse is not None and request.path != "/api/v1/changes":
            if isinstance(stub.refuse, tuple):
                return error(*stub.refuse)
            raise type(stub.refuse)()  # an answer of aiohttp is given once
    if stub.silent is not None and request.path == "/api/v1/changes":
        if stub.silent == 0 and request.transport is not None:
            request.transport.abort()
        return error(stub.silent or 500, SILENT.get(stub.silent, "silent"))
    answer: web.StreamResponse = await handler(request)
    return answer


def error(status: int, code: str, **more: Any) -> web.Response:
    told = {"code": code, "message": f"refused: {code}", "what_to_do": "", **more}
    return web.json_response({"error": told}, status=status)


async def pair(request: web.Request) -> web.Response:
    stub = request.app[STUB]
    said = await request.json()
    if stub.tries_left == 0:
        return error(410, "code_expired")
    if said["code"] != CODE:
        stub.tries_left -= 1
        return error(403, "code", tries_left=stub.tries_left)
    return web.json_response({"token": stub.token, "client_id": "c1"})


async def page(request: web.Request) -> web.Response:
    stub = request.app[STUB]
    stub.pages.append(await request.json())
    return web.json_response(
        {"id": stub.pages[-1]["id"], "kind": "order_list", "order_ids": [], "problems": [], "cursor": "1"}
    )


async def changes(request: web.Request) -> web.Response:
    stub = request.app[STUB]
    told: Json = {
        "cursor": str(stub.cursor),
        "full": "since" not in request.query or not stub.told <= stub.orders.keys(),  # erased: told anew
        "now": datetime.now(UTC).isoformat(),
        "clock_moved_by": stub.clock_moved_by,
        "orders": [],
        "notices": stub.notices,
        "language": stub.language,
        "zone": stub.zone,
    }
    if told["full"] or request.query.get("since") != told["cursor"]:
        told |= {"orders": list(stub.orders.values()), "plan": stub.plan}
        told |= {"problems": stub.problems, "sources": stub.sources}
    stub.told = set(stub.orders)
    return web.json_response(told)


async def report(request: web.Request) -> web.Response:
    stub = request.app[STUB]
    events = (await request.json())["events"]
    stub.events += events
    settled = {one["id"]: one["what"] for one in events if one["what"] in ("acknowledged", "snoozed")}
    stub.notices = [
        one | {"state": settled[one["id"]]} if one["id"] in settled else one for one in stub.notices
    ]
    return web.json_response({"cursor": str(stub.cursor)})


async def mark(request: web.Request) -> web.Response:
    stub = request.app[STUB]
    said = await request.json()
    stub.marks.append(said)
    made = said | {"mark_id": f"m{len(stub.marks)}"}
    if order := stub.orders.get(said["order_id"]):
        order.setdefault("marks", []).append(made)
    stub.cursor += 1
    return web.json_response({"mark_id": made["mark_id"], "cursor": str(stub.cursor)})


async def take_back(request: web.Request) -> web.Response:
    stub = request.app[STUB]
    stub.taken_back.append(request.match_info["mark_id"])
    for order in stub.orders.values():
        order["marks"] = [one for one in order.get("marks", []) if one["mark_id"] not in stub.taken_back]
    stub.cursor += 1
    return web.json_response({"cursor": str(stub.cursor)})


async def chat(request: web.Request) -> web.Response:
    """Finds what has to do with cancelling."""
    stub = request.app[STUB]
    said = await request.json()
    if said["order_id"] not in stub.orders:
        return error(404, "not_found")
    stub.chats.append(said)
    found = [
        {
            "message": number,
            "sentence": part.strip(),
            "traps": ["cancel_dispute"],
            "reason": "<b>cancelling</b>",
        }
        for number, message in enumerate(said["messages"])
        for part in re.split(r"(?<=[.!?])\s*|\n+", message["text"])
        if "cancel" in part
    ]
    return web.json_response({"found": found, "cursor": str(stub.cursor)})


async def settings(request: web.Request) -> web.Response:
    stub = request.app[STUB]
    if request.method == "PUT":
        wish = await request.json()
        if "nowhere" in json.dumps(wish):
            return error(400, "settings")
        stub.settings |= wish
        if stub.slow_settings is not None:
            await stub.slow_settings.wait()
    return web.json_response(stub.settings)


async def calendar(request: web.Request) -> web.Response:
    stub = request.app[STUB]
    if stub.broken:
        return error(503, "storage")
    stub.calendars += request.method == "POST"
    return web.json_response({"url": f"http://127.0.0.1:{stub.port}/calendar/secret{stub.calendars}.ics"})


async def try_channel(request: web.Request) -> web.Response:
    stub = request.app[STUB]
    stub.tried.append(await request.json())
    works = "broken" not in stub.tried[-1]["channel"]
    return web.json_response({"sent": works, "error": None if works else "<b>no such topic</b>"})


async def erase(request: web.Request) -> web.Response:
    stub = request.app[STUB]
    order_id = request.match_info.get("order_id")
    if order_id is not None and order_id not in stub.orders:
        return error(404, "not_found")
    stub.orders = {id_: one for id_, one in stub.orders.items() if order_id not in (None, id_)}
    stub.cursor += 1
    return web.json_response({"erased": 1, "cursor": str(stub.cursor)})


async def track(request: web.Request) -> web.Response:
    stub = request.app[STUB]
    number = request.query["number"]
    return web.json_response(
        stub.tracks.get(number, {"number": number, "asked": [], "parcel": {"sources": []}})
    )


async def evidence(request: web.Request) -> web.Response:
    stub = request.app[STUB]
    if request.method == "POST":
        stub.packs.append(await request.json())
        return web.json_response({"file": "/home/me/evidence/1.zip", "without_pdf": None})
    stub.wishes.append(dict(request.query))
    return web.json_response(stub.evidence)


async def record(request: web.Request) -> web.Response:
    return web.json_response(request.app[STUB].record)


async def picture(request: web.Request) -> web.Response:
    request.app[STUB].pictures.append(await request.json())
    return web.json_response({"sha256": "0" * 64})


async def clients(request: web.Request) -> web.Response:
    stub = request.app[STUB]
    if stub.broken:
        return error(503, "storage")
    if request.method == "DELETE":
        gone = request.match_info["client_id"]
        stub.clients = [one for one in stub.clients if one["client_id"] != gone]
    return web.json_response({"clients": stub.clients})


async def socket(request: web.Request) -> web.WebSocketResponse:
    stub = request.app[STUB]
    ws = web.WebSocketResponse()
    await ws.prepare(request)
    greeting = await ws.receive_json()
    if greeting != {"token": stub.token, "protocol": 1}:
        await ws.close(code=4401)
        return ws
    await ws.send_json({"type": "changed", "cursor": str(stub.cursor)})
    stub.sockets.add(ws)
    try:
        async for message in ws:
            if message.type is not WSMsgType.TEXT:
                break
    finally:
        stub.sockets.discard(ws)
    return ws


def application(stub: Stub) -> web.Application:
    app = web.Application(middlewares=[door], client_max_size=16 << 20)
    app[STUB] = stub
    app.add_routes(
        [
            web.post("/api/v1/pair", pair),
            web.post("/api/v1/pages", page),
            web.get("/api/v1/changes", changes),
            web.post("/api/v1/notices", report),
            web.post("/api/v1/marks", mark),
            web.delete("/api/v1/marks/{mark_id}", take_back),
            web.post("/api/v1/chats", chat),
            web.get("/api/v1/settings", settings),
            web.get("/api/v1/track", track),
            web.post("/api/v1/channels/test", try_channel),
            web.get("/api/v1/calendar", calendar),
            web.post("/api/v1/calendar", calendar),
            web.delete("/api/v1/orders", erase),
            web.delete("/api/v1/orders/{order_id}", erase),
            web.put("/api/v1/settings", settings),
            web.get("/api/v1/evidence", evidence),
            web.get("/api/v1/record", record),
            web.post("/api/v1/evidence", evidence),
            web.post("/api/v1/pictures", picture),
            web.get("/api/v1/clients", clients),
            web.delete("/api/v1/clients/{client_id}", clients),
            web.get("/api/v1/ws", socket),
        ]
    )
    return app


@asynccontextmanager
async def serving(stub: Stub) -> AsyncIterator[Stub]:
    """Runs it on a free port, or on the port that it had before: then it is back after a stop."""
    runner = web.AppRunner(application(stub), access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", stub.port)
    await site.start()
    stub.port = runner.addresses[0][1]
    try:
        yield stub
    finally:
        for ws in tuple(stub.sockets):
            await ws.close()
        await runner.cleanup()
