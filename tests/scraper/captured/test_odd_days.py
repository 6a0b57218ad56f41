"""Days and clocks in odd places: over the end of a year, twice, counted from the reading."""
# ruff: noqa: E501 - tables of captures read better in long lines

import pytest

from tests.scraper.captured.captures import (
    days,
    detail,
    parcel,
)
from tests.scraper.captured.said import NUMBER, read_detail, read_tracking

DECEMBER = "2026-12-20T08:00:00+00:00"


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
