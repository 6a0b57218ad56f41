"""The ledger: only added to, and any row that another hand altered is found."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from server.store import AlreadyRunning, Store, StoreError, ledger

AT = "2026-09-01T12:00:00.000Z"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "home")
    with opened.transaction() as connection:
        for n in range(5):
            ledger.append(
                connection, AT, "order", f"order {n}", {"order_id": f"order {n}", "status": "shipped"}
            )
    yield opened
    opened.close()


def broken(store: Store) -> ledger.Broken | None:
    with store.reading() as connection:
        return ledger.check(connection)


def by_another_hand(store: Store, *statements: str) -> None:
    """Somebody opens the file with a tool of their own and takes the guards away first."""
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("DROP TRIGGER IF EXISTS ledger_is_never_altered")
        connection.execute("DROP TRIGGER IF EXISTS ledger_is_never_shortened")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_an_untouched_one_closes(store: Store) -> None:
    assert broken(store) is None


ALTERED = {
    "a content": """UPDATE ledger SET content = replace(content, 'shipped', 'completed') WHERE seq = 3""",
    "a content with its hash": """UPDATE ledger SET content = '{}', content_hash = hash WHERE seq = 3""",
    "an instant": """UPDATE ledger SET at = '2026-01-01T00:00:00.000Z' WHERE seq = 3""",
    "when it was seen": """UPDATE ledger SET seen_at = '2026-01-01T00:00:00.000Z' WHERE seq = 3""",
    "a kind": """UPDATE ledger SET what = 'mark' WHERE seq = 3""",
    "a subject": """UPDATE ledger SET subject = 'order 9' WHERE seq = 3""",
    "a row left out": """DELETE FROM ledger WHERE seq = 3""",
    "the first left out": """DELETE FROM ledger WHERE seq = 1""",
    "two exchanged": """UPDATE ledger SET content = (SELECT content FROM ledger WHERE seq = 4) WHERE seq = 3""",
}


@pytest.mark.parametrize("statement", ALTERED.values(), ids=ALTERED)
def test_whatever_was_altered_is_found(store: Store, statement: str) -> None:
    by_another_hand(store, statement)
    found = broken(store)
    assert found is not None
    assert found.seq <= 4


@pytest.mark.parametrize(
    "statement", ["UPDATE ledger SET at = '2020'", "DELETE FROM ledger", "UPDATE ledger SET content = '{}'"]
)
def test_the_file_itself_refuses(store: Store, statement: str) -> None:
    with (
        pytest.raises((IntegrityError, StoreError), match="only added to"),
        store.transaction() as connection,
    ):
        connection.execute(text(statement))
    assert broken(store) is None


def test_what_is_erased_is_gone_and_the_chain_still_closes(store: Store) -> None:
    with store.transaction() as connection:
        ledger.erase(connection, [2])
    assert broken(store) is None
    with store.reading() as connection:
        entries = list(ledger.entries(connection))
    assert entries[1].content is None
    assert entries[1].subject is None
    store.close()
    assert b"order 1" not in b"".join(file.read_bytes() for file in store.home.iterdir())


def test_what_is_erased_is_gone_where_sqlite_by_itself_only_lets_go_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some SQLite is built to overwrite what is deleted, some is not."""
    connect = sqlite3.connect

    def opened(*args: Any, **more: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **more)
        connection.execute("PRAGMA secure_delete=OFF")
        return connection

    monkeypatch.setattr(sqlite3.dbapi2, "connect", opened)
    store = Store(tmp_path / "home")
    with store.transaction() as connection:
        for n in range(50):
            said = {"order_id": f"order {n}.", "text": "x" * 200}
            ledger.append(connection, AT, "order", said["order_id"], said)
    store.merge_wal()
    with store.transaction() as connection:
        ledger.erase(connection, list(range(2, 51)))
    store.close()
    assert b"order 0." in store.path.read_bytes()
    assert not any(b"order %d." % n in store.path.read_bytes() for n in range(1, 50))


def test_an_erased_row_cannot_be_filled_again(store: Store) -> None:
    with store.transaction() as connection:
        ledger.erase(connection, [2])
    with pytest.raises((IntegrityError, StoreError)), store.transaction() as connection:
        connection.execute(text("UPDATE ledger SET content = '{}' WHERE seq = 2"))


def test_half_a_transaction_is_none(store: Store) -> None:
    def two_then_fail() -> None:
        with store.transaction() as connection:
            ledger.append(connection, AT, "order", "half", {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        two_then_fail()
    with store.reading() as connection:
        assert len(list(ledger.entries(connection))) == 5


class TestFile:
    def test_only_one_store_a_home(self, store: Store) -> None:
        with pytest.raises(AlreadyRunning):
            Store(store.home)

    def test_the_lock_goes_with_its_holder(self, store: Store) -> None:
        store.close()
        Store(store.home).close()

    def test_a_file_of_a_newer_version_is_left_alone(self, store: Store) -> None:
        store.close()
        with closing(sqlite3.connect(store.path)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
            connection.commit()
        before = store.path.read_bytes()
        with pytest.raises(StoreError, match="newer Orderwarden"):
            Store(store.home)
        assert store.path.read_bytes() == before

    @pytest.mark.parametrize("damage", [lambda data: b"no database at all " * 100, lambda data: data[:3000]])
    def test_a_damaged_file_says_what_to_do(self, store: Store, damage: Callable[[bytes], bytes]) -> None:
        store.close()
        store.path.write_bytes(damage(store.path.read_bytes()))
        with pytest.raises(StoreError, match="restore"):
            Store(store.home)

    def test_schema_and_migrations_are_the_same(self, store: Store) -> None:
        from alembic.autogenerate import compare_metadata
        from alembic.migration import MigrationContext

        from server.store.schema import tables

        with store.reading() as connection:
            differences = compare_metadata(MigrationContext.configure(connection), tables)
        assert differences == []

    def test_another_writer_only_delays_the_reader_never(self, store: Store) -> None:
        with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with store.reading() as connection:
                assert len(list(ledger.entries(connection))) == 5
            other.execute("ROLLBACK")
