"""The costly error: no words of any language may read as delivered when the parcel has not reached its buyer."""

import csv
from pathlib import Path

import pytest

from scraper.status import classify, languages

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
    from scraper import status

    bare = {
        name: status.Language(rules=tongue.rules, not_delivered=None, script=tongue.script)
        for name, tongue in languages().items()
    }
    monkeypatch.setattr(status, "languages", lambda: bare)
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


@pytest.mark.parametrize(
    "code", ["GTMS_SIGNED", "AE_GTMS_SIGNED", "GSTA_SIGN", "STA_SIGN", "LM_SIGN_SUCCESS", "SIGNED"]
)
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
        ("de", "Nicht zugestellt"),
        ("de", "Wird zugestellt"),
        ("fr", "Non livré"),
        ("fr", "Sera livré demain"),
        ("es", "No entregado"),
        ("es", "Será entregado"),
        ("pt", "Não entregue"),
        ("ru", "Не вручено"),
        ("ru", "Будет доставлено"),
        ("zh", "未妥投"),
        ("zh", "已交付当地承运商"),
    ],
)
def test_a_code_of_delivery_under_words_that_deny_it(code: str, language: str, text: str) -> None:
    for told in (language, None):
        for carrier in ("cainiao", "aliexpress") + (("usps", None) if "_" in code else ()):
            assert classify(carrier, code, text, told).status != "delivered", (carrier, told)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "Package delivered",
        "Delivered, left at front door",
        "Signed by",
        "Thank you",
        "完成",
        "Delivered after a failed attempt",
        "Zugestellt nach fehlgeschlagenem Zustellversuch",
    ],
)
def test_a_code_of_delivery_under_words_that_do_not(text: str | None) -> None:
    assert classify("cainiao", "GTMS_SIGNED", text).status == "delivered"
    assert classify(None, "AE_GTMS_SIGNED", text, "en").status == "delivered"
    assert classify("cainiao", "GTMS_STA_SIGNED", text).status == "at_pickup_point"
