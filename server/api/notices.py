"""`POST /api/v1/notices`: what became of notices on the buyer's screen."""

from typing import Literal

from aiohttp import web

from server.api.bodies import Body, bad_request, body_of, instant_of
from server.api.house_key import HOUSE
from server.observe import Happened
from server.rules.identities import called
from server.watch.clock import Clock, written


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
    events = [_happened(event, house.clock) for event in said.events]
    return web.json_response({"cursor": (await house.report(events)).cursor})


def _happened(event: EventBody, clock: Clock) -> Happened:
    if event.what == "snoozed" and event.until is None:
        raise bad_request("a snoozed notice needs `until`")
    at = min(instant_of(event.at, "at") + clock.moved_by, clock.now())
    until = None if event.until is None else written(instant_of(event.until, "until") + clock.moved_by)
    return Happened(called(event.id), event.what, written(at), until)
