"""Broken, cut and hostile requests: no error of the server's own, nothing kept of what was refused, memory bounded.

ORDERWARDEN_HOSTILE=100000 tries as many; by default some hundreds.
"""

import asyncio
import base64
import copy
import hashlib
import json
import os
import random
import resource
import sqlite3
from collections import Counter
from typing import Any
from urllib.parse import quote

from server.api.pace import PACE
from server.running import Running
from server.store.database import FILE_NAME
from tests.server.conftest import DETAIL_URL, Client, TestClock, bought, detail, page_of

COUNT = int(os.environ.get("ORDERWARDEN_HOSTILE", "600"))
GROWS_AT_MOST = 64
"""MiB that the process may have grown at the end, its caches included."""

DEEP: Any = []
for _ in range(90):
    DEEP = [DEEP]
VALUES: list[Any] = [
    None, True, False, 0, -1, 0.5, 2**53 + 1, 2**63, 10**30, 1e308, "", " ", "\x00", "\ud800", "x" * 5000, "9" * 400,
    [], {}, [[]], DEEP, {"a": {}}, ["a", 1, None], [None], "0000-00-00T00:00:00Z", "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-02-30T00:00:00Z", "2026-09-01T12:00:00", "NaN",
    "2026-09-01T12:00:00.000Z", "' OR 1=1 --", "<script>alert(1)</script>", "../../etc/passwd", "%00", "[]", "{",
    "shown", "received_ok",
    "٣", "\u202e", "http://127.0.0.1/", "Europe/Berlin", "Europe/../Berlin", "//", "de", "22:00",
]  # fmt: skip


def asked(clock: TestClock, notice: str) -> list[tuple[str, str, Any]]:
    """Requests as they ought to be."""
    at, order_id = "2026-09-01T12:00:00Z", bought(5).order_id
    event = {"id": notice, "what": "snoozed", "at": at, "until": "2026-09-03T12:00:00Z"}
    said = {"from": "seller", "text": "Please wait, I will refund you. Cancel the dispute.", "at": at}
    picture = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(40)).decode()
    mark = {"order_id": order_id, "kind": "not_received", "at": at, "parcel": "LB480000056SG", "line_id": "1"}
    muted = [{"kind": "late"}, {"order_id": order_id}]
    wishes = {"language": "de", "muted": muted, "quiet": ["22:00", "07:00"], "zone": "Europe/Berlin"}
    return [
        ("POST", "/api/v1/pages", page_of(DETAIL_URL, detail(bought(5), clock.now()), clock.now())),
        ("POST", "/api/v1/notices", {"events": [event]}),
        ("POST", "/api/v1/marks", mark),
        ("POST", "/api/v1/chats", {"order_id": order_id, "language": "en", "messages": [said]}),
        ("PUT", "/api/v1/settings", wishes | {"patience": {"act": 3}, "sources": {"cainiao": {"on": False}}}),
        ("PUT", "/api/v1/settings", {"leads": {"protection_act_hours": 72}, "digest": "08:00"}),
        ("POST", "/api/v1/pair", {"code": "123456", "client": {"name": "x", "version": "1"}}),
        ("POST", "/api/v1/channels/test", {"channel": "json://127.0.0.1:1", "title": "t", "text": "t"}),
        ("POST", "/api/v1/pictures", {"order_id": order_id, "url": DETAIL_URL, "at": at, "image": picture}),
        ("POST", "/api/v1/evidence", {"order_ids": ["0"]}),
        ("POST", "/control/forget", {"order_ids": ["0"]}),
        ("GET", f"/api/v1/evidence?order_id={order_id}&language=de&amount=12.50 EUR", None),
        ("GET", "/api/v1/changes?since=ab-12", None),
        ("GET", "/api/v1/track?number=LB480000056SG", None),
        ("DELETE", "/api/v1/marks/3", None),
        ("DELETE", "/api/v1/orders/0", None),
        ("DELETE", "/api/v1/clients/0", None),
        ("GET", "/calendar/secret.ics", None),
    ]


