"""A copied page without what is the buyer's own: for a bug report that shows structure, codes, words and dates.

Kept: names of members, tags, codes, classes, dates, spans of time, the sentences about clocks and states. Masked:
names, addresses, titles, places, numbers of orders and parcels (each by another number of the same length, the same
one every time), amounts. What is not known to be harmless is masked. The readers read a redacted page as the real one.
"""

import json
import re
import tomllib
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from scraper.aliexpress.body import LARGEST_BODY, TOO_LARGE, Envelope, Unreadable, unwrap
from scraper.aliexpress.dates import find
from scraper.aliexpress.markup.document import LARGEST_HTML
from scraper.aliexpress.sentences import has_amount
from scraper.aliexpress.words import order_status

_LISTS = tomllib.loads(files("scraper.aliexpress").joinpath("redaction.toml").read_text("utf-8"))
_CODES, _SENTENCES, _MONEY, _PRIVATE = (
    frozenset(_LISTS[name].split()) for name in ("codes", "sentences", "money", "private")
)
_ADDRESS = re.compile(r"^(?:https?:)?//|^/[\w-]+/")
_AMOUNT = re.compile(r"(?:[$€£¥₩₪₽₴₺₹₸￥₫฿]\s?\d[\d.,\s]*\d?)|(?:\d[\d.,]*\s?(?:[€₽₪₴₺₸₫]|zł|kr|Kč|руб|грн))")
_CODE = re.compile(r"[A-Z]+(?:_[A-Z]+)+|\d{1,5}")
_BARE_NUMBER = re.compile(r"[A-Z]*\d{6,}[A-Z]*")
_LONG_SEGMENT = re.compile(r"(?<=/)(?=[^/]*\d)[^/?#]{16,}")
_LONG_NUMBER = re.compile(r"(?<!\d)\d{6,}(?!\d)")
_TRACKING = re.compile(r"(?<![A-Za-z0-9])(?=[A-Z0-9]*\d{5})[A-Z]{1,6}[A-Z0-9]{6,32}(?![A-Za-z0-9])")
_KEPT_CLASSES = re.compile(
    r"status|header-right-info|order_item_header|node|progress|expose-info|popover-title|arrival-time|StatusDesc|tabs-nav"
)


@dataclass
class Masks:
    """The numbers that stand for those of the page: the same for the same."""

    numbers: dict[str, str] = field(default_factory=dict)

    def number(self, digits: str) -> str:
        """Another number of the same length."""
        if digits not in self.numbers:
            count = str(len(self.numbers) + 1)
            self.numbers[digits] = (
                "1" + "0" * max(len(digits) - 1 - len(count), 0) + count[-(len(digits) - 1) :]
            )
        return self.numbers[digits]

    def ids(self, text: str) -> str:
        """The text with its long numbers and tracking numbers masked."""
        text = _TRACKING.sub(lambda m: re.sub(r"\d+", lambda d: self.number(d.group()), m.group()), text)
        return _LONG_NUMBER.sub(lambda m: self.number(m.group()), text)

    def sentence(self, text: str) -> str:
        """A sentence about clocks and states: its amounts and long numbers masked."""
        return self.ids(_AMOUNT.sub(lambda m: re.sub(r"\d", "1", m.group()), text))

    def link(self, text: str) -> str:
        """An address: its long numbers masked, and every value of its query that is not one."""
        path, mark, query = text.partition("?")
        path = _LONG_SEGMENT.sub(
            lambda m: m.group() if m.group().removesuffix(".html").isdecimal() else veiled(m.group()), path
        )
        values = re.sub(r"(=)([^&=]*)", lambda m: m.group(1) + self._value(m.group(2)), query)
        return self.ids(path) + mark + values

    def _value(self, text: str) -> str:
        return self.ids(text) if text.isdecimal() or len(text) <= 3 else veiled(text)


