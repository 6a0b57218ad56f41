"""The rules of the door, one small check each, in the order of docs/protocol.md."""

import re

from aiohttp import web
from aiohttp.typedefs import Handler

from server.api.house_key import HOUSE
from server.api.pace import PACE
from server.api.refusals import Closed, Refused
from server.house import House
from server.store.clients import Client

PROTOCOL_MIN = PROTOCOL_MAX = 1
LARGEST_BODY = 8 * 1024 * 1024
CALENDAR = re.compile(r"/calendar/[^/]+\.ics")
EXTENSION_ORIGIN = re.compile(r"(chrome|moz)-extension://[A-Za-z0-9-]{1,64}")
CLIENT = web.RequestKey("client", Client)


@web.middleware
async def door(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every request passes every check, or is refused by the first that it fails."""
    house = request.app[HOUSE]
    check_host(request, house)
    check_origin(request, house)
    check_token(request, house)
    check_protocol(request)
    check_content_type(request)
    check_content_encoding(request)
    check_length(request)
    check_rate(request)
    return await handler(request)


def check_host(request: web.Request, house: House) -> None:
    """A page that made its name point to 127.0.0.1 (DNS rebinding) still sends its own name as Host."""
    hosts = request.headers.getall("Host", [])
    if len(hosts) != 1 or hosts[0].lower() not in {f"127.0.0.1:{house.port}", f"localhost:{house.port}"}:
        raise Closed


def check_origin(request: web.Request, house: House) -> None:
    """A web page cannot hide its origin: one that was never paired is turned away, whatever else it brings."""
    origins = request.headers.getall("Origin", [])
    if not origins:
        return
    if len(origins) > 1:
        raise _wrong_origin()
    if request.path == "/api/v1/pair":
        allowed = EXTENSION_ORIGIN.fullmatch(origins[0]) is not None
    else:
        allowed = any(client.origin == origins[0] for client in house.clients)
    if not allowed:
        raise _wrong_origin()


def check_token(request: web.Request, house: House) -> None:
    """Only the secret given at the pairing says who asks; it is bound to the origin that got it."""
    if opens_without_token(request):
        return
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind != "Bearer" or not token.isascii():
        raise wrong_token()
    if request.path.startswith("/control/"):
        if not house.is_control_token(token):
            raise wrong_token()
        return
    client = house.client_of(token)
    if client is None:
        raise wrong_token()
    check_bound_origin(request, client)
    request[CLIENT] = client
    house.client_seen(client)


def check_bound_origin(request: web.Request, client: Client) -> None:
    """A token works for the origin that it was given to, and for no other paired one."""
    if request.headers.get("Origin") not in (None, client.origin):
        raise _wrong_origin()


def check_protocol(request: web.Request) -> None:
    if request.path in ("/ping", "/api/v1/ws") or CALENDAR.fullmatch(request.path):
        return
    check_version(request.headers.get("X-Orderwarden-Protocol", ""))


def check_version(said: str) -> None:
    """Both sides speak the same version of the protocol, or say which must be updated."""
    if said.isascii() and said.isdigit() and len(said) < 6 and PROTOCOL_MIN <= int(said) <= PROTOCOL_MAX:
        return
    newer = said.isascii() and said.isdigit() and int(said[:6]) > PROTOCOL_MAX
    raise Refused(
        412,
        "protocol",
        f"this server speaks protocol {PROTOCOL_MIN} to {PROTOCOL_MAX}, the client {said[:20] or 'did not say'}",
        "update the server" if newer else "update the client",
        protocol={"min": PROTOCOL_MIN, "max": PROTOCOL_MAX},
    )


def check_content_type(request: web.Request) -> None:
    """A form or a plain-text post is what a foreign page can send without asking; JSON it cannot."""
    if not request.body_exists and request.method not in ("POST", "PUT", "PATCH"):
        return
    if request.content_type != "application/json" or (request.charset or "utf-8").lower() != "utf-8":
        raise Refused(
            415, "content_type", "the body must be JSON in UTF-8", "send Content-Type: application/json"
        )


def check_content_encoding(request: web.Request) -> None:
    """A packed body may be a thousand times as large when it is unpacked; nobody here needs one."""
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Refused(415, "content_type", "the body is compressed", "send it without Content-Encoding")


def check_length(request: web.Request) -> None:
    """Refused before it is read; a body that does not say its length is cut off while it is read."""
    if (request.content_length or 0) > LARGEST_BODY:
        raise Refused(413, "too_large", "the body is larger than 8 MiB", "send less at once")


def check_rate(request: web.Request) -> None:
    client = request.get(CLIENT)
    wait = request.app[PACE].wait(client.client_id if client else "unpaired")
    if wait > 0:
        raise Refused(
            429,
            "too_many",
            "too many requests in this minute",
            "wait",
            headers={"Retry-After": str(int(wait) + 1)},
        )


def opens_without_token(request: web.Request) -> bool:
    return request.path in ("/ping", "/api/v1/pair", "/api/v1/ws") or bool(CALENDAR.fullmatch(request.path))


def wrong_token() -> Refused:
    return Refused(
        401, "token", "this client is not paired", "pair it with the code that `orderwarden pair` shows"
    )


def _wrong_origin() -> Refused:
    return Refused(403, "origin", "this origin is not paired", "pair the extension in its options")
