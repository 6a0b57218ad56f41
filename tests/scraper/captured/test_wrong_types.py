"""Values of wrong types on every page: each is told with its place, and nothing is lost in silence."""
# ruff: noqa: E501 - tables of captures read better in long lines

from typing import Any

import pytest

from tests.scraper.captured.captures import (
    ORDER_ID,
    SEEN,
    card,
    days,
    detail,
    dispute_detail,
    order_list,
    parcel,
    query_detail,
    read_out,
    tracking_url,
)
from tests.scraper.captured.said import (
    DISPUTE_URL,
    LIST_URL,
    NUMBER,
    REFUND,
    problem_about,
    read_detail,
    read_list,
    read_tracking,
)
from tests.scraper.captured.test_pages import html_detail, html_nodes

WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"orderDateText": 20260701}, "orderDateText", "20260701"),
    ({"storeName": ["x"]}, "storeName", "a list"),
    ({"statusText": {"text": "Completed"}}, "statusText", "an object"),
    ({"buttons": "x"}, "buttons", "a text"),
    ({"orderLines": "x"}, "orderLines", "a text"),
    ({"orderLines": [None, "x"]}, "orderLines", "2 without a number"),
    ({"orderLines": [{"quantity": 1}]}, "orderLines", "1 without a number"),
    ({"exposeInfo": [1, 2]}, "exposeInfo", "a list"),
    ({"orderLineSize": 5}, "layout_changed", "5 lines said"),
]


@pytest.mark.parametrize(("fields", "where", "what"), WRONG)
def test_a_wrong_type_on_a_card_is_told_with_its_place(fields: dict[str, Any], where: str, what: str) -> None:
    said = read_list(card(**fields))
    assert [order["order_id"] for order in said["orders"]] == [ORDER_ID]
    assert {} not in said["orders"][0].get("lines", [])
    problem_about(said, ORDER_ID, where, what)


def test_a_card_that_the_structure_names_in_vain() -> None:
    body = order_list(card())
    body["data"]["hierarchy"]["structure"]["pc_om_list_body_109702"].insert(
        0, "pc_om_list_order_8213000000000099"
    )
    said = read_out(body, url=LIST_URL, seen_at=SEEN)
    assert [order["order_id"] for order in said["orders"]] == [ORDER_ID]
    problem_about(said, "order list", "layout_changed", "1 cards named")


def test_nodes_of_wrong_types() -> None:
    bar = {
        "title": 5,
        "nodes": [None, {"text": "Paid", "time": 7}, {"text": "Refund", "time": ["Sep 4, 2026"]}],
    }
    said = read_detail(detail(more={"detail_service_progress_bar": bar}))
    problem_about(said, "nodes[1].time", "a list")
    problem_about(said, "nodes[0].time", "7")
    problem_about(said, "nodes:", "no object")


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"detailList": "[]"}, "detailList"),
        ({"detailList": [5]}, "detailList"),
        ({"etaInfo": [1]}, "etaInfo"),
        ({"logisticsCpInfo": 7}, "logisticsCpInfo"),
    ],
)
def test_a_parcel_of_wrong_types(fields: dict[str, Any], where: str) -> None:
    said = read_tracking(parcel(NUMBER) | fields)
    assert [one["number"] for one in said["parcels"]] == [NUMBER]
    problem_about(said, "trackingDetailLineList[0]", where)


def test_promises_that_are_no_texts() -> None:
    body = query_detail(parcel(NUMBER), promises=["Refund if no delivery before Sep 3, 2026"])
    body["data"]["module"]["fastDeliveryInfoDTO"]["fdContentList"].append({"text": "x"})
    said = read_out(body, url=tracking_url(), seen_at=SEEN)
    assert days(said, "refund_if_undelivered") == ["2026-09-03"]
    problem_about(said, "fdContentList", "no text")


