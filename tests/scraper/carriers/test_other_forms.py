"""A list of another form than the source's own is no parcel without scans, and no number that is not known."""

import copy
import json
from collections.abc import Callable, Iterator
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


def gone(value: Any, place: Place) -> Iterator[Any]:
    """The value with nothing at the place, and without the place."""
    if place:
        yield put(value, place, None)
    if place and isinstance(place[-1], str):
        changed = put(value, place, None)
        holder = changed
        for key in place[:-1]:
            holder = holder[key]
        del holder[place[-1]]
        yield changed


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
def test_a_list_that_is_missing(
    key: str, case: dict[str, Any], said: Any, place: Place, rows: list[Any]
) -> None:
    """It does not say that nothing has moved yet, nor that the number is not known."""
    for missing in gone(said, place):
        answer = judged(sources()[key], Reply(json.dumps(missing)), tuple(case["asked"]))
        assert answer.outcome in {"ok", "changed"}, (missing, answer)


@pytest.mark.parametrize(("key", "case", "said", "place", "rows"), list(cases()))
def test_a_list_of_another_form(
    key: str, case: dict[str, Any], said: Any, place: Place, rows: list[Any]
) -> None:
    for other in other_forms(rows):
        answer = judged(sources()[key], Reply(json.dumps(put(said, place, other))), tuple(case["asked"]))
        assert answer.outcome in {"ok", "changed"}, (other, answer)


TWO = ("UUS5A41829374650182", "UUS5A41829374650183")
BATCHES: dict[str, tuple[dict[str, Any], Callable[[list[Any]], dict[str, Any]]]] = {
    "uniuni": (
        {"tno": TWO[0], "spath_list": [{"pathTime": 1786010400, "pathInfo": "Delivered", "state": 203}]},
        lambda rows: {"status": "SUCCESS", "data": {"valid_tno": rows}},
    ),
    "gofo": (
        {
            "waybillNo": TWO[0],
            "trackEventList": [{"processDate": "2026-08-06 10:00:00", "processContent": "Delivered"}],
        },
        lambda rows: {"code": 200, "data": {"success": rows, "error": {}}},
    ),
    "17track": (
        {
            "code": 200,
            "number": TWO[0],
            "shipment": {
                "tracking": {
                    "providers": [
                        {"events": [{"time_utc": "2026-08-06T10:00:00Z", "description": "Delivered"}]}
                    ]
                }
            },
        },
        lambda rows: {"shipments": rows},
    ),
}


@pytest.mark.parametrize("key", BATCHES)
@pytest.mark.parametrize(
    "bad", [{"number": TWO[1], "tno": TWO[1], "waybillNo": TWO[1], "shipment": {"x": 1}}]
)
def test_a_parcel_of_another_form_is_no_loss_to_the_others(key: str, bad: dict[str, Any]) -> None:
    good, batch = BATCHES[key]
    for rows in ([good, bad], [bad, good]):
        found = sources()[key].read(json.dumps(batch(rows)), TWO)
        assert [(t.number, t.status) for t in found.trackings] == [(TWO[0], "delivered")]
        assert found.outcome == "ok"
        assert any("row" in problem for problem in found.problems), found.problems
