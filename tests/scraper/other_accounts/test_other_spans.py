"""Spans of time that stand on the page of an order on its way and are no end of its protection."""

from datetime import UTC, datetime

import pytest

from scraper.aliexpress.reading import Page
from scraper.aliexpress.sentences import Said

SEEN = datetime(2026, 7, 11, 8, tzinfo=UTC)
OTHER_SPANS = [
    ("en", "Your package will arrive in 5 days"),
    ("en", "Estimated delivery: 5 days"),
    ("en", "Delivery time: 15 days"),
    ("en", "Processed in 2 days 3 hours"),
    ("en", "Tracking updated: 3 hours"),
    ("en", "Last update: 2 days 3 hours ago"),
    ("en", "Updated 3 hours ago"),
    ("en", "Offer ends in 02:13:45"),
    ("en", "Flash sale ends in 2 days 3 hours"),
    ("en", "Only 3 days left to get 20% off"),
    ("en", "Coupon expires in 5 days 2 hours"),
    ("en", "Free returns: 15 days"),
    ("en", "You have 15 days left to return"),
    ("en", "Pick up within: 5 days"),
    ("en", "Pickup code valid for 3 days 4 hours"),
    ("en", "Seller replies within: 24 hours"),
    ("en", "Invoice available in 3 days"),
    ("en", "Change address: 1 hour 59 minutes left"),
    ("en", "Cancel order: 29 minutes 59 seconds left"),
    ("de", "Ihr Paket kommt in 5 Tagen an"),
    ("de", "Letzte Aktualisierung: vor 2 Tagen 3 Stunden"),
    ("de", "Angebot endet in 2 Tagen 3 Stunden"),
    ("fr", "Livraison : 5 jours"),
    ("fr", "Mise à jour il y a 2 jours 3 heures"),
    ("es", "Llegará en 5 días"),
    ("es", "Actualizado hace 2 días 3 horas"),
    ("pt_BR", "Chega em 5 dias"),
    ("pt_BR", "Atualizado há 2 dias 3 horas"),
    ("ru", "Посылка прибудет через 5 дней"),
    ("ru", "Обновлено 2 дня 3 часа назад"),
    ("ru", "Осталось 3 дня, чтобы забрать посылку"),
    ("ko", "5일 후 도착"),
    ("ko", "2일 3시간 전 업데이트"),
    ("ja", "2日3時間前に更新"),
    ("ja", "あと3日で到着"),
    ("zh", "2天3小时前更新"),
    ("zh", "还剩3天取件"),
    ("ar", "يصل خلال 5 أيام"),
    ("pl", "Dotrze za 5 dni"),
    ("pl", "Zaktualizowano 2 dni 3 godziny temu"),
    ("it", "Arriva tra 5 giorni"),
    ("it", "Aggiornato 2 giorni 3 ore fa"),
    ("nl", "Komt aan over 5 dagen"),
    ("tr", "2 gün 3 saat önce güncellendi"),
    ("sv", "Uppdaterad för 2 dagar 3 timmar sedan"),
    ("cs", "Aktualizováno před 2 dny 3 hodinami"),
    ("uk", "Оновлено 2 дні 3 години тому"),
    ("he", "עודכן לפני 2 ימים ו-3 שעות"),
    ("el", "Ενημερώθηκε πριν 2 ημέρες 3 ώρες"),
]


@pytest.mark.parametrize(("language", "text"), OTHER_SPANS)
def test_a_span_of_time_that_ends_something_else(language: str, text: str) -> None:
    for status in ("shipped", "processing"):
        said = Said(Page(seen_at=SEEN, language=language), status, "EUR")
        said.sentences(text, "", counts_down=True)
        assert all(stated.kind != "protection_end" for stated in said.dates)
        assert all(stated.kind == "stated" for stated in said.dates if status == "shipped")
