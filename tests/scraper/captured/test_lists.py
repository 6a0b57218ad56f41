"""Order lists as a person with captures would try them: shapes, hosts, languages, money, dispute lines."""
# ruff: noqa: E501 - tables of captures read better in long lines

import json
from typing import Any

import pytest

from tests.scraper.captured.captures import ORDER_ID, SEEN, assert_holds, card, order_list, read_out

LIST_URL = "https://www.aliexpress.com/p/order/index.html"
TWO = order_list(card("8213000000000031"), card("8213000000000011"), has_more=True)


def only(body: Any, **envelope: Any) -> dict[str, Any]:
    said = read_out(body, **envelope)
    assert said["kind"] == "order_list", said
    assert len(said["orders"]) == 1, said
    order: dict[str, Any] = said["orders"][0]
    return order


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(TWO),
        f"mtopjsonp1({json.dumps(TWO)})",
        f" mtopjsonp12({json.dumps(TWO)});\n",
        f"window.__INIT_DATA_CALLBACK__({json.dumps(TWO)})",
        f"window.__INIT_DATA_CALLBACK__ && window.__INIT_DATA_CALLBACK__({json.dumps(TWO)});",
        f"/**/ mtopjsonp3({json.dumps(TWO)})",
        "﻿" + json.dumps(TWO, indent=2),
        json.dumps({"url": LIST_URL, "seen_at": SEEN, "language": "en", "body": json.dumps(TWO)}),
        json.dumps({"url": LIST_URL, "seen_at": SEEN, "body": f"mtopjsonp2({json.dumps(TWO)})"}),
        json.dumps({"body": json.dumps(TWO)}),
    ],
    ids=[
        "bare",
        "mtopjsonp",
        "blanks",
        "init",
        "init-guarded",
        "comment",
        "bom",
        "env",
        "env-jsonp",
        "env-body",
    ],
)
def test_shape_around_the_answer(text: str) -> None:
    said = read_out(text)
    assert_holds(
        said,
        {
            "kind": "order_list",
            "has_more": True,
            "orders": [{"order_id": "8213000000000031"}, {"order_id": "8213000000000011"}],
        },
    )
    assert said["problems"] == []


@pytest.mark.parametrize(
    "key", ["order_{0}", "pc_om_list_order_{0}", "x_{1}", "pc_om_list_order_110655_{1}", "{1}"]
)
def test_keys_and_hierarchy(key: str) -> None:
    cards = [card(f"82130000000000{n}1") for n in range(1, 5)]
    said = read_out(order_list(*cards, key=key, hierarchy=[2, 0, 3, 1]))
    assert [order["order_id"] for order in said["orders"]] == [
        "8213000000000031",
        "8213000000000011",
        "8213000000000041",
        "8213000000000021",
    ]
    said = read_out(order_list(*cards, key=key, without_hierarchy=True))
    assert len(said["orders"]) == 4
    said = read_out(order_list(*cards, key=key, hierarchy=[1]))
    assert len(said["orders"]) == 4
    assert said["orders"][0]["order_id"] == "8213000000000021"


def test_everything_of_a_card() -> None:
    order = only(
        order_list(
            card(
                code=8,
                buttons=[
                    {"type": "CONFIRM_GOODS", "text": "Confirm received"},
                    {"type": "TRACKING", "text": "x"},
                ],
            )
        )
    )
    assert_holds(
        order,
        {
            "order_id": ORDER_ID,
            "status": "shipped",
            "status_text": "Awaiting delivery",
            "placed_on": "2026-07-01",
            "store": {"name": "Lantern Store", "url": "https://www.aliexpress.com/store/1100000001"},
            "total": {"amount": "12.34", "currency": "EUR"},
            "actions": ["CONFIRM_GOODS", "TRACKING"],
            "lines": [
                {
                    "line_id": "8213000000000012",
                    "product_id": "1005000000000001",
                    "title": "Lantern of brass",
                    "quantity": 2,
                    "unit_price": {"amount": "6.17", "currency": "EUR"},
                    "sku": "Color: brass; Size: L",
                    "image_url": "https://ae-pic-a1.aliexpress-media.com/kf/Sx.jpg",
                }
            ],
        },
    )


def test_second_page_by_post() -> None:
    page = order_list(card(), index=2)
    assert_holds(
        read_out(page), {"kind": "order_list", "has_more": False, "orders": [{"order_id": ORDER_ID}]}
    )


def test_page_without_body_component_does_not_say_whether_there_is_more() -> None:
    page = order_list(card())
    del page["data"]["data"]["pc_om_list_body_109702"]
    assert read_out(page).get("has_more") is not True


