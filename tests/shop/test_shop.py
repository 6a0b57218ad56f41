"""The stand-in shop itself: its answers have the real shape, and its pages work as the real ones do."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import aiohttp
import pytest

from tests.shop import app
from tests.shop.answers import Json
from tests.shop.app import CAINIAO_WALLS, Shop, opened
from tests.shop.orders import ORDERS, order, s10

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def shop() -> Shop:
    return Shop(TODAY, clock=lambda: NOON)


@pytest.fixture
async def asked(shop: Shop) -> AsyncIterator[aiohttp.ClientSession]:
    async with opened(shop) as address, aiohttp.ClientSession(f"http://{address.plain}") as session:
        yield session


async def page_one(asked: aiohttp.ClientSession, **more: str) -> Json:
    async with asked.get(f"/h5/{app.LIST}/1.0/", params={"data": '{"statusTab": "all"}', **more}) as answer:
        text = await answer.text()
    found: Json = json.loads(text[text.find("(") + 1 : -1] if more else text)
    return found


def shown(answer: Json) -> list[str]:
    structure = answer["data"]["hierarchy"]["structure"]
    return [key.rpartition("_")[2] for key in structure["pc_om_list_body_109702"]]


def test_postal_numbers_carry_the_right_check_digit() -> None:
    assert s10("RB", 12345678, "GB") == "RB123456785GB"
    assert s10("RR", 47312482, "GB") == "RR473124829GB"


def test_every_state_is_there() -> None:
    assert {order.state for order in ORDERS} == {
        "unpaid", "processing", "shipped", "completed", "cancelled", "expired"
    }  # fmt: skip
    assert {o.dispute.state for o in ORDERS if o.dispute} >= {
        "seller_to_answer",
        "buyer_to_answer",
        "refunded",
        "refused",
    }
    assert len({o.order_id for o in ORDERS}) == len(ORDERS) >= 24
    assert len({o.currency for o in ORDERS}) >= 5


async def test_page_one_comes_as_a_script(asked: aiohttp.ClientSession) -> None:
    answer = await page_one(asked, callback="mtopjsonp1")
    assert shown(answer) == [o.order_id for o in ORDERS[:10]]
    assert answer["ret"][0].startswith("SUCCESS")


async def further(asked: aiohttp.ClientSession, first: Json, page: int, linkage: Json | None = None) -> Json:
    parts = {k: v for k, v in first["data"]["data"].items() if "body" in k or "action" in k}
    next(v for k, v in parts.items() if "body" in k)["fields"]["pageIndex"] = page
    params = {"data": json.dumps(parts), "linkage": json.dumps(linkage or first["data"]["linkage"])}
    form = {"data": json.dumps({"params": json.dumps(params)})}
    async with asked.post(f"/h5/{app.LIST}/1.0/", data=form) as answer:
        found: Json = await answer.json()
        return found


async def test_further_pages_need_the_newest_linkage(asked: aiohttp.ClientSession) -> None:
    first = await page_one(asked)
    second = await further(asked, first, 2)
    assert shown(second) == [o.order_id for o in ORDERS[10:20]]
    assert (await further(asked, first, 3))["data"] == {}
    third = await further(
        asked, first, 3, linkage=(await further(asked, await page_one(asked), 2))["data"]["linkage"]
    )
    assert shown(third) == [o.order_id for o in ORDERS[20:]]


async def test_a_detail_prints_dates_counted_from_today(asked: aiohttp.ClientSession) -> None:
    async with asked.get(
        f"/h5/{app.DETAIL}/1.0/", params={"data": json.dumps({"tradeOrderId": order(7).order_id})}
    ) as answer:
        text = await answer.text()
    assert "Buyer Protection ends on Nov 27, 2026" in text
    assert "Refund if no delivery before Nov 27, 2026" in text
    assert f'"orderId":{order(7).order_id}' in text


@pytest.mark.parametrize("number", [o.number for o in ORDERS])
async def test_every_order_has_all_its_pages(asked: aiohttp.ClientSession, number: int) -> None:
    for api in (app.DETAIL, app.TRACKING):
        async with asked.get(
            f"/h5/{api}/1.0/", params={"data": json.dumps({"tradeOrderId": order(number).order_id})}
        ) as answer:
            assert answer.status == 200
            assert (await answer.json())["ret"][0].startswith("SUCCESS")


async def cainiao(asked: aiohttp.ClientSession, *numbers: str) -> list[Json]:
    async with asked.get("/global/detail.json", params={"mailNos": ",".join(numbers)}) as answer:
        found: list[Json] = (await answer.json())["module"]
        return found


async def test_cainiao_tells_known_announced_economy_and_unknown_apart(asked: aiohttp.ClientSession) -> None:
    known, announced, economy, unknown, stranger = await cainiao(
        asked, *(order(n).parcels[0].number for n in (7, 4, 14, 16)), "LP00999999999999"
    )
    assert known["detailList"][0]["actionCode"] == "LH_DEPART"
    assert announced["status"] == "SELLER_PREPARING"
    assert "detailList" not in announced
    assert economy["mailType"] == "Economy"
    assert unknown == {"mailNo": order(16).parcels[0].number, "mailNoSource": "EXTERNAL", "detailList": []}
    assert stranger["mailNoSource"] == "EXTERNAL"


@pytest.mark.parametrize("wall", CAINIAO_WALLS)
async def test_cainiaos_walls_look_like_success(
    asked: aiohttp.ClientSession, shop: Shop, wall: app.CainiaoWall
) -> None:
    shop.cainiao_wall = wall
    async with asked.get("/global/detail.json", params={"mailNos": "LP1"}) as answer:
        assert answer.status == 200
        assert "module" not in await answer.text()
        assert (answer.headers.get("bxpunish") == "1") == (wall == "bxpunish")


async def test_the_walls_of_the_order_pages(asked: aiohttp.ClientSession, shop: Shop) -> None:
    for wall, code in app.CODES.items():
        shop.wall = wall
        assert (await page_one(asked))["ret"][0] == code
    async with asked.get("/p/order/index.html") as answer:
        assert "login.aliexpress.com" in await answer.text()
