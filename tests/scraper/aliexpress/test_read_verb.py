"""`orderwarden read`: one JSON object a file, bare or in an envelope; one line on stderr for a file that is none."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from server.cli import main
from tests.scraper.aliexpress import pages


def run(*files: object, stdin: str | None = None) -> tuple[int, list[Any], str]:
    result = CliRunner().invoke(main, ["read", *map(str, files)], input=stdin)
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()], result.stderr


def test_bare_and_in_an_envelope(tmp_path: Path) -> None:
    body = pages.text(pages.order_detail(reminder="34 days 10 hours"))
    bare, envelope = tmp_path / "bare.json", tmp_path / "envelope.json"
    bare.write_text(body, "utf-8")
    known = {"url": "https://www.aliexpress.com/p/order/detail.html", "language": "en", "body": f"cb({body})"}
    envelope.write_text("\ufeff" + json.dumps({**known, "seen_at": "2026-07-11T08:00:00+00:00"}), "utf-8")
    code, (first, second), errors = run(bare, envelope)
    assert (code, errors) == (0, "")
    assert "dates" not in first["orders"][0]
    assert len(first["problems"]) == 1
    assert second["orders"][0]["dates"] == [
        {"kind": "protection_end", "at": "2026-08-14T18:00:00+00:00", "text": "34 days 10 hours"}
    ]
    assert second["problems"] == []


def test_standard_input_and_every_kind() -> None:
    wall = '{"ret":["FAIL_SYS_USER_VALIDATE::x"],"data":{}}'
    assert run("-", stdin=wall)[1] == [
        {"kind": "blocked", "reason": "FAIL_SYS_USER_VALIDATE", "problems": []}
    ]
    assert run("-", stdin="garbage")[:2] == (
        0,
        [{"kind": "unknown", "problems": ["neither JSON nor JSONP nor HTML"]}],
    )
    (empty,) = run("-", stdin=pages.text(pages.order_list([])))[1]
    assert empty == {"kind": "order_list", "orders": [], "has_more": False, "problems": []}


def test_a_tracking_source_is_read_by_its_own_reader() -> None:
    body = (
        '{"module":[{"mailNo":"LP00417245813281","mailNoSource":"EXTERNAL","detailList":[]}],"success":true}'
    )
    url = "https://global.cainiao.com/global/detail.json?mailNos=LP00417245813281&lang=en-US"
    for text in (json.dumps({"url": url, "body": body}), body):
        (answer,) = run("-", stdin=text)[1]
        assert (answer["kind"], answer["source"]) == ("tracking", "cainiao")


def test_a_wrong_instant_is_a_problem_of_the_envelope() -> None:
    envelope = {"seen_at": "2026-07-11T08:00:00", "body": pages.text(pages.order_list([]))}
    (answer,) = run("-", stdin=json.dumps(envelope))[1]
    assert any("seen_at" in problem for problem in answer["problems"])


def test_an_address_that_is_none_hides_no_page() -> None:
    envelope = {"url": "https://[", "body": pages.text(pages.order_list([]))}
    code, (answer,), _ = run("-", stdin=json.dumps(envelope))
    assert (code, answer["kind"]) == (0, "order_list")


def test_files_that_cannot_be_read_do_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "latin.json").write_bytes(b'{"a":"\xe9"}')
    (tmp_path / "good.json").write_text(pages.text(pages.order_list([])), "utf-8")
    code, answers, errors = run(
        tmp_path / "none.json", tmp_path / "latin.json", tmp_path, tmp_path / "good.json"
    )
    assert code == 1
    assert [answer["kind"] for answer in answers] == ["order_list"]
    lines = errors.splitlines()
    assert len(lines) == 3
    assert "none.json" in lines[0]
    assert "byte 6" in lines[1]


def test_no_file_is_wrong_usage() -> None:
    assert CliRunner().invoke(main, ["read"]).exit_code == 2
