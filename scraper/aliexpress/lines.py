"""The lines of an order, alike in list and detail, and the buttons of either."""

from collections.abc import Mapping
from typing import Any

from scraper.aliexpress import ids
from scraper.aliexpress.body import lost, record, records, whole, words
from scraper.aliexpress.money import currency_code, price
from scraper.aliexpress.reading import Page
from scraper.aliexpress.words import shown
from scraper.facts import Line

LONGEST_TITLE = 500


def line(
    raw: Mapping[str, Any], currency: str | None, page: Page, *, offers: bool, parcel: str | None = None
) -> Line:
    """One line. `offers`: the page shows the buttons of a line, so that a missing OPEN_DISPUTE says "not now"."""
    quantity = whole(raw.get("quantity") if raw.get("quantity") is not None else raw.get("itemCount"))
    title = words(raw.get("itemTitle"), LONGEST_TITLE)
    url = raw.get("itemDetailUrl")
    buttons = actions_of(raw.get("buttonVOS") if raw.get("buttonVOS") is not None else raw.get("buttons"))
    return Line(
        line_id=ids.exact(raw.get("orderLineId")),
        product_id=ids.product_id(raw.get("productId"), url, page.url),
        title=shown(title) if title else None,
        quantity=quantity if quantity and quantity > 0 else None,
        unit_price=price(
            raw.get("formatPriceInfo"),
            currency_code(raw.get("currencyCode")) or currency,
            raw.get("itemPriceText"),
        ),
        sku=_sku(raw),
        image_url=ids.link(raw.get("itemImgUrl")),
        dispute_offered="OPEN_DISPUTE" in buttons if offers else None,
        parcel=parcel,
    )


def lines_in(value: Any, page: Page, where: str) -> list[dict[str, Any]]:
    """The lines of an order; one that names neither itself nor what it is becomes a problem."""
    if isinstance(value, list) and all(map(_is_whole, value)):
        return value
    page.misshapen({"": value}, {"": "list"}, where)
    found = records(value)
    known = [raw for raw in found if _names_itself(raw)]
    if unnamed := lost(value) + len(found) - len(known):
        page.met(where, f"layout_changed: {unnamed} without a number and a title")
    return known


def _is_whole(raw: Any) -> bool:
    return isinstance(raw, dict) and isinstance(raw.get("orderLineId"), str)


def _names_itself(raw: Mapping[str, Any]) -> bool:
    numbers = (raw.get(name) for name in ("orderLineId", "productId"))
    return any(map(ids.exact, numbers)) or bool(
        words(raw.get("itemTitle")) or ids.link(raw.get("itemDetailUrl"))
    )


def _sku(raw: Mapping[str, Any]) -> str | None:
    pairs = [
        f"{name}: {text}" if (name := words(attr.get("name"))) else text
        for attr in records(raw.get("skuAttrs"))
        if (text := words(attr.get("text")))
    ]
    return "; ".join(pairs) or words(raw.get("skuDesc")) or None


def actions_of(buttons: Any) -> tuple[str, ...]:
    """The types of buttons, each once, in their order."""
    types = (words(button.get("type"), 60) for button in records(buttons))
    return tuple(dict.fromkeys(kind for kind in types if kind))


def currency_in(fields: Mapping[str, Any]) -> str | None:
    """The buyer's currency of an order (`currencyCode`, else that of its lines, else the intended one)."""
    lines = records(fields.get("orderLines")) or records(fields.get("productVOList"))
    return currency_code(
        fields.get("currencyCode"),
        record(fields.get("totalPrice")).get("currencyCode"),
        *(raw.get("currencyCode") for raw in lines),
        fields.get("intentionCurrency"),
    )
