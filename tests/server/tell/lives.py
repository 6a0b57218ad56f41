"""One life of a home, by a seed: pages, marks, sleep, journeys, kills, restores; after each step it is `judged`."""

import copy
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection

from server import home as at_rest
from server.house import House
from server.observe import Happened, Seen
from server.store import Store, ledger, notices
from server.store.heard import dues_in
from server.tell import Message, Teller
from server.watch.clock import written
from server.watch.ticks import Watch
from tests.server.conftest import TestClock
from tests.server.tell.judged import BEGIN, About, Known, judge

ORDERS = [f"821900050010{number:04}" for number in range(5)]
PARCELS = ["LP00417245813281", "LP00416650127733"]
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago"]
MARKS = [
    "received_ok",
    "not_received",
    "not_sure",
    "defect",
    "dispute_refused",
    "collected",
    "coupon_collected",
]
SCANS = ["accepted", "in_transit", "at_pickup_point", "customs_held", "returning", "delivered"]
DISPUTES = ["waiting_for_seller", "waiting_for_buyer", "decided_against_buyer", "return_agreed", "cancelled"]
AT_ONCE = {"act": 1e-9, "critical": 1e-9}


class Recording:
    name = "recording"

    def __init__(self) -> None:
        self.known = Known()
        self.given: About | None = None

    async def send(self, message: Message) -> None:
        assert isinstance(message, About)
        self.given = message

    def noted(self) -> None:
        """What was given and not noted, for the power went just then, comes again: better twice than never."""
        if self.given is not None:
            self.known.sent.append(self.given)


class Telling(Teller):
    def _note(self, identity: str, channel: str, at: str, error: str | None) -> None:
        super()._note(identity, channel, at, error)
        for one in self._given or ():
            assert isinstance(one, Recording)
            one.noted()

    def _message(self, stored: notices.Stored) -> Message | None:
        said = super()._message(stored)
        if said is None:
            return None
        at, dues = datetime.fromisoformat(stored.at), dues_in(stored.notice)
        return About(said.title, said.body, at, dues, tuple(stored.order_ids))


