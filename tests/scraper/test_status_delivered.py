"""The costly error: no words of any language may read as delivered when the parcel has not reached its buyer."""

import csv
from pathlib import Path

import pytest

from scraper.status import classify
from scraper.status_tables import languages

SHARED = Path(__file__).parents[2].parent / "shared/data/status"

LANGUAGES = {
    "ar",
    "cs",
    "da",
    "de",
    "el",
    "en",
    "es",
    "fi",
    "fr",
    "he",
    "hu",
    "it",
    "ja",
    "ko",
    "nl",
    "no",
    "pl",
    "pt",
    "ro",
    "ru",
    "sk",
    "sv",
    "tr",
    "uk",
    "zh",
}


def texts(name: str) -> list[tuple[str, str]]:
    """(language, text) of a file whose texts are indented under "language:"."""
    found, language = [], ""
    for line in Path(__file__).with_name(name).read_text("utf-8").splitlines():
        if line.startswith(" "):
            found.append((language, line.strip()))
        else:
            language = line.rstrip(":")
    return found


NOT_DELIVERED = texts("status_not_delivered.txt")
DELIVERED = texts("status_delivered.txt")


@pytest.mark.parametrize(("language", "text"), NOT_DELIVERED)
def test_not_delivered(language: str, text: str) -> None:
    for told in (language, None, "en", "ru"):
        assert classify(None, None, text, told).status != "delivered", told
    assert classify("cainiao", None, f"[Somewhere] {text}!", language).status != "delivered"


@pytest.mark.parametrize(("language", "text"), DELIVERED)
def test_delivered(language: str, text: str) -> None:
    for told in (language, None):
        assert classify(None, None, text, told).status == "delivered", told


