"""Answers of the order APIs are copied byte for byte, and the page does not notice."""

from typing import Any

import pytest
import pytest_asyncio

from tests.extension.conftest import Bench
from tests.extension.test_badges import in_our_world

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

ANSWER = (
    '{"api":"mtop.aliexpress.trade.buyer.order.list","ret":["SUCCESS::ok"],'
    '"data":{"n":  1.50,"text":"é 包裹 \\u00e9"}}'
)
API = "https://acs.aliexpress.com/h5/mtop.aliexpress.trade.buyer.order.list/1.0/"
OTHER = "https://acs.aliexpress.com/h5/mtop.aliexpress.search.recommend/1.0/"
QUIET = "<!doctype html><html lang='pt'><title>Orders</title><body></body>"


@pytest_asyncio.fixture(loop_scope="module")
async def shop(bench: Bench) -> Bench:
    await bench.extended.sync()  # what the test before has copied is over
    bench.stub.pages.clear()
    for url in (API, OTHER, API.replace("order.list", "order.count")):
        bench.shop[url.removeprefix("https://acs.aliexpress.com")] = ("application/json", ANSWER)
    return bench


async def test_fetch_and_xhr_are_copied_as_they_came(shop: Bench) -> None:
    page = await shop.visit(QUIET)
    got: list[str] = await page.evaluate(
        """async api => {
            const xhr = type => new Promise(done => {
                const asked = new XMLHttpRequest();
                asked.open("POST", api + "?way=" + type);
                asked.responseType = type;
                asked.onload = () => done(type === "json" ? JSON.stringify(asked.response) : asked.response);
                asked.send("data=" + encodeURIComponent('{"tradeOrderId":"1"}'));
            });
            return [
                await (await fetch(api + "?way=fetch")).text(),
                await (await fetch(new Request(api + "?way=request"))).text(),
                await xhr("text"),
                await xhr("json"),
            ];
        }""",
        API,
    )
    assert got[:3] == [ANSWER] * 3
    await shop.stub.until(lambda: len(shop.stub.pages) == 4)
    bodies = {page["url"].partition("way=")[2]: page["body"] for page in shop.stub.pages}
    assert bodies.pop("json&data=%7B%22tradeOrderId%22%3A%221%22%7D") == got[3]
    assert set(bodies.values()) == {ANSWER}
    assert {page["language"] for page in shop.stub.pages} == {"pt"}
    await page.close()


@pytest.mark.parametrize("callback", ["__INIT_DATA_CALLBACK__", "mtopjsonp1", "mtopjsonp7", "someOtherName3"])
async def test_jsonp_is_copied_whatever_the_callback_is_called(shop: Bench, callback: str) -> None:
    page = await shop.visit(QUIET)
    got: Any = await page.evaluate(
        """([api, callback]) => new Promise(done => {
            window[callback] = done;
            const script = document.createElement("script");
            script.src = api + "?callback=" + callback;
            document.head.append(script);
        })""",
        [API, callback],
    )
    assert got["data"] == {"n": 1.5, "text": "é 包裹 é"}
    await shop.stub.until(lambda: shop.stub.pages)
    assert '"text":"é 包裹 é"' in shop.stub.pages[0]["body"]
    assert "callback" not in shop.stub.pages[0]["url"]
    await page.close()


async def test_a_callback_that_is_a_declared_function_is_copied(shop: Bench) -> None:
    page = await shop.visit(
        "<!doctype html><script>function shopsOwn1(answer) { window.got = answer }</script>"
    )
    await page.evaluate(
        """api => {
            const script = document.createElement("script");
            script.src = api + "?callback=shopsOwn1";
            document.head.append(script);
        }""",
        API,
    )
    await page.wait_for_function("window.got")
    await shop.stub.until(lambda: shop.stub.pages)
    await page.close()


async def test_a_callback_that_the_page_s_own_markup_calls_is_copied(shop: Bench) -> None:
    html = f"""<!doctype html><script>window.__INIT_DATA_CALLBACK__ = answer => {{ window.got = answer }}</script>
        <script src="{API}?callback=__INIT_DATA_CALLBACK__"></script>"""
    page = await shop.visit(html)
    await page.wait_for_function("window.got")
    await shop.stub.until(lambda: shop.stub.pages)
    await page.close()


async def test_nothing_else_is_copied(shop: Bench) -> None:
    page = await shop.visit(QUIET)
    await page.evaluate(
        "async urls => { for (const url of urls) await (await fetch(url)).text() }",
        [OTHER, API.replace("order.list", "order.count"), API],
    )
    await shop.stub.until(lambda: shop.stub.pages)
    assert [page["url"] for page in shop.stub.pages] == [API]
    await page.close()


async def test_the_page_s_own_errors_are_the_same(shop: Bench) -> None:
    """A failing request rejects, and is an unhandled rejection exactly when the page does not handle it."""
    page = await shop.visit(QUIET)
    told = await page.evaluate(
        """async api => {
            const told = { unhandled: 0, errors: [] };
            addEventListener("unhandledrejection", event => {
                told.unhandled += 1;
                told.reason = String(event.reason);
            });
            addEventListener("error", event => told.errors.push(event.message));
            fetch(api.replace("1.0", "2.0"));
            await fetch(api.replace("1.0", "2.0")).catch(error => { told.caught = String(error) });
            const callback = (window.mtopjsonp1 = () => { throw new Error("the page's own") });
            try { window.mtopjsonp1({ api: "mtop.ae.ld.querydetail" }) } catch (error) { told.thrown = error.message }
            const broken = { api: "mtop.ae.ld.querydetail", toJSON() { throw new Error("not yours") } };
            window.mtopjsonp2 = given => { told.given = given === broken };
            window.mtopjsonp2(broken);
            const aborting = new AbortController();
            const aborted = fetch(api, { signal: aborting.signal }).catch(error => error.name);
            aborting.abort();
            told.aborted = await aborted;
            while (!told.unhandled) await new Promise(done => setTimeout(done, 5));
            for (let n = 0; n < 3; n += 1) await new Promise(done => setTimeout(done)); // a second would be told by now
            return told;
        }""",
        API,
    )
    assert told == {
        "unhandled": 1,
        "reason": "TypeError: Failed to fetch",
        "caught": "TypeError: Failed to fetch",
        "thrown": "the page's own",
        "given": True,
        "aborted": "AbortError",
        "errors": [],
    }
    await shop.stub.until(lambda: shop.stub.pages)  # its own callback's; none is left to the next test
    await page.close()


