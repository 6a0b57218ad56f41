"""The order page of other accounts: countries, what happens by itself, orders that ended."""

from typing import Any

import pytest

from tests.scraper.captured.captures import SEEN, assert_holds, days, detail, detail_url, read_out


def read_one(body: Any, language: str = "en") -> tuple[dict[str, Any], list[str]]:
    said = read_out(body, url=detail_url(), seen_at=SEEN, language=language)
    return said["orders"][0], said["problems"]


BY_ITSELF = [
    ("en", "If you don't confirm receipt by Oct 20, 2026, the order will be completed automatically."),
    ("en", "Payment will be released to the seller automatically on Oct 20, 2026"),
    ("de", "Die Bestellung wird am 20. Okt. 2026 automatisch abgeschlossen"),
    ("fr", "La commande sera automatiquement confirmée le 20 oct. 2026"),
    ("es", "El pedido se completará automáticamente el 20 oct. 2026"),
    ("pt_BR", "O pedido será concluído automaticamente em 20 out, 2026"),
    ("it", "L'ordine verrà confermato automaticamente il 20 ott 2026"),
    ("uk", "Замовлення буде автоматично завершено 20 жовт. 2026 р."),
    ("el", "Η παραγγελία θα επιβεβαιωθεί αυτόματα στις 20 Οκτ 2026"),
    ("he", "ההזמנה תאושר אוטומטית ב-20 באוק׳ 2026"),
    ("ar", "سيتم تأكيد الطلب تلقائيًا في ٢٠ أكتوبر ٢٠٢٦"),
]


@pytest.mark.parametrize(("language", "reminder"), BY_ITSELF)
def test_the_day_on_which_an_order_confirms_itself(language: str, reminder: str) -> None:
    order, problems = read_one(detail(reminder=reminder), language)
    assert days(order, "protection_end") == ["2026-10-20"]
    assert problems == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "El reembolso se procesará automáticamente el 20 oct. 2026"),
        ("pt_BR", "A assinatura será renovada automaticamente em 20 out, 2026"),
        ("it", "Il rimborso verrà emesso automaticamente il 20 ott 2026"),
        ("uk", "Підписку буде автоматично подовжено 20 жовт. 2026 р."),
        ("el", "Η συνδρομή ανανεώνεται αυτόματα στις 20 Οκτ 2026"),
        ("he", "המנוי יתחדש אוטומטית ב-20 באוק׳ 2026"),
        ("ar", "سيتم تجديد الاشتراك تلقائيًا في ٢٠ أكتوبر ٢٠٢٦"),
    ],
)
def test_not_all_that_happens_by_itself_ends_the_protection(language: str, text: str) -> None:
    order, problems = read_one(detail(reminder=text), language)
    assert days(order, "protection_end") == []
    assert problems


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        (
            "en",
            "Processing",
            "The order will be automatically closed on Jul 22, 2026 if it is not shipped by then",
        ),
        ("es", "En proceso", "Si no se envía, el pedido se cerrará automáticamente el 22 jul. 2026"),
        (
            "it",
            "In elaborazione",
            "Se non viene spedito, l'ordine sarà chiuso automaticamente il 22 lug 2026",
        ),
    ],
)
def test_an_order_that_closes_unsent(language: str, title: str, text: str) -> None:
    order, _problems = read_one(detail(title=title, code="WAIT_SELLER_SEND_GOODS", reminder=text), language)
    assert days(order, "protection_end") == []
    assert days(order, "ship_by") == ["2026-07-22"]


def test_an_unpaid_order_that_closes_has_no_protection() -> None:
    body = detail(
        title="To pay",
        code="PLACE_ORDER_SUCCESS",
        reminder="The order will be automatically closed on Jul 22, 2026",
        info={"payTime": None},
    )
    order, _problems = read_one(body)
    assert order["status"] == "unpaid"
    assert days(order, "protection_end") == []


def test_money_that_comes_back_in_days_is_no_window() -> None:
    body = detail(
        title="Canceled",
        code=9,
        reminder="Closed by the system. Your money will be returned in 10 days.",
        info={"orderEndTime": "Jul 9, 2026"},
    )
    order, problems = read_one(body)
    assert_holds(
        order, {"status": "cancelled", "closed_on": "2026-07-09", "completed_on": None, "windows": None}
    )
    assert "10 days" in problems[0]


@pytest.mark.parametrize(
    ("printed", "code"), [("UK", "GB"), ("SRB", "RS"), ("MNE", "ME"), ("DE", "DE"), ("United Kingdom", "GB")]
)
def test_country_in_the_shops_own_code(printed: str, code: str) -> None:
    order, _problems = read_one(detail(info={"addressVO": {"countryCode": printed}}))
    assert order["destination_country"] == code
