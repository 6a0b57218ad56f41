"""The tracking page: parcels with their numbers, nodes, arrivals over new year, and no receiver."""

import json
from typing import Any

import pytest

from tests.scraper.captured.captures import (
    ORDER_ID,
    PRIVATE,
    SEEN,
    assert_holds,
    days,
    node,
    parcel,
    query_detail,
    read_out,
    tracking_url,
)


def page(body: Any, **envelope: Any) -> dict[str, Any]:
    said = read_out(body, **{"url": tracking_url(), "seen_at": SEEN, "language": "en", **envelope})
    assert said["kind"] == "order_tracking", said
    return said


def test_two_parcels_and_a_promise() -> None:
    body = query_detail(
        parcel("H1003000000000001021", node("AE_GTMS_ACCEPT", "Collected"), origin="LP00123456789012"),
        parcel("LP00123456789029", node("AE_ORDER_SHIPPED", "Shipped", None)),
        promises=[
            "Apply for €1.00 coupon code if delayed by Aug 5, 2026",
            "Refund if no delivery before Sep 5, 2026",
        ],
    )
    for text in (json.dumps(body), f"mtopjsonp5({json.dumps(body)})"):
        said = page(text)
        assert_holds(
            said,
            {
                "order_ids": [ORDER_ID],
                "parcels": [
                    {
                        "number": "H1003000000000001021",
                        "origin_number": "LP00123456789012",
                        "service": "AliExpress standard shipping",
                        "status": "in_transit_destination",
                    },
                    {"number": "LP00123456789029"},
                ],
            },
        )
        assert "Hermes" in json.dumps(said["parcels"][0])
        assert days(said, "refund_if_undelivered") == ["2026-09-05"]
        assert not any(word in json.dumps(said, ensure_ascii=False) for word in PRIVATE)
        assert "08001234567" not in json.dumps(said)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("AE_GTMS_SIGNED", "delivered"),
        ("AE_GTMS_DELIVERING", "out_for_delivery"),
        ("AE_GTMS_STA_SIGNED", "at_pickup_point"),
        ("AE_GTMS_WAIT_SELF_PICK", "at_pickup_point"),
        ("AE_GSTA_INFORM_BUYER", "at_pickup_point"),
        ("AE_GTMS_FAILED", "delivery_failed"),
        ("AE_GTMS_DEL_FAILURE", "delivery_failed"),
        ("AE_GTMS_RETURN", "returning"),
        ("AE_CC_IM_FAILURE", "customs_held"),
        ("AE_CC_IM_START", "customs_import"),
        ("AE_CC_IM_SUCCESS", "customs_cleared"),
        ("AE_CC_EX_START", "customs_export"),
        ("AE_LH_DEPART", "departed_origin"),
        ("AE_LH_ARRIVE", "arrived_destination"),
        ("AE_PICK_UP_SUCCESS", "accepted"),
        ("AE_ORDER_PLACED", "info_received"),
        ("AE_ORDER_PAID", "info_received"),
        ("AE_ORDER_SHIPPED", "info_received"),
    ],
)
def test_nodes(code: str, status: str) -> None:
    said = page(
        query_detail(parcel("LP00123456789012", node(code, "Blorp"), node("AE_ORDER_PAID", "x", None)))
    )
    assert said["parcels"][0]["events"][0]["status"] == status
    assert said["parcels"][0]["status"] == status


def test_three_pre_shipment_nodes_only() -> None:
    said = page(
        query_detail(
            parcel(
                "LP00123456789012",
                node("AE_ORDER_SHIPPED", "Order shipped", "Fri | Jul. 03 10:00"),
                node("AE_ORDER_PAID", "Package in preparation", "Wed | Jul. 01 10:00"),
                node("AE_ORDER_PLACED", "Order created", "Wed | Jul. 01 09:59"),
            )
        )
    )
    assert said["parcels"][0]["status"] == "info_received"
    assert [event["local_time"] for event in said["parcels"][0]["events"]] == [
        "2026-07-03T10:00:00",
        "2026-07-01T10:00:00",
        "2026-07-01T09:59:00",
    ]


