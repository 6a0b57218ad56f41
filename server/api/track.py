"""`GET /api/v1/track`: the timeline of any parcel number, asked for now."""

import re
from typing import Any

from aiohttp import web

from scraper.carriers import plain
from scraper.facts import to_json
from scraper.lookup import Result, Wanted
from server.api.asked import asked
from server.api.bodies import bad_request
from server.api.house_key import HOUSE
from server.api.refusals import Refused
from server.api.words import BuyerWords

NUMBER = re.compile(r"(?=(?:[^0-9]*[0-9]){4})[A-Z0-9-]+")
LONGEST_NUMBER = 40
SHORTEST_NUMBER = 5


async def track(request: web.Request) -> web.Response:
    house = request.app[HOUSE]
    number = plain(request.query.get("number", "")[: LONGEST_NUMBER + 20])
    if not SHORTEST_NUMBER <= len(number) <= LONGEST_NUMBER or not NUMBER.fullmatch(number):
        raise bad_request("`number` is no tracking number")
    if house.look_ups is None:
        raise Refused(503, "no_look_ups", "this server looks nothing up", "start it with look-ups")
    (result,) = await house.look_ups.look_up([Wanted(number=number, postcode=house.settings.postcode)])
    words = await house.store.run(house.words)
    return web.json_response(
        {"number": number, "asked": _asked(result, words), "parcel": _parcel(result, words)}
    )


def _asked(result: Result, words: BuyerWords) -> list[dict[str, Any]]:
    told = [(f.tracking.source, f.asked, f.tracking.outcome, f.rejected) for f in result.found]
    told += [(u.source, u.asked, u.outcome, u.why) for u in result.unheard]
    return [asked(key, number, outcome, words) | {"why": why} for key, number, outcome, why in told]


def _parcel(result: Result, words: BuyerWords) -> dict[str, Any]:
    told = [to_json(tracking) for tracking in result.trackings]
    numbers = {t[name] for t in told for name in ("number", "local_number", "origin_number") if t.get(name)}
    status = next((t["status"] for t in told if t.get("status")), None)
    return {
        "number": result.wanted.number,
        "numbers": sorted(numbers | {result.wanted.number}),
        "carrier": next((t["carrier"] for t in told if t.get("carrier")), None),
        "status": status,
        "status_text": words.parcel_status(status),
        "sources": [
            {
                **asked(t["source"], t["number"], t["outcome"], words),
                "status": t.get("status"),
                "events": t.get("events", [])[:40],
            }
            for t in told
        ],
    }
