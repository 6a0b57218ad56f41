"""`orderwarden simulate`: one line a story; what cannot be read is said in one line and the others are still told."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from server.verbs.simulate import command
from tests.server.rules.story import OWN, read

SAID: dict[str, dict[str, Any]] = {
    "order": {"order_id": "3041111111110001"},
    "tracking": {"source": "cainiao", "outcome": "ok", "number": "LP00000000000018"},
    "dispute": {"order_id": "3041111111110001", "dispute_id": "d1"},
    "chat": {"order_id": "3041111111110001", "from": "seller", "text": "wait"},
}
DAY = "2026-05-01T10:00"
WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("order", {"windows": [{"kind": "defective"}]}, "order.windows: days is missing"),
    ("order", {"windows": [{"kind": "defective", "days": 10**30}]}, "order.windows"),
    ("order", {"windows": [{"kind": "defective", "days": 7, "from": [5]}]}, "order.windows"),
    ("order", {"windows": [None]}, "order.windows"),
    ("order", {"lines": [5]}, "order.lines"),
    ("order", {"late_coupon": {}}, "order.late_coupon: state is missing"),
    ("order", {"dates": [5]}, "order.dates"),
    ("order", {"dates": [{"kind": "protection_end", "on": "9999-12-31"}]}, "order.dates: '9999-12-31'"),
    ("order", {"disputes": [5]}, "order.disputes"),
    ("order", {"disputes": [{"state": "lost"}]}, "order.disputes: state: 'lost'"),
    ("tracking", {"outcome": "fine"}, "tracking.outcome"),
    ("tracking", {"local_number": 5}, "tracking.local_number"),
    ("tracking", {"events": [5]}, "tracking.events"),
    ("tracking", {"events": [{"local_time": DAY, "place": {"city": "Liege"}}]}, "tracking.events"),
    ("tracking", {"estimated_delivery": "soon"}, "tracking.estimated_delivery"),
    ("dispute", {"claim": {"amount": "1e99999", "currency": "USD"}}, "dispute.claim"),
    ("dispute", {"claim": {"amount": "5", "currency": 5}}, "dispute.claim"),
    ("chat", {"language": {"x": 1}}, "chat.language"),
]
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
        ({"offline": 5}, "offline"),
        ({"unread": {"from": "2026-05-02T00:00"}}, "unread"),
        ({"quiet": ["22:00+01:00", "07:00"]}, "quiet"),
        ({"quiet": ["22:00", "07:00", "08:00"]}, "quiet"),
        ({"offline": [["1990-01-01T00:00", "2026-05-02T00:00"]]}, "offline[0]"),
        ({"observations": [{"at": 5, "order": {"order_id": "1"}}]}, "observations[0].at"),
        *(
            ({"observations": [{"at": "2026-05-01T12:00", what: {**SAID[what], **wrong}}]}, member)
            for what, wrong, member in WRONG
        ),
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


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "{}", "\ud800", "[" * 100_000, '{"story":' + "9" * 5000 + "}"]
)
def test_what_is_no_story_is_refused(tmp_path: Path, text: str) -> None:
    bad = tmp_path / "bad.json"
    bad.write_bytes(text.encode("utf-8", "surrogatepass"))
    result = run(str(bad))
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1


def test_a_byte_order_mark_is_no_part_of_a_story(tmp_path: Path) -> None:
    marked = tmp_path / "marked.json"
    marked.write_bytes(b"\xef\xbb\xbf" + STORY.read_bytes())
    assert run(str(marked)).stdout == run(str(STORY)).stdout


def test_half_a_character_is_printed_as_it_was_written(tmp_path: Path) -> None:
    half = tmp_path / "half.json"
    half.write_text(json.dumps({**read(STORY), "story": "\ud800"}), encoding="utf-8")
    result = run(str(half))
    assert result.exit_code == 0
    assert json.loads(result.stdout)["story"] == "\ud800"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    result = run(str(tmp_path / "none.json"))
    assert result.exit_code == 1
    assert "none.json" in result.stderr
