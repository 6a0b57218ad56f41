"""When to ask for which parcel; the answers enter by the door like everything else."""

import asyncio
import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any

from sqlalchemy import Connection

from scraper import numbers
from scraper.carriers import sources
from scraper.facts import to_json
from scraper.fetch.asking import Asker, Net
from scraper.fetch.browser import Browser
from scraper.fetch.hosts import HostMap
from scraper.fetch.http import Http
from scraper.fetch.politeness import Manners, Standing
from scraper.lookup import Allowed, LookUp, Result, Unheard, Wanted, next_look_up
from scraper.status import classify
from server.house import House
from server.observe import Seen
from server.rules import Unreadable
from server.store import StoreError, answers, facts, meta, orders
from server.store.facts import plain_number
from server.watch.clock import read_back, written

log = logging.getLogger(__name__)

AT_ONCE = 20
AFTER_SILENCE = timedelta(hours=1)
LONGEST_WAIT = timedelta(hours=6)


@cache
def _read_tables() -> None:
    """Reads the scraper's tables off the event loop, before their first use there would."""
    sources()
    numbers.identify("LB480000056SG")
    numbers.identify("1Z999AA10123456784")
    classify("cainiao", None, "a word of no language", "en")


@dataclass(frozen=True)
class Due:
    """A parcel whose time has come, and since when."""

    wanted: Wanted
    at: datetime


