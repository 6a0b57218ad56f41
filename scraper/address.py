"""Addresses as pages, answers and clients write them: any text at all, so taking one apart never fails."""

from typing import Any
from urllib.parse import SplitResult, urlsplit

NOWHERE = SplitResult("", "", "", "", "")


def parts_of(url: str) -> SplitResult:
    """The parts of an address; all empty where it is none (`https://[`)."""
    try:
        return urlsplit(url)
    except ValueError:
        return NOWHERE


def host_of(url: Any) -> str:
    """The host of a link in lower case, empty if it has none. A link may leave its scheme out."""
    if not isinstance(url, str):
        return ""
    return (parts_of(url if "//" in url else f"//{url}").hostname or "").lower()
