# ruff: noqa: E501 - labels and dates of one page stand on one line
"""The same pages in HTML, in the words and amounts of other countries."""

from typing import Any

import pytest

from tests.scraper.captured.captures import assert_holds, read_out

SEEN = "2026-07-20T08:00:00+00:00"
ORDER = "8213000000000011"
LIST_URL = "https://www.aliexpress.com/p/order/index.html"
DETAIL_URL = f"https://www.aliexpress.com/p/order/detail.html?orderId={ORDER}"


def read_card(language: str, status: str, day: str, total: str) -> tuple[dict[str, Any], list[str]]:
    html = f"""<html lang="{language}"><body><div data-spm="order_list_main"><div class="order-item">
    <span class="order-item-header-status-text">{status}</span>
    <div class="order-item-header-right-info"><div>{day}</div><div>Ref.: {ORDER}<span>Copy</span></div></div>
    <a data-pl="order_item_header_detail" href="//www.aliexpress.com/p/order/detail.html?orderId={ORDER}">Details</a>
    <span class="order-item-content-opt-price-total">{total}</span></div></div></body></html>"""
    said = read_out(html, seen_at=SEEN, url=LIST_URL)
    return said["orders"][0], said["problems"]


@pytest.mark.parametrize(
    ("language", "status", "day", "total", "currency"),
    [
        (
            "de",
            "Warten auf Lieferung",
            "Datum: 3. Juli 2026",
            "Gesamt: <b>1</b>.<b>234</b>,<b>5</b><b>0</b> €",
            "EUR",
        ),
        ("ar", "في انتظار التسليم", "التاريخ: ٣ يوليو ٢٠٢٦", "المجموع: ١٬٢٣٤٫٥٠ ر.س.", "SAR"),
        ("ru", "Ожидает доставки", "Дата: 3 июля 2026 г.", "Итого: 1 234,50 ₽", "RUB"),
        ("pt", "Aguardando a entrega", "Data: 3 jul, 2026", "Total: R$1.234,50", "BRL"),
        ("fr", "En attente de livraison", "Date : 3 juil. 2026", "Total : 1 234,50 €", "EUR"),
        ("he", "ממתין למסירה", "תאריך: 3 ביולי 2026", "סה״כ: ₪1,234.50", "ILS"),
        ("en", "Awaiting delivery", "Date: Jul 3, 2026", "Total: CHF 1'234.50", "CHF"),
        ("cs", "Čeká na doručení", "Datum: 3. 7. 2026", "Celkem: 1 234,50 Kč", "CZK"),
        ("pl", "Oczekiwanie na dostawę", "Data: 3 lip 2026", "Suma: 1 234,50 zł", "PLN"),
        ("tr", "Teslimat bekleniyor", "Tarih: 3 Tem 2026", "Toplam: ₺1.234,50", "TRY"),
    ],
)
def test_card(language: str, status: str, day: str, total: str, currency: str) -> None:
    order, problems = read_card(language, status, day, total)
    assert_holds(
        order,
        {
            "order_id": ORDER,
            "status": "shipped",
            "placed_on": "2026-07-03",
            "total": {"amount": "1234.50", "currency": currency},
        },
    )
    assert problems == []


def test_total_behind_a_wide_colon() -> None:
    order, problems = read_card("ja", "配達待ち", "日付：2026年7月3日", "合計：￥12,345")
    assert order["total"] == {"amount": "12345", "currency": "JPY"}
    assert problems == []


def test_a_day_and_a_sign_that_may_be_anyones_are_problems() -> None:
    order, problems = read_card("en", "Awaiting delivery", "Date: 03/07/2026", "Total: $12.34")
    assert_holds(order, {"placed_on": None, "total": None})
    assert len(problems) == 2


