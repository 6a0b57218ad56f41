"""Badges stand on every order of the page, stay through whatever the page does, and open into a card."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.async_api import Error, Page, expect

from tests.extension.browser import PATIENCE, chromium_with_extension
from tests.extension.conftest import Bench, answering
from tests.extension.orders import notice, order
from tests.extension.stub import CODE, Stub, serving

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

T = TypeVar("T")
IDS = ["3041234567890017", "3041234567890027", "3041234567890037"]
LIST = (Path(__file__).parent / "pages/list.html").read_text("utf-8")
# The shadow roots are closed to the page, and to Playwright: the accessibility tree shows what a buyer meets.
SCREENSHOTS = Path(__file__).parents[2] / "screenshots"
BADGES = "document.querySelectorAll('orderwarden-badge').length"


async def labels(page: Page, role: str = "button") -> list[str]:
    """The names of what stands on the page in this role, as a screen reader says them."""
    devtools = await page.context.new_cdp_session(page)
    tree = await devtools.send("Accessibility.getFullAXTree")
    await devtools.detach()
    return [
        node["name"]["value"]
        for node in tree["nodes"]
        if node.get("role", {}).get("value") == role and not node.get("ignored") and "name" in node
    ]


async def badges(page: Page) -> list[str]:
    return [name for name in await labels(page) if name.startswith("Orderwarden:")]


async def until(seen: Callable[[], Awaitable[T]], true: Callable[[T], object], what: str) -> T:
    """Looks until what is seen is as awaited, and gives it. What stands in a closed shadow root tells nobody."""
    found = await seen()
    try:
        async with asyncio.timeout(PATIENCE):
            while not true(found):
                await asyncio.sleep(0.05)
                found = await seen()
    except TimeoutError:
        raise AssertionError(f"{what}; last seen: {found}") from None
    return found


async def until_badges(page: Page, count: int) -> list[str]:
    return await until(lambda: badges(page), lambda found: len(found) == count, f"{count} badges")


async def until_first(page: Page, text: str) -> None:
    await until(
        lambda: badges(page),
        lambda found: found[:1] and found[0].startswith(f"Orderwarden: {text}"),
        f"the first badge says {text!r}",
    )


@pytest.fixture
def shop(bench: Bench) -> Bench:
    bench.stub.notices = []
    bench.stub.marks.clear()
    bench.stub.orders = {
        IDS[0]: order(IDS[0], "act"),
        IDS[1]: order(IDS[1], "info"),
        IDS[2]: order(IDS[2], "none"),
    }
    return bench


async def opened_list(shop: Bench, ids: list[str] = IDS) -> Page:
    await shop.known()
    page = await shop.visit(LIST.replace("IDS", ", ".join(f"'{one}'" for one in ids)))
    await until_badges(page, len(ids))
    return page


async def test_every_card_has_its_badge_and_nothing_of_the_page_moves(shop: Bench) -> None:
    page = await opened_list(shop)
    assert [name.split(".")[0] for name in await badges(page)] == [
        "Orderwarden: 3 days left",
        "Orderwarden: delivered? check",
        "Orderwarden: 34 days left",
    ]
    size = await page.evaluate("[document.body.scrollHeight, document.body.scrollWidth, shifts]")
    await page.evaluate("document.querySelectorAll('orderwarden-badge').forEach(badge => badge.remove())")
    assert await page.evaluate("[document.body.scrollHeight, document.body.scrollWidth, shifts]") == size
    assert size[2] == 0
    await page.close()


async def test_badges_survive_re_rendering_appending_tabs_and_a_new_text(shop: Bench) -> None:
    page = await opened_list(shop, IDS[:2])
    await page.evaluate("ids => draw(...ids)", IDS[:2])  # the page draws all of it anew
    await until_badges(page, 2)
    await page.evaluate("id => list.insertAdjacentHTML('beforeend', card(id, 'Completed'))", IDS[2])
    await until_badges(page, 3)
    await page.evaluate("document.querySelector('.order-item-header-status-text').textContent = 'Completed'")
    await until_badges(page, 3)
    await page.evaluate(
        "id => { document.querySelector('.order-item a').href = '/p/order/detail.html?orderId=' + id }",
        IDS[2],
    )  # a tab keeps the card and gives it another order
    await until_first(page, "34 days left")
    await page.evaluate("draw()")
    await until_badges(page, 0)
    assert await page.evaluate(BADGES) == 0
    await page.close()


async def test_what_the_server_says_anew_stands_on_the_open_page(shop: Bench) -> None:
    page = await opened_list(shop, IDS[:1])
    shop.stub.orders[IDS[0]] = order(IDS[0], "critical")
    await shop.stub.changed()
    await until_first(page, "ends tomorrow")
    await page.close()


OTHER_PAGES = {
    "detail": (
        "https://www.aliexpress.com/p/order/detail.html?orderId=ID",
        '<div class="order-status"><div class="order-block-title">Awaiting</div></div>',
    ),
    "tracking": (
        "https://www.aliexpress.com/p/tracking/index.html?tradeOrderId=ID",
        '<div class="arrival-time-v2--title--x1">Delivery: Dec. 4</div>',
    ),
    "mobile list": (
        "https://m.aliexpress.com/p/order/index.html",
        '<a class="order-item order-item-mobile" href="/p/order/detail.html?orderId=ID">'
        '<span class="order-item-header-status-text">Awaiting</span></a>',
    ),
    "no link": (
        "https://ko.aliexpress.com/p/order/index.html",
        '<div class="order-item"><div data-pl="order_item_header_info"><div>2026</div>'
        "<div>번호: ID</div></div></div>",
    ),
}


@pytest.mark.parametrize(("url", "html"), OTHER_PAGES.values(), ids=OTHER_PAGES.keys())
async def test_the_other_pages(shop: Bench, url: str, html: str) -> None:
    await shop.known()
    url, html = url.replace("ID", IDS[0]), html.replace("ID", IDS[0])
    shop.shop["/" + url.split("/", 3)[3].split("?")[0]] = ("text/html", f"<!doctype html><body>{html}")
    page = await shop.extended.context.new_page()
    await page.goto(url)
    await until_badges(page, 1)
    if "mobile" in html:
        await press_badge(page)
        await expect(page.locator("orderwarden-card")).to_have_count(1)
        assert page.url == url  # the card is a link, the badge on it is not
    await page.close()


async def press_badge(page: Page) -> None:
    place = await page.locator("orderwarden-badge").first.bounding_box()
    assert place
    await page.mouse.click(place["x"] + 15, place["y"] + 10)


async def test_a_card_opens_by_keyboard_shows_all_and_gives_the_focus_back(shop: Bench) -> None:
    page = await opened_list(shop, IDS[:1])
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await until_said(page, "Desk lamp")
    texts = " ".join(await labels(page, "StaticText"))
    for said in ["Desk lamp", "Protection ends", "estimated", "read on the order page", "Cainiao", "Deutsche Post",
                 "worked out from a date on the order page",
                 "Refused to answer", "Out for delivery", "Do neither", "After that the money goes to the seller",
                 "Waiting for the seller", "The sources do not agree"]:  # fmt: skip
        assert said in texts, said
    assert "Close" in await labels(page)
    await page.keyboard.press("Escape")
    await expect(page.locator("orderwarden-card")).to_have_count(0)
    assert await page.evaluate("document.activeElement.localName") == "orderwarden-badge"
    await page.keyboard.press("Enter")
    await expect(page.locator("orderwarden-card")).to_have_count(1)
    await page.close()


async def in_our_world(shop: Bench, page: Page, expression: str) -> Any:
    """What an expression is worth among the content scripts of the page; None if none is there yet."""
    devtools = await page.context.new_cdp_session(page)
    worlds: list[dict[str, Any]] = []
    devtools.on("Runtime.executionContextCreated", lambda event: worlds.append(event["context"]))
    await devtools.send("Runtime.enable")
    ours = [world["id"] for world in worlds if shop.extended.extension_id in world["origin"]]
    told: dict[str, Any] = {"result": {}}
    if ours:
        asked = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        told = await devtools.send("Runtime.evaluate", {"contextId": ours[-1], **asked})
    await devtools.detach()
    return told["result"].get("value")


async def test_what_a_card_needs_comes_into_the_page_with_the_first_click(shop: Bench) -> None:
    page = await opened_list(shop, IDS[:2])
    there = "[typeof orderwarden.pill, typeof orderwarden.card, typeof orderwarden.opening]"
    assert await in_our_world(shop, page, there) == ["function", "undefined", "undefined"]
    for expected in (1, 0, 1):  # a click opens, the next one closes
        await press_badge(page)
        await expect(page.locator("orderwarden-card")).to_have_count(expected)
        assert await in_our_world(shop, page, there) == ["function", "function", "object"]
    await page.close()


async def until_said(page: Page, text: str, there: bool = True) -> None:
    await until(
        lambda: labels(page, "StaticText"),
        lambda said: (text in " ".join(said)) is there,
        f"{text!r} is said: {there}",
    )


async def told_of(
    page: Page, role: str, called: Callable[[str], bool], nth: int, *commands: str
) -> list[Any]:
    """Has DevTools do this with what is called so; what the commands answer, nothing where it is not there, or was
    drawn anew just now. A closed shadow root shows its nodes only to DevTools.
    """
    devtools = await page.context.new_cdp_session(page)
    try:
        tree = await devtools.send("Accessibility.getFullAXTree")
        found = [
            node["backendDOMNodeId"]
            for node in tree["nodes"]
            if node.get("role", {}).get("value") == role and called(node.get("name", {}).get("value", ""))
        ]
        if len(found) <= nth:
            return []
        return [await devtools.send(command, {"backendNodeId": found[nth]}) for command in commands]
    except Error:
        return []
    finally:
        await devtools.detach()


async def click_button(page: Page, name: str, nth: int = 0) -> None:
    """Clicks what is called so, or so and what it is about (`Undo: ...`), where it stands."""
    scroll_and_place = ("DOM.scrollIntoViewIfNeeded", "DOM.getBoxModel")
    found = await until(
        lambda: told_of(page, "button", lambda said: said.partition(": ")[0] == name, nth, *scroll_and_place),
        bool,
        f"{nth + 1} buttons {name!r}",
    )
    quad = found[1]["model"]["border"]
    await page.mouse.click((quad[0] + quad[4]) / 2, (quad[1] + quad[5]) / 2)


async def focus(page: Page, role: str, name: str) -> None:
    """Puts the focus on it."""
    await until(lambda: told_of(page, role, name.__eq__, 0, "DOM.focus"), bool, f"{role} {name!r}")


async def test_marks_are_said_from_the_card_by_parcel_and_taken_back(shop: Bench) -> None:
    page = await opened_list(shop, IDS[:1])
    await press_badge(page)
    await expect(page.locator("orderwarden-card")).to_have_count(1)
    await click_button(page, "It is not here", nth=1)
    await shop.stub.until(lambda: shop.stub.marks)
    said = shop.stub.marks[0]
    assert said.pop("at")
    assert said == {"order_id": IDS[0], "kind": "not_received", "parcel": "RB123456785CN"}
    await until_said(page, "You said: not here  ·  RB123456785CN")
    await click_button(page, "Undo", nth=1)
    await shop.stub.until(lambda: shop.stub.taken_back == ["m1"])
    await until_said(page, "You said: not here", False)
    await click_button(page, "The money is back")
    await shop.stub.until(lambda: len(shop.stub.marks) == 2)
    assert shop.stub.marks[1]["kind"] == "money_seen"
    assert shop.stub.marks[1]["dispute_id"] == "d1"
    assert "parcel" not in shop.stub.marks[1]
    await page.close()


async def test_a_critical_notice_lies_over_the_top_until_it_is_hidden(shop: Bench) -> None:
    shop.stub.notices = [notice("n-act"), notice("n-critical", level="critical", title="<b>Last day</b>")]
    page = await opened_list(shop, IDS[:1])
    await until_said(page, "Set of 40 brass buttons, 15 mm  ·  <b>Last day</b>")
    assert await page.evaluate("shifts") == 0
    await click_button(page, "Hide")
    await expect(page.locator("orderwarden-banner")).to_have_count(0)
    await page.close()


async def test_reading_the_open_orders_is_offered_on_the_list_where_something_is_unread(shop: Bench) -> None:
    page = await opened_list(shop, IDS)
    await until_badges(page, len(IDS))
    await expect(page.locator("orderwarden-reader")).to_have_count(0)
    for one in shop.stub.orders.values():
        one["pages_read"] = {}
    await shop.known()
    await until_said(page, "Read my open orders (3)")
    assert await page.evaluate("shifts") == 0
    await page.evaluate(
        """window.asked = []; window.lib = { mtop: { request: async ({ api, data }) => {
            asked.push(data.tradeOrderId);
            await new Promise((go) => { window.go = go; });
            return { ret: ["SUCCESS::SUCCESS"], data: {} };
        } } }"""
    )
    await click_button(page, "Read my open orders (3)")
    await until_said(page, "Reading 1 of 3")
    await page.screenshot(path=SCREENSHOTS / "list-reading.png")
    await click_button(page, "Stop")
    await until_said(page, "Read my open orders (3)")
    await page.evaluate("go()")
    assert await page.evaluate("asked") == IDS[:1]
    await click_button(page, "Close")
    await expect(page.locator("orderwarden-reader")).to_have_count(0)
    await shop.known()
    await expect(page.locator("orderwarden-reader")).to_have_count(0)
    await page.close()


async def test_a_wall_is_said_on_the_list_where_the_reading_ran_into_it(shop: Bench) -> None:
    for one in shop.stub.orders.values():
        one["pages_read"] = {}
    await shop.known()
    page = await opened_list(shop, IDS)
    await page.evaluate(
        """window.lib = { mtop: { request: async () => {
            throw { ret: ["FAIL_SYS_USER_VALIDATE", "RGV587_ERROR::SM"] };
        } } }"""
    )
    await click_button(page, "Read my open orders (3)")
    await until_said(page, "AliExpress showed no order page")
    await page.close()


@pytest.mark.parametrize("height", [300, 450, 800])
async def test_all_of_an_opened_card_can_be_seen_however_low_the_window(shop: Bench, height: int) -> None:
    page = await opened_list(shop, IDS)
    await page.set_viewport_size({"width": 640, "height": height})
    for _ in IDS:
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await until_said(page, "Protection ends")
    devtools = await page.context.new_cdp_session(page)
    tree = await devtools.send("Accessibility.getFullAXTree")
    dialog = next(node for node in tree["nodes"] if node.get("role", {}).get("value") == "dialog")
    box = {"backendNodeId": dialog["backendDOMNodeId"]}
    quad = (await devtools.send("DOM.getBoxModel", box))["model"]["border"]
    assert quad[1] >= 0
    assert quad[5] <= height
    assert quad[5] - quad[1] >= min(height * 0.7, 260)
    await page.close()


async def test_the_page_s_styles_and_the_badge_s_do_not_meet(shop: Bench) -> None:
    page = await opened_list(shop, IDS[:1])
    before = await page.locator("orderwarden-badge").bounding_box()
    await page.add_style_tag(
        content="* { font-size: 60px; padding: 9px } *:not(html, body) { opacity: .1; position: static }"
    )
    after = await page.locator("orderwarden-badge").bounding_box()
    assert before
    assert after
    assert (before["width"], before["height"]) == (after["width"], after["height"])
    assert (
        await page.evaluate("getComputedStyle(document.querySelector('orderwarden-badge')).position")
        == "absolute"
    )
    assert await page.evaluate("document.querySelector('orderwarden-badge').shadowRoot") is None
    await page.close()


async def test_when_the_extension_is_gone_nothing_of_it_is_left_on_the_page(tmp_path: Path) -> None:
    stub = Stub(orders={IDS[0]: order(IDS[0])}, notices=[notice("n1", level="critical")])
    shop = {"/p/order/index.html": ("text/html", LIST.replace("IDS", f"'{IDS[0]}'"))}
    async with serving(stub), chromium_with_extension(tmp_path) as extended:
        await extended.context.route("https://**/*", answering(shop))
        await (await extended.pair(stub.port, CODE)).close()
        page = await extended.context.new_page()
        await page.goto("https://www.aliexpress.com/p/order/index.html")
        await expect(page.locator("orderwarden-badge")).to_have_count(1)
        await expect(page.locator("orderwarden-banner")).to_have_count(1)
        await extended.worker.evaluate("() => setTimeout(() => chrome.runtime.reload(), 50)")

        async def left() -> int:
            await page.evaluate("id => draw(id)", IDS[0])  # it finds out at the next change of the page
            return await page.locator("orderwarden-banner, orderwarden-badge").count()

        await until(left, lambda count: count == 0, "nothing of ours is left")


async def test_the_card_opens_the_proof_of_its_order_in_a_window_of_ours(shop: Bench) -> None:
    page = await opened_list(shop, IDS[1:2])
    await press_badge(page)
    await expect(page.locator("orderwarden-card")).to_have_count(1)
    async with shop.extended.context.expect_page() as opening:
        await click_button(page, "Proof")
    popup = await opening.value
    assert popup.url == shop.extended.url(f"popup/popup.html?order={IDS[1]}")
    await expect(popup.locator(".proof")).to_have_count(1)
    await expect(popup.get_by_role("button", name="Claim text")).to_be_in_viewport()
    assert "Proof" not in [await one.inner_text() for one in await popup.locator(".card button").all()]
    await expect(popup.locator(".row[aria-expanded=true]")).to_have_count(1)
    await popup.close()
    await page.close()
