"""Order details: promises, protection ends, countdowns, windows, coupons, ids near 2^53, nothing private."""

import json
from typing import Any

import pytest

from tests.scraper.captured.captures import (
    ORDER_ID,
    PRIVATE,
    SEEN,
    assert_holds,
    days,
    detail,
    detail_url,
    read_out,
)


def one(body: Any, **envelope: Any) -> dict[str, Any]:
    said = read_out(body, **envelope)
    assert said["kind"] == "order_detail", said
    assert len(said["orders"]) == 1, said
    order: dict[str, Any] = said["orders"][0]
    return order


def test_whole_detail_without_anything_private() -> None:
    body = detail(
        buttons=["TRACKING", "CONFIRM_GOODS"],
        nodes=[("Paid", "Jul 1, 2026"), ("€1", "Aug 7, 2026"), ("Refund", "Sep 6, 2026")],
        bar_text="If delivered after Aug 5, 2026 you can collect a €1 coupon after 48 hours of that date",
        services=[
            (
                "Fast delivery",
                "Apply for €1,00 coupon code if delayed by Aug 5, 2026 · Refund if no delivery before Sep 6, 2026"
                " · Refund if items damaged",
            ),
            ("Free returns", "Send it back within 15 days after delivery."),
        ],
        eta="Estimated delivery date: Aug 5, 2026",
        info={"orderShipTime": "Jul 3, 2026"},
        packages=["LP00123456789012"],
        line_buttons=["OPEN_DISPUTE"],
    )
    for text, envelope in (
        (body, {}),
        (f"mtopjsonp4({json.dumps(body)})", {}),
        (body, {"url": detail_url(), "seen_at": SEEN, "language": "en"}),
    ):
        said = read_out(text, **envelope)
        order = said["orders"][0]
        assert_holds(
            order,
            {
                "order_id": ORDER_ID,
                "status": "shipped",
                "placed_on": "2026-07-01",
                "paid_on": "2026-07-01",
                "shipped_on": "2026-07-03",
                "completed_on": None,
                "payment_method": "PayPal",
                "destination_country": "DE",
                "total": {"amount": "12.34", "currency": "EUR"},
                "store": {"name": "Lantern Store"},
                "parcels": ["LP00123456789012"],
                "lines": [{"dispute_offered": True}],
                "actions": ["TRACKING", "CONFIRM_GOODS"],
                "windows": [{"kind": "free_return", "days": 15, "from": "delivered"}],
                "late_coupon": {"amount": {"amount": "1.00", "currency": "EUR"}},
            },
        )
        assert days(order, "estimated_delivery") == ["2026-08-05"]
        assert days(order, "late_coupon") == ["2026-08-07"]
        assert days(order, "refund_if_undelivered") == ["2026-09-06"]
        assert said["problems"] == []
        assert not any(word in json.dumps(said) for word in PRIVATE)


