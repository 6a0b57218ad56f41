# ruff: noqa: E501 - the sentences are as long as the pages print them
"""Sentences of native pages, one by one: windows of complaint, and the coupon for a late delivery."""

import pytest

from tests.scraper.other_accounts.sentences import said_by

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
