"""Which page is it? The door of the readers."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from scraper.address import host_of
from scraper.aliexpress import components, ids, walls
from scraper.aliexpress.body import (
    LARGEST_BODY,
    TOO_LARGE,
    Unreadable,
    record,
    unwrap,
    value_at,
)
from scraper.aliexpress.dispute_detail import read_dispute_detail
from scraper.aliexpress.markup import NOT_YET, read_html
from scraper.aliexpress.order_detail import read_order_detail
from scraper.aliexpress.order_list import read_order_list
from scraper.aliexpress.order_tracking import read_order_tracking
from scraper.aliexpress.reading import Page, Reading
from scraper.aliexpress.refunds import read_refund_list
from scraper.aliexpress.words import code_of

_APIS: tuple[tuple[str, str], ...] = (
    ("trade.buyer.order.list", "list"),
    ("trade.buyer.order.detail", "detail"),
    ("ld.querydetail", "tracking"),
    ("queryreverseorderpagelistforbuyer", "refunds"),
    ("reverseorderlinerenderforbuyer", "dispute"),
    ("trade.buyer.order.count", "count"),
)
_INLINE = re.compile(r"(?:__INIT_DATA_CALLBACK__|mtopjsonp\w{0,20})\s*\(\s*(?=\{)")
_HOST_LANGUAGE = re.compile(r"^([a-z]{2})\.aliexpress\.com$")


def read(
    body: str, *, url: str | None = None, seen_at: datetime | None = None, language: str | None = None
) -> Reading:
    """Reads one answer that an order page was given: mtop JSON, JSONP around it, or the HTML of the page.

    `seen_at` (aware) is needed for countdowns and dates without a year. Never raises: what cannot be read is
    `unknown` with the reason, a wall is `blocked`.
    """
    page = Page(
        url=url if isinstance(url, str) else None, seen_at=_aware(seen_at), language=_language(language, url)
    )
    try:
        return _read(body, page)
    except Unreadable as error:
        return _unknown(page, str(error))
    except Exception as error:
        return _unknown(page, f"the reader failed on it ({type(error).__name__}: {error})"[:200])


def _read(body: str, page: Page) -> Reading:
    if len(body) > LARGEST_BODY:
        raise Unreadable(TOO_LARGE)
    start = body[:2000].lstrip("\ufeff \r\n\t\x00")
    if not start:
        raise Unreadable("empty")
    if start[0] == "<":
        return _read_html(body, page)
    if host_of(page.url).endswith("aliexpress.ru"):
        raise Unreadable(NOT_YET)
    answer = unwrap(body)
    if not isinstance(answer, dict):
        raise Unreadable("a JSON list, no answer of an order page")
    return read_answer(answer, page)


def _read_html(body: str, page: Page) -> Reading:
    """A page of HTML: the answer that stands in its scripts, where one does, else what its elements show."""
    call = _INLINE.search(body)
    if call:
        try:
            answer = value_at(body, call.end())
        except Unreadable:
            answer = None
        if isinstance(answer, dict) and (reading := read_answer(answer, page)).kind not in (
            "unknown",
            "blocked",
        ):
            return reading
        page.problems.clear()
    return read_html(body, page)


def read_answer(answer: Mapping[str, Any], page: Page) -> Reading:
    """Reads an mtop answer that is already an object."""
    reason = walls.refusal(answer)
    if reason:
        return Reading(kind="blocked", reason=reason, language=page.language)
    data = record(answer.get("data"))
    kind = _kind(answer, data)
    ret = answer.get("ret")
    said = "; ".join(str(text) for text in ret)[:120] if isinstance(ret, list) else str(ret or "")[:120]
    if said and "SUCCESS" not in said.upper():
        return _unknown(page, f"{answer.get('api') or 'answer'}: {said}")
    module = record(data.get("module")) or data
    if kind == "list":
        return read_order_list(data, page)
    if kind == "detail":
        return read_order_detail(data, page)
    if kind == "tracking":
        return read_order_tracking(module, page)
    if kind == "refunds":
        return read_refund_list(module, page)
    if kind == "dispute":
        return read_dispute_detail(module, page)
    if kind == "count":
        return _unknown(
            page, "mtop.aliexpress.trade.buyer.order.count: only numbers of orders, and zeros when signed out"
        )
    api = answer.get("api")
    return _unknown(
        page, f"{api}: not an answer about orders" if isinstance(api, str) else "JSON of no known page"
    )


def _kind(answer: Mapping[str, Any], data: Mapping[str, Any]) -> str | None:
    """The kind of page, by the name of its API, else by what is in it."""
    named = answer.get("api")
    api = named.lower() if isinstance(named, str) else ""
    found = next((kind for part, kind in _APIS if part in api), None)
    if found:
        return found
    tags = components.tags(data)
    if any(tag.startswith("pc_om_list") for tag in tags):
        return "list"
    if any(tag.startswith("detail_") for tag in tags):
        return "detail"
    module = record(data.get("module")) or data
    if "trackingDetailLineList" in module:
        return "tracking"
    if "reverseDetailStatusText" in module or "reverseFinishInfo" in module or "reachSolution" in module:
        return "dispute"
    items = module.get("items")
    if isinstance(items, list) and any(
        isinstance(item, dict) and "reverseOrderLines" in item for item in items
    ):
        return "refunds"
    return None


def _unknown(page: Page, what: str) -> Reading:
    return Reading(kind="unknown", language=page.language, problems=(what, *page.problems))


def _aware(seen_at: datetime | None) -> datetime | None:
    return seen_at if seen_at is not None and seen_at.tzinfo is not None else None


def _language(language: str | None, url: str | None) -> str | None:
    """The page's language: as told, else the `_lang` of the request, else that of the host ("ko.aliexpress.com")."""
    asked = ids.asked(url) if isinstance(url, str) else {}
    host = _HOST_LANGUAGE.match(host_of(url))
    for name in (language, asked.get("_lang"), asked.get("lang"), host.group(1) if host else None):
        if isinstance(name, str) and (code := code_of(name)):
            return code
    return "ru" if host_of(url).endswith("aliexpress.ru") else None