SENTENCES = {
    "en": "Refund if no delivery before Sep 6, 2026",
    "de": "Rückerstattung, wenn keine Lieferung vor dem 6. Sept. 2026",
    "fr": "Remboursement si aucune livraison avant le 6 sept. 2026",
    "es": "Reembolso si no se entrega antes del 6 sept 2026",
    "pt": "Reembolso se não for entregue antes de 6 de set. de 2026",
    "it": "Rimborso in caso di mancata consegna entro il 6 set 2026",
    "pl": "Zwrot pieniędzy w przypadku braku dostawy przed 6 wrz 2026",
    "nl": "Terugbetaling indien niet bezorgd voor 6 sep 2026",
    "ru": "Возврат средств, если заказ не доставлен до 6 сент. 2026 г.",
    "uk": "Повернення коштів, якщо не доставлено до 6 вер. 2026 р.",
    "tr": "6 Eyl 2026 tarihinden önce teslim edilmezse para iadesi",
    "el": "Επιστροφή χρημάτων αν δεν παραδοθεί πριν από 6 Σεπ 2026",
    "he": "החזר כספי אם לא תהיה מסירה לפני 6 בספט׳ 2026",
    "ar": "استرداد الأموال إذا لم يتم التسليم قبل ٦ سبتمبر ٢٠٢٦",
    "ko": "2026년 9월 6일 이전에 배송되지 않으면 환불",
    "ja": "2026年9月6日までに配達されない場合は返金",
    "cs": "Vrácení peněz, pokud nebude doručeno do 6. 9. 2026",
    "sv": "Återbetalning om leverans inte sker före 6 sep. 2026",
    "zh": "如在2026年9月6日前未送达，可退款",
    "hu": "Visszatérítés, ha nincs kézbesítés eddig: 2026. szept. 6.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_refund_promise_in_each_language(language: str) -> None:
    body = detail(title="?", services=[("X", SENTENCES[language])])
    order = one(body, url=detail_url(), seen_at=SEEN, language=language)
    assert days(order, "refund_if_undelivered") == ["2026-09-06"], order.get("dates")


@pytest.mark.parametrize(
    ("language", "nodes"),
    [
        (
            "hu",
            [("Fizetve", "2026. júl. 1."), ("1 €", "2026. aug. 7."), ("Visszatérítés", "2026. szept. 6.")],
        ),
        ("fi", [("Maksettu", "1.7.2026"), ("1 €", "7.8.2026"), ("Hyvitys", "6.9.2026")]),
        ("de", [("Bezahlt", "1. Juli 2026"), ("1 €", "7. Aug. 2026"), ("Rückerstattung", "6. Sept. 2026")]),
        ("ko", [("결제 완료", "2026년 7월 1일"), ("₩1,000", "2026년 8월 7일"), ("환불", "2026년 9월 6일")]),
        ("ar", [("مدفوع", "١ يوليو ٢٠٢٦"), ("€1", "٧ أغسطس ٢٠٢٦"), ("استرداد", "٦ سبتمبر ٢٠٢٦")]),
        ("ja", [("支払い済み", "2026年7月1日"), ("¥100", "2026年8月7日"), ("返金", "2026年9月6日")]),
        ("ru", [("Оплачено", "1 июл. 2026 г."), ("100 ₽", "7 авг. 2026 г."), ("Возврат", "6 сент. 2026 г.")]),
    ],
)
def test_nodes_in_each_language(language: str, nodes: list[tuple[str, str]]) -> None:
    order = one(detail(title="?", nodes=nodes), url=detail_url(), seen_at=SEEN, language=language)
    assert days(order, "refund_if_undelivered") == ["2026-09-06"], order.get("dates")
    assert days(order, "late_coupon") == ["2026-08-07"], order.get("dates")


@pytest.mark.parametrize(
    ("language", "eta"),
    [
        ("en", "Estimated delivery date: Aug 5, 2026"),
        ("de", "Voraussichtliches Lieferdatum: 5. Aug. 2026"),
        ("fr", "Date de livraison estimée : 5 août 2026"),
        ("es", "Fecha de entrega estimada: 5 ago 2026"),
        ("he", "תאריך אספקה משוער: 5 באוג׳ 2026"),
        ("ja", "お届け予定日：2026年8月5日"),
        ("hu", "Becsült szállítási dátum: 2026. aug. 5."),
    ],
)
def test_estimated_delivery_by_its_place(language: str, eta: str) -> None:
    order = one(detail(eta=eta), url=detail_url(), seen_at=SEEN, language=language)
    assert days(order, "estimated_delivery") == ["2026-08-05"], order.get("dates")


@pytest.mark.parametrize(
    ("eta", "expected"),
    [
        ("Estimated delivery date: Aug 5 - Aug 9, 2026", {"2026-08-05", "2026-08-09"}),
        ("Delivery: Aug 5 - 9", {"2026-08-05", "2026-08-09"}),
        ("Estimated delivery: Dec. 28 - Jan. 3", {"2026-12-28", "2027-01-03"}),
    ],
)
def test_estimated_range(eta: str, expected: set[str]) -> None:
    order = one(detail(eta=eta), url=detail_url(), seen_at=SEEN, language="en")
    assert set(days(order, "estimated_delivery")) & expected, order.get("dates")
    assert set(days(order, "estimated_delivery")) <= expected, order.get("dates")


ENDS = [
    ("en", "Remaining time 34 days 10 hours", "2026-08-14T18:00:00+00:00"),
    ("en", "Purchase protection: 34 days 10 hours left", "2026-08-14T18:00:00+00:00"),
    ("en", "Time left to confirm receipt: 2 days and 17 hours", "2026-07-14T01:00:00+00:00"),
    ("en", "Your order protection ends in 5 days 3 hours 20 minutes", "2026-07-16T11:20:00+00:00"),
    ("en", "Remaining time: 1 day", "2026-07-12T08:00:00+00:00"),
    ("en", "Remaining time 23:59:59", "2026-07-12T07:59:59+00:00"),
    ("en", "34d 10h remaining", "2026-08-14T18:00:00+00:00"),
    ("ru", "Оставшееся время: 24 дн 5 ч", "2026-08-04T13:00:00+00:00"),
    ("ru", "До окончания защиты осталось 3 дня 2 часа", "2026-07-14T10:00:00+00:00"),
    ("de", "Verbleibende Zeit: 34 Tage 10 Stunden", "2026-08-14T18:00:00+00:00"),
    ("fr", "Temps restant : 34 jours 10 heures", "2026-08-14T18:00:00+00:00"),
    ("es", "Tiempo restante: 34 días 10 horas", "2026-08-14T18:00:00+00:00"),
    ("pt", "Tempo restante: 34 dias 10 horas", "2026-08-14T18:00:00+00:00"),
    ("it", "Tempo rimanente: 34 giorni 10 ore", "2026-08-14T18:00:00+00:00"),
    ("pl", "Pozostały czas: 34 dni 10 godzin", "2026-08-14T18:00:00+00:00"),
    ("nl", "Resterende tijd: 34 dagen 10 uur", "2026-08-14T18:00:00+00:00"),
    ("uk", "Залишилося: 34 дні 10 годин", "2026-08-14T18:00:00+00:00"),
    ("tr", "Kalan süre: 34 gün 10 saat", "2026-08-14T18:00:00+00:00"),
    ("el", "Απομένουν: 34 ημέρες 10 ώρες", "2026-08-14T18:00:00+00:00"),
    ("he", "הזמן שנותר: 34 ימים 10 שעות", "2026-08-14T18:00:00+00:00"),
    ("ar", "الوقت المتبقي: ٣٤ يومًا ١٠ ساعات", "2026-08-14T18:00:00+00:00"),
    ("ko", "남은 시간: 34일 10시간", "2026-08-14T18:00:00+00:00"),
    ("ja", "残り時間：34日10時間", "2026-08-14T18:00:00+00:00"),
    ("cs", "Zbývající čas: 34 dní 10 hodin", "2026-08-14T18:00:00+00:00"),
    ("sv", "Återstående tid: 34 dagar 10 timmar", "2026-08-14T18:00:00+00:00"),
    ("zh", "剩余时间：34天10小时", "2026-08-14T18:00:00+00:00"),
]


@pytest.mark.parametrize(("language", "text", "at"), ENDS)
def test_countdown_of_a_shipped_order_is_the_protection_end(language: str, text: str, at: str) -> None:
    order = one(detail(reminder=text), url=detail_url(), seen_at=SEEN, language=language)
    assert days(order, "protection_end") == [at], order.get("dates")


def test_countdown_with_other_offset_of_the_envelope() -> None:
    order = one(
        detail(reminder="Remaining time 1 day 1 hour"), url=detail_url(), seen_at="2026-07-11T10:00:00+02:00"
    )
    assert days(order, "protection_end") == ["2026-07-12T09:00:00+00:00"]


@pytest.mark.parametrize(("language", "text", "at"), ENDS[:3] + ENDS[7:9])
def test_countdown_without_seen_at_is_a_problem(language: str, text: str, at: str) -> None:
    said = read_out(detail(reminder=text), url=detail_url(), language=language)
    assert days(said["orders"][0], "protection_end") == []
    assert said["problems"], said


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Purchase protection ends on Oct 20, 2026"),
        ("en", "Your purchase protection ends Oct 20, 2026."),
        ("en", "Protected until Oct 20, 2026"),
        ("en", "Buyer Protection until Oct 20, 2026"),
        ("en", "If your order does not arrive on 2026-10-20 you can open a dispute"),
        ("en", "The order will be confirmed automatically on Oct 20, 2026"),
        ("de", "Der Käuferschutz endet am 20. Okt. 2026"),
        ("fr", "La protection de l'acheteur expire le 20 oct. 2026"),
        ("es", "La protección del comprador termina el 20 oct 2026"),
        ("pt", "A proteção ao comprador termina em 20 de out. de 2026"),
        ("it", "La protezione acquirente scade il 20 ott 2026"),
        ("pl", "Ochrona kupującego kończy się 20 paź 2026"),
        ("nl", "Kopersbescherming eindigt op 20 okt. 2026"),
        ("ru", "Защита покупателя заканчивается 20 окт. 2026 г."),
        ("ko", "구매자 보호 종료일: 2026년 10월 20일"),
    ],
)
def test_protection_end_as_a_day(language: str, text: str) -> None:
    order = one(detail(reminder=text), url=detail_url(), seen_at=SEEN, language=language)
    assert days(order, "protection_end") == ["2026-10-20"], order.get("dates")


