"""`orderwarden extension build`: what the stores get."""

import io
import json
import os
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from scraper.carriers._source import Needs
from server.cli import main
from server.verbs import extension
from tests.extension.checkers import HERE, node

pytestmark = pytest.mark.xdist_group("checkers")

ABOUT_FIREFOX = {
    "BACKGROUND_SERVICE_WORKER_NOFALLBACK",
    "ADDON_ID_REQUIRED",
    "MISSING_DATA_COLLECTION_PERMISSIONS",
    "MANIFEST_OPTIONAL_PERMISSIONS",
}
"""web-ext judges for Firefox alone: these name what the Chrome package rightly does not have."""


def unpacked(browser: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(extension.packed_for(browser)[1])) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def manifest(browser: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(extension.manifest_for(browser))
    return said


@pytest.mark.parametrize("browser", extension.BROWSERS)
def test_the_same_sources_give_the_same_bytes(browser: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = extension.packed_for(browser)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    os.utime(extension.EXTENSION / "manifest.json")
    assert extension.packed_for(browser) == first
    monkeypatch.delenv("TZ")
    time.tzset()
    with zipfile.ZipFile(io.BytesIO(first[1])) as packed:
        assert packed.namelist() == sorted(packed.namelist())
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("browser", extension.BROWSERS)
def test_every_file_that_is_needed_and_no_other(
    browser: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = set(unpacked(browser))
    assert {"manifest.json", "page/copy.js", "_locales/en/messages.json", "popup/popup.html"} <= names
    assert not [name for name in names if name.endswith(".ts") or "node_modules" in name or "test" in name]
    copy = tmp_path / "extension"
    for path in extension.shipped():
        into = copy / path.relative_to(extension.EXTENSION)
        into.parent.mkdir(parents=True, exist_ok=True)
        into.write_bytes(path.read_bytes())
    for left_behind in (
        ".vscode/settings.json",
        "popup/.popup.js.swp",
        "popup/popup.js~",
        "notes.md",
        "x.d.ts",
    ):
        (copy / left_behind).parent.mkdir(exist_ok=True)
        (copy / left_behind).write_text("x")
    before = extension.packed_for(browser)[1]
    monkeypatch.setattr(extension, "EXTENSION", copy)
    assert extension.packed_for(browser)[1] == before


def test_the_manifests_differ_only_where_the_browsers_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chrome, firefox = manifest("chrome"), manifest("firefox")
    assert {name for name in chrome.keys() | firefox.keys() if chrome.get(name) != firefox.get(name)} == {
        "minimum_chrome_version", "background", "browser_specific_settings", "permissions", "optional_permissions",
    }  # fmt: skip
    assert firefox["background"] == {"scripts": ["background/worker.js"], "type": "module"}
    assert firefox["permissions"] == sorted([*chrome["permissions"], *chrome["optional_permissions"]])
    assert "upgrade" not in firefox["content_security_policy"]["extension_pages"]
    gecko = firefox["browser_specific_settings"]["gecko"]
    assert gecko["data_collection_permissions"]["required"] == ["websiteContent", "personalCommunications"]
    keyed = json.loads((extension.EXTENSION / "manifest.json").read_text("utf-8")) | {"key": "fixed"}
    (tmp_path / "manifest.json").write_text(json.dumps(keyed))
    monkeypatch.setattr(extension, "EXTENSION", tmp_path)
    assert "key" not in manifest("chrome")


def test_another_version_in_the_manifest_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert CliRunner().invoke(main, ["extension", "build", "-o", str(tmp_path / "dist")]).exit_code == 0
    names = sorted(path.name for path in (tmp_path / "dist").iterdir())
    assert names == [f"orderwarden-{one}-{extension.version()}.zip" for one in extension.BROWSERS]
    other = json.loads((extension.EXTENSION / "manifest.json").read_text("utf-8")) | {"version": "9.9.9"}
    (tmp_path / "manifest.json").write_text(json.dumps(other))
    monkeypatch.setattr(extension, "EXTENSION", tmp_path)
    said = CliRunner().invoke(main, ["extension", "build", "-o", str(tmp_path / "again")])
    assert said.exit_code == 1
    assert "9.9.9" in said.output
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize("browser", extension.BROWSERS)
def test_web_ext_finds_nothing(browser: str, modules: Path, tmp_path: Path) -> None:
    for name, content in unpacked(browser).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    told = node(
        str(modules / "web-ext/bin/web-ext.js"), "lint", "--source-dir", str(tmp_path), "--self-hosted",
        "--no-config-discovery", "--output", "json", folder=HERE, may_fail=True,
    )  # fmt: skip
    said = json.loads(told[told.index("{") :])
    found = [
        (one["code"], one["message"], one.get("file"))
        for one in said["errors"] + said["warnings"] + said["notices"]
    ]
    assert [one for one in found if browser == "firefox" or one[0] not in ABOUT_FIREFOX] == []


def test_the_stores_take_name_and_description_in_every_language() -> None:
    for path in sorted(extension.EXTENSION.glob("_locales/*/messages.json")):
        words = json.loads(path.read_text("utf-8"))
        assert len(words["name"]["message"]) <= 75, path.parent.name
        assert len(words["description"]["message"]) <= 132, path.parent.name


def test_every_permission_has_its_reason_in_the_store_texts() -> None:
    said = (extension.ROOT / "docs/store.md").read_text("utf-8")
    asked = manifest("chrome")
    for name in asked["permissions"] + asked["optional_permissions"] + asked["host_permissions"]:
        assert f"`{name}`" in said, name
    for name in manifest("firefox")["browser_specific_settings"]["gecko"]["data_collection_permissions"][
        "required"
    ]:
        assert f"`{name}`" in said, name


def test_what_tracking_sites_are_given_and_what_is_kept_is_said_wherever_privacy_is_spoken_of() -> None:
    """A look-up gives the parcel's number, and the postcode where a site wants it; where a parcel goes is kept."""
    assert {field for field in Needs.__dataclass_fields__ if field != "country"} == {"postcode", "key"}
    words = json.loads((extension.EXTENSION / "_locales/en/messages.json").read_text("utf-8"))
    for key in ("set_sources_why", "privacy_asks", "privacy_kept"):
        assert "postcode" in words[key]["message"], key
    assert "picture" in words["privacy_names"]["message"]
    privacy = (extension.ROOT / "docs/privacy.md").read_text("utf-8")
    asked = next(line for line in privacy.splitlines() if line.startswith("| parcel numbers |"))
    assert "postcode" in asked
    assert "API key" in asked
    store = (extension.ROOT / "docs/store.md").read_text("utf-8")
    for row in ("| collected |", "| kept |"):
        assert "postcode" in next(line for line in store.splitlines() if line.startswith(row)), row
