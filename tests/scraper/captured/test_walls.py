"""Walls, signed out, and things that are no page of orders."""
# ruff: noqa: E501 - tables of captures read better in long lines

import json
from typing import Any

import pytest

from tests.scraper.captured.captures import SEEN, read_out

API = "mtop.aliexpress.trade.buyer.order.list"


@pytest.mark.parametrize(
    ("ret", "reason"),
    [
        ("FAIL_SYS_USER_VALIDATE::哎哟喂,被挤爆啦,请稍后重试", "FAIL_SYS_USER_VALIDATE"),
        ("FAIL_SYS_USER_VALIDATE", "FAIL_SYS_USER_VALIDATE"),
        ("RGV587_ERROR::SM::哎哟喂,被挤爆啦", "RGV587_ERROR"),
        ("FAIL_SYS_TRAFFIC_LIMIT::x", "FAIL_SYS_TRAFFIC_LIMIT"),
        ("FAIL_SYS_SESSION_EXPIRED::Session过期", "logged_out"),
    ],
)
def test_mtop_walls(ret: str, reason: str) -> None:
    body: dict[str, Any] = {"api": API, "ret": [ret], "data": {"url": "https://x.example/punish"}}
    for text in (json.dumps(body), f"mtopjsonp1({json.dumps(body)})"):
        said = read_out(text)
        assert said["kind"] == "blocked", said
        assert said["reason"] == reason


@pytest.mark.parametrize(
    "ret", ["FAIL_SYS_TOKEN_EXOIRED::令牌过期", "FAIL_SYS_TOKEN_EMPTY::x", "FAIL_SYS_ILLEGAL_REQUEST::x"]
)
def test_token_lost_is_never_an_empty_result(ret: str) -> None:
    said = read_out({"api": API, "ret": [ret], "data": {}})
    assert said["kind"] in {"blocked", "unknown"}
    assert said.get("reason") or said["problems"]


@pytest.mark.parametrize(
    "html",
    [
        '<html><body><div id="baxia-dialog-content"></div></body></html>',
        '<html><body><div class="baxia-dialog x"><iframe src="/_____tmd_____/punish"></iframe></div></body></html>',
        '<html><body><div id="nc_1_wrapper">Please slide to verify</div></body></html>',
        "<html><head><title>Captcha Interception</title></head><body><p>slide to verify</p></body></html>",
    ],
)
def test_slider(html: str) -> None:
    for envelope in ({}, {"url": "https://www.aliexpress.com/p/order/index.html", "seen_at": SEEN}):
        said = read_out(html, **envelope)
        assert said["kind"] == "blocked", said


@pytest.mark.parametrize(
    "html",
    [
        '<html><head><title>Login</title></head><body><form action="https://login.aliexpress.com/"><input type="password"></form></body></html>',
    ],
)
def test_login_page(html: str) -> None:
    said = read_out(html, url="https://login.aliexpress.com/?return_url=x", seen_at=SEEN)
    assert (said["kind"], said.get("reason")) == ("blocked", "logged_out"), said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "null",
        "[]",
        "{}",
        "42",
        "hello",
        "<html></html>",
        '{"a": 1}',
        '{"body": ""}',
        '{"api": "x", "ret": ["SUCCESS::ok"]}',
    ],
)
def test_nothing_known_is_unknown_with_a_problem(text: str) -> None:
    said = read_out(text)
    assert said["kind"] == "unknown"
    assert said["problems"]


def test_truncated_answer_is_a_problem() -> None:
    said = read_out('{"api": "mtop.aliexpress.trade.buyer.order.list", "data": {"data": {"x"')
    assert said["kind"] == "unknown"
    assert said["problems"]