WORDS: dict[str, list[tuple[str, str | None]]] = {
    "en": [
        ("To pay", "unpaid"), ("Awaiting payment", "unpaid"), ("Processing", "processing"),
        ("To ship", "processing"), ("Ready to ship", "processing"), ("Awaiting shipment", "processing"),
        ("Payment being verified", "processing"), ("Awaiting delivery", "shipped"), ("Processed", "shipped"),
        ("Shipped", "shipped"), ("Completed", "completed"), ("Finished", "completed"), ("Expired", "expired"),
        ("Canceled", "cancelled"), ("Cancelled", "cancelled"), ("Closed", "cancelled"),
    ],
    "pt": [
        ("A ser pago", "unpaid"), ("Aguardando pagamento", "unpaid"), ("Processando", "processing"),
        ("Aguardando a entrega", "shipped"), ("Enviado", "shipped"), ("Processado", "shipped"),
        ("Concluído ", "completed"), ("Finalizado", "completed"), ("Expirado", "expired"),
        ("Cancelado", "cancelled"), ("Compra cancelada", "cancelled"),
    ],
    "de": [
        ("Abgeschlossen", "completed"), ("Warten auf Lieferung", "shipped"), ("Warten auf Zahlung", "unpaid"),
        ("In Bearbeitung", "processing"), ("Storniert", "cancelled"), ("Abgelaufen", "expired"),
    ],
    "fr": [
        ("Terminé", "completed"), ("Terminée", "completed"), ("En attente de livraison", "shipped"),
        ("En attente de paiement", "unpaid"), ("À payer", "unpaid"), ("En cours de traitement", "processing"),
        ("Annulé", "cancelled"), ("Annulée", "cancelled"), ("Expiré", "expired"), ("Expirée", "expired"),
    ],
    "es": [
        ("Completado", "completed"), ("Finalizado", "completed"), ("Esperando entrega", "shipped"),
        ("Pendiente de entrega", "shipped"), ("Pendiente de pago", "unpaid"), ("En proceso", "processing"),
        ("Procesando", "processing"), ("Cancelado", "cancelled"), ("Expirado", "expired"), ("Caducado", "expired"),
    ],
    "it": [
        ("Completato", "completed"), ("In attesa di consegna", "shipped"), ("In attesa di pagamento", "unpaid"),
        ("In elaborazione", "processing"), ("Annullato", "cancelled"), ("Scaduto", "expired"),
    ],
    "pl": [
        ("Zakończone", "completed"), ("Oczekuje na dostawę", "shipped"), ("Oczekiwanie na dostawę", "shipped"),
        ("Oczekuje na płatność", "unpaid"), ("Oczekiwanie na płatność", "unpaid"), ("Do zapłaty", "unpaid"),
        ("W trakcie realizacji", "processing"), ("Anulowano", "cancelled"), ("Anulowane", "cancelled"),
        ("Wygasło", "expired"),
    ],
    "nl": [
        ("Voltooid", "completed"), ("Wachten op levering", "shipped"), ("In afwachting van levering", "shipped"),
        ("Wachten op betaling", "unpaid"), ("Te betalen", "unpaid"), ("In behandeling", "processing"),
        ("Geannuleerd", "cancelled"), ("Verlopen", "expired"),
    ],
    "ru": [
        ("Завершён", "completed"), ("Завершен", "completed"), ("Получено подтверждение", "completed"),
        ("Ожидает доставки", "shipped"), ("Ожидается доставка", "shipped"), ("Ожидает оплаты", "unpaid"),
        ("В обработке", "processing"), ("Обработка", "processing"), ("Отменён", "cancelled"),
        ("Заказ отменён", "cancelled"),
    ],
    "uk": [
        ("Завершено", "completed"), ("Очікує доставки", "shipped"), ("Очікується доставка", "shipped"),
        ("Очікує оплати", "unpaid"), ("Обробляється", "processing"), ("Скасовано", "cancelled"),
    ],
    "tr": [
        ("Tamamlandı", "completed"), ("Teslimat bekleniyor", "shipped"), ("Ödeme bekleniyor", "unpaid"),
        ("İşleniyor", "processing"), ("İptal edildi", "cancelled"), ("Süresi doldu", "expired"),
    ],
    "el": [
        ("Ολοκληρώθηκε", "completed"), ("Αναμονή παράδοσης", "shipped"), ("Αναμονή πληρωμής", "unpaid"),
        ("Σε επεξεργασία", "processing"), ("Ακυρώθηκε", "cancelled"), ("Έληξε", "expired"),
    ],
    "he": [
        ("הושלם", "completed"), ("\u200fהושלמה\u200f", "completed"), ("ממתין למסירה", "shipped"),
        ("ממתין למשלוח", None), ("ממתין לתשלום", "unpaid"), ("בטיפול", "processing"), ("בוטל", "cancelled"),
        ("\u202bבוטלה\u202c", "cancelled"),
    ],
    "ar": [
        ("مكتمل", "completed"), ("\u200fمكتمل \u200f", "completed"), ("في انتظار التسليم", "shipped"),
        ("بانتظار التسليم", "shipped"), ("في انتظار الدفع", "unpaid"), ("قيد المعالجة", "processing"),
        ("ملغى", "cancelled"), ("منتهي الصلاحية", "expired"),
    ],
    "ko": [
        ("완료", "completed"), ("완료됨", "completed"), ("배송 대기 중", "shipped"), ("결제 대기 중", "unpaid"),
        ("처리 중", "processing"), ("취소됨", "cancelled"), ("만료됨", "expired"),
    ],
    "ja": [
        ("完了", "completed"), ("配達待ち", "shipped"), ("お支払い待ち", "unpaid"), ("支払い待ち", "unpaid"),
        ("処理中", "processing"), ("キャンセル済み", "cancelled"), ("期限切れ", "expired"),
    ],
    "cs": [
        ("Dokončeno", "completed"), ("Čeká na doručení", "shipped"), ("Čeká na platbu", "unpaid"),
        ("Zpracovává se", "processing"), ("Zrušeno", "cancelled"), ("Vypršelo", "expired"),
    ],
    "sv": [
        ("Slutförd", "completed"), ("Väntar på leverans", "shipped"), ("Inväntar leverans", "shipped"),
        ("Väntar på betalning", "unpaid"), ("Bearbetas", "processing"), ("Avbruten", "cancelled"),
        ("Utgången", "expired"),
    ],
    "zh": [
        ("已完成", "completed"), ("待收货", "shipped"), ("等待收货", "shipped"), ("待付款", "unpaid"),
        ("待发货", "processing"), ("处理中", "processing"), ("已取消", "cancelled"), ("已过期", "expired"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "word", "status"),
    [(lang, word, status) for lang, words in WORDS.items() for word, status in words if status],
)
def test_status_words(language: str, word: str, status: str) -> None:
    """Without a code the word decides; blanks and marks around it say nothing."""
    for text in (
        word,
        word + " ",
        " " + word + "\u200f",
        word.upper() if language in {"de", "fr", "ru"} else word,
    ):
        order = only(order_list(card(statusText=text)), seen_at=SEEN, language=language)
        assert order["status"] == status, text
        assert order["status_text"].casefold() == word.strip(" \u200f\u202b\u202c").casefold()


@pytest.mark.parametrize(
    ("code", "word", "status"),
    [
        (8, "Awaiting delivery", "shipped"),
        (8, "Würfelwort", "shipped"),
        (9, "Completed", "completed"),
        (9, "Concluído ", "completed"),
        (9, "Expired", "expired"),
        (9, "Expirado", "expired"),
        (9, "Canceled", "cancelled"),
        (9, "Closed", "cancelled"),
        ("PLACE_ORDER_SUCCESS", "x", "unpaid"),
        ("WAIT_SELLER_SEND_GOODS", "x", "processing"),
        ("SELLER_PART_SEND_GOODS", "x", "processing"),
        ("RISK_CONTROL", "x", "processing"),
        ("WAIT_SELLER_EXAMINE_MONEY", "x", "processing"),
        ("WAIT_BUYER_ACCEPT_GOODS", "x", "shipped"),
        ("FINISH", "Completed", "completed"),
    ],
)
def test_codes_before_words(code: int | str, word: str, status: str) -> None:
    assert only(order_list(card(code=code, statusText=word)))["status"] == status


@pytest.mark.parametrize(
    ("code", "word"),
    [(None, "Zorblatt"), (77, "Zorblatt"), ("ODD_STATE", "Zorblatt"), (None, "Delivered to nobody")],
)
def test_unknown_word_is_unknown_with_a_problem(code: Any, word: str) -> None:
    said = read_out(order_list(card(code=code, statusText=word)))
    assert said["orders"][0]["status"] == "unknown"
    assert any(word in problem or str(code) in problem for problem in said["problems"]), said["problems"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "1. Aug. 2026"), ("de", "1. August 2026"), ("de", "01.08.2026"), ("fr", "1 août 2026"),
        ("es", "1 ago 2026"), ("es", "1 de agosto de 2026"), ("pt", "1 de ago. de 2026"), ("pt", "1 ago, 2026"),
        ("it", "1 ago 2026"), ("pl", "1 sie 2026"), ("pl", "1 sierpnia 2026"), ("nl", "1 aug. 2026"), ("nl", "1 aug 2026"),
        ("ru", "1 авг. 2026\u202fг."), ("ru", "1 августа 2026 г."), ("uk", "1 серп. 2026\u202fр."), ("tr", "1 Ağu 2026"),
        ("tr", "1 Ağustos 2026"), ("el", "1 Αυγ 2026"), ("el", "1 Αυγούστου 2026"), ("he", "1 באוג׳ 2026"), ("he", "1 באוגוסט 2026"),
        ("ar", "١ أغسطس ٢٠٢٦"), ("ar", "1 أغسطس 2026"), ("ar", "\u200f١\u00a0أغسطس،\u00a0٢٠٢٦"),
        ("ar", "01\u200f/08\u200f/2026"), ("ko", "2026년 8월 1일"), ("ko", "2026. 8. 1."), ("ja", "2026年8月1日"), ("ja", "2026/08/01"),
        ("cs", "1. 8. 2026"), ("cs", "1. srpna 2026"), ("sv", "1 aug. 2026"), ("sv", "1 augusti 2026"), ("sv", "2026-08-01"), ("zh", "2026年8月1日"),
        ("en", "Aug\u00a01,\u00a02026"), ("en", "August 1, 2026"), ("en", "1 Aug 2026"), ("en", "1 Aug, 2026"), ("en", "Aug. 1, 2026"), ("en", "2026-08-01"),
    ],
)  # fmt: skip
def test_order_day(language: str, text: str) -> None:
    said = read_out(order_list(card(orderDateText=text)), seen_at=SEEN, language=language)
    assert said["orders"][0].get("placed_on") == "2026-08-01", said