def veiled(text: str) -> str:
    """A text of which only the shape is left."""
    return "".join("1" if c.isdecimal() else "x" if c.isalpha() else c for c in text[:300])


def redacted(envelope: Envelope) -> dict[str, Any]:
    """The envelope of a page without what is the buyer's own, ready to be written as JSON.

    Raises Unreadable for a body that is neither JSON, JSONP nor HTML, or that no page is as large as.
    """
    masks = Masks()
    if len(envelope.body) > LARGEST_BODY:
        raise Unreadable(TOO_LARGE)
    body = envelope.body.strip("\ufeff \r\n\t\x00")
    if body.startswith("<"):
        told: Any = _html(body, masks)
    else:
        told = json.dumps(_json(unwrap(body), "", masks, private=False), ensure_ascii=False, indent=1)
    plain = {
        "url": masks.link(envelope.url) if envelope.url else None,
        "seen_at": envelope.seen_at.isoformat() if envelope.seen_at else None,
        "language": envelope.language,
        "body": told,
    }
    return {name: value for name, value in plain.items() if value is not None}


def _json(value: Any, name: str, masks: Masks, *, private: bool) -> Any:
    if isinstance(value, dict):
        hidden = private or name in _PRIVATE
        return {
            masks.ids(str(key)): _json(child, str(key), masks, private=hidden) for key, child in value.items()
        }
    if isinstance(value, list):
        return [_json(child, name, masks, private=private) for child in value]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float)):
        return _number(value, name, masks)
    if private and name not in _CODES:
        return veiled(value)
    return _text(value, name, masks)


def _number(value: int | float, name: str, masks: Masks) -> Any:
    if name in _MONEY or isinstance(value, float):
        return 1
    digits = str(abs(value))
    instant = len(digits) == 13 and digits.startswith(("1", "2"))
    return value if instant or len(digits) < 6 else int(masks.number(digits))


def _text(text: str, name: str, masks: Masks) -> str:
    if text[:1] in "{[" and text.strip()[-1:] in "}]" and len(text) > 2:
        try:
            return json.dumps(_json(unwrap(text), name, masks, private=False), ensure_ascii=False)
        except Unreadable:
            return veiled(text)
    if name in _MONEY:
        return re.sub(r"\d", "1", text) if has_amount(text.split("|")[0]) else veiled(text)
    if _ADDRESS.match(text):
        return masks.link(text)
    if name in _SENTENCES or find(text):
        return masks.sentence(text)
    if name in _CODES or _CODE.fullmatch(text):
        return masks.ids(text)
    return masks.ids(text) if _BARE_NUMBER.fullmatch(text) else veiled(text)


def _html(text: str, masks: Masks) -> str:
    if len(text) > LARGEST_HTML:
        raise Unreadable("HTML too large for a report")
    soup = BeautifulSoup(text, "lxml")
    for element in soup.select("script, style, svg, noscript, template, iframe"):
        element.decompose()
    for string in list(soup.find_all(string=True)):
        if isinstance(string, PreformattedString):
            string.extract()
        elif string.strip():
            string.replace_with(NavigableString(_shown(str(string), string.parent, masks)))
    for element in soup.find_all(True):
        for name, value in list(element.attrs.items()):
            if name in ("class", "id", "lang", "data-pl", "lefttime", "type", "role"):
                continue
            element.attrs[name] = (
                masks.link(value) if name in ("href", "src") and isinstance(value, str) else "x"
            )
    return str(soup)


def _shown(text: str, parent: Tag | None, masks: Masks) -> str:
    near = [parent, *list(parent.parents)[:3]] if parent else []
    names = " ".join(
        f"{' '.join(element.get_attribute_list('class'))} {element.get('data-pl')}" for element in near
    )
    if _KEPT_CLASSES.search(names) or find(text) or order_status(text.strip()):
        return masks.sentence(text)
    return masks.ids(text) if re.fullmatch(r"\s*\d{6,}\s*", text) else veiled(text)
