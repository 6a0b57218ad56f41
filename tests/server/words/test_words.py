"""The words: every message has them, every placeholder is filled, and none says what must never be said."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from server.rules import Notice
from server.rules.kinds import KINDS
from server.rules_toml import load_rules
from server.verbs.simulate import notices_of
from server.words import PARTS, Words, languages
from tests.server.rules.story import OWN, read

FORBIDDEN = re.compile(
    r"\b(confirm (the )?receipt|confirm that you|(cancel|close) the dispute|accept (the offer|it))\b", re.I
)
STORIES = [*sorted(OWN.glob("*.json")), *sorted((OWN.parent / "contract").glob("*.json"))]
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(scope="module")
def notices() -> list[Notice]:
    return [notice for path in STORIES for notice in notices_of(read(path), load_rules())]


@pytest.mark.parametrize("language", languages())
def test_every_kind_has_words(language: str) -> None:
    words = Words(language)
    for kind in KINDS:
        for part in PARTS:
            assert words.part(kind.name, part).strip()


def test_every_sentence_in_english_is_said_in_some_story(notices: list[Notice]) -> None:
    said = {notice.message for notice in notices} | {notice.message.split(".")[0] for notice in notices}
    assert set(Words("en")._english["notice"]) - said - {"window.item"} == set()


@pytest.mark.parametrize("language", languages())
def test_every_notice_of_the_stories_is_said_in_full(language: str, notices: list[Notice]) -> None:
    words = Words(language)
    for notice in notices:
        said = words.say(notice, BERLIN)
        for part in PARTS:
            text = getattr(said, part)
            assert text, (notice.message, part)
            assert "{" not in text, (notice.message, text)


def test_nothing_tells_to_confirm_cancel_or_accept(notices: list[Notice]) -> None:
    words = Words("en")
    for notice in notices:
        said = words.say(notice, BERLIN)
        assert not FORBIDDEN.search(f"{said.title} {said.do}"), said


def test_an_end_that_no_page_has_shown_is_called_estimated(notices: list[Notice]) -> None:
    words = Words("en")
    guessed = [
        one
        for one in notices
        if one.basis == "estimated" and one.kind in ("protection", "ship_due", "pickup")
    ]
    assert guessed
    for notice in guessed:
        said = words.say(notice, BERLIN)
        assert re.search("estimated|assumed|probably", f"{said.title} {said.why}"), said


def test_moments_are_said_in_the_buyers_zone_with_the_weekday() -> None:
    at = datetime(2026, 7, 21, 6, 59, 59, tzinfo=UTC)
    assert "Tuesday" in Words("en").moment(at, BERLIN)
    assert "8:59" in Words("en").moment(at, BERLIN)
    assert "Monday" in Words("en").moment(at, ZoneInfo("America/Los_Angeles"))
    assert Words("en").day(at.date()) == "Tuesday, July 21, 2026"


def test_a_language_without_words_falls_back_to_english() -> None:
    assert Words("tlh").language == "en"
    assert Words("en-GB").language == "en"
    with pytest.raises(KeyError):
        Words("en").part("nothing_at_all", "title")


@pytest.mark.parametrize("language", languages())
def test_a_notification_stands_alone(language: str, notices: list[Notice]) -> None:
    """With what was bought (80 characters) and its step it fits the shortest notification, and a moment names its zone.

    Whatever has a deadline says the day of it (the Pacific one, where a page prints that), with the weekday.
    """
    words = Words(language)
    for notice in notices:
        said = words.say(notice, BERLIN)
        assert len(said.do) <= 240, (notice.message, said.do)
        moments = [value for value in notice.params.values() if isinstance(value, datetime)]
        for at in moments:
            bare, full = words.moment(at, BERLIN), words.moment(at, BERLIN, named=True)
            assert bare not in said.do.replace(full, ""), (notice.message, said.do)
        if (
            notice.deadline is None or notice.message == "window.all"
        ):  # its step names the first of several ends
            continue
        last = notice.deadline.astimezone(BERLIN)
        days = (
            words.day(last.date()),
            words.day(last.date() - timedelta(days=1)),
            words.moment(last, BERLIN),
        )
        assert any(day in said.title + said.do for day in days), (notice.message, said)
