"""What the popup asks for when the buyer says so: any number of a parcel, the pages of the open orders."""

import json
from urllib.parse import unquote

import pytest
from playwright.async_api import Route, expect

from tests.extension.conftest import Bench
from tests.extension.orders import notice, order
from tests.extension.windows import POPUP, many, shot, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.usefixtures("modules"),
    pytest.mark.xdist_group("checkers"),
]


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


async def answered(route: Route) -> None:
    await route.fulfill(
        body='{"ret": ["SUCCESS::SUCCESS"], "data": {}}',
        content_type="application/json",
        headers={"Access-Control-Allow-Origin": "*"},
    )


async def test_my_open_orders_are_read_one_after_the_other_in_the_page_that_is_open(bench: Bench) -> None:
    """The page's own client asks; the progress is shown; the buyer can end it."""
    bench.stub.orders = {id_: one | {"pages_read": {}} for id_, one in many(3).items()}
    bench.stub.notices = []
    await bench.known()
    api = "/h5/mtop.aliexpress.trade.buyer.order.detail/1.0/"
    orders_page = await bench.visit(
        f"""<!doctype html><script>
        const request = async ({{ data }}) =>
            (await fetch("https://acs.aliexpress.com{api}?data=" + encodeURIComponent(JSON.stringify(data)))).json();
        window.lib = {{ mtop: {{ request }} }};
        const later = setTimeout;
        window.setTimeout = (what, ms = 0) => ms < 20_000 && later(what, ms); // no answer comes too late
        </script>"""
    )
    held: list[Route] = []
    await orders_page.route(f"https://acs.aliexpress.com{api}*", lambda route: held.append(route))
    bench.stub.pages.clear()
    page = await bench.extended.own_page("popup/popup.html", **POPUP)
    tabs = len(bench.extended.context.pages)
    await page.get_by_role("button", name="Read my open orders (3)").click()
    await expect(page.get_by_text("Reading 1 of 3")).to_be_visible()
    await shot(page, "popup-reading")
    assert await violations(page) == []
    for count in (1, 2):
        await bench.stub.until(lambda count=count: len(held) == count)  # type: ignore[misc]
        await answered(held[-1])
    await expect(page.get_by_text("Reading 2 of 3")).to_be_visible()
    await bench.stub.until(lambda: len(held) == 3)
    await page.get_by_role("button", name="Stop").click()
    await expect(page.get_by_role("button", name="Read my open orders (3)")).to_be_visible()
    await answered(held[-1])
    assert len(bench.extended.context.pages) == tabs
    await bench.stub.until(lambda: len(bench.stub.pages) >= 2)
    asked = [
        json.loads(unquote(one["url"].partition("data=")[2]))["tradeOrderId"] for one in bench.stub.pages
    ]
    assert asked[0] == asked[1]  # the detail, then the tracking
    await orders_page.close()
    await page.close()
