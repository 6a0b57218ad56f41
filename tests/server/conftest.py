"""A real server on a real file, with a clock that the test moves, and a client that has paired."""

import hashlib
import io
import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from blockbuster import BlockBuster, blockbuster_ctx

from scraper.carriers import Needs, Numbers, Reply, Source, failed, judged
from scraper.fetch.asking import Heard
from server.running import Running, start
from server.watch.clock import Clock, written
from tests.shop import answers
from tests.shop.answers import Calendar
from tests.shop.orders import ORDERS, Order

ORIGIN = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


class TestClock(Clock):
    """Stands still until it is moved."""

    __test__ = False

    def __init__(self, at: datetime = NOON) -> None:
        super().__init__()
        self.at = at
        self.seconds = 1000.0

    def wall(self) -> datetime:
        return self.at

    def ran(self) -> float:
        return self.seconds

    def pass_by(self, span: timedelta) -> None:
        """Time goes by, as in life: both clocks."""
        self.at += span
        self.seconds += span.total_seconds()


class Client:
    """A paired client, as the extension is one."""

    def __init__(self, running: Running, session: aiohttp.ClientSession, token: str) -> None:
        self.running = running
        self.session = session
        self.token = token

    async def get(self, path: str, **more: Any) -> Any:
        async with self.session.get(self.running.url + path, **more) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def post(self, path: str, body: Any, expect: int = 200) -> Any:
        sent = io.BytesIO(json.dumps(body).encode())  # a large body is read piece by piece
        headers = {"Content-Type": "application/json"}
        async with self.session.post(self.running.url + path, data=sent, headers=headers) as answer:
            assert answer.status == expect, await answer.text()
            return await answer.json()

    async def changes(self, since: str | None = None) -> Any:
        return await self.get("/api/v1/changes", params={"since": since} if since else {})

    async def detail(self, order: Order) -> Any:
        """Opens the order's detail page now."""
        now = self.running.house.clock.now()
        return await self.page(DETAIL_URL, detail(order, now))

    async def page(self, url: str, body: str, expect: int = 200, seen_at: datetime | None = None) -> Any:
        page = page_of(url, body, seen_at or self.running.house.clock.now())
        return await self.post("/api/v1/pages", page, expect)


async def wakes_to_a_longer_protection(client: Client, clock: "TestClock", watched: list[Order]) -> None:
    """Orders of one end; the server is away over their last warnings, and a page of the second, seen meanwhile, says
    that its protection ends later: the one notice about all of them leaves it out."""
    for one in watched:
        await client.detail(one)
    seen_at, longer = clock.now() + timedelta(days=40), replace(watched[1], protection_end=90)
    clock.pass_by(timedelta(days=47))
    await client.running.watch.tick()
    await client.page(DETAIL_URL, detail(longer, seen_at), seen_at=seen_at)


def page_of(url: str, body: str, seen_at: datetime) -> dict[str, str]:
    digest = hashlib.sha256((url + body).encode()).hexdigest()
    return {"id": digest, "url": url, "seen_at": written(seen_at), "language": "en", "body": body}


async def pair(running: Running, origin: str | None = ORIGIN) -> Client:
    headers = {"X-Orderwarden-Protocol": "1"} | ({"Origin": origin} if origin else {})
    session = aiohttp.ClientSession(headers=headers)
    async with session.post(running.url + "/api/v1/pair", json={"code": running.code()}) as answer:
        assert answer.status == 200, await answer.text()
        token = (await answer.json())["token"]
    session.headers["Authorization"] = f"Bearer {token}"
    return Client(running, session, token)


@pytest.fixture
def blockbuster() -> Any:
    """Anything that blocks the event loop fails the test that asks for this."""
    with blockbuster_ctx() as guard:
        yield guard


def no_look_up_comes_in_between(patch: pytest.MonkeyPatch) -> None:
    """Neither soon after a change nor with the next round, which a slow test would live to see."""
    patch.setattr("server.watch.ticks.SOON", timedelta(days=1))
    patch.setattr("server.watch.look_ups.LookUps.EVERY", timedelta(days=1))


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture
async def running(
    tmp_path: Path,
    clock: TestClock,
    asker: "Deaf",
    blockbuster: BlockBuster,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Running]:
    """Parcels are looked up only when a test asks for it: else what it reads depends on how long it takes."""
    no_look_up_comes_in_between(monkeypatch)
    server = await start(tmp_path / "home", clock=clock, asker=asker)
    yield server
    await server.stop()


@pytest.fixture
async def client(running: Running) -> AsyncIterator[Client]:
    paired = await pair(running)
    yield paired
    await paired.session.close()


class Deaf:
    """Answers look-ups with what a test lays out, by number; everything else is not reached. Counts what was asked."""

    def __init__(self) -> None:
        self.answers: dict[tuple[str, str], str] = {}
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    async def ask(self, source: Source, numbers: Numbers, needs: Needs, deadline: datetime | None) -> Heard:
        self.asked.append((source.key, numbers))
        for number in numbers:
            body = self.answers.get((source.key, number))
            if body is not None:
                reply = Reply(body)
                return Heard(source, judged(source, reply, numbers), reply)
        return Heard(source, failed(source.key, "network", "nobody answers in tests"))


@pytest.fixture
def asker() -> Deaf:
    return Deaf()


DETAIL_URL = "https://acs.aliexpress.com/h5/mtop.aliexpress.trade.buyer.order.detail/1.0/"
LIST_URL = "https://acs.aliexpress.com/h5/mtop.aliexpress.trade.buyer.order.list/1.0/"


def calendar(now: datetime) -> Calendar:
    return Calendar(now.date(), now)


def bought(number: int = 5, **changed: Any) -> Order:
    """An order of the stand-in shop (5 is on its way), with what the test changes."""
    return replace(next(order for order in ORDERS if order.number == number), **changed)


def detail(order: Order, now: datetime) -> str:
    """The answer of the order's detail page at this moment."""
    return answers.as_text(answers.order_detail(order, calendar(now)))


def order_list(orders: Iterable[Order], now: datetime) -> str:
    return answers.as_text(answers.order_list(orders, calendar(now)))
