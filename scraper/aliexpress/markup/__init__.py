"""Pages of HTML, for when no JSON of them was copied."""

import re

from scraper.address import host_of
from scraper.aliexpress import walls
from scraper.aliexpress.markup.document import Document
from scraper.aliexpress.markup.order_detail import read_order_detail
from scraper.aliexpress.markup.order_list import read_order_list
from scraper.aliexpress.markup.order_tracking import read_order_tracking
from scraper.aliexpress.markup.refunds import read_refund_list
from scraper.aliexpress.markup.russia import NOT_YET, read_russian
from scraper.aliexpress.markup.selectors import DETAIL_SIGNS, LIST_SIGNS, REFUND_SIGNS, TRACKING_SIGNS
from scraper.aliexpress.reading import Page, Reading
from scraper.aliexpress.words import code_of

_LANGUAGE = re.compile(r"<html\b[^>]{0,500}?\blang=[\"']?([A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?)")
_PAGES = (
    (TRACKING_SIGNS, "/p/tracking/", read_order_tracking),
    (REFUND_SIGNS, "/refund-dispute/", read_refund_list),
    (DETAIL_SIGNS, "/p/order/detail", read_order_detail),
    (LIST_SIGNS, "/p/order/index", read_order_list),
)


def read_html(text: str, page: Page) -> Reading:
    """The reading of a page of HTML: by the class names on it, else by its address."""
    lang = _LANGUAGE.search(text[:5000])
    if page.language is None and lang:
        page.language = code_of(lang.group(1))
    if "__AER_DATA__" in text or host_of(page.url).endswith("aliexpress.ru"):
        return read_russian(text, page)
    document = Document(text)
    for signs, _address, reader in _PAGES:
        if document.has_class(*signs):
            reading = reader(document, page)
            reason = walls.html_refusal(text, page.url)
            if reason and not (reading.orders or reading.parcels or reading.disputes):
                break
            return reading
    reason = walls.html_refusal(text, page.url) or walls.error_page(text)
    if reason:
        return Reading(kind="blocked", reason=reason, language=page.language)
    for _signs, address, reader in _PAGES:
        if page.url and address in page.url:
            return reader(document, page)
    return Reading(kind="unknown", language=page.language, problems=("HTML of no known page",))


__all__ = ["NOT_YET", "read_html"]