def test_the_guards_are_what_keeps_delivered_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the guards some of these texts would read as delivered, so the tests above can fail."""
    from scraper import status, status_tables

    bare = {
        name: status_tables.Language(rules=tongue.rules, not_delivered=None, script=tongue.script)
        for name, tongue in languages().items()
    }
    for module in (status, status_tables):
        monkeypatch.setattr(module, "languages", lambda: bare)
    status.by_wording.cache_clear()
    fooled = [
        text for language, text in NOT_DELIVERED if classify(None, None, text, language).status == "delivered"
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


CODES = [
    ("17track", "Delivered_Other"),
    ("4px", "FPX_S_OK"),
    ("aftership", "Delivered_001"),
    ("an post", "14"),
    ("bpost", "U00"),
    ("correos", "I010000V"),
    ("dhl nl", "DELIVERED"),
    ("hermes_de", "ZUGESTELLT"),
    ("inpost", "delivered"),
    ("la poste", "DI1"),
    ("nova post", "9"),
    ("ontrac", "DLVD"),
    ("pochta", "2.1"),
    ("pochta", "2.8"),
    ("postnl", "I01"),
    ("speedx", "57201"),
    ("sunyou", "209"),
    ("ukrposhta", "41000"),
    ("uniuni", "203"),
    ("upu", "EMI"),
    ("usps", "01"),
    ("a new carrier", "LAST_MILE_DELIVERED"),  # a code that is words
    *(("cainiao", code) for code in ("GTMS_SIGNED", "AE_GTMS_SIGNED", "GSTA_SIGN", "STA_SIGN", "SIGNED")),
    *(("aliexpress", code) for code in ("GTMS_SIGNED", "AE_GTMS_SIGNED", "GSTA_SIGN", "LM_SIGN_SUCCESS")),
    *(
        (carrier, code)
        for carrier in ("usps", None)
        for code in ("GTMS_SIGNED", "AE_GTMS_SIGNED", "GSTA_SIGN")
    ),
]
"""Carriers, and a code of each that alone tells of the delivery."""


@pytest.mark.parametrize(("carrier", "code"), CODES)
def test_these_codes_alone_tell_of_the_delivery(carrier: str | None, code: str) -> None:
    assert classify(carrier, code, None).status == "delivered"
    assert classify(carrier, code, "Delivered", "en").status == "delivered"


@pytest.mark.parametrize(("carrier", "code"), CODES)
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Delivered to local carrier"),
        ("en", "Delivered to the local delivery company"),
        ("en", "Handed over to the local carrier"),
        ("en", "Handed over to"),
        ("en", "Your package will be delivered"),
        ("en", "Your package will be delivered tomorrow"),
        ("en", "Not delivered"),
        ("en", "The package has not been delivered"),
        ("en", "Could not be delivered"),
        ("en", "Delivered to pick-up point"),
        ("en", "Returned to sender"),
        ("en", "Delivered to the hub"),
        ("en", "Delivery attempt, nobody at home"),
        ("en", "Delivered to sender"),
        ("en", "Arrived at the delivery facility"),
        ("en", "Out for delivery"),
        ("en", "Signed by the sorting centre"),
        ("de", "Nicht zugestellt"),
        ("de", "Wird zugestellt"),
        ("fr", "Non livré"),
        ("fr", "Sera livré demain"),
        ("es", "No entregado"),
        ("es", "Será entregado"),
        ("pt", "Não entregue"),
        ("ru", "Не вручено"),
        ("ru", "Будет доставлено"),
        ("ru", "Вручение отправителю"),
        ("uk", "Відправлення не вручено"),
        ("uk", "Повернуто відправнику"),
        ("zh", "未妥投"),
        ("zh", "已交付当地承运商"),
    ],
)
def test_a_code_of_delivery_under_words_that_deny_it(
    carrier: str | None, code: str, language: str, text: str
) -> None:
    for told in (language, None):
        assert classify(carrier, code, text, told).status != "delivered", told


@pytest.mark.parametrize(("carrier", "code"), CODES)
@pytest.mark.parametrize(
    "text",
    [
        None,
        "Package delivered",
        "Delivered, left at front door",
        "Signed by",
        "Thank you",
        "完成",
        "Collected",
        "Parcel collected from the locker",
        "Picked up",
        "Abgeholt",
        "Retiré au bureau de poste",
        "Afgehaald bij ServicePoint",
        "Recogido en oficina",
        "Delivered after a failed attempt",
        "Zugestellt nach fehlgeschlagenem Zustellversuch",
    ],
)
def test_a_code_of_delivery_under_words_that_do_not(carrier: str | None, code: str, text: str | None) -> None:
    for language in (None, "en"):
        assert classify(carrier, code, text, language).status == "delivered"
    assert classify("cainiao", "GTMS_STA_SIGNED", text).status == "at_pickup_point"


@pytest.mark.parametrize("text", [None, "", "Qwertz"])
@pytest.mark.parametrize(
    ("carrier", "code"),
    [
        ("cainiao", "GTMS_DELIVERED_NEW"),
        ("cainiao", "STA_DELIVERED"),
        ("aliexpress", "AE_NEW_DELIVERED"),
        ("Correos", "AE_NEW_DELIVERED"),
        (None, "AE_NEW_DELIVERED"),
        ("4px", "FPX_DELIVERED"),
    ],
)
def test_a_new_code_of_a_list_that_is_known_is_no_delivery_by_its_name(
    carrier: str | None, code: str, text: str | None
) -> None:
    """What its other codes of "signed" teach: it may be the station, the hub or the next carrier that has it now."""
    assert classify(carrier, code, text).status == "unknown"
    assert classify(carrier, code, "Delivered", "en").status == "delivered"


@pytest.mark.parametrize(
    ("carrier", "code", "language", "text"),
    [
        ("4px", "FPX_S_OKGP", "en", "Shipment delivered, Pod return by GSM short message."),
        ("pochta", "2.8", "ru", "Адресату курьером"),
        ("pochta", "2.5", "ru", "Адресату электронно"),
        ("pochta", "2.15", "ru", "Адресату Экспедитором"),
        ("nova post", "10", "en", "Closed, money transfer sent to sender"),
        ("nova post", "106", "en", "Received; return-shipment docs created"),
    ],
)
def test_the_carrier_s_own_name_of_a_code_of_delivery_denies_nothing(
    carrier: str, code: str, language: str, text: str
) -> None:
    assert classify(carrier, code, text, language)[:2] == ("delivered", "code")
    assert classify("cainiao", "GTMS_SIGNED", text, language)[1] != "code", (
        "said by another it may be a denial"
    )
