"""The tracking page: `mtop.ae.ld.querydetail`, one `trackingDetailLineList` entry a parcel.

Times are printed in the zone of the request and without a year; the epoch beside them says the year, and, where the
two agree for every scan, the offset. The receiver's data is not looked at, but for the country.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any

from babel import Locale
from msgspec.structs import replace

from scraper.aliexpress import dates, ids
from scraper.aliexpress.body import PERSONAL, lost, record, records, texts_within, whole, words
from scraper.aliexpress.countdowns import PACIFIC
from scraper.aliexpress.reading import Page, Reading
from scraper.aliexpress.refunds import from_epoch, offset_between
from scraper.aliexpress.sentences import Said
from scraper.aliexpress.words import code_of, folded, languages, shown
from scraper.facts import Event, Parcel, Span
from scraper.places import located
from scraper.status import classify, means_delivery, standing, with_direction
from scraper.undated import UNDATED, dated

NUMBER = re.compile(r"(?=[A-Z0-9-]*\d)[A-Z0-9][A-Z0-9-]{5,38}[A-Z0-9]")
_RECEIVER = frozenset({"logisticsReceiverInfo", "receiverInfo", "addressVO", "detailList"})
_ARRIVED = "REAL_DELIVERY"
_OWN_CODES = {
    "UK": "GB", "SRB": "RS", "MNE": "ME", "KS": "XK", "ZR": "CD", "TLS": "TL", "GGY": "GG", "JEY": "JE", "ALA": "AX",
    "BLM": "BL", "MAF": "MF", "SGS": "GS", "SSD": "SS",
}  # fmt: skip
"""AliExpress' own codes of countries, where they are not those of ISO 3166."""
_SHORTEST_OWN = 4


def read_order_tracking(module: Mapping[str, Any], page: Page) -> Reading:
    """The parcels of an order and the promises that the page repeats."""
    page.misshapen(
        module, {"trackingDetailLineList": "list", "fastDeliveryInfoDTO": "object"}, "tracking page"
    )
    raw_lines = records(module.get("trackingDetailLineList"))
    if lost(module.get("trackingDetailLineList")):
        page.met("trackingDetailLineList", "layout_changed: a parcel that is no object")
    order_ids = tuple(dict.fromkeys(_order_ids(module, page)))
    if not order_ids:
        page.met("tracking page", "nothing says which order it is about")
    country = _country(module, page)
    receiver = _own_words(module)
    parcels = tuple(
        without(parcel, receiver)
        for i, raw in enumerate(raw_lines)
        if (parcel := _parcel(raw, i, country, page))
    )
    if "trackingDetailLineList" not in module:
        page.met("tracking page", "SUCCESS, but no list of parcels in it")
    elif not parcels:
        page.met("tracking page", "no parcel on it")
    said = Said(page, "shipped")
    promise = record(module.get("fastDeliveryInfoDTO"))
    contents = promise.get("fdContentList")
    contents = list(contents.values()) if isinstance(contents, dict) else contents
    texts = [t for t in contents if isinstance(t, str)] if isinstance(contents, list) else []
    page.misshapen(promise, {"fdContentList": "list"}, "fastDeliveryInfoDTO")
    if isinstance(contents, list) and len(texts) < len(contents):
        page.met("fastDeliveryInfoDTO.fdContentList", "layout_changed: a promise that is no text")
    for text in (
        texts or [t for name in ("fdContent", "fdContentRichText") if (t := words(promise.get(name)))][:1]
    ):
        said.sentences(text, "fastDeliveryInfoDTO.fdContentList", service=True)
    return Reading(
        kind="order_tracking",
        order_ids=order_ids,
        parcels=parcels,
        dates=tuple(said.dates),
        language=page.language,
        problems=tuple(page.problems),
    )


def _own_words(module: Mapping[str, Any]) -> re.Pattern[str] | None:
    """What the page says of the receiver's person: name, street and phones; country, city and postcode stay."""
    info = record(module.get("logisticsReceiverInfo")) or record(module.get("receiverInfo"))
    own = {
        said
        for name, value in info.items()
        if PERSONAL.search(name) and not re.search(r"zip|post|country", name, re.IGNORECASE)
        if (said := words(value, 200)) and len(said) >= _SHORTEST_OWN
    }
    return re.compile("|".join(map(re.escape, sorted(own, key=len, reverse=True))), re.I) if own else None


