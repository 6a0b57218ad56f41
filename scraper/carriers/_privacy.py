"""Takes the receiver out of a raw answer before it is kept as evidence."""

import json
import re
from typing import Any

from scraper.carriers._values import UnreadableError, WallError, json_of, wording
from scraper.json_text import whole_signs

_PRIVATE = re.compile(
    r"(?i)^(?!.*(?:country|city|postcode|postal_?code|zip|province|state$|status))"
    r".*(?:receiver|recipient|consignee|addressee|destinatario|destinataire|empf[aä]nger|signator|signature|signed_?by"
    r"|buyer|customer_?name|contact|phone|mobile|e?mail$|email|street|addr|full_?name|first_?name"
    r"|last_?name|pod_?(?:image|picture|photo|url)|proof_?of|sign_?(?:pic|im)|picture_?url|shipper_?address|sender).*$"
)
_KEEP = re.compile(r"(?i)^(?:mailNo.*|realMailNo|copyRealMailNo|mailType.*|.*emailable)$")
GONE = "[receiver removed]"


def without_receiver(body: str) -> str:
    """The body without names, addresses, phones and mails of people; JSON stays JSON, HTML keeps its form.

    Country, city and postcode of the delivery stay: they expose a wrong delivery.
    """
    try:
        value = json_of(body)
    except (UnreadableError, WallError):
        return _page_without(whole_signs(body))
    return json.dumps(_without(value, 0), ensure_ascii=False, indent=1)


def _without(value: Any, depth: int) -> Any:
    if depth > 60:
        return GONE
    if isinstance(value, dict):
        return {key: _member(key, member, depth) for key, member in value.items()}
    if isinstance(value, list):
        return [_without(member, depth + 1) for member in value]
    if isinstance(value, str) and re.search(r"\s", value.strip()) and len(value) < 2000:
        return wording(value) or value
    return value


def _member(key: str, member: Any, depth: int) -> Any:
    if _PRIVATE.match(key) and not _KEEP.match(key):
        if isinstance(member, dict):
            return {
                name: _member(name, inner, depth + 1) for name, inner in member.items() if _place(name)
            } or GONE
        return member if member is None or isinstance(member, bool) else GONE
    return _without(member, depth + 1)


def _place(name: str) -> bool:
    return re.search(r"(?i)country|city|postcode|postal_?code|zip|province", name) is not None


def _page_without(body: str) -> str:
    """HTML without scripts, fields that were filled in, and the words that name a receiver."""
    page = re.sub(r"(?is)<script\b.*?</script\s*>", "", body)
    page = re.sub(r"(?is)(<input\b[^>]*\bvalue=)(\"[^\"]*\"|'[^']*')", rf'\1"{GONE}"', page)
    lines = (line if len(line) > 5000 else _line(line) for line in page.splitlines())
    return "\n".join(lines)


def _line(line: str) -> str:
    texts = re.split(r"(<[^>]*>)", line)
    return "".join(
        part if part.startswith("<") or not part.strip() else (wording(part) or part) for part in texts
    )
