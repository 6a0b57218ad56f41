"""Erasing, at the buyer's wish: by a client (`DELETE /api/v1/orders`, one or all), and for `orderwarden forget`."""

from aiohttp import web

from server.api.bodies import Body, body_of
from server.api.house_key import HOUSE
from server.api.marks import no_such_order
from server.forgetting import forget_everywhere
from server.store import orders


class ForgetBody(Body, frozen=True):
    """`order_ids` None: everything."""

    order_ids: list[str] | None


async def forget(request: web.Request) -> web.Response:
    said = await body_of(request, ForgetBody)
    erased = await forget_everywhere(request.app[HOUSE], said.order_ids)
    return web.json_response({"erased": erased})


async def forget_order(request: web.Request) -> web.Response:
    order_id = request.match_info["order_id"]
    house = request.app[HOUSE]
    if await house.read(orders.view, order_id) is None:
        raise no_such_order(order_id)
    return await _erased(request, [order_id])


async def forget_all(request: web.Request) -> web.Response:
    return await _erased(request, None)


async def _erased(request: web.Request, order_ids: list[str] | None) -> web.Response:
    house = request.app[HOUSE]
    erased = await forget_everywhere(house, order_ids)
    return web.json_response({"erased": erased, "cursor": await house.cursor()})
