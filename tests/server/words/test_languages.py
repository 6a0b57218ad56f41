"""Every language says everything: the same messages and placeholders as English, its own plurals, nothing harmful."""

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from server.rules.advice import Advice
from server.rules.notice import Notice
from server.words import ADVICE_PARTS, PARTS, Words, languages
from server.words.catalogue import EXAMPLES

HERE = Path(__file__).parents[3]
FOLDER = HERE / "server/words"
LOCALES = HERE / "extension/_locales"
OTHERS = [language for language in languages() if language != "en"]
ZONE = ZoneInfo("Europe/Berlin")
TITLE_AT_MOST = 80
WEEK = [date(2026, 9, 27) + timedelta(days=more) for more in range(7)]
COUNTS = ("days", "hours", "grace_days", "silent_days", "claims", "orders_known")
SAME_AS_ENGLISH = {"PayPal", "{hours} h", "Parcel", "Appeal", "Status"}

HARMFUL = tomllib.loads((Path(__file__).parent / "harmful.toml").read_text("utf-8"))


def read(language: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))


def sentences(words: dict[str, Any], at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every sentence by its place; one that counts is a table with `count`."""
    for key, value in words.items():
        if isinstance(value, dict) and "count" not in value:
            yield from sentences(value, (*at, key))
        elif at:
            yield (*at, key), value


def texts(sentence: Any) -> list[str]:
    if isinstance(sentence, str):
        return [sentence]
    return [text for form, text in sentence.items() if form != "count"]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def of(words: dict[str, Any]) -> dict[tuple[str, ...], Any]:
    return {at: sentence for at, sentence in sentences(words) if at[0] != "date"}


ENGLISH = of(read("en"))
NAMES = set().union(*(placeholders(text) for sentence in ENGLISH.values() for text in texts(sentence)))


def values(day: date, count: int) -> dict[str, Any]:
    at = datetime(day.year, day.month, day.day, 12, 59, 59, tzinfo=UTC)
    filled = {name: EXAMPLES.get(name, at if name.endswith("_at") else day) for name in NAMES}
    return filled | dict.fromkeys(COUNTS, count) | {"traps": ("just_wait",)}


def notice(message: str, params: dict[str, Any], deadline: datetime) -> Notice:
    return Notice(
        identity="",
        at=deadline,
        kind=message.partition(".")[0],
        level="info",
        order_ids=("8200000000011322",),
        parcels=("LP00417245813281",),
        deadline=deadline,
        basis="read",
        folded=(),
        traps=(),
        message=message,
        params=params,
        page="order_detail",
    )


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_there_and_no_other(language: str) -> None:
    own = of(read(language))
    assert ENGLISH.keys() - own.keys() == set()
    assert own.keys() - ENGLISH.keys() == set()


@pytest.mark.parametrize("language", languages())
def test_every_sentence_has_the_placeholders_of_english(language: str) -> None:
    for at, sentence in of(read(language)).items():
        wanted = set().union(*map(placeholders, texts(ENGLISH[at])))
        for text in texts(sentence):
            assert text.strip() == text != "", at
            missing = wanted - placeholders(text)
            assert placeholders(text) <= wanted, (at, text)
            assert missing <= ({sentence["count"]} if isinstance(sentence, dict) else set()), (at, text)


@pytest.mark.parametrize("language", languages())
def test_what_counts_has_every_plural_of_the_language(language: str) -> None:
    locale = Words(language).locale
    wanted = {locale.plural_form(count) for count in range(1001)}
    for at, sentence in of(read(language)).items():
        if isinstance(sentence, dict):
            assert set(sentence) - {"count"} == wanted, at
            assert sentence["count"] in COUNTS, at


@pytest.mark.parametrize("language", languages())
def test_only_a_form_that_means_one_number_leaves_the_number_out(language: str) -> None:
    locale = Words(language).locale
    for at, sentence in of(read(language)).items():
        if isinstance(sentence, dict):
            for form, text in sentence.items():
                if form != "count" and f"{{{sentence['count']}}}" not in text:
                    assert sum(locale.plural_form(n) == form for n in range(1001)) == 1, (at, form)


@pytest.mark.parametrize("language", OTHERS)
def test_no_english_is_left(language: str) -> None:
    left = [
        (at, text)
        for at, sentence in of(read(language)).items()
        for text in texts(sentence)
        if text in texts(ENGLISH[at]) and text not in SAME_AS_ENGLISH
    ]
    assert left == []


@pytest.mark.parametrize("language", languages())
def test_every_notice_and_advice_is_said_in_full(language: str) -> None:
    words = Words(language)
    for count in (0, 1, 2, 3, 5, 11, 21, 100):
        for message in words.messages():
            said = words.say(notice(message, values(WEEK[0], count), datetime(2026, 9, 27, tzinfo=UTC)), ZONE)
            for part in PARTS if message != "window.item" else ("title",):
                assert "{" not in getattr(said, part), (message, part)
        for number in read("en")["advice"]:
            advice = Advice(0, f"advice.{number}", None, "read", values(WEEK[0], count))
            said_parts = words.advise(advice, ZONE)
            assert set(said_parts) == {part for part in ADVICE_PARTS if part in read("en")["advice"][number]}
            assert "{" not in "".join(said_parts.values()), number


@pytest.mark.parametrize("language", languages())
def test_titles_are_short_on_every_day_of_the_week(language: str) -> None:
    words = Words(language)
    traps = read("en")["trap"]
    for day in WEEK:
        deadline = datetime(day.year, day.month, day.day, 10, 59, 59, tzinfo=UTC)
        for message in words.messages():
            if message == "window.item":
                continue  # part of a list, no title of its own
            for trap in traps if "traps" in words.part(message, "title") else [""]:
                said = words.say(notice(message, values(day, 20) | {"traps": (trap,)}, deadline), ZONE)
                assert len(said.title) <= TITLE_AT_MOST, (message, said.title)


@pytest.mark.parametrize("language", languages())
def test_days_are_said_with_weekday_and_year(language: str) -> None:
    words = Words(language)
    said = {words.day(day) for day in WEEK}
    assert len({re.sub(r"\d+", "", one) for one in said}) >= len(WEEK)
    assert all("2026" in one for one in said)
    assert "59" in words.moment(datetime(2026, 9, 27, 6, 59, tzinfo=UTC), ZONE)


@pytest.mark.parametrize("language", languages())
def test_nothing_tells_to_give_the_protection_away(language: str) -> None:
    harmful = re.compile("|".join(HARMFUL[language]), re.IGNORECASE)
    for at, sentence in of(read(language)).items():
        for text in texts(sentence):
            assert not harmful.search(text), (at, text)


@pytest.mark.parametrize("language", OTHERS)
def test_the_extension_speaks_what_the_server_speaks(language: str) -> None:
    assert (LOCALES / language.replace("-", "_") / "messages.json").is_file()
