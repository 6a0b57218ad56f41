"""The protocol as OpenAPI 3.1, made from the shapes that the server itself reads bodies with.

`python -m server.api.schema > docs/openapi.json` writes it; a test holds the two together. docs/protocol.md says what
it all means.
"""

import json
import re
from typing import Any

import msgspec

from server.api.channels import TestBody
from server.api.chats import ChatBody
from server.api.door import PROTOCOL_MAX
from server.api.evidence import WISHED, PackBody, PictureBody
from server.api.marks import MarkBody
from server.api.notices import NoticesBody
from server.api.pages import PageBody
from server.api.pairing import PairBody
from server.settings import Settings

ROUTES: tuple[tuple[str, str, Any, tuple[str, ...]], ...] = (
    ("get", "/ping", None, ()),
    ("post", "/api/v1/pair", PairBody, ()),
    ("get", "/api/v1/clients", None, ()),
    ("delete", "/api/v1/clients/{client_id}", None, ()),
    ("post", "/api/v1/pages", PageBody, ()),
    ("get", "/api/v1/changes", None, ("since", "at_most")),
    ("post", "/api/v1/notices", NoticesBody, ()),
    ("post", "/api/v1/marks", MarkBody, ()),
    ("delete", "/api/v1/marks/{mark_id}", None, ()),
    ("delete", "/api/v1/orders", None, ()),
    ("delete", "/api/v1/orders/{order_id}", None, ()),
    ("post", "/api/v1/chats", ChatBody, ()),
    ("post", "/api/v1/channels/test", TestBody, ()),
    ("get", "/api/v1/settings", None, ()),
    ("put", "/api/v1/settings", Settings, ()),
    ("get", "/api/v1/track", None, ("number",)),
    ("get", "/api/v1/evidence", None, ("order_id", *WISHED)),
    ("post", "/api/v1/evidence", PackBody, ()),
    ("get", "/api/v1/record", None, ("order_id",)),
    ("post", "/api/v1/pictures", PictureBody, ()),
    ("get", "/api/v1/calendar", None, ()),
    ("post", "/api/v1/calendar", None, ()),
)
"""Method, path, body, query. Left out: the WebSocket, the calendar's feed, and what is for this computer alone."""

NEEDED = frozenset({"number", "order_id"})
ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "what_to_do"],
            "properties": {name: {"type": "string"} for name in ("code", "message", "what_to_do")},
        }
    },
}


def openapi() -> dict[str, Any]:
    """The whole document as plain JSON."""
    shapes = [body for _, _, body, _ in ROUTES if body is not None]
    bodies, components = msgspec.json.schema_components(shapes, ref_template="#/components/schemas/{name}")
    body_of = dict(zip(shapes, bodies, strict=True))
    paths: dict[str, Any] = {}
    for method, path, body, query in ROUTES:
        paths.setdefault(path, {})[method] = _operation(path, body_of.get(body), query)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Orderwarden", "version": str(PROTOCOL_MAX), "description": "See protocol.md."},
        "servers": [{"url": "http://127.0.0.1:27183"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": components | {"Error": ERROR},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(path: str, body: dict[str, Any] | None, query: tuple[str, ...]) -> dict[str, Any]:
    parameters = [_parameter("path", name, needed=True) for name in re.findall(r"{(\w+)}", path)]
    parameters += [_parameter("query", name, needed=name in NEEDED) for name in query]
    version = {"type": "string", "const": str(PROTOCOL_MAX)}
    header = {
        "in": "header",
        "name": "X-Orderwarden-Protocol",
        "required": path != "/ping",
        "schema": version,
    }
    made: dict[str, Any] = {
        "parameters": [header, *parameters],
        "responses": {
            "200": _answer({"type": "object"}),
            "default": _answer({"$ref": "#/components/schemas/Error"}),
        },
    }
    if body is not None:
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    if path in ("/ping", "/api/v1/pair"):
        made["security"] = []
    return made


def _parameter(place: str, name: str, *, needed: bool) -> dict[str, Any]:
    return {"in": place, "name": name, "required": needed, "schema": {"type": "string"}}


def _answer(schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": "See protocol.md.", "content": {"application/json": {"schema": schema}}}


if __name__ == "__main__":
    print(json.dumps(openapi(), indent=1, sort_keys=True))
