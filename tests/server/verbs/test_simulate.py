"""`orderwarden simulate`: one line a story; what cannot be read is said in one line and the others are still told."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from server.verbs.simulate import command
from tests.server.rules.story import OWN, read

STORY = sorted(OWN.glob("*.json"))[0]


def run(*names: str, stdin: str | None = None) -> Any:
    return CliRunner().invoke(command, list(names), input=stdin)


def test_one_object_a_story() -> None:
    other = sorted(OWN.glob("*.json"))[1]
    result = run(str(STORY), str(other))
    assert result.exit_code == 0
    first, second = (json.loads(line) for line in result.stdout.splitlines())
    assert (first["story"], second["story"]) == (read(STORY)["story"], read(other)["story"])
    notice = first["notices"][0]
    assert set(notice) >= {
        "at",
        "kind",
        "level",
        "order_ids",
        "parcels",
        "basis",
        "folded",
        "traps",
        "title",
        "why",
        "do",
    }
    assert notice["at"].endswith("+02:00")


def test_standard_input() -> None:
    result = run("-", stdin=STORY.read_text(encoding="utf-8"))
    assert result.exit_code == 0
    assert json.loads(result.stdout)["story"] == read(STORY)["story"]


def test_no_story_is_wrong_usage() -> None:
    assert run().exit_code == 2


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"zone": "Europe/Nowhere"}, "zone"),
        ({"zone": "../etc/passwd"}, "zone"),
        ({"until": "soon"}, "until"),
        ({"until": None}, "until"),
        ({"quiet": ["late", "early"]}, "quiet"),
        ({"offline": [["2026-05-02T00:00"]]}, "offline"),
        ({"offline": [["2026-05-03T00:00", "2026-05-02T00:00"]]}, "offline"),
        ({"observations": [{"at": "2026-05-01T12:00"}]}, "observations[0]"),
        ({"observations": [{"at": "x", "order": {}}]}, "observations[0].at"),
        ({"observations": ["x"]}, "observations[0]"),
        (
            {"observations": [{"at": "2026-05-01T12:00", "order": {"order_id": "1", "status": "gone"}}]},
            "status",
        ),
        ({"observations": {}}, "observations"),
        ({"region": 5}, "region"),
    ],
)
def test_a_bad_story_is_named_and_the_next_is_told(
    tmp_path: Path, change: dict[str, Any], where: str
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps({**read(STORY), **change}), encoding="utf-8")
    result = run(str(bad), str(STORY))
    assert result.exit_code == 1
    [line] = result.stderr.splitlines()
    assert str(bad) in line
    assert where in line
    assert json.loads(result.stdout)["story"] == read(STORY)["story"]


@pytest.mark.parametrize("text", ["", "[]", "{", "{}", "\ud800"])
def test_what_is_no_story_is_refused(tmp_path: Path, text: str) -> None:
    bad = tmp_path / "bad.json"
    bad.write_bytes(text.encode("utf-8", "surrogatepass"))
    result = run(str(bad))
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    result = run(str(tmp_path / "none.json"))
    assert result.exit_code == 1
    assert "none.json" in result.stderr