ROWS = {
    "en": (
        "Order placed on|Jul 3, 2026",
        "Paid on|Jul 3, 2026",
        "Shipment completed on|Jul 5, 2026",
        "Order completed on|Jul 18, 2026",
    ),
    "de": (
        "Bestellung aufgegeben am|3. Juli 2026",
        "Bezahlt am|3. Juli 2026",
        "Versand abgeschlossen am|5. Juli 2026",
        "Bestellung abgeschlossen am|18. Juli 2026",
    ),
    "fr": (
        "Commande passée le|3 juil. 2026",
        "Payé le|3 juil. 2026",
        "Expédition effectuée le|5 juil. 2026",
        "Commande terminée le|18 juil. 2026",
    ),
    "es": (
        "Pedido realizado el|3 jul. 2026",
        "Pagado el|3 jul. 2026",
        "Envío completado el|5 jul. 2026",
        "Pedido completado el|18 jul. 2026",
    ),
    "it": (
        "Ordine effettuato il|3 lug 2026",
        "Pagato il|3 lug 2026",
        "Spedizione completata il|5 lug 2026",
        "Ordine completato il|18 lug 2026",
    ),
    "pt": (
        "Pedido feito em|3 jul, 2026",
        "Pago em|3 jul, 2026",
        "Envio concluído em|5 jul, 2026",
        "Pedido concluído em|18 jul, 2026",
    ),
    "pl": (
        "Zamówienie złożone|3 lip 2026",
        "Zapłacono|3 lip 2026",
        "Wysyłka zakończona|5 lip 2026",
        "Zamówienie zakończone|18 lip 2026",
    ),
    "nl": (
        "Bestelling geplaatst op|3 jul. 2026",
        "Betaald op|3 jul. 2026",
        "Verzending voltooid op|5 jul. 2026",
        "Bestelling voltooid op|18 jul. 2026",
    ),
    "ru": (
        "Дата заказа|3 июля 2026 г.",
        "Оплачено|3 июля 2026 г.",
        "Дата отправки|5 июля 2026 г.",
        "Дата завершения|18 июля 2026 г.",
    ),
    "uk": (
        "Дата замовлення|3 лип. 2026 р.",
        "Оплачено|3 лип. 2026 р.",
        "Відправлення завершено|5 лип. 2026 р.",
        "Замовлення завершено|18 лип. 2026 р.",
    ),
    "tr": (
        "Sipariş tarihi|3 Tem 2026",
        "Ödeme tarihi|3 Tem 2026",
        "Gönderim tamamlanma tarihi|5 Tem 2026",
        "Sipariş tamamlanma tarihi|18 Tem 2026",
    ),
    "el": (
        "Ημερομηνία παραγγελίας|3 Ιουλ 2026",
        "Πληρώθηκε στις|3 Ιουλ 2026",
        "Η αποστολή ολοκληρώθηκε στις|5 Ιουλ 2026",
        "Η παραγγελία ολοκληρώθηκε στις|18 Ιουλ 2026",
    ),
    "he": (
        "ההזמנה בוצעה ב|3 ביולי 2026",
        "שולם ב|3 ביולי 2026",
        "המשלוח הושלם ב|5 ביולי 2026",
        "ההזמנה הושלמה ב|18 ביולי 2026",
    ),
    "ar": (
        "تاريخ الطلب|٣ يوليو ٢٠٢٦",
        "تاريخ الدفع|٣ يوليو ٢٠٢٦",
        "تاريخ الشحن|٥ يوليو ٢٠٢٦",
        "تاريخ اكتمال الطلب|١٨ يوليو ٢٠٢٦",
    ),
    "ko": (
        "주문일|2026년 7월 3일",
        "결제일|2026년 7월 3일",
        "발송 완료일|2026년 7월 5일",
        "주문 완료일|2026년 7월 18일",
    ),
    "ja": (
        "注文日|2026年7月3日",
        "支払日|2026年7月3日",
        "発送完了日|2026年7月5日",
        "注文完了日|2026年7月18日",
    ),
    "cs": (
        "Objednávka vytvořena|3. 7. 2026",
        "Zaplaceno|3. 7. 2026",
        "Odesláno|5. 7. 2026",
        "Objednávka dokončena|18. 7. 2026",
    ),
    "sv": (
        "Beställningen lades|3 juli 2026",
        "Betald|3 juli 2026",
        "Leverans skickad|5 juli 2026",
        "Beställning slutförd|18 juli 2026",
    ),
    "zh": (
        "下单时间|2026年7月3日",
        "付款时间|2026年7月3日",
        "发货完成时间|2026年7月5日",
        "订单完成时间|2026年7月18日",
    ),
}


def read_rows(language: str, title: str, rows: tuple[str, ...]) -> tuple[dict[str, Any], list[str]]:
    printed = "".join(
        '<div class="info-row"><span>{}</span><span>{}</span></div>'.format(*r.split("|")) for r in rows
    )
    html = f"""<html lang="{language}"><body><div class="order-status"><div class="order-block-title">{title}</div></div>
    <div class="order-detail-order-info">{printed}</div><div class="order-detail-item"></div></body></html>"""
    said = read_out(html, seen_at=SEEN, url=DETAIL_URL)
    return said["orders"][0], said["problems"]


@pytest.mark.parametrize("language", ROWS)
def test_dates_of_an_order_by_their_labels(language: str) -> None:
    order, problems = read_rows(language, "Completed", ROWS[language])
    assert_holds(
        order,
        {
            "status": "completed",
            "placed_on": "2026-07-03",
            "paid_on": "2026-07-03",
            "shipped_on": "2026-07-05",
            "completed_on": "2026-07-18",
        },
    )
    assert problems == []


@pytest.mark.parametrize(
    ("language", "row"),
    [
        ("en", "Order closed on|Jul 18, 2026"),
        ("de", "Bestellung storniert am|18. Juli 2026"),
        ("fr", "Commande annulée le|18 juil. 2026"),
        ("ru", "Заказ отменён|18 июля 2026 г."),
        ("ko", "주문 취소일|2026년 7월 18일"),
        ("pt", "Pedido cancelado em|18 jul, 2026"),
    ],
)
def test_day_on_which_an_order_was_closed(language: str, row: str) -> None:
    order, problems = read_rows(language, "Canceled", (row,))
    assert_holds(
        order, {"status": "cancelled", "closed_on": "2026-07-18", "completed_on": None, "placed_on": None}
    )
    assert problems == []
