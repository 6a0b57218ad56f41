"""Prints HTML of our own to PDF, in a page of the one Chromium that runs no script and reaches no network."""

import asyncio
from typing import TYPE_CHECKING

from scraper.fetch.http import UnreachableError

if TYPE_CHECKING:
    from playwright.async_api import Page

PRINT_SECONDS = 120.0


class Printer:
    """Prints one document after the other on A4. Made by `Browser.printer`."""

    def __init__(self, page: "Page") -> None:
        self._page = page

    async def pdf(self, document: str) -> bytes:
        """The document (HTML) as a PDF. Raises UnreachableError where it cannot be printed."""
        from playwright.async_api import Error

        try:
            await self._page.set_content(document, wait_until="load", timeout=PRINT_SECONDS * 1000)
            printing = self._page.pdf(
                prefer_css_page_size=True,
                print_background=True,
            )
            return await asyncio.wait_for(printing, PRINT_SECONDS)
        except (Error, TimeoutError) as error:
            said = str(error).strip().partition("\n")[0][:200] or type(error).__name__
            raise UnreachableError(f"the browser printed nothing ({said})") from error
