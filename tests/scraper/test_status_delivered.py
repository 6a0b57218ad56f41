"""The costly error: no words of any language may read as delivered when the parcel has not reached its buyer."""

import csv
from pathlib import Path

import pytest

from scraper.status import classify, languages

SHARED = Path(__file__).parents[2].parent / "shared/data/status"

LANGUAGES = {
    "ar",
    "cs",
    "de",
    "el",
    "en",
    "es",
    "fi",
    "fr",
    "he",
    "it",
    "ja",
    "ko",
    "nl",
    "pl",
    "pt",
    "ru",
    "sv",
    "tr",
    "uk",
    "zh",
}

NOT_DELIVERED = """
en:
    Your parcel will be delivered tomorrow
    Delivered to destination country
    Delivered to the destination airport
    Delivered to local courier
    Delivered to agent for final delivery
    The item could not be delivered
    Item not delivered: addressee absent
    Parcel has not been delivered yet
    To be delivered
    Delivery will be attempted
    Delivered to sender
    Parcel delivered to the shipper
    Delivered to carrier's facility
    Expected to be delivered by 12 May
    Delivered to collection point
    Delivered to parcel locker
    Delivered to post office, ready for collection
    The parcel is being delivered
    Undelivered
    Delivered to USPS
    Delivered to the air carrier
    Delivered to warehouse
    Delivered to your local post office and awaiting collection
    If not delivered, return to sender
    Parcel was delivered to the wrong address
    Delivery failed, will be delivered next working day
    Once delivered you can rate the courier
    Scheduled to be delivered today
    Delivered to DHL
    Signed in at sorting center
    Signed by pickup station
    Shipment delivered to customs
    Your package is almost delivered
    Package will arrive soon
    Proof of delivery pending
    Waiting to be delivered
    Delivery date changed by recipient
    Delivered by airline to destination hub
    Delivered to line-haul
    Customer has requested that the parcel be delivered later
    Item has been delivered to the exchange office
    Received by destination carrier
    We were unable to deliver
    Undeliverable as addressed
    Not delivered - recipient refused
    Delivered to a pickup point
    Delivered at parcel shop
    Delivered to Access Point
    Hand over to last mile delivery
    Delivery information received
    Delivered to the regional sorting facility
    Transferred for delivery
    Delivery in 2 days
    Delivery attempted - no one home
    Delivered to partner carrier
    Delivered to overseas warehouse
    Your parcel has been delivered to our depot and will go out tomorrow
    Package delivered to freight forwarder
    Delivered to Amazon locker
    Delivered to Evri ParcelShop
    Delivered to customs broker
    The parcel was delivered to the delivering carrier
    Delivery: pending
    Item delivered in Hong Kong for onward transport
    Delivered to mail carrier
    This item will be delivered after customs clearance
    Attempted but not delivered
    We attempted to deliver your parcel but nobody was in
    Delivery rescheduled to next business day
    Sorry, we missed you
    Delivered to reship address
    Shipment not yet delivered
    Consignee refused to accept delivery
    Signed: pickup point
    Customer collection required
    Ready to be delivered
    Item to be collected by customer
    Parcel has not been picked up by recipient
    Recipient did not collect the parcel
    Not collected by customer
    Delivery address changed
    Left with courier
    Left the delivery depot
    Arrived at delivery office
    Received by recipient country
    Delivery is not possible, receiver moved
    Delivery instructions received
    Delivered? Please confirm with sender
    Handed to delivery agent
    Received by delivery carrier
    Delivered at transit hub
    Delivered to port of loading
    Delivered to courier company in destination
    Collected by delivery company
    Collected by carrier from seller
    Picked up by customer's courier
    Proof of delivery not available
    Awaiting signature
    Signed off from customs
    Successfully delivered to local delivery partner
    Successfully delivered to carrier
    Successful delivery to parcel shop
de:
    Die Sendung wird heute zugestellt
    Die Sendung konnte nicht zugestellt werden
    Zugestellt werden soll morgen
    Die Sendung wurde an den Absender zugestellt
    Die Sendung wurde dem Zustelldepot übergeben
    Die Sendung wurde in eine Filiale zugestellt
    In Packstation zugestellt
    Voraussichtlich zugestellt am 12.5.
    Nicht zugestellt, Empfänger abwesend
    Zustellung nicht erfolgreich
    Zustellversuch erfolglos
    Wird in Kürze ausgeliefert
    An den lokalen Zusteller übergeben
    Ihr Paket wurde an unseren Zustellpartner übergeben
    Die Sendung wurde im Zielland an den Paketdienst übergeben
    Die Sendung ist im Zustelldepot eingetroffen und wird zugestellt
    Unzustellbar
    Rücksendung an Absender zugestellt
    Zustellung erfolgt voraussichtlich morgen
    Sendung an Lieferdienst übergeben
    Die Sendung wurde an eine Packstation geliefert
    Die Zustellung konnte nicht durchgeführt werden
    Das Paket wurde beim Paketshop abgegeben
    Zustellung an Abholort
    Empfänger hat die Sendung nicht abgeholt
    Geliefert an Hub
    Nächster Zustellversuch am Montag
    Sendung wurde nicht abgeholt
    Zugestellt an Versender
    Wir haben Ihr Paket noch nicht erhalten
    Übergeben an DHL
fr:
    Votre colis sera livré demain
    Colis non livré
    Votre colis n'a pas pu être livré
    Livré au transporteur local
    Livré au point relais
    Votre colis est livré en point de retrait
    Colis livré à l'expéditeur
    Remis au transporteur
    Livraison impossible
    En attente d'être livré
    Le colis va être livré
    Tentative de livraison échouée
    Colis remis à la compagnie aérienne
    Livré à l'entrepôt
    Livraison effectuée au point relais
    Colis remis au livreur
    Le destinataire n'a pas retiré son colis
    Livré à la plateforme régionale
    Remis à La Poste pour distribution
    Livraison reportée
    Nouvelle tentative de livraison demain
    Le colis n'est pas encore livré
    Livraison en cours
es:
    El paquete será entregado mañana
    No entregado
    Entregado al transportista local
    Entregado en punto de recogida
    Entregado al remitente
    Entregado a la aerolínea
    No se pudo entregar
    Pendiente de ser entregado
    Su envío va a ser entregado
    Intento de entrega fallido
    Entregado en oficina de correos
    Entregado a la empresa de mensajería
    Entregado en destino a transportista
    Entregado en el centro logístico
    Entregado en tienda
    Entrega en proceso
    El destinatario no ha recogido el envío
    Nuevo intento de entrega
    Entregado a Correos
    Todavía no entregado
    Entrega no realizada
    Entrega concertada
pt:
    Será entregue amanhã
    Objeto não entregue
    Entregue à transportadora local
    Entregue no ponto de recolha
    Entregue ao remetente
    Objeto entregue aos Correios do Brasil
    Tentativa de entrega não efetuada
    A ser entregue
    Objeto aguardando ser entregue
    Objeto ainda não foi entregue
    Entregue na loja
    Entrega em curso
    Não foi levantado pelo destinatário
    Entregue ao transportador
    Entrega não realizada
    Entregue no centro de distribuição
    Entrega agendada
it:
    La spedizione sarà consegnata domani
    Non consegnato
    Consegnata al corriere locale
    Consegnato al mittente
    Consegnato in un punto di ritiro
    Consegna non riuscita
    Mancata consegna
    In consegna
    Tentata consegna
    Consegnato alla compagnia aerea
    Non è stato possibile consegnare il pacco
    Consegnato in magazzino
    Consegna prevista domani
    Consegna a punto di ritiro
    Non ritirato dal destinatario
    Consegnato a Poste Italiane
    Consegna in corso
    Consegnato al centro di smistamento
pl:
    Przesyłka zostanie doręczona jutro
    Przesyłka niedoręczona
    Nie doręczono
    Doręczono do nadawcy
    Przesyłka dostarczona do punktu odbioru
    Dostarczona do paczkomatu
    Przekazana kurierowi
    Próba doręczenia nieudana
    Dostarczono do lokalnego przewoźnika
    Przygotowana do doręczenia
    Dostarczono do magazynu
    Nie odebrano w terminie
    Odebrana przez kuriera
    Odebrano od nadawcy
    Próba dostarczenia
    Dostarczono do sortowni
    Dostawa zaplanowana
nl:
    Pakket wordt morgen bezorgd
    Niet bezorgd
    Bezorgd bij PostNL-punt
    Bezorgd bij afzender
    Kon niet worden bezorgd
    Overgedragen aan lokale vervoerder
    Geleverd aan de vervoerder
    Bezorging mislukt
    Zal worden geleverd
    Afgeleverd bij servicepunt
    Geleverd aan magazijn
    Niet opgehaald
    Opgehaald bij afzender
    Bezorging uitgesteld
ru:
    Посылка будет доставлена завтра
    Не вручено
    Неудачная попытка вручения
    Доставлено в пункт выдачи
    Доставлено в страну назначения
    Вручено отправителю
    Передано курьеру
    Доставлено местному перевозчику
    Ожидает вручения
    Готово к вручению
    Посылка не доставлена
    Прибыло в место вручения
    Доставлена в сортировочный центр
    Передана в службу доставки
    Доставляется
    Доставлено на склад
    Получено перевозчиком
    Получено логистической компанией
    Вручение невозможно
    Доставлено в почтомат
    Не получено адресатом
    Доставка перенесена
    Передано на вручение
    Получено от отправителя
    Доставлен в город получателя
    Доставлен в аэропорт
uk:
    Не вручено
    Буде доставлено завтра
    Доставлено у відділення
    Вручено відправнику
    Невдала спроба вручення
    Доставлено до міста
    Отримано перевізником
    Не отримано одержувачем
tr:
    Teslim edilemedi
    Teslim edilecek
    Kargo şubesine teslim edildi
    Göndericiye teslim edildi
    Yerel kargo firmasına teslim edildi
    Teslim edilmedi
    Teslimat başarısız
    Teslimat noktasına teslim edildi
    Kargo teslim alındı
    Kuryeye teslim edildi
    Alıcıya teslim edilemedi
    Teslim alındı
    PTT'ye teslim edildi
el:
    Δεν παραδόθηκε
    Θα παραδοθεί αύριο
    Παραδόθηκε στον αποστολέα
    Παραδόθηκε σε τοπική εταιρεία
    Αποτυχημένη παράδοση
    Προς παράδοση
    Παραλαβή από courier
    Παραδόθηκε σε κατάστημα
    Παραλήφθηκε από τον αποστολέα
he:
    לא נמסר
    יימסר מחר
    נמסר לשליח
    נמסר לחברת השילוח המקומית
    החבילה נמסרה לשולח
    הפריט לא נמסר לנמען
    הגיע לסניף למסירה
    נמסר בסניף דואר וממתין לאיסוף
    נמסר לדואר ישראל
    נמסר לנקודת איסוף
    טרם נמסר
    נאסף מהשולח
    מסירה נכשלה
ar:
    لم يتم التسليم
    سيتم تسليم الطرد غدا
    تم التسليم إلى شركة التوصيل المحلية
    تم تسليم الطرد إلى المرسل
    تعذر التسليم
    محاولة تسليم فاشلة
    قيد التسليم
    تم التسليم إلى نقطة الاستلام
    لم يتم التوصيل
    تم تسليم الشحنة لشركة الشحن
    تم الاستلام من المرسل
    سيتم التسليم
    جاهز للتسليم
ko:
    배송완료 예정
    미배달
    배달 불가
    반송 완료
    발송인에게 배달완료
    현지 택배사에 인계 완료
    배송 실패
    배달 예정
    수취인 부재로 배달하지 못함
    무인택배함에 배달완료
    배송 준비중
    배송이 완료되지 않았습니다
    반송
    인수완료
    집하완료
    배달준비
    배송 지연
    편의점 배송완료
    택배사 전달완료
    통관완료
    배달완료 예정일
    상품인수
    고객 인수 거부
ja:
    配達できません
    配達できませんでした
    お届け予定
    差出人へ返送完了
    配達中
    ご不在のため持ち戻り
    未配達
    配達完了していません
    現地の配送業者に引渡完了
    コンビニにお届け済み
    郵便局で保管中
    配達予定日
    お届け準備中
    配達店に到着
    お届けできませんでした
    受取拒否
    引渡し準備
    営業所へ配送完了
    集荷完了
    通関手続き完了
    保管期間経過のため返送
zh:
    未妥投
    投递失败
    即将妥投
    自提点签收
    退回寄件人签收
    快递柜已签收
    未能送达
    已交付当地快递公司
    正在派送
    派送失败，收件人不在
    已送达目的地国家
    签收失败
    拒绝签收
    包裹已送达驿站
    已收件
    快件已送达派送网点
    已妥投至自提柜
    揽收成功
    等待签收
    签收人：代收点
    快递员已取件
    已到达派送点
    收件人拒收
    已交航空公司
    物流公司已签收
    仓库已签收
cs:
    Zásilka nebyla doručena
    Bude doručena zítra
    Zásilka doručena odesílateli
    Předáno místnímu dopravci
    Nepodařilo se doručit
    Doručeno na výdejní místo
    Zásilka doručena do boxu
    Zásilka připravena k doručení
    Převzato dopravcem
    Zásilka nebyla vyzvednuta
    Vyzvednuto kurýrem
    Doručeno na depo
sv:
    Paketet kommer att levereras imorgon
    Ej levererat
    Kunde inte levereras
    Levererat till ombud
    Levererad till avsändaren
    Överlämnad till lokal transportör
    Hämtad av transportören
    Inte uthämtad
    Levererad till terminal
    Paketet har lämnats till ombud
fi:
    Lähetystä ei ole toimitettu
    Toimitus epäonnistui
    Toimitetaan huomenna
    Toimitettu noutopisteeseen
    Luovutettu lähettäjälle
    Luovutettu kuljetusliikkeelle
    Noudettu lähettäjältä
    Toimitettu terminaaliin
    Asiakas ei ole noutanut
    Luovutettu kuljetettavaksi
"""