def test_date_in_a_service_block_that_nothing_understands_is_stated_with_a_problem() -> None:
    said = read_out(detail(reminder="Blorp on Oct 20, 2026"), url=detail_url(), seen_at=SEEN, language="en")
    order = said["orders"][0]
    assert days(order, "stated") == ["2026-10-20"]
    assert days(order, "protection_end") == []
    assert any("Blorp" in problem for problem in said["problems"])


def test_two_dates_for_one_promise_are_both_kept() -> None:
    order = one(
        detail(
            nodes=[("Paid", "Jul 1, 2026"), ("Refund", "Sep 6, 2026")],
            services=[("Fast delivery", "Refund if no delivery before Sep 5, 2026")],
        )
    )
    assert days(order, "refund_if_undelivered") == ["2026-09-05", "2026-09-06"]


def status_block(body: dict[str, Any]) -> dict[str, Any]:
    """The fields of the status block of a detail."""
    parts = body["data"]["data"].values()
    fields: dict[str, Any] = next(
        part["fields"] for part in parts if part["tag"] == "detail_order_status_block"
    )
    return fields


@pytest.mark.parametrize("end", [1788220800000, "1788220800000", 1788220800, "1788220800"])
def test_an_end_as_a_number_of_milliseconds_or_seconds(end: int | str) -> None:
    body = detail()
    status_block(body)["protectionEndTime"] = end
    assert days(one(body, seen_at=SEEN), "protection_end") == ["2026-09-01T00:00:00+00:00"]


