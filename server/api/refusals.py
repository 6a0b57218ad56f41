"""How the server says no: one shape for every refusal, and no traceback in any answer."""

import logging
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from server.settings import SettingsError
from server.store import StoreError

log = logging.getLogger(__name__)


class Refused(Exception):
    """A request that is not served: HTTP status, a code for programs, and words for people."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        what_to_do: str,
        *,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"code": code, "message": message, "what_to_do": what_to_do, **more}}
        self.headers = headers or {}

    def answer(self) -> web.Response:
        return web.json_response(self.body, status=self.status, headers=self.headers)


class Closed(Exception):
    """The connection is closed without an answer: the asker must not even learn who listens here."""


@web.middleware
async def refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The outermost layer: whatever goes wrong inside becomes an answer of the one shape."""
    try:
        return await handler(request)
    except Closed:
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=421)
    except Refused as refused:
        return refused.answer()
    except StoreError as error:
        log.warning("the database refused: %s", error)
        return Refused(503, "storage", str(error), "try again in a minute").answer()
    except SettingsError as error:
        return Refused(400, "settings", str(error), "correct the setting; nothing was changed").answer()
    except web.HTTPRequestEntityTooLarge:
        return Refused(413, "too_large", "the body is larger than 8 MiB", "send less at once").answer()
    except web.HTTPException as error:
        what = "see docs/protocol.md for what exists"
        return Refused(
            error.status, "not_found" if error.status == 404 else "bad_request", error.reason, what
        ).answer()
    except Exception:
        log.exception("a request to %s failed", request.path)
        return Refused(
            500, "internal", "the server met an error of its own", "see its log; `orderwarden doctor` helps"
        ).answer()


async def no_store(_request: web.Request, response: web.StreamResponse) -> None:
    """No answer is kept by a cache, read as something else, or says what software answers."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Server"] = "orderwarden"
