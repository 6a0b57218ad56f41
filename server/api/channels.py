"""`POST /api/v1/channels/test`: whether a channel reaches the buyer, before it matters."""

from aiohttp import web

from server.api.bodies import Body, bad_request, body_of
from server.api.house_key import HOUSE
from server.api.refusals import Refused
from server.tell import Message, tried

LONGEST_TITLE = 200
LONGEST_TEXT = 1000


class TestBody(Body, frozen=True):
    """The client brings the words, in the buyer's language."""

    channel: str
    title: str
    text: str


async def send_test(request: web.Request) -> web.Response:
    """Sends one message on one of the channels of the settings; an error of the channel is an answer, not a refusal."""
    from server.channels.apprise import AppriseChannel

    said = await body_of(request, TestBody)
    if not 0 < len(said.title) <= LONGEST_TITLE or not 0 < len(said.text) <= LONGEST_TEXT:
        raise bad_request(f"a title has 1 to {LONGEST_TITLE} characters, a text 1 to {LONGEST_TEXT}")
    if said.channel not in request.app[HOUSE].settings.channels:
        raise Refused(404, "not_found", "the settings hold no such channel", "save it in the settings first")
    error = await tried(AppriseChannel(said.channel), Message(said.title, said.text))
    return web.json_response({"sent": error is None, "error": error})
