"""Sentences of native pages, one by one: the dates that they promise, and what is no end of the protection."""

from datetime import timedelta

import pytest

from scraper.aliexpress.sentences import split
from tests.scraper.other_accounts.sentences import SEEN, said_by

DATES: list[tuple[str, str, str, str, str]] = [
    (
        "de",
        "shipped",
        "Noch 34 Tage und 10 Stunden bis zum Ende des Käuferschutzes",
        "protection_end",
        "2026-08-14T18:00",
    ),
    (
        "de",
        "shipped",
        "Die Bestellung wird in 34 Tagen 10 Stunden automatisch bestätigt",
        "protection_end",
        "2026-08-14T18:00",
    ),
    (
        "fr",
        "shipped",
        "Il reste 34 jours et 10 heures avant la fin de la protection de l'acheteur",
        "protection_end",
        "2026-08-14T18:00",
    ),
    ("fr", "shipped", "Protection de la commande : 34 j 10 h", "protection_end", "2026-08-14T18:00"),
    (
        "es",
        "shipped",
        "Quedan 34 días y 10 horas para que finalice la protección del comprador",
        "protection_end",
        "2026-08-14T18:00",
    ),
    (
        "es",
        "shipped",
        "El pedido se confirmará automáticamente en 34 días 10 horas",
        "protection_end",
        "2026-08-14T18:00",
    ),
    (
        "pt_BR",
        "shipped",
        "Faltam 34 dias e 10 horas para o fim da proteção ao comprador",
        "protection_end",
        "2026-08-14T18:00",
    ),
    (
        "it",
        "shipped",
        "Mancano 34 giorni e 10 ore alla fine della protezione",
        "protection_end",
        "2026-08-14T18:00",
    ),
    (
        "pl",
        "shipped",
        "Do końca ochrony kupującego pozostało 34 dni i 10 godzin",
        "protection_end",
        "2026-08-14T18:00",
    ),
    (
        "pl",
        "shipped",
        "Do automatycznego potwierdzenia odbioru pozostało: 34 dni 10 godz.",
        "protection_end",
        "2026-08-14T18:00",
    ),
    ("nl", "shipped", "Nog 34 dagen en 10 uur kopersbescherming", "protection_end", "2026-08-14T18:00"),
    (
        "ru",
        "shipped",
        "Защита покупателя действует ещё 34 дня 10 часов",
        "protection_end",
        "2026-08-14T18:00",
    ),
    (
        "ru",
        "shipped",
        "Заказ будет автоматически подтверждён через 34 дня 10 часов",
        "protection_end",
        "2026-08-14T18:00",
    ),
    (
        "ru",
        "shipped",
        "До автоматического подтверждения заказа: 34 дн. 10 ч.",
        "protection_end",
        "2026-08-14T18:00",
    ),
    (
        "uk",
        "shipped",
        "До кінця захисту покупця залишилось 34 дні 10 годин",
        "protection_end",
        "2026-08-14T18:00",
    ),
    (
        "uk",
        "shipped",
        "Замовлення буде автоматично підтверджено через 34 дн. 10 год.",
        "protection_end",
        "2026-08-14T18:00",
    ),
    (
        "tr",
        "shipped",
        "Alıcı korumasının bitmesine 34 gün 10 saat kaldı",
        "protection_end",
        "2026-08-14T18:00",
    ),
    (
        "el",
        "shipped",
        "Απομένουν 34 ημέρες και 10 ώρες έως τη λήξη της προστασίας αγοραστή",
        "protection_end",
        "2026-08-14T18:00",
    ),
    ("he", "shipped", "נותרו 34 ימים ו-10 שעות עד לסיום הגנת הקונה", "protection_end", "2026-08-14T18:00"),
    (
        "ar",
        "shipped",
        "متبقي ٣٤ يومًا و١٠ ساعات على انتهاء حماية المشتري",
        "protection_end",
        "2026-08-14T18:00",
    ),
    ("ko", "shipped", "구매자 보호 종료까지 34일 10시간 남음", "protection_end", "2026-08-14T18:00"),
    ("ja", "shipped", "購入者保護の終了まであと34日10時間", "protection_end", "2026-08-14T18:00"),
    (
        "cs",
        "shipped",
        "Do konce ochrany kupujícího zbývá 34 dní a 10 hodin",
        "protection_end",
        "2026-08-14T18:00",
    ),
    ("cs", "shipped", "Zbývá 34 dnů 10 hod.", "protection_end", "2026-08-14T18:00"),
    ("sv", "shipped", "34 dagar och 10 timmar kvar av köparskyddet", "protection_end", "2026-08-14T18:00"),
    ("zh", "shipped", "买家保护还剩34天10小时", "protection_end", "2026-08-14T18:00"),
    ("zh", "shipped", "距自动确认收货还剩34天10小时", "protection_end", "2026-08-14T18:00"),
    (
        "de",
        "processing",
        "Der Verkäufer versendet Ihre Bestellung bis zum 22. Juli 2026",
        "ship_by",
        "2026-07-22",
    ),
    (
        "fr",
        "processing",
        "Le vendeur expédiera votre commande avant le 22 juil. 2026",
        "ship_by",
        "2026-07-22",
    ),
    ("es", "processing", "El vendedor enviará tu pedido antes del 22 jul. 2026", "ship_by", "2026-07-22"),
    ("pt_BR", "processing", "O vendedor enviará seu pedido até 22 jul, 2026", "ship_by", "2026-07-22"),
    ("it", "processing", "Il venditore spedirà l'ordine entro il 22 lug 2026", "ship_by", "2026-07-22"),
    ("pl", "processing", "Sprzedawca wyśle zamówienie do 22 lip 2026", "ship_by", "2026-07-22"),
    ("nl", "processing", "De verkoper verzendt je bestelling vóór 22 jul. 2026", "ship_by", "2026-07-22"),
    ("ru", "processing", "Продавец отправит заказ до 22 июля 2026 г.", "ship_by", "2026-07-22"),
    ("uk", "processing", "Продавець відправить замовлення до 22 лип. 2026 р.", "ship_by", "2026-07-22"),
    (
        "tr",
        "processing",
        "Satıcı siparişinizi 22 Tem 2026 tarihine kadar gönderecek",
        "ship_by",
        "2026-07-22",
    ),
    ("el", "processing", "Ο πωλητής θα αποστείλει την παραγγελία έως 22 Ιουλ 2026", "ship_by", "2026-07-22"),
    ("he", "processing", "המוכר ישלח את ההזמנה עד 22 ביולי 2026", "ship_by", "2026-07-22"),
    ("ar", "processing", "سيشحن البائع طلبك قبل ٢٢ يوليو ٢٠٢٦", "ship_by", "2026-07-22"),
    ("ko", "processing", "판매자가 2026년 7월 22일까지 발송할 예정입니다", "ship_by", "2026-07-22"),
    ("ja", "processing", "販売者は2026年7月22日までに発送します", "ship_by", "2026-07-22"),
    ("cs", "processing", "Prodejce odešle objednávku do 22. 7. 2026", "ship_by", "2026-07-22"),
    ("sv", "processing", "Säljaren skickar din beställning senast 22 juli 2026", "ship_by", "2026-07-22"),
    ("zh", "processing", "卖家将在2026年7月22日前发货", "ship_by", "2026-07-22"),
    ("en", "processing", "Ships by Jul 22, 2026", "ship_by", "2026-07-22"),
    ("en", "processing", "Your order will be shipped out before Jul 22, 2026", "ship_by", "2026-07-22"),
    (
        "de",
        "processing",
        "Der Verkäufer hat noch 5 Tage 3 Stunden, um die Bestellung zu versenden",
        "ship_by",
        "2026-07-16",
    ),
    ("ru", "processing", "У продавца осталось 5 дней 3 часа на отправку", "ship_by", "2026-07-16"),
    ("ko", "processing", "발송까지 5일 3시간 남음", "ship_by", "2026-07-16"),
    ("pt_BR", "processing", "O vendedor tem 5 dias 3 horas para enviar", "ship_by", "2026-07-16"),
    ("zh", "processing", "卖家发货剩余时间：5天3小时", "ship_by", "2026-07-16"),
    ("ar", "processing", "الوقت المتبقي للشحن: ٥ أيام ٣ ساعات", "ship_by", "2026-07-16"),
    (
        "de",
        "unpaid",
        "Bitte zahlen Sie innerhalb von 19 Stunden 59 Minuten, sonst wird die Bestellung storniert",
        "stated",
        "2026-07-12T03:59",
    ),
    ("ru", "unpaid", "Оплатите заказ в течение 19 ч 59 мин", "stated", "2026-07-12T03:59"),
    ("es", "unpaid", "Paga en 19 h 59 min", "stated", "2026-07-12T03:59"),
    ("zh", "unpaid", "请在19小时59分钟内付款", "stated", "2026-07-12T03:59"),
    ("ko", "unpaid", "19시간 59분 이내에 결제하세요", "stated", "2026-07-12T03:59"),
    (
        "en",
        "shipped",
        "If you don't receive your order by Sep 4, 2026, you'll get a full refund",
        "refund_if_undelivered",
        "2026-09-04",
    ),
    (
        "en",
        "shipped",
        "Guaranteed delivery by Aug 3, 2026 or get a refund",
        "refund_if_undelivered",
        "2026-08-03",
    ),
    ("en", "shipped", "Your order is protected until Oct 20, 2026", "protection_end", "2026-10-20"),
    (
        "en",
        "shipped",
        "Order will be automatically confirmed on Oct 20, 2026",
        "protection_end",
        "2026-10-20",
    ),
    ("en", "shipped", "Delivery: Aug 3 - 10", "estimated_delivery", "2026-08-10"),
    (
        "en",
        "shipped",
        "Extended protection: your order is protected for 15 more days until Nov 4, 2026",
        "protection_end",
        "2026-11-04",
    ),
]


