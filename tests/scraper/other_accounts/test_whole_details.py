# ruff: noqa: E501 - the sentences are as long as the pages print them
"""One order on the way, as a native page of each language prints it: every promise, every date, no problem."""

from typing import NamedTuple

import pytest

from tests.scraper.captured.captures import SEEN, assert_holds, days, detail, detail_url, read_out


class Native(NamedTuple):
    """What a page prints in its own words."""

    title: str
    eta: str
    service: str
    returns: str
    bar: str
    paid: str
    refund: str
    reminder: str
    node_dates: tuple[str, str, str]
    placed: str


PAGES = {
    "de": Native(
        "Warten auf Zustellung",
        "Voraussichtliche Lieferung: 3. Aug. 2026",
        "5,00 €-Gutscheincode bei Verspätung bis zum 3. Aug. 2026 · Rückerstattung bei Nichtlieferung vor dem 4. Sept. 2026 · Rückerstattung bei beschädigten Artikeln · Rückerstattung bei Paketverlust",
        "Sie sind mit Ihrer Bestellung nicht zufrieden? Schicken Sie sie innerhalb von 15 Tagen nach Zustellung zurück. Die erste Rücksendung jeder Bestellung ist kostenlos (bis zu 5 Mal pro Monat).",
        "Bei Lieferung nach dem 3. Aug. 2026 können Sie 48 Stunden nach diesem Datum einen Gutschein über 5 € einlösen",
        "Bezahlt",
        "Erstattung",
        "Der Käuferschutz endet am 20. Oktober 2026.",
        ("15. Juli 2026", "5. Aug. 2026", "4. Sept. 2026"),
        "15. Juli 2026",
    ),
    "fr": Native(
        "En attente de livraison",
        "Livraison estimée : 3 août 2026",
        "Code coupon de 5,00 € en cas de retard au 3 août 2026 · Remboursement si non livré avant le 4 sept. 2026 · Remboursement si les articles sont endommagés · Remboursement en cas de perte du colis",
        "Vous n'êtes pas satisfait de votre commande ? Renvoyez-la dans un délai de 15 jours après la livraison. Le premier retour de chaque commande est gratuit (jusqu'à 5 fois par mois).",
        "Si la livraison a lieu après le 3 août 2026, vous pourrez récupérer un coupon de 5 € 48 heures après cette date",
        "Payée",
        "Remboursement",
        "La protection de l'acheteur prend fin le 20 octobre 2026.",
        ("15 juil. 2026", "5 août 2026", "4 sept. 2026"),
        "15 juil. 2026",
    ),
    "es": Native(
        "Esperando entrega",
        "Entrega estimada: 3 ago. 2026",
        "Código de cupón de 5,00 € por retraso a partir del 3 ago. 2026 · Reembolso si no hay entrega antes del 4 sept. 2026 · Reembolso por artículos dañados · Reembolso por pérdida del paquete",
        "¿No estás satisfecho con tu pedido? Devuélvelo en los 15 días posteriores a la entrega. La primera devolución de cada pedido es gratis (hasta 5 veces al mes).",
        "Si se entrega después del 3 ago. 2026, podrás obtener un cupón de 5 € a las 48 horas de esa fecha",
        "Pagado",
        "Reembolso",
        "La protección del comprador finaliza el 20 de octubre de 2026.",
        ("15 jul. 2026", "5 ago. 2026", "4 sept. 2026"),
        "15 jul. 2026",
    ),
    "pt_BR": Native(
        "Aguardando entrega",
        "Data estimada de entrega: 3 ago, 2026",
        "Solicite um código de cupom de R$5,00 se houver atraso até 3 ago, 2026 · Reembolso se não for entregue até 4 set, 2026 · Reembolso se os itens forem danificados · Reembolso se o pacote for perdido",
        "Não está satisfeito com seu pedido? Devolva-o dentro de 15 dias após a entrega. A primeira devolução de cada pedido é gratuita (até 5 vezes por mês).",
        "Se for entregue após 3 ago, 2026, você poderá coletar um cupom de R$5 48 horas após essa data",
        "Pago",
        "Reembolso",
        "A proteção ao comprador termina em 20 de outubro de 2026.",
        ("15 jul, 2026", "5 ago, 2026", "4 set, 2026"),
        "15 jul, 2026",
    ),
    "it": Native(
        "In attesa della consegna",
        "Consegna stimata: 3 ago 2026",
        "Codice coupon da 5,00 € se in ritardo rispetto al 3 ago 2026 · Rimborso in caso di mancata consegna prima del 4 set 2026 · Rimborso se gli articoli sono danneggiati · Rimborso se il pacco è smarrito",
        "Non sei soddisfatto del tuo ordine? Rispediscilo entro 15 giorni dalla consegna. Il primo reso di ogni ordine è gratuito (fino a 5 volte al mese).",
        "Se la consegna avviene dopo il 3 ago 2026 puoi riscuotere un coupon di 5 € 48 ore dopo tale data",
        "Pagato",
        "Rimborso",
        "La protezione dell'acquirente termina il 20 ottobre 2026.",
        ("15 lug 2026", "5 ago 2026", "4 set 2026"),
        "15 lug 2026",
    ),
    "pl": Native(
        "Oczekiwanie na dostawę",
        "Przewidywana data dostawy: 3 sie 2026",
        "Kod kuponu 5,00 zł w razie opóźnienia do 3 sie 2026 · Zwrot pieniędzy, jeśli przesyłka nie dotrze przed 4 wrz 2026 · Zwrot pieniędzy za uszkodzone produkty · Zwrot pieniędzy za zgubioną paczkę",
        "Zamówienie Ci nie odpowiada? Odeślij je w ciągu 15 dni od dostawy. Pierwszy zwrot każdego zamówienia jest bezpłatny (do 5 razy w miesiącu).",
        "Jeśli dostawa nastąpi po 3 sie 2026, możesz odebrać kupon 5 zł po 48 godzinach od tej daty",
        "Zapłacono",
        "Zwrot pieniędzy",
        "Ochrona kupującego kończy się 20 października 2026.",
        ("15 lip 2026", "5 sie 2026", "4 wrz 2026"),
        "15 lip 2026",
    ),
    "nl": Native(
        "Wachten op bezorging",
        "Verwachte levering: 3 aug. 2026",
        "Couponcode van € 5,00 bij vertraging op 3 aug. 2026 · Terugbetaling bij geen levering vóór 4 sep. 2026 · Terugbetaling bij beschadigde artikelen · Terugbetaling bij verloren pakket",
        "Niet tevreden met je bestelling? Stuur deze binnen 15 dagen na bezorging terug. De eerste retourzending van elke bestelling is gratis (tot 5 keer per maand).",
        "Bij levering na 3 aug. 2026 kun je 48 uur na die datum een coupon van € 5 claimen",
        "Betaald",
        "Terugbetaling",
        "De kopersbescherming eindigt op 20 oktober 2026.",
        ("15 jul. 2026", "5 aug. 2026", "4 sep. 2026"),
        "15 jul. 2026",
    ),
    "ru": Native(
        "Ожидается доставка",
        "Примерная дата доставки: 3 авг. 2026 г.",
        "Купон на 500,00 руб. в случае задержки до 3 авг. 2026 г. · Возврат средств при недоставке до 4 сент. 2026 г. · Возврат средств, если товар повреждён · Возврат средств, если посылка утеряна",
        "Не подошёл заказ? Верните его в течение 15 дней после доставки. Первый возврат по каждому заказу бесплатный (до 5 раз в месяц).",
        "Если заказ доставят после 3 авг. 2026 г., вы сможете получить купон на 500 руб. через 48 часов после этой даты",
        "Оплачен",
        "Возврат средств",
        "Защита покупателя заканчивается 20 октября 2026 г.",
        ("15 июл. 2026 г.", "5 авг. 2026 г.", "4 сент. 2026 г."),
        "15 июл. 2026 г.",
    ),
    "uk": Native(
        "Очікує на доставку",
        "Орієнтовна дата доставки: 3 серп. 2026 р.",
        "Код купона на 200,00 ₴ у разі затримки до 3 серп. 2026 р. · Повернення коштів, якщо не доставлять до 4 вер. 2026 р. · Повернення коштів, якщо товар пошкоджено · Повернення коштів у разі втрати посилки",
        "Не задоволені замовленням? Поверніть його протягом 15 днів після доставки. Перше повернення за кожним замовленням безкоштовне (до 5 разів на місяць).",
        "Якщо замовлення доставлять після 3 серп. 2026 р., ви зможете отримати купон на 200 ₴ через 48 годин після цієї дати",
        "Оплачено",
        "Повернення коштів",
        "Захист покупця закінчується 20 жовтня 2026 р.",
        ("15 лип. 2026 р.", "5 серп. 2026 р.", "4 вер. 2026 р."),
        "15 лип. 2026 р.",
    ),
    "tr": Native(
        "Teslimat bekleniyor",
        "Tahmini teslim tarihi: 3 Ağu 2026",
        "3 Ağu 2026 tarihine kadar gecikirse 50,00 TL kupon kodu · 4 Eyl 2026 tarihinden önce teslimat olmazsa para iadesi · Ürünler hasarlıysa para iadesi · Paket kaybolursa para iadesi",
        "Siparişinizden memnun kalmadınız mı? Teslimattan sonraki 15 gün içinde geri gönderin. Her siparişte ilk iade ücretsizdir (ayda en fazla 5 kez).",
        "3 Ağu 2026 tarihinden sonra teslim edilirse, bu tarihten 48 saat sonra 50 TL'lik kupon alabilirsiniz",
        "Ödendi",
        "Para iadesi",
        "Alıcı koruması 20 Ekim 2026 tarihinde sona erer.",
        ("15 Tem 2026", "5 Ağu 2026", "4 Eyl 2026"),
        "15 Tem 2026",
    ),
    "el": Native(
        "Αναμονή παράδοσης",
        "Εκτιμώμενη ημερομηνία παράδοσης: 3 Αυγ 2026",
        "Κωδικός κουπονιού 5,00 € σε περίπτωση καθυστέρησης έως 3 Αυγ 2026 · Επιστροφή χρημάτων αν δεν παραδοθεί έως 4 Σεπ 2026 · Επιστροφή χρημάτων για κατεστραμμένα προϊόντα · Επιστροφή χρημάτων αν χαθεί το πακέτο",
        "Δεν είστε ικανοποιημένοι; Επιστρέψτε το εντός 15 ημερών από την παράδοση. Η πρώτη επιστροφή κάθε παραγγελίας είναι δωρεάν (έως 5 φορές τον μήνα).",
        "Αν παραδοθεί μετά τις 3 Αυγ 2026, μπορείτε να συλλέξετε ένα κουπόνι 5 € 48 ώρες μετά από αυτή την ημερομηνία",
        "Πληρώθηκε",
        "Επιστροφή χρημάτων",
        "Η προστασία αγοραστή λήγει στις 20 Οκτωβρίου 2026.",
        ("15 Ιουλ 2026", "5 Αυγ 2026", "4 Σεπ 2026"),
        "15 Ιουλ 2026",
    ),
    "he": Native(
        "ממתין למסירה",
        "תאריך אספקה משוער: \u200f3 באוג׳ 2026",
        "קוד קופון בסך \u200f20.00 \u200f₪ במקרה של עיכוב עד 3 באוג׳ 2026 · החזר כספי אם לא תתבצע מסירה לפני 4 בספט׳ 2026 · החזר כספי אם הפריטים פגומים · החזר כספי אם החבילה אבדה",
        "לא מרוצים מההזמנה? החזירו אותה תוך 15 ימים לאחר המסירה. ההחזרה הראשונה בכל הזמנה היא חינם (עד 5 פעמים בחודש).",
        "אם המסירה תתבצע אחרי 3 באוג׳ 2026, תוכלו לאסוף קופון של ₪20 לאחר 48 שעות מתאריך זה",
        "שולם",
        "החזר כספי",
        "הגנת הקונה מסתיימת ב-20 באוקטובר 2026.",
        ("15 ביולי 2026", "5 באוג׳ 2026", "4 בספט׳ 2026"),
        "15 ביולי 2026",
    ),
    "ar": Native(
        "بانتظار التسليم",
        "تاريخ التسليم المتوقع: \u200f٣ أغسطس ٢٠٢٦",
        "رمز قسيمة بقيمة ٢٠٫٠٠ ر.س. في حال التأخير حتى ٣ أغسطس ٢٠٢٦ · استرداد الأموال في حالة عدم التسليم قبل ٤ سبتمبر ٢٠٢٦ · استرداد الأموال إذا كانت العناصر تالفة · استرداد الأموال إذا فُقد الطرد",
        "غير راضٍ عن طلبك؟ أعد إرساله خلال ١٥ يومًا من التسليم. أول إرجاع لكل طلب مجاني (حتى ٥ مرات شهريًا).",
        "إذا تم التسليم بعد ٣ أغسطس ٢٠٢٦، يمكنك الحصول على قسيمة بقيمة ٢٠ ر.س. بعد ٤٨ ساعة من ذلك التاريخ",
        "تم الدفع",
        "استرداد الأموال",
        "تنتهي حماية المشتري في ٢٠ أكتوبر ٢٠٢٦.",
        ("١٥ يوليو ٢٠٢٦", "٥ أغسطس ٢٠٢٦", "٤ سبتمبر ٢٠٢٦"),
        "١٥ يوليو ٢٠٢٦",
    ),
    "ko": Native(
        "배송 대기중",
        "예상 배송일: 2026년 8월 3일",
        "2026년 8월 3일까지 지연 시 ₩1,000 쿠폰 코드 신청 · 2026년 9월 4일까지 배송되지 않으면 환불 · 상품 파손 시 환불 · 패키지 분실 시 환불",
        "주문이 마음에 들지 않으세요? 배송 후 15일 이내에 반품하세요. 각 주문의 첫 번째 반품은 무료입니다(월 최대 5회).",
        "2026년 8월 3일 이후에 배송되면 해당 날짜로부터 48시간 후 ₩1,000 쿠폰을 받을 수 있습니다",
        "결제됨",
        "환불",
        "구매자 보호는 2026년 10월 20일에 종료됩니다.",
        ("2026년 7월 15일", "2026년 8월 5일", "2026년 9월 4일"),
        "2026년 7월 15일",
    ),
    "ja": Native(
        "配達待ち",
        "お届け予定日：2026年8月3日",
        "2026年8月3日までに遅延した場合は500円のクーポンコードを申請 · 2026年9月4日までにお届けできない場合は返金 · 商品が破損している場合は返金 · 荷物を紛失した場合は返金",
        "ご注文にご満足いただけませんか？配達後15日以内に返送してください。各注文の初回返品は無料です（月5回まで）。",
        "2026年8月3日以降にお届けの場合、その日から48時間後に500円のクーポンを受け取れます",
        "支払い済み",
        "返金",
        "購入者保護は2026年10月20日に終了します。",
        ("2026年7月15日", "2026年8月5日", "2026年9月4日"),
        "2026年7月15日",
    ),
    "cs": Native(
        "Čeká na doručení",
        "Předpokládané datum doručení: 3. srpna 2026",
        "Kupón na 120,00 Kč při zpoždění do 3. 8. 2026 · Vrácení peněz, pokud nebude doručeno před 4. 9. 2026 · Vrácení peněz za poškozené zboží · Vrácení peněz při ztrátě zásilky",
        "Nejste spokojeni s objednávkou? Pošlete ji zpět do 15 dnů od doručení. První vrácení u každé objednávky je zdarma (až 5krát za měsíc).",
        "Při doručení po 3. 8. 2026 si můžete 48 hodin po tomto datu vyzvednout kupón na 120 Kč",
        "Zaplaceno",
        "Vrácení peněz",
        "Ochrana kupujícího končí 20. října 2026.",
        ("15. 7. 2026", "5. 8. 2026", "4. 9. 2026"),
        "15. 7. 2026",
    ),
    "sv": Native(
        "Väntar på leverans",
        "Beräknad leverans: 3 aug. 2026",
        "Kupongkod på 50,00 kr vid försening till 3 aug. 2026 · Återbetalning om ingen leverans före 4 sep. 2026 · Återbetalning om varorna är skadade · Återbetalning om paketet försvinner",
        "Inte nöjd med din beställning? Skicka tillbaka den inom 15 dagar efter leverans. Den första returen på varje beställning är gratis (upp till 5 gånger per månad).",
        "Vid leverans efter 3 aug. 2026 kan du hämta en kupong på 50 kr 48 timmar efter det datumet",
        "Betald",
        "Återbetalning",
        "Köparskyddet upphör 20 oktober 2026.",
        ("15 juli 2026", "5 aug. 2026", "4 sep. 2026"),
        "15 juli 2026",
    ),
    "zh": Native(
        "待收货",
        "预计送达日期：2026年8月3日",
        "若延迟至2026年8月3日，可申请CN¥30.00优惠券 · 2026年9月4日前未妥投可退款 · 商品破损可退款 · 包裹丢失可退款",
        "对订单不满意？收货后15天内可退货。每个订单首次退货免费（每月最多5次）。",
        "若在2026年8月3日之后送达，可在该日期48小时后领取CN¥30优惠券",
        "已付款",
        "退款",
        "买家保护将于2026年10月20日结束。",
        ("2026年7月15日", "2026年8月5日", "2026年9月4日"),
        "2026年7月15日",
    ),
}
MONEY = {
    "de": ("5 €", "EUR", "5.00"),
    "fr": ("5 €", "EUR", "5.00"),
    "es": ("5 €", "EUR", "5.00"),
    "pt_BR": ("R$5", "BRL", "5.00"),
    "it": ("5 €", "EUR", "5.00"),
    "pl": ("5 zł", "PLN", "5.00"),
    "nl": ("€ 5", "EUR", "5.00"),
    "ru": ("500 руб.", "RUB", "500.00"),
    "uk": ("200 ₴", "UAH", "200.00"),
    "tr": ("50 TL", "TRY", "50.00"),
    "el": ("5 €", "EUR", "5.00"),
    "he": ("₪20", "ILS", "20.00"),
    "ar": ("٢٠ ر.س.", "SAR", "20.00"),
    "ko": ("₩1,000", "KRW", "1000"),
    "ja": ("500円", "JPY", "500"),
    "cs": ("120 Kč", "CZK", "120.00"),
    "sv": ("50 kr", "SEK", "50.00"),
    "zh": ("CN¥30", "CNY", "30.00"),
}


