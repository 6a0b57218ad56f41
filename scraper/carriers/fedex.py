"""FedEx: no honest automatic way is known; the page opens in the buyer's own tab.

Times: as the page shows them to the buyer.
"""

from scraper.carriers._reading import reader
from scraper.carriers._source import Answer, Numbers, Source
from scraper.carriers._values import UnreadableError

KEY = "fedex"
WHY = "its page turns programs away more often than not"


@reader(KEY)
def read(_body: str, _numbers: Numbers) -> Answer:
    """Nothing is read of what nobody asks for."""
    raise UnreadableError("it is looked at in your own tab, and not read")


SOURCE = Source(
    key=KEY,
    name="FedEx",
    access="own_tab",
    hosts=frozenset({"www.fedex.com"}),
    numbers=r"\d{12}|\d{15}|\d{20}|\d{22}",
    read=read,
    page="https://www.fedex.com/fedextrack/?trknbr={number}",
    times="as the page shows them",
    called=r"fed\s*ex",
    why_own_tab=WHY,
)
