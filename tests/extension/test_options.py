"""The settings sections: complete for a screen reader, channels tried, erasing asked twice, the menu only if wanted."""

import re
from typing import Any

import pytest
from aiohttp import web
from playwright.async_api import Page, expect

from tests.extension.conftest import Bench
from tests.extension.orders import notice, order
from tests.extension.windows import shot, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("checkers"),
]

AGAIN = "The server could not do this just now. Try again in a minute."
ID, OTHER = "3041234567890017", "3041234567890027"


async def options(bench: Bench, width: int = 900, scheme: Any = "light") -> Page:
    bench.stub.settings = {
        "country": "DE", "quiet": ["22:00", "07:00"], "digest": "08:00", "sources": {},
        "channels": ["ntfy://my-parcels", "mailto://broken.example/<b>"],
    }  # fmt: skip
    bench.stub.sources = [
        {"source": "cainiao", "name": "Cainiao", "state": "ok", "until": None},
        {"source": "17track", "name": "17TRACK", "state": "ok", "until": None, "asked": False},
        {"source": "4px", "name": "4PX", "state": "ok", "until": None, "asked": False},
    ]
    await bench.known()
    page = await bench.extended.own_page("options/options.html", viewport={"width": width, "height": 800})
    await page.emulate_media(color_scheme=scheme)
    await expect(page.locator("#source-17track")).to_be_visible()
    return page


@pytest.mark.parametrize(
    ("name", "width", "scheme"), [("light", 900, "light"), ("dark", 900, "dark"), ("zoomed", 360, "light")]
)
async def test_every_section_is_complete(
    bench: Bench, modules: object, name: str, width: int, scheme: Any
) -> None:
    page = await options(bench, width, scheme)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await page.locator("#erase-all").click()
    assert await violations(page) == []
    await shot(page, f"options-settings-{name}")
    await page.evaluate("document.documentElement.dir = 'rtl'")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if name == "light":
        await shot(page, "options-settings-rtl")
    await page.close()


async def test_sources_not_asked_yet_are_folded_and_17track_takes_a_key(bench: Bench) -> None:
    page = await options(bench)
    await expect(page.locator("#source-4px")).to_be_hidden()
    await page.get_by_text("The others: 1").click()
    await page.locator("#source-4px").uncheck()
    await page.locator("#source-17track").check()
    await page.locator("#key-17track").fill("  K1  ")
    await page.locator("#key-17track").blur()
    await bench.stub.until(
        lambda: bench.stub.settings["sources"] == {"4px": {"on": False}, "17track": {"on": True, "key": "K1"}}
    )
    await page.close()


async def test_another_browser_is_shut_out(bench: Bench) -> None:
    mine = {"client_id": "c1", "name": "Chrome extension", "version": "0.1.0", "this": True}
    other = {
        "client_id": "c2", "name": "<b>Firefox</b>", "version": "0.1.0", "last_seen_at": "2026-11-01T10:00:00Z",
    }  # fmt: skip
    bench.stub.clients = [mine, other]
    page = await options(bench)
    row = page.locator("#clients li")
    await expect(row).to_have_count(1)
    await expect(row).to_contain_text("<b>Firefox</b> 0.1.0 · last seen Nov 1, 2026")
    await page.evaluate("document.querySelector('#clients button').click()")  # not the buyer's own
    assert bench.stub.clients == [mine, other]
    await row.get_by_role("button").click()
    await expect(row).to_have_count(0)
    assert bench.stub.clients == [mine]
    bench.stub.clients = []
    await page.close()


async def test_what_cannot_be_had_of_the_server_is_said_where_it_would_stand(bench: Bench) -> None:
    bench.stub.broken = True
    page = await options(bench)
    await expect(page.locator("#clients [role=alert]")).to_have_text(AGAIN)
    await expect(page.locator(".field", has=page.locator("#calendar"))).to_contain_text(AGAIN)
    bench.stub.broken = False
    await page.close()