DELIVERED = """
en:
    Delivered
    Your package has been delivered
    Delivered to the recipient
    Delivered. Left at front door.
    Item delivered to addressee
    Parcel delivered to neighbour
    Successfully delivered
    Delivered to mailbox
    Delivered, signed by SMITH
    Parcel handed to resident
    Delivery completed
    The shipment has been delivered to the recipient
    Package was collected by recipient
    Delivered in the letterbox
    Your item was delivered to the front desk, reception area, or mail room at 3:04 pm on May 5, 2026
    Delivered, In/At Mailbox
    Delivered, Front Door/Porch
    Delivered - Left with neighbour
    Delivered to recipient's mailbox
    Your parcel was delivered. Enjoy!
    Parcel delivered, signed for by J DOE
    Item delivered
    The package was delivered to your home
    Delivered to reception
    Delivered in letterbox
    We delivered your parcel to your neighbour
    Delivered: left in safe place
    Delivered to household member
    Delivered to the customer
    Shipment delivered in good condition
    Delivered and signed
    Your order was successfully delivered
    Delivered to addressee, Berlin
    Final delivery of the item
    Delivered by courier
    Delivered on 3 May 2026 at 14:05
    Collected by customer at pickup point
    The recipient has picked up the shipment from the retail outlet
de:
    Die Sendung wurde zugestellt
    Zugestellt
    Die Sendung wurde dem Empfänger zugestellt
    Die Sendung wurde erfolgreich zugestellt.
    Im Briefkasten zugestellt
    Paket wurde dem Nachbarn übergeben
    Die Sendung wurde vom Empfänger in der Filiale abgeholt
    Das Paket wurde zugestellt.
    Die Sendung wurde dem Empfänger per vereinfachter Firmenzustellung ab Eingangsbereich zugestellt
    Zugestellt an Nachbarn
    Sendung zugestellt - Ablageort
    Die Sendung wurde an den Empfänger ausgeliefert
    Der Empfänger hat die Sendung in der Postfiliale abgeholt
fr:
    Votre colis est livré.
    Livré
    Colis livré au destinataire
    Votre envoi a été distribué au destinataire contre sa signature
    Le colis a été remis à un voisin
    Colis livré dans la boîte aux lettres
    Votre colis a été livré au gardien
    Distribué au destinataire
    Livraison effectuée
    Votre colis a été retiré par le destinataire
es:
    Entregado
    Su envío ha sido entregado
    Entregado al destinatario
    Entregado en domicilio
    El envío se ha entregado al destinatario
    Entrega realizada
    Entregado a un vecino
    Recogido por el destinatario en oficina
pt:
    Objeto entregue ao destinatário
    Entregue
    Objeto entregue
    Entregue ao vizinho
    Entrega efetuada
    Entregue na morada do destinatário
it:
    Consegnata
    La spedizione è stata consegnata
    Consegnato al destinatario
    Pacco consegnato al portiere
    Consegna effettuata
    La spedizione è stata consegnata al destinatario
    Ritirato dal destinatario
pl:
    Przesyłka doręczona
    Doręczono
    Odebrana przez odbiorcę
    Przesyłka doręczona adresatowi
    Dostarczona
    Odebrana z paczkomatu przez odbiorcę
    Doręczono sąsiadowi
nl:
    Pakket is bezorgd
    Bezorgd
    Zending is afgeleverd bij de buren
    Bezorgd in de brievenbus
    Zending bezorgd bij buren
    Afgehaald door ontvanger
ru:
    Вручение адресату
    Вручено
    Посылка доставлена
    Получено адресатом
    Вручено адресату почтальоном
    Доставлено, получатель забрал заказ
    Посылка вручена получателю
    Заказ доставлен
uk:
    Вручено одержувачу
    Відправлення вручено
    Посилку вручено
    Відправлення отримано одержувачем
tr:
    Teslim edildi
    Alıcıya teslim edildi
    Gönderi alıcıya teslim edildi
    Paket başarıyla teslim edildi
    Teslimat tamamlandı
el:
    Παραδόθηκε
    Παραδόθηκε στον παραλήπτη
    Το δέμα παραδόθηκε
    Παραδόθηκε στη διεύθυνση του παραλήπτη
he:
    נמסר
    נמסר לנמען
    הפריט נמסר ליעדו
    החבילה נמסרה
    המשלוח נמסר ללקוח
    נמסר בהצלחה
ar:
    تم التسليم
    تم تسليم الطرد بنجاح
    تم تسليم الشحنة
    تم تسليم الطرد إلى المستلم
ko:
    배달완료
    배송 완료
    상품이 배송 완료되었습니다
    배달 완료 (수취인: 본인)
    고객에게 배달 완료
    문앞 배송완료
ja:
    お届け済み
    配達完了
    お届け先にお届け済み
    お届け済み（郵便受け）
    配達完了しました
    荷物をお届けしました
zh:
    已签收
    妥投
    您的快件已签收
    本人签收
    已送达
    快件已签收，签收人：本人
    已妥投，收件人签收
    派送成功
cs:
    Zásilka doručena
    Doručeno
    Dodána adresátovi
    Zásilka byla doručena adresátovi
    Vyzvednuto příjemcem
sv:
    Levererad
    Paketet har levererats
    Paketet är levererat
    Utlämnad till mottagaren
fi:
    Toimitettu
    Lähetys on luovutettu vastaanottajalle
    Lähetys on toimitettu perille
    Asiakas noutanut lähetyksen
"""


