"""Whatever happens to an answer on its way: no error, no hang, and nothing becomes delivered by it."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scraper.carriers import read_answer, sources
from scraper.facts import Tracking

ANSWERS = Path(__file__).parent / "answers"
OUTCOMES = {"ok", "announced", "unknown", "blocked", "rate_limited", "changed", "network"}
FILES = [
    (directory.name, directory / case["file"], tuple(case["asked"]))
    for directory in sorted(ANSWERS.iterdir())
    for case in json.loads((directory / "expected.json").read_text("utf-8")).values()
]
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False),
    st.just([]),
    st.just({}),
    st.just([None]),
    st.just({"a": {"b": []}}),
    st.text(st.characters(categories=("Nd", "Zs", "Cc", "Po", "Lo")), max_size=30),
    st.just("x" * 3000),
)


def nodes(value: Any) -> list[tuple[Any, Any]]:
    """Every (holder, key) of a JSON value."""
    found: list[tuple[Any, Any]] = []
    pairs = (
        list(value.items())
        if isinstance(value, dict)
        else list(enumerate(value))
        if isinstance(value, list)
        else []
    )
    for key, member in pairs:
        found.append((value, key))
        found += nodes(member)
    return found


def deliveries(trackings: tuple[Tracking, ...]) -> int:
    return sum(event.status == "delivered" for tracking in trackings for event in tracking.events)


def check(key: str, body: str, asked: tuple[str, ...], before: int) -> None:
    answer = sources()[key].read(body, asked)
    assert answer.outcome in OUTCOMES
    assert all(tracking.number for tracking in answer.trackings)
    assert deliveries(answer.trackings) <= before
    if before == 0:
        assert all(tracking.status != "delivered" for tracking in answer.trackings)
    if answer.outcome not in {"ok", "announced", "unknown"}:
        assert answer.problems
    json.dumps(answer.to_json())


@pytest.mark.parametrize(("key", "file", "asked"), FILES, ids=[f"{k}-{f.stem}" for k, f, _ in FILES])
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_mutated(key: str, file: Path, asked: tuple[str, ...], data: st.DataObject) -> None:
    body = file.read_text("utf-8").removesuffix("\n")
    before = deliveries(sources()[key].read(body, ()).trackings)
    try:
        value = json.loads(body)
    except ValueError:
        value = None
    if isinstance(value, dict | list) and (places := nodes(value)):
        for _ in range(data.draw(st.integers(1, 3))):
            holder, name = data.draw(st.sampled_from(places))
            if data.draw(st.booleans()) and isinstance(holder, dict):
                holder.pop(name, None)
            elif isinstance(holder, dict) or name < len(holder):
                holder[name] = data.draw(JUNK)
        check(key, json.dumps(value), asked, before)
    cut = data.draw(st.integers(0, len(body)))
    check(key, body[:cut], asked, before)
    where = data.draw(st.integers(0, len(body)))
    check(key, body[:where] + data.draw(st.text(max_size=5)) + body[where:], asked, before + 1)


@settings(max_examples=60)
@given(body=st.one_of(st.text(max_size=300), st.binary(max_size=300).map(lambda raw: raw.decode("latin-1"))))
def test_anything_at_all(body: str) -> None:
    for key, source in sources().items():
        assert source.read(body, ("LP00731946205518",)).outcome in OUTCOMES, key
    read_answer(body)


@pytest.mark.parametrize("key", sorted(sources()))
def test_deep_and_long(key: str) -> None:
    for body in (
        "[" * 100_000,
        '{"a":' * 50_000,
        "<div>" * 2_000,
        "9" * 100_000,
        '{"module":[' + "{}," * 20_000 + "{}]}",
    ):
        assert sources()[key].read(body, ("LP00731946205518",)).outcome in OUTCOMES
