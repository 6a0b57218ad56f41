"""A code, an exact text or the wording of a scan, and what each of them tells."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from scraper.facts import PARCEL_STATUSES, Event, ParcelStatus
from scraper.status import classify, with_direction
from scraper.status_tables import folded_text, set_of_carriers
from server.cli import main


@pytest.mark.parametrize(
    ("carrier", "code", "status"),
    [
        ("cainiao", "GTMS_STA_SIGNED", "at_pickup_point"),
        ("aliexpress", "AE_GTMS_STA_SIGNED", "at_pickup_point"),
        ("aliexpress", "AE_GTMS_SIGNED", "delivered"),
        ("cainiao", "gtms_signed", "delivered"),
        (None, "GTMS_SIGNED", "delivered"),
        ("Some carrier of Cainiao's", "GSTA_SIGN", "delivered"),
        ("cainiao", "GSTA_INFORM_BUYER", "at_pickup_point"),
        ("cainiao", "SC_SIGN_IN_SUCCESS", "in_transit_origin"),
        ("cainiao", "LH_HO_AIRLINE", "departed_origin"),
        ("aliexpress", "AE_LH_HO_AIRLINE", "in_transit_origin"),
        ("aliexpress", "AE_CC_IM_FAILURE", "customs_held"),
        ("aliexpress", "AE_CC_HO_IN_EXCEPTION", "customs_held"),
        ("aliexpress", "AE_CUS_TAX", "customs_held"),
        ("aliexpress", "AE_GTMS_DEL_FAILURE", "delivery_failed"),
        ("aliexpress", "AE_RT_WH_INBOUND", "returning"),
        ("aliexpress", "AE_RT_SOMETHING_NEW", "returning"),
        ("aliexpress", "AE_RT_XX_DESTROY", "lost_or_destroyed"),
        ("aliexpress", "AE_RETURNED", "returned"),
        ("aliexpress", "AE_SC_SOMETHING_FAILURE", "exception"),
        ("aliexpress", "AE_SOMETHING_NEW", "unknown"),
        ("UPU EMSEVT", "EMI", "delivered"),
        ("ems", "EME", "customs_held"),
        ("4px", "FPX_S_OK", "delivered"),
        ("4px", "FPX_S_OKPO", "in_transit_destination"),
        ("4px", "FPX_I_HCXX", "customs_held"),
        ("4px", "FPX_S_OKNEW", "unknown"),
        ("sunyou", "209", "delivered"),
        ("sunyou", "207", "at_pickup_point"),
        ("uniuni", "203", "delivered"),
        ("uniuni", "214", "at_pickup_point"),
        ("la_poste", "DI2", "returned"),
        ("la poste", "DI1", "delivered"),
        ("colissimo", "RENAVI", "at_pickup_point"),
        ("17track", "InTransit_CustomsRequiringInformation", "customs_held"),
        ("17track", "Delivered_Other", "delivered"),
        ("17track", "Expired", "unknown"),
        ("hermes_de", "RETOURE_AUSGELIEFERT_BEIM_ATG", "returned"),
        ("inpost", "taken_by_courier", "accepted"),
        ("pochta", "2.1", "delivered"),
        ("pochta", "2.2", "returned"),
        ("pochta", "12.99", "delivery_failed"),
    ],
)
def test_a_code_tells(carrier: str | None, code: str, status: str) -> None:
    found = classify(carrier, code, None)
    assert found.status == status
    assert found.by == ("none" if status == "unknown" and carrier != "17track" else "code")


def test_a_bare_word_is_nobody_s_code() -> None:
    assert classify("some post", "RETURNED", None).by != "code"
    assert classify(None, "40", None).status == "unknown"


def test_the_code_beats_the_text_beats_the_wording() -> None:
    assert classify("cainiao", "GTMS_STA_SIGNED", "Package delivered") == ("at_pickup_point", "code", False)
    assert classify("cainiao", None, "[Xi'an] Arrived at linehual office.") == (
        "arrived_destination",
        "text",
        False,
    )
    assert classify("some post", None, "Arrived in the destination country")[:2] == (
        "arrived_destination",
        "wording",
    )
    assert classify("some post", None, "Qwertz uiop") == ("unknown", "none", False)
    assert classify("some post", "OUT_FOR_DELIVERY", None)[:2] == ("out_for_delivery", "wording")
    assert classify(None, None, None) == ("unknown", "none", False)


def test_one_code_is_told_by_its_text_first() -> None:
    assert classify("cainiao", "LH_POST_COLLECTION", "交接异常", "zh").status == "exception"
    assert classify("cainiao", "LH_POST_COLLECTION", None).status == "in_transit"


@pytest.mark.parametrize("code", ["LAST_MILE_ASN_NOTIFY", "AE_WMS_CONFIRMED", "COMMON_INTRANSIT"])
def test_a_notice_is_no_movement(code: str) -> None:
    assert classify("cainiao", code, "Carrier update").advisory
    assert classify(None, code, None).advisory
    assert not classify("cainiao", "GTMS_SIGNED", None).advisory


@pytest.mark.parametrize(
    ("language", "text", "status"),
    [
        ("en", "Held by customs, invoice required", "customs_held"),
        ("en", "Customs duties payment requested", "customs_held"),
        ("en", "Released from customs", "customs_cleared"),
        ("en", "Item returned to sender", "returned"),
        ("en", "The parcel is on its way back to the sender", "returning"),
        ("en", "Parcel lost in transit", "lost_or_destroyed"),
        ("en", "Flight has departed", "departed_origin"),
        ("de", "Die Sendung liegt in der Filiale zur Abholung bereit", "at_pickup_point"),
        ("de", "Die Sendung wird vom Zoll zurückgehalten, Unterlagen fehlen", "customs_held"),
        ("de", "Die Sendung wird an den Absender zurückgesandt", "returning"),
        ("de", "Die Sendung wurde in das Zustellfahrzeug geladen", "out_for_delivery"),
        ("fr", "Votre colis est retenu en douane, des documents sont nécessaires", "customs_held"),
        ("fr", "Votre colis vous attend dans votre bureau de poste", "at_pickup_point"),
        ("fr", "Votre colis est retourné à l'expéditeur", "returned"),
        ("es", "Retenido en aduana, pendiente de pago", "customs_held"),
        ("es", "Envío en devolución al remitente", "returning"),
        ("pt", "Objeto aguardando pagamento do imposto de importação", "customs_held"),
        ("pt", "Objeto saiu para entrega ao destinatário", "out_for_delivery"),
        ("it", "In attesa di documenti per lo sdoganamento", "customs_held"),
        ("pl", "Przesyłka oczekuje na odbiór w punkcie", "at_pickup_point"),
        ("nl", "Uw pakket ligt klaar bij het afhaalpunt", "at_pickup_point"),
        ("ru", "Задержано таможней", "customs_held"),
        ("ru", "Ожидает адресата в месте вручения", "at_pickup_point"),
        ("uk", "Прибув у відділення", "at_pickup_point"),
        ("tr", "Dağıtıma çıkarıldı", "out_for_delivery"),
        ("el", "Έτοιμο προς παραλαβή", "at_pickup_point"),
        ("he", "הפריט ממתין לאיסוף בסניף", "at_pickup_point"),
        ("ar", "تم احتجاز الشحنة في الجمارك", "customs_held"),
        ("ko", "통관 보류, 서류 필요", "customs_held"),
        ("ja", "税関で保留中、書類が必要です", "customs_held"),
        ("cs", "Zásilka je připravena k vyzvednutí na poště", "at_pickup_point"),
        ("sv", "Paketet finns att hämta hos ombudet", "at_pickup_point"),
        ("fi", "Lähetys on noudettavissa", "at_pickup_point"),
        ("zh", "海关扣留，需要补充资料", "customs_held"),
    ],
)
def test_the_wording_tells(language: str, text: str, status: str) -> None:
    assert classify("a new carrier", None, text, language)[:2] == (status, "wording")
    assert classify("a new carrier", None, text, None).status == status


WORDING = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("status_wording.tsv").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(("language", "status", "text"), WORDING)
def test_the_wording_of_many_carriers(language: str, status: str, text: str) -> None:
    assert classify(None, None, text, language)[:2] == (status, "wording")


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(["de", None, "xx", ""]))
def test_anything_can_be_asked(code: str, text: str, language: str | None) -> None:
    assert classify("cainiao", code, text, language).status in PARCEL_STATUSES


def test_folding() -> None:
    assert (
        folded_text(" [Shatian Town]  Processing\u00a0at SORTING center. ") == "processing at sorting center"
    )
    assert folded_text("【深圳】快件已签收。") == "快件已签收"
    assert folded_text("READY_FOR_PICKUP") == "ready for pickup"
    assert folded_text(None) == ""


def test_every_carrier_s_table_can_be_read() -> None:
    carriers = set_of_carriers()
    assert {"cainiao", "4px", "ems", "17track", "la poste", "sunyou", "uniuni", "pochta"} <= set(carriers)
    for carrier in carriers.values():
        assert not set(carrier.advisory) - set(carrier.codes), "a notice without a status"


def scans(*told: tuple[str, ParcelStatus]) -> tuple[Event, ...]:
    """Scans a day apart, newest first as sources give them; told oldest first."""
    start = datetime.fromisoformat("2026-07-01T12:00")
    return tuple(
        Event(local_time=start + timedelta(days=day), text=text, status=status)
        for day, (text, status) in enumerate(told)
    )[::-1]


def test_customs_before_the_departure_are_the_export_s() -> None:
    told = scans(
        ("Customs clearance started", "customs_import"),
        ("Customs clearance complete", "customs_cleared"),
        ("Left from departure country/region", "departed_origin"),
        ("Customs clearance started", "customs_import"),
        ("Customs clearance complete", "customs_cleared"),
    )
    assert [event.status for event in with_direction(told)][::-1] == [
        "customs_export",
        "customs_export",
        "departed_origin",
        "customs_import",
        "customs_cleared",
    ]


def test_a_code_or_a_named_direction_stays() -> None:
    named = scans(
        ("Import customs clearance started", "customs_import"), ("Flight departed", "departed_origin")
    )
    assert with_direction(named) == named
    alone = scans(("Customs clearance started", "customs_import"))
    assert with_direction(alone) == alone


def run(lines: str) -> Result:
    return CliRunner().invoke(main, ["classify"], input=lines)


def test_the_verb_answers_line_by_line() -> None:
    printed = run(
        '{"carrier": "cainiao", "code": "GTMS_STA_SIGNED", "order": 7}\n\n{"text": "Zugestellt", "language": "de"}\n'
    )
    assert printed.exit_code == 0
    assert [json.loads(line) for line in printed.output.splitlines()] == [
        {
            "carrier": "cainiao",
            "code": "GTMS_STA_SIGNED",
            "order": 7,
            "status": "at_pickup_point",
            "by": "code",
        },
        {"text": "Zugestellt", "language": "de", "status": "delivered", "by": "wording"},
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "is no JSON"),
        ("[]", "is no JSON object"),
        ('{"carrier": "cainiao"}', "needs a code or a text"),
        ('{"text": 5}', '"text" is no text'),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_a_bad_line_is_named(line: str, reason: str) -> None:
    printed = run('{"text": "Delivered"}\n' + line + "\n")
    assert printed.exit_code == 1
    assert printed.stderr.count("\n") == 1
    assert "line 2" in printed.stderr
    assert reason in printed.stderr


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    printed = CliRunner().invoke(main, ["classify", str(tmp_path / "none.jsonl")])
    assert printed.exit_code == 1
    assert "none.jsonl: No such file" in printed.stderr


def test_a_lone_surrogate_is_given_back() -> None:
    printed = run('{"text": "\\ud800 Delivered"}')
    assert printed.exit_code == 0
