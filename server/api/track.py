"""`GET /api/v1/track`: the timeline of any parcel number."""

from aiohttp import web

from server.api.refusals import Refused


async def track(request: web.Request) -> web.Response:
    raise Refused(501, "not_yet", "look-ups come later", "")
