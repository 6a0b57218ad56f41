"""Identifiers. A JSON number near 2^53 may have been rounded by a page; texts and links are exact."""

import re
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

from scraper.address import host_of
from scraper.aliexpress.body import record

LARGEST_EXACT = 2**53 - 1
US_PRODUCT_SHIFT = 2**51
_ORDER_ID = re.compile(r"[1-9]\d{9,19}", re.ASCII)
_ID = re.compile(r"[1-9]\d{3,19}", re.ASCII)
_LINKED = re.compile(
    r"(?:tradeOrderId|orderId|tradeId)(?:=|%3D|\"\s*:\s*\"?|%22%3A%22?)(\d{10,20})(?!\d)", re.ASCII
)
_WHOLE_LINK = re.compile(r"(?:https:)?//[A-Za-z0-9][\w.-]{3,100}/[^\s\\]{0,1500}", re.ASCII)
_PRODUCT = re.compile(r"/item/(?:[^/?#]*/)?(\d{6,20})\.html|[?&]productId=(\d{6,20})", re.ASCII)


def exact(value: Any) -> str | None:
    """The digits of an identifier; None for a number so large that a page's own script may have rounded it.

    Above 2^53 JavaScript holds only some whole numbers: one that it cannot hold came straight from the wire.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and 0 < value <= LARGEST_EXACT else None
    if isinstance(value, int):
        untouched = value <= LARGEST_EXACT or (value < 10**20 and int(float(value)) != value)
        return str(value) if value > 0 and untouched else None
    text = value.strip() if isinstance(value, str) else ""
    return text if _ID.fullmatch(text) else None


def order_id_of(value: Any) -> str | None:
    """An order's number (10 to 20 digits), exact."""
    digits = exact(value)
    return digits if digits and _ORDER_ID.fullmatch(digits) else None


def linked_order_id(text: Any) -> str | None:
    """The first order number that a link or a request names."""
    found = _LINKED.search(text[:8000]) if isinstance(text, str) else None
    return found.group(1) if found else None


def trailing_id(key: Any) -> str | None:
    """The number at the end of a component's key or id (`pc_om_list_order_8212...`, `sv3-8212...`)."""
    found = re.search(r"(?:^|[_-])([1-9]\d{13,19})$", key, re.ASCII) if isinstance(key, str) else None
    return found.group(1) if found else None


def link(value: Any, base: str = "https://www.aliexpress.com/") -> str | None:
    """An absolute https link; None for anything that is no web address."""
    if not isinstance(value, str) or not value.strip():
        return None
    if _WHOLE_LINK.fullmatch(value):
        return value if value.startswith("http") else f"https:{value}"
    try:
        whole = urljoin(base, value.strip()[:2000])
        return whole if urlsplit(whole).scheme in ("https", "http") else None
    except ValueError:
        return None


def product_id(value: Any, item_url: Any = None, page_url: str | None = None) -> str | None:
    """The global number of a product. Links and numbers of aliexpress.us are shifted by 2^51 (source: `3256...`)."""
    linked = _PRODUCT.search(item_url[:2000]) if isinstance(item_url, str) else None
    digits = exact(value) or ((linked.group(1) or linked.group(2)) if linked else None)
    if digits is None:
        return None
    if digits.startswith(("225", "325")) and int(digits) > US_PRODUCT_SHIFT:
        american = any(host_of(url).endswith("aliexpress.us") for url in (item_url, page_url))
        return str(int(digits) - US_PRODUCT_SHIFT) if american else digits
    return digits


def asked(url: str | None) -> dict[str, str]:
    """What a request asked for: the members of the query and of its `data` object."""
    if not url:
        return {}
    try:
        query = parse_qs(urlsplit(url).query, max_num_fields=200)
    except ValueError:
        return {}
    found = {name: values[0] for name, values in query.items()}
    inner = record(found.get("data"))
    return found | {name: str(value) for name, value in inner.items() if isinstance(value, (str, int))}
