"""A page of HTML: parsed once by lxml, its cards handed to BeautifulSoup as small fragments."""

import re
from collections.abc import Mapping
from functools import cache

from bs4 import BeautifulSoup, Tag
from lxml import etree, html

from scraper.aliexpress.body import Unreadable
from scraper.aliexpress.markup.selectors import Selector
from scraper.aliexpress.reading import Page
from scraper.aliexpress.words import shown

LARGEST_HTML = 3 * 1024 * 1024
MOST_CARDS = 300
_UNSEEN = re.compile(
    r"<(script|style|svg|noscript|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL
)


class Document:
    """The page without its scripts and pictures."""

    def __init__(self, text: str) -> None:
        if len(text) > LARGEST_HTML:
            raise Unreadable(f"HTML larger than {LARGEST_HTML // 1024 // 1024} MiB")
        self.text = _UNSEEN.sub(" ", text)
        try:
            root = html.document_fromstring(self.text.encode("utf-8", "replace"), parser=_parser())
        except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
            raise Unreadable(f"no HTML: {error}") from None
        self.root = root

    def has_class(self, *parts: str) -> bool:
        """Whether a class name holds one of the parts."""
        return any(part in self.text for part in parts)

    def fragments(self, class_name: str) -> list["Fragment"]:
        """The outermost elements that bear the whole class, each parsed on its own."""
        return self._outermost(f"contains(concat(' ', normalize-space(@class), ' '), ' {class_name} ')")

    def hashed_fragments(self, prefix: str) -> list["Fragment"]:
        """The outermost elements with a class that begins so before its hash."""
        return self._outermost(f"contains(concat(' ', normalize-space(@class)), ' {prefix}')")

    def _outermost(self, wanted: str) -> list["Fragment"]:
        return [Fragment(e) for e in self.elements(f"//*[{wanted}][not(ancestor::*[{wanted}])]")[:MOST_CARDS]]

    def elements(self, xpath: str) -> list[etree._Element]:
        """The elements of an XPath, without parsing them again."""
        found = self.root.xpath(xpath)
        return [e for e in found if isinstance(e, etree._Element)] if isinstance(found, list) else []

    def whole(self) -> "Fragment":
        """The body of the page."""
        body = self.root.find("body")
        return Fragment(body if body is not None else self.root)


class Fragment:
    """A card, or a whole page, for BeautifulSoup; each selector is tried once, and only where its words stand."""

    def __init__(self, element: etree._Element) -> None:
        self.html = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
        self.soup = BeautifulSoup(self.html, "lxml")
        self._found: dict[str, list[Tag]] = {}

    def select(self, selector: Selector) -> list[Tag]:
        """The elements of a selector in the order of the page."""
        css = selector.css
        if css not in self._found:
            possible = any(all(word in self.html for word in words) for words in _needed(css))
            self._found[css] = list(self.soup.select(css)) if possible else []
        return self._found[css]


@cache
def _needed(css: str) -> list[list[str]]:
    """For each alternative of a selector, the names that must stand in the HTML for it to match."""
    return [re.findall(r"[\w-]{4,}=?", re.sub(r":\w+", "", part)) for part in css.split(",")]


def _parser() -> html.HTMLParser:
    return html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)


def texts(card: Fragment, selector: Selector) -> list[str]:
    """What the elements of a selector show, without the empty ones."""
    return [text for element in card.select(selector) if (text := text_of(element))]


def text(card: Fragment, selector: Selector) -> str | None:
    """What the first element of a selector shows."""
    return next(iter(texts(card, selector)), None)


def text_in(element: Tag, selector: Selector) -> str | None:
    """What the first element of a selector inside another element shows."""
    return next((text for found in element.select(selector.css) if (text := text_of(found))), None)


def text_of(element: Tag, glue: str = "") -> str:
    """What an element shows; digits that are split into spans stay together."""
    return shown(element.get_text(glue).replace("<", " "))


def attribute(element: Tag, name: str) -> str | None:
    """An attribute's text."""
    value = element.get(name)
    return value if isinstance(value, str) and value.strip() else None


def counted(card: Fragment, selectors: Mapping[str, Selector], page: Page, where: str) -> None:
    """Notes every selector that does not match as often as it must."""
    for name, selector in selectors.items():
        if selector.least == 0 and selector.most is None:
            continue
        found = len(card.select(selector))
        if found < selector.least or (selector.most is not None and found > selector.most):
            page.met(where, f"layout_changed: {found} of {name!r}")
