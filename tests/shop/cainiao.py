"""Cainiao's `global/detail.json` for the parcels of the stand-in shop, in its five ways of answering."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from tests.shop.answers import Calendar, Json
from tests.shop.orders import Order, Parcel, Scan

COUNTRIES = {
    "DE": "Germany", "US": "United States", "GB": "United Kingdom", "PL": "Poland", "BR": "Brazil", "JP": "Japan"
}  # fmt: skip
STATUS = {"GTMS_SIGNED": ("DELIVERED", "Delivered"), "CC_IM_EXCEPTION": ("CLEAR_CUSTOMS", "In customs")}


def module(number: str, orders: Iterable[Order], calendar: Calendar, verbatim: Mapping[str, Json]) -> Json:
    """The answer for one number: known, Economy, announced (no `detailList`) or not theirs (`EXTERNAL`)."""
    if number in verbatim:
        return verbatim[number]
    for order in orders:
        for parcel in order.parcels:
            if number in (parcel.number, parcel.local_number) and parcel.known != "unknown":
                return shown(number, order, parcel, calendar)
    return {"mailNo": number, "mailNoSource": "EXTERNAL", "detailList": []}


def shown(number: str, order: Order, parcel: Parcel, calendar: Calendar) -> Json:
    head: Json = {
        "mailNo": number,
        "mailNoSource": "AE",
        "originCountry": "Mainland China",
        "destCountry": COUNTRIES[order.country],
        "destCpInfo": {"cpName": parcel.carrier, "phone": "", "url": "https://paketbote.example/"},
    }
    if parcel.known == "announced":
        return head | {
            "status": "SELLER_PREPARING",
            "statusDesc": "Awaiting seller dispatch",
            "noTrackingDataDesc": "No tracking updates yet",
        }
    status, words = STATUS.get(parcel.scans[0].code, ("DELIVERING", "In transit"))
    events = [event(scan, calendar) for scan in parcel.scans]
    head |= {"status": status, "statusDesc": words, "latestTrace": events[0], "detailList": events}
    if parcel.local_number and parcel.local_number != number:
        head |= {
            "realMailNo": f"Latest Tracking Number:\t{parcel.local_number}",
            "copyRealMailNo": parcel.local_number,
        }
    if parcel.economy:
        head |= {
            "mailType": "Economy",
            "mailTypeDesc": "Tracking ends when the parcel is handed over to the local carrier.",
        }
    if order.eta is not None:
        head["globalEtaInfo"] = {
            "etaDesc": "Estimated delivery by",
            "deliveryMinTime": calendar.millis(order.eta),
            "deliveryMaxTime": calendar.millis(order.eta),
        }
    return head


def event(scan: Scan, calendar: Calendar) -> Json:
    """`time` is, as on the real site, `timeStr` read at UTC+8 whatever the zone label says."""
    day = calendar.day(scan.day)
    return {
        "time": calendar.millis(scan.day, scan.hour) - int(timedelta(hours=8).total_seconds() * 1000),
        "timeStr": f"{day:%Y-%m-%d} {scan.hour:02d}:00:00",
        "timeZone": "GMT+8",
        "desc": scan.text,
        "standerdDesc": f"[{scan.place}] {scan.text}" if scan.place else scan.text,
        "descTitle": "Carrier note:",
        "actionCode": scan.code,
    }
