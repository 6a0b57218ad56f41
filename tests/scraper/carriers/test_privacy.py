"""Nothing of the receiver is kept: not in what is told, not in the evidence."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.carriers import without_receiver
from scraper.carriers._values import wording


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Delivered, signed for by J SMITH", "Delivered, signed for by"),
        ("Delivered. Signed by: Jeanne Exemple", "Delivered. Signed by"),
        ("已签收，签收人：王小明", "已签收，签收人"),
        ("Entregado. Recibido por: MARIA", "Entregado. Recibido por"),
        ("Call +33 6 12 34 56 78 for your parcel", "Call … for your parcel"),
        ("Questions: help@carrier.test", "Questions: …"),
        ("Received by logistics company", "Received by logistics company"),
        ("Accepted by carrier", "Accepted by carrier"),
        ("Package received by sorting center of origin.", "Package received by sorting center of origin."),
        ("Expected 2026-06-09 10:00 - 12:00", "Expected 2026-06-09 10:00 - 12:00"),
        ("Handed over as RA123456785CH", "Handed over as RA123456785CH"),
        ("Parcel 00340434161094042557 is on its way", "Parcel 00340434161094042557 is on its way"),
        ("Signed by the station", "Signed by the station"),
    ],
)
def test_words_of_a_scan(said: str, kept: str) -> None:
    assert wording(said) == kept


def test_json_stays_json_without_people() -> None:
    raw = {
        "mailNo": "LP00731946205518",
        "realMailNo": "Latest Tracking Number: 8R46182937465",
        "receiverName": "Jeanne Exemple",
        "receiver": {
            "name": "Jeanne",
            "address": "1 rue de la Paix",
            "city": "Lyon",
            "countryCode": "FR",
            "zip": "69001",
        },
        "signPictureUrl": "https://example.invalid/x.jpg",
        "shipToAddr": {"addrLn1": "1 rue de la Paix", "city": "Lyon"},
        "recipient_address": {"country": "FR", "street": "1 rue de la Paix", "postal_code": "69001"},
        "detailList": [
            {"desc": "Signed by: Jeanne Exemple", "timeStr": "2026-06-09 10:00:00", "time": 1780992720000}
        ],
    }
    kept = json.loads(without_receiver(json.dumps(raw)))
    text = json.dumps(kept)
    assert "Jeanne" not in text
    assert "rue de la Paix" not in text
    assert "example.invalid" not in text
    assert kept["mailNo"] == raw["mailNo"]
    assert kept["realMailNo"] == raw["realMailNo"]
    assert kept["receiver"] == {"city": "Lyon", "countryCode": "FR", "zip": "69001"}
    assert kept["recipient_address"] == {"country": "FR", "postal_code": "69001"}
    assert kept["detailList"][0]["time"] == 1780992720000


def test_pages_lose_scripts_and_filled_fields() -> None:
    page = '<script>var receiver="Jeanne"</script><input name="q" value="Jeanne"><p>Signed by: Jeanne</p><p>Lyon</p>'
    kept = without_receiver(page)
    assert "Jeanne" not in kept
    assert "Lyon" in kept


@given(st.text(max_size=400))
def test_anything_can_be_kept(body: str) -> None:
    assert isinstance(without_receiver(body), str)
    assert wording(body) is None or isinstance(wording(body), str)
