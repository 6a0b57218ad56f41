"""What must be refused is refused clearly, nothing of it is half-stored, and the next good page works."""

import hashlib
import io
import json
import sqlite3
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from playwright.async_api import expect

from tests.loop.conftest import NOON, RaiseStage
from tests.loop.test_list_and_detail import all_badged
from tests.shop import answers, app
from tests.shop.orders import ORDERS
from tests.shop.stage import Stage, badges, until

pytestmark = pytest.mark.browser
LIST_URL = f"https://acs.aliexpress.com/h5/{app.LIST}/1.0/"
GOOD = answers.as_text(answers.order_list(ORDERS[:3], answers.Calendar(NOON.date(), NOON)))


def ledger_rows(stage: Stage) -> int:
    connection = sqlite3.connect(f"file:{stage.home / 'orderwarden.sqlite3'}?mode=ro", uri=True)
    try:
        (rows,) = connection.execute("select count(*) from ledger").fetchone()
        return int(rows)
    finally:
        connection.close()


async def headers(stage: Stage) -> dict[str, str]:
    pairing = await stage.chromium.stored("pairing")
    return {"Authorization": f"Bearer {pairing['token']}", "X-Orderwarden-Protocol": "1"}


def page_body(body: str, url: str = LIST_URL) -> dict[str, str]:
    ident = hashlib.sha256((url + body).encode()).hexdigest()
    return {"id": ident, "url": url, "seen_at": datetime.now(UTC).isoformat(), "language": "en", "body": body}


@pytest.fixture
async def stage(raise_stage: RaiseStage) -> Stage:
    return await raise_stage(*ORDERS[:3])


async def posted(stage: Stage, said: Any, **more: Any) -> tuple[int, dict[str, Any]]:
    send = {"json": said, "headers": await headers(stage)} | more
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{stage.running.url}/api/v1/pages", **send) as answer,
    ):
        return answer.status, await answer.json()


