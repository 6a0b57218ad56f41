"""What is due, in the popup: the most urgent first; acknowledged, put off or muted with one click."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from tests.extension.conftest import Bench
from tests.extension.orders import notice
from tests.extension.windows import POPUP, many, shot, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.usefixtures("modules"),
    pytest.mark.xdist_group("checkers"),
]


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