async def test_what_is_being_typed_outlives_a_server_that_goes_and_comes(bench: Bench) -> None:
    page = await options(bench)
    away = "The settings live in Orderwarden on this computer, and it does not answer now."
    await page.locator("#city").press_sequentially("Leip")
    bench.stub.silent, bench.stub.refuse = 503, web.HTTPServiceUnavailable()
    await bench.extended.sync()
    await expect(page.locator("#saved")).to_have_text(away)
    await expect(page.locator("#city")).to_be_focused()
    await page.locator("#city").press_sequentially("zig")
    bench.stub.silent, bench.stub.refuse = None, None
    await bench.extended.sync()
    await expect(page.locator("#saved")).to_have_text("")
    await page.locator("#city").press_sequentially(" 1")
    await page.locator("#city").blur()
    await bench.stub.until(lambda: bench.stub.settings.get("city") == "Leipzig 1")
    await page.close()


async def test_what_could_not_be_saved_is_said_until_it_is(bench: Bench) -> None:
    """Also when the server is back: the text that stands in the field is in none but this page."""
    page = await options(bench)
    bench.stub.silent, bench.stub.refuse = 503, web.HTTPServiceUnavailable()
    await page.locator("#city").fill("Leipzig")
    await page.locator("#city").blur()
    await expect(page.locator("#saved")).to_contain_text("Not saved.")
    for refuse in (bench.stub.refuse, None):
        bench.stub.silent, bench.stub.refuse = 503 if refuse else None, refuse
        bench.stub.asked.clear()
        await bench.extended.sync()
        await bench.stub.until(lambda: "GET /api/v1/settings" in bench.stub.asked)
        await page.evaluate("() => chrome.runtime.sendMessage({ type: 'get', path: '/api/v1/settings' })")
        await expect(page.locator("#saved")).to_contain_text("Not saved.")
    await expect(page.locator("#city")).to_have_value("Leipzig")
    await page.close()


async def test_a_choice_that_is_refused_is_set_back(bench: Bench) -> None:
    page = await options(bench)
    bench.stub.settings["muted"] = [{"kind": "late"}]
    await page.reload()
    await page.locator("#payment").select_option("paypal")
    await expect(page.locator("#saved")).to_have_text("Saved")
    bench.stub.refuse = web.HTTPBadRequest()
    await page.locator("#payment").select_option("card")
    await expect(page.locator("#saved")).to_contain_text("Not saved.")
    await expect(page.locator("#payment")).to_have_value("paypal")
    await page.locator("#source-cainiao").click()
    await expect(page.locator("#source-cainiao")).to_be_checked()
    await bench.stub.until(lambda: bench.stub.asked[-1] == "GET /api/v1/settings")
    bench.stub.asked.clear()
    await page.locator("#muted button").click()
    await bench.stub.until(lambda: "GET /api/v1/settings" in bench.stub.asked)
    await expect(page.locator("#saved")).to_contain_text("Not saved.")
    bench.stub.refuse = None
    await page.locator("#country").select_option("FR")
    await expect(page.locator("#saved")).to_have_text("Saved")
    await expect(page.locator("#muted li")).to_have_count(1)
    assert bench.stub.settings["payment"] == "paypal"
    await page.locator("#muted button").click()
    await expect(page.locator("#muted li")).to_have_count(0)
    await page.close()


async def test_the_hours_until_the_next_channel(bench: Bench) -> None:
    page = await options(bench)
    await expect(page.locator("#patience-act")).to_have_value("12")
    await page.locator("#patience-critical").fill("1")
    await page.locator("#patience-critical").blur()
    await bench.stub.until(lambda: bench.stub.settings.get("patience") == {"critical": 1})
    await page.locator("#patience-act").fill("24")
    await page.locator("#patience-act").blur()
    await bench.stub.until(lambda: bench.stub.settings.get("patience") == {"critical": 1, "act": 24})
    await page.locator("#patience-critical").fill("")
    await page.locator("#patience-critical").blur()
    await bench.stub.until(lambda: bench.stub.settings.get("patience") == {"act": 24})
    await expect(page.locator("#patience-critical")).to_have_value("2")  # as it counts then
    await page.close()


