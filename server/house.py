"""The running house: database, clock, casebook, clients, and who is listening for changes."""

import asyncio
import contextlib
import gc
import hmac
import logging
import secrets
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast
from zoneinfo import ZoneInfo

import msgspec
from aiohttp import web
from sqlalchemy import Connection

from server.api.order_view import order_view
from server.api.words import BuyerWords
from server.casework import check_names, empty_casebook
from server.observe import Happened, Observed, Observer, Seen
from server.pairing import PairingCode
from server.replay import collecting_nothing
from server.rules.casebook import Casebook
from server.settings import Settings, meant_by, plain_settings, read_settings
from server.store import Store, StoreError, clients, meta, plan, settings_told
from server.watch.clock import Clock, read_back, written

if TYPE_CHECKING:
    from server.watch.look_ups import LookUps

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")
SEEN_AT_MOST_EVERY = timedelta(minutes=1)
AWAY = timedelta(seconds=90)
"""After so long without a tick the computer was off or asleep: what was missed folds."""


class House:
    """Everything that a request, a tick or a look-up needs; one a database. Made by `open_house`."""

    def __init__(self, home: Path, clock: Clock, *, port: int, demo: bool = False) -> None:
        self.home = home
        self.clock = clock
        self.port = port
        self.demo = demo
        self.store = Store(home)
        self.pairing = PairingCode()
        self.control_token = secrets.token_urlsafe(32)
        self.clients: list[clients.Client] = []
        self.settings = self.meant = Settings()
        self.observer = Observer(self.store, clock, self._empty_casebook, self._order_view)
        self.next_due: datetime | None = None
        self.told_with = clock.moved_by
        self.look_ups: LookUps | None = None
        self.sockets: set[web.WebSocketResponse] = set()
        self._listeners: set[Callable[[], None]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._making_cases = asyncio.Lock()
        self._changing_settings = asyncio.Lock()
        self._never_meant = True
        self._showing: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Reads what must be at hand: clients, settings, the zone that they meant, when something is due next.

        Where the computer is in another zone by now, `live_where_the_computer_is` says so once what was missed folded.
        That stands in the plan, so it is known before the casebook is made again from the ledger.
        """

        def work() -> None:
            with self.store.reading() as connection:
                self.clients = clients.all_clients(connection)
                self.settings = read_settings(meta.read_settings(connection))
                due = plan.next_at(connection)
                before = settings_told.newest(connection)
            self.next_due = None if due is None else read_back(due)
            self._never_meant = before is None
            zone = self.settings.zone or (before or {}).get("zone")
            self.meant = meant_by(msgspec.structs.replace(self.settings, zone=zone))

        await self.store.run(work)

    async def cases(self) -> None:
        """Returns when all cases are made from the ledger; meanwhile what only reads the database is answered."""
        if self.observer.cases_stand:
            return
        async with self._making_cases:
            if self._never_meant:
                await self.store.run(self.observer.mean_settings, plain_settings(self.meant))
                self._never_meant = False
            with collecting_nothing():
                many = False
                while not await self.store.run(self.observer.make_some_cases):
                    many = True
                if many:
                    gc.freeze()  # they stay: to look through millions of things for garbage would stop all for seconds

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.to_thread(self.store.close)

    # -- clients

    async def pair(self, name: str, version: str, origin: str | None) -> tuple[clients.Client, str]:
        """A new client and its token, which is told this once."""

        def work() -> tuple[clients.Client, str]:
            with self.store.transaction() as connection:
                paired = clients.pair(connection, name, version, origin, written(self.clock.now()))
                self.clients = clients.all_clients(connection)
                return paired

        return await self.store.run(work)

    async def revoke(self, client_id: str) -> bool:
        def work() -> bool:
            with self.store.transaction() as connection:
                was = clients.revoke(connection, client_id)
                self.clients = clients.all_clients(connection)
                return was

        was = await self.store.run(work)
        self._announce()
        return was

    def client_with_id(self, client_id: str) -> clients.Client | None:
        return next((client for client in self.clients if client.client_id == client_id), None)

    def client_of(self, token: str) -> clients.Client | None:
        return clients.holder_of(token, self.clients)

    def is_control_token(self, token: str) -> bool:
        return hmac.compare_digest(self.control_token.encode(), token.encode())

    def client_seen(self, client: clients.Client) -> None:
        """Notes, at most once a minute, that the client is alive."""
        now = self.clock.now()
        if now - read_back(client.last_seen_at) < SEEN_AT_MOST_EVERY:
            return
        at = written(now)
        self.clients = [replace(one, last_seen_at=at) if one is client else one for one in self.clients]

        def work() -> None:
            with contextlib.suppress(StoreError), self.store.transaction() as connection:
                clients.seen(connection, client.client_id, at)  # else the next minute notes it

        self._soon(self.store.run(work))

    # -- in and out

    async def observe(self, seen: Sequence[Seen], **page: Any) -> Observed:
        """The door in, for everything that runs on the event loop; clients hear that something changed."""
        return await self._entered(lambda: self.observer.observe(seen, away_after=self._away_after(), **page))

    async def advance(self) -> Observed:
        """Time went on. Where many orders are shown anew, others come to the database in between."""
        observed = await self._entered(self._go_on)
        await self._shown()
        return observed

    def _go_on(self) -> Observed:
        return self.observer.advance(self._away_after())

    def _away_after(self) -> timedelta | None:
        """The longest silence that is no sleep; None where the clock was moved, as if time had gone by awake."""
        return AWAY if self.clock.moved_by == self.told_with else None

    async def told_until(self) -> datetime | None:
        return await self.store.run(self.observer.told_until)

    async def _awake(self) -> None:
        """Before anything else is taken in: what was missed while the computer slept folds, no tick need come first."""
        since, limit = await self.told_until(), self._away_after()
        if since is not None and limit is not None and self.clock.now() - since > limit:
            await self.advance()

    async def live_where_the_computer_is(self) -> None:
        """Who travels has other mornings from now on, where the buyer said no zone; what was told stays told."""
        async with self._changing_settings:
            meant = await self.store.run(meant_by, self.settings, self.meant.zone)
            if meant == self.meant:
                return

            def work() -> Observed:
                before, plain = self._go_on(), plain_settings(meant)
                changed = self._with(self.settings, meant, lambda: self.observer.mean_settings(plain))
                if changed is not None:
                    log.info("times are those of %s from now on", meant.zone)
                return changed or before

            await self._entered(work)

    async def take_back(self, seq: int) -> Observed:
        """A mark was a mistake. Raises LookupError if there is none of that number."""
        await self._awake()
        return await self._entered(lambda: self.observer.take_back(seq))

    async def forget(self, order_ids: Sequence[str] | None) -> int:
        """Erases orders (None: all); how many observations that were."""
        async with self._changing_settings:
            muted = {one.order_id for one in self.settings.muted if one.order_id is not None}
            gone = muted if order_ids is None else muted & set(order_ids)
            await self._awake()
            settings, meant = (
                read_settings(settings_told.without(plain_settings(one), gone))
                for one in (self.settings, self.meant)
            )
            erased = await self.store.run(
                lambda: self._with(settings, meant, lambda: self.observer.forget(order_ids))
            )
        self._announce()
        self._show_more()
        return erased

    async def _entered(self, entry: Callable[[], Observed]) -> Observed:
        await self.cases()
        observed = await self._took(entry)
        if observed.more:
            self._show_more()
        return observed

    def _show_more(self) -> None:
        if self._showing is None:
            self._showing = self._soon(self._show_rest())

    async def _took(self, entry: Callable[[], Observed]) -> Observed:
        moved = self.clock.moved_by
        observed = await self.store.run(entry)
        self.told_with, self.next_due = moved, observed.next_due
        if observed.changed:
            self._announce()
        return observed

    async def _show_rest(self) -> None:
        """Shows anew what is left to be, some orders at a time."""
        try:
            await self.cases()
            while (await self._took(self._go_on)).more:
                pass
        except StoreError as error:
            log.warning("orders could not be shown anew, it is tried again: %s", error)
        finally:
            self._showing = None

    async def _shown(self) -> None:
        if self._showing is not None:
            await asyncio.shield(self._showing)

    async def report(self, events: Sequence[Happened]) -> Observed:
        """What clients say of notices."""
        await self._awake()
        return await self._entered(lambda: self.observer.report(events))

    async def change_settings(self, changed: dict[str, Any]) -> None:
        """Takes over a subset of the settings; raises SettingsError, and changes nothing, if one is wrong."""
        async with self._changing_settings:  # each is a change to what the one before left
            settings = await asyncio.to_thread(read_settings, plain_settings(self.settings) | changed)
            await self._awake()
            await asyncio.to_thread(check_names, settings, self.settings)

            def work() -> Observed:
                return self.observer.change_settings(plain_settings(settings), plain_settings(self.meant))

            await self._entered(lambda: self._with(settings, meant_by(settings), work))

    def _with(self, settings: Settings, meant: Settings, work: Callable[[], Answer]) -> Answer:
        """Does the work with these settings; where it fails, those before hold on."""
        before = self.settings, self.meant
        self.settings, self.meant = settings, meant
        try:
            return work()
        except BaseException:
            self.settings, self.meant = before
            raise

    def _empty_casebook(self) -> Casebook:
        return empty_casebook(self.meant)

    def _order_view(
        self, connection: Connection, casebook: Casebook, order_id: str, now: datetime
    ) -> tuple[dict[str, Any], bool]:
        return order_view(connection, casebook, order_id, now, self.words())

    # -- asked

    async def read(self, question: Callable[..., Answer], *args: Any) -> Answer:
        """`question(connection, *args)` on one consistent look at the database."""

        def work() -> Answer:
            with self.store.reading() as connection:
                return question(connection, *args)

        return await self.store.run(work)

    async def cursor(self) -> str:
        return await self.read(meta.cursor)

    def words(self) -> BuyerWords:
        return BuyerWords(self.settings.language or "en", self.zone)

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the buyer lives: as said, else the computer's."""
        return ZoneInfo(self.meant.zone or "UTC")

    async def ask(self, question: Callable[[Connection, Casebook], Answer]) -> Answer:
        """The answer to a question about the cases, on the thread that keeps them."""
        await self.cases()
        return cast(Answer, await self.store.run(self.observer.ask, question))

    async def move_clock(self, to: datetime) -> None:
        """For demonstrations: time is `to` now, as if it had gone by with the server running."""
        self.clock.move_to(to)
        await self.advance()
        self._announce()

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls `listener` after each change; gives the way to stop that."""
        self._listeners.add(listener)
        return lambda: self._listeners.discard(listener)

    def _announce(self) -> None:
        for listener in tuple(self._listeners):
            listener()

    def _soon(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
