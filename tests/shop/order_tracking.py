"""`mtop.ae.ld.querydetail`: where the parcels of an order are, as the shop says."""

from tests.shop.goods import product_id
from tests.shop.mtop import Calendar, Json, envelope
from tests.shop.orders import Order, Parcel, Scan


def order_tracking(order: Order, calendar: Calendar) -> Json:
    """`mtop.ae.ld.querydetail`: one entry a parcel, its scans newest first."""
    module: Json = {
        "isTrackingV2": True,
        "logisticsReceiverInfo": {
            "contactName": "Robin Example",
            "address": "1 Nowhere Lane",
            "zipCode": "00001",
        },
        "trackingDetailLineList": [parcel_json(order, parcel, calendar) for parcel in order.parcels],
    }
    if order.refund_by is not None:
        module["fastDeliveryInfoDTO"] = {
            "fdTitle": "Fast delivery",
            "fdContentList": [
                f"Refund if no delivery before {calendar.text(order.refund_by)}",
                "Refund if package lost",
            ],
        }
    return envelope("mtop.ae.ld.querydetail", {"module": module, "result": True})


def parcel_json(order: Order, parcel: Parcel, calendar: Calendar) -> Json:
    begun = [
        Scan("ORDER_PLACED", order.placed, "Order placed", 9),
        Scan("ORDER_PAID", order.placed if order.paid is None else order.paid, "Order paid", 10),
    ]
    scans = [*parcel.scans, *reversed(begun)]
    carried = parcel.items or tuple(range(len(order.items)))
    line: Json = {
        "mailNo": parcel.local_number or parcel.number,
        "originMailNo": parcel.number,
        "logisticsCarrierName": parcel.service,
        "logisticsCpInfo": {"cpName": parcel.carrier},
        "packageItemList": [
            {
                "count": order.items[i].quantity,
                "itemId": int(product_id(order, i)),
                "itemTitle": order.items[i].title,
            }
            for i in carried
        ],
        "detailList": [scan_json(scan, calendar) for scan in scans],
    }
    if order.eta is not None:
        line["etaInfo"] = {
            "endEtaTime": calendar.millis(order.eta),
            "etaSceneCode": "FULFILLLMENT_PROMISE_ETA",
            "etaTimeText": f"{calendar.day(order.eta):%b}. {calendar.day(order.eta).day}",
        }
    return line


def scan_json(scan: Scan, calendar: Calendar) -> Json:
    day = calendar.day(scan.day)
    return {
        "time": calendar.millis(scan.day, scan.hour),
        "timeText": f"{day:%a} | {day:%b}. {day:%d} {scan.hour:02d}:00",
        "trackingName": scan.text,
        "trackingDetailDesc": scan.text,
        "trackingPrimaryCode": f"AE_{scan.code}",
        "trackingSecondCode": f"AE_{scan.code}",
        **({"detailedLocation": scan.place} if scan.place else {}),
    }
