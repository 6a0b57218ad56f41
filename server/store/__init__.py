"""The database: one SQLite file (WAL), one connection, one thread that writes. Only this room speaks SQL."""

from server.store.database import AlreadyRunning, Store, StoreError, StoreFull

__all__ = ["AlreadyRunning", "Store", "StoreError", "StoreFull"]
