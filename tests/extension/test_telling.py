"""Notices become notifications: once, on time also without the server, gone when acknowledged, remembered for good."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from tests.extension.browser import PATIENCE, chromium_with_extension
from tests.extension.conftest import Bench, answering
from tests.extension.orders import notice, order
from tests.extension.stub import CODE, Stub, serving

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(loop_scope="module")
async def told(bench: Bench) -> Bench:
    bench.stub.notices, bench.stub.plan, bench.stub.refuse = [], [], None
    await bench.known()  # no round of the test before is still on its way
    bench.stub.events.clear()
    bench.stub.pages.clear()
    await bench.extended.worker.evaluate(
        """async () => {
            await chrome.storage.local.remove(["notices", "plan", "shown", "snoozed", "events", "unread"]);
            for (const id of Object.keys(await chrome.notifications.getAll())) await chrome.notifications.clear(id);
        }"""
    )
    return bench


async def test_a_due_notice_is_shown_once_and_reported(told: Bench) -> None:
    told.stub.notices = [notice("n1")]
    await told.stub.changed()
    await told.extended.until_notifications("n1")
    await told.stub.until(lambda: [(one["id"], one["what"]) for one in told.stub.events] == [("n1", "shown")])
    await told.extended.worker.evaluate("() => chrome.notifications.clear('n1')")  # the buyer wipes it away
    await told.known()
    await told.known()
    assert await told.extended.notifications() == []
    assert len(told.stub.events) == 1


async def test_a_notification_says_what_it_is_about_and_until_when_as_the_popup_does(told: Bench) -> None:
    await told.extended.worker.evaluate(
        """() => {
            globalThis.made = [];
            const create = chrome.notifications.create;
            globalThis.undo = () => { chrome.notifications.create = create; };
            chrome.notifications.create = (id, options) => {
                made.push(options);
                return create.call(chrome.notifications, id, options);
            };
        }"""
    )
    told.stub.notices = [notice("n1", about="Brass buttons", deadline="2026-11-29T07:59:59Z")]
    await told.stub.changed()
    await told.extended.until_notifications("n1")
    made = (await told.extended.worker.evaluate("() => (undo(), made)"))[0]
    assert made["message"].splitlines()[:2] == ["Brass buttons", "Open a dispute before Sunday 08:59."]
    assert "Sun" in made["contextMessage"]
    assert "8:59 AM" in made["contextMessage"].replace("\u202f", " ")
    assert "GMT+1" in made["contextMessage"]
    page = await told.extended.own_page("popup/popup.html")
    await page.locator(".notice .small").wait_for()
    assert await page.locator(".notice .small").text_content() == made["contextMessage"]
    await page.close()


async def test_a_folded_notice_replaces_what_it_covers(told: Bench) -> None:
    told.stub.notices = [notice("n1"), notice("n2")]
    await told.stub.changed()
    await told.extended.until_notifications("n1", "n2")
    told.stub.notices = [notice("n3", covers=["n1", "n2", "n3"])]
    await told.stub.changed()
    await told.extended.until_notifications("n3")
    told.stub.notices = [notice("n4", covers=["n1", "n2", "n3"])]
    await told.known()
    await told.extended.until_notifications("n4")


async def test_acknowledged_elsewhere_it_goes_here_too(told: Bench) -> None:
    told.stub.notices = [notice("n1"), notice("n2")]
    await told.stub.changed()
    await told.extended.until_notifications("n1", "n2")
    told.stub.notices = [notice("n1", state="acknowledged"), notice("n2")]
    await told.stub.changed()
    await told.extended.until_notifications("n2")


async def test_a_click_opens_the_order_page_and_acknowledges(told: Bench) -> None:
    link = "https://www.aliexpress.com/p/order/detail.html?orderId=3041234567890017"
    told.shop["/p/order/detail.html"] = ("text/html", "<!doctype html><title>Order</title>")
    told.stub.notices = [notice("n1", link=link)]
    await told.stub.changed()
    await told.extended.until_notifications("n1")
    async with told.extended.context.expect_page() as opening:
        await told.extended.worker.evaluate("() => chrome.notifications.onClicked.dispatch('n1')")
    page = await opening.value
    await page.wait_for_url(link)
    await told.stub.until(
        lambda: ("n1", "acknowledged") in [(one["id"], one["what"]) for one in told.stub.events]
    )
    assert await told.extended.notifications() == []
    await page.close()


async def test_later_is_reported_with_its_time_and_is_over_here(told: Bench) -> None:
    told.stub.notices = [notice("n1", deadline="2099-01-01T00:00:00Z")]
    await told.stub.changed()
    await told.extended.until_notifications("n1")
    await told.extended.worker.evaluate("() => chrome.notifications.onButtonClicked.dispatch('n1', 1)")
    await told.stub.until(lambda: [one["what"] for one in told.stub.events] == ["shown", "snoozed"])
    assert told.stub.events[1]["until"] > told.stub.events[1]["at"]
    await told.known()  # the server has not taken it in yet and still calls it due
    assert await told.extended.notifications() == []


async def test_the_toolbar_shows_how_many_want_something(told: Bench) -> None:
    told.stub.orders = {
        str(n): order(str(n), level) for n, level in enumerate(["act", "warn", "info", "none"], 10**15)
    }
    await told.known()
    assert await told.extended.worker.evaluate("() => chrome.action.getBadgeText({})") == "2"
    colour = await told.extended.worker.evaluate("() => chrome.action.getBadgeBackgroundColor({})")
    assert colour == [0xB3, 0x47, 0x00, 255]


async def test_a_page_waits_for_a_failing_server_and_one_that_is_refused_is_told(told: Bench) -> None:
    api = "https://acs.aliexpress.com/h5/mtop.aliexpress.trade.buyer.order.list/1.0/"
    told.shop["/h5/mtop.aliexpress.trade.buyer.order.list/1.0/"] = ("application/json", '{"data":{}}')
    told.stub.refuse = (413, "too_large")
    page = await told.visit("<!doctype html>")
    await page.evaluate("async api => { await (await fetch(api)).text() }", api)
    await told.stub.until(lambda: "POST /api/v1/pages" in told.stub.asked)
    await told.extended.sync()
    assert await told.extended.stored("outbox") == []
    assert len(await told.extended.stored("unread")) == 1
    told.stub.refuse = web.HTTPServiceUnavailable()
    await page.evaluate("async api => { await (await fetch(api + '?n=2')).text() }", api)
    async with asyncio.timeout(PATIENCE):
        while not [one for one in await told.extended.stored("outbox") if one["tries"] == 1]:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert (await told.extended.stored("server"))["state"] == "ok"
    await page.close()


async def test_dead_server_restart_and_back_again(tmp_path: Path) -> None:
    """The way of one notice: planned, server killed, told from the plan, browser restarted, server back, no double."""
    stub = Stub()
    stub.orders["3041234567890017"] = order()
    profile = tmp_path / "profile"
    shop = {
        "/p/order/index.html": ("text/html", "<!doctype html>"),
        "/h5/mtop.ae.ld.querydetail/1.0/": ("application/json", "{}"),
    }
    async with AsyncExitStack() as first:
        served = await first.enter_async_context(AsyncExitStack())
        await served.enter_async_context(serving(stub))
        extended = await first.enter_async_context(chromium_with_extension(profile))
        await extended.context.route("https://**/*", answering(shop))
        stub.plan = [notice("p1", 2.0), notice("p2", 3600)]
        await (await extended.pair(stub.port, CODE)).close()
        await served.aclose()  # the server dies
        page = await extended.context.new_page()
        await page.goto("https://www.aliexpress.com/p/order/index.html")
        await page.evaluate(
            "api => fetch(api).then(answer => answer.text())",
            "https://acs.aliexpress.com/h5/mtop.ae.ld.querydetail/1.0/",
        )
        await extended.until_notifications("p1")
        assert (await extended.stored("server"))["state"] == "unreachable"
        assert await extended.worker.evaluate("() => chrome.action.getBadgeText({})") == "1"
        async with asyncio.timeout(PATIENCE):
            while len(await extended.stored("outbox") or []) != 1:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    async with chromium_with_extension(profile) as extended:
        await extended.sync()
        assert await extended.notifications() == []
        stub.notices, stub.plan = [notice("p1", -5)], [notice("p2", 3600)]
        stub.cursor += 1
        assert not [page for page in extended.context.pages if "options/" in page.url], "it is paired already"
        async with serving(stub):
            await extended.sync()
            assert await extended.notifications() == []
            assert [(one["id"], one["what"]) for one in stub.events] == [("p1", "shown")]
            assert len(stub.pages) == 1
            assert await extended.stored("outbox") == []
            alarm = await extended.worker.evaluate(
                "() => chrome.alarms.get('plan').then(alarm => alarm.scheduledTime)"
            )
            assert alarm > 0


async def test_another_program_on_the_port_is_no_server(tmp_path: Path) -> None:
    async def hello(_: web.Request) -> web.Response:
        return web.Response(text="<h1>Hello</h1>", content_type="text/html")

    app = web.Application()
    app.router.add_route("*", "/{any:.*}", hello)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with aiohttp.ClientSession() as session, chromium_with_extension(tmp_path) as extended:
            async with session.get(f"http://127.0.0.1:{runner.addresses[0][1]}/ping") as answer:
                assert answer.status == 200
            page = await extended.own_page("options/options.html")
            await page.locator("#port-summary").click()
            await page.locator("#port").fill(str(runner.addresses[0][1]))
            await page.locator("#code").fill("123456")
            await page.locator("#said").get_by_text("Another program").wait_for()
            assert await extended.stored("pairing") is None
    finally:
        await runner.cleanup()
