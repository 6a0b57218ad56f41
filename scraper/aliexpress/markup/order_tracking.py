"""The tracking page in HTML: hashed class names, matched by the part before the hash."""

from bs4 import Tag

from scraper.aliexpress import dates, ids
from scraper.aliexpress.markup.document import Document, Fragment, counted, text_in, text_of
from scraper.aliexpress.markup.selectors import TRACKING
from scraper.aliexpress.order_tracking import number_of
from scraper.aliexpress.reading import Page, Reading
from scraper.facts import Event, Parcel, Span
from scraper.status import classify, denies_delivery, standing
from scraper.undated import UNDATED, dated


def read_order_tracking(document: Document, page: Page) -> Reading:
    """The parcels of the page: every number with the scans that follow it."""
    body = document.whole()
    counted(body, TRACKING, page, "tracking page")
    asked = ids.asked(page.url)
    named = ids.order_id_of(asked.get("tradeOrderId")) or ids.linked_order_id(document.text)
    if named is None:
        page.met("tracking page", "nothing says which order it is about")
    parcels = [parcel for marks in _by_parcel(body) if (parcel := _parcel(marks, page))]
    return Reading(
        kind="order_tracking",
        order_ids=(named,) if named else (),
        parcels=tuple(parcels),
        language=page.language,
        problems=tuple(page.problems),
    )


def _by_parcel(body: Fragment) -> list[dict[str, list[Tag]]]:
    """The marks of each parcel: the page in its order, a new parcel at every number. What stands before the first
    number (service, arrival) belongs to it."""
    names = ("number", "carrier", "service", "node", "arrival")
    kinds = {id(element): name for name in names for element in body.select(TRACKING[name])}
    for element in body.select(TRACKING["number"]):  # a frame around number and label is no second number
        for frame in element.parents:
            if kinds.get(id(frame)) == "number":
                del kinds[id(frame)]
    parcels: list[dict[str, list[Tag]]] = [{}]
    for element in body.soup.find_all(True):
        name = kinds.get(id(element))
        if name is None:
            continue
        if name == "number" and "number" in parcels[-1]:
            if _number(element) == _number(parcels[-1]["number"][0]):
                continue
            parcels.append({})
        parcels[-1].setdefault(name, []).append(element)
    return parcels


def _number(element: Tag) -> str | None:
    """The number that an element shows, also behind its label."""
    printed = text_of(element)
    words = [n for word in printed.split() if (n := number_of(word))]
    return words[-1] if words else number_of(printed)


def _parcel(marks: dict[str, list[Tag]], page: Page) -> Parcel | None:
    number = next((n for element in marks.get("number", []) if (n := _number(element))), None)
    if number is None:
        return None
    carrier = next((t for element in marks.get("carrier", []) if (t := text_of(element))), None)
    events = tuple(dated([_event(node, carrier, page) for node in marks.get("node", [])]))
    arrival = next((t for element in marks.get("arrival", []) if (t := text_of(element))), None)
    return Parcel(
        number=number,
        carrier=carrier,
        service=next((t for element in marks.get("service", []) if (t := text_of(element))), None),
        status=standing(events),
        estimated_delivery=_estimated(arrival, events, page) if arrival else None,
        events=events,
    )


def _event(node: Tag, carrier: str | None, page: Page) -> Event:
    title, said = text_in(node, TRACKING["node_title"]), text_in(node, TRACKING["node_text"])
    printed = text_in(node, TRACKING["node_time"])
    at = dates.wall_clock(printed, page.language, until=page.seen_on) if printed else None
    if at is None:
        page.met("tracking page", f"{printed or title or said!r}: no time of a scan that can be understood")
        at = UNDATED
    found = classify(carrier, None, said or title, page.language)
    if found.status == "unknown" and title:
        titled = classify(carrier, None, title, page.language)
        if titled.status != "delivered" or not denies_delivery(carrier, said, page.language):
            found = titled
    if found.status == "unknown":
        page.met("tracking page", f"scan {said or title!r} is not known")
    return Event(local_time=at, text=said or title, status=found.status, advisory=found.advisory)


def _estimated(printed: str, events: tuple[Event, ...], page: Page) -> Span | None:
    if standing(events) == "delivered":
        return None
    days = dates.find(printed, page.language)[:2]
    known = [on for day in days if (on := dates.with_year(day, near=page.seen_on))]
    if len(known) < len(days) or not known:
        if days or any(c.isdecimal() for c in printed):
            page.met("tracking page", f"{printed!r} has no year or no known form")
        return None
    return Span(from_=min(known), to=max(known))
