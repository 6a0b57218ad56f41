"""Numbers: form and whose they may be."""
# ruff: noqa: E501 - tables of captures read better in long lines

import json
from typing import Any

import pytest
from click.testing import CliRunner

from server.verbs import identify


def identified(number: str) -> dict[str, Any]:
    result = CliRunner().invoke(identify.command, [number])
    assert result.exit_code == 0, result.output
    said: dict[str, Any] = json.loads(result.output)
    return said


@pytest.mark.parametrize(
    ("number", "carrier"),
    [
        ("LP00123456789012", "cainiao"), ("CNG00123456789012", "cainiao"), ("CNFR9010400000001HD", "cainiao"), ("CNBR00100000001", "cainiao"), ("AP00839700000004", "cainiao"),
        ("4PX3002500000003CN", None), ("4PX3002555000946CN", None), ("4PX3002555003946CN", "4px"), ("LP1000017860000CN", "4px"), ("OLS3060170000003", "4px"), ("YT2621200700000005", "yunexpress"), ("GFUS01011000000004", "gofo"),
        ("UL494000000YP", None), ("00340435069718576091", "dhl_paket"),
        ("lp 0012 3456 789012", "cainiao"),
    ],
)  # fmt: skip
def test_first_candidate(number: str, carrier: str | None) -> None:
    said = identified(number)
    assert set(said) == {"number", "well_formed", "candidates"}
    if carrier:
        assert said["candidates"][0]["carrier"] in {carrier, carrier.replace("_paket", "")}, said


def s10(prefix: str, digits: str, country: str) -> str:
    total = sum(int(d) * w for d, w in zip(digits, (8, 6, 4, 2, 3, 5, 9, 7), strict=True))
    check = 11 - total % 11
    return f"{prefix}{digits}{ {10: 0, 11: 5}.get(check, check) }{country}"


def test_s10() -> None:
    good = s10("RC", "12345678", "DE")
    said = identified(good)
    assert said["well_formed"] is True
    assert said["candidates"]
    bad = good[:10] + str((int(good[10]) + 1) % 10) + good[11:]
    assert identified(bad)["well_formed"] is False
    assert all(one["confidence"] != "high" for one in identified(bad)["candidates"])
    yanwen = s10("UL", "49408968", "YP")
    assert identified(yanwen)["candidates"][0]["carrier"] == "yanwen"
    ck = s10("CK", "09488494", "NL")
    assert identified(ck)["candidates"][0]["carrier"] == "cainiao"


def test_fourteen_digits_are_never_guessed() -> None:
    said = identified("01425000000002")
    assert all(one["confidence"] == "low" for one in said["candidates"]), said


def test_looks_like_s10_but_is_not() -> None:
    for number in ("RS0814398526Y", "UZ0556033196Y"):
        said = identified(number)
        assert said["candidates"][0]["carrier"] == "cainiao", said


def test_junk_is_nobodys() -> None:
    assert identified("ZORBLATT99")["candidates"] == []
