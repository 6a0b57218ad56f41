"""One order as its page prints it in each language, its dates as CLDR prints them."""

from datetime import UTC, date, datetime

from babel.dates import format_date

from scraper.aliexpress import read
from scraper.facts import Order
from tests.scraper.aliexpress import pages

SEEN_AT = datetime(2026, 7, 20, 8, tzinfo=UTC)
ESTIMATED, COUPON, REFUND = date(2026, 8, 3), date(2026, 8, 5), date(2026, 9, 4)

# language: on the way, completed, "Paid", "Refund", estimated delivery, coupon if delayed, refund if not delivered,
# send it back, return after confirming, dispute if defective, countdown
WORDS: dict[str, tuple[str, ...]] = {
    "en": (
        "Awaiting delivery",
        "Completed",
        "Paid",
        "Refund",
        "Estimated delivery date: {}",
        "Apply for €5.00 coupon code if delayed by {}",
        "Refund if no delivery before {}",
        "Not satisfied with your order? Send it back within 15 days after delivery.",
        "If there are any problems, you can apply for a return/refund within 7 days of confirming receipt.",
        "If the item you received is defective or not as described, you can open a dispute within 90 days after order was placed.",  # noqa: E501
        "Remaining time: 34 days 10 hours",
    ),
    "de": (
        "Warten auf Lieferung",
        "Abgeschlossen",
        "Bezahlt",
        "Rückerstattung",
        "Voraussichtliches Lieferdatum: {}",
        "5,00 € Gutschein bei Verspätung nach dem {}",
        "Rückerstattung, wenn keine Lieferung vor dem {} erfolgt",
        "Nicht zufrieden? Senden Sie es innerhalb von 15 Tagen nach der Lieferung zurück.",
        "Bei Problemen können Sie innerhalb von 7 Tagen nach der Empfangsbestätigung eine Rückgabe/Rückerstattung beantragen.",  # noqa: E501
        "Wenn der Artikel defekt ist oder nicht der Beschreibung entspricht, können Sie innerhalb von 90 Tagen nach Bestellaufgabe einen Streitfall eröffnen.",  # noqa: E501
        "Verbleibende Zeit: 34 Tage 10 Stunden",
    ),
    "fr": (
        "En attente de livraison",
        "Terminé",
        "Payé",
        "Remboursement",
        "Date de livraison estimée : {}",
        "Coupon de 5,00 € en cas de retard après le {}",
        "Remboursement en l'absence de livraison avant le {}",
        "Pas satisfait ? Renvoyez-le dans les 15 jours suivant la livraison.",
        "En cas de problème, vous pouvez demander un retour/remboursement dans les 7 jours suivant la confirmation de réception.",  # noqa: E501
        "Si l'article est défectueux ou non conforme, vous pouvez ouvrir un litige dans les 90 jours après la date de la commande.",  # noqa: E501
        "Temps restant : 34 jours 10 heures",
    ),
    "es": (
        "Pendiente de entrega",
        "Completado",
        "Pagado",
        "Reembolso",
        "Fecha de entrega estimada: {}",
        "Cupón de 5,00 € si se retrasa más allá del {}",
        "Reembolso si no se entrega antes del {}",
        "¿No te convence? Devuélvelo en un plazo de 15 días después de la entrega.",
        "Si hay algún problema, puedes solicitar una devolución/reembolso en los 7 días siguientes a la confirmación de recepción.",  # noqa: E501
        "Si el artículo es defectuoso o no coincide con la descripción, puedes abrir una disputa en los 90 días posteriores a realizar el pedido.",  # noqa: E501
        "Tiempo restante: 34 días 10 horas",
    ),
    "pt_BR": (
        "Aguardando a entrega",
        "Concluído ",
        "Pago",
        "Reembolso",
        "Data de entrega estimada: {}",
        "Cupom de 5,00 € se atrasar até {}",
        "Reembolso se não houver entrega antes de {}",
        "Não gostou? Devolva em até 15 dias após a entrega.",
        "Se houver algum problema, você pode solicitar devolução/reembolso em até 7 dias após a confirmação do recebimento.",  # noqa: E501
        "Se o item estiver com defeito ou não corresponder à descrição, abra uma disputa em até 90 dias após o pedido ser feito.",  # noqa: E501
        "Tempo restante: 34 dias 10 horas",
    ),
    "it": (
        "In attesa di consegna",
        "Completato",
        "Pagato",
        "Rimborso",
        "Data di consegna prevista: {}",
        "Coupon da 5,00 € in caso di ritardo oltre il {}",
        "Rimborso se non consegnato entro il {}",
        "Non sei soddisfatto? Restituiscilo entro 15 giorni dalla consegna.",
        "In caso di problemi puoi richiedere un reso/rimborso entro 7 giorni dalla conferma di ricezione.",
        "Se l'articolo è difettoso o non conforme, puoi aprire una controversia entro 90 giorni dopo l'ordine.",
        "Tempo rimanente: 34 giorni 10 ore",
    ),
    "pl": (
        "Oczekiwanie na dostawę",
        "Zakończone",
        "Opłacono",
        "Zwrot pieniędzy",
        "Szacowana data dostawy: {}",
        "Kupon 5,00 € w przypadku opóźnienia po {}",
        "Zwrot pieniędzy w przypadku braku dostawy przed {}",
        "Nie jesteś zadowolony? Odeślij w ciągu 15 dni od dostawy.",
        "W razie problemów możesz poprosić o zwrot w ciągu 7 dni od potwierdzenia odbioru.",
        "Jeśli produkt jest wadliwy lub niezgodny z opisem, możesz otworzyć spór w ciągu 90 dni od złożenia zamówienia.",  # noqa: E501
        "Pozostały czas: 34 dni 10 godzin",
    ),
    "nl": (
        "Wachten op levering",
        "Voltooid",
        "Betaald",
        "Terugbetaling",
        "Geschatte leverdatum: {}",
        "Coupon van 5,00 € bij vertraging na {}",
        "Terugbetaling als er niet is geleverd voor {}",
        "Niet tevreden? Stuur het terug binnen 15 dagen na levering.",
        "Bij problemen kun je binnen 7 dagen na bevestiging van ontvangst een retour/terugbetaling aanvragen.",
        "Als het artikel defect is of niet zoals beschreven, kun je binnen 90 dagen na plaatsing van de bestelling een geschil openen.",  # noqa: E501
        "Resterende tijd: 34 dagen 10 uur",
    ),
    "ru": (
        "Ожидает доставки",
        "Завершён",
        "Оплачено",
        "Возврат",
        "Ожидаемая дата доставки: {}",
        "Купон на 5,00 € при задержке после {}",
        "Возврат денег, если нет доставки до {}",
        "Не понравилось? Отправьте обратно в течение 15 дней после доставки.",
        "Если возникли проблемы, можно оформить возврат в течение 7 дней после подтверждения получения.",
        "Если товар с дефектом или не соответствует описанию, откройте спор в течение 90 дней после оформления заказа.",
        "Осталось: 34 дня 10 часов",
    ),
    "uk": (
        "Очікує доставки",
        "Завершено",
        "Оплачено",
        "Повернення коштів",
        "Очікувана дата доставки: {}",
        "Купон на 5,00 € у разі затримки після {}",
        "Повернення коштів, якщо немає доставки до {}",
        "Не сподобалося? Поверніть протягом 15 днів після доставки.",
        "Якщо виникли проблеми, можна оформити повернення протягом 7 днів після підтвердження отримання.",
        "Якщо товар з дефектом або не відповідає опису, відкрийте спір протягом 90 днів після оформлення замовлення.",
        "Залишилося: 34 дні 10 годин",
    ),
    "tr": (
        "Teslimat bekleniyor",
        "Tamamlandı",
        "Ödendi",
        "Para iadesi",
        "Tahmini teslimat tarihi: {}",
        "{} tarihine kadar gecikirse 5,00 € kupon",
        "{} tarihinden önce teslim edilmezse para iadesi",
        "Memnun kalmadınız mı? Teslimattan sonra 15 gün içinde geri gönderin.",
        "Sorun olursa, teslim alındığını onayladıktan sonra 7 gün içinde iade/geri ödeme talep edebilirsiniz.",
        "Ürün kusurlu veya açıklandığı gibi değilse, sipariş verildikten sonra 90 gün içinde anlaşmazlık açabilirsiniz.",  # noqa: E501
        "Kalan süre: 34 gün 10 saat",
    ),
    "el": (
        "Αναμονή παράδοσης",
        "Ολοκληρώθηκε",
        "Πληρωμή",
        "Επιστροφή χρημάτων",
        "Εκτιμώμενη ημερομηνία παράδοσης: {}",
        "Κουπόνι 5,00 € σε περίπτωση καθυστέρησης μετά τις {}",
        "Επιστροφή χρημάτων αν δεν παραδοθεί πριν από τις {}",
        "Δεν μείνατε ικανοποιημένοι; Επιστρέψτε το εντός 15 ημερών μετά την παράδοση.",
        "Μπορείτε να ζητήσετε επιστροφή εντός 7 ημερών από την επιβεβαίωση παραλαβής.",
        "Αν το προϊόν είναι ελαττωματικό, ανοίξτε διαφωνία εντός 90 ημερών από την υποβολή της παραγγελίας.",
        "Υπόλοιπος χρόνος: 34 ημέρες 10 ώρες",
    ),
    "he": (
        "ממתין למסירה",
        "הושלם",
        "שולם",
        "החזר כספי",
        "תאריך מסירה משוער: {}",
        "קופון בסך 5.00 € במקרה של עיכוב לאחר {}",
        "החזר כספי אם אין מסירה לפני {}",
        "לא מרוצים? החזירו תוך 15 ימים לאחר המסירה.",
        "אם יש בעיה, אפשר לבקש החזרה תוך 7 ימים מאישור הקבלה.",
        "אם הפריט פגום או אינו תואם לתיאור, אפשר לפתוח מחלוקת תוך 90 ימים לאחר ביצוע ההזמנה.",
        "זמן שנותר: 34 ימים 10 שעות",
    ),
    "ar": (
        "في انتظار التسليم",
        "مكتمل",
        "تم الدفع",
        "استرداد الأموال",
        "تاريخ التسليم المقدر: {}",
        "قسيمة بقيمة 5.00 € في حالة التأخير بعد {}",
        "استرداد الأموال إذا لم يتم التسليم قبل {}",
        "غير راضٍ؟ أعدها عن طريق الإرجاع خلال 15 يوم بعد التسليم.",
        "يمكنك طلب إرجاع خلال 7 أيام من تأكيد الاستلام.",
        "إذا كان المنتج معيب يمكنك فتح نزاع خلال 90 يوم بعد تقديم الطلب.",
        "الوقت المتبقي: 34 يوم 10 ساعات",
    ),
    "ko": (
        "배송 대기 중",
        "완료",
        "결제",
        "환불",
        "예상 배송일: {}",
        "{}까지 지연 시 €5.00 쿠폰",
        "{} 이전에 배송되지 않을 경우 환불",
        "마음에 들지 않으세요? 배송 후 15일 이내에 반품하세요.",
        "문제가 있는 경우 수령 확인 후 7일 이내에 반품/환불을 신청할 수 있습니다.",
        "상품에 결함이 있거나 설명과 다른 경우 주문 후 90일 이내에 분쟁을 제기할 수 있습니다.",
        "남은 시간: 34일 10시간",
    ),
    "ja": (
        "配達待ち",
        "完了",
        "支払い済み",
        "返金",
        "お届け予定日: {}",
        "{}までに遅延した場合は€5.00クーポン",
        "{}までに配達されない場合は返金",
        "ご満足いただけませんか？配達後15日以内に返品できます。",
        "問題がある場合は、受取確認後7日以内に返品・返金を申請できます。",
        "商品に欠陥がある場合、ご注文から90日以内に紛争を申し立てることができます。",
        "残り時間: 34日10時間",
    ),
    "cs": (
        "Čeká na doručení",
        "Dokončeno",
        "Zaplaceno",
        "Vrácení peněz",
        "Předpokládané datum doručení: {}",
        "Kupón 5,00 € při zpoždění po {}",
        "Vrácení peněz, pokud nebude doručeno před {}",
        "Nejste spokojeni? Vraťte zboží do 15 dnů po doručení.",
        "V případě problémů můžete požádat o vrácení do 7 dnů od potvrzení přijetí.",
        "Pokud je zboží vadné nebo neodpovídá popisu, můžete do 90 dnů od zadání objednávky otevřít spor.",
        "Zbývá: 34 dní 10 hodin",
    ),
    "sv": (
        "Väntar på leverans",
        "Slutförd",
        "Betald",
        "Återbetalning",
        "Beräknat leveransdatum: {}",
        "Kupong på 5,00 € vid försening efter {}",
        "Återbetalning om ingen leverans före {}",
        "Inte nöjd? Skicka tillbaka inom 15 dagar efter leverans.",
        "Vid problem kan du begära retur/återbetalning inom 7 dagar efter bekräftad mottagning.",
        "Om varan är defekt eller inte som beskriven kan du öppna en tvist inom 90 dagar efter beställningsdatum.",
        "Återstående tid: 34 dagar 10 timmar",
    ),
    "zh": (
        "待收货",
        "已完成",
        "已付款",
        "退款",
        "预计送达日期：{}",
        "如延误至{}，可领取€5.00优惠券",
        "如{}前未送达则退款",
        "不满意？送达后15天内可退货。",
        "如有问题，您可以在确认收货后7天内申请退货/退款。",
        "如果商品有缺陷或与描述不符，您可以在下单后90天内提起纠纷。",
        "剩余时间：34天10小时",
    ),
}


def order_in(
    language: str, style: str, *, told: str | None, completed: bool
) -> tuple[Order, tuple[str, ...]]:
    w = WORDS[language]

    def day(on: date) -> str:
        return format_date(on, style, locale=language)

    placed, ended = day(date(2026, 7, 15)), day(date(2026, 7, 28))
    body = pages.order_detail(
        title=w[1] if completed else w[0],
        code=9 if completed else None,
        reminder=f"{w[8]} {w[9]}" if completed else w[10],
        nodes=[(w[2], placed), ("€5", day(COUPON)), (w[3], day(REFUND))],
        services=[("A", f"{w[5].format(day(ESTIMATED))} · {w[6].format(day(REFUND))}"), ("B", w[7])],
        info={"orderCreatTime": placed, "payTime": placed, **({"orderEndTime": ended} if completed else {})},
        eta=w[4].format(day(ESTIMATED)),
    )
    reading = read(pages.text(body), seen_at=SEEN_AT, language=told)
    assert reading.kind == "order_detail"
    return reading.orders[0], reading.problems
