"""FedEx: no honest automatic way is known; the page opens in the buyer's own tab.

Times: as the page shows them to the buyer.
"""

from scraper.carriers._reading import read_by_nobody
from scraper.carriers._source import Source

KEY = "fedex"

SOURCE = Source(
    key=KEY,
    name="FedEx",
    access="own_tab",
    hosts=frozenset({"www.fedex.com"}),
    numbers=r"\d{12}|\d{15}|\d{20}|\d{22}",
    read=read_by_nobody(KEY),
    page="https://www.fedex.com/fedextrack/?trknbr={number}",
    times="as the page shows them",
    called=r"fed\s*ex",
    why_own_tab="its page turns programs away more often than not",
)