def texts(block: str) -> list[tuple[str, str]]:
    """(language, text) of a block whose lines are indented under "language:"."""
    found, language = [], ""
    for line in block.strip().splitlines():
        if line.startswith(" "):
            found.append((language, line.strip()))
        else:
            language = line.rstrip(":")
    return found


@pytest.mark.parametrize(("language", "text"), texts(NOT_DELIVERED))
def test_not_delivered(language: str, text: str) -> None:
    for told in (language, None, "en", "ru"):
        assert classify(None, None, text, told).status != "delivered", told
    assert classify("cainiao", None, f"[Somewhere] {text}!", language).status != "delivered"


@pytest.mark.parametrize(("language", "text"), texts(DELIVERED))
def test_delivered(language: str, text: str) -> None:
    for told in (language, None):
        assert classify(None, None, text, told).status == "delivered", told


def test_the_guards_are_what_keeps_delivered_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the guards some of these texts would read as delivered, so the tests above can fail."""
    from scraper import status

    bare = {
        name: status.Language(rules=tongue.rules, not_delivered=None, script=tongue.script)
        for name, tongue in languages().items()
    }
    monkeypatch.setattr(status, "languages", lambda: bare)
    status.by_wording.cache_clear()
    fooled = [
        text
        for language, text in texts(NOT_DELIVERED)
        if classify(None, None, text, language).status == "delivered"
    ]
    status.by_wording.cache_clear()
    assert len(fooled) > 20


def test_twenty_languages_are_spoken() -> None:
    assert set(languages()) >= LANGUAGES
    for tongue in languages().values():
        told = {rule.status for rule in tongue.rules}
        assert {"delivered", "customs_held", "returning", "at_pickup_point", "delivery_failed"} <= told
        assert tongue.not_delivered is not None


@pytest.mark.skipif(not SHARED.exists(), reason="the shared sample texts are not here")
@pytest.mark.parametrize("name", ["not_delivered.csv", "events.csv"])
def test_no_sample_event_is_falsely_delivered(name: str) -> None:
    with (SHARED / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["normalised_status"] == "delivered":
            continue
        found = classify(
            row["carrier"], row["event_code"] or None, row["event_text"] or None, row["language"] or None
        )
        assert found.status != "delivered", row
        if name == "not_delivered.csv":
            for told in (row["language"], None):
                assert classify(None, None, row["event_text"], told).status != "delivered", row
