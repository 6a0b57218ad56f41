"""Pairing: a short-lived code that the terminal shows becomes a lasting token for one origin."""

from aiohttp import web

from server.api.bodies import Body, body_of
from server.api.door import CLIENT
from server.api.house_key import HOUSE
from server.api.refusals import Refused
from server.pairing import NoValidCode


class ClientSays(Body, frozen=True):
    name: str = "client"
    version: str = ""


class PairBody(Body, frozen=True):
    code: str
    client: ClientSays = ClientSays()


async def pair(request: web.Request) -> web.Response:
    house = request.app[HOUSE]
    said = await body_of(request, PairBody)
    try:
        left = house.pairing.tried(said.code, house.clock.wall())
    except NoValidCode as error:
        raise Refused(
            410, "code_expired", "no code is valid now", "`orderwarden pair` shows a new one"
        ) from error
    if left is not None:
        raise Refused(403, "code", "the server shows another code", "read it again", tries_left=left)
    client, token = await house.pair(
        said.client.name[:80], said.client.version[:20], request.headers.get("Origin")
    )
    return web.json_response({"token": token, "client_id": client.client_id})


async def list_clients(request: web.Request) -> web.Response:
    this = request[CLIENT].client_id
    shown = [
        {
            "client_id": client.client_id,
            "name": client.name,
            "version": client.version,
            "paired_at": client.paired_at,
            "last_seen_at": client.last_seen_at,
            "this": client.client_id == this,
        }
        for client in request.app[HOUSE].clients
    ]
    return web.json_response({"clients": shown})


async def revoke_client(request: web.Request) -> web.Response:
    client_id = request.match_info["client_id"]
    if not await request.app[HOUSE].revoke(client_id):
        raise Refused(404, "not_found", "there is no such client", "list them with GET /api/v1/clients")
    return web.json_response({"client_id": client_id})


async def new_code(request: web.Request) -> web.Response:
    """For `orderwarden pair` only: whoever can read the control token in the home may show a new code."""
    house = request.app[HOUSE]
    return web.json_response({"code": house.pairing.new_code(house.clock.wall())})
