"""Refusals are told apart, and none is read as an empty page."""

import json

import pytest

from scraper.aliexpress import WALLS, read
from tests.scraper.aliexpress import pages


@pytest.mark.parametrize(
    ("ret", "reason"),
    [
        (["FAIL_SYS_USER_VALIDATE::哎哟喂,被挤爆啦"], "FAIL_SYS_USER_VALIDATE"),
        (["FAIL_SYS_USER_VALIDATE", "RGV587_ERROR::SM::x"], "FAIL_SYS_USER_VALIDATE"),
        (["RGV587_ERROR::SM::哎哟喂,被挤爆啦,请稍后重试"], "RGV587_ERROR"),
        (["FAIL_SYS_TRAFFIC_LIMIT::x"], "FAIL_SYS_TRAFFIC_LIMIT"),
        (["FAIL_SYS_SESSION_EXPIRED::SESSION失效"], "logged_out"),
        ("FAIL_BIZ_NOT_LOGIN::please log in", "logged_out"),
        (["FAIL_SYS_TOKEN_EXOIRED::令牌过期"], "FAIL_SYS_TOKEN_EXOIRED"),
    ],
)
def test_ret_codes(ret: object, reason: str) -> None:
    for wrapped in ("{}", "mtopjsonp7({})"):
        body = json.dumps(
            {"api": "mtop.aliexpress.trade.buyer.order.list", "data": {}, "ret": ret, "v": "1.0"}
        )
        reading = read(wrapped.replace("{}", body))
        assert reading.to_json() == {"kind": "blocked", "reason": reason, "problems": []}


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ('<html><body><div id="baxia-dialog-content"></div></body></html>', "slider"),
        ('<html><body><div class="x baxia-dialog y"></div></body></html>', "slider"),
        ("<html><body><div id='nc_1_wrapper'></div></body></html>", "slider"),
        ("<html><body><p>Please slide to verify</p></body></html>", "slider"),
        ('<html><script>var u="https://x.aliexpress.com/_____tmd_____/punish?x=1"</script></html>', "slider"),
        ("<punish-component></punish-component>", "slider"),
        ('<html><body><input id="fm-login-id"></body></html>', "logged_out"),
        (
            '<html><script>location.href="https://login.aliexpress.com/?return_url=x"</script></html>',
            "logged_out",
        ),
        (
            '<html><meta http-equiv="refresh" content="0;url=https://login.aliexpress.com/"></html>',
            "logged_out",
        ),
    ],
)
def test_pages(html: str, reason: str) -> None:
    for url in (None, "https://www.aliexpress.com/p/order/index.html"):
        reading = read(html, url=url)
        assert (reading.kind, reading.reason) == ("blocked", reason)


def test_the_flag_and_the_address_of_the_wall() -> None:
    assert read('{"rgv587_flag":"sm","url":"https://x/_____tmd_____/punish"}').reason == "RGV587_ERROR"
    assert read('{"data":{"url":"https://x/_____tmd_____/punish"},"ret":["X"]}').reason == "slider"


def test_a_page_that_can_be_read_is_no_wall_because_its_script_names_one() -> None:
    assert read(pages.stored("list.html")).kind == "order_list"


def test_every_reason_is_told_in_words() -> None:
    assert set(WALLS) >= {
        "FAIL_SYS_USER_VALIDATE",
        "RGV587_ERROR",
        "slider",
        "logged_out",
        "FAIL_SYS_TRAFFIC_LIMIT",
    }


def test_another_failure_is_unknown_and_named() -> None:
    reading = read('{"api":"mtop.x","ret":["FAIL_BIZ_ORDER_NOT_EXIST::no such order"],"data":{}}')
    assert reading.kind == "unknown"
    assert "FAIL_BIZ_ORDER_NOT_EXIST" in reading.problems[0]
