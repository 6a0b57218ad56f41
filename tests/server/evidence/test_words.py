"""Letters and the words of claims: every language says the same, politely, and in whole sentences."""

import re
from collections.abc import Callable
from datetime import date
from email import message_from_bytes
from email.policy import default
from string import Formatter
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.evidence.case_file import CaseFile
from server.evidence.grounds import REASONS
from server.evidence.letters import letter_of
from server.evidence.phrases import HERE, Phrases, language_of, languages, one_line
from tests.server.evidence.stories import BERLIN, lost_in_berlin
from tests.server.evidence.test_doors import sentences

Case = Callable[..., CaseFile]


def test_no_text_says_that_something_was_sent_or_accepted() -> None:
    for language in languages():
        text = (HERE / f"{language}.toml").read_text(encoding="utf-8").casefold()
        assert "submitted" not in text.replace('"submitted"', "")
        assert "confirm receipt" not in text


@pytest.mark.parametrize("language", languages())
def test_every_language_says_the_same(language: str) -> None:
    english, words = sentences("en"), sentences(language)
    assert words.keys() == english.keys()
    for key, said in words.items():
        assert [fields(one) for one in said] == [fields(one) for one in english[key]], (language, key)
        assert all(one.strip() == one and one for one in said), (language, key)
        assert language == "en" or not set(said) & set(english[key]), f"{key} is English"
    assert {key.removeprefix("reason.") for key in words if key.startswith("reason.")} == set(REASONS)


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", languages())
def test_a_letter_s_draft_is_read_by_a_mail_program_as_it_was_written(
    berlin: CaseFile, language: str
) -> None:
    letter = letter_of(berlin, berlin.parcels[0], language)
    draft = message_from_bytes(letter.draft(), policy=default)
    assert draft["Subject"] == letter.subject
    assert draft["To"] is None
    assert draft.get_content_charset() == "utf-8"
    assert draft.get_content().replace("\r\n", "\n") == letter.body
    assert all(len(line) <= 78 and line.isascii() for line in letter.draft().decode("ascii").splitlines())
    subject, _, body = letter.mailto.removeprefix("mailto:?subject=").partition("&body=")
    assert (unquote(subject), unquote(body)) == (letter.subject, letter.body)
    closing, sender = letter.body.strip().split("\n\n")[-2:]
    assert "[" not in closing
    assert re.fullmatch(r"\[[^{}]+\]", sender)


def test_the_letter_speaks_the_language_of_the_destination(case_of: Case) -> None:
    case = case_of(lost_in_berlin())
    letter = letter_of(case, case.parcels[0])
    assert letter.language == "de"
    assert "Bitte teilen Sie mir schriftlich mit, wo, wann und an wen" in letter.body
    assert "10115 Berlin, DE" in letter.body
    assert "[Ihr Name und Ihre Anschrift]" in letter.body
    assert letter.mailto.startswith("mailto:?subject=Sendung%20")
    assert b"X-Unsent: 1" in letter.draft()
    assert letter_of(case, case.parcels[0], "fr").language == "fr"


@pytest.mark.parametrize(
    ("country", "language"),
    [
        ("DE", "de"),
        ("BR", "pt"),
        ("MX", "es"),
        ("UA", "uk"),
        ("IL", "he"),
        ("FI", "en"),
        (None, "en"),
        ("XX", "en"),
    ],
)
def test_countries_have_their_language(country: str | None, language: str) -> None:
    assert language_of(country) == language


@given(st.text())
def test_text_from_outside_is_one_line_without_control(text: str) -> None:
    line = one_line(text, 40)
    assert len(line) <= 40
    assert all(char.isprintable() for char in line)


def test_a_sentence_ends_with_one_full_stop() -> None:
    day = {"today": date(2026, 3, 1)}
    assert Phrases("ru", BERLIN).say("claim", "today", day) == "Сегодня 1 марта 2026\u202fг."
    assert Phrases("de", BERLIN).say("claim", "today", day) == "Heute ist der 1. März 2026."
    scan = {"source": "Cainiao", "scan": "Delivered."}
    assert (
        Phrases("en", BERLIN).say("claim", "says_delivered", scan) == "Cainiao shows a delivery: Delivered."
    )
    assert Phrases("ja", BERLIN).say("claim", "destination", {"destination": "東京。"}) == "注文の宛先:東京。"


def test_days_are_counted_as_the_language_counts() -> None:
    assert Phrases("ru", BERLIN).span(22) == "22 дня"
    assert Phrases("pl", BERLIN).span(22) == "22 dni"
    assert Phrases("de", BERLIN).day(date(2026, 3, 1)) == "1. März 2026"