def test_a_detail_without_its_status_block_says_so() -> None:
    body = detail()
    status_block(body).clear()
    said = read_out(body, seen_at=SEEN)
    assert [order["status"] for order in said["orders"]] == ["shipped"]
    assert any("detail_order_status_block" in problem for problem in said["problems"])


@pytest.mark.parametrize(
    ("reminder", "windows"),
    [
        (
            "Order complete.If there are any problems, you can apply for a return/refund within 7 days of confirming"
            " receipt.If the item you received is defective or not as described, you can open a dispute within 90 days"
            " after order was placed.",
            {("change_of_mind", 7, "confirmed"), ("defective", 90, "placed")},
        ),
        (
            'you can still open a dispute up to 15 days after confirming "Order Received".',
            {(None, 15, "confirmed")},
        ),
        ("You can return it within 90 days from payment.", {(None, 90, "paid")}),
    ],
)
def test_windows(reminder: str, windows: set[tuple[str | None, int, str]]) -> None:
    order = one(detail(title="Completed", code=9, reminder=reminder, info={"orderEndTime": "Jul 28, 2026"}))
    assert order["status"] == "completed"
    assert order["completed_on"] == "2026-07-28"
    found = {(window["kind"], window["days"], window.get("from")) for window in order.get("windows", [])}
    for kind, count, start in windows:
        assert any((kind is None or k == kind) and (d, s) == (count, start) for k, d, s in found), found
    assert len(found) == len(windows)


