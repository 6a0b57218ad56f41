"""Answers that refuse: the slider, "are you human", too many requests, signed out. Told apart, never read as empty.

Sources: ret codes of mtop as public clients met them in 2026; ids and classes of the slider (`baxia`, `nc_1_wrapper`).
"""

import re
from collections.abc import Mapping
from typing import Any

from scraper.aliexpress.body import words

LOGGED_OUT = "logged_out"
SLIDER = "slider"
REFUSED = "refused"
OUT_OF_ORDER = "out_of_order"
WORDS: Mapping[str, str] = {
    "FAIL_SYS_USER_VALIDATE": "AliExpress asks whether you are human: open the page in your own tab and solve it there",
    "RGV587_ERROR": "AliExpress asks whether you are human: open the page in your own tab and solve it there",
    SLIDER: "AliExpress shows a slider: move it in your own tab, then open the page again",
    LOGGED_OUT: "you are signed out of AliExpress: sign in and open the page again",
    REFUSED: "AliExpress refused the page: open it in your own tab and see what it says there",
    OUT_OF_ORDER: "AliExpress is out of order at the moment: open the page again later",
    "FAIL_SYS_TRAFFIC_LIMIT": "AliExpress says that there were too many requests: wait a while",
}
"""What a buyer is told of each reason."""

_SIGNED_OUT = re.compile(
    r"SESSION_EXPIRED|NOT_LOGIN|NEED_LOGIN|LOGIN_REQUIRED|NO_LOGIN|ILLEGAL_SESSION|USER_NOT_LOGIN"
)
_REFUSED = re.compile(
    r"FAIL_SYS_[A-Z_]+|RGV587_ERROR|FAIL_[A-Z_]*TRAFFIC[A-Z_]*|[A-Z_]*USER_VALIDATE|ANTI_[A-Z_]+"
)
_HTML_SLIDER = re.compile(
    r"/_____tmd_____/|<punish-component|id=[\"']?baxia-dialog-content|class=[\"'][^\"']*\bbaxia-dialog\b"
    r"|id=[\"']?nc_1_wrapper|[\"']rgv587_flag[\"']|slide to verify",
    re.IGNORECASE,
)
_HTML_LOGIN = re.compile(
    r"id=[\"']?fm-login-id|name=[\"']?fm-login-id|(?:location(?:\.href)?\s*=|url=)\s*[\"']?(?:https?:)?//(?:login|passport)\.aliexpress\."
    r"|<form[^>]{0,300}(?:login|passport)\.aliexpress\.|class=[\"'][^\"']*\b(?:batman-v2|cosmos-login|nfm-login)",
    re.IGNORECASE,
)


_ERROR_PAGES = (
    (re.compile(r"unusual traffic|too many requests|\b429\b"), "FAIL_SYS_TRAFFIC_LIMIT"),
    (re.compile(r"access denied|\b403\b|forbidden|permission to access"), REFUSED),
    (
        re.compile(r"\b50[0234]\b|service (temporarily )?unavailable|bad gateway|gateway time-?out"),
        OUT_OF_ORDER,
    ),
)
_LONGEST_ERROR_PAGE = 20_000


def refusal(answer: Mapping[str, Any]) -> str | None:
    """The reason for which an mtop answer holds nothing; None if it is an answer."""
    if answer.get("rgv587_flag"):
        return "RGV587_ERROR"
    ret = answer.get("ret")
    said = [text for value in (ret if isinstance(ret, list) else [ret]) if (text := words(value))]
    for text in said:
        code = text.split("::", 1)[0].strip()
        if _SIGNED_OUT.search(code):
            return LOGGED_OUT
        if found := _REFUSED.match(code):
            return found.group()
    url = answer.get("data", {}).get("url") if isinstance(answer.get("data"), dict) else answer.get("url")
    if isinstance(url, str) and "/_____tmd_____/" in url:
        return SLIDER
    return None


def html_refusal(html: str, url: str | None) -> str | None:
    """The reason for which a page of HTML is a wall; None if it bears no sign of one."""
    if _HTML_SLIDER.search(html):
        return SLIDER
    if _HTML_LOGIN.search(html) or (url and re.match(r"https?://(?:login|passport)\.aliexpress\.", url)):
        return LOGGED_OUT
    return None


def error_page(html: str) -> str | None:
    """What a short page without any order says by its title and headings: refused, too often, out of order."""
    if len(html) > _LONGEST_ERROR_PAGE:
        return None
    said = " ".join(
        re.findall(r"<(?:title|h1|h2|body)\b[^>]*>\s*([^<]{1,300})", html, re.IGNORECASE)
    ).casefold()
    return next((reason for words_, reason in _ERROR_PAGES if words_.search(said)), None)
