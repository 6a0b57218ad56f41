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
uk:
    Не вручено
    Буде доставлено завтра
    Доставлено у відділення
    Вручено відправнику
    Невдала спроба вручення
tr:
    Teslim edilemedi
    Teslim edilecek
    Kargo şubesine teslim edildi
    Göndericiye teslim edildi
    Yerel kargo firmasına teslim edildi
    Teslim edilmedi
    Teslimat başarısız
    Teslimat noktasına teslim edildi
el:
    Δεν παραδόθηκε
    Θα παραδοθεί αύριο
    Παραδόθηκε στον αποστολέα
    Παραδόθηκε σε τοπική εταιρεία
    Αποτυχημένη παράδοση
    Προς παράδοση
he:
    לא נמסר
    יימסר מחר
    נמסר לשליח
    נמסר לחברת השילוח המקומית
    החבילה נמסרה לשולח
    הפריט לא נמסר לנמען
    הגיע לסניף למסירה
    נמסר בסניף דואר וממתין לאיסוף
ar:
    لم يتم التسليم
    سيتم تسليم الطرد غدا
    تم التسليم إلى شركة التوصيل المحلية
    تم تسليم الطرد إلى المرسل
    تعذر التسليم
    محاولة تسليم فاشلة
    قيد التسليم
    تم التسليم إلى نقطة الاستلام
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
cs:
    Zásilka nebyla doručena
    Bude doručena zítra
    Zásilka doručena odesílateli
    Předáno místnímu dopravci
    Nepodařilo se doručit
    Doručeno na výdejní místo
    Zásilka doručena do boxu
sv:
    Paketet kommer att levereras imorgon
    Ej levererat
    Kunde inte levereras
    Levererat till ombud
    Levererad till avsändaren
    Överlämnad till lokal transportör
fi:
    Lähetystä ei ole toimitettu
    Toimitus epäonnistui
    Toimitetaan huomenna
    Toimitettu noutopisteeseen
    Luovutettu lähettäjälle
    Luovutettu kuljetusliikkeelle
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
de:
    Die Sendung wurde zugestellt
    Zugestellt
    Die Sendung wurde dem Empfänger zugestellt
    Die Sendung wurde erfolgreich zugestellt.
    Im Briefkasten zugestellt
    Paket wurde dem Nachbarn übergeben
    Die Sendung wurde vom Empfänger in der Filiale abgeholt
fr:
    Votre colis est livré.
    Livré
    Colis livré au destinataire
    Votre envoi a été distribué au destinataire contre sa signature
    Le colis a été remis à un voisin
es:
    Entregado
    Su envío ha sido entregado
    Entregado al destinatario
pt:
    Objeto entregue ao destinatário
    Entregue
it:
    Consegnata
    La spedizione è stata consegnata
    Consegnato al destinatario
pl:
    Przesyłka doręczona
    Doręczono
    Odebrana przez odbiorcę
nl:
    Pakket is bezorgd
    Bezorgd
    Zending is afgeleverd bij de buren
ru:
    Вручение адресату
    Вручено
    Посылка доставлена
    Получено адресатом
uk:
    Вручено одержувачу
    Відправлення вручено
tr:
    Teslim edildi
    Alıcıya teslim edildi
el:
    Παραδόθηκε
    Παραδόθηκε στον παραλήπτη
he:
    נמסר
    נמסר לנמען
    הפריט נמסר ליעדו
ar:
    تم التسليم
    تم تسليم الطرد بنجاح
ko:
    배달완료
    배송 완료
    상품이 배송 완료되었습니다
ja:
    お届け済み
    配達完了
    お届け先にお届け済み
zh:
    已签收
    妥投
    您的快件已签收
    本人签收
    已送达
cs:
    Zásilka doručena
    Doručeno
    Dodána adresátovi
sv:
    Levererad
    Paketet har levererats
fi:
    Toimitettu
    Lähetys on luovutettu vastaanottajalle
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
