"""The calendar's own address, and the answer that tells it to the buyer's client."""

import hmac
import secrets

from aiohttp import web
from sqlalchemy import Connection

from server.api.house_key import HOUSE
from server.api.refusals import Refused
from server.channels.calendar import feed
from server.house import House
from server.store import meta


async def address(request: web.Request) -> web.Response:
    """`GET` tells the secret address; `POST` makes a new one, the old one is dead then."""
    house = request.app[HOUSE]
    secret = await house.store.run(_secret, house, request.method == "POST")
    return web.json_response({"url": f"http://127.0.0.1:{house.port}/calendar/{secret}.ics"})


async def calendar(request: web.Request) -> web.Response:
    house = request.app[HOUSE]
    secret = await house.read(meta.read, "calendar")
    if secret is None or not hmac.compare_digest(secret.encode(), request.match_info["secret"].encode()):
        raise Refused(404, "not_found", "there is no such calendar", "ask for its address in the options")

    def work() -> bytes:
        with house.store.transaction() as connection:
            return feed(connection, house.clock.now())

    return web.Response(body=await house.store.run(work), content_type="text/calendar", charset="utf-8")


def _secret(house: House, anew: bool) -> str:
    with house.store.transaction() as connection:
        return _kept(connection, anew)


def _kept(connection: Connection, anew: bool) -> str:
    known = meta.read(connection, "calendar")
    if known is not None and not anew:
        return known
    secret = secrets.token_urlsafe(24)
    meta.write(connection, "calendar", secret)
    return secret
