"""Captures with oddities: nothing is lost in silence, nothing is guessed, and a problem says what and where."""
# ruff: noqa: E501 - tables of captures read better in long lines

import json
from typing import Any

import pytest

from tests.scraper.captured.captures import (
    ORDER_ID,
    SEEN,
    card,
    days,
    detail,
    detail_url,
    dispute_detail,
    node,
    parcel,
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
from tests.scraper.captured.test_pages import html_card, html_list


def rewrapped(kind: str) -> Any:
    body = detail(services=REFUND)
    data = body["data"]
    if kind == "data as text":
        return body | {"data": json.dumps(data)}
    if kind == "fields as text":
        for part in data["data"].values():
            part["fields"] = json.dumps(part["fields"])
    if kind == "components in a list":
        data["data"] = list(data["data"].values())
    if kind == "JSON inside JSON":
        return json.dumps(json.dumps(body))
    if kind == "mark of byte order":
        return "\ufeff" + json.dumps(body)
    if kind == "JSONP with a mark":
        return "\ufeff/**/ mtopjsonp4(" + json.dumps(body) + ");\n"
    return body


@pytest.mark.parametrize(
    "kind",
    ["bare", "data as text", "fields as text", "components in a list", "JSON inside JSON", "mark of byte order", "JSONP with a mark"],
)  # fmt: skip
def test_the_same_answer_in_other_wrappings(kind: str) -> None:
    said = read_detail(rewrapped(kind))
    assert said["kind"] == "order_detail"
    assert [order["order_id"] for order in said["orders"]] == [ORDER_ID]
    assert days(said["orders"][0], "refund_if_undelivered") == ["2026-09-04"]
    assert said["problems"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Refund if no delivery before&nbsp;Sep&nbsp;4,&nbsp;2026 &middot; Refund if package lost",
        "<span style='color:red'>Refund if no delivery before <b>Sep 4, 2026</b></span>",
        "Refund if no delivery before Sep\u00a04,\u202f2026",
        "\u2066Refund if no delivery before Sep 4, 2026\u2069",
    ],
)
def test_entities_markup_and_invisible_marks(text: str) -> None:
    said = read_detail(detail(services=[("x", text)]))
    assert days(said["orders"][0], "refund_if_undelivered") == ["2026-09-04"]
    assert said["problems"] == []


@pytest.mark.parametrize(
    "body", ["\x1f\x8b\x08\x00\x00junkjunkjunk", "PK\x03\x04junk", "%PDF-1.7", "7", '"text"']
)
def test_junk_is_unknown_and_says_so(body: str) -> None:
    said = read_detail(body)
    assert said["kind"] == "unknown"
    assert said["problems"]


@pytest.mark.parametrize("number", [9007199254740993, "9007199254740993"])
def test_numbers_near_two_to_the_53(number: Any) -> None:
    said = read_list(card(orderId=number, orderDetailUrl=None))
    assert said["orders"][0]["order_id"] == "9007199254740993"


def test_the_price_s_own_currency_beats_that_of_a_line() -> None:
    said = read_list(card(currencyCode=None, formatPriceInfo="US $12.34|12|34", totalPriceText="US $12.34"))
    assert said["orders"][0]["total"] == {"amount": "12.34", "currency": "USD"}


STATES = [
    ("en", "The seller has 5 days 3 hours to respond", "waiting_for_seller"), ("en", "Seller rejected your request", "waiting_for_buyer"), ("en", "Seller proposed a partial refund", "waiting_for_buyer"), ("en", "Waiting for both parties to respond", "waiting_for_buyer"),
    ("en", "Platform is processing your case", "platform_review"), ("en", "Dispute Escalated – Investigation Pending", "platform_review"), ("en", "Waiting for Settlement", "platform_review"),
    ("en", "Awaiting return shipment", "return_agreed"), ("en", "Return in transit", "return_agreed"), ("en", "Return received by warehouse", "return_agreed"), ("en", "Return agreed, please send back the item", "return_agreed"), ("en", "Return declined", "decided_against_buyer"),
    ("en", "Partial refund completed", "refund_decided"), ("en", "Refund rejected", "decided_against_buyer"), ("en", "You cancelled the request", "cancelled"), ("en", "Dispute closed", "finished"),
    ("de", "Der Verkäufer hat eine Teilrückerstattung vorgeschlagen", "waiting_for_buyer"), ("de", "Rücksendung unterwegs", "return_agreed"), ("fr", "Le vendeur vous a proposé un remboursement partiel", "waiting_for_buyer"), ("fr", "Retour en transit", "return_agreed"),
    ("es", "El vendedor rechazó tu solicitud", "waiting_for_buyer"), ("es", "El vendedor propuso un reembolso parcial", "waiting_for_buyer"), ("es", "Devolución en tránsito", "return_agreed"), ("pt", "O vendedor ofereceu um reembolso parcial", "waiting_for_buyer"), ("pt", "Devolução aprovada", "return_agreed"),
    ("it", "Il venditore ha proposto un rimborso parziale", "waiting_for_buyer"), ("pl", "Sprzedawca zaproponował częściowy zwrot", "waiting_for_buyer"), ("nl", "De verkoper heeft een gedeeltelijke terugbetaling voorgesteld", "waiting_for_buyer"), ("ru", "Продавец предложил частичный возврат", "waiting_for_buyer"), ("uk", "Продавець запропонував часткове повернення", "waiting_for_buyer"), ("tr", "Satıcı kısmi iade teklif etti", "waiting_for_buyer"), ("zh", "卖家提出部分退款", "waiting_for_buyer"), ("ko", "판매자가 부분 환불을 제안했습니다", "waiting_for_buyer"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "words", "state"), STATES)
