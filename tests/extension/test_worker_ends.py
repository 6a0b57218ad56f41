"""The browser ends the worker when it likes: whatever wakes it again finds all as it was."""

import json
import os
import shutil
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.extension.browser import Extended, chromium_with_extension
from tests.extension.conftest import answering
from tests.extension.desktop import desktop
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


async def begun_anew(extended: Extended, stub: Stub) -> None:
    """The worker is ended and a page wakes it: it knows nothing but what is stored."""
    await extended.worker.evaluate("() => { globalThis.before = true; }")
    await ended(extended, stub)
    await extended.sync()
    assert not await extended.worker.evaluate("() => globalThis.before")


async def until_reported(stub: Stub, id_: str, what: str) -> None:
    await stub.until(lambda: (id_, what) in [(one["id"], one["what"]) for one in stub.events])


async def test_what_is_clicked_in_a_notification_is_done_by_a_worker_that_did_not_show_it(
    tmp_path: Path,
) -> None:
    """That its events will wake a dead worker, Chromium has noted in the profile; that the worker hears them from its
    first moment on, units/worker.test.js says.
    """
    stub = Stub(notices=[notice(name, deadline="2099-01-01T00:00:00Z") for name in ("n1", "n2", "n3")])
    async with serving(stub), chromium_with_extension(tmp_path) as extended:
        await (await extended.pair(stub.port, CODE)).close()
        await extended.until_notifications("n1", "n2", "n3")
        for event, said in (
            ("onClicked.dispatch('n1')", ("n1", "acknowledged")),
            ("onButtonClicked.dispatch('n2', 0)", ("n2", "acknowledged")),
            ("onButtonClicked.dispatch('n3', 1)", ("n3", "snoozed")),
        ):
            await begun_anew(extended, stub)
            await extended.worker.evaluate(f"() => chrome.notifications.{event}")
            await until_reported(stub, *said)
            assert said[0] not in await extended.notifications()
        opened = await extended.worker.evaluate(
            "url => chrome.tabs.query({ url }).then((tabs) => tabs.length)",
            "https://www.aliexpress.com/p/order/detail.html*",
        )
        assert opened == 2
    profile = json.loads((tmp_path / "Default/Preferences").read_text("utf-8"))
    known = profile["extensions"]["settings"][extended.extension_id]
    assert {
        "alarms.onAlarm",
        "notifications.onButtonClicked",
        "notifications.onClicked",
        "runtime.onInstalled",
        "runtime.onStartup",
    } <= set(known["serviceworkerevents"])


@pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="a desktop of our own needs dbus-daemon")
async def test_a_click_on_the_desktop_wakes_a_dead_worker_and_is_done(tmp_path: Path) -> None:
    """The notification itself, its "Open order" and its "Later", each pressed while no worker runs."""
    names = {"n1": "default", "n2": "0", "n3": "1"}
    stub = Stub(notices=[notice(name, title=name, deadline="2099-01-01T00:00:00Z") for name in names])
    async with desktop() as screen, serving(stub):
        env = os.environ | {"DBUS_SESSION_BUS_ADDRESS": screen.address}
        async with chromium_with_extension(tmp_path, env=env) as extended:
            await (await extended.pair(stub.port, CODE)).close()
            await stub.until(lambda: {title for title, _ in screen.shown.values()} == set(names))
            for name, key in names.items():
                await ended(extended, stub)
                await screen.press(name, key)
                await until_reported(stub, name, "snoozed" if name == "n3" else "acknowledged")
