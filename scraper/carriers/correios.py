"""Correios: no honest automatic way is known; the page opens in the buyer's own tab.

Times: as the page shows them to the buyer.
"""

from scraper.carriers._reading import read_by_nobody
from scraper.carriers._source import Source

KEY = "correios"

SOURCE = Source(
    key=KEY,
    name="Correios",
    access="own_tab",
    hosts=frozenset({"rastreamento.correios.com.br"}),
    numbers=r"[A-Z]{2}\d{9}[A-Z]{2}",
    read=read_by_nobody(KEY),
    page="https://rastreamento.correios.com.br/app/index.php?objeto={number}",
    times="as the page shows them",
    called=r"correios|brazil post",
    country="BR",
    why_own_tab="it wants a picture to be read by a person",
)
