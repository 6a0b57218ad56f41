"""The casebook in memory, as it follows from the ledger alone; thrown away where it can no longer be trusted."""

from collections.abc import Callable

from sqlalchemy import Connection

from server.replay import Replay, collecting_nothing
from server.rules import Casebook, Notice

AT_ONCE = 500
"""So many observations are read before others come to the database: some 50 ms."""


class Cases:
    """All cases. Every method runs on the thread of the database."""

    def __init__(self, empty_casebook: Callable[[], Casebook]) -> None:
        self._empty_casebook = empty_casebook
        self._replay: Replay | None = None
        self._casebook: Casebook | None = None

    @property
    def stand(self) -> bool:
        """Whether the cases are made."""
        return self._casebook is not None

    def book(self, connection: Connection) -> Casebook:
        """The casebook; made to its end where it is not yet."""
        if self._casebook is None:
            with collecting_nothing():
                while not self.make_some(connection):
                    pass
        assert self._casebook is not None
        return self._casebook

    def make_some(self, connection: Connection) -> bool:
        """Goes on making the cases from the ledger. Whether they stand now."""
        if self._casebook is None:
            if self._replay is None:
                self._replay = Replay(self._empty_casebook())
            if self._replay.go_on(connection, AT_ONCE):
                self._casebook, self._replay = self._replay.casebook, None
        return self.stand

    def make_again(self, connection: Connection) -> list[Notice]:
        """Makes them from the first row on; gives all that was ever told."""
        self.drop()
        replay = Replay(self._empty_casebook())
        with collecting_nothing():
            replay.go_on(connection)
        self._casebook = replay.casebook
        return replay.told

    def drop(self) -> None:
        """What is in memory may no longer follow from the ledger."""
        self._casebook = self._replay = None
