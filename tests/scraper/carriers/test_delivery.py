"""A delivery that a code, a flag or a standard text tells of, and the carrier's own words deny: it is none."""

import json
from typing import Any

import pytest

from scraper.carriers import Answer, sources
from scraper.facts import ParcelStatus

PX, IT, DHL, SPX, NL = (
    "4PX3004182937465CN",
    "5P41829374650",
    "00340434182937465012",
    "SPXATL418293746501",
    "LA418293742NL",
)


def cainiao(**scan: str) -> Answer:
    trace = {"timeStr": "2026-08-06 10:00:00", **scan}
    body = {"module": [{"mailNo": "LP00123456789012", "detailList": [trace]}]}
    return sources()["cainiao"].read(json.dumps(body), ())


def status(found: Answer) -> ParcelStatus | None:
    (tracking,) = found.trackings
    return tracking.status


def test_a_code_of_delivery_under_words_that_deny_it_is_told() -> None:
    found = cainiao(actionCode="GTMS_SIGNED", standerdDesc="Delivered to local carrier")
    assert status(found) == "in_transit_destination"
    assert "GTMS_SIGNED says delivered" in found.problems[0]


@pytest.mark.parametrize("code", ["GTMS_SIGNED", None])
@pytest.mark.parametrize(
    ("carrier_words", "told"),
    [
        ("Delivered to the local post office", False),
        ("Delivery attempt: nobody at home", False),
        ("[Paris] Returned to sender", False),
        ("Non livré", False),
        ("Package delivered", True),
        ("[Waterbury] Left at the front door", True),
        ("Carrier update", True),
        ("", True),
    ],
)
def test_cainiao_the_carrier_s_words_deny_the_standard_text(
    code: str | None, carrier_words: str, told: bool
) -> None:
    scan = {"actionCode": code} if code else {}
    found = cainiao(standerdDesc="Delivered", desc=carrier_words, **scan)
    assert (status(found) == "delivered") is told, found
    if not told:
        assert found.trackings[0].events[0].text in carrier_words


def flagged(key: str, said: str) -> dict[str, Any]:
    """An answer of a source whose flag, stage or category tells of the delivery, with these words."""
    bodies: dict[str, dict[str, Any]] = {
        "poste_italiane": {
            "idTracciatura": IT,
            "esitoRicerca": "1",
            "stato": "5",
            "listaMovimenti": [{"dataOra": 1786010400000, "statoLavorazione": said}],
        },
        "dhl_paket": {
            "sendungen": [
                {
                    "id": DHL,
                    "sendungsdetails": {
                        "istZugestellt": True,
                        "sendungsverlauf": {
                            "status": said,
                            "datumAktuellerStatus": "2026-08-06T10:00:00+02:00",
                            "events": [],
                        },
                    },
                }
            ]
        },
        "speedx": {
            "trackingNumber": SPX,
            "events": [
                {"localTs": "2026-08-06 10:00:00", "description": said, "category": "LAST_MILE_DELIVERED"}
            ],
        },
        "postnl": {
            "data": {
                "items": [
                    {
                        "item": NL,
                        "events": [
                            {
                                "datetime_local": "2026-08-06T10:00:00Z",
                                "status_description": said,
                                "category": "Delivered",
                            }
                        ],
                    }
                ]
            }
        },
    }
    return bodies[key]


@pytest.mark.parametrize("key", ["poste_italiane", "dhl_paket", "speedx", "postnl"])
@pytest.mark.parametrize(
    ("said", "delivered"),
    [
        ("Qwertz uiop", True),
        ("Not delivered to anybody", False),
        ("Delivered to the sorting hub", False),
        ("Soon", False),
        ("Delivery not yet", False),
    ],
)
def test_a_flag_of_delivery_beside_words(key: str, said: str, delivered: bool) -> None:
    found = sources()[key].read(json.dumps(flagged(key, said)), ())
    assert (status(found) == "delivered") is delivered, found