def test_states_of_a_dispute(language: str, words: str, state: str) -> None:
    body = dispute_detail(reverseDetailStatusText=words)
    said = read_out(body, url=DISPUTE_URL, seen_at=SEEN, language=language)
    assert said["disputes"][0].get("state") == state
    assert said["problems"] == []


def test_a_timer_that_counts_down_in_milliseconds() -> None:
    body = dispute_detail(
        reverseDetailStatusText="Waiting for your response", timeoutInfo={"leftTime": "259200000"}
    )
    said = read_out(body, url=DISPUTE_URL, seen_at=SEEN)
    assert said["disputes"][0]["answer_due"] == "2026-07-14T08:00:00+00:00"
    said = read_out(body, url=DISPUTE_URL)
    assert "answer_due" not in said["disputes"][0]
    problem_about(said, "leftTime", "nothing says when the page was read")


def test_a_partial_refund_keeps_claim_and_refund_apart() -> None:
    money = {"cent": 500, "currency": "EUR"}
    body = dispute_detail(
        reverseDetailStatusText="Partial refund completed",
        applyMoney={"cent": 1234, "currency": "EUR"},
        reverseFinishInfo={
            "refundInfo": {"refundNewestTime": "Jul 9, 2026", "refundDetails": {"cashMoney": money}}
        },
    )
    dispute = read_out(body, url=DISPUTE_URL, seen_at=SEEN)["disputes"][0]
    assert (dispute["state"], dispute["decided_on"]) == ("refund_decided", "2026-07-09")
    assert (dispute["claim"]["amount"], dispute["refund"]["amount"]) == ("12.34", "5.00")


def test_a_page_that_breaks_off_keeps_what_was_there() -> None:
    whole = html_list(html_card(), html_card("8213000000000031", "Completed"))
    said = read_out(whole[: len(whole) - 900], url=LIST_URL, seen_at=SEEN)
    assert [order["order_id"] for order in said["orders"]] == [ORDER_ID, "8213000000000031"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<html><body><div id='nc_1_wrapper'>Please slide to verify</div></body></html>", "slider"),
        ("<html><body>Sorry, we have detected unusual traffic from your network.</body></html>", "FAIL_SYS_TRAFFIC_LIMIT"),
        ("<html><head><title>429 Too Many Requests</title></head><body></body></html>", "FAIL_SYS_TRAFFIC_LIMIT"),
        ("<html><head><title>403 Forbidden</title></head></html>", "refused"),
        ("<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1></BODY></HTML>", "refused"),
        ("<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>", "out_of_order"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("url", [LIST_URL, detail_url(), tracking_url()])
def test_error_pages_are_no_empty_lists(body: str, reason: str, url: str) -> None:
    from scraper.aliexpress import WALLS

    said = read_out(body, url=url, seen_at=SEEN)
    assert (said["kind"], said.get("reason")) == ("blocked", reason)
    assert WALLS[reason]


def test_several_parcels_and_an_unknown_scan() -> None:
    said = read_tracking(
        parcel(NUMBER, node("AE_GTMS_SIGNED", "Delivered"), origin="LP00417245813281"),
        parcel("H1003000000000001021", node("AE_ZORBLATT", "Blorp"), node("AE_LH_DEPART", "Left")),
    )
    assert [(one["number"], one["status"]) for one in said["parcels"]] == [(NUMBER, "delivered"), ("H1003000000000001021", "departed_origin")]  # fmt: skip
    problem_about(said, "trackingDetailLineList[1].detailList[0]", "AE_ZORBLATT")