@pytest.mark.parametrize(
    ("seen", "when", "local"),
    [
        ("2027-01-05T08:00:00+00:00", "Thu | Dec. 31 23:10", "2026-12-31T23:10:00"),
        ("2027-01-05T08:00:00+00:00", "Sat | Jan. 02 07:05", "2027-01-02T07:05:00"),
        ("2026-12-31T23:30:00+00:00", "Fri | Jan. 01 08:10", "2027-01-01T08:10:00"),
        ("2026-07-11T08:00:00+00:00", "Apr. 19 17:05", "2026-04-19T17:05:00"),
        ("2028-03-05T08:00:00+00:00", "Tue | Feb. 29 12:00", "2028-02-29T12:00:00"),
    ],
)
def test_time_without_a_year(seen: str, when: str, local: str) -> None:
    said = page(
        query_detail(parcel("LP00123456789012", node("AE_LH_DEPART", "x", when, time=None))), seen_at=seen
    )
    assert said["parcels"][0]["events"][0]["local_time"] == local


def eta(
    text: str, begin: int | None = None, end: int | None = None, scene: str = "FULFILLLMENT_PROMISE_ETA"
) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "etaTimeText": text,
        "etaSceneCode": scene,
        "etaTitleRichText": f"<strong>Estimated delivery: {text}</strong>",
    }
    if begin:
        plain |= {"beginEtaTime": begin, "endEtaTime": end}
    return {"etaInfo": plain}


@pytest.mark.parametrize(
    ("seen", "text", "span"),
    [
        ("2026-09-11T08:00:00+00:00", "Sep 21 - 26", ("2026-09-21", "2026-09-26")),
        ("2026-04-11T08:00:00+00:00", "Apr. 24 - May. 14", ("2026-04-24", "2026-05-14")),
        ("2026-12-11T08:00:00+00:00", "Dec. 28 - Jan. 3", ("2026-12-28", "2027-01-03")),
        ("2027-01-01T08:00:00+00:00", "Dec. 28 - Jan. 3", ("2026-12-28", "2027-01-03")),
        ("2026-12-20T08:00:00+00:00", "Jan. 3 - 9", ("2027-01-03", "2027-01-09")),
        ("2026-12-20T08:00:00+00:00", "Jan. 3", ("2027-01-03", "2027-01-03")),
    ],
)
def test_estimated_delivery(seen: str, text: str, span: tuple[str, str]) -> None:
    said = page(
        query_detail(parcel("LP00123456789012", node("AE_LH_DEPART", "x"), **eta(text))), seen_at=seen
    )
    assert_holds(said["parcels"][0], {"estimated_delivery": {"from": span[0], "to": span[1]}})


def test_real_delivery_is_no_estimate() -> None:
    said = page(
        query_detail(
            parcel(
                "LP00123456789012",
                node("AE_GTMS_SIGNED", "Delivered"),
                **eta("Jul. 6", scene="REAL_DELIVERY"),
            )
        )
    )
    assert "estimated_delivery" not in said["parcels"][0]


def test_unknown_node_is_unknown_with_a_problem() -> None:
    said = page(query_detail(parcel("LP00123456789012", node("AE_BLORP", "Delivered? blorp"))))
    assert said["parcels"][0]["events"][0]["status"] == "unknown"
    assert any("AE_BLORP" in problem for problem in said["problems"])


def test_no_parcel_yet_is_no_error_and_empty_module_is_a_problem() -> None:
    said = read_out(query_detail(), url=tracking_url(), seen_at=SEEN)
    assert_holds(said, {"kind": "order_tracking", "order_ids": [ORDER_ID], "parcels": []})
    said = read_out(
        {"api": "mtop.ae.ld.querydetail", "data": {}, "ret": ["SUCCESS::ok"]},
        url=tracking_url(),
        seen_at=SEEN,
    )
    assert said["problems"], said


def test_name_of_the_receiver_in_a_scan_is_left_out() -> None:
    said = page(
        query_detail(
            parcel(
                "LP00123456789012",
                node("AE_GTMS_SIGNED", "Delivered to Wilhelmina Quastenflosse, Zwergengasse 77b"),
            )
        )
    )
    assert said["parcels"][0]["status"] == "delivered"
    assert not any(word in json.dumps(said, ensure_ascii=False) for word in PRIVATE)


def test_number_near_two_to_the_53_as_order_id() -> None:
    said = page(query_detail(parcel("LP00123456789012")), url=tracking_url("9007199254740993"))
    assert said["order_ids"] == ["9007199254740993"]
