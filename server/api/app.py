"""The application: which path is served by what, behind which door."""

from aiohttp import web

from server.api import (
    calendar,
    changes,
    channels,
    chats,
    evidence,
    forget,
    marks,
    pages,
    pairing,
    socket,
    track,
)
from server.api import notices as notices_api
from server.api import settings as settings_api
from server.api.door import LARGEST_BODY, door
from server.api.house_key import HOUSE
from server.api.pace import PACE, Pace
from server.api.refusals import no_store, refusals
from server.house import House


def make_app(house: House) -> web.Application:
    """The application that serves this house; nothing of it runs before the house is open."""
    app = web.Application(middlewares=[refusals, door], client_max_size=LARGEST_BODY)
    app[HOUSE] = house
    app[PACE] = Pace()
    evidence.lock(app)
    app.on_response_prepare.append(no_store)
    app.add_routes(
        [
            web.get("/ping", changes.ping),
            web.post("/api/v1/pair", pairing.pair),
            web.get("/api/v1/clients", pairing.list_clients),
            web.delete("/api/v1/clients/{client_id}", pairing.revoke_client),
            web.post("/api/v1/pages", pages.take_page),
            web.get("/api/v1/changes", changes.changes),
            web.post("/api/v1/notices", notices_api.report),
            web.post("/api/v1/marks", marks.make_mark),
            web.delete("/api/v1/marks/{mark_id}", marks.take_back),
            web.delete("/api/v1/orders", forget.forget_all),
            web.delete("/api/v1/orders/{order_id}", forget.forget_order),
            web.post("/api/v1/chats", chats.take_chat),
            web.post("/api/v1/channels/test", channels.send_test),
            web.get("/api/v1/settings", settings_api.show),
            web.put("/api/v1/settings", settings_api.change),
            web.get("/api/v1/track", track.track),
            web.get("/api/v1/evidence", evidence.show_texts),
            web.post("/api/v1/evidence", evidence.make_pack),
            web.get("/api/v1/record", evidence.show_record),
            web.post("/api/v1/pictures", evidence.keep_picture),
            web.get("/api/v1/ws", socket.socket),
            web.get("/api/v1/calendar", calendar.address),
            web.post("/api/v1/calendar", calendar.address),
            web.get("/calendar/{secret}.ics", calendar.calendar),
            web.post("/control/code", pairing.new_code),
            web.post("/control/forget", forget.forget),
        ]
    )
    if house.demo:
        app.router.add_post("/control/clock", changes.move_clock)
    return app