async def test_each_channel_is_tried(bench: Bench) -> None:
    bench.stub.tried.clear()
    page = await options(bench)
    rows = page.locator("#channel-tests li")
    await rows.nth(0).get_by_role("button").click()
    await expect(rows.nth(0).get_by_role("status")).to_have_text("Sent. Has it come?")
    await rows.nth(1).get_by_role("button").click()
    await expect(rows.nth(1).get_by_role("status")).to_have_text("<b>no such topic</b>")
    assert [one["channel"] for one in bench.stub.tried] == bench.stub.settings["channels"]
    assert bench.stub.tried[0]["title"] == "This is how a warning comes"
    await page.locator("#channels").fill("ntfy://my-parcels")
    await page.locator("#channels").blur()
    await expect(rows).to_have_count(1)
    await page.close()


async def test_the_calendar_s_address_is_shown_and_made_anew(bench: Bench) -> None:
    bench.stub.calendars = 0
    page = await options(bench)
    address = f"http://127.0.0.1:{bench.stub.port}/calendar/secret"
    await expect(page.locator("#calendar")).to_have_value(f"{address}0.ics")
    await page.evaluate("[...document.querySelectorAll('.value button')].forEach(button => button.click())")
    field = page.locator(".field", has=page.locator("#calendar"))
    await field.get_by_role("button", name="New address").click()
    await expect(page.locator("#calendar")).to_have_value(f"{address}1.ics")
    assert bench.stub.calendars == 1, "the buyer's own click, not a script's"
    await page.close()


async def test_a_test_notification_that_cannot_come_is_said_at_its_button(bench: Bench) -> None:
    page = await options(bench)
    said = page.locator("#test-said")
    await page.locator("#test").click()
    await expect(said).to_have_text("Sent. Has it come?")
    await page.evaluate("chrome.notifications.getPermissionLevel = async () => 'denied'")
    await page.locator("#test").click()
    await expect(said).to_contain_text("No notification can come up")
    await page.evaluate(
        """() => { chrome.notifications.getPermissionLevel = async () => 'granted';
                   chrome.notifications.create = async () => { throw new Error('<b>no icon</b>'); }; }"""
    )
    await page.locator("#test").click()
    await expect(said).to_have_text(re.compile(r"^No notification can come up.* \(<b>no icon</b>\)$"))
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await violations(page) == []
    await shot(page, "options-test-refused")
    await page.close()


async def put_in_outbox(bench: Bench, order_id: str) -> None:
    """A copy of this order's page waits for a server that fails just now; its page is still to be read, too."""
    await bench.extended.worker.evaluate(
        """async (id) => {
            const url = `https://www.aliexpress.com/?orderId=${id}`;
            const { outbox = [], reading = { left: [] } } = await chrome.storage.local.get(["outbox", "reading"]);
            const waiting = { id, url, at: "2026-11-25T10:00:00Z", size: 9, tries: 1, notBefore: Date.now() + 3600000 };
            await chrome.storage.local.set({
                outbox: [...outbox, waiting],
                reading: { left: [...reading.left, { order_id: id, pages: [] }], total: 2, misses: 0, over: "stopped" },
                [`outbox:${id}`]: { id, url, body: "{}", seen_at: waiting.at, language: "en" },
            });
        }""",
        order_id,
    )