def without(parcel: Parcel, receiver: re.Pattern[str] | None) -> Parcel:
    """The parcel without the receiver's words in what its scans say."""
    if receiver is None:
        return parcel
    events = tuple(
        replace(
            event, text=receiver.sub("…", event.text or "") or None, place=_elsewhere(event.place, receiver)
        )
        for event in parcel.events
    )
    return replace(parcel, events=events)


def _elsewhere(place: str | None, receiver: re.Pattern[str]) -> str | None:
    return None if place is None or receiver.search(place) else place


def _order_ids(module: Mapping[str, Any], page: Page) -> Iterator[str]:
    asked = ids.asked(page.url)
    for name in ("tradeOrderId", "orderId", "tradeId"):
        if found := ids.order_id_of(asked.get(name)):
            yield found
    for part in (module, *records(module.get("trackingDetailLineList"))):
        for name in ("tradeOrderId", "orderId"):
            if found := ids.order_id_of(part.get(name)):
                yield found
        for item in records(part.get("packageItemList")):
            if found := ids.order_id_of(item.get("tradeOrderId")) or ids.order_id_of(item.get("orderId")):
                yield found
    for _path, text in texts_within(dict(module), "", _RECEIVER):
        if "rderId" in text and (found := ids.linked_order_id(text)):
            yield found


