"""Whether a tracking answer can be about the parcel of an order: numbers are shared and used again."""

from datetime import date, timedelta

from scraper.carriers import Source
from scraper.facts import Tracking
from scraper.places import placed
from scraper.status import NO_SCAN


def not_ours(tracking: Tracking, source: Source, country: str | None, order_day: date | None) -> str | None:
    """Why an answer is about somebody else's parcel than that of an order to `country`, placed on `order_day`.

    None where nothing speaks against it.
    """
    destination = tracking.destination_country or source.country
    if country and destination and destination != country:
        return f"it goes to {destination}, the order to {country}"
    if country:
        for event in tracking.events:
            ends = (placed(event.place, country) or "").rpartition(",")[2].strip()
            if event.status == "delivered" and len(ends) == 2 and ends.isupper() and ends != country:
                return f"it was delivered in {ends}, the order goes to {country}"
    if order_day is not None:
        for event in tracking.events:
            physical = not event.advisory and event.status not in NO_SCAN
            if physical and event.local_time.date() < order_day - timedelta(days=1):
                return f"it moved on {event.local_time.date()}, before the order of {order_day}"
    return None
