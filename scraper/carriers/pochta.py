"""Pochta Rossii: no honest automatic way is known; the page opens in the buyer's own tab.

Times: as the page shows them to the buyer.
"""

from scraper.carriers._reading import read_by_nobody
from scraper.carriers._source import Source

KEY = "pochta"

SOURCE = Source(
    key=KEY,
    name="Pochta Rossii",
    access="own_tab",
    hosts=frozenset({"www.pochta.ru"}),
    numbers=r"[A-Z]{2}\d{9}[A-Z]{2}|\d{14}",
    read=read_by_nobody(KEY),
    page="https://www.pochta.ru/tracking?barcode={number}",
    times="as the page shows them",
    called=r"pochta|russian? post|почта россии",
    country="RU",
    why_own_tab="it answers programs only under a contract of its own",
)
