"""Promises of order details: refund, nodes, estimate and late coupon, in each language."""

import pytest

from tests.scraper.captured.captures import (
    SEEN,
    days,
    detail,
    detail_url,
    read_out,
)
from tests.scraper.captured.said import one_detail

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
    order = one_detail(body, url=detail_url(), seen_at=SEEN, language=language)
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
    order = one_detail(detail(title="?", nodes=nodes), url=detail_url(), seen_at=SEEN, language=language)
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
    order = one_detail(detail(eta=eta), url=detail_url(), seen_at=SEEN, language=language)
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
    order = one_detail(detail(eta=eta), url=detail_url(), seen_at=SEEN, language="en")
    assert set(days(order, "estimated_delivery")) & expected, order.get("dates")
    assert set(days(order, "estimated_delivery")) <= expected, order.get("dates")


def test_date_in_a_service_block_that_nothing_understands_is_stated_with_a_problem() -> None:
    said = read_out(detail(reminder="Blorp on Oct 20, 2026"), url=detail_url(), seen_at=SEEN, language="en")
    order = said["orders"][0]
    assert days(order, "stated") == ["2026-10-20"]
    assert days(order, "protection_end") == []
    assert any("Blorp" in problem for problem in said["problems"])


def test_two_dates_for_one_promise_are_both_kept() -> None:
    order = one_detail(
        detail(
            nodes=[("Paid", "Jul 1, 2026"), ("Refund", "Sep 6, 2026")],
            services=[("Fast delivery", "Refund if no delivery before Sep 5, 2026")],
        )
    )
    assert days(order, "refund_if_undelivered") == ["2026-09-05", "2026-09-06"]


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
    order = one_detail(
        detail(nodes=[("Paid", "Jul 1, 2026"), ("€1", "Aug 7, 2026")], bar_text=text),
        url=detail_url(),
        seen_at=SEEN,
    )
    assert order["late_coupon"]["state"] == state


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
    order = one_detail(
        detail(services=[("X", text)], total=None), url=detail_url(), seen_at=SEEN, language=language
    )
    assert order["late_coupon"]["amount"]["amount"] == amount


@pytest.mark.parametrize("language", ["de", None])
def test_german_you_is_no_polish_august(language: str | None) -> None:
    envelope = {"url": detail_url(), "seen_at": SEEN} | ({"language": language} if language else {})
    order = one_detail(detail(reminder="Bitte warten Sie 15 Tage."), **envelope)
    assert not any(date.get("on", "").endswith("-08-15") for date in order.get("dates", []))


def test_polish_october_without_a_named_language() -> None:
    order = one_detail(
        detail(reminder="Ochrona kupującego kończy się 20 paź 2026"), url=detail_url(), seen_at=SEEN
    )
    assert days(order, "protection_end") == ["2026-10-20"]
