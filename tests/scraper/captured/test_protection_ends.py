"""The end of the protection in order details: countdowns, days, numbers, and whose clock it is."""

import pytest

from tests.scraper.captured.captures import (
    SEEN,
    days,
    detail,
    detail_url,
    read_out,
)
from tests.scraper.captured.said import one_detail, status_block

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
    order = one_detail(detail(reminder=text), url=detail_url(), seen_at=SEEN, language=language)
    assert days(order, "protection_end") == [at], order.get("dates")


def test_countdown_with_other_offset_of_the_envelope() -> None:
    order = one_detail(
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
    order = one_detail(detail(reminder=text), url=detail_url(), seen_at=SEEN, language=language)
    assert days(order, "protection_end") == ["2026-10-20"], order.get("dates")


@pytest.mark.parametrize("end", [1788220800000, "1788220800000", 1788220800, "1788220800"])
def test_an_end_as_a_number_of_milliseconds_or_seconds(end: int | str) -> None:
    body = detail()
    status_block(body)["protectionEndTime"] = end
    assert days(one_detail(body, seen_at=SEEN), "protection_end") == ["2026-09-01T00:00:00+00:00"]


def test_unpaid_countdown_is_no_protection_end() -> None:
    for code, title in (("PLACE_ORDER_SUCCESS", "To pay"), (None, "Awaiting payment")):
        order = one_detail(
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
    order = one_detail(
        detail(title="Processing", code="WAIT_SELLER_SEND_GOODS", reminder=text),
        url=detail_url(),
        seen_at=SEEN,
    )
    assert order["status"] == "processing"
    assert days(order, "ship_by") == ["2026-07-14"], order.get("dates")
    assert days(order, "protection_end") == []


def test_countdown_of_a_processing_order_is_the_sellers_clock() -> None:
    order = one_detail(
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


def test_clock_that_counts_down_and_clock_of_the_day() -> None:
    order = one_detail(detail(reminder="Remaining time 5 days 03:20:10"), url=detail_url(), seen_at=SEEN)
    assert days(order, "protection_end") == ["2026-07-16T11:20:10+00:00"]
    order = one_detail(
        detail(reminder="Your order was paid at 12:30:10 today"), url=detail_url(), seen_at=SEEN
    )
    assert days(order, "protection_end") == []
