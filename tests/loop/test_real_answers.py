"""Real answers of the order pages and of Cainiao, fed through the shop, where they lie beside the project."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

from tests.loop.conftest import RaiseStage
from tests.loop.test_list_and_detail import all_badged, looked_up
from tests.shop import app
from tests.shop.orders import Item, Order, Parcel
from tests.shop.stage import badge_text, tracking_url, until

REAL = Path(__file__).parents[3] / "shared" / "data"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not REAL.is_dir(), reason="the real answers (../shared/data) are not on this computer"
    ),
]
BRAZILIAN = "8212313961591322"
BELGIAN = Order(
    1, "Delivered.", "shipped", "A Store", (Item("A thing", "9.00"),), -200, country="BE", paid=-200, shipped=-199,
    parcels=(Parcel("RC000000001EE"),),
)  # fmt: skip
UKRAINIAN = Order(
    2, "On its way.", "shipped", "B Store", (Item("Another thing", "7.00"),), -58, country="PL", paid=-58, shipped=-56,
    protection_end=30, parcels=(Parcel("RC000000002EE"),),
)  # fmt: skip


def real(path: str) -> str:
    return (REAL / path).read_text("utf-8")


async def test_the_brazilian_order(raise_stage: RaiseStage) -> None:
    """Detail says Sep 4, tracking Sep 3: both are kept, the earlier counts."""
    stage = await raise_stage(now=datetime(2026, 8, 10, 12, tzinfo=UTC))
    stage.shop.verbatim = {
        app.LIST: real("aliexpress/order-list-init.json"),
        app.DETAIL: real("aliexpress/order-detail.json"),
        app.TRACKING: real("aliexpress/logistics-querydetail.json"),
        app.REFUNDS: real("aliexpress/refund-list.json"),
    }
    page = await stage.open()
    await all_badged(page, 10)
    detail = await stage.open(f"https://www.aliexpress.com/p/order/detail.html?orderId={BRAZILIAN}")
    await until(lambda: badge_text(detail), "a badge on the detail page")
    await stage.open(f"https://www.aliexpress.com/p/tracking/index.html?tradeOrderId={BRAZILIAN}")

    async def both() -> dict[str, dict[str, Any]] | None:
        clocks = (await stage.order(BRAZILIAN)).get("clocks", [])
        found = {one["page"]: one for one in clocks if one["kind"] == "refund_if_undelivered"}
        return found if len(found) == 2 else None

    found = await until(both, "the date of both pages")
    assert {page: one["on"] for page, one in found.items()} == {
        "order_detail": "2026-09-04",
        "order_tracking": "2026-09-03",
    }
    refunds = await stage.open("https://m.aliexpress.com/p/refund-dispute/list.html")
    await expect(refunds.locator('[class*="orderItem--orderItem--"]')).to_have_count(3)
    assert await stage.chromium.stored("unread") in (None, [])
    assert b"Comprador Exemplo" not in (stage.home / "orderwarden.sqlite3").read_bytes()


async def test_the_belgian_parcel_is_delivered_and_the_ukrainian_is_not(raise_stage: RaiseStage) -> None:
    stage = await raise_stage(BELGIAN, UKRAINIAN, now=datetime(2026, 8, 25, 12, tzinfo=UTC))
    for name in ("ha_real_delivered_BE", "ha_real_active_UA"):
        module = json.loads(real(f"tracking/cainiao/{name}.json"))["module"][0]
        stage.shop.cainiao_verbatim[module["mailNo"]] = module
    for bought in (BELGIAN, UKRAINIAN):
        await stage.open(tracking_url(bought))
    belgian = await until(lambda: looked_up(stage, BELGIAN.order_id), "the Belgian parcel looked up", 20)
    ukrainian = await until(
        lambda: looked_up(stage, UKRAINIAN.order_id), "the Ukrainian parcel looked up", 20
    )
    assert belgian["status"] == "delivered"
    assert ukrainian["status"] not in ("delivered", "unknown")