async def test_a_good_page_works_after_every_bad_one(stage: Stage) -> None:
    rows = ledger_rows(stage)
    status, said = await posted(stage, page_body(GOOD[: len(GOOD) // 2]))
    assert (status, said["kind"], said["order_ids"]) == (200, "unknown", [])
    assert said["problems"]
    status, said = await posted(
        stage, page_body('{"api": "mtop.some.other", "ret": ["SUCCESS::ok"], "data": {}}')
    )
    assert (status, said["kind"], said["order_ids"]) == (200, "unknown", [])
    status, said = await posted(stage, page_body("<html><body>Hello</body></html>"))
    assert (status, said["order_ids"]) == (200, [])
    large = io.BytesIO(json.dumps(page_body("x" * 10_000_000)).encode())
    as_json = await headers(stage) | {"Content-Type": "application/json"}
    status, said = await posted(stage, None, json=None, data=large, headers=as_json)
    assert (status, said["error"]["code"]) == (413, "too_large")
    status, said = await posted(stage, {"id": "1", "url": LIST_URL})
    assert (status, said["error"]["code"]) == (400, "bad_request")
    status, said = await posted(stage, page_body(GOOD, "https://aliexpress.com.example/h5/"))
    assert (status, said["error"]["code"]) == (400, "bad_request")
    for error in [said]:
        assert "Traceback" not in json.dumps(error)
    assert ledger_rows(stage) == rows
    status, said = await posted(stage, page_body(GOOD))
    assert (status, said["kind"], len(said["order_ids"]), said["problems"]) == (200, "order_list", 3, [])
    assert ledger_rows(stage) >= rows + 3


async def test_a_wall_is_said_and_stores_nothing(stage: Stage) -> None:
    rows = ledger_rows(stage)
    for wall, reason in (("user_validate", "FAIL_SYS_USER_VALIDATE"), ("logged_out", "logged_out")):
        body = answers.as_text(answers.refused(app.LIST, app.CODES[wall]))  # type: ignore[index]
        status, said = await posted(stage, page_body(body))
        assert (status, said["kind"], said["reason"]) == (200, "blocked", reason)
    assert ledger_rows(stage) == rows


async def test_a_wrong_token_is_refused(stage: Stage) -> None:
    rows = ledger_rows(stage)
    wrong = await headers(stage) | {"Authorization": "Bearer " + "x" * 43}
    status, said = await posted(stage, page_body(GOOD), headers=wrong)
    assert (status, said["error"]["code"]) == (401, "token")
    assert ledger_rows(stage) == rows


async def test_a_wrong_host_gets_no_answer_at_all(stage: Stage) -> None:
    rows = ledger_rows(stage)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await posted(stage, page_body(GOOD), headers=await headers(stage) | {"Host": "rebound.example:27183"})
    assert ledger_rows(stage) == rows


async def test_a_page_that_posts_by_itself_is_refused(stage: Stage) -> None:
    """Chromium blocks a page's own calls to 127.0.0.1; where it did not, the origin is refused."""
    rows = ledger_rows(stage)
    page = await stage.open("https://www.aliexpress.com/p/other/index.html")
    pairing = await stage.chromium.stored("pairing")
    told = await page.evaluate(
        """([url, token, said]) => fetch(url, {method: "POST", body: said, headers: {"Content-Type": "application/json",
           Authorization: "Bearer " + token, "X-Orderwarden-Protocol": "1"}}).then((a) => a.status, () => "blocked")""",
        [f"{stage.running.url}/api/v1/pages", pairing["token"], json.dumps(page_body(GOOD))],
    )
    assert told == "blocked"
    stolen = await headers(stage) | {"Origin": "https://www.aliexpress.com"}
    status, said = await posted(stage, page_body(GOOD), headers=stolen)
    assert (status, said["error"]["code"]) == (403, "origin")
    assert ledger_rows(stage) == rows


async def test_a_page_cannot_forge_another_address(stage: Stage) -> None:
    page = await stage.open()
    await all_badged(page, 3)
    rows = ledger_rows(stage)
    for url in (
        "https://evil.example/h5/mtop.ae.ld.querydetail/1.0/",
        "https://acs.aliexpress.com/else/",
        7,
        None,
    ):
        await page.evaluate(
            r"([url, body]) => dispatchEvent(new CustomEvent('orderwarden-copy', { detail: url + '\n' + body }))",
            [url, GOOD],
        )
    await page.evaluate(  # this one is let through, and comes after them
        r"url => dispatchEvent(new CustomEvent('orderwarden-copy', { detail: url + '\n' + 'no answer' }))",
        LIST_URL,
    )

    async def told() -> Any:
        return await stage.chromium.stored("problems")

    await until(told, "the problem with the last one")
    await stage.chromium.sync()
    assert await stage.chromium.stored("outbox") == []
    assert ledger_rows(stage) == rows


async def test_a_broken_answer_in_the_page_is_told_and_the_next_one_works(stage: Stage) -> None:
    stage.shop.first_page = "prefetch"
    stage.shop.verbatim[app.LIST] = GOOD[:-300]
    page = await stage.open()

    async def told() -> Any:
        return await stage.chromium.stored("problems")

    assert await until(told, "the problem with the page")
    del stage.shop.verbatim[app.LIST]
    await page.reload()
    assert len(await all_badged(page, 3)) == 3
    assert all((await badges(page)).values())


async def test_a_huge_answer_in_the_page_disturbs_nothing(stage: Stage) -> None:
    """An order page has some 50 kB; what is a hundred times that is not copied, and the page does not notice."""
    rows = ledger_rows(stage)
    stage.shop.first_page = "prefetch"
    stage.shop.verbatim[app.LIST] = GOOD + " " * 10_000_000
    page = await stage.open()
    await expect(page.locator(".order-item")).to_have_count(3)
    await stage.chromium.sync()
    assert await stage.chromium.stored("outbox") in (None, [])
    assert ledger_rows(stage) == rows
    del stage.shop.verbatim[app.LIST]
    await page.reload()
    await all_badged(page, 3)