@pytest.mark.parametrize("text", ["soon", "Blurb 41, 2026", "Feb 30, 2026"])
def test_day_in_no_known_form_is_a_problem(text: str) -> None:
    said = read_out(order_list(card(orderDateText=text)))
    assert "placed_on" not in said["orders"][0]
    assert any(text in problem for problem in said["problems"])


@pytest.mark.parametrize(
    ("price", "code", "money"),
    [
        ("1.234,56 €|1.234|56", "EUR", ("1234.56", "EUR")),
        ("1 234,56 zł|1 234|56", "PLN", ("1234.56", "PLN")),
        ("1\u00a0234,56\u00a0zł|1\u00a0234|56", "PLN", ("1234.56", "PLN")),
        ("US $1,234.56|1,234|56", "USD", ("1234.56", "USD")),
        ("$0.99|0|99", "USD", ("0.99", "USD")),
        ("₩23,400|23,400|", "KRW", ("23400", "KRW")),
        ("￥1,980|1,980|", "JPY", ("1980", "JPY")),
        ("1980円|1980|", "JPY", ("1980", "JPY")),
        ("1 234,50 ₽|1 234|50", "RUB", ("1234.50", "RUB")),
        ("₪89.90|89|90", "ILS", ("89.90", "ILS")),
        ("₺1.234,5|1.234|5", "TRY", ("1234.50", "TRY")),
        ("CHF 1’234.50|1’234|50", "CHF", ("1234.50", "CHF")),
        ("CLP 12.990|12.990|", "CLP", ("12990", "CLP")),
        ("SAR ١٬٢٣٤٫٥٦|١٬٢٣٤|٥٦", "SAR", ("1234.56", "SAR")),
        ("۱۲۳٫۴۵|۱۲۳|۴۵", "USD", ("123.45", "USD")),
        ("R$132,74|132|74", "BRL", ("132.74", "BRL")),
        ("£1,000.00|1,000|00", "GBP", ("1000.00", "GBP")),
        ("1 199,00 Kč|1 199|00", "CZK", ("1199.00", "CZK")),
        ("199 kr|199|", "SEK", ("199.00", "SEK")),
    ],
)
def test_money(price: str, code: str, money: tuple[str, str]) -> None:
    from decimal import Decimal

    order = only(
        order_list(card(formatPriceInfo=price, currencyCode=code, totalPriceText=price.split("|")[0]))
    )
    assert order["total"]["currency"] == money[1]
    assert Decimal(order["total"]["amount"]) == Decimal(money[0])


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("US $12.34", ("12.34", "USD")),
        ("1.234,56 €", ("1234.56", "EUR")),
        ("R$1.234,56", ("1234.56", "BRL")),
        ("€ 7,00", ("7.00", "EUR")),
    ],
)
def test_money_of_the_text_alone(text: str, money: tuple[str, str]) -> None:
    order = only(order_list(card(formatPriceInfo=None, currencyCode=None, totalPriceText=text)))
    assert_holds(order, {"total": {"amount": money[0], "currency": money[1]}})


