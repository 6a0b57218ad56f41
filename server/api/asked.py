"""A source that was asked, as the buyer sees it: its name, how that went, and where to look oneself."""

from typing import Any

from scraper.carriers import sources
from server.api.words import BuyerWords

OWN_TAB = "own_tab"
"""How asking went where a source answers nobody but the buyer's own browser."""


def asked(key: str, number: str, outcome: str, words: BuyerWords) -> dict[str, Any]:
    """`number`: the one of the parcel's numbers that it was asked for. The shop's own pages have no link."""
    source = sources().get(key)
    return {
        "source": key,
        "name": words.source(key),
        "outcome": OWN_TAB if source is not None and source.access == "own_tab" else outcome,
        "link": None if source is None else source.page_for(number),
    }