async def test_erasing_one_order_and_everything_is_asked_twice(bench: Bench) -> None:
    bench.stub.orders = {ID: order(ID), OTHER: order(OTHER)}
    bench.stub.notices = [notice("n-erased", order_ids=[ID]), notice("n-kept", order_ids=[OTHER], link=None)]
    page = await options(bench)
    await bench.extended.until_notifications("n-erased", "n-kept")
    await page.locator("#erase-one").click()
    await expect(page.locator("#erase-order")).to_be_focused()  # which one?
    await page.locator("#erase-order").fill("304")
    await page.locator("#erase-one").click()
    await expect(page.locator("#erase-order")).to_be_focused()  # a part of a number is none
    assert await page.locator(".danger").count() == 0
    await page.locator("#erase-order").fill(ID.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))
    await page.locator("#erase-one").click()
    await page.get_by_role("button", name="Keep it").click()
    assert set(bench.stub.orders) == {ID, OTHER}
    await page.locator("#erase-one").click()
    for waiting in (ID, OTHER):
        await put_in_outbox(bench, waiting)
    bench.stub.notices = bench.stub.notices[1:]
    await page.evaluate("document.querySelector('.danger').click()")  # a script's click is no wish
    assert set(bench.stub.orders) == {ID, OTHER}
    await page.get_by_role("button", name="Erase for good").click()
    await expect(page.locator(".sure", has_text="Erased")).to_be_visible()
    assert set(bench.stub.orders) == {OTHER}
    assert await bench.extended.stored(f"order:{ID}") is None
    assert set(await bench.extended.stored("shown")) == {"n-kept"}
    assert [one["id"] for one in await bench.extended.stored("outbox")] == [OTHER]
    assert await bench.extended.stored(f"outbox:{ID}") is None
    assert (await bench.extended.stored("reading"))["left"] == [{"order_id": OTHER, "pages": []}]
    await bench.extended.worker.evaluate(
        "() => chrome.storage.local.set({ unread: [{ text: 'x' }], outbox: [] })"
    )
    bench.stub.notices = []
    await page.locator("#erase-all").click()
    await page.get_by_role("button", name="Erase for good").click()
    await expect(page.locator(".sure", has_text="Erased")).to_have_count(2)
    assert bench.stub.orders == {}
    for key in ("list", "shown", "unread", "outbox"):
        assert not await bench.extended.stored(key), key
    assert await bench.extended.stored("pairing")
    await page.close()


async def test_the_menu_of_any_page_comes_and_goes_with_its_permission(bench: Bench) -> None:
    """Chromium asks the buyer in a window of its own, which no test can press: the answer is played here."""
    page = await options(bench)
    await page.evaluate(
        """() => { chrome.permissions.request = async (wish) => (window.wished = wish, true);
                   chrome.permissions.remove = async () => true; }"""
    )
    made: Any = await bench.extended.worker.evaluate(
        """() => {
            globalThis.menus = [];
            globalThis.listeners = new Set();
            chrome.contextMenus ??= {
                onClicked: { addListener: (listener) => listeners.add(listener) },
                removeAll: async () => { menus.length = 0; },
                create: (menu) => menus.push(menu),
            };
            chrome.windows.create = async (made) => { globalThis.opened = made; };
            return Boolean(chrome.contextMenus);
        }"""
    )
    assert made
    await page.locator("#anywhere").check()
    assert await page.evaluate("window.wished") == {"permissions": ["contextMenus"]}
    await expect(page.locator("#anywhere")).to_be_checked()
    for _ in range(2):  # a second start of the worker makes no second entry
        await page.evaluate("() => chrome.runtime.sendMessage({ type: 'menu' })")
    menus = await bench.extended.worker.evaluate("() => menus")
    assert menus == [{"id": "track", "title": "Track this number", "contexts": ["selection"]}]
    for selected, asked in [(" rr 1234 5678 5 de ", "?track=RR123456785DE"), ("<b>hello</b>", "")]:
        opened = await bench.extended.worker.evaluate(
            """text => {
                globalThis.opened = undefined;
                for (const listener of listeners) listener({ selectionText: text });
                return opened;
            }""",
            selected,
        )
        assert opened["url"] == bench.extended.url(f"popup/popup.html{asked}")
    assert await bench.extended.worker.evaluate("() => listeners.size") == 1
    await page.locator("#anywhere").uncheck()
    await page.close()
