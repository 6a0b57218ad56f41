"""Anything in any order: pages, marks, reports, sleep, restarts, a clock that jumps, nonsense; against a simple model.

ORDERWARDEN_MACHINES says how many lives are lived; some by default, a long night takes thousands.
ORDERWARDEN_SHORTEN=1 looks for the shortest life that ends badly, which takes minutes.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Coroutine
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from server import replay
from server.casework import empty_casebook
from server.notice_json import plain_notice
from server.running import start
from server.settings import read_settings
from server.store import ledger, notices
from server.watch.clock import read_back, written
from tests.server.conftest import (
    DETAIL_URL,
    LIST_URL,
    Deaf,
    TestClock,
    bought,
    detail,
    order_list,
    pair,
)
from tests.shop.orders import ORDERS

LIVES = int(os.environ.get("ORDERWARDEN_MACHINES", "15"))
SHORTEN = bool(os.environ.get("ORDERWARDEN_SHORTEN"))
BOUGHT = [2, 5, 6, 7, 12, 13]
MARKS = ["received_ok", "not_received", "not_sure", "defect", "collected", "answered", "money_seen"]
OPEN = ("due", "shown", "snoozed")
MOMENT = timedelta(seconds=1)
Answer = TypeVar("Answer")


class Life(RuleBasedStateMachine):
    """What a buyer, a browser and a computer may do; `known` and the like are the model."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = TestClock()
        self.known: set[str] = set()
        self.marks: dict[str, str] = {}
        self.acknowledged: set[str] = set()
        self.covered: dict[str, str] = {}
        self.held: dict[str, dict[str, Any]] = {"orders": {}, "notices": {}}
        self.plan: list[Any] = []
        self.cursor: str | None = None
        self.reread = False

    def do(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        return self.loop.run(work)

    @initialize()
    def begin(self) -> None:
        self.do(self._start())
        self.client = self.do(pair(self.running))

    async def _start(self) -> None:
        self.running = await start(self.folder / "home", clock=self.clock, asker=Deaf())
        self.running.watch._scheduler.shutdown(
            wait=False
        )  # time goes by where the machine says so, and nowhere else

    # -- what happens

    @rule(number=st.sampled_from(BOUGHT), parcels=st.booleans())
    def open_an_order(self, number: int, parcels: bool) -> None:
        order = bought(number) if parcels else replace(bought(number), parcels=())
        said = self.do(self.client.detail(order))
        assert said["order_ids"] == [order.order_id]
        self.known.add(order.order_id)

    @rule(numbers=st.sets(st.sampled_from(BOUGHT), min_size=1))
    def open_the_list(self, numbers: set[int]) -> None:
        listed = [order for order in ORDERS if order.number in numbers]
        said = self.do(self.client.page(LIST_URL, order_list(listed, self.clock.now())))
        assert said["order_ids"] == sorted(order.order_id for order in listed)
        self.known |= set(said["order_ids"])

    @rule(number=st.sampled_from(BOUGHT), hours=st.integers(1, 100))
    def a_page_that_waited(self, number: int, hours: int) -> None:
        seen_at = self.clock.now() - timedelta(hours=hours)
        self.do(self.client.page(DETAIL_URL, detail(bought(number), seen_at), seen_at=seen_at))
        self.known.add(bought(number).order_id)

    @precondition(lambda self: self.known)
    @rule(chosen=st.randoms(use_true_random=False), kind=st.sampled_from(MARKS))
    def mark(self, chosen: Any, kind: str) -> None:
        order_id = chosen.choice(sorted(self.known))
        body = {"order_id": order_id, "kind": kind, "at": written(self.clock.now())}
        first, again = self.do(self._twice("/api/v1/marks", body))
        assert first == again, "the same mark again is the same mark"
        self.marks[first["mark_id"]] = order_id

    @precondition(lambda self: self.marks)
    @rule(chosen=st.randoms(use_true_random=False))
    def take_back(self, chosen: Any) -> None:
        mark_id = chosen.choice(sorted(self.marks))
        assert self.do(self._delete(f"/api/v1/marks/{mark_id}")) == 200
        del self.marks[mark_id]
        self.reread = True

    @precondition(lambda self: any(one["state"] in OPEN for one in self.held["notices"].values()))
    @rule(
        chosen=st.randoms(use_true_random=False),
        what=st.sampled_from(["shown", "acknowledged", "snoozed"]),
        hours=st.integers(1, 60),
    )
    def report(self, chosen: Any, what: str, hours: int) -> None:
        waiting = [id_ for id_, one in self.held["notices"].items() if one["state"] in OPEN]
        event = {"id": chosen.choice(sorted(waiting)), "what": what, "at": written(self.clock.now())}
        if what == "snoozed":
            event["until"] = written(self.clock.now() + timedelta(hours=hours))
        first, again = self.do(self._twice("/api/v1/notices", {"events": [event]}))
        assert first == again, "the same report again changes nothing"
        if what == "acknowledged":
            self.acknowledged.add(event["id"])

    @precondition(lambda self: self.plan)
    @rule()
    def the_browser_was_first(self) -> None:
        event = {"id": self.plan[0]["id"], "what": "shown", "at": written(self.clock.now())}
        self.do(self.client.post("/api/v1/notices", {"events": [event]}))

    @rule(minutes=st.sampled_from([1, 60, 600, 1440, 4000]))
    def time_goes_by(self, minutes: int) -> None:
        self.clock.pass_by(timedelta(minutes=minutes))
        self.do(self.running.house.advance())

    @rule(days=st.integers(1, 20))
    def the_computer_sleeps(self, days: int) -> None:
        self.clock.pass_by(timedelta(days=days))
        self.do(self.running.watch.tick())

    @rule(minutes=st.sampled_from([0, 1, 600, 6000]))
    def the_server_stops_and_starts(self, minutes: int) -> None:
        before = self.do(self.client.changes())
        self.do(self.client.session.close())
        self.do(self.running.stop())
        self.clock.pass_by(timedelta(minutes=minutes))
        self.do(self._start())
        self.client.running = self.running
        self.client.session = self.do(self._session_again())
        if not minutes:
            after = self.do(self.client.changes())
            assert after == before, "a restart by itself changes nothing"

    @rule(hours=st.sampled_from([-900, -25, -1, 1, 25, 9000]))
    def the_clock_jumps_and_comes_back(self, hours: int) -> None:
        self.clock.at += timedelta(hours=hours)
        self.do(self.running.house.advance())
        self.clock.at -= timedelta(hours=hours)
        self.do(self.running.house.advance())

    @precondition(lambda self: self.known)
    @rule(chosen=st.randoms(use_true_random=False))
    def forget(self, chosen: Any) -> None:
        order_id = chosen.choice(sorted(self.known))
        assert self.do(self._delete(f"/api/v1/orders/{order_id}")) == 200
        self.known.discard(order_id)
        self.marks = {mark: of for mark, of in self.marks.items() if of != order_id}
        self.covered = {part: by for part, by in self.covered.items() if order_id not in part}
        self.reread = True

    @rule(
        path=st.sampled_from(["pages", "marks", "notices", "chats"]),
        body=st.from_regex(r"[\[{\"a:1,}\]]{0,20}"),
    )
    def nonsense(self, path: str, body: str) -> None:
        before = self.do(self.running.house.cursor()), self.do(self.running.house.read(_rows))
        status = self.do(self._send(f"/api/v1/{path}", body))
        assert status in (400, 404)
        assert (self.do(self.running.house.cursor()), self.do(self.running.house.read(_rows))) == before

    # -- what must hold

    @invariant()
    def what_a_client_holds_is_what_is(self) -> None:
        if not hasattr(self, "client"):
            return
        news, now = self.do(self.client.changes(self.cursor)), self.do(self.client.changes())
        if news["full"]:
            self.held, self.plan = {"orders": {}, "notices": {}}, []
        for order in news["orders"]:
            self.held["orders"][order["order_id"]] = order
        for notice in news["notices"]:
            self._told(notice, before=self.held["notices"].get(notice["id"]))
            self.held["notices"][notice["id"]] = notice
        self.plan, self.cursor = news.get("plan", self.plan), news["cursor"]
        assert list(self.held["orders"].values()) != [] or not self.known
        assert self.held["orders"] == {order["order_id"]: order for order in now["orders"]}
        assert self.plan == now["plan"]
        waiting = {id_: one for id_, one in self.held["notices"].items() if one["state"] in OPEN}
        assert waiting == {one["id"]: one for one in now["notices"]}
        self.reread = False
        self._what_was_said_is_known()
        self._the_plan_is_ahead()

    def _told(self, notice: Any, before: Any) -> None:
        id_ = notice["id"]
        if id_ in self.acknowledged:
            assert notice["state"] == "acknowledged", "what was acknowledged stays so"
        if notice["state"] != "due" or (before and before["state"] == "due"):
            return
        assert before is None or (self.reread and before["state"] == "cleared"), f"told twice: {id_}"
        assert read_back(notice["at"]) <= self.clock.now() + MOMENT, "told before its time"
        assert self.reread or not all(self.covered.get(part, id_) != id_ for part in notice["covers"]), (
            f"all of {id_} was told: {[self.covered[part] for part in notice['covers']]}"
        )
        for part in notice["covers"]:
            self.covered.setdefault(part, id_)

    def _what_was_said_is_known(self) -> None:
        assert set(self.held["orders"]) == self.known
        shown = {m["mark_id"]: id_ for id_, order in self.held["orders"].items() for m in order["marks"]}
        assert shown == self.marks

    def _the_plan_is_ahead(self) -> None:
        assert [one["at"] for one in self.plan] == sorted(one["at"] for one in self.plan)
        for one in self.plan:
            assert read_back(one["at"]) > self.clock.now() - MOMENT
            assert (
                one["id"] not in self.held["notices"] or self.held["notices"][one["id"]]["state"] == "cleared"
            )

    def teardown(self) -> None:
        if hasattr(self, "client"):
            told, made, broken = self.do(self.running.house.read(_made_again))
            self.do(self.client.session.close())
            self.do(self.running.stop())
        self.loop.close()
        shutil.rmtree(self.folder)
        if hasattr(self, "client"):
            assert broken is None
            assert told == made, "the ledger makes every notice again"

    # -- requests

    async def _twice(self, path: str, body: Any) -> tuple[Any, Any]:
        return await self.client.post(path, body), await self.client.post(path, body)

    async def _delete(self, path: str) -> int:
        async with self.client.session.delete(self.running.url + path) as answer:
            return answer.status

    async def _send(self, path: str, body: str) -> int:
        headers = {"Content-Type": "application/json"}
        async with self.client.session.post(self.running.url + path, data=body, headers=headers) as answer:
            return answer.status

    async def _session_again(self) -> Any:
        import aiohttp

        return aiohttp.ClientSession(headers=self.client.session.headers)


def _rows(connection: Any) -> int:
    return sum(1 for _ in ledger.links(connection))


def _made_again(connection: Any) -> tuple[Any, Any, Any]:
    made = replay.told(connection, lambda plain: empty_casebook(read_settings(plain)))
    as_stored = {name: ledger.canonical(plain_notice(notice)) for name, notice in made.items()}
    return notices.told(connection), as_stored, ledger.check(connection)


def test_any_life_ends_well() -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=LIVES,
            stateful_step_count=25,
            phases=[Phase.explicit, Phase.generate, *([Phase.shrink] if SHORTEN else [])],
            derandomize=LIVES == 15,
            report_multiple_bugs=False,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


class Second:
    """Chooses the second of what there is."""

    def choice(self, known: list[str]) -> str:
        return known[1]


def test_two_that_the_browser_showed_apart_are_folded_later_and_one_is_forgotten() -> None:
    """A life that once ended badly."""
    life = Life()
    life.begin()
    life.a_page_that_waited(number=13, hours=67)
    life.what_a_client_holds_is_what_is()
    life.the_browser_was_first()
    life.what_a_client_holds_is_what_is()
    life.open_the_list(numbers={5})
    life.what_a_client_holds_is_what_is()
    life.the_browser_was_first()
    life.what_a_client_holds_is_what_is()
    life.the_computer_sleeps(days=10)
    life.what_a_client_holds_is_what_is()
    life.forget(Second())
    life.what_a_client_holds_is_what_is()
    life.teardown()
