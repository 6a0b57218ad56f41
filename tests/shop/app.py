"""The stand-in shop as a real aiohttp application, on a port of this computer.

One application plays every host: their paths do not overlap. `Shop` is what tests turn: the orders, the clock, a
wall, a body served as it is, and the record of what was asked.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, get_args

from aiohttp import web

from tests.shop import answers, cainiao
from tests.shop.answers import Calendar, Json
from tests.shop.browser import certificate, chromium_args
from tests.shop.orders import ORDERS, Order

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
PAGES = Path(__file__).parent / "pages"
LIST = "mtop.aliexpress.trade.buyer.order.list"
DETAIL = "mtop.aliexpress.trade.buyer.order.detail"
TRACKING = "mtop.ae.ld.querydetail"
REFUNDS = "mtop.aliexpress.buyer.reverse.queryReverseOrderPageListForBuyer"
COUNT = "mtop.aliexpress.trade.buyer.order.count"

FirstPage = Literal["init_data_callback", "mtopjsonp", "prefetch"]
Wall = Literal["slider", "user_validate", "logged_out"]
CainiaoWall = Literal["bxpunish", "slider", "user_validate"]
CAINIAO_WALLS: tuple[CainiaoWall, ...] = get_args(CainiaoWall)
CODES: dict[Wall, str] = {
    "slider": "FAIL_SYS_USER_VALIDATE",
    "user_validate": "FAIL_SYS_USER_VALIDATE",
    "logged_out": "FAIL_SYS_SESSION_EXPIRED::Session expired",
}


@dataclass
class Shop:
    """What the shop shows and how it behaves.

    `first_page`: how page 1 of the list reaches the page: a script that calls `__INIT_DATA_CALLBACK__` with the
    answer, a script that calls `mtopjsonpN`, or an early XHR that `__INIT_DATA_CALLBACK__` hands to two functions.
    `verbatim`: the body of an api (its name as above) that is served as it is, whatever it is.
    """

    today: date
    orders: tuple[Order, ...] = ORDERS
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    first_page: FirstPage = "init_data_callback"
    wall: Wall | None = None
    cainiao_wall: CainiaoWall | None = None
    verbatim: dict[str, str] = field(default_factory=dict)
    cainiao_verbatim: dict[str, Json] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    linkages: set[str] = field(default_factory=set)

    @property
    def calendar(self) -> Calendar:
        return Calendar(self.today, self.clock())

    def order(self, order_id: str) -> Order:
        """The order with that id; 404 if there is none."""
        for order in self.orders:
            if order.order_id == order_id:
                return order
        raise web.HTTPNotFound(text=f"no order {order_id}")

    def next_linkage(self) -> str:
        """A new token that the next page must bring back; the old ones are worth nothing any more."""
        self.linkages = {f"lk{len(self.asked):05d}"}
        return next(iter(self.linkages))


SHOP = web.AppKey("shop", Shop)


def application(shop: Shop) -> web.Application:
    """The shop's pages, its api under /h5/, its pictures, and Cainiao's pages."""
    app = web.Application(client_max_size=1 << 20)
    app[SHOP] = shop
    app.add_routes(
        [
            web.get("/p/order/index.html", list_page),
            web.get("/p/order/detail.html", page_of("order_detail.html")),
            web.get("/p/tracking/index.html", page_of("order_tracking.html")),
            web.get("/p/refund-dispute/list.html", page_of("refund_list.html")),
            web.get("/p/message/index.html", page_of("messages.html")),
            web.get("/msgDetail.htm", page_of("messages.html")),
            web.get("/p/other/index.html", page_of("other.html")),
            web.get("/h5/{api}/1.0/", asked_by_script),
            web.post("/h5/{api}/1.0/", asked_by_form),
            web.get("/kf/{name}", picture),
            web.get("/login", page_of("login.html")),
            web.get("/global/detail.json", cainiao_answer),
            web.get("/newDetail.htm", page_of("cainiao.html")),
            web.get("/detail.htm", page_of("cainiao.html")),
            web.static("/assets", PAGES),
        ]
    )
    return app


@dataclass(frozen=True)
class Address:
    """Where the shop is: "127.0.0.1:port" over plain HTTP, and the arguments that lead a Chromium to it over TLS."""

    plain: str
    chromium_args: list[str]


@asynccontextmanager
async def opened(shop: Shop) -> AsyncIterator[Address]:
    """Runs the shop on two free ports of 127.0.0.1."""
    own = await asyncio.to_thread(certificate)
    runner = web.AppRunner(application(shop), access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=own.context).start()
        (host, plain), (_, secure) = (address[:2] for address in runner.addresses)
        yield Address(f"{host}:{plain}", chromium_args(secure, own.fingerprint))
    finally:
        await runner.cleanup()


def html(name: str, **filled: str) -> web.Response:
    text = (PAGES / name).read_text("utf-8")
    for key, value in filled.items():
        text = text.replace("{{" + key + "}}", value)
    return web.Response(text=text, content_type="text/html")


def at_the_wall(shop: Shop) -> web.Response | None:
    if shop.wall == "slider":
        return html("slider.html")
    if shop.wall == "logged_out":
        return html("signed_out.html")
    return None


async def list_page(request: web.Request) -> web.Response:
    shop = request.app[SHOP]
    return at_the_wall(shop) or html("order_list.html", first_page=shop.first_page)


def page_of(name: str) -> Handler:
    async def page(request: web.Request) -> web.Response:
        ours = name in ("other.html", "login.html", "cainiao.html")
        return (None if ours else at_the_wall(request.app[SHOP])) or html(name)

    return page


async def asked_by_script(request: web.Request) -> web.Response:
    """JSONP if the page names a callback, else plain JSON (an early XHR)."""
    text = api_answer(request.app[SHOP], request.match_info["api"], parsed(request.query.get("data", "{}")))
    callback = request.query.get("callback", "")
    if re.fullmatch(r"\w{1,60}", callback):
        space = " " if callback.startswith("mtopjsonp") else ""
        return web.Response(text=f"{space}{callback}({text})", content_type="application/javascript")
    return json_to_page(request, text)


async def asked_by_form(request: web.Request) -> web.Response:
    form = await request.post()
    return json_to_page(
        request,
        api_answer(request.app[SHOP], request.match_info["api"], parsed(str(form.get("data", "{}"))), True),
    )


def json_to_page(request: web.Request, text: str) -> web.Response:
    headers = {
        "Access-Control-Allow-Origin": request.headers.get("Origin", "https://www.aliexpress.com"),
        "Access-Control-Allow-Credentials": "true",
    }
    return web.Response(text=text, content_type="application/json", headers=headers)


def parsed(text: str) -> Json:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise web.HTTPBadRequest(text="data is no JSON") from error
    return found if isinstance(found, dict) else {}


def api_answer(shop: Shop, api: str, data: Json, posted: bool = False) -> str:
    shop.asked.append(api)
    if shop.wall:
        return answers.as_text(answers.refused(api, CODES[shop.wall]))
    if api in shop.verbatim:
        return shop.verbatim[api]
    match api:
        case "mtop.aliexpress.trade.buyer.order.list":
            return answers.as_text(further_page(shop, data) if posted else first_page(shop, data))
        case "mtop.aliexpress.trade.buyer.order.detail":
            return answers.as_text(
                answers.order_detail(shop.order(str(data.get("tradeOrderId"))), shop.calendar)
            )
        case "mtop.ae.ld.querydetail":
            return answers.as_text(
                answers.order_tracking(shop.order(str(data.get("tradeOrderId"))), shop.calendar)
            )
        case "mtop.aliexpress.buyer.reverse.queryReverseOrderPageListForBuyer":
            return answers.as_text(answers.refund_list(shop.orders, shop.calendar))
        case "mtop.aliexpress.trade.buyer.order.count":
            return answers.as_text(
                answers.envelope(api, {"module": {"shipped": "13", "processing": "2", "unpaid": "1"}})
            )
    raise web.HTTPNotFound(text=f"no api {api}")


def first_page(shop: Shop, data: Json) -> Json:
    tab = str(data.get("statusTab", "all"))
    return answers.order_list(shop.orders, shop.calendar, tab, 1, shop.next_linkage())


def further_page(shop: Shop, data: Json) -> Json:
    """Pages 2..N: JSON strings inside JSON strings; without the newest linkage the answer is SUCCESS and empty."""
    params = parsed(str(data.get("params", "{}")))
    linkage = parsed(str(params.get("linkage", "{}")))
    components = parsed(str(params.get("data", "{}")))
    token = linkage.get("common", {}).get("queryParams")
    if token not in shop.linkages:
        return answers.envelope(LIST, {})
    fields = {part["tag"]: part["fields"] for part in components.values()}
    page = int(fields["pc_om_list_body"]["pageIndex"])
    tab = str(fields["pc_om_list_header_action"]["statusTab"])
    return answers.order_list(shop.orders, shop.calendar, tab, page, shop.next_linkage())


async def picture(request: web.Request) -> web.Response:
    """A plain tile in a colour of the product's own, instead of a photograph."""
    hue = int(re.sub(r"\D", "", request.match_info["name"])[8:12] or 0) * 47 % 360
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 80"><rect width="80" height="80" '
        f'fill="hsl({hue} 38% 88%)"/><path d="M22 34l18-9 18 9v20l-18 9-18-9zM22 34l18 9 18-9M40 43v20" fill="none" '
        f'stroke="hsl({hue} 35% 48%)" stroke-width="2.5" stroke-linejoin="round"/></svg>'
    )
    return web.Response(text=svg, content_type="image/svg+xml")


async def cainiao_answer(request: web.Request) -> web.Response:
    """Cainiao's `detail.json` for up to ten numbers, or its wall: 200 with `bxpunish` and HTML, or a ret code."""
    shop = request.app[SHOP]
    numbers = [number for number in request.query.get("mailNos", "").split(",") if number]
    shop.asked.extend(f"cainiao {number}" for number in numbers)
    if shop.cainiao_wall == "user_validate":
        return web.json_response({"ret": ["FAIL_SYS_USER_VALIDATE", "RGV587_ERROR::SM::wait"], "data": {}})
    if shop.cainiao_wall:
        response = html("slider.html")
        if shop.cainiao_wall == "bxpunish":
            response.headers["bxpunish"] = "1"
        return response
    found = [cainiao.module(number, shop.orders, shop.calendar, shop.cainiao_verbatim) for number in numbers]
    return web.json_response({"module": found, "success": True})
