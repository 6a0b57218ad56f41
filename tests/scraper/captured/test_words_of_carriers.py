"""Texts of carriers: what must never be delivered, and the costly states that must be seen."""
# ruff: noqa: E501 - tables of captures read better in long lines

import pytest

from tests.scraper.captured.captures import classify_out

NEVER = [
    ("en", "Not delivered"), ("en", "Could not be delivered"), ("en", "Delivery attempted - no one home"),
    ("en", "Your parcel will be delivered today"), ("en", "To be delivered by 8 pm"), ("en", "Expected to be delivered tomorrow"),
    ("en", "Delivered to local carrier"), ("en", "DELIVERED TO DESTINATION COUNTRY"), ("en", "Delivered to the sorting center"),
    ("en", "Delivered to parcel shop, ready for collection"), ("en", "Delivered to pick-up point"), ("en", "Delivered back to sender"),
    ("en", "Returned to sender and delivered"), ("en", "Undelivered"), ("en", "Undeliverable as addressed"), ("en", "Delivered to customs"),
    ("en", "Delivery information received"), ("en", "Delivery scheduled"), ("en", "Delivery rescheduled"), ("en", "Ready for delivery"),
    ("en", "Item delivered to airline"), ("en", "Delivered to Air Transport"), ("en", "Package not yet delivered"), ("en", "Never delivered"),
    ("en", "Delivered to agent for final delivery"), ("en", "Delivered to neighbour's post office, awaiting collection"),
    ("en", "Proof of delivery is not available"), ("en", "If the parcel is not delivered in 3 days, contact us"),
    ("en", "Delivery failed: recipient refused"), ("en", "Delivered to locker - collect with your code"), ("en", "Estimated delivery: delivered by Monday"),
    ("en", "The parcel has been handed over to the delivery courier"), ("en", "Signed by pickup station"), ("en", "Delivered, Front Desk refused - return to sender"),
    ("de", "Zustellung nicht möglich"), ("de", "Die Sendung konnte nicht zugestellt werden"), ("de", "Nicht zugestellt"),
    ("de", "Die Sendung wird voraussichtlich heute zugestellt"), ("de", "Sendung wird zugestellt"), ("de", "In Zustellung"), ("de", "Zur Abholung in der Filiale bereit"),
    ("de", "Die Sendung wurde in die Filiale geliefert und kann abgeholt werden"), ("de", "Die Sendung wurde an den Absender zurückgegeben"),
    ("de", "Zugestellt an Absender (Rücksendung)"), ("de", "Unzustellbar"), ("de", "Zustellversuch erfolglos"),
    ("fr", "Non livré"), ("fr", "Votre colis sera livré demain"), ("fr", "Livré au point relais, à retirer"), ("fr", "Livraison impossible"),
    ("fr", "N'a pas pu être livré"), ("fr", "Retour à l'expéditeur livré"), ("fr", "En cours de livraison"), ("fr", "Votre colis va être livré aujourd'hui"),
    ("es", "No entregado"), ("es", "No se ha podido entregar"), ("es", "Entregado en oficina, pendiente de recogida"), ("es", "Será entregado mañana"),
    ("es", "Entregado al remitente"), ("es", "Entrega fallida"), ("es", "En reparto"), ("es", "Entregado a la aerolínea"),
    ("pt", "Objeto não entregue"), ("pt", "Não foi possível entregar"), ("pt", "Objeto saiu para entrega ao destinatário"),
    ("pt", "Objeto aguardando retirada no endereço indicado"), ("pt", "Objeto entregue ao remetente"), ("pt", "Será entregue amanhã"), ("pt", "Entrega não realizada - carteiro não atendido"),
    ("it", "Non consegnato"), ("it", "Mancata consegna"), ("it", "In consegna"), ("it", "Sarà consegnato domani"), ("it", "Consegnato al mittente"),
    ("it", "Consegnata al punto di ritiro, in giacenza"), ("it", "La spedizione non è stata consegnata"),
    ("pl", "Niedoręczona"), ("pl", "Nie doręczono"), ("pl", "Przesyłka zostanie doręczona jutro"), ("pl", "Doręczono nadawcy (zwrot)"), ("pl", "Wydana do doręczenia"), ("pl", "Próba doręczenia nieudana"),
    ("nl", "Niet bezorgd"), ("nl", "Pakket wordt morgen bezorgd"), ("nl", "Kon niet worden bezorgd"), ("nl", "Bezorgd bij afhaalpunt"), ("nl", "Retour afzender bezorgd"),
    ("ru", "Не вручено"), ("ru", "Неудачная попытка вручения"), ("ru", "Прибыло в место вручения"), ("ru", "Ожидает вручения"), ("ru", "Вручено отправителю"), ("ru", "Готово к выдаче"), ("ru", "Передано курьеру для доставки"), ("ru", "Не доставлено"), ("ru", "Будет доставлено завтра"),
    ("uk", "Не вручено"), ("uk", "Невдала спроба вручення"), ("uk", "Прибуло у відділення"), ("uk", "Буде доставлено завтра"),
    ("tr", "Teslim edilemedi"), ("tr", "Teslim edilecek"), ("tr", "Dağıtıma çıktı"), ("tr", "Şubeye teslim edildi, alınmayı bekliyor"), ("tr", "Göndericiye teslim edildi"),
    ("el", "Δεν παραδόθηκε"), ("el", "Θα παραδοθεί αύριο"), ("el", "Ανεπιτυχής παράδοση"), ("el", "Παραδόθηκε στον αποστολέα"),
    ("he", "לא נמסר"), ("he", "יימסר מחר"), ("he", "ממתין לאיסוף בסניף"), ("he", "הוחזר לשולח"),
    ("ar", "لم يتم التسليم"), ("ar", "سيتم التسليم غدا"), ("ar", "فشل التسليم"), ("ar", "جاهز للاستلام"),
    ("ko", "배달 실패"), ("ko", "배송출발"), ("ko", "미배달"), ("ko", "배달준비"), ("ko", "배송 예정"),
    ("ja", "ご不在のため持ち戻り"), ("ja", "持ち出し中"), ("ja", "配達予定"), ("ja", "配達できませんでした"), ("ja", "返送"),
    ("cs", "Nedoručeno"), ("cs", "Zásilka bude doručena zítra"), ("cs", "Zásilku se nepodařilo doručit"), ("cs", "Doručeno zpět odesílateli"),
    ("sv", "Ej levererad"), ("sv", "Kommer att levereras imorgon"), ("sv", "Kunde inte levereras"), ("sv", "Levererad till utlämningsställe, kan hämtas"), ("sv", "Levererat till avsändaren"),
    ("zh", "未妥投"), ("zh", "投递失败"), ("zh", "派送中"), ("zh", "自提点签收"), ("zh", "退回卖家签收"), ("zh", "未签收"), ("zh", "即将签收"), ("zh", "拒收"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), NEVER)
