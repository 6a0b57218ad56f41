"""What a buyer's browser shows of orders -> facts. Every page, every language; what is not understood is a problem."""

from scraper.aliexpress.body import Envelope, open_envelope
from scraper.aliexpress.pages import read
from scraper.aliexpress.reading import Reading
from scraper.aliexpress.walls import WORDS as WALLS

__all__ = ["WALLS", "Envelope", "Reading", "open_envelope", "read"]
