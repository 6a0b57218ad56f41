"""What a notice is called, so that it comes once: one string a due, one for what joins several."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256

from server.rules.notice import Due

LONGEST = 1000
MANY = "many|"


def identity_text(due: Due) -> str:
    """The identity of a due as one string."""
    kind, case, day, lead, again = due.identity
    days = day if isinstance(day, tuple) else (day,)
    counted = "/".join(one.isoformat() if isinstance(one, date) else str(one) for one in days)
    return "|".join((kind, case, counted, lead, *(["again"] * again)))


def joined(names: Iterable[str]) -> str:
    """The one identity of what these name together, in whatever order."""
    return called("+".join(sorted(set(names))))


def called(identity: str) -> str:
    """What is known by this identity is called so: a digest, where it joins very many.

    It stands with each of their orders, and would fill the memory. What it joins stands in the notice's `covers`.
    """
    return identity if len(identity) <= LONGEST else f"{MANY}{sha256(identity.encode()).hexdigest()}"


def parts_of(identity: str, covers: Sequence[str]) -> list[str]:
    """The identities that one identity joins; itself, if it joins none. `covers` are those of its notice."""
    if identity.startswith(MANY):
        return list(covers)
    return re.split(r"\+(?=[a-z_]+\|)", identity)
