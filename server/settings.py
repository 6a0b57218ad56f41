"""The buyer's settings: what they may be, what they are when nothing was said, and where the files lie."""

import logging
import os
import re
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec
import platformdirs

log = logging.getLogger(__name__)

Region = Literal["EU", "UK", "US", "BR", "RU", "KR", "other"]
EU = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)
OWN_REGION: dict[str, Region] = {"GB": "UK", "US": "US", "BR": "BR", "RU": "RU", "KR": "KR"}
CLOCK_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
ZONE_NAME = re.compile(r"[A-Za-z]+([/_+-][A-Za-z0-9]+)*")
LONGEST_TEXT = 500
SECRET = frozenset({"channels"})
"""Settings that no error reads out: they hold tokens and passwords."""


class SettingsError(ValueError):
    """A setting is unknown or wrong; the text names it."""


class Muted(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What is not told: a kind of notice, an order, or a kind of one order."""

    kind: str | None = None
    order_id: str | None = None


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All settings. None means: not said; `zone` then is the system's, `region` follows from the country.

    `leads` overrides numbers of the rules by their names; `patience` says after how many hours an unacknowledged
    notice of a level goes to the next channel; `channels` are Apprise addresses.
    """

    language: str | None = None
    zone: str | None = None
    region: Region | None = None
    country: str | None = None
    city: str | None = None
    postcode: str | None = None
    payment: Literal["card", "paypal", "other"] | None = None
    quiet: tuple[str, str] | None = None
    muted: tuple[Muted, ...] = ()
    channels: tuple[str, ...] = ()
    patience: dict[Literal["act", "critical"], float] = {}
    sources: dict[str, dict[str, str | bool]] = {}
    leads: dict[str, Any] = {}
    digest: str | None = None

    @property
    def buyer_region(self) -> Region:
        if self.region is not None:
            return self.region
        return "EU" if self.country in EU else OWN_REGION.get(self.country or "", "other")


def read_settings(plain: dict[str, Any]) -> Settings:
    """Settings from plain members. Raises SettingsError naming the member that is unknown or wrong."""
    try:
        settings = msgspec.convert(plain, Settings)
    except msgspec.ValidationError as error:
        raise SettingsError(str(error)) from error
    for name, wrong in _wrong(settings):
        if wrong:
            value = "" if name in SECRET else f" is {getattr(settings, name)!r}"
            raise SettingsError(f"`{name}`{value}: {wrong}")
    return settings


def plain_settings(settings: Settings) -> dict[str, Any]:
    """All members, those that were not said too, as they go over the wire."""
    plain: dict[str, Any] = msgspec.to_builtins(settings)
    return plain


def meant_by(settings: Settings, zone_before: str | None = None) -> Settings:
    """The same settings with the zone that they mean: as said, else the computer's.

    Where that cannot be found out it is the zone before, else (with a warning) UTC.
    """
    if settings.zone is not None:
        return settings
    try:
        zone = system_zone()
    except SettingsError as error:
        if zone_before is None:
            log.warning("%s; until then times are in UTC", error)
        zone = zone_before or "UTC"
    return msgspec.structs.replace(settings, zone=zone)


def system_zone() -> str:
    """The zone that this computer is set to now. Raises SettingsError if that cannot be found out: never a guess."""
    import time

    from tzlocal import get_localzone_name, reload_localzone

    try:
        if hasattr(time, "tzset"):
            time.tzset()  # else the process lives where it was started
        reload_localzone()
        name = get_localzone_name()
        ZoneInfo(name)
    except Exception as error:
        raise SettingsError(
            "the time zone of this computer cannot be found out; set `zone`, for example to Europe/Berlin"
        ) from error
    return name


def home_directory(given: Path | None = None) -> Path:
    """Where database and log lie: as given, else ORDERWARDEN_HOME, else the system's place for such."""
    if given is not None:
        return given.expanduser().absolute()
    if named := os.environ.get("ORDERWARDEN_HOME"):
        return Path(named).expanduser().absolute()
    return Path(platformdirs.user_data_dir("orderwarden", appauthor=False))


def _wrong(settings: Settings) -> list[tuple[str, str]]:
    """Each setting with what is wrong with it, or nothing."""
    return [
        (
            "language",
            _unless(
                settings.language, lambda text: re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", text), "no language"
            ),
        ),
        (
            "zone",
            _unless(settings.zone, _is_zone, "no time zone is called so"),
        ),
        (
            "country",
            _unless(settings.country, lambda text: re.fullmatch(r"[A-Z]{2}", text), "two capital letters"),
        ),
        ("city", _unless(settings.city, lambda text: len(text) <= LONGEST_TEXT, "too long")),
        ("postcode", _unless(settings.postcode, lambda text: len(text) <= 20, "too long")),
        (
            "quiet",
            _unless(
                settings.quiet, lambda span: all(map(CLOCK_TIME.fullmatch, span)), "two times like 22:00"
            ),
        ),
        ("digest", _unless(settings.digest, CLOCK_TIME.fullmatch, "a time like 08:00")),
        (
            "muted",
            _unless(
                settings.muted, lambda all_: all(m.kind or m.order_id for m in all_), "a kind or an order"
            ),
        ),
        ("channels", _unless(settings.channels, _are_addresses, "at most 20 addresses like ntfy://topic")),
        (
            "patience",
            _unless(settings.patience, lambda p: all(0 < h <= 240 for h in p.values()), "hours, 0 to 240"),
        ),
    ]


def _is_zone(name: str) -> bool:
    if not ZONE_NAME.fullmatch(name):
        return False
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return False
    return True


def _are_addresses(addresses: tuple[str, ...]) -> bool:
    return len(addresses) <= 20 and all(
        len(address) <= LONGEST_TEXT and re.match(r"[a-z][a-z0-9+]{1,20}://", address)
        for address in addresses
    )


def _unless(value: Any, right: Any, else_: str) -> str:
    return "" if value is None or right(value) else else_
