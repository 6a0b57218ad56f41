"""The browser ends the worker when it likes: whatever wakes it again finds all as it was."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.extension.browser import Extended, chromium_with_extension
from tests.extension.conftest import answering
from tests.extension.orders import notice, order
from tests.extension.stub import CODE, Stub, serving
from tests.extension.test_badges import (
    IDS,
    LIST,
    click_button,
    press_badge,
    until_badges,
    until_first,
    until_said,
)

pytestmark = pytest.mark.browser


async def ended(extended: Extended, stub: Stub) -> None:
    """As the browser ends it after 30 idle seconds; its socket to the server goes with it."""
    await stub.until(lambda: stub.sockets)
    devtools = await extended.context.new_cdp_session(extended.context.pages[0])
    targets = (await devtools.send("Target.getTargets"))["targetInfos"]
    (worker,) = [one["targetId"] for one in targets if one["type"] == "service_worker"]
    await devtools.send("Target.closeTarget", {"targetId": worker})
    await devtools.detach()
    await stub.until(lambda: not stub.sockets)


async def test_pages_ask_marks_are_said_and_the_other_tab_hears_of_it(tmp_path: Path) -> None:
    stub = Stub(orders={IDS[0]: order(IDS[0])}, notices=[notice("n1", level="critical")])
    shop = {
        "/p/order/index.html": (
            "text/html",
            LIST.replace("IDS", f"'{IDS[0]}'").replace("margin: 0", "margin: 90px 0 0"),
        )
    }
    async with serving(stub), chromium_with_extension(tmp_path) as extended:
        await extended.context.route("https://**/*", answering(shop))
        await (await extended.pair(stub.port, CODE)).close()
        other = await extended.context.new_page()
        await other.goto("https://www.aliexpress.com/p/order/index.html")
        await expect(other.locator("orderwarden-banner")).to_have_count(1)
        await ended(extended, stub)
        page = await extended.context.new_page()
        await page.goto("https://www.aliexpress.com/p/order/index.html")
        await until_badges(page, 1)
        await expect(page.locator("orderwarden-banner")).to_have_count(1)
        await ended(extended, stub)
        await press_badge(page)
        await until_said(page, "Desk lamp")
        await ended(extended, stub)
        stub.orders[IDS[0]] = order(IDS[0], "critical")
        await click_button(page, "It is not here", nth=0)
        await stub.until(lambda: stub.marks)
        await until_first(other, "ends tomorrow")
        stub.notices = [notice("n1", level="critical", state="acknowledged")]
        await stub.changed()
        for tab in (page, other):
            await expect(tab.locator("orderwarden-banner")).to_have_count(0)
