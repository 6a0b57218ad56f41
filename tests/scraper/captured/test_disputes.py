"""Refund list rows and dispute details: states from codes and from words."""

from typing import Any

import pytest

from tests.scraper.captured.captures import (
    ORDER_ID,
    SEEN,
    assert_holds,
    dispute_detail,
    read_out,
    refund_list,
    refund_row,
)


def dispute(body: Any, **envelope: Any) -> dict[str, Any]:
    said = read_out(body, **envelope)
    found = said.get("disputes") or said["orders"][0]["disputes"]
    assert len(found) == 1, said
    first: dict[str, Any] = found[0]
    return first


def test_row_in_each_status() -> None:
    said = read_out(refund_list(refund_row(4)))
    assert_holds(
        said,
        {
            "kind": "refund_list",
            "disputes": [
                {
                    "dispute_id": "6239000000000002",
                    "order_id": ORDER_ID,
                    "line_id": "8213000000000012",
                    "state": "finished",
                }
            ],
        },
    )
    for status in (2, 3):
        one = dispute(refund_list(refund_row(status)))
        assert one.get("state") not in {"finished", "cancelled", "decided_against_buyer", "refund_decided"}
    for status in (0, 5):
        one = dispute(refund_list(refund_row(status)))
        assert one.get("state") not in {"waiting_for_seller", "platform_review", "refund_decided"}, one


def test_unknown_row_status_is_a_problem() -> None:
    said = read_out(refund_list(refund_row(17)))
    assert len(said["disputes"]) == 1
    assert "state" not in said["disputes"][0]
    assert said["problems"]


def test_empty_refund_list_says_nothing_wrong() -> None:
    assert_holds(read_out(refund_list()), {"kind": "refund_list", "disputes": [], "problems": []})


def test_rows_without_pages_and_jsonp() -> None:
    import json

    body = refund_list(refund_row(2), refund_row(4, reverseOrderLineId="6239000000000009"), pages=0)
    assert len(read_out(f"mtopjsonp6({json.dumps(body)})")["disputes"]) == 2


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Waiting for seller's response", "waiting_for_seller"),
        ("Waiting for the seller to respond", "waiting_for_seller"),
        ("Waiting for your response", "waiting_for_buyer"),
        ("We're reviewing your request", "platform_review"),
        ("Waiting for AliExpress's feedback", "platform_review"),
        ("AliExpress의 피드백을 기다리는 중입니다.", "platform_review"),
        ("Please confirm with us when purchase protection ends", "parked"),
        ("Please return the item", "return_agreed"),
        ("Refund complete", "refund_decided"),
        ("환불 완료", "refund_decided"),
        ("Dispute canceled", "cancelled"),
    ],
)
def test_detail_by_words(words: str, state: str) -> None:
    one = dispute(dispute_detail(reverseDetailStatusText=words), seen_at=SEEN, language="en")
    assert one["state"] == state, one


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("WAIT_SELLER_CONFIRM_REFUND", "waiting_for_seller"),
        ("wait_seller_accept", "waiting_for_seller"),
        ("SELLER_REFUSE_REFUND", "waiting_for_buyer"),
        ("wait_buyer_accept", "waiting_for_buyer"),
        ("ARBITRATING", "platform_review"),
        ("wait_for_buyer_returnid", "return_agreed"),
        ("wait_for_seller_set_return_address", "return_agreed"),
        ("wait_for_warehouse_quality_check", "return_agreed"),
        ("refund_success", "finished"),
        ("refund_reject", "decided_against_buyer"),
        ("canceled_issue", "cancelled"),
    ],
)
def test_detail_by_codes(code: str, state: str) -> None:
    one = dispute(dispute_detail(issueStatus=code, reverseDetailStatusText="Zorblatt"), seen_at=SEEN)
    assert one["state"] == state or (code == "refund_success" and one["state"] == "refund_decided"), one


def test_rejected_with_nothing() -> None:
    one = dispute(
        dispute_detail(
            reverseDetailStatusText="Dispute Finished",
            reachSolution={"solutionTypeText": "Refund Only", "refundMoney": "US $0.00"},
        )
    )
    assert one["state"] == "decided_against_buyer", one


def test_refund_decided_with_money() -> None:
    one = dispute(
        dispute_detail(
            reverseDetailStatusText="Refund processing",
            applyReason={"reasonName": "Package not received"},
            reachSolution={"solutionTypeText": "Refund Only", "refundMoney": "US $12.34"},
            reverseFinishInfo={
                "refundInfo": {
                    "refundNewestStatus": "Refund processing",
                    "refundDetails": {"cashMoney": "US $12.34"},
                }
            },
        )
    )
    assert_holds(
        one,
        {
            "state": "refund_decided",
            "refund": {"amount": "12.34", "currency": "USD"},
            "reason": "not_received",
        },
    )


def test_unknown_words_are_a_problem() -> None:
    said = read_out(dispute_detail(reverseDetailStatusText="Zorblatt"), seen_at=SEEN)
    assert any("Zorblatt" in problem for problem in said["problems"]), said