@pytest.mark.parametrize(("language", "status", "text", "kind", "when"), DATES)
def test_what_a_sentence_dates(language: str, status: str, text: str, kind: str, when: str) -> None:
    said = said_by(language, status, text)
    last = said.dates[-1]
    assert {stated.kind for stated in said.dates} == {kind}
    assert (str(last.on) if last.on else last.at and last.at.isoformat()[:16]) == when


NO_END = [
    ("en", "shipped", "Return it by Aug 30, 2026"),
    ("en", "shipped", "Your package was delivered on Jul 9, 2026. Confirm receipt if everything is fine."),
    ("en", "shipped", "Pick up your parcel by Jul 20, 2026"),
    ("en", "shipped", "You can extend the protection period after Sep 1, 2026"),
    ("en", "shipped", "You can open a dispute from Aug 15, 2026"),
    ("en", "shipped", "Confirm receipt within 15 days after delivery"),
    ("en", "shipped", "Please confirm within 3 days after you receive the parcel"),
    ("de", "shipped", "Bitte bestätigen Sie den Empfang innerhalb von 15 Tagen nach der Zustellung"),
    ("ru", "shipped", "через 48 часов после этой даты"),
    ("ru", "shipped", "Спор можно открыть через 10 дней после отправки"),
    ("es", "shipped", "Puedes abrir una disputa en 10 días"),
    ("en", "shipped", "You can open a dispute in 10 days"),
    ("en", "shipped", "You can extend protection in 5 days"),
    ("en", "shipped", "Money will arrive in 3-20 business days"),
    ("en", "completed", "Refund arrives in 10 days"),
]


