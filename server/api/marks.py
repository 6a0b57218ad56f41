"""`POST /api/v1/marks`, `DELETE /api/v1/marks/ID`: what the buyer says, and takes back."""

from aiohttp import web

from scraper.facts import MarkKind
from server.api.bodies import Body, bad_request, body_of, instant_of
from server.api.house_key import HOUSE
from server.api.refusals import Refused
from server.observe import Seen
from server.store import orders
from server.watch.clock import written


class MarkBody(Body, frozen=True):
    order_id: str
    kind: MarkKind
    at: str
    parcel: str | None = None
    line_id: str | None = None
    dispute_id: str | None = None
    number: str | None = None


async def make_mark(request: web.Request) -> web.Response:
    house = request.app[HOUSE]
    said = await body_of(request, MarkBody)
    if said.kind in ("snoozed", "acknowledged"):
        raise bad_request("notices are snoozed and acknowledged with POST /api/v1/notices")
    at = min(instant_of(said.at, "at") + house.clock.moved_by, house.clock.now())
    if await house.read(orders.view, said.order_id) is None:
        raise no_such_order(said.order_id)
    members = ("order_id", "kind", "parcel", "line_id", "dispute_id", "number")
    content = {name: getattr(said, name) for name in members if getattr(said, name) is not None}
    place = "/".join(["mark", *(f"{name}={value}" for name, value in content.items()), written(at)])
    observed = await house.observe([Seen("mark", said.order_id, content, place, at, once=True)])
    return web.json_response({"mark_id": str(observed.seqs[0]), "cursor": observed.cursor})


def no_such_order(order_id: str) -> Refused:
    return Refused(404, "not_found", f"no page has shown an order {order_id[:40]}", "open the order once")


async def take_back(request: web.Request) -> web.Response:
    house = request.app[HOUSE]
    mark_id = request.match_info["mark_id"]
    try:
        observed = await house.take_back(int(mark_id) if mark_id.isascii() and mark_id.isdigit() else -1)
    except LookupError as error:
        raise Refused(
            404, "not_found", f"there is no mark {mark_id[:20]}", "ask for the order's marks"
        ) from error
    return web.json_response({"mark_id": mark_id, "cursor": observed.cursor})
