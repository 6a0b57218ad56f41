"""`POST /api/v1/chats`: the seller's words that the buyer opened. Only sentences that hold a trap are stored."""

import asyncio
import hashlib
import re
from typing import Any, Literal

import msgspec
from aiohttp import web

from server.api.bodies import Body, body_of, instant_of
from server.api.house_key import HOUSE
from server.api.marks import no_such_order
from server.observe import Seen
from server.rules.traps import traps_in
from server.store import orders
from server.watch.clock import written

MOST_MESSAGES = 200
LONGEST_SENTENCE = 600
SENTENCE_END = re.compile(r"(?<=[.!?\u2026\u3002\uff01\uff1f])\s*|\n+")


class MessageBody(Body, frozen=True):
    from_: Literal["seller", "buyer"] = msgspec.field(name="from")
    text: str
    at: str | None = None
    """When it was written, where the page says it."""


class ChatBody(Body, frozen=True):
    order_id: str
    messages: list[MessageBody]
    language: str | None = None


async def take_chat(request: web.Request) -> web.Response:
    house = request.app[HOUSE]
    said = await body_of(request, ChatBody)
    if await house.read(orders.view, said.order_id) is None:
        raise no_such_order(said.order_id)
    found = await asyncio.to_thread(_found, said)
    words = await house.store.run(house.words)
    seen = []
    for number, sentence, _ in found:
        at, written_at = house.clock.now(), said.messages[number].at
        if written_at is not None:
            at = min(instant_of(written_at, "at") + house.clock.moved_by, at)
        content = {"order_id": said.order_id, "from": "seller", "text": sentence}
        content |= {"language": said.language[:20]} if said.language else {}
        digest = hashlib.sha256(sentence.encode("utf-8", "replace")).hexdigest()
        moment = "" if written_at is None else f"{written(at)}/"
        place = f"chat/{said.order_id}/{moment}{digest}"
        seen.append(Seen("chat", said.order_id, content, place, at, once=True))
    cursor = (await house.observe(seen)).cursor if seen else await house.cursor()
    return web.json_response({"found": [_shown(*one, words) for one in found], "cursor": cursor})


def _found(said: ChatBody) -> list[tuple[int, str, list[str]]]:
    """(message, sentence, its traps) for every sentence of the seller's that holds one.

    A trap that only the whole message shows brings the message, cut to a sentence's length.
    """
    found = []
    for number, message in enumerate(said.messages[:MOST_MESSAGES]):
        if message.from_ != "seller":
            continue
        text = message.text[:20_000]
        sentences = [part.strip() for part in SENTENCE_END.split(text) if part.strip()]
        with_traps = [(part[:LONGEST_SENTENCE], sorted(traps_in(part, said.language))) for part in sentences]
        matched = [(part, traps) for part, traps in with_traps if traps]
        rest = traps_in(text, said.language) - {trap for _, traps in matched for trap in traps}
        if rest:
            matched.append((text[:LONGEST_SENTENCE], sorted(rest)))
        found += [(number, part, traps) for part, traps in matched]
    return found


def _shown(number: int, sentence: str, traps: list[str], words: Any) -> dict[str, Any]:
    reason = ", ".join(words.trap(trap) for trap in traps)
    return {"message": number, "sentence": sentence, "traps": traps, "reason": reason}
