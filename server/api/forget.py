"""For `orderwarden forget` only: erases orders of the running server."""

from aiohttp import web

from server.api.bodies import Body, body_of
from server.api.house_key import HOUSE


class ForgetBody(Body, frozen=True):
    """`order_ids` None: everything."""

    order_ids: list[str] | None


async def forget(request: web.Request) -> web.Response:
    said = await body_of(request, ForgetBody)
    erased = await request.app[HOUSE].forget(said.order_ids)
    return web.json_response({"erased": erased})
