"""From the buyer's settings to an empty casebook."""

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from datetime import time
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from scraper.carriers import sources
from server.rules import Buyer, Casebook, Rules
from server.rules.kinds import KINDS
from server.settings import Settings, SettingsError

ALL_KINDS = frozenset(kind.name for kind in KINDS)


def empty_casebook(settings: Settings) -> Casebook:
    """A casebook without cases, for this buyer, these numbers of the rules and what is muted.

    `settings` must name the zone (see `meant_by`).

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


def check_names(settings: Settings, before: Settings) -> None:
    """What the buyer switches off must be there, else it would go on unnoticed; what was there once may stay.

    Raises SettingsError for a kind of notice or a tracking source that does not exist, and for a wish of a source that
    is not understood.
    """
    kinds = {one.kind for one in settings.muted if one.kind} - {one.kind for one in before.muted} - ALL_KINDS
    if kinds:
        raise SettingsError(f"`muted`: {min(kinds)} is no kind of notice")
    unheard_of = settings.sources.keys() - before.sources.keys() - sources().keys()
    if unheard_of:
        raise SettingsError(f"`sources`: {min(unheard_of)} is no tracking source")
    for key, wish in settings.sources.items():
        if wish != before.sources.get(key) and not _is_wish(wish):
            raise SettingsError(f'`sources`: {key} takes `{{"on": true or false, "key": "..."}}`')


def _is_wish(wish: Mapping[str, str | bool]) -> bool:
    return all(isinstance(value, {"on": bool, "key": str}.get(name, ())) for name, value in wish.items())


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
