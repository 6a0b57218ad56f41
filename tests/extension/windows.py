"""What the tests of the popup and of the options page share: axe, pictures to look at, many orders."""

import json
from pathlib import Path
from typing import Any

from playwright.async_api import Page

from tests.extension.orders import order

AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
SCREENSHOTS = Path(__file__).parents[2] / "screenshots"
POPUP = {"viewport": {"width": 400, "height": 600}}


async def violations(page: Page) -> list[str]:
    """What axe finds wrong, one line each. The page's own policy lets no script in: DevTools does."""
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("Runtime.evaluate", {"expression": AXE.read_text("utf-8")})
    told = await devtools.send(
        "Runtime.evaluate",
        {
            "expression": """axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
                JSON.stringify(violations.flatMap(({ id, nodes }) =>
                    nodes.map(({ target, failureSummary }) => id + ": " + target + " " + failureSummary))))""",
            "awaitPromise": True,
            "returnByValue": True,
        },
    )
    await devtools.detach()
    found: list[str] = json.loads(told["result"]["value"])
    return found


async def shot(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    await page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


def many(count: int) -> dict[str, Any]:
    levels = ["none", "info", "warn", "act", "critical"]
    goods = ["Desk lamp, warm white", "Travel kettle", "Café cup", "Wool blanket", "Brass buttons, set of 40"]
    return {
        str(id_): order(str(id_), levels[id_ % 5], title=goods[id_ % 5], settled=id_ % 7 == 0)
        for id_ in range(3041234567890017, 3041234567890017 + count)
    }
