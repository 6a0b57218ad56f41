"""Royal Mail: no honest automatic way is known; the page opens in the buyer's own tab.

Times: as the page shows them to the buyer.
"""

from scraper.carriers._reading import read_by_nobody
from scraper.carriers._source import Source

KEY = "royal_mail"

SOURCE = Source(
    key=KEY,
    name="Royal Mail",
    access="own_tab",
    hosts=frozenset({"www.royalmail.com"}),
    numbers=r"[A-Z]{2}\d{9}GB",
    read=read_by_nobody(KEY),
    page="https://www.royalmail.com/track-your-item#/tracking-results/{number}",
    times="as the page shows them",
    called=r"royal\s*mail",
    country="GB",
    why_own_tab="it answers with a robot check to everything but your own browser",
)
