"""Sentences of native pages, as the reader takes them."""

from datetime import UTC, datetime

from scraper.aliexpress.reading import Page
from scraper.aliexpress.sentences import Said

SEEN = datetime(2026, 7, 11, 8, tzinfo=UTC)


def said_by(language: str, status: str, text: str) -> Said:
    said = Said(Page(seen_at=SEEN, language=language), status, "EUR")
    said.sentences(text, "", counts_down=True)
    return said
