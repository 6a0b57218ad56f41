"""A flag of a return makes a delivery one to the sender, however the flag is written."""

import json
from typing import Any

import pytest

from scraper.carriers import sources

CA, ECOM, DHL, IT = (
    "7316418293746504",
    "420606149261290357641829374650",
    "00340434182937465012",
    "5P41829374650",
)


def answers(flag: Any) -> dict[str, Any]:
    when = {"date": "2026-08-06", "time": "10:00:00"}
    return {
        "canada_post": {
            "pin": CA,
            "returnedToSender": flag,
            "events": [{"cd": "1496", "datetime": when, "descEn": "Delivered"}],
        },
        "dhl_ecommerce": {
            "shipments": [
                {
                    "id": ECOM,
                    "returnFlag": flag,
                    "events": [{"timestamp": "2026-08-06T10:00:00", "description": "Delivered"}],
                }
            ]
        },
        "dhl_paket": {
            "sendungen": [
                {
                    "id": DHL,
                    "sendungsdetails": {
                        "ruecksendung": flag,
                        "sendungsverlauf": {
                            "events": [{"datum": "2026-08-06T10:00:00+02:00", "status": "Zugestellt"}]
                        },
                    },
                }
            ]
        },
        "poste_italiane": {
            "idTracciatura": IT,
            "flagRitorno": flag,
            "listaMovimenti": [{"dataOra": 1786010400000, "statoLavorazione": "Consegnata"}],
        },
    }


@pytest.mark.parametrize("key", sorted(answers(True)))
@pytest.mark.parametrize(
    ("flag", "status"),
    [
        *((flag, "returned") for flag in (True, "true", "True", 1, "1", "Y", "yes", "S", "si")),
        *((flag, "delivered") for flag in (False, None, "false", 0, "0", "N", "no", "", {})),
    ],
)
def test_a_return_however_its_flag_is_written(key: str, flag: Any, status: str) -> None:
    found = sources()[key].read(json.dumps(answers(flag)[key]), ())
    assert found.trackings[0].status == status, found
