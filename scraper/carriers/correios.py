"""Correios: no honest automatic way is known; the page opens in the buyer's own tab.

Times: as the page shows them to the buyer.
"""

from scraper.carriers._reading import reader
from scraper.carriers._source import Answer, Numbers, Source
from scraper.carriers._values import UnreadableError

KEY = "correios"
WHY = "it wants a picture to be read by a person"


@reader(KEY)
def read(_body: str, _numbers: Numbers) -> Answer:
    """Nothing is read of what nobody asks for."""
    raise UnreadableError("it is looked at in your own tab, and not read")


SOURCE = Source(
    key=KEY,
    name="Correios",
    access="own_tab",
    hosts=frozenset({"rastreamento.correios.com.br"}),
    numbers=r"[A-Z]{2}\d{9}[A-Z]{2}",
    read=read,
    page="https://rastreamento.correios.com.br/app/index.php?objeto={number}",
    times="as the page shows them",
    called=r"correios|brazil post",
    country="BR",
    why_own_tab=WHY,
)
