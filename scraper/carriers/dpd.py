"""DPD: every country has its own service, most want the postcode; the page opens in the buyer's own tab.

Times: as the page shows them to the buyer.
"""

from scraper.carriers._reading import read_by_nobody
from scraper.carriers._source import Source

KEY = "dpd"

SOURCE = Source(
    key=KEY,
    name="DPD",
    access="own_tab",
    hosts=frozenset({"tracking.dpd.de"}),
    numbers=r"\d{14}[A-Z0-9]?|\d{27}[A-Z0-9]|\d{10}",
    read=read_by_nobody(KEY),
    page="https://tracking.dpd.de/status/en_US/parcel/{number}",
    times="as the page shows them",
    called=r"\bdpd\b",
    why_own_tab="it answers only its own page of each country, often only with the postcode",
)
