"""`GET /ping`, `GET /api/v1/changes`: who we are, and everything that changed since a client last asked."""

import asyncio
from importlib.metadata import version
from typing import Any

import msgspec
from aiohttp import web
from sqlalchemy import Connection

from scraper.carriers import sources
from server.api.bodies import Body, bad_request, body_of, instant_of
from server.api.door import PROTOCOL_MAX, PROTOCOL_MIN
from server.api.house_key import HOUSE
from server.api.notice_view import notice_view
from server.api.words import BuyerWords
from server.house import House
from server.store import facts, meta, notices, orders, plan, problems
from server.store.notice_rows import Stored
from server.watch.clock import written

APP_VERSION = version("orderwarden")


class ClockBody(Body, frozen=True):
    to: str


async def ping(request: web.Request) -> web.Response:
    return web.json_response(
        {
            "app": "orderwarden",
            "app_version": APP_VERSION,
            "protocol": {"min": PROTOCOL_MIN, "max": PROTOCOL_MAX},
            "now": written(request.app[HOUSE].clock.now()),
        }
    )


async def changes(request: web.Request) -> web.Response:
    house = request.app[HOUSE]
    at_most = _at_most(request.query.get("at_most"))
    told, words = await house.read(_changes, house, request.query.get("since"), at_most)
    return web.Response(body=await asyncio.to_thread(_as_json, told, words), content_type="application/json")


def _at_most(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) > 0):
        raise bad_request("`at_most` is how many orders an answer may hold, 1 to 99999")
    return int(text)


def _changes(
    connection: Connection, house: House, cursor: str | None, at_most: int | None
) -> tuple[dict[str, Any], BuyerWords]:
    """What is to be answered, and the words for it: notices are said later, off the thread of the database."""
    known = meta.known(connection, cursor)
    change, order_id = known.upto or (-1 if known.change is None else known.change, None)
    found = orders.texts_since(connection, change, order_id, None if at_most is None else at_most + 1)
    more = at_most is not None and len(found) > at_most
    found = found[:at_most]
    words = house.words()
    told = {
        "cursor": meta.cursor_within(connection, known, found[-1][:2]) if more else meta.cursor(connection),
        "more": more,
        "full": known.change is None and known.upto is None,
        "now": written(house.clock.now()),
        "clock_moved_by": house.clock.moved_by.total_seconds(),
        "language": words.language,
        "zone": house.zone.key,
        "orders": [view for _, _, view in found],
    }
    if not more:
        told["notices"] = _named(connection, notices.changed_since(connection, known.change))
    if not more and told["cursor"] != cursor:
        told["plan"] = _named(connection, plan.ahead(connection))
        told["problems"] = problems.all_problems(connection)
        told["sources"] = _sources(connection, house)
    return told, words


def _named(connection: Connection, found: list[Stored]) -> list[tuple[Stored, str | None]]:
    """Each with what it is about; those of the plan that come as one for several orders have no row of their own."""
    concerned = [notices.as_it_stands(connection, one) if one.state != "planned" else one for one in found]
    return [(stored, orders.about(connection, stored.order_ids)) for stored in concerned]


def _as_json(told: dict[str, Any], words: BuyerWords) -> bytes:
    told["orders"] = [msgspec.Raw(text.encode()) for text in told["orders"]]
    for name in {"notices", "plan"} & told.keys():
        told[name] = [notice_view(stored, words, about) for stored, about in told[name]]
    return msgspec.json.encode(told)


def _sources(connection: Connection, house: House) -> list[dict[str, Any]]:
    """The sources that can be asked, which of them were, and until when one is left alone."""
    standings = house.look_ups.standings() if house.look_ups is not None else {}
    asked = set(facts.asked_sources(connection))
    shown = []
    for key, source in sorted(sources().items()):
        if source.access == "own_tab":
            continue
        until = standings[key].paused_until if key in standings else None
        shown.append(
            {
                "source": key,
                "name": source.name,
                "state": "paused" if until else "ok",
                "until": None if until is None else written(until),
                "asked": key in asked,
            }
        )
    return shown


async def move_clock(request: web.Request) -> web.Response:
    """Only in a demonstration: moves the server's clock and tells what became due by that."""
    house = request.app[HOUSE]
    said = await body_of(request, ClockBody)
    await house.move_clock(instant_of(said.to, "to"))
    return web.json_response({"now": written(house.clock.now())})
