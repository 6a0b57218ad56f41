"""What a look-up brings as proof is kept once a stage, named by the ledger, and erased with its order."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scraper.lookup import Evidence
from server.store import Store, answers, facts, ledger, pictures
from server.store.erasing import erase
from tests.server.evidence.test_api import PNG

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
NUMBER = "LP00990000000011"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path)
    yield opened
    opened.close()


def answer(raw: str, screenshot: bytes | None = PNG) -> Evidence:
    digest = hashlib.sha256(raw.encode()).hexdigest()
    return Evidence("cainiao", "https://global.cainiao.com/", AT, raw, digest, screenshot)


def test_an_answer_and_its_picture_are_kept_and_named_by_the_ledger(store: Store) -> None:
    with store.transaction() as connection:
        assert answers.freeze(connection, answer("one"), NUMBER, "accepted")
        assert not answers.freeze(connection, answer("two"), NUMBER, "accepted")
        assert answers.freeze(connection, answer("three", None), NUMBER, "delivered")
    with store.reading() as connection:
        (kept,) = pictures.of_subjects(connection, [NUMBER])
        assert (kept.kind, kept.source, kept.body) == ("png", "cainiao", PNG)
        rows = [(row.what, row.content and row.content["sha256"]) for row in ledger.entries(connection)]
        assert rows == [
            ("frozen", answer("one").sha256),
            ("picture", hashlib.sha256(PNG).hexdigest()),
            ("frozen", answer("three").sha256),
        ]
        assert ledger.check(connection) is None


def test_what_is_no_picture_is_not_kept(store: Store) -> None:
    with store.transaction() as connection:
        answers.freeze(connection, answer("one", b"<svg onload=alert(1)>"), NUMBER, "accepted")
        assert pictures.of_subjects(connection, [NUMBER]) == []


def test_pictures_are_erased_with_their_order(store: Store) -> None:
    with store.transaction() as connection:
        facts.carry(connection, "1", [NUMBER])
        answers.freeze(connection, answer("one"), NUMBER, "accepted")
        answers.keep_picture(connection, "1", "order_page", "2026-03-01T12:00:00.000Z", None, PNG + b"x")
        erase(connection, ["1"], "2026-03-02T12:00:00.000Z")
    with store.reading() as connection:
        assert pictures.of_subjects(connection, ["1", NUMBER]) == []
        assert answers.of_numbers(connection, [NUMBER]) == []
        assert ledger.check(connection) is None
