"""From the buyer's settings to an empty casebook."""

import tomllib
from collections import defaultdict
from datetime import time
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from server.rules import Buyer, Casebook, Rules
from server.rules.kinds import KINDS
from server.settings import Settings, SettingsError

ALL_KINDS = frozenset(kind.name for kind in KINDS)


def empty_casebook(settings: Settings) -> Casebook:
    """A casebook without cases, for this buyer, these numbers of the rules and what is muted.

    `settings` must name the zone (see `resolved`).

    Raises SettingsError if `leads` names what is no number of the rules.
    """
    rules = rules_of(settings)
    casebook = Casebook(buyer_of(settings), rules)
    muted: dict[str, set[str]] = defaultdict(set)
    for one in settings.muted:
        if one.order_id is not None:
            muted[one.order_id] |= {one.kind} if one.kind else ALL_KINDS
    for order_id, kinds in muted.items():
        casebook.for_order(order_id, {"muted": rules.muted | kinds})
    return casebook


def buyer_of(settings: Settings) -> Buyer:
    quiet = settings.quiet
    return Buyer(
        zone=ZoneInfo(settings.zone or "UTC"),
        region=settings.buyer_region,
        country=settings.country,
        city=settings.city,
        payment=settings.payment or "other",
        quiet=None if quiet is None else (time.fromisoformat(quiet[0]), time.fromisoformat(quiet[1])),
    )


def rules_of(settings: Settings) -> Rules:
    """The numbers of the catalogue, with the buyer's own. Raises SettingsError."""
    rules = Rules.from_mapping(_catalogue(), settings.buyer_region)
    everywhere = {one.kind for one in settings.muted if one.kind and one.order_id is None}
    try:
        return rules.overridden(dict(settings.leads) | {"muted": rules.muted | everywhere})
    except (ValueError, TypeError) as error:
        raise SettingsError(f"`leads`: {error}") from error


@cache
def _catalogue() -> dict[str, Any]:
    file = files("server") / "rules.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
