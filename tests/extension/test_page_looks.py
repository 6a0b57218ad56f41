"""How badge, card and banner stand on the page: light, dark, from right to left, at 200 % zoom, in a narrow window."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page

from tests.extension.browser import chromium_with_extension
from tests.extension.conftest import Bench, answering
from tests.extension.orders import notice, order
from tests.extension.stub import CODE, Stub, serving
from tests.extension.test_badges import IDS, LIST, in_our_world, press_badge, until, until_badges, until_said

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
SCREENSHOTS = Path(__file__).parents[2] / "screenshots"
WIDE = {"width": 1280, "height": 800}
LOOKS: dict[str, dict[str, Any]] = {
    "light": WIDE,
    "dark": WIDE | {"scheme": "dark"},
    "zoomed": {"width": 640, "height": 400},  # 1280 by 800 at 200 %
    "narrow": {"width": 320, "height": 640},
}
# Opened to what measures them; to the page they stay closed: only the content scripts' world is changed.
OPEN_ROOTS = """void (() => {
    const attach = Element.prototype.attachShadow;
    globalThis.roots = [];
    Element.prototype.attachShadow = function (how) {
        const root = attach.call(this, how);
        roots.push(root);
        return root;
    };
})()"""
STANDING = "roots.filter((root) => root.host.isConnected)"
BOXES = f"""JSON.stringify(Object.fromEntries(
    [".floating", ".banner", ".banner a", ".banner button", "button.pill"].map((selector) => {{
        const found = {STANDING}.map((root) => root.querySelector(selector)).find(Boolean);
        const {{ left, top, right, bottom }} = found.getBoundingClientRect();
        return [selector, {{ left, top, right, bottom, inner: found.scrollWidth - found.clientWidth }}];
    }})))"""
RUNS = f"""(() => {{
    for (const root of {STANDING}) {{
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {{
            const at = node.data.indexOf(SAID);
            if (at < 0) continue;
            const range = document.createRange();
            const left = (offset) => {{
                range.setStart(node, offset);
                range.setEnd(node, offset + 1);
                return range.getBoundingClientRect().left;
            }};
            return left(at) < left(at + SAID.length - 1) ? "ltr" : "rtl";
        }}
    }}
}})()"""


async def shown(shop: Bench, *, rtl: bool = False, look: dict[str, Any] = WIDE) -> Page:
    """A list whose first order has everything that a card can show; its card is open, and a banner stands."""
    shop.stub.orders = {
        one: order(one, level) for one, level in zip(IDS, ("act", "info", "none"), strict=True)
    }
    shop.stub.notices = [notice("n-critical", level="critical")]
    await shop.known()
    html = LIST.replace("IDS", "").replace("body { margin: 0 }", "body { margin: 100px 0 0 }")
    page = await shop.visit(html.replace('lang="en"', 'lang="ar" dir="rtl"') if rtl else html)
    await until(
        lambda: in_our_world(shop, page, "typeof orderwarden?.places"),
        lambda kind: kind == "function",
        "the scripts",
    )
    await in_our_world(shop, page, OPEN_ROOTS)
    await page.emulate_media(color_scheme=look.get("scheme", "light"))
    await page.set_viewport_size({"width": look["width"], "height": look["height"]})
    await page.evaluate("ids => draw(...ids)", IDS)
    await until_badges(page, len(IDS))
    return page


async def opened(page: Page) -> None:
    await press_badge(page)
    await until_said(page, "Desk lamp")


async def boxes(shop: Bench, page: Page) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = json.loads(await in_our_world(shop, page, BOXES))
    return found


@pytest.mark.parametrize("look", LOOKS)
async def test_all_of_it_is_in_the_window(bench: Bench, look: str) -> None:
    page = await shown(bench, look=LOOKS[look])
    await stands_well(bench, page, look)
    await page.close()


async def stands_well(shop: Bench, page: Page, look: str) -> dict[str, dict[str, float]]:
    await opened(page)
    SCREENSHOTS.mkdir(exist_ok=True)
    await page.screenshot(path=SCREENSHOTS / f"list-{look}.png")
    found = await boxes(shop, page)
    width, height = await page.evaluate("[innerWidth, innerHeight]")
    for name, box in found.items():
        assert box["left"] >= 0, name
        assert box["top"] >= 0, name
        assert box["right"] <= width, name
        assert box["bottom"] <= height, name
        assert box["inner"] <= 0, name
    assert found[".banner"]["bottom"] < height / 4  # thin
    assert found[".floating"]["bottom"] - found[".floating"]["top"] > height / 2
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await page.evaluate("shifts") == 0
    return found


@pytest_asyncio.fixture(loop_scope="module")
async def arabic(tmp_path: Path) -> AsyncIterator[Bench]:
    shop: dict[str, tuple[str, str]] = {}
    async with (
        serving(Stub(language="ar")) as stub,
        chromium_with_extension(tmp_path, args=["--lang=ar"]) as extended,
    ):
        await extended.context.route("https://**/*", answering(shop))
        await (await extended.pair(stub.port, CODE)).close()
        yield Bench(extended, stub, shop)


async def test_from_right_to_left_it_begins_at_the_right(arabic: Bench) -> None:
    page = await shown(arabic, rtl=True)
    found = await stands_well(arabic, page, "rtl")
    assert found[".floating"]["right"] == pytest.approx(found["button.pill"]["right"], abs=1)
    assert found[".banner button"]["right"] < found[".banner a"]["left"]


async def test_texts_from_outside_turn_nothing_round_and_push_nothing_out(bench: Bench) -> None:
    page = await shown(bench)
    hostile = "\u202eevil <img src=x onerror=hacked=1>" + "W" * 10_000
    scans = [{"local_time": "2026-10-28T14:20:00", "place": hostile, "text": hostile}]
    bench.stub.orders[IDS[0]] |= {
        "title": hostile,
        "store": hostile,
        "badge": {"level": "act", "icon": "warning", "text": hostile, "title": "Protection ends."},
        "parcels": [
            {
                "number": hostile,
                "carrier": hostile,
                "sources": [{"source": "x", "name": hostile, "outcome": "ok", "events": scans}],
            }
        ],
    }
    bench.stub.notices = [notice("n-critical", level="critical", about=hostile, title="Last day 31.12.")]
    await bench.known()
    await until(lambda: until_badges(page, 3), lambda said: "evil" in said[0], "the hostile badge")
    await press_badge(page)
    await until_said(page, "Protection ends")
    for said in ("38.40", IDS[0], "Open a dispute"):
        assert await in_our_world(bench, page, RUNS.replace("SAID", json.dumps(said))) == "ltr", said
    found = await boxes(bench, page)
    assert found["button.pill"]["right"] - found["button.pill"]["left"] <= 260
    assert {name: box for name, box in found.items() if box["right"] > 1280 or box["inner"] > 0} == {}
    assert found[".banner"]["bottom"] < 100
    clocks = await in_our_world(
        bench,
        page,
        "roots.map((root) => root.querySelector('.clocks')).find(Boolean).getBoundingClientRect().top",
    )
    assert clocks < 700
    assert await page.evaluate("globalThis.hacked") is None
    await page.screenshot(path=SCREENSHOTS / "list-hostile.png")
    await page.close()
