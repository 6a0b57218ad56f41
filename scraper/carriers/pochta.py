"""Pochta Rossii: no honest automatic way is known; the page opens in the buyer's own tab.

Times: as the page shows them to the buyer.
"""

from scraper.carriers._reading import reader
from scraper.carriers._source import Answer, Numbers, Source
from scraper.carriers._values import UnreadableError

KEY = "pochta"
WHY = "it answers programs only under a contract of its own"


@reader(KEY)
def read(_body: str, _numbers: Numbers) -> Answer:
    """Nothing is read of what nobody asks for."""
    raise UnreadableError("it is looked at in your own tab, and not read")


SOURCE = Source(
    key=KEY,
    name="Pochta Rossii",
    access="own_tab",
    hosts=frozenset({"www.pochta.ru"}),
    numbers=r"[A-Z]{2}\d{9}[A-Z]{2}|\d{14}",
    read=read,
    page="https://www.pochta.ru/tracking?barcode={number}",
    times="as the page shows them",
    called=r"pochta|russian? post|почта россии",
    country="RU",
    why_own_tab=WHY,
)
