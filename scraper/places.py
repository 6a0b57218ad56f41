"""Places of scans in the one form in which they can be compared: `City, CC`, `City, region, CC` or `CC`. Pure.

Sources write "Los Angeles, CA" and "Vitória,ES": the region, in letters that are Canada's and Spain's too. Who compares
countries would take the parcel for one that was delivered abroad.
"""

import re
from collections.abc import Iterable
from functools import cache

from msgspec.structs import replace

from scraper.facts import Event

REGIONS = {
    "AU": "NT SA WA",
    "BR": "AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO",
    "CA": "AB BC MB NB NL NS NT NU ON PE QC SK YT",
    "US": "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK"
    " OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR",
}
"""The regions of two letters of countries whose carriers write them behind the town: their posts' own lists."""

_ENDS = re.compile(r"\s*(\S.*?)\s*(?:(,)|\s-)\s*([A-Za-z]{2})\s*")


def placed(place: str | None, country: str | None) -> str | None:
    """The place with the country (ISO 3166) of a parcel's destination behind a region of it.

    Two letters that are no country are no country's place any more: "Toronto - ON", or none where nothing else stands.
    """
    if not place:
        return None
    met = _ENDS.fullmatch(place)
    if met is None:
        return place if len(place) != 2 or place.upper() in _countries() else None
    town, comma, ends = met.groups()
    if country and ends.upper() in REGIONS.get(country, "").split() and not _has_region(town, country):
        return f"{town}, {ends}, {country}"
    return f"{town}, {ends}" if comma and ends.upper() in _countries() else f"{town} - {ends}"


def located(events: Iterable[Event], country: str | None) -> tuple[Event, ...]:
    """The events with their places as `placed` writes them."""
    return tuple(
        event if event.place is None else replace(event, place=placed(event.place, country))
        for event in events
    )


def _has_region(town: str, country: str) -> bool:
    """Whether a region stands before the last letters already: "Laval, QC, CA" ends with the country."""
    return town.rpartition(",")[2].strip().upper() in REGIONS[country].split()


@cache
def _countries() -> frozenset[str]:
    """The codes of ISO 3166, from the tables of Unicode's CLDR, and the two that are written instead of them."""
    from babel import Locale

    codes = {str(key) for key in Locale.parse("en").territories}
    codes = {code for code in codes if len(code) == 2 and code.isalpha()}
    return frozenset(codes - {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"} | {"UK", "EL"})