@pytest.mark.parametrize("blank", ["", "\u00a0"])
@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("language", PAGES)
def test_everything_that_a_native_page_promises(language: str, named: bool, blank: str) -> None:
    native = PAGES[language]
    coupon, currency, amount = MONEY[language]
    if blank:
        native = Native._make(
            part.replace(" ", blank)
            if isinstance(part, str)
            else tuple(p.replace(" ", "\u202f") for p in part)
            for part in native
        )
    body = detail(
        title=native.title,
        nodes=list(zip((native.paid, coupon, native.refund), native.node_dates, strict=True)),
        bar_text=native.bar,
        bar_title="",
        services=[("", native.service), ("", native.returns)],
        eta=native.eta,
        info={"orderCreatTime": native.placed, "payTime": native.placed},
        reminder=native.reminder,
        total=None,
        currency=currency,
    )
    for part in body["data"]["data"].values():
        for product in part["fields"].get("productVOList", []):
            product["currencyCode"] = currency
    envelope = {"language": language} if named else {}
    said = read_out(body, url=detail_url(), seen_at=SEEN, **envelope)
    order = said["orders"][0]
    assert days(order, "estimated_delivery") == ["2026-08-03"], order["dates"]
    assert days(order, "late_coupon") == ["2026-08-05"], order["dates"]
    assert days(order, "refund_if_undelivered") == ["2026-09-04"], order["dates"]
    assert days(order, "protection_end") == ["2026-10-20"], order["dates"]
    assert days(order, "stated") == [], order["dates"]
    assert_holds(
        order,
        {
            "status": "shipped",
            "placed_on": "2026-07-15",
            "windows": [{"kind": "free_return", "days": 15, "from": "delivered"}],
            "late_coupon": {"state": "promised", "amount": {"amount": amount, "currency": currency}},
        },
    )
    if named:
        assert said["problems"] == []
