"""Tracking pages of other accounts: what a scan means, when it was, when the parcel is to come."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.scraper.captured.captures import node, parcel, query_detail, read_out, tracking_url

SEEN = "2026-08-10T08:00:00+00:00"
NUMBER = "LP00123456789012"


def track(*nodes: dict[str, Any], language: str = "en", **more: Any) -> tuple[dict[str, Any], list[str]]:
    said = read_out(
        query_detail(parcel(NUMBER, *nodes, **more)), seen_at=SEEN, url=tracking_url(), language=language
    )
    return said["parcels"][0], said["problems"]


@pytest.mark.parametrize(
    ("code", "text", "status"),
    [
        ("AE_GTMS_SIGNED", "Package delivered.", "delivered"),
        ("AE_GTMS_SIGNED", "Delivered. Picked up by the recipient at parcel locker", "delivered"),
        ("AE_GTMS_SIGNED", "Package delivered after failed attempt", "delivered"),
        ("AE_GTMS_SIGNED", "Zugestellt nach fehlgeschlagenem Zustellversuch", "delivered"),
        ("AE_GTMS_SIGNED", "Not delivered", "delivery_failed"),
        ("AE_GTMS_SIGNED", "Delivery attempted", "delivery_failed"),
        ("AE_GTMS_SIGNED", "Zustellung fehlgeschlagen", "delivery_failed"),
        ("AE_GTMS_SIGNED", "Livraison échouée", "delivery_failed"),
        ("AE_GTMS_SIGNED", "Delivered to pick-up point, please collect", "at_pickup_point"),
        ("AE_GTMS_SIGNED", "Package delivered to parcel locker", "at_pickup_point"),
        ("AE_GTMS_SIGNED", "Votre colis a été livré en point relais", "at_pickup_point"),
        ("AE_GTMS_SIGNED", "快件已由驿站代收，请及时取件", "at_pickup_point"),
        ("AE_GTMS_SIGNED", "Returned package has been signed by the sender", "returned"),
        ("AE_GTMS_SIGNED", "Delivered to local carrier", "in_transit_destination"),
        ("AE_GTMS_SIGNED", "Handed over to the local delivery company", "in_transit_destination"),
        ("AE_GTMS_SIGNED", "Your parcel will be delivered", "in_transit_destination"),
        ("AE_GSTA_BUYER_SIGN", "Your parcel will be delivered", "in_transit_destination"),
        ("AE_GTMS_SIGNED", "Thank you for shopping with us", "delivered"),
        ("AE_CC_IM_HELD", "Package held by customs", "customs_held"),
        ("AE_GTMS_WAIT_SELF_PICK", "Ready for pickup", "at_pickup_point"),
        ("AE_GTMS_REJECT", "Delivery refused by recipient", "delivery_failed"),
        ("AE_XYZ_NEW", "Something new happened", "unknown"),
    ],
)
def test_status_of_a_scan(code: str, text: str, status: str) -> None:
    found, _problems = track(node(code, text))
    assert found["status"] == status


def test_a_new_code_of_a_known_stage_is_no_delivery_at_the_pick_up_point() -> None:
    text = "Your parcel has arrived at the pick-up point"
    found, problems = track(node("AE_GTMS_SIGNED", text, trackingSecondCode="AE_GTMS_STA_ARRIVED"))
    assert found["status"] == "at_pickup_point"
    assert "says delivered" in problems[0]


def test_only_the_nodes_before_shipment() -> None:
    found, problems = track(
        node("AE_ORDER_SHIPPED", "Your order has shipped", "Wed | Jul. 29 10:30", time=1785346200000),
        node("AE_ORDER_PAID", "Your package is being prepared", None, time=1785146200000),
        node("AE_ORDER_PLACED", "Your order's been created", None, time=1785046200000),
    )
    assert found["status"] == "info_received"
    assert [event["local_time"] for event in found["events"]][1:] == [
        "2026-07-27T02:56:40",
        "2026-07-25T23:10:00",
    ]
    assert problems == []


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("de", "Di | 28. Juli 18:39"),
        ("de", "Di. | Juli 28 18:39"),
        ("fr", "mar. | juil. 28 18:39"),
        ("fr", "mar. 28 juil. à 18:39"),
        ("es", "mar | jul. 28 18:39"),
        ("pt_BR", "ter | jul. 28 18:39"),
        ("it", "mar | lug. 28 18:39"),
        ("pl", "wt. | lip. 28 18:39"),
        ("nl", "di | jul. 28 18:39"),
        ("ru", "Вт, 28 июля 18:39"),
        ("uk", "вт | лип. 28 18:39"),
        ("tr", "Sal | Tem. 28 18:39"),
        ("el", "Τρί | Ιουλ. 28 18:39"),
        ("he", "יום ג׳ | יולי 28 18:39"),
        ("ar", "الثلاثاء | يوليو ٢٨ ١٨:٣٩"),
        ("ar", "الثلاثاء | 28 يوليو 6:39 م"),
        ("ko", "화 | 7월 28 18:39"),
        ("ko", "화 | 7월. 28 오후 6:39"),
        ("ja", "7月28日(火) 18:39"),
        ("cs", "út 28. 7. 18:39"),
        ("sv", "tis | juli 28 18:39"),
        ("zh", "周二 | 7月28日 下午6:39"),
        ("en", "Tue | Jul. 28 6:39 PM"),
        ("en", "Tue | Jul. 28 18:39 GMT+02:00"),
    ],
)
def test_time_of_a_scan(language: str, printed: str) -> None:
    found, problems = track(node("AE_GTMS_SIGNED", "", printed, time=1785256740000), language=language)
    assert found["events"][0]["local_time"] == "2026-07-28T18:39:00"
    assert found["events"][0]["utc_offset"] == "+02:00"
    assert problems == []


def test_two_times_of_day_are_not_midnight() -> None:
    found, problems = track(node("AE_GTMS_SIGNED", "", "Jul. 28 18:39 (local 19:39)", time=1785256740000))
    assert found["events"][0]["local_time"] == "2026-07-28T16:39:00"
    assert problems


@pytest.mark.parametrize("epochs", [True, False])
@pytest.mark.parametrize(
    ("language", "printed", "last"),
    [
        ("en", "Sep 21 - 26", 26),
        ("en", "between Sep 21 and 26", 26),
        ("de", "21.–26. Sept.", 26),
        ("de", "zwischen 21. und 26. Sept.", 26),
        ("fr", "entre le 21 et le 26 sept.", 26),
        ("es", "del 21 al 26 de septiembre", 26),
        ("pt_BR", "21 - 26 de set.", 26),
        ("it", "dal 21 al 26 set", 26),
        ("pl", "od 21 do 26 wrz", 26),
        ("ru", "с 21 по 26 сент.", 26),
        ("ar", "٢١ - ٢٦ سبتمبر", 26),
        ("ko", "9월 21일 - 26일", 26),
        ("ja", "9月21日～26日", 26),
        ("cs", "21. - 26. 9.", 26),
        ("he", "21 - 26 בספט׳", 26),
    ],
)
def test_days_of_the_estimate(language: str, printed: str, last: int, epochs: bool) -> None:
    info: dict[str, Any] = {"etaTimeText": printed, "etaSceneCode": "FULFILLLMENT_PROMISE_ETA"}
    if epochs:
        ends = (datetime(2026, 9, day, 12, tzinfo=UTC) for day in (21, last))
        info |= dict(
            zip(("beginEtaTime", "endEtaTime"), (int(at.timestamp() * 1000) for at in ends), strict=True)
        )
    found, problems = track(node("AE_LH_DEPART", "left"), language=language, etaInfo=info)
    assert found["estimated_delivery"] == {"from": "2026-09-21", "to": f"2026-09-{last}"}
    assert problems == []


def test_scans_with_the_oldest_first_are_turned() -> None:
    found, _problems = track(
        node("", "Parcel accepted", "Mon | Jul. 06 10:30"),
        node("", "Delivered", "Thu | Jul. 09 10:30", time=1783589400000),
        node("", "Returned to sender", "Thu | Jul. 09 10:30", time=1783589400000),
    )
    assert [event["status"] for event in found["events"]] == ["returned", "delivered", "accepted"]
    assert found["status"] == "returned"


def test_a_parcel_without_a_list_of_scans_is_not_one_without_scans() -> None:
    plain = parcel(NUMBER)
    del plain["detailList"]
    said = read_out(query_detail(plain), seen_at=SEEN, url=tracking_url(), language="en")
    assert any("detailList" in problem for problem in said["problems"])
    assert track()[1] == []


@pytest.mark.parametrize("when", [None, "soon", "??:??"])
def test_a_newest_scan_without_a_time_undoes_the_delivery_below_it(when: str | None) -> None:
    found, problems = track(
        node("", "Returned to sender", when, time=None),
        node("", "Delivered", "Thu | Jul. 09 10:30", time=1783589400000),
    )
    assert found["status"] == "returned"
    assert [event["local_time"] for event in found["events"]] == ["2026-07-09T10:30:00"] * 2
    assert problems


def test_a_step_to_come_without_a_time_is_no_scan() -> None:
    found, _problems = track(
        node("", "Delivered", None, time=None),
        node("", "Out for delivery", None, time=None),
        node("", "Parcel accepted", "Mon | Jul. 06 10:30"),
    )
    assert [event["status"] for event in found["events"]] == ["accepted"]
