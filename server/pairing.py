"""The pairing code: six digits that live two minutes and five tries."""

import hmac
import secrets
from datetime import datetime, timedelta

LIFE = timedelta(minutes=2)
TRIES = 5


class NoValidCode(Exception):
    """No code was shown, or it is too old, used up or tried too often."""


class PairingCode:
    """The one code that is valid now, if any."""

    def __init__(self) -> None:
        self._code: str | None = None
        self._made_at: datetime | None = None
        self._tries_left = 0

    def new_code(self, now: datetime) -> str:
        """A fresh code; the one before is void."""
        self._code = f"{secrets.randbelow(10**6):06}"
        self._made_at = now
        self._tries_left = TRIES
        return self._code

    def tried(self, code: str, now: datetime) -> int | None:
        """None if this is the code (which is then used up); else the tries left. Raises NoValidCode."""
        if self._code is None or self._made_at is None or not now - LIFE <= self._made_at <= now:
            self._code = None
            raise NoValidCode
        if hmac.compare_digest(self._code.encode(), code.encode()):
            self._code = None
            return None
        self._tries_left -= 1
        if self._tries_left == 0:
            self._code = None
        return self._tries_left
