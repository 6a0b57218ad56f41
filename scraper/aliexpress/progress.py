"""The progress of the delivery service: nodes ("Paid", "R$5", "Refund"), each with its date.

Words first; where no word of a node is known its place decides: the first node is the payment, a node with an amount
is the coupon, the last one is the refund. What was read by its place alone says so.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from scraper.aliexpress import dates
from scraper.aliexpress.body import lost, records, texts_within, words
from scraper.aliexpress.sentences import Said, has_amount
from scraper.aliexpress.words import folded, says, shown
from scraper.facts import DateKind

BLOCK = "detail_service_progress_bar"
_STEPS = ("paid", "placed", "ship")
_OTHER = (
    "deliver",
    "confirm",
    "receipt",
    "completed_on",
    "dispute",
    "returns",
    "ended",
    "protect",
    "estimated",
)


def read_progress(fields: Mapping[str, Any], said: Said) -> None:
    """Reads nodes, sentence, title and buttons of the block into `said`."""
    said.page.misshapen(fields, {"nodes": "list", "title": "text", "text": "text"}, BLOCK)
    nodes = records(fields.get("nodes"))
    for index, node in enumerate(nodes):
        said.page.misshapen(node, {"text": "text", "time": "text"}, f"{BLOCK}.nodes[{index}]")
    if lost(fields.get("nodes")):
        said.page.met(f"{BLOCK}.nodes", "layout_changed: a node that is no object")
    read_nodes(
        [(shown(words(node.get("text")) or ""), shown(words(node.get("time")) or "")) for node in nodes], said
    )
    for path, text in texts_within(dict(fields), BLOCK, frozenset({"nodes", "title", "icon"})):
        if "utton" in path:
            _button(text, said)
        elif not path.lower().endswith(("href", "url", "type", "color")):
            said.sentences(text, path, service=True, counts_down=True)
    title = folded(words(fields.get("title")) or "")
    if title and says("coupon", title, said.page.language):
        _button(title, said)
    if title and said.late_coupon and says("ended", title, said.page.language):
        said.coupon("", "expired")


def read_nodes(nodes: Sequence[tuple[str, str]], said: Said) -> None:
    """Reads the nodes (text, printed date) in their order; one without a date says nothing."""
    for index, (text, printed) in enumerate(nodes):
        if printed:
            _node(text, printed, index, len(nodes), said)


def _node(text: str, printed: str, index: int, count: int, said: Said) -> None:
    where = f"{BLOCK}.nodes[{index}]"
    found = dates.find(printed, said.page.language)
    if len(found) != 1:
        said.page.met(where, f"{printed!r} is no date in a known form")
        return
    on = said.dated(found[0])
    over = bool(on and said.page.seen_on and on <= said.page.seen_on)
    kind, by_place = _meaning(text, index, count, over, said)
    if kind is None:
        return
    if by_place:
        said.page.met(where, f"{text!r} read by its place, not by its words")
    if kind == "stated":
        said.page.met(where, f"the date of {text!r} is not understood")
    if kind == "late_coupon":
        said.coupon(text)
    said.keep(kind, found[0], text or printed, where)


def _meaning(text: str, index: int, count: int, over: bool, said: Said) -> tuple[DateKind | None, bool]:
    """What the date of a node is (None: a step that is over), and whether only its place says so."""
    word, language = folded(text), said.page.language
    if has_amount(text):
        return "late_coupon", False
    if word and says("refund", word, language):
        return "refund_if_undelivered", False
    if word and says("coupon", word, language):
        return "late_coupon", False
    if any(says(stem, word, language) for stem in _STEPS):
        return None, False
    if over and says("deliver", word, language):
        return None, False
    kind = said.kind_of(word) if word else None
    if kind:
        return kind, False
    if any(says(stem, word, language) for stem in _OTHER):
        return "stated", False
    if index == 0:
        return None, False
    return ("refund_if_undelivered", True) if index == count - 1 else ("stated", False)


def _button(text: str, said: Said) -> None:
    word, language = folded(shown(text)), said.page.language
    if says("collected", word, language):
        said.coupon("", "collected")
    elif says("collect", word, language):
        said.coupon("", "claimable")
