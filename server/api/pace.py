"""How many requests a minute a client may make."""

import time
from collections import deque

from aiohttp import web

REQUESTS_A_MINUTE = 600


class Pace:
    """How many requests each client made in the last minute."""

    def __init__(self, a_minute: int = REQUESTS_A_MINUTE) -> None:
        self.a_minute = a_minute
        self._made: dict[str, deque[float]] = {}

    def wait(self, client_id: str) -> float:
        """Counts one request; seconds to wait if it is one too many, else 0."""
        now = time.monotonic()
        made = self._made.setdefault(client_id, deque())
        while made and made[0] <= now - 60:
            made.popleft()
        if len(made) >= self.a_minute:
            return made[0] + 60 - now
        made.append(now)
        return 0.0


PACE = web.AppKey("pace", Pace)
