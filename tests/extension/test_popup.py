"""The popup: complete by keyboard and screen reader, in every light and direction; texts stay texts."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.extension.conftest import Bench
from tests.extension.orders import notice, order
from tests.extension.windows import POPUP, many, shot, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.usefixtures("modules"),
    pytest.mark.xdist_group("checkers"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_popup_is_complete(bench: Bench, scheme: Any) -> None:
    bench.stub.orders = many(12)
    bench.stub.notices = [notice("n1"), notice("n2", level="info", title="Has the lamp come?", deadline=None)]
    bench.stub.problems = [
        {"page": "order_detail", "text": "a status that is not known: 11", "times": 2},
        {"page": "blocked", "text": "a wall", "times": 1},
    ]
    bench.stub.sources = [
        {"source": "cainiao", "name": "Cainiao", "state": "paused", "until": "2099-01-01T10:00:00Z"},
        {"source": "4px", "name": "4PX", "state": "blocked", "until": None},
    ]
    await bench.known()
    page = await bench.extended.own_page("popup/popup.html", **POPUP)
    await page.emulate_media(color_scheme=scheme)
    await expect(page.locator(".notice")).to_have_count(2)
    await expect(page.get_by_role("button", name="Open order", exact=True)).to_have_count(2)
    await page.locator(".row").first.click()
    await expect(page.locator(".card")).to_have_count(1)
    await page.locator("summary", has_text="Could not be read: 4").click()
    for told in (
        "Cainiao · Left alone for a while · Until",
        "4PX · Refused to answer",
        "refused page: a wall",
    ):
        await expect(page.locator(".bottom li", has_text=told)).to_have_count(1)
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


async def test_what_is_unfolded_and_where_the_focus_is_outlive_a_drawing(bench: Bench) -> None:
    bench.stub.orders, bench.stub.sources = many(1), []
    bench.stub.notices = [notice("n1", title="First"), notice("n2", title="Second")]
    bench.stub.problems = [{"page": "order_list", "text": "one", "times": 1}]
    await bench.known()
    page = await bench.extended.own_page("popup/popup.html", **POPUP)
    first, second = page.locator(".notice", has_text="First"), page.locator(".notice", has_text="Second")
    await second.locator("summary").click()
    await page.locator(".bottom summary").click()
    seen = second.get_by_role("button", name="Got it")
    await seen.focus()
    bench.stub.problems = [{"page": "order_list", "text": "drawn anew", "times": 1}]
    await bench.known()
    await expect(page.locator(".bottom li")).to_have_text("order list: drawn anew")
    await expect(page.locator(".bottom li")).to_be_visible()
    await expect(second.get_by_role("button", name="Not this warning again")).to_be_visible()
    await page.bring_to_front()
    await expect(seen).to_be_focused()
    await seen.press("Enter")
    await expect(second).to_have_count(0)
    await expect(first.get_by_role("button").first).to_be_focused()  # who goes by keyboard goes on from there
    bench.stub.notices, bench.stub.problems = [], []
    await page.close()


async def test_each_order_is_listed_once_whatever_is_open_and_searched_for(bench: Bench) -> None:
    bench.stub.orders, bench.stub.notices = many(60), []
    await bench.known()
    page = await bench.extended.own_page("popup/popup.html", **POPUP)
    await page.get_by_label("All", exact=True).check()
    await page.locator(".row").nth(19).press("Enter")
    await expect(page.locator(".orders .card")).to_have_count(1)
    await page.locator("#search").fill("e")
    await page.locator("#search").fill("")
    await page.mouse.move(200, 400)
    await page.mouse.wheel(0, 20_000)
    await expect(page.locator(".row").nth(39)).to_be_attached()
    await page.mouse.wheel(0, 20_000)
    await expect(page.locator(".row").nth(59)).to_be_attached()
    ids = await page.locator(".row").evaluate_all("rows => rows.map(({ id }) => id)")
    assert sorted(ids) == sorted(f"row-{id_}" for id_ in bench.stub.orders)
    await page.close()


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