@pytest.mark.parametrize("text", ["120 coins", "1 coupon", "Coins: 300", "Free"])
def test_coins_and_coupons_are_no_total(text: str) -> None:
    order = only(order_list(card(formatPriceInfo=None, totalPriceText=text)))
    assert "total" not in order


def test_old_expired_order_without_total() -> None:
    said = read_out(
        order_list(
            card(
                "700000000000123",
                code=9,
                statusText="Expired",
                currencyCode=None,
                formatPriceInfo=None,
                totalPriceText=None,
                orderDateText="Mar 3, 2019",
            )
        )
    )
    assert_holds(
        said,
        {"problems": [], "orders": [{"order_id": "700000000000123", "status": "expired", "total": None}]},
    )


def expose(*titles: str) -> dict[str, Any]:
    return {"exposeInfo": {"itemList": [{"detailList": [{"title": title} for title in titles]}]}}


@pytest.mark.parametrize(
    ("titles", "state"),
    [
        (["AliExpress의 피드백을 기다리는 중입니다."], "platform_review"),
        (["환불 완료", "₩23,400"], "refund_decided"),
        (["고급 환불 완료"], "refund_decided"),
        (["Waiting for AliExpress's feedback"], "platform_review"),
        (["We're reviewing your request"], "platform_review"),
        (["Waiting for your response"], "waiting_for_buyer"),
        (["Refund complete"], "refund_decided"),
    ],
)
def test_dispute_line_of_a_card(titles: list[str], state: str) -> None:
    order = only(order_list(card(code=8, **expose(*titles))))
    assert_holds(order, {"disputes": [{"order_id": ORDER_ID, "state": state}]})


