"""Royal Mail: no honest automatic way is known; the page opens in the buyer's own tab.

Times: as the page shows them to the buyer.
"""

from scraper.carriers._reading import reader
from scraper.carriers._source import Answer, Numbers, Source
from scraper.carriers._values import UnreadableError

KEY = "royal_mail"
WHY = "it answers with a robot check to everything but your own browser"


@reader(KEY)
def read(_body: str, _numbers: Numbers) -> Answer:
    """Nothing is read of what nobody asks for."""
    raise UnreadableError("it is looked at in your own tab, and not read")


SOURCE = Source(
    key=KEY,
    name="Royal Mail",
    access="own_tab",
    hosts=frozenset({"www.royalmail.com"}),
    numbers=r"[A-Z]{2}\d{9}GB",
    read=read,
    page="https://www.royalmail.com/track-your-item#/tracking-results/{number}",
    times="as the page shows them",
    called=r"royal\s*mail",
    country="GB",
    why_own_tab=WHY,
)
