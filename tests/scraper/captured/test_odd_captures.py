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
    order_list,
    parcel,
    query_detail,
    read_out,
    tracking_url,
)
from tests.scraper.captured.test_pages import html_card, html_detail, html_list, html_nodes

LIST_URL = "https://www.aliexpress.com/p/order/index.html"
DISPUTE_URL = "https://www.aliexpress.com/p/refund-dispute/detail.html?reverseOrderLineId=6239000000000002"
NUMBER = "RS0814398526Y"
REFUND = [("x", "Refund if no delivery before Sep 4, 2026")]
DECEMBER = "2026-12-20T08:00:00+00:00"


def read_detail(body: Any, language: str = "en", seen: str | None = SEEN) -> dict[str, Any]:
    envelope = {"url": detail_url(), "language": language} | ({"seen_at": seen} if seen else {})
    return read_out(body, **envelope)


def read_list(*cards: dict[str, Any], **more: Any) -> dict[str, Any]:
    return read_out(order_list(*cards, **more), url=LIST_URL, seen_at=SEEN, language="en")


def read_tracking(*parcels: dict[str, Any], language: str = "en", seen: str = SEEN) -> dict[str, Any]:
    return read_out(query_detail(*parcels), url=tracking_url(), seen_at=seen, language=language)


def problem_about(said: dict[str, Any], *words: str) -> None:
    """One of the problems names the place and says what was met."""
    assert any(all(word in problem for word in words) for problem in said["problems"]), said["problems"]


# --- shapes around the answer ---------------------------------------------------------------------------------


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


# --- wrong types ----------------------------------------------------------------------------------------------

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


# --- numbers, money -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [9007199254740993, "9007199254740993"])
def test_numbers_near_two_to_the_53(number: Any) -> None:
    said = read_list(card(orderId=number, orderDetailUrl=None))
    assert said["orders"][0]["order_id"] == "9007199254740993"


def test_the_price_s_own_currency_beats_that_of_a_line() -> None:
    said = read_list(card(currencyCode=None, formatPriceInfo="US $12.34|12|34", totalPriceText="US $12.34"))
    assert said["orders"][0]["total"] == {"amount": "12.34", "currency": "USD"}


# --- days -----------------------------------------------------------------------------------------------------

NEW_YEAR = [
    ("en", "Estimated delivery: Dec 28 - Jan 4"), ("en", "Delivery: Dec. 28 - Jan. 04"), ("en", "Estimated delivery: Dec 28, 2026 - Jan 4, 2027"), ("de", "Voraussichtliche Lieferung: 28. Dez. - 4. Jan."),
    ("fr", "Livraison estimée : 28 déc. - 4 janv."), ("pt", "Entrega estimada: 28 dez - 4 jan"), ("es", "Entrega estimada: 28 dic - 4 ene"), ("it", "Consegna stimata: 28 dic - 4 gen"), ("nl", "Geschatte levering: 28 dec - 4 jan"),
    ("pl", "Szacowana dostawa: 28 gru - 4 sty"), ("ru", "Ожидаемая доставка: 28 дек. – 4 янв."), ("uk", "Очікувана доставка: 28 груд. – 4 січ."), ("tr", "Tahmini teslimat: 28 Ara - 4 Oca"), ("el", "Εκτιμώμενη παράδοση: 28 Δεκ - 4 Ιαν"),
    ("he", "משלוח משוער: 28 בדצמ׳ - 4 בינו׳"), ("ar", "التسليم المتوقع: ٢٨ ديسمبر - ٤ يناير"), ("ko", "예상 배송일: 12월 28일 - 1월 4일"), ("ja", "お届け予定日: 12月28日 - 1月4日"), ("cs", "Odhadované doručení: 28. 12. - 4. 1."), ("sv", "Beräknad leverans: 28 dec. - 4 jan."), ("zh", "预计送达：12月28日-1月4日"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), NEW_YEAR)
def test_a_range_over_the_year_s_end(language: str, text: str) -> None:
    body = detail(eta=text, info={"orderCreatTime": "Dec 1, 2026", "payTime": "Dec 1, 2026"})
    order = read_detail(body, language, DECEMBER)["orders"][0]
    assert days(order, "estimated_delivery")[-1] == "2027-01-04"


