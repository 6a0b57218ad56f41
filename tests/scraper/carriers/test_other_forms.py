"""A list of another form than the source's own is no parcel without scans, and no number that is not known."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scraper.carriers import Reply, judged, sources

ANSWERS = Path(__file__).parent / "answers"
Place = tuple[str | int, ...]


def lists_in(value: Any, place: Place = ()) -> Iterator[tuple[Place, list[Any]]]:
    """Every list of objects in a JSON value, with its place."""
    members: Any = ()
    if isinstance(value, dict):
        members = value.items()
    elif isinstance(value, list):
        members = enumerate(value)
        if value and isinstance(value[0], dict):
            yield place, value
    for key, member in members:
        yield from lists_in(member, (*place, key))


def put(value: Any, place: Place, other: Any) -> Any:
    if not place:
        return other
    changed = copy.deepcopy(value)
    holder = changed
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = other
    return changed


def other_forms(rows: list[Any]) -> Iterator[Any]:
    yield {"rows": rows}
    yield "3 events"
    yield 3
    yield [rows]
    yield ["a", "b"]
    yield [{f"new_{name}": member for name, member in row.items()} for row in rows if isinstance(row, dict)]


def cases() -> Iterator[Any]:
    for directory in sorted(ANSWERS.iterdir()):
        for name, case in json.loads((directory / "expected.json").read_text("utf-8")).items():
            if case["outcome"] != "ok" or len(case["asked"]) > 1:
                continue
            try:
                said = json.loads((directory / case["file"]).read_text("utf-8"))
            except ValueError:
                continue  # a page, or rows of a script
            for place, rows in lists_in(said):
                where = ".".join(map(str, place)) or "whole"
                yield pytest.param(
                    directory.name, case, said, place, rows, id=f"{directory.name}-{name}-{where}"
                )


@pytest.mark.parametrize(("key", "case", "said", "place", "rows"), list(cases()))
def test_a_list_of_another_form(
    key: str, case: dict[str, Any], said: Any, place: Place, rows: list[Any]
) -> None:
    for other in other_forms(rows):
        answer = judged(sources()[key], Reply(json.dumps(put(said, place, other))), tuple(case["asked"]))
        assert answer.outcome in {"ok", "changed"}, (other, answer)
