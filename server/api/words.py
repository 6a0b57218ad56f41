"""What clients read: the words of a language with what an order's view needs of them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from scraper.carriers import sources
from server.rules import Clock, Notice, View
from server.rules.advice import advise
from server.rules.badge import Badge, badge_of
from server.watch.clock import written
from server.words import Said, Words

SHOP = "aliexpress"


class BuyerWords:
    """Words in the buyer's language, times in the buyer's zone."""

    def __init__(self, language: str, zone: ZoneInfo) -> None:
        self._words = Words(language)
        self._zone = zone

    @property
    def language(self) -> str:
        return self._words.language

    def say(self, notice: Notice) -> Said:
        return self._words.say(notice, self._zone)

    def badge(self, case: View, clocks: Iterable[Clock], now: datetime) -> dict[str, Any]:
        """The badge of an order as the protocol shows it."""
        badge = badge_of(case, clocks, now)
        values = self._values(badge)
        return {
            "level": badge.level,
            "icon": badge.icon,
            "text": self._words.sentence("badge", badge.message, "text", values),
            "title": self._words.sentence("badge", badge.message, "title", values),
        }

    def advice(self, case: View, now: datetime, claims_share: float | None) -> dict[str, str] | None:
        """The next step of an order as the protocol shows it; None where there is none."""
        advice = advise(case, now, claims_share)
        if advice is None:
            return None
        until = {"until": written(advice.latest)} if advice.latest else {}
        return self._words.advise(advice, self._zone) | until

    def clock(self, kind: str) -> str:
        return self._words.name("clock", kind)

    def parcel_status(self, status: str | None) -> str:
        return self._words.name("status", status or "unknown")

    def dispute_state(self, state: str | None) -> str:
        return self._words.name("dispute_state", state or "")

    def trap(self, trap: str) -> str:
        return self._words.name("trap", trap)

    def source(self, key: str) -> str:
        if key == SHOP:
            return "AliExpress"
        known = sources().get(key)
        return known.name if known else key

    def _values(self, badge: Badge) -> dict[str, str]:
        values = {name: self._words.value(name, value, self._zone) for name, value in badge.params.items()}
        days = badge.params.get("days")
        if isinstance(days, int):
            unit = "days" if days >= 2 else "hours"
            values["left"] = self._words.sentence("left", unit, "text", values, badge.params)
        return values
