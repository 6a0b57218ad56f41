"""What carriers of 25 languages write: the status by the words alone, and no word that makes a delivery of none."""

from pathlib import Path

import pytest

from scraper.status import classify

HERE = Path(__file__).parent


def rows(name: str) -> list[tuple[str, ...]]:
    return [tuple(line.split("\t")) for line in (HERE / name).read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("language", "status", "text"), rows("wording.tsv"))
def test_the_status_that_the_words_tell(language: str, status: str, text: str) -> None:
    assert classify(None, None, text, language).status == status


@pytest.mark.parametrize(("language", "text"), rows("not_delivered.tsv"))
def test_not_delivered(language: str, text: str) -> None:
    for told in (language, None, "en"):
        assert classify(None, None, text, told).status != "delivered", told


def test_enough_languages() -> None:
    assert len({language for language, *_ in rows("wording.tsv")}) >= 25


def test_other_codes_of_a_language() -> None:
    assert classify(None, None, "Sendingen er levert", "nb-NO").status == "delivered"
