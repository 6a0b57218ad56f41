"""The extension as files: its types, its style, its modules under Node, its permissions, its words, its size."""

import json
import re
from pathlib import Path
from typing import get_args

import pytest

from scraper.aliexpress.reading import ReadingKind
from scraper.facts import MarkKind, Outcome
from tests.extension.checkers import node

pytestmark = pytest.mark.xdist_group("checkers")

HERE = Path(__file__).parent
EXTENSION = HERE.parents[1] / "extension"
MANIFEST = json.loads((EXTENSION / "manifest.json").read_text("utf-8"))
ENGLISH = json.loads((EXTENSION / "_locales/en/messages.json").read_text("utf-8"))
SOURCES = "\n".join(path.read_text("utf-8") for path in sorted(EXTENSION.rglob("*.js")))
INJECTED_AT_MOST = 24_000


def test_types(modules: Path) -> None:
    node(str(modules / "typescript/bin/tsc"), "--noEmit", "-p", "tsconfig.json")


def test_style(modules: Path) -> None:
    eslint = str(modules / "eslint/bin/eslint.js")
    node(eslint, "-c", str(HERE / "eslint.config.js"), "extension", "tests/extension", folder=HERE.parents[1])


def test_modules(modules: Path) -> None:
    node("--test", *sorted(str(path) for path in (HERE / "units").glob("*.test.js")))


def test_no_more_is_asked_for_than_needed() -> None:
    assert MANIFEST["permissions"] == ["alarms", "notifications", "scripting", "storage"]
    assert MANIFEST["optional_permissions"] == ["activeTab", "contextMenus"]
    assert MANIFEST["host_permissions"] == [
        "http://127.0.0.1/*",
        "https://*.aliexpress.com/*",
        "https://*.aliexpress.us/*",
    ]
    assert "web_accessible_resources" not in MANIFEST
    assert "key" not in MANIFEST
    assert "unsafe" not in MANIFEST["content_security_policy"]["extension_pages"]
    assert "upgrade" not in MANIFEST["content_security_policy"]["extension_pages"]


def test_both_worlds_run_on_the_order_pages_only_and_the_chat_s_script_on_message_pages() -> None:
    copying, passing, drawing, chat = MANIFEST["content_scripts"]
    assert all(
        re.match(r"https://(msg|message)\.aliexpress\.|.*/p/message/\*$", match) for match in chat["matches"]
    )
    assert "world" not in chat
    assert copying["matches"] == passing["matches"] == drawing["matches"]
    assert {copying["run_at"], passing["run_at"]} == {"document_start"}
    assert drawing["run_at"] == "document_idle"
    assert all(
        re.fullmatch(r"https://\*\.aliexpress\.(com|us)/p/[a-z-]+/\*", match) for match in copying["matches"]
    )


def test_every_file_that_the_manifest_names_is_there() -> None:
    named = [file for entry in MANIFEST["content_scripts"] for file in entry["js"] + entry.get("css", [])]
    named += [MANIFEST["background"]["service_worker"], MANIFEST["action"]["default_popup"]]
    named += [MANIFEST["options_ui"]["page"], *MANIFEST["icons"].values()]
    assert [name for name in named if not (EXTENSION / name).is_file()] == []


def test_what_is_injected_is_small() -> None:
    copying, passing, drawing, chat = MANIFEST["content_scripts"]
    for injected in (copying["js"] + passing["js"] + drawing["js"], chat["js"] + chat["css"]):
        assert sum((EXTENSION / name).stat().st_size for name in injected) <= INJECTED_AT_MOST


def test_nothing_is_built_from_markup_or_text_run_as_code() -> None:
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", SOURCES
    )


def test_every_word_is_there() -> None:
    """Words used by name; those made of a prefix and a code of the protocol are tried by the screens' tests."""
    used = set(re.findall(r'(?:word|getMessage)\(\s*"(\w+)"', SOURCES))
    used |= set(re.findall(r"__MSG_(\w+)__", (EXTENSION / "manifest.json").read_text("utf-8")))
    assert used - set(ENGLISH) == set()


def test_every_code_that_the_server_may_tell_has_its_words() -> None:
    told = {
        "page_": get_args(ReadingKind), "outcome_": (*get_args(Outcome), "own_tab", "paused"),
        "mark_": get_args(MarkKind), "marked_": get_args(MarkKind),
    }  # fmt: skip
    of_notices = {"snoozed", "acknowledged"}  # said of a notice, never of an order
    words = {prefix + code for prefix, codes in told.items() for code in codes if code not in of_notices}
    assert words - set(ENGLISH) == set()


@pytest.mark.parametrize(
    "path", sorted(EXTENSION.glob("_locales/*/messages.json")), ids=lambda path: path.parent.name
)
def test_every_language_has_every_word_with_its_placeholders(path: Path) -> None:
    words = json.loads(path.read_text("utf-8"))
    assert set(words) == set(ENGLISH)
    for key, entry in words.items():
        assert entry["message"].strip(), key
        assert set(entry.get("placeholders", {})) == set(ENGLISH[key].get("placeholders", {})), key
        for name in entry.get("placeholders", {}):
            assert f"${name.upper()}$" in entry["message"].upper(), key
