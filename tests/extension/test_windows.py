"""The popup and the options page: complete by keyboard and screen reader, honest, in every light and direction."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.async_api import Page, expect

from tests.extension.browser import PATIENCE
from tests.extension.conftest import Bench
from tests.extension.orders import notice, order
from tests.extension.stub import CODE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.usefixtures("modules"),
    pytest.mark.xdist_group("checkers"),
]

AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
SCREENSHOTS = Path(__file__).parents[2] / "screenshots"
POPUP = {"viewport": {"width": 400, "height": 600}}


async def violations(page: Page) -> list[str]:
    """What axe finds wrong, one line each. The page's own policy lets no script in: DevTools does."""
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("Runtime.evaluate", {"expression": AXE.read_text("utf-8")})
    told = await devtools.send(
        "Runtime.evaluate",
        {
            "expression": """axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
                JSON.stringify(violations.flatMap(({ id, nodes }) =>
                    nodes.map(({ target, failureSummary }) => id + ": " + target + " " + failureSummary))))""",
            "awaitPromise": True,
            "returnByValue": True,
        },
    )
    await devtools.detach()
    found: list[str] = json.loads(told["result"]["value"])
    return found


async def shot(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    await page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


def many(count: int) -> dict[str, Any]:
    levels = ["none", "info", "warn", "act", "critical"]
    goods = ["Desk lamp, warm white", "Travel kettle", "Café cup", "Wool blanket", "Brass buttons, set of 40"]
    return {
        str(id_): order(str(id_), levels[id_ % 5], title=goods[id_ % 5], settled=id_ % 7 == 0)
        for id_ in range(3041234567890017, 3041234567890017 + count)
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_popup_is_complete(bench: Bench, scheme: Any) -> None:
    bench.stub.orders = many(12)
    bench.stub.notices = [notice("n1"), notice("n2", level="info", title="Has the lamp come?", deadline=None)]
    bench.stub.problems = [{"page": "order_detail", "text": "a status that is not known: 11", "times": 2}]
    bench.stub.sources = [
        {"source": "cainiao", "name": "Cainiao", "state": "blocked", "until": "2099-01-01T10:00:00Z"}
    ]
    await bench.known()
    page = await bench.extended.own_page("popup/popup.html", **POPUP)
    await page.emulate_media(color_scheme=scheme)
    await expect(page.locator(".notice")).to_have_count(2)
    await expect(page.get_by_role("button", name="Open order", exact=True)).to_have_count(2)
    await page.locator(".row").first.click()
    await expect(page.locator(".card")).to_have_count(1)
    await page.locator("summary", has_text="Could not be read: 2").click()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await violations(page) == []
    await shot(page, f"popup-{scheme}")
    await page.close()


async def test_the_popup_by_keyboard_search_and_filters(bench: Bench) -> None:
    bench.stub.orders, bench.stub.notices, bench.stub.problems, bench.stub.sources = many(60), [], [], []
    await bench.known()
    page = await bench.extended.own_page("popup/popup.html", **POPUP)
    levels = await page.locator(".row .pill").evaluate_all(
        "pills => pills.map(pill => pill.className.split(' ')[1])"
    )
    assert levels == sorted(levels, key=["critical", "act", "warn", "info", "none"].index)
    await page.locator("#search").focus()
    await page.keyboard.type("cafe")
    await expect(page.locator(".row .title").first).to_have_text("Café cup")
    assert {text async for text in texts(page, ".row .title")} == {"Café cup"}
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator(".row[aria-expanded=true]")).to_have_count(1)
    await expect(page.locator(".card")).to_contain_text("Protection ends")
    await page.locator("#search").fill("no such thing")
    await expect(page.locator(".none-found")).to_have_text("No order like that.")
    await page.locator("#search").fill("")
    await page.get_by_label("Done").check()
    await expect(page.locator(".row")).to_have_count(
        len([1 for one in bench.stub.orders.values() if one["settled"]])
    )
    await page.get_by_label("All", exact=True).check()
    await expect(page.locator(".row")).to_have_count(20)
    await page.mouse.wheel(0, 9000)
    await expect(page.locator(".row")).to_have_count(40)
    await page.mouse.wheel(0, 9000)
    await expect(page.locator(".row")).to_have_count(60)
    await page.close()


async def texts(page: Page, selector: str) -> Any:
    for text in await page.locator(selector).all_text_contents():
        yield text


async def test_what_is_due_is_sorted_and_folded_and_names_what_it_is_about(bench: Bench) -> None:
    days = [5, 1, 9, 2, 7, 3]
    bench.stub.orders = many(3)
    bench.stub.notices = [
        notice(f"n{day}", deadline=f"2099-01-0{day}T10:00:00Z", about=f"<i>Lamp {day}</i>") for day in days
    ] + [notice("worst", level="critical", about="Worst"), notice("never", deadline=None, about="Never")]
    await bench.known()
    page = await bench.extended.own_page("popup/popup.html", **POPUP)
    await expect(page.locator(".notice .about")).to_have_text(
        ["Worst", *(f"<i>Lamp {day}</i>" for day in sorted(days)), "Never"]
    )
    assert await page.locator("main > .notice").count() == 4
    more = page.locator("summary", has_text="4 more")
    await expect(page.locator("#more-notices .notice").first).to_be_hidden()
    await expect(page.locator("#search")).to_be_visible()
    await more.click()
    await expect(page.locator("#more-notices .notice").first).to_be_visible()
    bench.stub.notices = bench.stub.notices[:6]
    await bench.known()
    await expect(page.locator("#more-notices .notice").first).to_be_visible()  # what was opened stays open
    assert await violations(page) == []
    await shot(page, "popup-folded")
    bench.stub.notices = []
    await page.close()


async def test_a_notice_is_acknowledged_in_the_popup(bench: Bench) -> None:
    bench.stub.events.clear()
    bench.stub.notices = [notice("n7")]
    await bench.known()
    page = await bench.extended.own_page("popup/popup.html", **POPUP)
    await page.get_by_role("button", name="Got it").click()
    await expect(page.locator(".notice")).to_have_count(0)
    await bench.stub.until(
        lambda: ("n7", "acknowledged") in [(one["id"], one["what"]) for one in bench.stub.events]
    )
    assert "n7" not in await bench.extended.notifications()
    bench.stub.notices = []
    await page.close()


async def test_a_notice_is_put_off_or_muted_in_the_popup_and_told_again_in_the_options(bench: Bench) -> None:
    id_ = "3041234567890017"
    bench.stub.orders = many(1)
    bench.stub.settings = {"sources": {}, "channels": [], "muted": [{"kind": "late"}]}
    far = (datetime.now(UTC) + timedelta(days=9)).isoformat()
    bench.stub.notices = [notice("m1", deadline=far), notice("m2", kind="silent", title="<i>Silent</i>")]
    bench.stub.events.clear()
    await bench.known()
    page = await bench.extended.own_page("popup/popup.html", **POPUP)
    first, second = page.locator(".notice", has_text="the lamp"), page.locator(".notice", has_text="Silent")
    await second.locator("summary").click()
    assert await violations(page) == []
    await shot(page, "popup-mute")
    await page.evaluate("document.querySelectorAll('.mute button').forEach(button => button.click())")
    await second.get_by_role("button", name="Not this warning again for this order").click()
    await expect(second).to_have_count(0)
    assert bench.stub.settings["muted"] == [{"kind": "late"}, {"order_id": id_, "kind": "silent"}]
    await first.get_by_role("button", name="Later").click()
    await expect(first).to_have_count(0)
    await bench.stub.until(
        lambda: (
            {("m1", "snoozed"), ("m2", "acknowledged")}
            <= {(one["id"], one["what"]) for one in bench.stub.events}
        )
    )
    await page.close()
    options = await bench.extended.own_page("options/options.html")
    await expect(options.locator("#muted li")).to_have_count(2)
    mine = options.locator("#muted li", has_text="<i>Silent</i>")
    assert await violations(options) == []
    await mine.get_by_role("button", name="Warn again").click()
    await bench.stub.until(lambda: bench.stub.settings["muted"] == [{"kind": "late"}])
    await expect(options.locator("#muted li")).to_have_count(1)
    await options.close()
    bench.stub.notices = []


async def test_texts_from_outside_stay_texts(bench: Bench) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    bench.stub.orders = {"3041234567890017": order(title=hostile, store=hostile, url="javascript:alert(1)")}
    bench.stub.notices = [notice("n8", title=hostile, link="javascript:alert(1)")]
    await bench.known()
    page = await bench.extended.own_page("popup/popup.html", **POPUP)
    await page.locator(".row").click()
    await expect(page.locator(".card h2")).to_have_text(hostile)
    assert await page.locator("main img").count() == 0
    assert await page.locator("main a[href^=javascript]").count() == 0
    bench.stub.marks.clear()
    await page.evaluate("document.querySelectorAll('.said button').forEach(button => button.click())")
    await bench.extended.sync()
    assert bench.stub.marks == []  # a mark is the buyer's own click, not a script's
    assert await page.get_by_role("button", name="Open order", exact=True).count() == 0
    bench.stub.notices = []
    await page.close()


async def test_right_to_left_and_narrow(bench: Bench) -> None:
    bench.stub.orders, bench.stub.notices = many(5), [notice("n9")]
    await bench.known()
    for name, width in (("rtl", 400), ("narrow", 300)):
        page = await bench.extended.own_page("popup/popup.html", viewport={"width": width, "height": 600})
        if name == "rtl":
            await page.evaluate("document.documentElement.dir = 'rtl'")
        await page.locator(".row").first.click()
        await expect(page.locator(".card")).to_have_count(1)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        await shot(page, f"popup-{name}")
        await page.close()
    bench.stub.notices = []


async def test_the_server_s_words_run_as_they_are_written_whatever_the_browser_speaks(bench: Bench) -> None:
    """The server tells in the language of the order pages, the browser has its own."""
    told: dict[str, Any] = {
        "title": "הגנת הקונה מסתיימת.",
        "about": "Lamp.",
        "why": "עמוד ההזמנה.",
        "do": "Open it.",
    }
    bench.stub.orders, bench.stub.notices = many(1), [notice("n11", **told)]
    for row in bench.stub.orders.values():
        row |= {"title": "Lamp", "store": "", "status_text": "בדרך."}
    await bench.known()
    page = await bench.extended.own_page("popup/popup.html", **POPUP)
    await expect(page.locator(".notice .mute")).to_be_visible()  # all is loaded
    seen = await page.evaluate(
        """() => [".notice b span", ".notice > p:nth-of-type(2)", ".notice > p:nth-of-type(3)",
                  ".row .title", ".row .soft"]
            .map((which) => {
                const part = document.querySelector(which);
                const written = document.createRange();
                written.selectNodeContents(part);
                const begins = written.getBoundingClientRect().left - part.getBoundingClientRect().left;
                return [getComputedStyle(part).direction, Math.round(begins)];
            })"""
    )
    directions = ["rtl", "rtl", "ltr", "ltr", "rtl"]
    assert seen == [[direction, 0] for direction in directions]  # each begins where the window's lines begin
    bench.stub.notices = []
    await page.close()


async def test_any_number_is_tracked_from_the_popup(bench: Bench) -> None:
    bench.stub.orders, bench.stub.notices = many(3), []
    parcel = order()["parcels"][0]
    bench.stub.tracks["RR123456785DE"] = {
        "number": "RR123456785DE",
        "asked": [
            {"source": "17track", "name": "17TRACK", "outcome": "blocked", "link": "javascript:alert(1)"},
            {"source": "ups", "name": "UPS", "outcome": "own_tab", "link": "https://www.ups.com/track"},
        ],
        "parcel": parcel,
    }
    await bench.known()
    page = await bench.extended.own_page("popup/popup.html", **POPUP)
    await page.locator("#search").fill("rr 12345678 5 de")
    await page.get_by_role("button", name="Track RR123456785DE").click()
    await expect(page.locator("#track .card")).to_contain_text("Out for delivery")
    refused = page.locator("#track li", has_text="17TRACK: Refused to answer")
    await expect(refused).to_be_visible()
    assert await refused.locator("a").count() == 0
    alone = page.locator("#track li", has_text="UPS: Answers only your own browser.")
    await expect(alone.get_by_role("link", name="Look there")).to_have_attribute(
        "href", "https://www.ups.com/track"
    )
    assert await violations(page) == []
    await shot(page, "popup-track")
    await page.goto(bench.extended.url("popup/popup.html?track=LB123456789CN"))
    await expect(page.locator("#track")).to_contain_text("No tracking site knows this number.")
    await page.close()


async def test_a_number_typed_before_all_is_loaded_is_not_asked_for_unasked(bench: Bench) -> None:
    """Tracking sites hear of a number when the buyer says so; only one that was selected on a page says it at once."""
    bench.stub.orders, bench.stub.notices = many(1), [notice("n10")]
    await bench.known()
    bench.stub.asked.clear()
    page = await bench.extended.context.new_page()
    await page.add_init_script(
        """new MutationObserver((_, watching) => {
            const search = document.querySelector("#search");
            if (!search) return;
            watching.disconnect();
            search.value = "RR123456785DE";
            search.dispatchEvent(new Event("input"));
        }).observe(document, { childList: true, subtree: true });"""
    )
    await page.goto(bench.extended.url("popup/popup.html"))
    await expect(page.locator(".mute")).to_be_visible()  # all is loaded
    await bench.extended.sync()
    await expect(page.get_by_role("button", name="Track RR123456785DE")).to_be_visible()
    assert "GET /api/v1/track" not in bench.stub.asked
    bench.stub.notices = []
    await page.close()


async def test_my_open_orders_are_read_one_after_the_other_in_the_page_that_is_open(bench: Bench) -> None:
    """The page's own client asks; the progress is shown; the buyer can end it."""
    bench.stub.orders = {id_: one | {"pages_read": {}} for id_, one in many(3).items()}
    bench.stub.notices = []
    await bench.known()
    api = "/h5/mtop.aliexpress.trade.buyer.order.detail/1.0/"
    bench.shop[api] = ("application/json", '{"ret": ["SUCCESS::SUCCESS"], "data": {}}')
    orders_page = await bench.visit(
        f"""<!doctype html><script>
        const request = async ({{ data }}) =>
            (await fetch("https://acs.aliexpress.com{api}?data=" + encodeURIComponent(JSON.stringify(data)))).json();
        window.lib = {{ mtop: {{ request }} }};
        </script>"""
    )
    bench.stub.pages.clear()
    page = await bench.extended.own_page("popup/popup.html", **POPUP)
    tabs = len(bench.extended.context.pages)
    await page.get_by_role("button", name="Read my open orders (3)").click()
    await expect(page.get_by_text("Reading 1 of 3")).to_be_visible()
    await shot(page, "popup-reading")
    assert await violations(page) == []
    await expect(page.get_by_text("Reading 2 of 3")).to_be_visible()
    await page.get_by_role("button", name="Stop").click()
    await expect(page.get_by_role("button", name="Read my open orders (3)")).to_be_visible()
    assert len(bench.extended.context.pages) == tabs
    await bench.stub.until(lambda: len(bench.stub.pages) >= 2)
    asked = [
        json.loads(unquote(one["url"].partition("data=")[2]))["tradeOrderId"] for one in bench.stub.pages
    ]
    assert asked[0] == asked[1]  # the detail, then the tracking
    await orders_page.close()
    await page.close()


async def test_settings_are_kept_by_the_server_at_once(bench: Bench) -> None:
    bench.stub.settings = {"country": "DE", "quiet": ["22:00", "07:00"], "sources": {}, "channels": []}
    bench.stub.sources = [
        {"source": "cainiao", "name": "Cainiao", "state": "ok", "until": None},
        {"source": "17track", "name": "17TRACK", "state": "ok", "until": None},
    ]
    await bench.known()
    page = await bench.extended.own_page("options/options.html")
    await expect(page.locator("#country")).to_have_value("DE")
    await expect(page.locator("#source-cainiao")).to_be_checked()
    await expect(page.locator("#source-17track")).not_to_be_checked()
    await page.locator("#payment").select_option("paypal")
    await expect(page.locator("#saved")).to_have_text("Saved")
    assert bench.stub.settings["payment"] == "paypal"
    await page.locator("#first").select_option("14")
    await bench.stub.until(
        lambda: bench.stub.settings.get("leads") == {"protection_leads_hours": [336, 120, 72, 24]}
    )
    await page.locator("#source-cainiao").uncheck()
    await bench.stub.until(lambda: bench.stub.settings["sources"] == {"cainiao": {"on": False}})
    await page.locator("#quiet").fill("")
    await page.locator("#quiet-to").fill("")
    await page.locator("#quiet-to").blur()
    await bench.stub.until(lambda: bench.stub.settings["quiet"] is None)
    await page.locator("#channels").fill("nowhere://x")
    await page.locator("#channels").blur()
    await expect(page.locator("#saved")).to_have_text("Not saved. refused: settings")
    await page.locator("#test").click()
    await expect(page.locator("#test-said")).not_to_be_empty()
    assert await page.locator("#test-said").text_content() == "Sent. Has it come?"
    bench.stub.sources = []
    await page.close()


async def test_quick_changes_go_one_after_the_other(bench: Bench) -> None:
    """Of two changes to one setting the second keeps the first, and the page says how the last one went."""
    bench.stub.settings = {"sources": {}, "channels": []}
    bench.stub.sources = [
        {"source": name, "name": name, "state": "ok", "until": None} for name in ("cainiao", "4px")
    ]
    await bench.known()
    page = await bench.extended.own_page("options/options.html")
    await page.locator("#city").fill("Leipzig")
    await page.locator("#city").blur()
    await expect(page.locator("#saved")).to_have_text("Saved")
    bench.stub.slow_settings = asyncio.Event()
    await page.locator("#source-cainiao").uncheck()
    await page.locator("#source-4px").uncheck()
    await expect(page.locator("#saved")).to_have_text("Sending …")  # what was saved before is no answer
    await page.locator("#channels").fill("nowhere://x")
    await page.locator("#channels").blur()
    await bench.stub.until(lambda: bench.stub.settings["sources"])
    bench.stub.slow_settings.set()
    await expect(page.locator("#saved")).to_have_text("Not saved. refused: settings")
    assert bench.stub.settings["sources"] == {"cainiao": {"on": False}, "4px": {"on": False}}
    bench.stub.slow_settings = None
    bench.stub.sources = []
    await page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_options_page_when_paired(bench: Bench, scheme: Any) -> None:
    page = await bench.extended.own_page("options/options.html")
    await page.emulate_media(color_scheme=scheme)
    await expect(page.locator("#paired-line")).to_contain_text(f"127.0.0.1:{bench.stub.port}")
    assert await violations(page) == []
    await shot(page, f"options-{scheme}")
    await page.close()


async def test_unpaired_the_first_run_teaches_and_a_wrong_code_is_explained(bench: Bench) -> None:
    page = await bench.extended.own_page("options/options.html")
    await page.locator("#unpair").click()
    await expect(page.locator("#pairing")).to_be_visible()
    assert await bench.extended.stored("pairing") is None
    async with asyncio.timeout(PATIENCE):
        while await bench.extended.stored("list") is not None:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    assert await violations(page) == []
    await shot(page, "options-first-run")
    popup = await bench.extended.own_page("popup/popup.html", **POPUP)
    await expect(popup.locator(".teach")).to_contain_text("python3 run.py")
    assert await violations(popup) == []
    await shot(popup, "popup-first-run")
    await page.bring_to_front()
    await page.locator("#port-summary").click()
    await page.locator("#port").fill(str(bench.stub.port))
    await page.locator("#code").fill("111111")
    await expect(page.locator("#said")).to_have_text("This is not the code. Tries left: 4")
    await page.locator("#port").fill("1")
    await page.locator("#code").fill("222222")
    await expect(page.locator("#said")).to_contain_text("Nothing answers there")
    await page.locator("#port").fill(str(bench.stub.port))
    await page.locator("#code").fill(f"{CODE[:3]} {CODE[3:]}")
    await expect(page.locator("#paired")).to_be_visible()
    bench.stub.orders = {}
    await bench.known()
    await expect(popup.locator(".teach")).to_contain_text("Now open your orders")
    await shot(popup, "popup-empty")
    await popup.close()
    await page.close()
