"""docs/protocol.md leaves out nothing that the server takes or tells."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

from scraper.facts import MarkKind
from server.api.schema import ROUTES, openapi
from server.observe import Seen
from tests.server.conftest import Client, TestClock, bought, calendar
from tests.shop import answers

PROTOCOL = (Path(__file__).parents[3] / "docs/protocol.md").read_text(encoding="utf-8")
TRACKING_URL = "https://acs.aliexpress.com/h5/mtop.ae.ld.querydetail/1.0/"
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')
Names = dict[str, Any]


def names_in(text: str) -> Names:
    """The names of an object as the page writes it, each with those of the object, or the list of objects, under it.
    A name may stand without a value; `ORDER`, `MONEY` and the like stand for what is written elsewhere.
    """
    tokens = TOKEN.findall(text)

    def value(at: int) -> tuple[Names, int]:
        if tokens[at] not in ("{", "["):
            return {}, at + 1
        closing, found = {"{": "}", "[": "]"}[tokens[at]], Names()
        at += 1
        while tokens[at] != closing:
            if closing == "]":
                inner, at = value(at)
                found |= inner
            elif tokens[at].startswith('"'):
                name, inner = tokens[at].strip('"'), {}
                at += 1
                if tokens[at] == ":":
                    inner, at = value(at + 1)
                found[name] = inner
            at += tokens[at] == ","
        return found, at + 1

    return value(0)[0]


def block(title: str) -> Names:
    return names_in(PROTOCOL.split(f"\n{title}\n```json\n")[1].split("```")[0])


def left_out(told: Any, written: Names, place: str) -> list[str]:
    """What is told and not written, by the place where it stands."""
    if isinstance(told, list):
        return sorted({one for each in told for one in left_out(each, written, place)})
    if not isinstance(told, dict) or (told and not written):
        return []
    missing = [f"{place}.{name}" for name in told if name not in written]
    return missing + [
        one
        for name, value in told.items()
        if name in written
        for one in left_out(value, written[name], f"{place}.{name}")
    ]


def test_the_page_is_read_as_it_is_written() -> None:
    assert names_in('{"a": "x: {y}", "b": [{"c", "d": MONEY}], "e": {"f": 1}, "g"}') == {
        "a": {},
        "b": {"c": {}, "d": {}},
        "e": {"f": {}},
        "g": {},
    }
    assert left_out({"b": [{"c": 1}, {"h": 2}], "i": 3}, {"b": {"c": {}}}, "X") == ["X.i", "X.b.h"]


@pytest.mark.parametrize(("method", "path", "query"), [(m, p, q) for m, p, _, q in ROUTES])
def test_every_request_is_described_with_all_that_it_takes(
    method: str, path: str, query: tuple[str, ...]
) -> None:
    schema = openapi()
    called = f"{method.upper()} {re.sub('{.*}', 'ID', path)}"
    (part,) = [one for one in PROTOCOL.split("\n## ") if re.search(rf"`{called}[`?]", one)]
    taken = set(query)
    shapes = [schema["paths"][path][method].get("requestBody")]
    while shapes:
        text = str(shapes.pop())
        for name in re.findall(r"#/components/schemas/(\w+)", text):
            shape = schema["components"]["schemas"][name]
            if name != "Muted":  # docs/settings.md says what a setting holds
                taken |= shape["properties"].keys()
                shapes.append(shape)
    assert [name for name in sorted(taken) if not re.search(rf"\b{name}\b", part)] == []


def test_every_mark_is_named() -> None:
    part = PROTOCOL.split("\n## `POST /api/v1/marks`")[1].split("\n## ")[0]
    kinds = set(get_args(MarkKind)) - {"snoozed", "acknowledged"}
    assert kinds - set(re.findall(r"\w+", part)) == set()


async def test_every_answer_is_described_with_all_that_it_tells(client: Client, clock: TestClock) -> None:
    """An order of which everything is known: pages, scans, a dispute, marks, what is due and what will come."""
    order = bought(5)
    await client.detail(order)
    await client.page(TRACKING_URL, answers.as_text(answers.order_tracking(order, calendar(clock.now()))))
    await client.detail(replace(order, number=77))
    dispute = {"dispute_id": "d1", "order_id": order.order_id, "state": "waiting_for_seller"}
    due = {"answer_due": "2026-09-20T07:00:00Z"}
    await client.running.house.observe([Seen("dispute", order.order_id, dispute | due, "dispute/d1")])
    said = {"parcel": "LP1", "line_id": "1", "dispute_id": "d1", "number": "RR123456785DE"}
    mark = {"order_id": order.order_id, "kind": "return_number_entered", "at": clock.now().isoformat()}
    await client.post("/api/v1/marks", mark | said)
    clock.pass_by(timedelta(days=30))
    await client.running.watch.tick()
    told = await client.changes()
    whole = next(one for one in told["orders"] if one["order_id"] == order.order_id)
    assert whole["marks"][0].items() >= said.items()
    assert all(whole[part] for part in ("lines", "clocks", "parcels", "disputes", "advice", "pages_read"))
    assert any(parcel["sources"] for parcel in whole["parcels"])
    assert told["notices"]
    assert told["plan"]
    changes = names_in(PROTOCOL.split("## `GET /api/v1/changes")[1].split("```json\n")[1].split("```")[0])
    assert left_out(told, changes, "changes") == []
    assert left_out(told["orders"], block("ORDER"), "ORDER") == []
    assert left_out([told["notices"], told["plan"]], block("NOTICE"), "NOTICE") == []