async def test_what_is_wrapped_looks_untouched(shop: Bench) -> None:
    page = await shop.visit(QUIET)
    looks = await page.evaluate(
        """async api => [
            /native code/.test(Function.prototype.toString.call(fetch)), fetch.name, fetch.length,
            /native code/.test(String(XMLHttpRequest.prototype.open)), XMLHttpRequest.prototype.send.name,
            fetch(api + "?n=1") instanceof Promise, (await fetch(api + "?n=2")) instanceof Response,
            new XMLHttpRequest() instanceof XMLHttpRequest,
            Object.keys(window).some(name => /orderwarden/i.test(name)), typeof window.mtopjsonp1,
        ]""",
        API,
    )
    assert looks == [True, "fetch", 1, True, "send", True, True, True, False, "undefined"]
    await shop.stub.until(
        lambda: len(shop.stub.pages) == 2
    )  # copied as ever; no copy is left to the next test
    await page.close()


async def test_the_page_s_message_listeners_hear_nothing_of_it(shop: Bench) -> None:
    html = """<!doctype html><script>window.heard = [];
        addEventListener('message', event => heard.push(event.data), true)</script>"""
    page = await shop.visit(html)
    await page.evaluate("async api => { await (await fetch(api)).text() }", API)
    await page.evaluate("postMessage('mine', '*')")
    await shop.stub.until(lambda: shop.stub.pages)
    assert await page.evaluate("heard") == ["mine"]
    await page.close()


async def test_a_forged_copy_must_have_the_shop_s_address_and_a_text_of_a_size(shop: Bench) -> None:
    page = await shop.visit(QUIET)
    await page.evaluate(
        """([api, other]) => {
            const tell = (detail) => dispatchEvent(new CustomEvent("orderwarden-copy", { detail }));
            const say = (url, body) => tell(url + "\\n" + body);
            say("https://evil.example/h5/mtop.ae.ld.querydetail/1.0/", "{}");
            say("https://aliexpress.com.evil.example/h5/mtop.ae.ld.querydetail/1.0/", "{}");
            say("https://evil.example/?https://acs.aliexpress.com/h5/mtop.ae.ld.querydetail/1.0/", "{}");
            say(other, "{}");
            for (const wrong of [{ url: api, body: "{}" }, { toString: 1 }, [api, "{}"], null, 7, api, ""]) tell(wrong);
            say(api, "");
            say(api + "x".repeat(16384), "{}");
            say(api, "x".repeat(6 * 1024 * 1024 + 1));
            postMessage({ type: "pair", code: "000000" }, location.origin);
            say(api, "last");
        }""",
        [API, OTHER],
    )
    await shop.stub.until(lambda: shop.stub.pages)
    assert [page["body"] for page in shop.stub.pages] == ["last"]
    await page.close()


async def test_a_flood_of_copies_is_cut(shop: Bench) -> None:
    page = await shop.visit(QUIET)
    await page.evaluate(
        """api => { for (let n = 0; n < 200; n++)
            dispatchEvent(new CustomEvent("orderwarden-copy", { detail: api + "\\n#" + n })) }""",
        API,
    )
    await shop.stub.until(lambda: len(shop.stub.pages) >= 60)
    await shop.extended.sync()
    assert len(shop.stub.pages) <= 120  # sixty a minute, and a minute may turn
    await page.close()


async def test_the_tracking_answer_brings_its_order_from_the_page_s_address(shop: Bench) -> None:
    api = "https://acs.aliexpress.com/h5/mtop.ae.ld.querydetail/1.0/"
    shop.shop["/h5/mtop.ae.ld.querydetail/1.0/"] = ("application/json", ANSWER)
    page = await shop.visit(
        QUIET, "https://www.aliexpress.com/p/tracking/index.html?tradeOrderId=3041234567890017"
    )
    await page.evaluate("async api => { await (await fetch(api, { method: 'POST' })).text() }", api)
    await shop.stub.until(lambda: shop.stub.pages)
    assert "3041234567890017" in shop.stub.pages[0]["url"]
    await page.close()


async def test_a_content_script_reaches_neither_the_storage_nor_what_is_for_our_own_pages(
    shop: Bench,
) -> None:
    page = await shop.visit(QUIET)
    tried = await in_our_world(
        shop,
        page,
        """(async () => [
            await chrome.storage.local.get("pairing").catch(error => "closed"),
            await chrome.runtime.sendMessage({ type: "get", path: "/api/v1/settings" }).catch(error => "no answer"),
            await chrome.runtime.sendMessage({ type: "unpair" }).catch(error => "no answer"),
            Object.keys(await chrome.runtime.sendMessage({ type: "badges", ids: [] })).includes("badges"),
        ])()""",
    )
    storage, settings, unpaired, badges = tried
    assert storage == "closed"
    assert settings in (None, "no answer")
    assert unpaired in (None, "no answer")
    assert badges is True
    assert await shop.extended.stored("pairing") is not None
    await page.close()
