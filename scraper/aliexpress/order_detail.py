"""The order detail: `mtop.aliexpress.trade.buyer.order.detail`, the page on which the clocks stand."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from scraper.aliexpress import dates, ids, order_status
from scraper.aliexpress.body import PERSONAL, lost, numbers_within, record, records, texts_within, words
from scraper.aliexpress.components import Component, broken, components
from scraper.aliexpress.lines import actions_of, currency_in, line, lines_in
from scraper.aliexpress.money import currency_code, price
from scraper.aliexpress.order_list import exposed, placed, store
from scraper.aliexpress.order_status import Signs
from scraper.aliexpress.order_tracking import country_named, number_of
from scraper.aliexpress.progress import read_progress
from scraper.aliexpress.reading import Page, Reading
from scraper.aliexpress.refunds import from_epoch
from scraper.aliexpress.sentences import Said
from scraper.aliexpress.words import shown
from scraper.facts import Line, Order, Store

STATUS, PROGRESS, SERVICES = (
    "detail_order_status_block",
    "detail_service_progress_bar",
    "detail_order_services",
)
INFO, PRODUCTS, PRICE = (
    "detail_simple_order_info_component",
    "detail_product_block",
    "detail_order_price_block",
)
PACKAGES = "detail_logistic_package_block"
_SILENT = frozenset(
    {"detail_root_container", "detail_tail_container", "detail_aync_block", INFO, PRODUCTS, PRICE, PACKAGES}
)
_NOT_SENTENCES = frozenset(
    {"buttonVOList", "buttonVOS", "buttons", "i18n", "href", "url", "icon", "bgImg", "helpUrl", "serviceIcon",
     "addressVO", "address", "contactName", "fullPhoneNo", "tradeOrderId", "orderId", "utParams", "currency",
     "baseCurrency", "intentionCurrency", "currencyCode"}
)  # fmt: skip
_OWN_DATES = ("orderCreatTime", "payTime", "orderShipTime", "orderEndTime")
_LEFT = re.compile(r"left|remain|count_?down", re.IGNORECASE)
_END = re.compile(r"end_?time|end_?date|deadline|expire|due|time_?out|until|limit", re.IGNORECASE)
_LONGEST_LEFT = 400 * 86_400_000
_SURELY_MILLISECONDS = 10_000_000


def read_order_detail(data: Mapping[str, Any], page: Page) -> Reading:
    """The one order of a detail page. `data`: the member `data` of the answer."""
    parts = components(data)
    page.broken(broken(data))
    told = [
        part
        for part in parts
        if part.fields and part.tag not in ("detail_root_container", "detail_tail_container")
    ]
    order = _order(data, parts, page) if told else None
    if not told:
        page.met("order detail", "SUCCESS, but only an empty skeleton")
    return Reading(
        kind="order_detail",
        orders=(order,) if order else (),
        language=page.language,
        problems=tuple(page.problems),
    )


def _fields(parts: Sequence[Component], tag: str) -> list[dict[str, Any]]:
    return [part.fields for part in parts if part.tag == tag]


def _order(data: Mapping[str, Any], parts: Sequence[Component], page: Page) -> Order | None:
    order_id = order_id_in(parts, page)
    if order_id is None:
        page.met("order detail", "layout_changed: no order number that can be trusted")
        return None
    where = f"order {order_id}"
    status_block = _merged(_fields(parts, STATUS))
    info = _merged(_fields(parts, INFO))
    prices = _merged(_fields(parts, PRICE))
    products = _fields(parts, PRODUCTS)
    title = words(status_block.get("title"))
    for tag, there in ((STATUS, status_block), (INFO, info), (PRODUCTS, any(products))):
        if not there:
            page.met(tag, "layout_changed: it is not on the page")
    page.misshapen(status_block, {"title": "text", "reminder": "text", "buttonVOList": "list"}, STATUS)
    page.misshapen(prices, {"totalPrice": "object"}, PRICE)
    for package in _fields(parts, PACKAGES):
        page.misshapen(package, {"packageInfoList": "list"}, PACKAGES)
        if sum(1 for _ in _packages([Component("", PACKAGES, None, package)])) < _size(
            package.get("packageInfoList")
        ):
            page.met(PACKAGES, "layout_changed: a package without a number")
    page.misshapen(info, dict.fromkeys(_OWN_DATES, "text"), INFO)
    raw_lines = [
        raw
        for block in products
        for raw in lines_in(block.get("productVOList"), page, f"{PRODUCTS}.productVOList")
    ]
    codes, reasons = order_status.signs(status_block, record(data.get("global")), info)
    line_actions = tuple(a for raw in raw_lines for a in actions_of(raw.get("buttonVOS")))
    actions = actions_of(status_block.get("buttonVOList") or status_block.get("buttons"))
    known_title = title or words(status_block.get("statusText"))
    status = order_status.decide(
        Signs(codes, reasons, known_title, actions + line_actions, shipped=bool(info.get("orderShipTime"))),
        page,
        where,
    )
    total = record(prices.get("totalPrice"))
    currency = currency_code(total.get("currencyCode")) or next(
        (c for b in products if (c := currency_in(b))), None
    )
    currency = currency or currency_code(status_block.get("intentionCurrency"))
    printed = {name: placed(info.get(name), page, f"{INFO}.{name}") for name in _OWN_DATES}
    placed_on = printed["orderCreatTime"] or placed(
        info.get("orderCreateTime"), page, f"{INFO}.orderCreateTime"
    )
    said = _said(parts, raw_lines, page, status, currency, placed_on or printed["payTime"])
    address = _merged([record(part.fields.get("addressVO") or part.fields.get("address")) for part in parts])
    carried = dict(_carried(parts, raw_lines))
    ended = printed["orderEndTime"]
    return Order(
        order_id=order_id,
        status=status,
        status_text=known_title,
        placed_on=placed_on,
        paid_on=printed["payTime"],
        shipped_on=printed["orderShipTime"],
        completed_on=ended if status == "completed" else None,
        closed_on=ended if status in ("cancelled", "expired") else None,
        store=_store(products),
        total=price(total.get("formatPriceInfo"), currency, total.get("value")),
        payment_method=words(info.get("paymentMethod"), 120),
        destination_country=_country(address, page),
        destination_city=_city(address, page),
        destination_postcode=words(address.get("postCode") or address.get("zipCode"), 20),
        lines=tuple(_line(raw, currency, page, carried) for raw in raw_lines),
        actions=actions,
        dates=tuple(said.dates),
        windows=tuple(said.windows),
        late_coupon=said.late_coupon,
        parcels=tuple(dict.fromkeys(_numbers(parts, raw_lines))),
        disputes=tuple(
            dispute
            for source in [*(part.fields for part in parts), *raw_lines]
            for dispute in exposed(source.get("exposeInfo"), order_id, currency, page, where)
        )
        or order_status.refunded(reasons, order_id),
    )


def order_id_in(parts: Sequence[Component], page: Page) -> str | None:
    """The order's number: from texts and links, from the address of the page, and only then from a JSON number."""
    blocks = [part.fields for part in parts if part.tag in (STATUS, INFO, PRODUCTS, PACKAGES, SERVICES)]
    named = [block.get(name) for block in blocks for name in ("tradeOrderId", "orderId")]
    asked = ids.asked(page.url)
    links = (
        text
        for block in blocks
        for path, text in texts_within(block, "")
        if path.lower().endswith(("href", "url"))
    )
    candidates: Iterator[str | None] = (
        found
        for source in (
            (ids.order_id_of(value) for value in named if isinstance(value, str)),
            (ids.linked_order_id(text) for text in links),
            (ids.order_id_of(asked.get(name)) for name in ("tradeOrderId", "orderId")),
            (ids.trailing_id(part.id) or ids.trailing_id(part.key) for part in parts if part.tag == SERVICES),
            (ids.order_id_of(value) for value in named if not isinstance(value, str)),
        )
        for found in source
    )
    return next((found for found in candidates if found), None)


