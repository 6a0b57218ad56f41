"""Real answers of the order pages and of Cainiao, fed through the shop, where they lie beside the project."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.loop.conftest import RaiseStage
from tests.loop.test_list_and_detail import all_badged, clock_of
from tests.shop import app
from tests.shop.orders import Item, Order, Parcel
from tests.shop.stage import badge_text, looked_up, tracking_url, until

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


BRAZILIAN_DETAIL = f"https://www.aliexpress.com/p/order/detail.html?orderId={BRAZILIAN}"
BRAZILIAN_TRACKING = f"https://www.aliexpress.com/p/tracking/index.html?tradeOrderId={BRAZILIAN}"


def on_its_way(detail: str, tracking: str) -> tuple[str, str]:
    """The answers as they were while the order was still under way: not completed, the last scan not yet made."""
    told = json.loads(detail)
    told["data"]["global"]["orderStatus"] = 8
    for part in told["data"]["data"].values():
        if part["tag"] == "detail_order_status_block":
            part["fields"] |= {"title": "Awaiting delivery", "reminder": ""}
        part["fields"].pop("orderEndTime", None)
    scans = json.loads(tracking)
    (parcel,) = scans["data"]["module"]["trackingDetailLineList"]
    del parcel["detailList"][0], parcel["etaInfo"]
    return json.dumps(told), json.dumps(scans)


async def test_the_brazilian_order_as_it_is(raise_stage: RaiseStage) -> None:
    stage = await raise_stage(now=datetime(2026, 8, 10, 12, tzinfo=UTC))
    stage.shop.verbatim = {
        app.LIST: real("aliexpress/order-list-init.json"),
        app.DETAIL: real("aliexpress/order-detail.json"),
        app.TRACKING: real("aliexpress/logistics-querydetail.json"),
        app.REFUNDS: real("aliexpress/refund-list.json"),
    }
    await all_badged(await stage.open(), 10)
    detail = await stage.open(BRAZILIAN_DETAIL)
    await until(lambda: badge_text(detail), "a badge on the detail page")
    await stage.open(BRAZILIAN_TRACKING)

    async def delivered() -> bool:
        parcels = (await stage.order(BRAZILIAN)).get("parcels", [])
        return any(parcel["status"] == "delivered" and not parcel["disagree"] for parcel in parcels)

    await until(delivered, "the parcel delivered, and nobody disagrees")
    refunds = await stage.open("https://m.aliexpress.com/p/refund-dispute/list.html")
    await expect(refunds.locator('[class*="orderItem--orderItem--"]')).to_have_count(3)
    assert await stage.chromium.stored("problems") in (None, [])
    assert b"Comprador Exemplo" not in (stage.home / "orderwarden.sqlite3").read_bytes()


async def test_of_two_pages_that_disagree_by_a_day_the_earlier_counts(raise_stage: RaiseStage) -> None:
    stage = await raise_stage(now=datetime(2026, 7, 27, 12, tzinfo=UTC))
    stage.shop.verbatim[app.DETAIL], stage.shop.verbatim[app.TRACKING] = on_its_way(
        real("aliexpress/order-detail.json"), real("aliexpress/logistics-querydetail.json")
    )

    async def promised() -> tuple[str, str] | None:
        order = await stage.order(BRAZILIAN)
        clock = clock_of(order, "commitment") if order else {}
        return (clock["on"], clock["page"]) if clock else None

    await stage.open(BRAZILIAN_DETAIL)
    assert await until(promised, "the day of the promise") == ("2026-09-04", "order_detail")
    await stage.open(BRAZILIAN_TRACKING)

    async def earlier() -> bool:
        return await promised() == ("2026-09-03", "order_tracking")

    await until(earlier, "the earlier day of the tracking page")


async def test_the_belgian_parcel_is_delivered_and_the_ukrainian_is_not(raise_stage: RaiseStage) -> None:
    stage = await raise_stage(BELGIAN, UKRAINIAN, now=datetime(2026, 8, 25, 12, tzinfo=UTC))
    for name in ("ha_real_delivered_BE", "ha_real_active_UA"):
        module = json.loads(real(f"tracking/cainiao/{name}.json"))["module"][0]
        stage.shop.cainiao_verbatim[module["mailNo"]] = module
    for bought in (BELGIAN, UKRAINIAN):
        await stage.open(tracking_url(bought))
    belgian = await until(lambda: looked_up(stage, BELGIAN.order_id), "the Belgian parcel looked up")
    ukrainian = await until(lambda: looked_up(stage, UKRAINIAN.order_id), "the Ukrainian parcel looked up")
    assert belgian["status"] == "delivered"
    assert ukrainian["status"] not in ("delivered", "unknown")
