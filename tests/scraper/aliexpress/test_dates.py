"""Dates as pages print them: what CLDR formats in a language is read back from it."""

from datetime import date, time

import pytest
from babel.dates import format_date, format_skeleton
from hypothesis import given
from hypothesis import strategies as st

from scraper.aliexpress import dates
from scraper.aliexpress.words import languages

LANGUAGES = [
    "en",
    "de",
    "fr",
    "es",
    "pt_BR",
    "it",
    "pl",
    "nl",
    "ru",
    "uk",
    "tr",
    "el",
    "he",
    "ar",
    "ko",
    "ja",
    "cs",
]
LANGUAGES += [
    "sv",
    "zh",
    "th",
    "vi",
    "id",
    "hu",
    "ro",
    "da",
    "fi",
    "nb",
    "sk",
    "az",
    "en_GB",
    "de_AT",
    "fr_CA",
    "pt_PT",
]
LANGUAGES += ["es_MX", "zh_Hant", "ar_LB"]
DAYS = st.dates(date(2010, 1, 1), date(2050, 12, 31))
SPACES = ["\u00a0", "\u202f", "  ", "\u2009"]
TODAY = date(2026, 7, 20)


@given(
    st.sampled_from(LANGUAGES),
    DAYS,
    st.sampled_from(["medium", "long", "full"]),
    st.sampled_from(["", *SPACES]),
)
def test_what_cldr_prints_is_read_back(language: str, on: date, style: str, space: str) -> None:
    text = format_date(on, style, locale=language)
    text = f" {text.replace(' ', space)}\u200f " if space else text
    assert [day.on() for day in dates.find(text, language)] == [on], text


@given(
    st.sampled_from([code for code in LANGUAGES if code not in ("ar", "ar_LB")]),
    DAYS,
    st.sampled_from(["medium", "long"]),
)
def test_the_language_need_not_be_known(language: str, on: date, style: str) -> None:
    text = format_date(on, style, locale=language)
    found = [day.on() for day in dates.find(text, None)]
    ambiguous = not any(c.isalpha() for c in text) and "/" in text and not text[:4].isdecimal()
    assert found == [on] or (ambiguous and found == []), text


@given(st.sampled_from(LANGUAGES), DAYS, st.sampled_from(["MMMd", "MMMMd", "MMMEd"]))
def test_a_day_without_a_year_takes_the_nearest(language: str, on: date, skeleton: str) -> None:
    text = format_skeleton(skeleton, on, locale=language)
    if "/" in text or (not any(c.isalpha() for c in text) and not text.endswith(".")):
        return  # CLDR prints bare numbers here; pages print the month's name
    found = dates.find(text, language)
    assert [(day.month, day.day) for day in found] == [(on.month, on.day)], text
    assert dates.with_year(found[0], near=on) == on


@given(DAYS, st.integers(1, 25), st.sampled_from(["en", "de", "pt_BR", "ru", "zh", "ko"]))
def test_ranges(first: date, length: int, language: str) -> None:
    last = date.fromordinal(first.toordinal() + length)
    text = f"{format_date(first, 'long', locale=language)} - {format_date(last, 'long', locale=language)}"
    assert [day.on() for day in dates.find(text, language)] == [first, last], text


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Sep 21 - 26", [(9, 21), (9, 26)]),
        ("Sep 28 - Oct 3", [(9, 28), (10, 3)]),
        ("Delivery: Apr. 24 - May. 14", [(4, 24), (5, 14)]),
        ("21.–26. September", [(9, 21), (9, 26)]),
        ("21 - 26 de set.", [(9, 21), (9, 26)]),
        ("9月21日 - 26日", [(9, 21), (9, 26)]),
        ("9월 21일 ~ 26일", [(9, 21), (9, 26)]),
        ("Tue | Jul. 28 18:39", [(7, 28)]),
        ("mar | 28 juil. 18:39", [(7, 28)]),
        ("Sun | 19 abr. 17:05", [(4, 19)]),
        ("5 марта", [(3, 5)]),
        ("within 15 days", []),
        ("R$5", []),
        ("order 8212313961591322", []),
        ("May the 4th", [(5, 4)]),
        ("you may collect 5 coupons", []),
    ],
)
def test_forms_without_a_year(text: str, days: list[tuple[int, int]]) -> None:
    assert [(day.month, day.day) for day in dates.find(text)] == days