def test_unpaid_countdown_is_no_protection_end() -> None:
    for code, title in (("PLACE_ORDER_SUCCESS", "To pay"), (None, "Awaiting payment")):
        order = one(
            detail(
                title=title,
                code=code,
                reminder="Remaining time to pay: 19 hours 30 minutes",
                info={"payTime": None},
            ),
            url=detail_url(),
            seen_at=SEEN,
            language="en",
        )
        assert order["status"] == "unpaid"
        assert days(order, "protection_end") == []
        assert "paid_on" not in order


@pytest.mark.parametrize(
    "text",
    [
        "The seller will ship your order by Jul 14, 2026",
        "Ship by Jul 14, 2026",
        "Seller must ship before Jul 14, 2026",
        "Expected to ship before Jul 14, 2026",
        "Processing time ends on Jul 14, 2026",
    ],
)
def test_ship_by(text: str) -> None:
    order = one(
        detail(title="Processing", code="WAIT_SELLER_SEND_GOODS", reminder=text),
        url=detail_url(),
        seen_at=SEEN,
    )
    assert order["status"] == "processing"
    assert days(order, "ship_by") == ["2026-07-14"], order.get("dates")
    assert days(order, "protection_end") == []


def test_countdown_of_a_processing_order_is_the_sellers_clock() -> None:
    order = one(
        detail(
            title="Processing",
            code="WAIT_SELLER_SEND_GOODS",
            reminder="Seller has 2 days 4 hours left to ship",
        ),
        url=detail_url(),
        seen_at=SEEN,
        language="en",
    )
    assert days(order, "protection_end") == []
    assert days(order, "ship_by") in (["2026-07-13T12:00:00+00:00"], ["2026-07-13"]), order.get("dates")


@pytest.mark.parametrize(
    ("title", "reminder", "status"),
    [
        ("Closed", "Order closed because the seller did not ship your order in time.", "cancelled"),
        (
            "Canceled",
            "The seller failed to send the goods before Jul 14, 2026. You will get a full refund.",
            "cancelled",
        ),
        ("Expired", "Payment was not made in time.", "expired"),
        ("Completed", "Order complete.", "completed"),
    ],
)
def test_code_nine_with_different_words(title: str, reminder: str, status: str) -> None:
    order = one(detail(title=title, code=9, reminder=reminder, info={"orderEndTime": "Jul 15, 2026"}))
    assert order["status"] == status
    if status == "completed":
        assert order["completed_on"] == "2026-07-15"
    else:
        assert "completed_on" not in order
    if status == "cancelled":
        assert order.get("closed_on") == "2026-07-15"


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ("buyer_accept_goods", "completed"),
        ("buyer_accept_goods_timeout", "completed"),
        ("buyer_pay_timeout", "expired"),
        ("seller_send_goods_timeout", "cancelled"),
        ("cancel_order_close_trade", "cancelled"),
        ("buyer_cancel_notpay_order", "cancelled"),
        ("buyer_cancel_order_in_risk", "cancelled"),
        ("risk_reject_closed", "cancelled"),
    ],
)
def test_finish_with_an_end_reason(reason: str, status: str) -> None:
    body = detail(title="Zorblatt", code="FINISH")
    body["data"]["global"]["endReason"] = reason
    assert one(body)["status"] == status


def test_frozen_and_in_issue_are_not_completed() -> None:
    for code in ("IN_FROZEN", "IN_ISSUE", "IN_CANCEL"):
        order = one(detail(title="Zorblatt", code=code))
        assert order["status"] not in {"completed", "expired"}, code


def test_big_numbers_keep_their_digits() -> None:
    text = json.dumps(detail(order_id="9007199254740993"))
    assert one(text)["order_id"] == "9007199254740993"


def test_number_rounded_by_a_page_yields_to_the_link() -> None:
    body = detail(order_id="9007199254740992")
    order = one(body, url=detail_url("9007199254740993"), seen_at=SEEN)
    assert order["order_id"] == "9007199254740993"


