"""`POST /api/v1/notices`: what became of notices on the buyer's screen."""

from typing import Literal

from aiohttp import web

from server.api.bodies import Body, bad_request, body_of, instant_of
from server.api.house_key import HOUSE
from server.observe import Happened
from server.watch.clock import written


class EventBody(Body, frozen=True):
    id: str
    what: Literal["shown", "acknowledged", "snoozed"]
    at: str
    until: str | None = None


class NoticesBody(Body, frozen=True):
    events: list[EventBody]


async def report(request: web.Request) -> web.Response:
    house = request.app[HOUSE]
    said = await body_of(request, NoticesBody)
    events: list[Happened] = []
    for event in said.events:
        if event.what == "snoozed" and event.until is None:
            raise bad_request("a snoozed notice needs `until`")
        at = min(instant_of(event.at, "at") + house.clock.moved_by, house.clock.now())
        until = instant_of(event.until, "until") + house.clock.moved_by if event.until else None
        events.append(Happened(event.id, event.what, written(at), until and written(until)))
    return web.json_response({"cursor": (await house.report(events)).cursor})