@pytest.mark.parametrize(("language", "status", "text"), NO_END)
def test_no_end_of_the_protection(language: str, status: str, text: str) -> None:
    said = said_by(language, status, text)
    assert all(stated.kind == "stated" for stated in said.dates)
    assert all(window.from_ for window in said.windows)


@pytest.mark.parametrize("unit", ["3 days", "5 mins"])
def test_ago_before_a_stop_is_no_month(unit: str) -> None:
    """ "Ago." is August in Spanish and Portuguese, beside a number; "3 days ago." ends its sentence."""
    said = said_by(
        "en", "shipped", f"Shipped {unit} ago. Order will be confirmed automatically in 5 days 4 hours"
    )
    assert [(found.kind, found.at) for found in said.dates] == [
        ("protection_end", SEEN + timedelta(days=5, hours=4))
    ]


@pytest.mark.parametrize("text", ["Llega el 3 de ago. Madrid", "am 3. Aug. Berlin", "3 Ago. – Lun., 5 Ago."])
def test_a_stop_behind_a_short_month_ends_no_sentence(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Estimated delivery 3 Aug. Purchase protection ends in 5 days 4 hours"),
        ("en", "Shipped on 3 Jul. Purchase protection ends in 5 days 4 hours"),
        ("en", "Delivered on 3 Jul. Your order will be confirmed automatically in 5 days 4 hours."),
        ("de", "Lieferung bis 3. Aug. Käuferschutz endet in 5 Tagen 4 Stunden"),
        ("de", "Versandt am 3. Juli. Käuferschutz endet in 5 Tagen 4 Stunden"),
        ("pt", "Enviado em 3 jul. A proteção ao comprador termina em 5 dias e 4 horas"),
        ("ru", "Отправлено 3 июл. Защита покупателя заканчивается через 5 дней 4 часа"),
        ("fr", "Expédié le 3 juil. La protection se termine dans 5 jours et 4 heures"),
    ],
)
def test_a_day_of_the_sentence_before_is_no_end_of_the_protection(language: str, text: str) -> None:
    """The stop of a short month ends its sentence too, where the one behind it has a time of its own."""
    said = said_by(language, "shipped", text)
    ends = [found for found in said.dates if found.kind == "protection_end"]
    assert [found.at for found in ends] == [SEEN + timedelta(days=5, hours=4)], said.dates


