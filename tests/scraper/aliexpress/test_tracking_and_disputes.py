"""The tracking page, the refund list and the detail of a dispute as JSON."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from scraper.aliexpress import read
from scraper.facts import Dispute, Money, Span
from tests.scraper.aliexpress import pages

SEEN_AT = datetime(2026, 9, 20, 8, tzinfo=UTC)
URL = "https://acs.aliexpress.com/h5/mtop.ae.ld.querydetail/1.0/?data=%7B%22tradeOrderId%22%3A%228219999900000001%22%7D"


def scan(time: int | None, text: str | None, code: str, **more: Any) -> dict[str, Any]:
    return {"time": time, "timeText": text, "trackingSecondCode": code, "trackingDetailDesc": "x", **more}


def test_every_parcel_with_its_numbers_and_the_offset_of_its_clock() -> None:
    first = {
        "mailNo": "RS123456785CN",
        "originMailNo": "LP00417245813281",
        "logisticsCarrierName": "AliExpress Selection Standard",
        "logisticsCpInfo": {
            "cpName": "Hanjin",
            "infoList": [{"content": "HJ500600700800"}, {"content": "15880011"}],
        },
        "etaInfo": {"beginEtaTime": 1789963200000, "endEtaTime": 1790395200000, "etaTimeText": "Sep 21 - 26"},
        "detailList": [
            scan(1776585900000, "Sun | Apr. 19 17:05", "AE_GTMS_SC_ARRIVE", detailedLocation="Incheon"),
            scan(1776485900000, "Sat | Apr. 18 13:18", "AE_SC_OUTBOUND_SUCCESS"),
            scan(1776385900000, None, "AE_ORDER_PAID"),
        ],
    }
    second = {"mailNo": "LP00417245813299", "originMailNo": "LP00417245813299", "detailList": []}
    receiver = {"country": "South Korea", "contactName": "Jane Roe", "address": "Long Street 5"}
    promise = {"fdContentList": ["Refund if no delivery before Sep 3, 2026"]}
    body = pages.tracking([first, second], fastDeliveryInfoDTO=promise, logisticsReceiverInfo=receiver)
    reading = read(pages.text(body), url=URL)
    assert (reading.kind, reading.problems) == ("order_tracking", ())
    assert reading.order_ids == ("8219999900000001",)
    assert [(d.kind, d.on) for d in reading.dates] == [("refund_if_undelivered", date(2026, 9, 3))]
    one, two = reading.parcels
    assert (one.number, one.origin_number, one.local_number) == (
        "RS123456785CN",
        "LP00417245813281",
        "HJ500600700800",
    )
    assert (one.service, one.carrier, one.destination_country) == (
        "AliExpress Selection Standard",
        "Hanjin",
        "KR",
    )
    assert one.estimated_delivery == Span(from_=date(2026, 9, 21), to=date(2026, 9, 26))
    assert one.status == "in_transit_destination"
    assert [(e.local_time.isoformat(), e.utc_offset) for e in one.events] == [
        ("2026-04-19T17:05:00", "+09:00"),
        ("2026-04-18T13:18:00", "+09:00"),
        ("2026-04-17T09:31:40", "+09:00"),
    ]
    assert (two.number, two.status, two.events) == ("LP00417245813299", None, ())
    assert "Jane" not in str(reading.to_json())


def test_no_delivered_from_a_pick_up_station_and_unknown_codes_are_said() -> None:
    parcel = {
        "mailNo": "RS123456785CN",
        "detailList": [
            scan(1776585900000, "Sun | Apr. 19 17:05", "AE_GTMS_STA_SIGNED"),
            scan(1776485900000, "Sat | Apr. 18 13:18", "AE_NEVER_SEEN"),
        ],
    }
    reading = read(pages.text(pages.tracking([parcel])), url=URL)
    assert reading.parcels[0].status == "at_pickup_point"
    assert any("AE_NEVER_SEEN" in problem for problem in reading.problems)


def test_a_parcel_that_is_only_announced() -> None:
    parcel = {
        "originMailNo": "LP00417245813281",
        "detailList": [scan(1776585900000, None, "AE_ORDER_SHIPPED")],
    }
    (found,) = read(pages.text(pages.tracking([parcel])), url=URL).parcels
    assert (found.number, found.status) == ("LP00417245813281", "info_received")


def test_scans_in_other_languages_and_without_an_epoch() -> None:
    times = ["화 | 4월 21일 오후 3:05", "mar. | 21 abr. 15:05", "Вт | 21 апр. 15:05", "周二 | 4月21日 15:05"]
    parcel = {"mailNo": "RS123456785CN", "detailList": [scan(None, text, "AE_LH_DEPART") for text in times]}
    events = read(pages.text(pages.tracking([parcel])), url=URL, seen_at=SEEN_AT).parcels[0].events
    assert [event.local_time.isoformat() for event in events] == ["2026-04-21T15:05:00"] * 4
    without = read(pages.text(pages.tracking([parcel])), url=URL)
    assert without.parcels[0].events == ()
    assert len(without.problems) == 4


def test_no_parcel_is_a_problem_and_not_silence() -> None:
    for body in (pages.tracking([]), pages.answer("mtop.ae.ld.querydetail", {"module": {}})):
        assert read(pages.text(body), url=URL).problems != ()


def row(**more: Any) -> dict[str, Any]:
    return {
        "reverseOrderLineId": "6239000000000001",
        "reverseOrderId": "6239000000000009",
        "tradeOrderId": str(pages.ORDER),
        "tradeOrderLineId": pages.LINE,
        "gmtCreate": "1789786800000",
        "gmtCreateFormat": "2026-09-18 20:00:00",
        "gmtModified": "1789873200000",
        "gmtModifiedFormat": "2026-09-19 20:00:00",
        **more,
    }


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"reverseStatus": 4}, "finished"),
        ({"reverseStatus": 2, "issueStatus": "WAIT_SELLER_CONFIRM_REFUND"}, "waiting_for_seller"),
        ({"reverseStatus": 2, "solutionStatus": "wait_seller_accept"}, "waiting_for_seller"),
        ({"reverseStatus": 2, "issueStatus": "SELLER_REFUSE_REFUND"}, "waiting_for_buyer"),
        ({"reverseStatus": 3, "issueStatus": "ARBITRATING"}, "platform_review"),
        ({"reverseStatus": 3, "status": "wait_for_buyer_returnid"}, "return_agreed"),
        ({"reverseStatus": 4, "status": "refund_reject"}, "decided_against_buyer"),
        ({"reverseStatus": 4, "status": "canceled_issue"}, "cancelled"),
        ({"reverseStatus": 2, "statusText": "Waiting for your response"}, "waiting_for_buyer"),
        ({"reverseStatus": 4, "statusText": "Refund complete"}, "refund_decided"),
    ],
)
def test_the_states_of_a_row(fields: dict[str, Any], state: str) -> None:
    reading = read(pages.text(pages.refund_list([row(**fields)])))
    (dispute,) = reading.disputes
    assert (dispute.state, reading.problems) == (state, ())
    assert dispute.opened_at == datetime(2026, 9, 19, 3, tzinfo=UTC)


@pytest.mark.parametrize("number", [2, 3, 17, None])
def test_a_row_that_does_not_say_who_must_act_has_no_state(number: int | None) -> None:
    reading = read(pages.text(pages.refund_list([row(reverseStatus=number)])))
    assert reading.disputes[0].state is None
    assert len(reading.problems) == 1


def test_a_list_that_says_more_than_it_holds() -> None:
    reading = read(pages.text(pages.refund_list([], total=3)))
    assert any("layout_changed" in problem for problem in reading.problems)
    assert read(pages.text(pages.refund_list([]))).problems == ()


def detail(**module: Any) -> Dispute:
    (dispute,) = read(pages.text(pages.dispute_detail(**module)), seen_at=SEEN_AT).disputes
    return dispute


def test_a_dispute_that_waits_for_the_buyer() -> None:
    dispute = detail(
        reverseDetailStatusText="Waiting for your response",
        applyReason={"reasonName": "I did not receive the package"},
        reachSolution={"solutionTypeText": "Refund only", "refundMoney": {"cent": 500, "currency": "EUR"}},
        tip="Please respond within 2 days 3 hours",
    )
    assert (dispute.state, dispute.reason) == ("waiting_for_buyer", "not_received")
    assert (dispute.dispute_id, dispute.order_id, dispute.line_id) == (
        "6239000000000001",
        str(pages.ORDER),
        pages.LINE,
    )
    assert dispute.answer_due == "2026-09-22T11:00:00+00:00"
    assert (dispute.offer, dispute.refund) == (Money(amount="5.00", currency="EUR"), None)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Waiting for seller's response to your return request", "waiting_for_seller"),
        ("The seller has rejected your request", "waiting_for_buyer"),
        ("Der Verkäufer hat abgelehnt", "waiting_for_buyer"),
        ("Your request was rejected", "decided_against_buyer"),
        ("Judgement result: Invalid", "decided_against_buyer"),
        ("Waiting for the warehouse to inspect your return", "return_agreed"),
        ("Waiting for you to return the item", "return_agreed"),
        ("You will need to confirm with us when purchase protection ends", "parked"),
        ("Dispute Escalated – Processing", "platform_review"),
        ("Your refund is being processed", "refund_decided"),
        ("Return/refund request canceled", "cancelled"),
        ("Esperando la respuesta del vendedor", "waiting_for_seller"),
        ("Aguardando a resposta do AliExpress", "platform_review"),
        ("Rückerstattung abgeschlossen", "refund_decided"),
        ("Спор отменён", "cancelled"),
        ("退款成功", "refund_decided"),
    ],
)
def test_the_words_of_a_dispute(words: str, state: str) -> None:
    assert detail(reverseDetailStatusText=words).state == state


def test_a_day_to_answer_by() -> None:
    assert detail(
        reverseDetailStatusText="Waiting for your response", t="Reply before Sep 25, 2026"
    ).answer_due == ("2026-09-25")


def test_a_return_and_its_last_day() -> None:
    dispute = detail(reverseDetailStatusText="Please return the item", tip="Send it back before Sep 30, 2026")
    assert (dispute.state, dispute.return_due, dispute.answer_due) == (
        "return_agreed",
        date(2026, 9, 30),
        None,
    )


def test_money_back() -> None:
    info = {
        "refundNewestStatus": "SUCCESS",
        "refundNewestTime": 1790395200000,
        "refundDetails": {"cashMoney": {"cent": 1234, "currency": "EUR", "formatMoney": "€12.34"}},
    }
    dispute = detail(reverseDetailStatusText="Refund complete", reverseFinishInfo={"refundInfo": info})
    assert (dispute.state, dispute.refund) == ("refund_decided", Money(amount="12.34", currency="EUR"))
    assert dispute.decided_on == date(2026, 9, 25)


@pytest.mark.parametrize("money", ["US $0.00", {"cent": 0, "currency": "USD"}])
def test_finished_with_nothing_is_decided_against_the_buyer(money: Any) -> None:
    dispute = detail(reverseDetailStatusText="Dispute Finished", reachSolution={"refundMoney": money})
    assert dispute.state == "decided_against_buyer"


def test_a_detail_without_a_dispute_is_a_problem() -> None:
    empty = pages.answer("mtop.aliexpress.buyer.reverse.reverseorderlinerenderforbuyer", {"module": {}})
    reading = read(pages.text(empty))
    assert (reading.kind, reading.disputes) == ("refund_list", ())
    assert reading.problems != ()
