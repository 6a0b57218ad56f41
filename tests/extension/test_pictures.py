"""Keep a picture of this page: the whole page in pieces, as the buyer sees it and nothing of ours on it.

No test can click the icon in the toolbar, which is what grants `activeTab`. So the pictures themselves are taken by a
copy of the extension that may see every page; that it is refused without that click is tested with the real one.
"""

import base64
import io
import json
import shutil
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Page, expect

from tests.extension.browser import EXTENSION, chromium_with_extension
from tests.extension.conftest import Bench, answering
from tests.extension.orders import order
from tests.extension.stub import CODE, Stub, serving
from tests.extension.test_badges import until
from tests.extension.windows import shot

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
ORDER, OTHER = "3041234567890017", "3041234567890025"
DETAIL = f"https://www.aliexpress.com/p/order/detail.html?orderId={ORDER}"
STRIPES = ((200, 30, 30), (30, 160, 30), (30, 30, 200), (190, 190, 30))
LONG_PAGE = (
    "<!doctype html><style>html{scroll-behavior:smooth}body{margin:0}i{display:block;height:500px}</style>"
    '<div class="order-block-title" style="position:absolute;top:50px;left:300px"></div>'
    + "".join(f'<i style="background:rgb{colour}"></i>' for colour in STRIPES)
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def seeing(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Bench]:
    """A browser whose extension may see every page, as if its icon had been clicked on each."""
    copy = tmp_path_factory.mktemp("copy") / "extension"
    shutil.copytree(EXTENSION, copy)
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    manifest["host_permissions"].append("<all_urls>")
    manifest["optional_permissions"].remove("activeTab")
    (copy / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    shop: dict[str, tuple[str, str]] = {}
    profile = tmp_path_factory.mktemp("profile")
    stub = Stub(
        orders={ORDER: order(ORDER, "act", title="Lamp"), OTHER: order(OTHER, "critical", title="Fan")}
    )
    async with serving(stub), chromium_with_extension(profile, extension=copy) as extended:
        await extended.context.route("https://**/*", answering(shop))
        await (await extended.pair(stub.port, CODE)).close()
        bench = Bench(extended, stub, shop)
        await bench.known()
        yield bench


async def popup_over(bench: Bench, shown: Page) -> Page:
    """The popup as it is over a page: that page is the active one of the window."""
    popup = await bench.extended.own_page("popup/popup.html")
    await shown.bring_to_front()
    await popup.reload()
    return popup


async def press(popup: Page, name: str) -> None:
    """A click that leaves the page under the popup in view."""
    button = popup.get_by_role("button", name=name, exact=True)
    await button.focus()
    await button.press("Enter")


async def test_the_whole_page_is_kept_without_what_is_ours(seeing: Bench) -> None:
    seeing.stub.pictures.clear()
    shown = await seeing.visit(LONG_PAGE, DETAIL)
    await expect(shown.locator("orderwarden-badge")).to_have_count(1)
    box = await shown.evaluate(
        "() => { const box = document.querySelector('orderwarden-badge').getBoundingClientRect();"
        " return [box.left, box.top, box.right, box.bottom]; }"
    )
    await shown.evaluate("scrollTo({top: 300, behavior: 'instant'})")
    popup = await popup_over(seeing, shown)
    await expect(popup.locator(".row .title").first).to_have_text("Lamp")  # not the more urgent fan
    await expect(popup.get_by_role("button", name="Keep a picture of this page")).to_have_count(1)
    await press(popup, "Keep a picture of this page")
    await expect(popup.locator("#main > .picture")).to_contain_text("Pictures kept: 4")
    await popup.set_viewport_size({"width": 400, "height": 600})
    await shot(popup, "popup-picture")
    kept = seeing.stub.pictures
    assert {(one["order_id"], one["url"]) for one in kept} == {(ORDER, DETAIL)}
    assert [one["at"] for one in kept] == sorted(one["at"] for one in kept)
    pieces = [Image.open(io.BytesIO(base64.b64decode(one["image"]))) for one in kept]
    assert {piece.format for piece in pieces} == {"JPEG"}
    width, height = await shown.evaluate("[innerWidth, innerHeight]")
    assert {piece.size for piece in pieces} == {(width, height)}
    seen = [[at_colour(piece, width - 50, y) for y in range(5, height, 10)] for piece in pieces]
    assert seen[0][0] == 0
    assert seen[-1][-1] == 3
    assert all(set(one) & set(next_one) for one, next_one in pairwise(seen))
    assert set().union(*seen) == {0, 1, 2, 3}
    left, top, right, bottom = map(int, box)
    assert right - left > 30
    assert {at_colour(pieces[0], x, y) for x in range(left, right) for y in range(top, bottom)} == {0}
    badge = await shown.evaluate(
        "() => { const host = document.querySelector('orderwarden-badge');"
        " return [getComputedStyle(host).visibility, scrollY]; }"
    )
    assert badge == ["visible", 300]
    await popup.close()
    await shown.close()


def at_colour(picture: Image.Image, x: int, y: int) -> int:
    """Which stripe is seen there; nothing but a stripe is."""
    pixel = picture.getpixel((x, y))
    assert isinstance(pixel, tuple)
    near = [
        number
        for number, stripe in enumerate(STRIPES)
        if all(abs(one - other) < 25 for one, other in zip(pixel, stripe, strict=True))
    ]
    assert len(near) == 1, (x, y, pixel)
    return near[0]


async def test_the_page_of_one_order_is_no_proof_of_another(seeing: Bench) -> None:
    shown = await seeing.visit(LONG_PAGE, DETAIL)
    popup = await popup_over(seeing, shown)
    await popup.locator(".row").nth(1).press("Enter")
    await expect(popup.locator(".proof")).to_have_count(2)
    await expect(popup.get_by_role("button", name="Keep a picture of this page")).to_have_count(1)
    seeing.stub.problems = [{"page": "order_list", "text": "drawn anew", "times": 1}]
    await seeing.known()
    await expect(popup.locator("#main")).to_contain_text("Could not be read: 1")
    await expect(popup.locator(".proof")).to_have_count(2)
    seeing.stub.problems = []
    await popup.close()
    await shown.close()


async def test_a_page_that_names_no_order_is_kept_with_the_opened_one(seeing: Bench) -> None:
    seeing.stub.pictures.clear()
    item = "https://www.aliexpress.com/item/1005001234567890.html"
    shown = await seeing.visit("<p>What was promised</p>", item)
    popup = await popup_over(seeing, shown)
    await expect(popup.locator("#main > .picture")).to_have_count(0)
    await popup.locator(".row", has_text="Lamp").press("Enter")
    await press(popup, "Keep a picture of this page")
    await expect(popup.locator(".proof .picture")).to_contain_text("Pictures kept: 1")
    assert [(one["order_id"], one["url"]) for one in seeing.stub.pictures] == [(ORDER, item)]
    await popup.close()
    await shown.close()


async def test_when_the_page_is_left_it_stops(seeing: Bench) -> None:
    seeing.stub.pictures.clear()
    shown = await seeing.visit(LONG_PAGE * 3, DETAIL)
    popup = await popup_over(seeing, shown)
    await press(popup, "Keep a picture of this page")
    await seeing.stub.until(lambda: seeing.stub.pictures)
    await popup.bring_to_front()
    await expect(popup.get_by_role("alert")).to_contain_text("The page was left")
    assert len(seeing.stub.pictures) < 5
    await popup.close()
    await shown.close()


async def test_when_the_tab_is_closed_it_stops_and_says_so_too(seeing: Bench) -> None:
    seeing.stub.pictures.clear()
    shown = await seeing.visit(LONG_PAGE * 3, DETAIL)
    popup = await popup_over(seeing, shown)
    await press(popup, "Keep a picture of this page")
    await seeing.stub.until(lambda: seeing.stub.pictures)
    await shown.close()
    left = "The page was left before its pictures were complete."
    await expect(popup.get_by_role("alert")).to_have_text(left)
    await popup.evaluate("document.querySelector('[role=alert]').remove()")
    await press(popup, "Keep a picture of this page")
    await expect(popup.get_by_role("alert")).to_have_text(left)
    await popup.close()


async def test_the_right_is_asked_for_when_wanted_and_holds_after_a_click_on_the_icon(
    bench: Bench,
) -> None:
    bench.stub.orders, bench.stub.notices = {ORDER: order(ORDER, "act", title="Lamp")}, []
    await bench.known()
    shown = await bench.visit(LONG_PAGE, DETAIL)
    popup = await popup_over(bench, shown)
    sees = "chrome.permissions.contains({ permissions: ['activeTab'] })"
    assert await popup.evaluate(sees) is False
    await press(popup, "Keep a picture of this page")
    await expect(popup.get_by_role("alert")).to_contain_text("once more")
    assert await popup.evaluate(sees) is True  # Chromium asks nobody: it is a right without a warning
    assert bench.stub.pictures == []
    await press(popup, "Keep a picture of this page")
    await expect(popup.get_by_role("alert")).to_contain_text("click the icon there")
    assert bench.stub.pictures == []
    assert (
        await shown.evaluate("getComputedStyle(document.querySelector('orderwarden-badge')).visibility")
        == "visible"
    )
    await popup.close()
    await shown.close()


async def test_the_popup_of_the_toolbar_knows_the_page_under_it(bench: Bench) -> None:
    """Opened by the browser itself; that is no click of the buyer, so what it allows cannot be tried."""
    bench.stub.orders, bench.stub.notices = {ORDER: order(ORDER, "act", title="Lamp")}, []
    await bench.known()
    own = await bench.extended.own_page("options/options.html")
    shown = await bench.visit(LONG_PAGE, DETAIL)
    await shown.bring_to_front()
    await bench.extended.worker.evaluate("chrome.action.openPopup()")
    there = "Boolean(chrome.extension.getViews({type: 'popup'})[0]?.document.querySelector('#main > .picture button'))"
    await until(lambda: own.evaluate(there), bool, "the button in the popup over the page")
    await own.close()
    await shown.close()