@pytest.mark.parametrize(
    ("language", "text", "ends"),
    [
        ("en", "Shipped 3 Jul. Protection ends on 20 Sep.", "2026-09-20"),
        ("en", "Shipped 3 Jul. Buyer protection is active.", None),
        ("de", "Versandt am 3. Juli. Der Käuferschutz endet am 20. Sept. 2026", "2026-09-20"),
        (
            "es",
            "Enviado el 3 de jul. La protección del comprador termina el 20 de sep. de 2026",
            "2026-09-20",
        ),
        ("de", "Versandt am 3. Juli. Der Käuferschutz ist aktiv.", None),
        ("de", "Versandt am 3. Juli. Ihre Bestellung ist durch den Käuferschutz gedeckt.", None),
        ("de", "Bis 3. Aug. Käuferschutz", "2026-08-03"),  # a noun, and nothing of its own: one sentence
        ("en", "Buyer protection until 3 Aug. GMT", "2026-08-03"),
    ],
)
def test_an_end_is_the_day_of_its_own_sentence(language: str, text: str, ends: str | None) -> None:
    said = said_by(language, "shipped", text)
    found = [str(stated.on) for stated in said.dates if stated.kind == "protection_end"]
    assert found == ([ends] if ends else []), said.dates


@pytest.mark.parametrize(
    "text",
    [
        "Your order was shipped on Jul 3, 2026, buyer protection lasts until Sep 20, 2026",
        "Paid on Jul 3, 2026, buyer protection lasts until Sep 20, 2026",
        "Order placed on Jul 3, 2026: purchase protection until Sep 20, 2026",
        "Delivered on Jul 3, 2026, buyer protection lasts until Sep 20, 2026",
    ],
)
def test_the_day_of_what_was_done_is_no_end_of_the_protection(text: str) -> None:
    said = said_by("en", "shipped", text)
    assert [str(stated.on) for stated in said.dates if stated.kind == "protection_end"] == ["2026-09-20"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Remaining time: 5 day(s) 4 hour(s)", timedelta(days=5, hours=4)),
        ("Remaining time: 0 day(s) 20 hour(s)", timedelta(hours=20)),
        ("Remaining time: 1 day(s), 2 hour(s) 3 minute(s)", timedelta(days=1, hours=2, minutes=3)),
    ],
)
def test_a_countdown_in_units_with_their_plural_beside_them(text: str, left: timedelta) -> None:
    said = said_by("en", "shipped", text)
    assert [(found.kind, found.at) for found in said.dates] == [("protection_end", SEEN + left)]
