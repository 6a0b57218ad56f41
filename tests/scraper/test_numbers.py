"""Whose number it may be: well formed is told, ambiguity is told, and 14 digits are nobody's."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from scraper.numbers import LONGEST, identify, normalised, posts, s10_is_right

SHARED = Path(__file__).parents[2].parent / "shared/data/numbers/test_numbers.csv"


def s10(service: str, serial: int, country: str) -> str:
    """An S10 number with its check digit, worked out digit by digit."""
    total = 0
    for weight, digit in zip([8, 6, 4, 2, 3, 5, 9, 7], f"{serial:08d}", strict=True):
        total += weight * int(digit)
    check = 11 - total % 11
    check = 0 if check == 10 else 5 if check == 11 else check
    return f"{service}{serial:08d}{check}{country}"


def named(number: str) -> list[tuple[str, str]]:
    return [(candidate.carrier, candidate.confidence) for candidate in identify(number).candidates]


@pytest.mark.parametrize(
    ("number", "carrier", "confidence"),
    [
        ("LP00417245813281", "cainiao", "high"),
        ("LP1000417869216CN", "4px", "high"),
        (s10("LP", 16504888, "CN"), "china_post", "high"),
        ("CNG00812345678901", "cainiao", "high"),
        ("CNFR9010412345678HD", "cainiao", "high"),
        ("CNBR00112345678", "cainiao", "medium"),
        ("AP00812345678901", "cainiao", "high"),
        ("RS0814398527Y", "cainiao", "medium"),
        (s10("CK", 9509999, "NL"), "cainiao", "high"),
        (s10("RS", 9509999, "NL"), "postnl", "high"),
        (s10("UL", 49999999, "YP"), "yanwen", "high"),
        (s10("AC", 55003299, "YN"), "yanwen", "high"),
        ("4PX3002799888841CN", "4px", "high"),
        ("OLS3060178681999", "4px", "medium"),
        ("YT2621200705470999", "yunexpress", "high"),
        ("SYAE006809999", "sunyou", "medium"),
        ("GFUS01011884219999", "gofo", "high"),
        (s10("RB", 12345678, "GB"), "royal_mail", "high"),
        (s10("RR", 12345678, "IL"), "israel_post", "high"),
        (s10("LV", 12345678, "FR"), "la_poste", "high"),
        (s10("NX", 12345678, "BR"), "correios", "high"),
        (s10("RA", 12345678, "RU"), "pochta", "high"),
        (s10("CY", 12345678, "DE"), "dhl_paket", "high"),
        (s10("EE", 12345678, "JP"), "japan_post", "high"),
        (s10("RR", 12345678, "AL"), "post_al", "high"),
        ("00340434161094042557", "dhl_paket", "high"),
        ("420902109400111206206406260787", "usps", "high"),
        ("9400111206206406260787", "usps", "high"),
        ("1Z5R89390357567127", "ups", "high"),
        ("TBA010000000000", "amazon", "high"),
        ("C11121552829468", "ontrac", "high"),
        ("3SABCD1234567", "postnl", "high"),
    ],
)
def test_a_known_shape_names_its_carrier(number: str, carrier: str, confidence: str) -> None:
    assert named(number)[0] == (carrier, confidence)
    assert identify(number).well_formed


def test_letters_decide_what_length_does_not() -> None:
    assert named(s10("CK", 9509999, "NL")) == [("cainiao", "high"), ("postnl", "low")]
    assert named("S000011739999") == [("4px", "medium"), ("singapore_post", "low")]
    assert ("ems", "medium") in named(s10("EE", 12345678, "JP"))
    assert named(s10("JA", 12345678, "JP"))[0] == ("japan_post", "low"), "J is reserved"


@pytest.mark.parametrize(
    "number",
    [
        "RB123456789GB",  # S10 with a wrong check digit
        "UL494089681YP",
        "1Z5R89390357567128",
        "9400111206206406260788",
        "00340434161094042558",
        "C11121552829469",
        "RB123456785XX",
        "DOFR0000000000001HU",
        "ABCDEFGHIJKLMNOPQ",
        "hello",
        "",
    ],
)
def test_a_wrong_number_is_nobody_s(number: str) -> None:
    found = identify(number)
    assert not found.well_formed
    assert not found.candidates


@given(st.from_regex(r"[0-9]{14}", fullmatch=True))
def test_fourteen_digits_are_never_guessed(number: str) -> None:
    assert named(number) == []


@given(st.text(max_size=200))
def test_anything_can_be_asked(typed: str) -> None:
    found = identify(typed)
    assert len(found.number) <= LONGEST
    assert found.well_formed or not found.candidates


@given(
    st.sampled_from(["RB", "UA", "LZ", "CP"]),
    st.integers(0, 99_999_999),
    st.sampled_from(["CN", "DE", "LV", "SG"]),
)
def test_the_check_digit_of_every_serial_is_right(service: str, serial: int, country: str) -> None:
    number = s10(service, serial, country)
    assert s10_is_right(number)
    wrong = number[:10] + str((int(number[10]) + 1) % 10) + number[11:]
    assert not s10_is_right(wrong)


@pytest.mark.parametrize(
    "typed",
    [
        "lp0041 7245-8132 81",
        "ＬＰ００４１７２４５８１３２８１",
        "\u200bLP00417245813281\ufeff",
        " LP00417245813281\n",
    ],
)
def test_the_number_is_read_however_it_was_typed(typed: str) -> None:
    assert identify(typed).number == "LP00417245813281"
    assert named(typed) == [("cainiao", "high")]


def test_a_megabyte_is_no_number() -> None:
    assert identify("1" * 1_000_000) == identify("1" * (LONGEST + 1))
    assert not identify("1" * 1_000_000).well_formed


def test_the_posts_of_the_world_are_known() -> None:
    assert len(posts()) > 200


def test_the_verb_prints_one_object_a_line() -> None:
    from server.cli import main

    printed = CliRunner().invoke(main, ["identify", "4PX3002799888841CN", "01425091717999"])
    assert printed.exit_code == 0
    assert printed.output.splitlines() == [
        '{"number": "4PX3002799888841CN", "well_formed": true, "candidates": '
        '[{"carrier": "4px", "confidence": "high", "why": "4PX + 13 digits + CN"}]}',
        '{"number": "01425091717999", "well_formed": true, "candidates": []}',
    ]


@pytest.mark.skipif(not SHARED.exists(), reason="the shared sample numbers are not here")
def test_the_sample_numbers_go_to_their_carriers() -> None:
    with SHARED.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    parcels = [row for row in rows[:48] if row["validity"] == "valid" and not row["number"].isdigit()]
    missed = [row["number"] for row in parcels if not identify(row["number"]).candidates]
    assert missed == []
    invalid = [row for row in rows if row["validity"] == "invalid"]
    accepted = [row["number"] for row in invalid if any(c != "low" for _, c in named(row["number"]))]
    assert len(accepted) <= 5, accepted


def test_normalised_keeps_letters_and_digits() -> None:
    assert normalised("4px 3002-799888841.cn") == "4PX3002799888841CN"
