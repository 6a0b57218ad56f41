"""What stands on the shop's page is complete for a screen reader too; axe is let into the closed shadow roots."""

import json
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.extension.conftest import Bench
from tests.extension.orders import notice, order
from tests.extension.test_badges import IDS, LIST, in_our_world, until_badges, until_said
from tests.extension.windows import AXE, shot

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.usefixtures("modules"),
    pytest.mark.xdist_group("checkers"),
]
OURS = ["orderwarden-badge", "orderwarden-card", "orderwarden-banner", "orderwarden-reader"]
OPEN_ROOTS = """(() => {
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (how) { return attach.call(this, { ...how, mode: "open" }); };
})()"""
ASK = """axe.run({ include: OURS.map((name) => [name]) }).then(({ violations, passes }) => JSON.stringify({
    seen: passes.flatMap(({ nodes }) => nodes.map(({ target }) => target.flat()[0])),
    wrong: violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => [id, node.target, node.failureSummary].join(": "))),
}))"""


async def found_by_axe(page: Page) -> dict[str, Any]:
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("Runtime.evaluate", {"expression": AXE.read_text("utf-8")})
    asked = {"expression": ASK.replace("OURS", json.dumps(OURS)), "awaitPromise": True, "returnByValue": True}
    told = await devtools.send("Runtime.evaluate", asked)
    await devtools.detach()
    found: dict[str, Any] = json.loads(told["result"]["value"])
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_badge_card_banner_and_reader_have_no_violation(bench: Bench, scheme: Any) -> None:
    bench.stub.notices = []
    bench.stub.orders = {one: order(one, "act", pages_read={}) for one in IDS}
    await bench.known()
    page = await bench.visit(LIST.replace("IDS", ""))
    await page.emulate_media(color_scheme=scheme)
    await page.evaluate("ids => draw(ids[0])", IDS)
    await until_badges(page, 1)
    await in_our_world(bench, page, OPEN_ROOTS)
    await page.evaluate("ids => draw(...ids)", IDS)
    await until_badges(page, len(IDS))
    bench.stub.notices = [notice("n-critical", level="critical")]
    await bench.known()
    await expect(page.locator("orderwarden-banner")).to_have_count(1)
    await expect(page.locator("orderwarden-reader")).to_have_count(1)
    for _ in IDS:
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await until_said(page, "Desk lamp")
    await shot(page, f"page-{scheme}")
    found = await found_by_axe(page)
    assert {name for name in found["seen"] if name.startswith("orderwarden")} >= {"orderwarden-card"}
    assert found["wrong"] == []
    await page.close()
