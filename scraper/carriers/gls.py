"""GLS: every country has its own service, most want a token or the postcode; the page opens in the buyer's own tab.

Times: as the page shows them to the buyer.
"""

from scraper.carriers._reading import read_by_nobody
from scraper.carriers._source import Source

KEY = "gls"

SOURCE = Source(
    key=KEY,
    name="GLS",
    access="own_tab",
    hosts=frozenset({"gls-group.com"}),
    numbers=r"\d{11,12}|\d{14}|(?=.*\d)[A-Z0-9]{8}",
    read=read_by_nobody(KEY),
    page="https://gls-group.com/EU/en/parcel-tracking?match={number}",
    times="as the page shows them",
    called=r"\bgls\b",
    why_own_tab="it answers only its own page, in many countries only with the postcode",
)
