"""The extension's languages: nothing left in English, placeholders that are filled alike, no harm, names that fit."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "extension/_locales"
ENGLISH: dict[str, Any] = json.loads((LOCALES / "en/messages.json").read_text("utf-8"))
HARMFUL = tomllib.loads((ROOT / "tests/server/words/harmful.toml").read_text("utf-8"))
LANGUAGES = sorted(path.parent.name for path in LOCALES.glob("*/messages.json"))
SAME_AS_ENGLISH = {"Port", "Coupon", "Status"}
NAME_AT_MOST, DESCRIPTION_AT_MOST = 75, 132
"""What browsers and their stores take."""


def read(language: str) -> dict[str, Any]:
    words: dict[str, Any] = json.loads((LOCALES / language / "messages.json").read_text("utf-8"))
    return words


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_no_english_is_left(language: str) -> None:
    left = {
        key: entry["message"]
        for key, entry in read(language).items()
        if entry["message"] == ENGLISH[key]["message"] and entry["message"] not in SAME_AS_ENGLISH
    }
    assert left == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_take_what_english_gives_them(language: str) -> None:
    for key, entry in read(language).items():
        assert entry.get("placeholders", {}) == ENGLISH[key].get("placeholders", {}), key
        named = {name.lower() for name in re.findall(r"\$(\w+)\$", entry["message"])}
        assert named == set(entry.get("placeholders", {})), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_apostrophe_is_written(language: str) -> None:
    said = " ".join(entry["message"] for entry in read(language).values())
    assert len(set(re.findall(r"(?<=\w)['\u2019](?=\w)", said))) <= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_name_and_description_are_not_cut_off(language: str) -> None:
    words = read(language)
    assert len(words["name"]["message"]) <= NAME_AT_MOST
    assert len(words["description"]["message"]) <= DESCRIPTION_AT_MOST


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_tells_to_give_the_protection_away(language: str) -> None:
    harmful = re.compile("|".join(HARMFUL[language.replace("_", "-")]), re.IGNORECASE)
    for key, entry in read(language).items():
        assert not harmful.search(entry["message"]), key