def _merged(blocks: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for block in blocks:
        merged = {**block, **merged}
    return merged


def _said(
    parts: Sequence[Component],
    raw_lines: Sequence[Mapping[str, Any]],
    page: Page,
    status: str,
    currency: str | None,
    since: Any,
) -> Said:
    """All dates and windows: the products' estimate first, then services, then the status block's sentences."""
    said = Said(page, status, currency, since)
    for raw in raw_lines:
        if isinstance(extra := raw.get("itemExtraInfo"), str):
            said.sentences(extra, f"{PRODUCTS}.itemExtraInfo", service=True)
        page.misshapen(raw, {"etaAndTrack": "object"}, PRODUCTS)
        track = record(raw.get("etaAndTrack"))
        page.misshapen(track, {"expectDeliveryDateTitle": "text"}, f"{PRODUCTS}.etaAndTrack")
        text = words(track.get("expectDeliveryDateTitle") or track.get("expectDeliveryDate"))
        if text:
            _estimate(said, shown(text))
    for part in parts:
        if part.tag == PROGRESS:
            read_progress(part.fields, said)
    for part in parts:
        if part.tag == SERVICES:
            _services_in_shape(part.fields, page)
            for path, text in texts_within(part.fields, part.tag, _NOT_SENTENCES):
                said.sentences(text, path, service=True)
    reminder = Said(page, status, currency, since, dates=list(said.dates), late_coupon=said.late_coupon)
    for part in parts:
        if part.tag == STATUS or part.tag not in {*_SILENT, PROGRESS, SERVICES}:
            _status_block(part, reminder)
    said.dates[:] = reminder.dates
    said.windows[:] = [*reminder.windows, *(w for w in said.windows if w not in reminder.windows)]
    said.late_coupon = reminder.late_coupon
    return said


def _services_in_shape(fields: Mapping[str, Any], page: Page) -> None:
    page.misshapen(fields, {"data": "list"}, SERVICES)
    for index, service in enumerate(records(fields.get("data"))):
        page.misshapen(service, {"content": "text"}, f"{SERVICES}.data[{index}]")
    if lost(fields.get("data")):
        page.met(f"{SERVICES}.data", "layout_changed: a service that is no object")


def _status_block(part: Component, said: Said) -> None:
    known = part.tag == STATUS
    if PERSONAL.search(part.tag):
        return
    for path, text in texts_within(part.fields, part.tag, _NOT_SENTENCES):
        if path != f"{STATUS}.title" and (known or any(c.isdecimal() for c in text)):
            said.sentences(text, path, counts_down=known)
    for path, name, number in numbers_within(part.fields, part.tag):
        if number > 0 and _LEFT.search(name):
            _number_left(name, number, said, path)
        elif _END.search(name) and (at := from_epoch(number) or from_epoch(number * 1000)):
            said.ends_at(at, name, path)


def _number_left(name: str, left: int, said: Said, where: str) -> None:
    """A countdown given as a number: milliseconds left, or the instant of the end."""
    if at := from_epoch(left):
        said.ends_at(at, name, where)
    elif name.lower() == "lefttime" or left >= _SURELY_MILLISECONDS:
        if left <= _LONGEST_LEFT:
            said.counted_down(timedelta(milliseconds=left), name, where)
    else:
        said.page.met(where, f"{left}: seconds or milliseconds, the page does not say")


def _estimate(said: Said, text: str) -> None:
    """The products' delivery estimate: its last day is the promise."""
    found = dates.find(text, said.page.language)
    if found:
        said.keep("estimated_delivery", found[-1], text, f"{PRODUCTS}.etaAndTrack")
    elif any(c.isdecimal() for c in text):
        said.page.met(f"{PRODUCTS}.etaAndTrack", f"{text!r} is no date in a known form")


def _store(products: Sequence[Mapping[str, Any]]) -> Store | None:
    seller = next((s for block in products if (s := record(block.get("sellerVO")))), {})
    return store(
        seller.get("sellerName") or seller.get("storeName"),
        seller.get("storeUrl") or seller.get("storePageUrl"),
    )


def _line(raw: Mapping[str, Any], currency: str | None, page: Page, carried: Mapping[str, str]) -> Line:
    own = ids.exact(raw.get("orderLineId")) or ""
    offers = isinstance(raw.get("buttonVOS"), list)
    return line(raw, currency, page, offers=offers, parcel=carried.get(own) or _tracked(raw))


def _tracked(raw: Mapping[str, Any]) -> str | None:
    track = record(raw.get("etaAndTrack"))
    return next((n for name in ("trackingNumber", "mailNo") if (n := number_of(track.get(name)))), None)


def _size(value: Any) -> int:
    return len(value) if isinstance(value, (list, dict)) else 0


def _packages(parts: Sequence[Component]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for part in parts:
        for raw in records(part.fields.get("packageInfoList")):
            number = number_of(raw.get("trackingNumber")) or number_of(raw.get("mailNo"))
            if number:
                yield number, raw


def _carried(parts: Sequence[Component], raw_lines: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Which parcel carries which line, where a package names its lines."""
    known = {found for raw in raw_lines if (found := ids.exact(raw.get("orderLineId")))}
    for number, raw in _packages(parts):
        for value in raw.values():
            for item in value if isinstance(value, list) else ():
                named = (
                    item.get("orderLineId") or item.get("tradeOrderLineId")
                    if isinstance(item, dict)
                    else item
                )
                if (line_id := ids.exact(named)) in known and line_id:
                    yield line_id, number


def _numbers(parts: Sequence[Component], raw_lines: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for number, _raw in _packages(parts):
        yield number
    for raw in raw_lines:
        if number_ := _tracked(raw):
            yield number_
    for part in parts:
        for button in records(part.fields.get("buttonVOList")):
            if number_ := number_of(ids.asked(str(button.get("href") or "")).get("trackingNumber")):
                yield number_


def _country(address: Mapping[str, Any], page: Page) -> str | None:
    code = words(address.get("countryCode") or address.get("country"), 80)
    return country_named(code, page.language) if code else None


def _city(address: Mapping[str, Any], page: Page) -> str | None:
    """The city: its own member, else the first of "City, State, Country" where the last names the country."""
    own = words(address.get("city"), 80)
    if own:
        return own
    region = [part.strip() for part in str(address.get("regionAddress") or "")[:200].split(",")]
    code = _country(address, page)
    if code and len(region) == 3 and all(region) and country_named(region[2], page.language) == code:
        return region[0]
    return None
