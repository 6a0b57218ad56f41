"""UPS: it holds programs up without an answer; the page opens in the buyer's own tab.

Times: as the page shows them to the buyer.
"""

from scraper.carriers._reading import read_by_nobody
from scraper.carriers._source import Source

KEY = "ups"

SOURCE = Source(
    key=KEY,
    name="UPS",
    access="own_tab",
    hosts=frozenset({"www.ups.com"}),
    numbers=r"1Z[A-Z0-9]{16}|[A-Z]\d{10}|\d{9}|\d{12}",
    read=read_by_nobody(KEY),
    page="https://www.ups.com/track?loc=en_US&tracknum={number}",
    times="as the page shows them",
    called=r"\bups\b(?! mail| i-parcel)|united parcel",
    why_own_tab="it keeps programs waiting without an answer",
)
