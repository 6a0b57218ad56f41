# ruff: noqa: E501 - the sentences are as long as the pages print them
"""Sentences of native pages, one by one: what they promise, and what they must not be taken for."""

from datetime import UTC, datetime

import pytest

from scraper.aliexpress.reading import Page
from scraper.aliexpress.sentences import Said

SEEN = datetime(2026, 7, 11, 8, tzinfo=UTC)


def said_by(language: str, status: str, text: str) -> Said:
    said = Said(Page(seen_at=SEEN, language=language), status, "EUR")
    said.sentences(text, "", counts_down=True)
    return said


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


WINDOWS: list[tuple[str, str, str, list[tuple[str, int, str]]]] = [
    (
        "de",
        "completed",
        "Bestellung abgeschlossen.Falls Probleme auftreten, können Sie innerhalb von 7 Tagen nach Bestätigung des Empfangs eine Rückgabe/Rückerstattung beantragen.Falls der erhaltene Artikel defekt ist oder nicht der Beschreibung entspricht, können Sie innerhalb von 90 Tagen nach der Bestellung eine Reklamation eröffnen.",
        [("change_of_mind", 7, "confirmed"), ("defective", 90, "placed")],
    ),
    (
        "fr",
        "completed",
        "Commande terminée.En cas de problème, vous pouvez demander un retour/remboursement dans un délai de 7 jours après avoir confirmé la réception.Si l'article reçu est défectueux ou non conforme à la description, vous pouvez ouvrir un litige dans les 90 jours suivant la commande.",
        [("change_of_mind", 7, "confirmed"), ("defective", 90, "placed")],
    ),
    (
        "es",
        "completed",
        "Pedido completado.Si hay algún problema, puedes solicitar una devolución o un reembolso en un plazo de 7 días desde que confirmes la recepción.Si el artículo que has recibido es defectuoso o no es como se describe, puedes abrir una disputa en un plazo de 90 días desde que se hizo el pedido.",
        [("change_of_mind", 7, "confirmed"), ("defective", 90, "placed")],
    ),
    (
        "pt_BR",
        "completed",
        "Pedido concluído.Se houver algum problema, você pode solicitar uma devolução/reembolso em até 7 dias após confirmar o recebimento.Se o item recebido estiver com defeito ou diferente da descrição, você pode abrir uma disputa em até 90 dias após a realização do pedido.",
        [("change_of_mind", 7, "confirmed"), ("defective", 90, "placed")],
    ),
    (
        "it",
        "completed",
        "Ordine completato.In caso di problemi, puoi richiedere un reso/rimborso entro 7 giorni dalla conferma della ricezione.Se l'articolo ricevuto è difettoso o non corrisponde alla descrizione, puoi aprire una controversia entro 90 giorni dalla data dell'ordine.",
        [("change_of_mind", 7, "confirmed"), ("defective", 90, "placed")],
    ),
    (
        "pl",
        "completed",
        "Zamówienie zakończone.W przypadku problemów możesz ubiegać się o zwrot towaru/pieniędzy w ciągu 7 dni od potwierdzenia odbioru.Jeśli otrzymany produkt jest wadliwy lub niezgodny z opisem, możesz otworzyć spór w ciągu 90 dni od złożenia zamówienia.",
        [("change_of_mind", 7, "confirmed"), ("defective", 90, "placed")],
    ),
    (
        "nl",
        "completed",
        "Bestelling voltooid.Als er problemen zijn, kun je binnen 7 dagen na het bevestigen van de ontvangst een retour/terugbetaling aanvragen.Als het ontvangen artikel defect is of niet overeenkomt met de beschrijving, kun je binnen 90 dagen na het plaatsen van de bestelling een geschil openen.",
        [("change_of_mind", 7, "confirmed"), ("defective", 90, "placed")],
    ),
    (
        "ru",
        "completed",
        "Заказ завершён.Если возникли проблемы, вы можете оформить возврат в течение 7 дней после подтверждения получения.Если полученный товар оказался бракованным или не соответствует описанию, вы можете открыть спор в течение 90 дней после оформления заказа.",
        [("change_of_mind", 7, "confirmed"), ("defective", 90, "placed")],
    ),
    (
        "uk",
        "completed",
        "Замовлення завершено.Якщо виникнуть проблеми, ви можете подати запит на повернення протягом 7 днів після підтвердження отримання.Якщо отриманий товар має дефекти або не відповідає опису, ви можете відкрити спір протягом 90 днів після оформлення замовлення.",
        [("change_of_mind", 7, "confirmed"), ("defective", 90, "placed")],
    ),
    (
        "tr",
        "completed",
        "Sipariş tamamlandı.Herhangi bir sorun olursa, teslim aldığınızı onayladıktan sonraki 7 gün içinde iade/para iadesi talep edebilirsiniz.Aldığınız ürün kusurluysa veya açıklamaya uymuyorsa, sipariş verildikten sonraki 90 gün içinde anlaşmazlık açabilirsiniz.",
        [("change_of_mind", 7, "confirmed"), ("defective", 90, "placed")],
    ),
    (
        "el",
        "completed",
        "Η παραγγελία ολοκληρώθηκε.Αν υπάρχει πρόβλημα, μπορείτε να ζητήσετε επιστροφή χρημάτων εντός 7 ημερών από την επιβεβαίωση παραλαβής.Αν το προϊόν είναι ελαττωματικό ή δεν ταιριάζει με την περιγραφή, μπορείτε να ανοίξετε διαφωνία εντός 90 ημερών από την υποβολή της παραγγελίας.",
        [("change_of_mind", 7, "confirmed"), ("defective", 90, "placed")],
    ),
    (
        "he",
        "completed",
        "ההזמנה הושלמה.אם יש בעיות, תוכלו לבקש החזרה/החזר כספי תוך 7 ימים מאישור הקבלה.אם הפריט שקיבלתם פגום או לא תואם לתיאור, תוכלו לפתוח מחלוקת תוך 90 ימים ממועד ביצוע ההזמנה.",
        [("change_of_mind", 7, "confirmed"), ("defective", 90, "placed")],
    ),
    (
        "ar",
        "completed",
        "اكتمل الطلب.إذا كانت هناك أي مشكلات، يمكنك طلب إرجاع/استرداد خلال ٧ أيام من تأكيد الاستلام.إذا كان المنتج معيبًا أو غير مطابق للوصف، يمكنك فتح نزاع خلال ٩٠ يومًا من تقديم الطلب.",
        [("change_of_mind", 7, "confirmed"), ("defective", 90, "placed")],
    ),
    (
        "ko",
        "completed",
        "주문 완료.문제가 있는 경우 수령 확인 후 7일 이내에 반품/환불을 신청할 수 있습니다.받은 상품에 결함이 있거나 설명과 다른 경우 주문 후 90일 이내에 분쟁을 제기할 수 있습니다.",
        [("change_of_mind", 7, "confirmed"), ("defective", 90, "placed")],
    ),
    (
        "ja",
        "completed",
        "注文完了。問題がある場合は、受け取り確認後7日以内に返品/返金を申請できます。受け取った商品に欠陥がある場合や説明と異なる場合は、注文後90日以内に紛争を申し立てることができます。",
        [("change_of_mind", 7, "confirmed"), ("defective", 90, "placed")],
    ),
    (
        "cs",
        "completed",
        "Objednávka dokončena.V případě problémů můžete požádat o vrácení zboží/peněz do 7 dnů od potvrzení přijetí.Pokud je zboží vadné nebo neodpovídá popisu, můžete otevřít spor do 90 dnů od vytvoření objednávky.",
        [("change_of_mind", 7, "confirmed"), ("defective", 90, "placed")],
    ),
    (
        "sv",
        "completed",
        "Beställningen är slutförd.Om det finns några problem kan du ansöka om retur/återbetalning inom 7 dagar efter att du bekräftat mottagandet.Om varan är defekt eller inte stämmer med beskrivningen kan du öppna en tvist inom 90 dagar efter att beställningen lades.",
        [("change_of_mind", 7, "confirmed"), ("defective", 90, "placed")],
    ),
    (
        "zh",
        "completed",
        "订单已完成。如有任何问题，您可在确认收货后7天内申请退货/退款。如收到的商品有瑕疵或与描述不符，您可在下单后90天内发起纠纷。",
        [("change_of_mind", 7, "confirmed"), ("defective", 90, "placed")],
    ),
    (
        "en",
        "completed",
        'If you have problems you can still open a dispute up to 15 days after confirming "Order Received".',
        [("dispute", 15, "confirmed")],
    ),
    ("en", "shipped", "Free returns within 90 days of purchase", [("free_return", 90, "placed")]),
    ("en", "shipped", "Returns accepted within 7 days of delivery", [("free_return", 7, "delivered")]),
    (
        "de",
        "shipped",
        "Kostenlose Rückgabe innerhalb von 90 Tagen nach dem Kauf",
        [("free_return", 90, "placed")],
    ),
    (
        "de",
        "shipped",
        "Kostenlose Rückgabe innerhalb von 90 Tagen nach Zahlung",
        [("free_return", 90, "paid")],
    ),
    ("fr", "shipped", "Retour gratuit sous 90 jours après le paiement", [("free_return", 90, "paid")]),
    ("pl", "shipped", "Bezpłatny zwrot w ciągu 90 dni od daty płatności", [("free_return", 90, "paid")]),
    ("es", "shipped", "Devolución gratis en 90 días desde el pago", [("free_return", 90, "paid")]),
    ("it", "shipped", "Reso gratuito entro 90 giorni dal pagamento", [("free_return", 90, "paid")]),
    ("ru", "shipped", "Бесплатный возврат в течение 90 дней после оплаты", [("free_return", 90, "paid")]),
    ("ko", "shipped", "결제 후 90일 이내 무료 반품", [("free_return", 90, "paid")]),
    ("ja", "shipped", "お支払い後90日以内は返品無料", [("free_return", 90, "paid")]),
    ("pt_BR", "shipped", "Devolução grátis em até 7 dias após a entrega", [("free_return", 7, "delivered")]),
    ("nl", "shipped", "Gratis retour binnen 15 dagen na ontvangst", [("free_return", 15, "delivered")]),
    (
        "de",
        "shipped",
        "Rückgabe innerhalb von 15 Tagen nach Erhalt der Ware",
        [("free_return", 15, "delivered")],
    ),
    ("fr", "shipped", "Retour sous 15 jours après réception", [("free_return", 15, "delivered")]),
    ("pl", "shipped", "Zwrot w ciągu 15 dni od otrzymania przesyłki", [("free_return", 15, "delivered")]),
    ("it", "shipped", "Reso entro 15 giorni dalla ricezione", [("free_return", 15, "delivered")]),
    ("es", "shipped", "Devolución en 15 días desde la recepción", [("free_return", 15, "delivered")]),
    ("ko", "shipped", "수령 후 15일 이내 무료 반품", [("free_return", 15, "delivered")]),
    ("ja", "shipped", "商品受取後15日以内は返品無料", [("free_return", 15, "delivered")]),
    ("ar", "shipped", "إرجاع مجاني خلال ١٥ يومًا من الاستلام", [("free_return", 15, "delivered")]),
    ("en", "shipped", "Return within 15 days of receipt for free", [("free_return", 15, "delivered")]),
    (
        "en",
        "shipped",
        "Return this within 15 days after receiving your order",
        [("free_return", 15, "delivered")],
    ),
]