class Spoiler:
    """Spoils a request in one to three places."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def body(self, plain: Any) -> bytes:
        plain = copy.deepcopy(plain)
        for _ in range(self.chance.randint(1, 3)):
            self._member(plain)
        if isinstance(plain.get("body"), str):
            plain["body"] = self._page(plain["body"])
            if isinstance(plain.get("url"), str):
                named = (plain["url"] + plain["body"]).encode("utf-8", "surrogatepass")
                plain["id"] = hashlib.sha256(named).hexdigest()
        raw = bytearray(
            json.dumps(plain, ensure_ascii=self.chance.random() < 0.5).encode("utf-8", "surrogatepass")
        )
        match self.chance.randrange(8):
            case 0:
                del raw[self.chance.randrange(len(raw)) :]
            case 1:
                raw[self.chance.randrange(len(raw))] = self.chance.randrange(256)
            case 2:
                raw[:0] = b"[" * self.chance.choice([1, 101, 5000])
        return bytes(raw)

    def address(self, path: str) -> str:
        spot = self.chance.randrange(8, len(path))
        spoilt = self.chance.choice([value for value in VALUES if isinstance(value, str)])
        return path[:spot] + quote(spoilt.encode("utf-8", "replace")[:300]) + path[spot + 1 :]

    def _member(self, plain: Any) -> None:
        while isinstance(plain, (dict, list)) and plain:
            key = self.chance.choice(list(plain) if isinstance(plain, dict) else range(len(plain)))
            if not isinstance(plain[key], (dict, list)) or self.chance.random() < 0.4:
                if self.chance.random() < 0.2:
                    del plain[key]
                else:
                    plain[key] = copy.deepcopy(self.chance.choice(VALUES))
                return
            plain = plain[key]

    def _page(self, text: str) -> str:
        if self.chance.random() < 0.3:
            return text
        spot = self.chance.randrange(len(text) + 1)
        return (
            text[:spot] + self.chance.choice(["", "\x00", "9" * 30, '"', "}", "null", "-"]) + text[spot + 1 :]
        )


async def test_no_hostile_request_breaks_the_server_or_leaves_a_trace(
    running: Running, client: Client, clock: TestClock
) -> None:
    running.app[PACE].a_minute = 10**9
    running.watch._scheduler.shutdown(wait=False)  # a tick would write too
    await client.detail(bought(5))
    told = await client.changes()
    requests = asked(clock, (told["notices"] + told["plan"])[0]["id"])
    database = running.house.home / FILE_NAME
    beside = await asyncio.to_thread(sqlite3.connect, database, check_same_thread=False)
    spoiler, statuses, before = Spoiler(COUNT), Counter[int](), 0
    for number in range(COUNT):
        if number == COUNT // 3:
            before = resident()
        method, path, plain = requests[number % len(requests)]
        body = None if plain is None else spoiler.body(plain)
        address = spoiler.address(path) if body is None else path
        stood = await asyncio.to_thread(version, beside)
        status, answer = await send(client, method, address, body)
        statuses[status] += 1
        assert status in (200, 400, 401, 403, 404, 405, 409, 410, 415), (
            status,
            method,
            address,
            body,
            answer,
        )
        if status != 200:
            assert await asyncio.to_thread(version, beside) == stood, (
                "something was kept",
                method,
                address,
                body,
            )
            assert "error" in json.loads(answer)
            assert b"Traceback" not in answer
    await asyncio.to_thread(beside.close)
    assert statuses[200] > COUNT / 20, statuses
    assert statuses[400] > COUNT / 4, statuses
    assert resident() - before < GROWS_AT_MOST
    assert (await client.changes())["orders"], "it still answers"


async def send(client: Client, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
    headers = {"Content-Type": "application/json"}
    if path.startswith("/control/"):
        headers["Authorization"] = f"Bearer {client.running.house.control_token}"
    async with client.session.request(
        method, client.running.url + path, data=body, headers=headers, allow_redirects=False
    ) as answer:
        return answer.status, await answer.read()


def version(beside: sqlite3.Connection) -> int:
    """Another number after each commit of the server's."""
    return int(beside.execute("PRAGMA data_version").fetchone()[0])


def resident() -> float:
    """The most that this process ever held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def test_half_a_character_is_refused(client: Client) -> None:
    status, answer = await send(client, "PUT", "/api/v1/settings", b'{"city": "\\ud800"}')
    assert (status, json.loads(answer)["error"]["code"]) == (400, "bad_request")