def number_of(value: Any) -> str | None:
    """A tracking number as it is printed, without blanks; None for anything that is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = ids.exact(value)
    text = re.sub(r"\s", "", value[:60]).upper() if isinstance(value, str) else ""
    return text if NUMBER.fullmatch(text) else None


def _parcel(raw: Mapping[str, Any], index: int, country: str | None, page: Page) -> Parcel | None:
    where = f"trackingDetailLineList[{index}]"
    page.misshapen(
        raw,
        {
            "detailList": "list",
            "etaInfo": "object",
            "logisticsCpInfo": "object",
            "logisticsCarrierName": "text",
        },
        where,
    )
    mail, origin = number_of(raw.get("mailNo")), number_of(raw.get("originMailNo"))
    carrier = record(raw.get("logisticsCpInfo"))
    number = mail or origin
    if number is None:
        if raw.get("mailNo") or raw.get("originMailNo") or raw.get("detailList"):
            page.met(where, "layout_changed: a parcel without a number")
        return None
    local = _local_number(carrier)
    name = words(carrier.get("cpName"), 120)
    if "detailList" not in raw:
        page.met(where, "layout_changed: no list of scans (detailList)")
    if lost(raw.get("detailList")):
        page.met(f"{where}.detailList", "layout_changed: a scan that is no object")
    events = located(_events(records(raw.get("detailList")), where, name, page), country)
    return Parcel(
        number=number,
        origin_number=origin if origin != number else None,
        local_number=local if local not in (number, origin) else None,
        carrier=name,
        local_carrier=name,
        service=words(raw.get("logisticsCarrierName"), 120),
        destination_country=country,
        status=standing(events),
        estimated_delivery=_estimated(record(raw.get("etaInfo")), f"{where}.etaInfo", page),
        events=events,
    )


def _local_number(carrier: Mapping[str, Any]) -> str | None:
    """The number that the last carrier knows the parcel by: the text that its card offers to copy."""
    phones = {
        re.sub(r"\D", "", str(p))
        for p in carrier.get("cpContactPhoneList") or []
        if isinstance(p, (str, int))
    }
    for info in records(carrier.get("infoList")):
        found = number_of(info.get("content"))
        if (
            found
            and re.sub(r"\D", "", found) not in phones
            and re.search(r"[A-Z]", found)
            and "HTTP" not in found
        ):
            return found
    return next(
        (n for key in ("mailNo", "localMailNo", "trackingNumber") if (n := number_of(carrier.get(key)))), None
    )


def _events(raws: list[dict[str, Any]], where: str, carrier: str | None, page: Page) -> tuple[Event, ...]:
    timed = [(raw, *_time(raw, f"{where}.detailList[{i}]", page)) for i, raw in enumerate(raws)]
    offsets = {offset for _raw, at, offset in timed if at and at.tzinfo is None}
    shared = offsets.pop() if len(offsets) == 1 else None
    events = []
    for index, (raw, at, _offset) in enumerate(timed):
        if at is None:
            at, offset = UNDATED, None
        elif at.tzinfo:
            at = at.astimezone(timezone(shared)) if shared is not None else at
            offset = at.utcoffset()
        else:
            offset = shared
        place = f"{where}.detailList[{index}]"
        events.append(_event(raw, at.replace(tzinfo=None), offset, place, carrier, page))
    days = [event.local_time.date() for event in events if event.local_time != UNDATED]
    if days and days[0] < days[-1]:
        events.reverse()
    return with_direction(dated(events))


def _time(raw: Mapping[str, Any], where: str, page: Page) -> tuple[datetime | None, timedelta | None]:
    """The printed wall clock of a scan with the offset that its epoch gives it, else the aware instant."""
    epoch, text = from_epoch(whole(raw.get("time"))), words(raw.get("timeText"))
    if text:
        at = dates.wall_clock(shown(text), page.language, epoch.date() if epoch else None, page.seen_on)
        if at:
            return at, offset_between(at, epoch) if epoch else None
        understood = dates.only_day(shown(text), page.language)
        wrong = "has no year, and nothing says which" if understood else "is no time in a known form"
        page.met(where, f"{text!r} {wrong}")
    elif epoch is None:
        page.met(where, "a scan without a time")
    return epoch.replace(microsecond=0) if epoch else None, None


def _iso_offset(offset: timedelta | None) -> str | None:
    if offset is None:
        return None
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _event(
    raw: Mapping[str, Any],
    at: datetime,
    offset: timedelta | None,
    where: str,
    carrier: str | None,
    page: Page,
) -> Event:
    code, stage = words(raw.get("trackingSecondCode"), 80), words(raw.get("trackingPrimaryCode"), 80)
    text = words(raw.get("trackingDetailDesc"), 500) or words(raw.get("trackingName"), 500)
    said = shown(text) if text else None
    coded = (each for each in (code, stage) if each)
    own = next((each for each in coded if classify("aliexpress", each, None).by == "code"), None)
    if own:
        found = classify("aliexpress", own, said, page.language)
    elif (found := classify(carrier, None, said, page.language)).status == "unknown":
        found = classify(carrier, code or stage, said, page.language)
    if found.status != "delivered" and means_delivery("aliexpress", own):
        page.met(where, f"the code {own!r} says delivered, {said!r} does not")
    if found.status == "unknown":
        page.met(where, f"scan {code or stage or said!r} is not known")
    return Event(
        local_time=at,
        utc_offset=_iso_offset(offset),
        code=code or stage,
        text=said,
        place=words(raw.get("detailedLocation"), 200),
        status=found.status,
        advisory=found.advisory,
    )


def _estimated(info: Mapping[str, Any], where: str, page: Page) -> Span | None:
    """The days of the estimate, from its text, else from its epochs (as Pacific days); none once it is delivered."""
    if not info or words(info.get("etaSceneCode")) == _ARRIVED:
        return None
    begin, end = from_epoch(whole(info.get("beginEtaTime"))), from_epoch(whole(info.get("endEtaTime")))
    page.misshapen(info, {"etaTimeText": "text"}, where)
    text = next(
        (t for n in ("etaTimeText", "etaTitleRichText", "etaTitle") if (t := words(info.get(n)))), None
    )
    days = dates.find(shown(text), page.language) if text else ()
    near = (end or begin or page.seen_at) if days else None
    printed = [on for day in days[:2] if (on := dates.with_year(day, near=near.date() if near else None))]
    if printed and len(printed) == len(days[:2]):
        return Span(from_=min(printed), to=max(printed))
    if end or begin:
        given = [at.astimezone(PACIFIC).date() for at in (begin, end) if at]
        return Span(from_=min(given), to=max(given))
    if text and any(c.isdecimal() for c in folded(text)):
        page.met(
            where,
            f"{text!r} " + ("has no year, and nothing says which" if days else "is no date in a known form"),
        )
    return None


def _country(module: Mapping[str, Any], page: Page) -> str | None:
    receiver = record(module.get("logisticsReceiverInfo"))
    code = words(receiver.get("countryCode"), 3)
    if code and (found := country_named(code, page.language)):
        return found
    name = words(receiver.get("country"), 80)
    return country_named(name, page.language) if name else None


def country_named(name: str, language: str | None) -> str | None:
    """The ISO 3166 code of a country named in English or in the page's language."""
    if name in _OWN_CODES:
        return _OWN_CODES[name]
    if re.fullmatch(r"[A-Za-z]{2}", name):
        return name.upper()
    wanted = folded(name)
    return next(
        (found for code in (language, "en") if (found := _countries(code_of(code) or "en").get(wanted))), None
    )


@cache
def _countries(language: str) -> Mapping[str, str]:
    if language not in languages():
        return {}
    named = Locale.parse(language).territories
    return {folded(name): code for code, name in named.items() if len(code) == 2 and code.isalpha()} | {
        "korea": "KR",
        "russian federation": "RU",
        "czech republic": "CZ",
        "turkiye": "TR",
    }