def test_never_delivered(language: str, text: str) -> None:
    assert classify_out(text=text, language=language)["status"] != "delivered"
    assert classify_out(text=text)["status"] != "delivered"
    assert classify_out(text=text.upper(), carrier="blorp")["status"] != "delivered"
    assert classify_out(text="[Leipzig] " + text + ".", carrier="cainiao")["status"] != "delivered"


@pytest.mark.parametrize(
    ("language", "text", "status"),
    [
        ("en", "Delivered", "delivered"), ("en", "Your parcel has been delivered", "delivered"), ("en", "Delivered, Front Door/Porch", "delivered"), ("en", "Delivered, In/At Mailbox", "delivered"),
        ("de", "Zugestellt", "delivered"), ("de", "Die Sendung wurde erfolgreich zugestellt.", "delivered"), ("fr", "Livré", "delivered"), ("fr", "Votre colis a été livré", "delivered"),
        ("es", "Entregado", "delivered"), ("pt", "Objeto entregue ao destinatário", "delivered"), ("it", "Consegnata", "delivered"), ("pl", "Doręczona", "delivered"), ("nl", "Bezorgd", "delivered"),
        ("ru", "Вручено адресату", "delivered"), ("uk", "Вручено", "delivered"), ("tr", "Teslim edildi", "delivered"), ("ko", "배달완료", "delivered"), ("ja", "お届け先にお届け済み", "delivered"),
        ("cs", "Doručeno", "delivered"), ("sv", "Levererad", "delivered"), ("zh", "已签收", "delivered"), ("he", "נמסר", "delivered"), ("ar", "تم التسليم", "delivered"), ("el", "Παραδόθηκε", "delivered"),
        ("en", "Out for delivery", "out_for_delivery"), ("de", "In Zustellung", "out_for_delivery"), ("pt", "Objeto saiu para entrega ao destinatário", "out_for_delivery"), ("ru", "Передано курьеру для доставки", "out_for_delivery"),
        ("en", "Available for pickup", "at_pickup_point"), ("de", "Die Sendung liegt zur Abholung bereit", "at_pickup_point"), ("it", "In giacenza presso l'ufficio postale", "at_pickup_point"), ("ru", "Ожидает адресата в месте вручения", "at_pickup_point"), ("pt", "Objeto aguardando retirada no endereço indicado", "at_pickup_point"),
        ("en", "Held by customs, documents required", "customs_held"), ("en", "Returned to sender", "returned"), ("en", "Return to sender in progress", "returning"), ("en", "Package lost", "lost_or_destroyed"),
        ("en", "Delivery attempt failed, recipient not at home", "delivery_failed"), ("de", "Zustellversuch erfolglos", "delivery_failed"),
    ],
)  # fmt: skip
def test_seen(language: str, text: str, status: str) -> None:
    assert classify_out(text=text, language=language)["status"] == status