@pytest.mark.parametrize(("language", "status", "text", "windows"), WINDOWS)
def test_windows_of_a_sentence(
    language: str, status: str, text: str, windows: list[tuple[str, int, str]]
) -> None:
    said = said_by(language, status, text)
    assert [(window.kind, window.days, window.from_) for window in said.windows] == windows
    assert not said.dates


COUPONS = [
    ("en", "Your order arrived late. Collect your R$5 coupon by Sep 5, 2026", "claimable"),
    (
        "de",
        "Ihre Lieferung war verspätet. Holen Sie sich Ihren Gutschein über 5 € bis zum 5. Sept. 2026 ab",
        "claimable",
    ),
    ("en", "Coupon collected", "collected"),
    ("de", "Gutschein eingelöst", "collected"),
    ("fr", "Coupon récupéré", "collected"),
    ("fr", "Récupérer le coupon", "claimable"),
    ("fr", "Vous pouvez récupérer votre coupon de 5 €", "claimable"),
    ("es", "Cupón obtenido", "collected"),
    ("pt_BR", "Cupom resgatado", "collected"),
    ("pt_BR", "Resgatar cupom", "claimable"),
    ("it", "Riscuoti il coupon", "claimable"),
    ("ru", "Забрать купон", "claimable"),
    ("ru", "Купон получен", "collected"),
    ("ko", "쿠폰 받기", "claimable"),
    ("ko", "48시간 후 쿠폰이 지급됩니다", "promised"),
    ("ja", "クーポンを獲得", "claimable"),
    ("zh", "领取优惠券", "claimable"),
    ("en", "Coupon expired", "expired"),
    ("de", "Gutschein abgelaufen", "expired"),
    ("tr", "Kuponu al", "claimable"),
    ("pl", "Odbierz kupon", "claimable"),
    ("sv", "Hämta kupong", "claimable"),
    ("nl", "Coupon claimen", "claimable"),
    ("cs", "Získat kupón", "claimable"),
    ("el", "Συλλογή κουπονιού", "claimable"),
    ("he", "אספו קופון", "claimable"),
    ("ar", "احصل على القسيمة", "claimable"),
    ("uk", "Отримати купон", "claimable"),
]


@pytest.mark.parametrize(("language", "text", "state"), COUPONS)
def test_state_of_a_coupon(language: str, text: str, state: str) -> None:
    coupon = said_by(language, "completed", text).late_coupon
    assert coupon
    assert coupon.state == state


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
