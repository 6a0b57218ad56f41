"""Status words and codes of order lists, in each language."""

from typing import Any

import pytest

from tests.scraper.captured.captures import SEEN, card, order_list, read_out
from tests.scraper.captured.said import one_card

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
        order = one_card(order_list(card(statusText=text)), seen_at=SEEN, language=language)
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
    assert one_card(order_list(card(code=code, statusText=word)))["status"] == status


@pytest.mark.parametrize(
    ("code", "word"),
    [(None, "Zorblatt"), (77, "Zorblatt"), ("ODD_STATE", "Zorblatt"), (None, "Delivered to nobody")],
)
def test_unknown_word_is_unknown_with_a_problem(code: Any, word: str) -> None:
    said = read_out(order_list(card(code=code, statusText=word)))
    assert said["orders"][0]["status"] == "unknown"
    assert any(word in problem or str(code) in problem for problem in said["problems"]), said["problems"]