class LookUps:
    """Asks for the parcels of open orders, each when its time has come; at most one round at a time."""

    EVERY = timedelta(minutes=2)

    def __init__(self, house: House, asker: Asker | None = None, hosts: HostMap | None = None) -> None:
        self._house = house
        self._asking = asyncio.Lock()
        self._missed = False
        self._http: Http | None = None
        self._browser: Browser | None = None
        self.manners = Manners(now=house.clock.now)
        if asker is None:
            self._http, self._browser = Http(hosts), Browser(hosts)
            asker = Net(self._http, self._browser, self.manners)
        self._asker = asker

    async def open(self) -> None:
        """Takes up which sources are to be left alone."""
        text = await self._house.read(meta.read, "manners")
        for plain in json.loads(text or "[]"):
            until = plain.pop("paused_until")
            self.manners.remember([Standing(**plain, paused_until=until and read_back(until))])

    async def close(self) -> None:
        if self._browser is not None:
            await self._browser.close()
        if self._http is not None:
            await self._http.close()

    async def ask_due(self) -> int:
        """Asks for the parcels whose time has come, most urgent first, one round of some. How many were asked for.

        Called while one is under way, that one is followed by another: what came up meanwhile waits no longer.
        """
        if self._asking.locked():
            self._missed = True
            return 0
        async with self._asking:
            try:
                asked = await self._round()
                while self._missed:
                    asked += await self._round()
                return asked
            except StoreError as error:
                log.warning("the answers of a look-up could not be kept: %s", error)
                return 0

    async def _round(self) -> int:
        self._missed = False
        due = await self._house.ask(self._due)
        due.sort(key=lambda one: (one.wanted.deadline is None, one.wanted.deadline, one.at))
        wanted = [one.wanted for one in due[:AT_ONCE]]
        if wanted:
            await self.take(await self.look_up(wanted))
        return len(wanted)

    async def look_up(self, wanted: Sequence[Wanted]) -> tuple[Result, ...]:
        """Asks the sources now."""
        await asyncio.to_thread(_read_tables)
        try:
            return await LookUp(self._asker, self._allowed(), self._house.clock.now).look_up(wanted)
        finally:
            await self._house.store.run(self._remember_manners)

    async def take(self, results: Sequence[Result]) -> None:
        """Everything that these look-ups brought, in one moment: sources that disagree are judged together.

        What the rules cannot read of one parcel keeps nothing of the others away.
        """
        try:
            await self._take(results)
        except Unreadable as error:
            if len(results) > 1:
                for result in results:
                    await self.take([result])
            else:
                log.warning(
                    "the answers about %s say what the rules cannot read: %s", results[0].wanted.number, error
                )
                await self._take([_unread(results[0])])

    async def _take(self, results: Sequence[Result]) -> None:
        at = self._house.clock.now()
        seen = [
            Seen(
                "tracking",
                tracking.number,
                to_json(tracking),
                f"look_up/tracking/{plain_number(tracking.number)}/{tracking.source}",
                at,
            )
            for result in results
            for tracking in result.trackings
            if tracking.outcome in ("ok", "announced", "unknown")
        ]
        await self._house.observe(
            seen,
            about={result.wanted.number for result in results},
            keep=partial(self._keep, results=results, at=written(at)),
        )

    def standings(self) -> dict[str, Standing]:
        """The sources that are left alone now, by key."""
        now = self._house.clock.now()
        return {
            standing.source.partition("/")[0]: standing
            for standing in self.manners.remembered()
            if standing.paused_until is not None and standing.paused_until > now
        }

    def _allowed(self) -> Allowed:
        sources = self._house.settings.sources
        return Allowed(
            off=frozenset(key for key, wish in sources.items() if wish.get("on") is False),
            aggregator=sources.get("17track", {}).get("on") is True,
            keys={key: str(wish["key"]) for key, wish in sources.items() if wish.get("key")},
        )

    def _due(self, connection: Connection, casebook: Any) -> list[Due]:
        found: dict[str, Due] = {}
        for order_id in orders.alive(connection):
            case = casebook.case(order_id)
            if case.settled or case.history:
                continue
            ends = [clock.ends_at for clock in casebook.clocks(order_id)]
            for parcel in case.parcels:
                if parcel.number is None or parcel.refunded or parcel.in_hand:
                    continue
                due = self._due_of(connection, case, parcel, min(ends, default=None))
                if due is not None and (parcel.case not in found or due.at < found[parcel.case].at):
                    found[parcel.case] = due
        return list(found.values())

    def _due_of(
        self, connection: Connection, case: Any, parcel: Any, deadline: datetime | None
    ) -> Due | None:
        now = self._house.clock.now()
        numbers = sorted({parcel.number, *(parcel.parcel.numbers if parcel.parcel else ())})
        at = self._next_at(parcel, facts.asked_of(connection, numbers), deadline, now)
        if at is None or at > now:
            return None
        return Due(self._wanted(connection, case, parcel, numbers, deadline), at)

    def _next_at(
        self, parcel: Any, asked: Sequence[facts.Asked], deadline: datetime | None, now: datetime
    ) -> datetime | None:
        """When the parcel is to be asked for next; None: no more."""
        if not asked:
            return now
        last = max(read_back(one.asked_at) for one in asked)
        if all(one.failures for one in asked):
            tries = min(one.failures for one in asked)
            silence: timedelta = AFTER_SILENCE * 2 ** min(tries - 1, 8)
            return last + min(silence, LONGEST_WAIT)
        chance = int(hashlib.sha256(f"{parcel.number}{last}".encode()).hexdigest()[:6], 16) / 0xFFFFFF
        return next_look_up(
            parcel.status.status,
            parcel.status.last_day,
            deadline,
            last,
            chance=chance,
            open_order=parcel.undelivered,
        )

    def _wanted(
        self, connection: Connection, case: Any, parcel: Any, numbers: list[str], deadline: datetime | None
    ) -> Wanted:
        said = [one.content for one in facts.last_said(connection, "tracking", numbers)]

        def told(name: str) -> str | None:
            return next((content[name] for content in said if content.get(name)), None)

        shop = next((content for content in said if content["source"] == "aliexpress"), {})
        return Wanted(
            number=parcel.number,
            origin_number=told("origin_number"),
            local_number=told("local_number"),
            carrier=shop.get("local_carrier") or shop.get("carrier"),
            order_country=case.country,
            order_day=case.order.order_day,
            postcode=self._house.settings.postcode,
            deadline=deadline,
        )

    @staticmethod
    def _keep(connection: Connection, results: Sequence[Result], at: str) -> None:
        """Notes who was asked, and freezes the raw answer wherever the parcel reached another stage."""
        for result in results:
            for found in result.found:
                tracking = found.tracking
                number = plain_number(found.asked)
                facts.asked(connection, tracking.source, number, at, tracking.outcome)
                if found.evidence is not None and found.rejected is None and tracking.outcome == "ok":
                    stage = tracking.status or "unknown"
                    answers.freeze(connection, found.evidence, number, stage)
            for unheard in result.unheard:
                facts.asked(connection, unheard.source, plain_number(unheard.asked), at, unheard.outcome)

    def _remember_manners(self) -> None:
        remembered = [
            vars(standing) | {"paused_until": standing.paused_until and written(standing.paused_until)}
            for standing in self.manners.remembered()
        ]
        with self._house.store.transaction() as connection:
            text = json.dumps(remembered)
            if meta.read(connection, "manners") != text:
                meta.write(connection, "manners", text)
                meta.next_change(connection)


def _unread(result: Result) -> Result:
    """The same look-up, as if every source had answered in an unknown shape."""
    why = "its answer says what the rules cannot read"
    unread = (Unheard(one.tracking.source, one.asked, "changed", why, "") for one in result.found)
    return replace(result, found=(), unheard=(*result.unheard, *unread))