def test_nodes_without_a_year_over_the_year_s_end() -> None:
    body = detail(nodes=[("Paid", "Dec 1"), ("€1", "Jan 5"), ("Refund", "Feb 4")], info={"orderCreatTime": "Dec 1, 2026", "payTime": "Dec 1, 2026"})  # fmt: skip
    order = read_detail(body, seen=DECEMBER)["orders"][0]
    assert days(order, "late_coupon") == ["2027-01-05"]
    assert days(order, "refund_if_undelivered") == ["2027-02-04"]


def test_two_days_for_one_promise_are_both_kept() -> None:
    body = detail(nodes=[("Paid", "Jul 1"), ("Refund", "Sep 4, 2026")], services=[("x", "Refund if no delivery before Sep 3, 2026")])  # fmt: skip
    assert days(read_detail(body)["orders"][0], "refund_if_undelivered") == ["2026-09-03", "2026-09-04"]


WHEN = [
    ("de", "Mo. | 06. Juli 10:30"), ("de", "06.07. 10:30"), ("de", "06.07.2026 10:30"), ("cs", "po | 6. 7. 10:30"), ("sk", "po | 6. 7. 10:30"), ("hu", "2026. 07. 06. 10:30"), ("hu", "2026. júl. 6. 10:30:00"), ("hu", "H | júl. 6. 10:30"),
    ("fr", "lun. | 6 juil. 10:30"), ("fr", "6 juil. à 10 h 30"), ("da", "man. | 6. juli 10.30"), ("fi", "6.7.2026 klo 10.30"), ("en", "Mon | Jul. 06 10:30."), ("ar", "الاثنين | ٦ يوليو ١٠:٣٠"), ("th", "จ. | 6 ก.ค. 10:30"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), WHEN)
def test_a_scan_s_clock_in_every_form(language: str, text: str) -> None:
    said = read_tracking(
        parcel(NUMBER, {"trackingSecondCode": "AE_LH_DEPART", "timeText": text}), language=language
    )
    assert [event["local_time"] for event in said["parcels"][0]["events"]] == ["2026-07-06T10:30:00"]
    assert said["problems"] == []


# --- disputes -------------------------------------------------------------------------------------------------

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


# --- HTML and walls -------------------------------------------------------------------------------------------


def test_a_node_whose_day_is_none() -> None:
    said = read_detail(html_detail(nodes=html_nodes(("Paid", "Jul 1, 2026"), ("Refund", "soon"))))
    problem_about(said, "nodes[1]", "'soon' is no date")


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


SOON = [
    ("en", "The order will be automatically confirmed in 5 days."), ("es", "El pedido se confirmará automáticamente en 5 días"), ("de", "Die Bestellung wird automatisch bestätigt in 5 Tagen"), ("fr", "La commande sera automatiquement confirmée dans 5 jours"),
    ("pt", "O pedido será confirmado automaticamente em 5 dias"), ("it", "L'ordine sarà confermato automaticamente tra 5 giorni"), ("ru", "Заказ будет автоматически подтверждён через 5 дней"), ("pl", "Zamówienie zostanie automatycznie potwierdzone za 5 dni"), ("ko", "5일 후 자동으로 구매 확정됩니다"), ("zh", "5天后自动确认收货"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), SOON)
def test_a_confirmation_in_some_days_counts_from_the_reading(language: str, text: str) -> None:
    order = read_detail(detail(reminder=text), language)["orders"][0]
    assert days(order, "protection_end") == ["2026-07-16T08:00:00+00:00"]


@pytest.mark.parametrize(
    "text",
    [
        "The order will be automatically confirmed in 5 days after delivery.",
        "The order is automatically confirmed 15 days after delivery",
        "Buyer Protection lasts 75 days from shipment",
    ],
)
def test_a_window_is_no_countdown(text: str) -> None:
    order = read_detail(detail(reminder=text))["orders"][0]
    assert days(order, "protection_end") == []


def test_ships_before_is_the_last_day_to_ship() -> None:
    order = read_detail(detail(title="Processing", code=None, reminder="Ships before Jul 15, 2026"))[
        "orders"
    ][0]
    assert days(order, "ship_by") == ["2026-07-15"]


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