def test_dispute_line_unknown_is_a_problem() -> None:
    said = read_out(order_list(card(code=8, **expose("Blorp is blorping"))))
    assert any("Blorp" in problem for problem in said["problems"])


def test_us_host_ids_are_shifted() -> None:
    local = str(1005000000000001 + 2**51)
    line = {
        **card()["orderLines"][0],
        "productId": local,
        "itemDetailUrl": f"//www.aliexpress.us/item/{local}.html",
    }
    order = only(
        order_list(card(orderLines=[line])), url="https://www.aliexpress.us/p/order/index.html", seen_at=SEEN
    )
    assert order["lines"][0]["product_id"] == "1005000000000001"


def test_order_id_from_the_link_when_the_number_was_rounded() -> None:
    one = card("9007199254740993", orderId=None)
    one["orderId"] = 9007199254740992
    assert only(order_list(one))["order_id"] == "9007199254740993"


def test_count_is_no_session_test_and_no_order() -> None:
    said = read_out(
        {
            "api": "mtop.aliexpress.trade.buyer.order.count",
            "data": {"module": {"shipped": "2", "processing": "0", "unpaid": "0"}},
            "ret": ["SUCCESS::ok"],
        }
    )
    assert said["kind"] == "unknown"
    assert said["problems"]


def test_empty_answer_of_a_lost_linkage_is_not_silence() -> None:
    said = read_out({"api": "mtop.aliexpress.trade.buyer.order.list", "data": {}, "ret": ["SUCCESS::ok"]})
    assert said["problems"], said


def test_empty_list_of_a_new_account() -> None:
    said = read_out(order_list())
    assert_holds(said, {"kind": "order_list", "orders": [], "has_more": False})


def test_aer_data() -> None:
    data = {
        "widgets": [
            {
                "uuid": "1",
                "children": [
                    {
                        "props": {
                            "orderList": {
                                "orders": [
                                    {
                                        "orderNumber": "5012000000000011",
                                        "items": [{"name": "Фонарь", "imgUrl": "https://x.example/1.jpg"}],
                                        "detailLink": "/order-list/5012000000000011",
                                    }
                                ]
                            }
                        }
                    }
                ],
            }
        ]
    }
    html = f'<!doctype html><html><body><script id="__AER_DATA__" type="application/json">{json.dumps(data)}</script></body></html>'
    said = read_out(html, url="https://aliexpress.ru/order-list", seen_at=SEEN, language="ru")
    assert_holds(said, {"kind": "order_list", "orders": [{"order_id": "5012000000000011"}]})
    said = read_out(html)
    assert_holds(said, {"kind": "order_list", "orders": [{"order_id": "5012000000000011"}]})