@pytest.mark.parametrize(
    ("line", "status", "by"),
    [
        ({"carrier": "cainiao", "code": "GTMS_STA_SIGNED", "text": "Delivered"}, "at_pickup_point", "code"),
        ({"carrier": "cainiao", "code": "GTMS_SIGNED", "text": "blorp"}, "delivered", "code"),
        ({"carrier": "cainiao", "code": "LM_SIGN_SUCCESS"}, "delivered", "code"),
        ({"carrier": "cainiao", "code": "GSTA_SIGN"}, "delivered", "code"),
        ({"carrier": "cainiao", "code": "GSTA_BUYER_SIGN"}, "delivered", "code"),
        ({"carrier": "cainiao", "code": "GSTA_INBOUND"}, "at_pickup_point", "code"),
        ({"carrier": "cainiao", "code": "CUS_TAX"}, "customs_held", "code"),
        ({"carrier": "cainiao", "code": "RT_DESTROY"}, "lost_or_destroyed", "code"),
        ({"carrier": "cainiao", "code": "GWMS_CANCEL"}, "cancelled", "code"),
        ({"carrier": "cainiao", "code": "GTMS_DEL_FAILURE"}, "delivery_failed", "code"),
        ({"carrier": "aliexpress", "code": "AE_GTMS_SIGNED"}, "delivered", "code"),
        ({"carrier": "cainiao", "code": "RETURNED"}, "returned", "code"),
        ({"carrier": "cainiao", "code": "BLORP_SIGNED", "text": "zorblatt"}, "unknown", "none"),
        ({"text": "Zorblatt"}, "unknown", "none"),
    ],
)
def test_codes(line: dict[str, str], status: str, by: str) -> None:
    said = classify_out(**line)
    assert (said["status"], said["by"]) == (status, by)
    for name, value in line.items():
        assert said[name] == value
