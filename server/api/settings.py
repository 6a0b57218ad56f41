"""`GET` and `PUT /api/v1/settings`."""

from aiohttp import web

from server.api.bodies import object_of
from server.api.house_key import HOUSE
from server.settings import plain_settings


async def show(request: web.Request) -> web.Response:
    return web.json_response(plain_settings(request.app[HOUSE].settings))


async def change(request: web.Request) -> web.Response:
    house = request.app[HOUSE]
    await house.change_settings(await object_of(request))
    return web.json_response(plain_settings(house.settings))
