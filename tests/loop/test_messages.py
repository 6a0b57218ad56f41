"""The seller's words: read where the buyer has them open, judged by the server, marked on the page."""

import pytest
from playwright.async_api import expect

from server.store import ledger
from tests.loop.conftest import RaiseStage
from tests.shop.orders import order

pytestmark = pytest.mark.browser

MESSAGES = "https://www.aliexpress.com/p/message/index.html?orderId="
MARKED = """() => [...CSS.highlights.get("orderwarden-trap") ?? []].map(range => range.toString())"""
TRAP = "Please cancel the dispute first and I will refund you."


async def test_a_trap_in_the_open_conversation_is_marked_and_kept_once(raise_stage: RaiseStage) -> None:
    asked = order(7)
    stage = await raise_stage(asked)
    page = await stage.open_detail(asked)
    await expect(page.locator("orderwarden-badge")).to_have_count(1)
    page = await stage.open(MESSAGES + asked.order_id)
    for _ in range(2):
        await expect(page.locator("orderwarden-warning")).to_have_count(1)
        assert await page.evaluate(MARKED) == [TRAP]
        kept = await stage.running.house.read(ledger.of_kind, "chat", asked.order_id)
        assert [entry.content and entry.content["text"] for entry in kept] == [TRAP]
        await page.reload()
