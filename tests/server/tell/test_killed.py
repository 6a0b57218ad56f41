"""`kill -9` at any moment while pages come in and notices go out: nothing lost, nothing shown twice.

ORDERWARDEN_KILLS says how often; a run before a release takes 1000.
"""

import asyncio
import contextlib
import json
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from server import replay
from server.casework import empty_casebook
from server.control import control_of
from server.notice_json import plain_notice
from server.rules.identities import parts_of
from server.settings import read_settings
from server.store import Store, ledger, notices
from server.store.ledger import canonical
from tests.server.conftest import DETAIL_URL, bought, detail, page_of

KILLS = int(os.environ.get("ORDERWARDEN_KILLS", "25"))
ROOT = Path(__file__).parents[3]
BEGIN = datetime(2026, 9, 1, 12, tzinfo=UTC)


class Buyer:
    """A client with a memory, as the extension has one, that talks to a server that may die at any word."""

    def __init__(self, home: Path, nursery: asyncio.subprocess.Process, chance: random.Random) -> None:
        self.home, self.nursery, self.chance = home, nursery, chance
        self.now = BEGIN
        self.token = ""
        self.child = 0
        self.session: aiohttp.ClientSession | None = None
        self.unsent: list[dict[str, str]] = []
        self.unreported: list[dict[str, str]] = []
        self.accepted: set[str] = set()
        self.shown: Counter[str] = Counter()
        self.reported: set[str] = set()
        self.cursor: str | None = None
        self.bought = 0

    async def raise_server(self, *how: str) -> None:
        assert self.nursery.stdin is not None
        assert self.nursery.stdout is not None
        before = control_of(self.home)
        self.nursery.stdin.write("\t".join([str(self.home), self.now.isoformat(), *how]).encode() + b"\n")
        self.child = int(await self.nursery.stdout.readline())
        for _ in range(12_000):
            control = control_of(self.home)
            if control is not None and control != before:
                break
            await asyncio.sleep(0.005)
        else:
            raise AssertionError("the server did not come up")
        self.control = control
        self.url = f"http://127.0.0.1:{control['port']}"
        headers = {"X-Orderwarden-Protocol": "1", "Authorization": f"Bearer {self.token}"}
        self.session = aiohttp.ClientSession(headers=headers, timeout=aiohttp.ClientTimeout(60))

    async def pair(self) -> None:
        code = (await self.ask("POST", "/control/code", {}, self.control["token"]))["code"]
        self.token = (await self.ask("POST", "/api/v1/pair", {"code": code}))["token"]
        assert self.session is not None
        self.session.headers["Authorization"] = f"Bearer {self.token}"

    async def ask(self, method: str, path: str, body: Any = None, token: str | None = None) -> Any:
        assert self.session is not None
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with self.session.request(method, self.url + path, json=body, headers=headers) as answer:
            told = await answer.json()
            assert answer.status == 200, told
            return told

    async def live(self) -> None:
        """Opens pages, sends them, lets time go on, shows what is due, says so: until the server dies."""
        while True:
            match self.chance.randrange(4):
                case 0:
                    self.open_a_page()
                    await self.send()
                case 1:
                    await self.goes_on(timedelta(hours=self.chance.choice([1, 7, 30])))
                case _:
                    await self.send()
                    await self.hear()

    async def goes_on(self, span: timedelta) -> None:
        """Answered when all is told that is due by then; a server that was just raised answers before it tells."""
        self.now += span
        await self.ask("POST", "/control/clock", {"to": self.now.isoformat()}, self.control["token"])

    def open_a_page(self) -> None:
        self.bought += 1
        order = replace(
            bought(5), number=100 + self.bought, protection_end=self.chance.randrange(2, 14), parcels=()
        )
        self.unsent.append(page_of(DETAIL_URL, detail(order, self.now), datetime.now(UTC)))

    async def send(self) -> None:
        while self.unsent:
            said = await self.ask("POST", "/api/v1/pages", self.unsent[0])
            self.accepted |= set(said["order_ids"])
            del self.unsent[0]

    async def hear(self) -> None:
        query = f"?since={self.cursor}" if self.cursor else ""
        told = await self.ask("GET", "/api/v1/changes" + query)
        self.cursor = told["cursor"]
        for notice in told["notices"]:
            if notice["id"] in self.reported:
                assert notice["state"] != "due", "what was reported as shown is due again"
            if notice["state"] == "due" and not self.shown[notice["id"]]:
                self.shown[notice["id"]] += 1
                what = self.chance.choice(["shown", "acknowledged"])
                self.unreported.append({"id": notice["id"], "what": what, "at": notice["at"]})
        if self.unreported:
            await self.ask("POST", "/api/v1/notices", {"events": self.unreported})
            self.reported |= {event["id"] for event in self.unreported}
            self.unreported.clear()

    async def kill(self) -> None:
        os.kill(self.child, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            while True:
                os.kill(self.child, 0)
                await asyncio.sleep(0.001)
        assert self.session is not None
        await self.session.close()


@pytest.fixture
async def nursery(tmp_path: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    log = await asyncio.to_thread((tmp_path / "log").open, "wb")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.server.tell.nursery",
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=log,
    )
    yield process
    process.kill()
    await process.communicate()
    log.close()
    print((tmp_path / "log").read_text()[-5000:])


async def test_killed_at_any_moment(tmp_path: Path, nursery: asyncio.subprocess.Process) -> None:
    seed = int(os.environ.get("ORDERWARDEN_SEED", "7"))
    buyer = Buyer(tmp_path / "home", nursery, random.Random(seed))
    await buyer.raise_server()
    await buyer.pair()
    for _ in range(KILLS):
        living = asyncio.create_task(buyer.live())
        await asyncio.wait([living], timeout=buyer.chance.uniform(0.0, 0.3))
        await buyer.kill()
        with contextlib.suppress(aiohttp.ClientError, TimeoutError, ConnectionError, RuntimeError):
            await living
        await buyer.raise_server()
    await buyer.send()
    # dues lie within seconds of whole hours: none comes up while it hears
    await buyer.goes_on(timedelta(minutes=30))
    await buyer.hear()
    await buyer.kill()
    await asyncio.to_thread(judge, buyer)


async def test_stopped_over_a_deadline_it_tells_at_waking_once(
    tmp_path: Path, nursery: asyncio.subprocess.Process
) -> None:
    """A really stopped process, as in a computer that sleeps; only the span is short."""
    buyer = Buyer(tmp_path / "home", nursery, random.Random(7))
    await buyer.raise_server()
    await buyer.pair()
    buyer.open_a_page()
    await buyer.send()
    plan = (await buyer.ask("GET", "/api/v1/changes"))["plan"]
    await buyer.kill()
    due = datetime.fromisoformat(plan[0]["at"])
    before = timedelta(seconds=8)
    buyer.now = due - timedelta(hours=1)
    await buyer.raise_server("quick")
    await buyer.hear()
    await buyer.goes_on(timedelta(hours=1) - before)
    os.kill(buyer.child, signal.SIGSTOP)
    await asyncio.sleep(before.total_seconds() + 3)
    os.kill(buyer.child, signal.SIGCONT)
    for _ in range(300):
        await buyer.hear()
        if buyer.shown[plan[0]["id"]]:
            break
        await asyncio.sleep(0.2)
    for _ in range(10):
        await buyer.hear()
    assert buyer.shown[plan[0]["id"]] == 1
    await buyer.kill()
    slept = await asyncio.to_thread(spans_of_sleep, buyer.home)
    assert any(begun < due < ended for begun, ended in slept), (
        "it says in the ledger that it slept over the moment"
    )
    await asyncio.to_thread(judge, buyer)


def spans_of_sleep(home: Path) -> list[tuple[datetime, datetime]]:
    store = Store(home)
    try:
        with store.reading() as connection:
            rows = ledger.of_kind(connection, "asleep")
    finally:
        store.close()
    read = datetime.fromisoformat
    return [(read(row.content["from"]), read(row.at)) for row in rows if row.content]


def judge(buyer: Buyer) -> None:
    """What stands in the file afterwards, against what the client was promised and what the ledger says."""
    store = Store(buyer.home)
    try:
        with store.reading() as connection:
            assert ledger.check(connection) is None
            subjects = {entry.subject for entry in ledger.entries(connection) if entry.what == "order"}
            assert buyer.accepted <= subjects, "an accepted page is lost"
            told = notices.told(connection)
            again = replay.told(connection, lambda plain: empty_casebook(read_settings(plain)))
        made_again = {identity: canonical(plain_notice(notice)) for identity, notice in again.items()}
        assert {i: (n, told.get(i)) for i, n in made_again.items() if told.get(i) != n} == {}
        assert set(told) == set(made_again)
        states = {row.identity: row.state for row in _rows(store)}
        seen = set(buyer.shown) | {identity for identity, state in states.items() if state == "cleared"}
        assert set(told) == seen, "told and never heard, or heard and never told"
        assert set(buyer.shown.values()) <= {1}
        covers = {identity: json.loads(text)["covers"] for identity, text in told.items()}
        dues = [name for identity in told for name in parts_of(identity, covers[identity])]
        assert len(dues) == len(set(dues)), "one due stands in two notices"
        print(json.dumps({"kills": KILLS, "orders": len(subjects), "notices": len(told)}))
        assert told
    finally:
        store.close()


def _rows(store: Store) -> list[notices.Stored]:
    with store.reading() as connection:
        return notices.in_state(connection, "due", "sent", "shown", "acknowledged", "snoozed", "cleared")