def test_rounded_float_number() -> None:
    text = json.dumps(detail(order_id="8213000000000011")).replace(
        "8213000000000011,", "8.213000000000011e15,"
    )
    assert one(text, url=detail_url(), seen_at=SEEN)["order_id"] == ORDER_ID


def test_empty_skeleton_is_not_silence() -> None:
    body = detail()
    body["data"]["data"] = {
        "detail_root_container_109716": {
            "tag": "detail_root_container",
            "fields": {"i18n": {"confirm": "Confirm"}},
        },
        "detail_tail_container_109717": {"tag": "detail_tail_container", "fields": {}},
    }
    body["data"]["global"] = {"pageTitle": "Order Detail"}
    said = read_out(body, url=detail_url(), seen_at=SEEN)
    assert said["problems"], said
    for order in said.get("orders", []):
        assert order.get("status") in (None, "unknown")


def test_unreadable_title_with_known_code_and_bad_date() -> None:
    said = read_out(detail(info={"orderShipTime": "sometime in spring"}))
    assert "shipped_on" not in said["orders"][0]
    assert any("sometime in spring" in problem for problem in said["problems"])


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (
            "If delivered after Aug 5, 2026 you can collect a €1 coupon after 48 hours of that date",
            "promised",
        ),
        ("Delivery was delayed. Collect your €1 coupon", "claimable"),
        ("€1 coupon collected", "collected"),
    ],
)
def test_state_of_the_late_coupon(text: str, state: str) -> None:
    order = one(
        detail(nodes=[("Paid", "Jul 1, 2026"), ("€1", "Aug 7, 2026")], bar_text=text),
        url=detail_url(),
        seen_at=SEEN,
    )
    assert order["late_coupon"]["state"] == state


def test_codes_and_language_hosts() -> None:
    for host in ("de.aliexpress.com", "www.aliexpress.us", "m.aliexpress.com", "ko.aliexpress.com"):
        assert one(detail(), url=detail_url(host=host), seen_at=SEEN)["order_id"] == ORDER_ID


def test_promise_in_a_language_without_sentences_is_stated_with_a_problem() -> None:
    body = detail(title="?", services=[("X", "Hyvitys, jos ei toimitusta ennen 6.9.2026")])
    said = read_out(body, url=detail_url(), seen_at=SEEN, language="fi")
    assert days(said["orders"][0], "stated") == ["2026-09-06"]
    assert any("Hyvitys" in problem for problem in said["problems"])


@pytest.mark.parametrize(
    ("language", "text", "amount"),
    [
        ("pl", "Bon 5 zł, jeśli opóźnienie do 5 sie 2026", "5.00"),
        ("ko", "2026년 8월 5일까지 지연 시 ₩1,000 쿠폰", "1000"),
    ],
)
def test_amount_beside_the_word_for_a_coupon(language: str, text: str, amount: str) -> None:
    order = one(detail(services=[("X", text)], total=None), url=detail_url(), seen_at=SEEN, language=language)
    assert order["late_coupon"]["amount"]["amount"] == amount


@pytest.mark.parametrize("language", ["de", None])
def test_german_you_is_no_polish_august(language: str | None) -> None:
    envelope = {"url": detail_url(), "seen_at": SEEN} | ({"language": language} if language else {})
    order = one(detail(reminder="Bitte warten Sie 15 Tage."), **envelope)
    assert not any(date.get("on", "").endswith("-08-15") for date in order.get("dates", []))


def test_polish_october_without_a_named_language() -> None:
    order = one(detail(reminder="Ochrona kupującego kończy się 20 paź 2026"), url=detail_url(), seen_at=SEEN)
    assert days(order, "protection_end") == ["2026-10-20"]


def test_clock_that_counts_down_and_clock_of_the_day() -> None:
    order = one(detail(reminder="Remaining time 5 days 03:20:10"), url=detail_url(), seen_at=SEEN)
    assert days(order, "protection_end") == ["2026-07-16T11:20:10+00:00"]
    order = one(detail(reminder="Your order was paid at 12:30:10 today"), url=detail_url(), seen_at=SEEN)
    assert days(order, "protection_end") == []
