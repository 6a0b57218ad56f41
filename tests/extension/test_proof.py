"""Under an opened order: the claim to correct and copy, what to choose, the carrier's letter, the pack."""

import pytest
from playwright.async_api import expect

from tests.extension.conftest import Bench
from tests.extension.orders import order
from tests.extension.test_windows import POPUP, shot, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.usefixtures("modules"),
    pytest.mark.xdist_group("checkers"),
]
ORDER = "3041234567890017"
HOSTILE = "<img src=x onerror=alert(1)>"
TOLD = {
    "claims": [
        {"language": "en", "text": "The order has not reached me.", "reason": "silent"},
        {"language": "de", "text": f"Die Bestellung ist nicht angekommen. {HOSTILE}", "reason": "silent"},
    ],
    "door": f"What to choose\n- Not received {HOSTILE}",
    "letters": [
        {"number": "LP1", "mailto": "mailto:?subject=x"},
        {"number": "LP2", "mailto": "javascript:alert(1)"},
    ],
    "record": {
        "seller": {"name": HOSTILE, "orders": 4, "arrived": 3, "disputed": 1, "days_median": 21},
        "carriers": [],
    },
}


async def test_the_claim_is_shown_corrected_and_copied_and_the_pack_made(bench: Bench) -> None:
    bench.stub.orders, bench.stub.notices = {ORDER: order(ORDER, "act", title="Lamp")}, []
    bench.stub.evidence = TOLD
    await bench.known()
    page = await bench.extended.own_page("popup/popup.html", **POPUP)
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.locator(".row").first.click()
    await page.get_by_role("button", name="Claim text").click()
    box = page.locator(".proof textarea")
    await expect(box).to_have_count(2)
    await expect(box.nth(1)).to_have_value(f"Die Bestellung ist nicht angekommen. {HOSTILE}")
    await expect(page.locator(".proof .door")).to_contain_text(f"- Not received {HOSTILE}")
    await expect(page.locator(".proof a")).to_have_count(1)  # only what is a mail draft
    await expect(page.locator(".proof")).to_contain_text(
        f"{HOSTILE}: 3 of your 4 orders arrived, 1 disputed."
    )
    assert await page.locator(".proof img").count() == 0
    await box.first.fill("My own words.")
    await page.get_by_role("button", name="Copy", exact=True).first.click()
    await expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == "My own words."
    assert await violations(page) == []
    await shot(page, "popup-proof")
    await page.get_by_role("button", name="Evidence pack").click()
    await expect(page.locator(".proof")).to_contain_text("Saved on your computer: /home/me/evidence/1.zip")
    assert bench.stub.packs == [{"order_ids": [ORDER]}]
    await page.close()


async def test_what_is_corrected_outlives_a_redrawn_list(bench: Bench) -> None:
    bench.stub.orders, bench.stub.notices = {ORDER: order(ORDER, "act", title="Lamp")}, []
    bench.stub.evidence = TOLD
    await bench.known()
    page = await bench.extended.own_page("popup/popup.html", **POPUP)
    await page.locator(".row").first.click()
    await page.get_by_role("button", name="Claim text").click()
    await page.locator(".proof textarea").first.fill("My own words.")
    bench.stub.orders = {ORDER: order(ORDER, "critical", title="Another lamp")}
    await bench.stub.changed()
    await expect(page.locator(".row .title").first).to_have_text("Another lamp")
    await expect(page.locator(".proof textarea").first).to_have_value("My own words.")
    await page.locator(".row").first.click()
    await expect(page.locator(".proof")).to_have_count(0)
    await page.close()
