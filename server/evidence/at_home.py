"""The ledger of a home directory, opened by a command for questions only: it also works while the server runs."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from server.evidence.case_file import CaseFile
from server.evidence.gathering import case_files
from server.home import NothingThere, opened
from server.replay import casebook_of
from server.rules import Casebook
from server.settings import Settings, home_directory, meant_by, read_settings
from server.store import Store, meta
from server.watch.clock import Clock

Answer = TypeVar("Answer")


class Home:
    """An open ledger with the cases that follow from it."""

    def __init__(self, store: Store, settings: Settings, casebook: Casebook, now: datetime) -> None:
        self._store = store
        self.settings = settings
        self.casebook = casebook
        self.now = now

    def ask(self, question: Callable[[Connection], Answer]) -> Answer:
        with self._store.reading() as connection:
            return question(connection)

    def case_file(self, order_id: str) -> CaseFile:
        """The case file of one order. Raises NothingThere."""
        try:
            return self.ask(
                lambda connection: next(
                    case_files(connection, self.settings, [order_id], self.now, self.casebook)
                )
            )
        except KeyError:
            raise NothingThere(f"no page ever named the order {order_id}; open it once") from None

    async def gather(self, order_id: str) -> CaseFile:
        return await asyncio.to_thread(self.case_file, order_id)

    async def answer(self, question: Callable[[Connection], Answer]) -> Answer:
        return await asyncio.to_thread(self.ask, question)


@contextmanager
def at_home(home: Path | None, now: datetime | None = None) -> Iterator[Home]:
    """The ledger of this home (or the usual one). Raises NothingThere, or StoreError where it cannot be opened."""
    with opened(home_directory(home)) as store:
        with store.reading() as connection:
            settings = meant_by(read_settings(meta.read_settings(connection)))
            casebook = casebook_of(connection, settings)
        yield Home(store, settings, casebook, now or Clock().now())