class Life:
    def __init__(self, place: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home, self.back_up, self.place = place / "home", place / "back-up", place
        self.chance = Random(seed)
        self.clock = TestClock(BEGIN)
        self.channel = Recording()
        self.computer = "Europe/Berlin"
        self.saved: Known | None = None
        self.steps: list[str] = []
        self.disputes: dict[str, int] = {}
        self.ends: dict[str, datetime] = {}
        self.house: House
        monkeypatch.setattr("server.settings.system_zone", lambda: self.computer)

    # -- the computer

    async def begin(self) -> None:
        self.house = House(self.home, self.clock, port=0)
        await self.house.open()
        self.watch = Watch(self.house, teller=Telling(self.house, [self.channel]))
        await self.tick()

    async def tick(self) -> None:
        await self.watch.tick()
        self.clock.pass_by(timedelta(milliseconds=10))
        await self.watch._teller.tell()

    async def live(self, steps: int) -> None:
        await self.begin()
        await self.house.change_settings({"patience": AT_ONCE})
        for _ in range(steps):
            step = self.chance.choice(STEPS)
            self.steps.append(f"{self.clock.now():%m-%d %H:%M} {step.__name__}")
            before = copy.deepcopy(self.channel.known)
            if self.chance.random() < 0.08:
                await self.killed_in(step, before)
            else:
                await step(self)
            await self.tick()
            await self.house.read(judge, self.house.meant, self.clock.now(), self.channel.known)
        await self.house.close()

    async def killed_in(self, step: Callable[["Life"], Any], before: Known) -> None:
        """The home as it is before one of the writes of this step is all that is left; the browser tries again."""
        left = self.place / "left"
        count, at = 0, self.chance.randrange(1, 4)
        transaction = Store.transaction
        kept = before

        @contextmanager
        def counted(store: Store) -> Iterator[Connection]:
            nonlocal count, kept
            count += 1
            if count == at:
                shutil.copytree(self.home, left)
                kept = copy.deepcopy(self.channel.known)
            with transaction(store) as connection:
                yield connection

        self.steps[-1] += f" (killed at {at})"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Store, "transaction", counted)
            await step(self)
            await self.tick()
        if left.exists():
            await self.house.close()
            shutil.rmtree(self.home)
            left.rename(self.home)
            self.channel.known = kept
            await self.begin()

    # -- the buyer

    def order(self) -> str:
        """One of those that were not forgotten; of those that were, where none is left."""
        known = self.channel.known
        order_id = self.chance.choice([one for one in ORDERS if one not in known.forgotten] or ORDERS)
        known.forgotten.discard(order_id)
        return order_id

    async def page(self) -> None:
        now, order_id = self.clock.now(), self.order()
        end = self.ends.get(order_id)
        if end is None or self.chance.random() < 0.3:
            end = now + timedelta(days=self.chance.randrange(1, 20))
        elif self.chance.random() < 0.4:
            end += timedelta(days=self.chance.choice([-1, 1, 10]))
        self.ends[order_id] = end
        placed = min(now, end) - timedelta(days=40)
        status = self.chance.choice(["shipped", "shipped", "shipped", "processing", "completed"])
        content: dict[str, Any] = {
            "order_id": order_id,
            "status": status,
            "page": "order_detail",
            "placed_on": placed.date().isoformat(),
            "paid_on": placed.date().isoformat(),
            "dates": [{"kind": "protection_end", "on": end.date().isoformat()}],
        }
        if status != "processing":
            content["shipped_on"] = (placed + timedelta(days=2)).date().isoformat()
            content["parcels"] = [self.chance.choice(PARCELS)]
        if status == "completed":
            content["completed_on"] = now.date().isoformat()
        await self.house.observe([Seen("order", order_id, content, f"order/{order_id}/order_detail")])

    async def scan(self) -> None:
        number, now = self.chance.choice(PARCELS), self.clock.now()
        event = {
            "local_time": f"{now:%Y-%m-%dT%H:%M}",
            "status": self.chance.choice(SCANS),
            "place": "Bonn, DE",
        }
        content = {"source": "cainiao", "outcome": "ok", "number": number, "events": [event]}
        await self.house.observe([Seen("tracking", number, content, f"tracking/{number}/cainiao")])

    async def dispute(self) -> None:
        order_id = self.order()
        content = {
            "dispute_id": f"d{order_id[-4:]}",
            "order_id": order_id,
            "state": self.chance.choice(DISPUTES),
            "opened_at": written(self.clock.now() - timedelta(days=1)),
            "reason": "not_received",
        }
        await self.house.observe([Seen("dispute", order_id, content, f"dispute/{order_id}/d")])

    async def mark(self) -> None:
        order_id = self.order()
        content = {"order_id": order_id, "kind": self.chance.choice(MARKS)}
        place = f"mark/{order_id}/{content['kind']}/{self.clock.now()}"
        await self.house.observe([Seen("mark", order_id, content, place, once=True)])

    async def undo(self) -> None:
        def marks(connection: Connection) -> list[int]:
            rows = ledger.of_kind(connection, "mark")
            return [row.seq for row in rows if row.content and row.content["kind"] in MARKS]

        if found := await self.house.read(marks):
            await self.house.take_back(self.chance.choice(found))

    async def mute(self) -> None:
        muted = self.chance.choice(
            [
                [],
                [{"kind": "protection"}],
                [{"order_id": self.order()}],
                [{"kind": "stale", "order_id": self.order()}],
            ]
        )
        await self.house.change_settings({"muted": muted})

    async def forget(self) -> None:
        order_id = self.order()
        await self.house.forget([order_id])
        self.channel.known.forgotten.add(order_id)

    async def report(self) -> None:
        def open_ones(connection: Connection) -> list[notices.Stored]:
            return notices.in_state(connection, "due", "sent", "shown")

        found = await self.house.read(open_ones)
        if not found:
            return
        one, now = self.chance.choice(found), self.clock.now()
        what = self.chance.choice(["shown", "acknowledged", "snoozed"])
        until = written(now + timedelta(hours=self.chance.choice([5, 24]))) if what == "snoozed" else None
        await self.house.report([Happened(one.identity, what, written(now), until)])

    # -- time

    async def awake(self) -> None:
        """Time goes on with everything running."""
        for _ in range(self.chance.randrange(1, 12)):
            due, now = self.house.next_due, self.clock.now()
            hours = timedelta(hours=self.chance.choice([1, 3, 12]))
            to = now + hours if due is None or not now < due < now + hours else due
            self.clock.pass_by(to - now)
            self.house.told_with = timedelta(1)  # as if the clock had been moved: no sleep
            await self.tick()

    async def asleep(self) -> None:
        self.clock.pass_by(timedelta(hours=self.chance.choice([1, 9, 30, 100, 500])))

    async def restart(self) -> None:
        await self.house.close()
        if self.chance.random() < 0.5:
            await self.asleep()
        await self.begin()

    async def travel(self) -> None:
        self.computer = self.chance.choice(ZONES)

    async def clock_back(self) -> None:
        """The computer starts with a clock that is right; it was ahead before."""
        await self.house.close()
        back = timedelta(hours=self.chance.choice([0.2, 2, 40]))
        self.clock = TestClock(self.clock.at - back)
        self._what_was_sent_too_early_comes_again()
        await self.begin()

    def _what_was_sent_too_early_comes_again(self) -> None:
        known = self.channel.known
        known.sent = [one for one in known.sent if one.at <= self.clock.now()]

    async def keep(self) -> None:
        self.back_up.unlink(missing_ok=True)
        at_rest.back_up(self.home, self.back_up, None)
        self.saved = copy.deepcopy(self.channel.known)

    async def restore(self) -> None:
        if self.saved is None:
            return
        await self.house.close()
        at_rest.restore(self.home, self.back_up, None)
        for old in self.home.glob("*before-restore*"):
            old.unlink()
        self.channel.known = copy.deepcopy(self.saved)
        self._what_was_sent_too_early_comes_again()
        await self.begin()


STEPS: list[Callable[[Life], Any]] = [
    *[Life.page] * 5,
    *[Life.scan] * 2,
    *[Life.dispute] * 1,
    *[Life.mark] * 3,
    *[Life.undo] * 2,
    *[Life.mute] * 2,
    Life.forget,
    *[Life.report] * 3,
    *[Life.awake] * 5,
    *[Life.asleep] * 2,
    *[Life.restart] * 2,
    *[Life.travel] * 2,
    Life.clock_back,
    Life.keep,
    Life.restore,
]