def test_a_dispute_of_wrong_types() -> None:
    said = read_out(
        dispute_detail(reverseDetailStatusText="Refund completed", reverseFinishInfo=[1], reachSolution=5),
        url=DISPUTE_URL,
        seen_at=SEEN,
    )
    assert said["disputes"][0]["state"] == "refund_decided"
    problem_about(said, "dispute 6239000000000002", "reverseFinishInfo")
    problem_about(said, "dispute 6239000000000002", "reachSolution")


def test_a_node_whose_day_is_none() -> None:
    said = read_detail(html_detail(nodes=html_nodes(("Paid", "Jul 1, 2026"), ("Refund", "soon"))))
    problem_about(said, "nodes[1]", "'soon' is no date")


LOST = [
    ("detail_order_status_block_111800",), ("detail_order_services_111801",), ("detail_order_services_111801", "tag"), ("detail_order_services_111801", "fields"), ("detail_order_services_111801", "fields", "data"), ("detail_order_services_111801", "fields", "data", 0), ("detail_order_services_111801", "fields", "data", 0, "content"),
    ("detail_product_block_111803",), ("detail_product_block_111803", "fields", "productVOList"), ("detail_product_block_111803", "fields", "productVOList", 0, "etaAndTrack"), ("detail_product_block_111803", "fields", "productVOList", 0, "etaAndTrack", "expectDeliveryDateTitle"),
    ("detail_order_price_block_111804",), ("detail_logistic_package_block_111805", "fields", "packageInfoList"), ("detail_logistic_package_block_111805", "fields", "packageInfoList", 0),
]  # fmt: skip


@pytest.mark.parametrize("path", LOST, ids=[".".join(map(str, path)) for path in LOST])
@pytest.mark.parametrize("value", [5, ["x"]])
def test_no_part_of_a_detail_is_lost_in_silence(path: tuple[Any, ...], value: Any) -> None:
    body = detail(services=REFUND, eta="Estimated delivery date: Aug 3, 2026", packages=[NUMBER])
    place: Any = body["data"]["data"]
    for step in path[:-1]:
        place = place[step]
    assert path[-1] in place or isinstance(path[-1], int), "the capture has this part"
    place[path[-1]] = value
    said = read_detail(body)
    assert any("layout_changed" in problem for problem in said["problems"]), said


@pytest.mark.parametrize("value", [5, ["x"], {"tag": 7, "fields": {}}])
def test_no_card_is_lost_in_silence(value: Any) -> None:
    body = order_list(card(), card("8213000000000031"))
    body["data"]["data"]["pc_om_list_order_8213000000000031"] = value
    said = read_out(body, url=LIST_URL, seen_at=SEEN)
    assert [order["order_id"] for order in said["orders"]] == [ORDER_ID]
    problem_about(said, "pc_om_list_order_8213000000000031", "layout_changed")


def test_a_dispute_that_names_no_order() -> None:
    body = dispute_detail(reverseDetailStatusText="Refund completed")
    del body["data"]["module"]["tradeOrderId"]
    problem_about(read_out(body, url=DISPUTE_URL, seen_at=SEEN), "dispute 6239000000000002", "names no order")


def test_cards_under_another_tag_are_read_and_told() -> None:
    body = order_list(card())
    for part in body["data"]["data"].values():
        if part["tag"] == "pc_om_list_order":
            part["tag"] = part["type"] = "pc_om_list_order_v2"
    said = read_out(body, seen_at=SEEN)
    assert [order["order_id"] for order in said["orders"]] == [ORDER_ID]
    assert any("another tag" in problem for problem in said["problems"])


@pytest.mark.parametrize("tag", ["detail_product_block", "detail_simple_order_info_component"])
def test_a_block_under_another_tag_is_told(tag: str) -> None:
    body = detail()
    part = next(part for part in body["data"]["data"].values() if part["tag"] == tag)
    part["tag"] = part["type"] = "detail_next_block"
    said = read_out(body, seen_at=SEEN)
    assert any(tag in problem for problem in said["problems"])
