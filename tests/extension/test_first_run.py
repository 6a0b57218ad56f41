"""The options page and the popup before and after the extension is paired."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import expect

from tests.extension.browser import PATIENCE
from tests.extension.conftest import Bench
from tests.extension.stub import CODE
from tests.extension.windows import POPUP, shot, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.usefixtures("modules"),
    pytest.mark.xdist_group("checkers"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_options_page_when_paired(bench: Bench, scheme: Any) -> None:
    page = await bench.extended.own_page("options/options.html")
    await page.emulate_media(color_scheme=scheme)
    await expect(page.locator("#paired-line")).to_contain_text(f"127.0.0.1:{bench.stub.port}")
    assert await violations(page) == []
    await shot(page, f"options-{scheme}")
    await page.close()


async def test_unpaired_the_first_run_teaches_and_a_wrong_code_is_explained(bench: Bench) -> None:
    page = await bench.extended.own_page("options/options.html")
    await page.locator("#unpair").click()
    await expect(page.locator("#pairing")).to_be_visible()
    assert await bench.extended.stored("pairing") is None
    async with asyncio.timeout(PATIENCE):
        while await bench.extended.stored("list") is not None:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    assert await violations(page) == []
    await shot(page, "options-first-run")
    popup = await bench.extended.own_page("popup/popup.html", **POPUP)
    await expect(popup.locator(".teach")).to_contain_text("python3 run.py")
    assert await violations(popup) == []
    await shot(popup, "popup-first-run")
    await page.bring_to_front()
    await page.locator("#port-summary").click()
    await page.locator("#port").fill(str(bench.stub.port))
    await page.locator("#code").fill("111111")
    await expect(page.locator("#said")).to_have_text("This is not the code. Tries left: 4")
    await page.locator("#port").fill("1")
    await page.locator("#code").fill("222222")
    await expect(page.locator("#said")).to_contain_text("Nothing answers there")
    await page.locator("#port").fill(str(bench.stub.port))
    await page.locator("#code").fill(f"{CODE[:3]} {CODE[3:]}")
    await expect(page.locator("#paired")).to_be_visible()
    bench.stub.orders = {}
    await bench.known()
    await expect(popup.locator(".teach")).to_contain_text("Now open your orders")
    await shot(popup, "popup-empty")
    await popup.close()
    await page.close()
