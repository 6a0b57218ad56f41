"""Every source reads its recorded shapes, and tells each state from the others."""

import json
from pathlib import Path
from typing import Any

import pytest

from scraper.carriers import Reply, judged, read_answer, sources

ANSWERS = Path(__file__).parent / "answers"
CASES = [
    (directory.name, name, case)
    for directory in sorted(ANSWERS.iterdir())
    for name, case in json.loads((directory / "expected.json").read_text("utf-8")).items()
]


def body_of(key: str, case: dict[str, Any]) -> str:
    return (ANSWERS / key / case["file"]).read_text("utf-8").removesuffix("\n")


def holds(found: Any, expected: Any) -> bool:
    """Whether what is expected stands in what was found; a list must be as long."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(
            holds(found.get(key), value) for key, value in expected.items()
        )
    if isinstance(expected, list):
        return len(found) == len(expected) and all(map(holds, found, expected))
    return bool(found == expected)


@pytest.mark.parametrize(("key", "name", "case"), CASES, ids=[f"{key}-{name}" for key, name, _ in CASES])
def test_answer(key: str, name: str, case: dict[str, Any]) -> None:
    reply = Reply(body_of(key, case), case.get("status", 200), case.get("headers", {}))
    found = judged(sources()[key], reply, tuple(case["asked"])).to_json()
    assert found["outcome"] == case["outcome"], found
    assert holds(found["parcels"], case["parcels"]), json.dumps(
        found["parcels"], indent=1, ensure_ascii=False
    )
    assert len(found["problems"]) == case["problems"], found["problems"]


@pytest.mark.parametrize(("key", "name", "case"), CASES, ids=[f"{key}-{name}" for key, name, _ in CASES])
def test_no_receiver_in_what_is_told(key: str, name: str, case: dict[str, Any]) -> None:
    found = json.dumps(
        sources()[key].read(body_of(key, case), tuple(case["asked"])).to_json(), ensure_ascii=False
    )
    assert "Jeanne" not in found
    assert "rue de la Paix" not in found


@pytest.mark.parametrize(
    ("key", "name", "case"),
    [one for one in CASES if one[2]["outcome"] in {"ok", "announced"}],
    ids=[f"{key}-{name}" for key, name, case in CASES if case["outcome"] in {"ok", "announced"}],
)
def test_a_body_is_known_without_its_address(key: str, name: str, case: dict[str, Any]) -> None:
    found = read_answer(body_of(key, case))
    assert found is not None
    assert found.source == key


def test_every_source_that_is_asked_has_answers() -> None:
    asked = {key for key, source in sources().items() if source.request is not None}
    assert asked == {directory.name for directory in ANSWERS.iterdir()}
