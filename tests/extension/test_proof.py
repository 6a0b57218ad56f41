"""Under an opened order: the claim to correct and copy, what to choose, the carrier's letter, the pack."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.extension.conftest import Bench
from tests.extension.orders import order
from tests.extension.windows import POPUP, shot, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.usefixtures("modules"),
    pytest.mark.xdist_group("checkers"),
]
ORDER = "3041234567890017"
HOSTILE = "<img src=x onerror=alert(1)>"
TOLD: dict[str, Any] = {
    "claims": [
        {"language": "en", "text": "The order has not reached me.", "reason": "silent"},
        {"language": "de", "text": f"Die Bestellung ist nicht angekommen. {HOSTILE}", "reason": "silent"},
    ],
    "door": f"What to choose\n- Not received {HOSTILE}",
    "letters": [
        {"number": "LP1", "mailto": "mailto:?subject=x"},
        {"number": "LP2", "mailto": "javascript:alert(1)"},
    ],
    "reasons": [
        {"reason": "silent", "text": f"Die Bestellung ist nicht angekommen. {HOSTILE}"},
        {"reason": "fake", "text": "Was ankam, ist nicht echt."},
    ],
    "total": {"amount": "58.00", "currency": "EUR"},
}
RECORD = {
    "seller": {"name": HOSTILE, "orders": 4, "arrived": 3, "disputed": 1, "days_median": 21},
    "carriers": [{"name": "Yanwen", "orders": 1, "arrived": 1, "disputed": 0, "days_median": 1}],
}


def apart(text: str) -> str:
    """A name that keeps its own direction within a sentence, however both are written."""
    return f"\u2068{text}\u2069"


async def test_the_claim_is_shown_corrected_and_copied_and_the_pack_made(bench: Bench) -> None:
    bench.stub.orders, bench.stub.notices = {ORDER: order(ORDER, "act", title="Lamp")}, []
    bench.stub.evidence, bench.stub.record = TOLD, RECORD
    await bench.known()
    page = await bench.extended.own_page("popup/popup.html", **POPUP)
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.locator(".row").first.click()
    await expect(page.locator(".proof .record p")).to_have_text(
        [
            f"{apart(HOSTILE)}: of your orders (4) 3 arrived, 1 disputed. Usual time: 21 days.",
            f"{apart('Yanwen')}: of your orders (1) 1 arrived, 0 disputed. Usual time: 1 day.",
        ]
    )
    await page.get_by_role("button", name="Claim text").click()
    box = page.locator(".proof textarea")
    await expect(box).to_have_count(2)
    await expect(box.nth(1)).to_have_value(f"Die Bestellung ist nicht angekommen. {HOSTILE}")
    await expect(page.locator(".proof .door")).to_contain_text(f"- Not received {HOSTILE}")
    await expect(page.locator(".proof a")).to_have_count(1)  # only what is a mail draft
    assert await page.locator(".proof img").count() == 0
    await box.first.fill("My own words.")
    await page.get_by_role("button", name="Copy", exact=True).first.click()
    await expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == "My own words."
    assert await violations(page) == []
    await shot(page, "popup-proof")
    await page.get_by_role("button", name="Evidence pack").click()
    await expect(page.locator(".proof")).to_contain_text(
        f"Saved on your computer: {apart('/home/me/evidence/1.zip')}"
    )
    assert bench.stub.packs == [{"order_ids": [ORDER]}]
    await page.close()


async def test_reason_amount_and_own_sentence_are_the_buyers(bench: Bench) -> None:
    bench.stub.orders, bench.stub.notices = {ORDER: order(ORDER, "act", title="Lamp")}, []
    bench.stub.evidence, bench.stub.wishes, bench.stub.packs = TOLD, [], []
    await bench.known()
    page = await bench.extended.own_page("popup/popup.html", **POPUP)
    await page.locator(".row").first.click()
    await page.get_by_role("button", name="Claim text").click()
    reason, amount = page.get_by_label("Reason"), page.get_by_label("Amount you ask for")
    await expect(reason).to_have_value("silent")
    await expect(reason.locator("option")).to_have_text([one["text"] for one in TOLD["reasons"]])
    await expect(amount).to_have_attribute("placeholder", "58.00")
    await expect(page.get_by_label("Currency")).to_have_value("EUR")
    assert bench.stub.wishes == [{"order_id": ORDER}]  # as the record says
    bench.stub.evidence = {"error": "no such amount"}
    await amount.fill("much")
    await page.get_by_role("button", name="Write the text anew").click()
    await expect(page.locator(".proof [role=alert]")).to_have_text("no such amount")
    await reason.select_option("fake")
    await amount.fill(" 12,50 ")
    await page.get_by_label("A sentence of your own").fill("No stamp & no seal.")
    claims = [{"language": "en", "text": "What I received is not genuine.", "reason": "fake", "dropped": 2}]
    bench.stub.evidence = TOLD | {"claims": claims}
    await page.get_by_role("button", name="Write the text anew").click()
    await expect(page.locator(".proof textarea")).to_have_count(1)
    await expect(page.locator(".proof textarea")).to_have_value("What I received is not genuine.")
    await expect(page.locator(".proof .claim")).to_contain_text("left out so that it fits the form: 2")
    await expect(page.locator(".wishes")).to_have_count(1)
    said = {"reason": "fake", "amount": "12,50 EUR", "described": "No stamp & no seal."}
    assert bench.stub.wishes[2:] == [{"order_id": ORDER} | said]
    await expect(reason).to_have_value("fake")
    assert await violations(page) == []
    await shot(page, "popup-proof-wishes")
    await page.get_by_role("button", name="Evidence pack").click()
    await expect(page.locator(".proof")).to_contain_text("Saved on your computer")
    assert bench.stub.packs == [{"order_ids": [ORDER]} | said]
    await page.close()


async def test_where_no_reason_fits_the_buyer_may_choose_one(bench: Bench) -> None:
    bench.stub.orders, bench.stub.notices = {ORDER: order(ORDER, "act", title="Lamp")}, []
    bench.stub.evidence, bench.stub.wishes = TOLD | {"claims": [], "total": None}, []
    await bench.known()
    page = await bench.extended.own_page("popup/popup.html", **POPUP)
    await page.locator(".row").first.click()
    await page.get_by_role("button", name="Claim text").click()
    reason = page.get_by_label("Reason")
    await expect(reason).to_have_value("")
    await expect(reason.locator("option").first).to_have_text("None fits yet")
    await page.get_by_role("button", name="Write the text anew").click()
    await expect(page.get_by_role("button", name="Write the text anew")).to_be_enabled()
    await reason.select_option("fake")
    await page.get_by_role("button", name="Write the text anew").click()
    await expect(page.get_by_role("button", name="Write the text anew")).to_be_enabled()
    await expect(reason).to_have_value("fake")
    assert bench.stub.wishes == [{"order_id": ORDER}] * 2 + [{"order_id": ORDER, "reason": "fake"}]
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
