"""The buyer and the numbers: what the rules are told before any fact."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import time
from typing import Any, Self
from zoneinfo import ZoneInfo

PROTECTION_LEVELS = 4
GRACE_LEVELS = BANK_LEVELS = 3


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who buys: zone of the wall clock, region profile, delivery country and city, how it is paid, quiet hours."""

    zone: ZoneInfo
    region: str = "other"
    country: str | None = None
    city: str | None = None
    payment: str = "card"
    quiet: tuple[time, time] | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """Every number of the catalogue; days are calendar days where the name does not say otherwise."""

    processing_days: int = 7
    protection_days_from_shipping: int = 60
    grace_days: int = 15
    earliest_dispute_days_from_shipping: int = 10
    seller_answer_hours: int = 120
    platform_decision_days: int = 10
    buyer_answer_hours_assumed: int = 72
    return_days: int = 10
    appeal_days: int = 7
    refund_late_working_days: int = 10
    refund_overdue_working_days: int = 20
    card_chargeback_days: int = 120
    paypal_open_days: int = 180
    paypal_escalate_days: int = 20
    silent_days_abroad: int = 20
    silent_days_destination: int = 10
    first_scan_info_days: int = 7
    first_scan_warn_days: int = 10
    pickup_days_assumed: int = 5
    stale_days_near: int = 3
    stale_days_far: int = 10
    near_days: int = 10
    protection_leads_hours: tuple[int, ...] = (240, 120, 72, 24)
    grace_leads_hours: tuple[int, ...] = (168, 72, 24)
    commitment_lead_days: int = 10
    bank_leads_days: tuple[int, ...] = (30, 14, 7)
    window_days_without_page: int = 15
    claims_ratio_info: float = 0.20
    claims_ratio_warn: float = 0.35
    claims_orders: int = 20
    claims_orders_least: int = 10
    history_days: int = 30
    muted: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for name, levels in (
            ("protection_leads_hours", PROTECTION_LEVELS),
            ("grace_leads_hours", GRACE_LEVELS),
            ("bank_leads_days", BANK_LEVELS),
        ):
            leads = getattr(self, name)
            if len(leads) != levels or list(leads) != sorted(set(leads), reverse=True) or min(leads) < 0:
                raise ValueError(f"{name} needs {levels} falling numbers, one a level, not {leads!r}")

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any], region: str | None = None) -> Self:
        """The rules of a `rules.toml`, with the numbers of the buyer's region.

        Raises ValueError for an unknown name or a value of the wrong kind.
        """
        values = {name: value for name, value in mapping.items() if name not in ("region", "order")}
        regions = mapping.get("region", {})
        values.update(regions.get(region, {}) if region else {})
        return cls(**_checked(values))

    def overridden(self, mapping: Mapping[str, Any]) -> Self:
        """The same rules with single numbers replaced, as for one order. Raises ValueError."""
        return replace(self, **_checked(mapping))


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    known = {field.name: field.default for field in fields(Rules)}
    checked: dict[str, Any] = {}
    for name, value in values.items():
        if name not in known:
            raise ValueError(f"{name} is no number of the rules")
        default = known[name]
        if isinstance(default, frozenset):
            if not all(isinstance(item, str) for item in value):
                raise ValueError(f"{name} holds kinds of notices, not {value!r}")
            checked[name] = frozenset(value)
        elif isinstance(default, tuple):
            if not isinstance(value, (list, tuple)) or not all(type(item) is int for item in value):
                raise ValueError(f"{name} holds whole numbers, not {value!r}")
            checked[name] = tuple(value)
        else:
            fits = type(value) in (int, float) if isinstance(default, float) else type(value) is int
            if not fits or value < 0:
                raise ValueError(f"{name} is a number from 0 up, not {value!r}")
            checked[name] = value
    return checked