@pytest.mark.parametrize(
    ("text", "language", "on"),
    [
        ("Jul 15, 2026", None, date(2026, 7, 15)),
        ("24 nov, 2023", "pt", date(2023, 11, 24)),
        ("3. Aug 2025", "de", date(2025, 8, 3)),
        ("15 juil. 2026", None, date(2026, 7, 15)),
        ("15 de jul. de 2026", None, date(2026, 7, 15)),
        ("٣ أغسطس ٢٠٢٦", "ar", date(2026, 8, 3)),
        ("2026-08-03 12:00:01", None, date(2026, 8, 3)),
        ("2026. 8. 3.", None, date(2026, 8, 3)),
        ("03.08.2026", None, date(2026, 8, 3)),
        ("03/08/2026", "fr", date(2026, 8, 3)),
        ("13/08/2026", None, date(2026, 8, 13)),
        ("08/13/2026", None, date(2026, 8, 13)),
        ("3 ส.ค. 2569", "th", date(2026, 8, 3)),
        ("3/8/69", "th", date(2026, 8, 3)),  # the Buddhist year, as Thai writes it short
        ("13/08/69", None, date(2026, 8, 13)),
        ("3 AGOSTO 2026", None, date(2026, 8, 3)),
        ("Dec 28 - Jan 3, 2027", None, date(2026, 12, 28)),
        ("31/12/2026", "en", date(2026, 12, 31)),
    ],
)
def test_forms(text: str, language: str | None, on: date) -> None:
    assert dates.find(text, language)[0].on() == on


@pytest.mark.parametrize("language", ["en", "ja", "ko", "zh", "hu", "sv"])
@pytest.mark.parametrize("text", ["03/08/2026", "08-03-2026"])
def test_a_day_and_a_month_that_their_language_does_not_write_so_are_not_guessed(
    text: str, language: str
) -> None:
    assert dates.find(text, language) == ()


@pytest.mark.parametrize(
    "text", ["03/08/2026", "Feb 30, 2026", "31.02.2026", "2026-13-01", "Aug 2026", "99 Aug 2026"]
)
def test_what_is_no_date_or_could_be_two_is_not_read(text: str) -> None:
    assert [day for day in dates.find(text) if day.year] == []


def test_years_from_the_context() -> None:
    (day,) = dates.find("Jan 3")
    assert dates.with_year(day, near=date(2026, 12, 28)) == date(2027, 1, 3)
    assert dates.with_year(day, since=date(2026, 7, 1)) == date(2027, 1, 3)
    assert dates.with_year(day, until=TODAY) == date(2026, 1, 3)
    assert dates.with_year(day) is None
    (leap,) = dates.find("Feb 29")
    assert dates.with_year(leap, near=TODAY) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("Tue | Jul. 28 18:39", time(18, 39)),
        ("Jul 28 6:39 PM", time(18, 39)),
        ("28 juil. 18h39", time(18, 39)),
        ("7월 28일 오후 6:39", time(18, 39)),
        ("7月28日 下午6:39", time(18, 39)),
        ("28. Juli 00:05", time(0, 5)),
        ("Jul 28", None),
    ],
)
def test_times_of_day(text: str, at: time | None) -> None:
    assert dates.clock(text) == at


def test_a_wall_clock_takes_the_year_nearest_to_its_instant() -> None:
    at = dates.wall_clock("Thu | Dec. 31 23:59", None, date(2027, 1, 1))
    assert at is not None
    assert at.isoformat() == "2026-12-31T23:59:00"


@given(st.text(max_size=200), st.sampled_from([None, *languages()]))
def test_any_text_is_survived(text: str, language: str | None) -> None:
    for day in dates.find(text, language):
        assert 1 <= day.month <= 12
        assert 1 <= day.day <= 31
    dates.clock(text)
