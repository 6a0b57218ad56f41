"""Tracking numbers of some 300 kinds: every post, every service letter, the check digits of the big carriers."""
# ruff: noqa: E501 - tables of captures read better in long lines

import random

import pytest

from scraper.numbers import identify, posts

UPU = """
    AD AE AF AG AI AL AM AO AR AT AU AW AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL
    CM CN CO CR CU CV CW CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FK FO FR GA GB GD GE GH GI GL GM GN GQ GR GT
    GW GY HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU
    LV LY MA MC MD ME MG MK ML MM MN MO MR MS MT MU MV MW MX MY MZ NA NC NE NG NI NL NO NP NR NZ OM PA PE PF PG PH PK
    PL PN PT PY QA RO RS RU RW SA SB SC SD SE SG SH SI SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TL TM TN TO
    TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VN VU WF WS YE ZA ZM ZW""".split()  # noqa: SIM905 - a table
SERVICES = """
    CA CP CX EA EE EX HA HZ LA LX LZ MA QA QZ RA RR RZ SA TA UA UZ VA VV ZA AV AZ GA GD BA DA NA PA WA""".split()  # noqa: SIM905 - a table


def s10(service: str, country: str, serial: str = "47381620") -> str:
    rest = 11 - sum(int(d) * w for d, w in zip(serial, (8, 6, 4, 2, 3, 5, 9, 7), strict=True)) % 11
    return f"{service}{serial}{0 if rest == 10 else 5 if rest == 11 else rest}{country}"


def mod10(body: str) -> str:
    """GS1: weights 3, 1, 3 ... from the right."""
    return body + str(-sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(body))) % 10)


def ups(body: str) -> str:
    values = [int(c) if c.isdigit() else (ord(c) - 63) % 10 for c in body]
    return f"1Z{body}{-sum(v * (2 if i % 2 else 1) for i, v in enumerate(values)) % 10}"


def fedex(body: str) -> str:
    return body + str(sum(int(d) * (1, 3, 7)[i % 3] for i, d in enumerate(reversed(body))) % 11 % 10)


def dpd(body: str) -> str:
    signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    rest = 36
    for sign in body:
        rest = (rest + signs.index(sign)) % 36 or 36
        rest = rest * 2 % 37
    return body + signs[(37 - rest) % 36]


def carriers(number: str) -> list[tuple[str, str]]:
    return [(one.carrier, one.confidence) for one in identify(number).candidates]


@pytest.mark.parametrize("country", UPU)
def test_every_post_of_the_upu(country: str) -> None:
    right = s10("RR", country)
    assert identify(right).well_formed
    assert carriers(right)[0] == (posts()[country], "high")
    wrong = right[:10] + str((int(right[10]) + 3) % 10) + country
    assert not identify(wrong).well_formed, "a wrong check digit is told"
    assert all(confidence == "low" for _, confidence in carriers(wrong))


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_letter(service: str) -> None:
    said = identify(s10(service, "DE"))
    assert said.well_formed
    assert (said.candidates[0].carrier, said.candidates[0].confidence) == ("dhl_paket", "high")
    assert any(one.carrier == "ems" for one in said.candidates) == (service[0] == "E")


RIGHT = [
    *[(ups("999AA1" + s), "ups", "high") for s in ("012345678", "000000000", "ABCDEFGH1", "6Y0034217")],
    *[(fedex(b), "fedex", "low") for b in ("98657878885", "79972591320", "12345678901")],
    ("9611020" + mod10("98765432109876"), "fedex", "high"),
    *[(mod10(b), "usps", "high") for b in ("940011189922345678901", "920559010000010000001", "9361289878470000000"[:19] + "01", "950000000000000000000")],
    *[("420" + z + mod10("940011189922345678902"), "usps", "high") for z in ("90210", "100011234")],
    (mod10("9274890000000000000000017"[:25]), "usps", "high"),
    (mod10("0034043406971857609"), "dhl_paket", "high"), (mod10("0034043410000000001"), "dhl_paket", "high"),
    ("JJD014600006281230704", "dhl", "medium"), ("JJD1412345678901234567", "dhl_paket", "medium"), ("JVGL06123456789012345678", "dhl_nl", "high"),
    ("GM605112345678901234", "dhl_ecommerce", "high"),
    (dpd("0001234"[:7] + "01501234567890" + "327" + "276"), "dpd", "high"), (dpd("01501234567890"), "dpd", "medium"),
    ("6A12345678901", "la_poste", "medium"), ("8R46182937465", "la_poste", "medium"), ("6C98765432101", "la_poste", "medium"),
    ("620000000000000000000001", "inpost", "medium"), ("520000012345678901234567", "inpost", "medium"),
    ("NP00000001234567NPG", "nova_post", "medium"),
    ("H1000730000123456789", "hermes_de", "medium"), ("H00A1A0012345678"[:3] + "A001234567890"[:13], "evri", "medium"),
    ("3SABCD1234567890", "postnl", "high"), ("323200000000012345678901", "bpost", "high"),
    ("PQ4B7C0712345670110001Z"[:23], "correos", None),
    ("JJFI60000012345678901", "posti", "high"),
    ("Z1234567890", "packeta", "medium"),
    ("LP00417245813281", "cainiao", "high"), ("CNG00845096999999", "cainiao", "high"), ("CNFR9010488699999HD", "cainiao", "high"), ("CNES9010488699999HD", "cainiao", "high"), ("DOFR1234567890123HD", "cainiao", "high"),
    ("CNBR00160799999", "cainiao", "medium"), ("CNMX00160799999", "cainiao", "medium"), ("AP00839790799999", "cainiao", "high"), ("AE010699999", "cainiao", "medium"), ("RS0814399999Y", "cainiao", "medium"), ("UZ0556099999Y", "cainiao", "medium"), ("63590000017347601899999", "cainiao", "low"), ("AECA0000012345RU2", "cainiao", "low"),
    ("CNUSUP00001234567", "cainiao", "low"),
    (s10("CK", "NL"), "cainiao", "high"),
    ("4PX3002790899999CN", "4px", "high"), ("OLS3060178699999", "4px", "medium"), ("LP1000017899999CN", "4px", "high"), ("S000011599999", "4px", None), ("S00000024499999", "4px", None),
    *[(s10(two, "YP"), "yanwen", "high") for two in ("UL", "UK", "UJ", "UA", "UR", "VR", "PT", "UG", "UD")], (s10("AC", "YN"), "yanwen", "high"), ("BYS006086999", "yanwen", None),
    ("YT2621200705499999", "yunexpress", "high"), ("YT2036612102099999", "yunexpress", "high"),
    ("SYAE006809999", "sunyou", "medium"), ("SYLLD12345678", "sunyou", None), ("SY12345678901", "sunyou", "low"),
    ("GFUS01011884299999", "gofo", "high"), ("CR000485699999", "gofo", None),
    ("UUSC000012345678901"[:19], "uniuni", None), ("SPXLAX123456789012", "speedx", None),
    ("SF1234567890123", "sf", None), ("JNTCU0600049999YQ", "jnet", "medium"), ("BELLY0600049999YQ", "bel", "low"), ("ID18130739999999CN", "winit", "medium"), ("TH14982320499999", "pan_asia", "low"),
    ("36YPH337263201099999107", "australia_post", "medium"), ("JT1234567890123", "jnt", "medium"), ("888030012345678", "jnt", "low"), ("TBA123456789012", "amazon", "high"),
    ("JDVA00012345678", "jd_logistics", "medium"), ("YT1234567890123", "yto", "medium"),
]  # fmt: skip


@pytest.mark.parametrize(("number", "carrier", "confidence"), RIGHT)
def test_a_right_number(number: str, carrier: str | None, confidence: str | None) -> None:
    said = identify(number)
    assert said.well_formed, number
    if carrier is not None:
        assert carrier in [one.carrier for one in said.candidates], said
    if confidence is not None:
        assert (carrier, confidence) in carriers(number)
    if confidence == "high":
        assert said.candidates[0].carrier == carrier, said


@pytest.mark.parametrize(
    "number",
    [
        n
        for n, carrier, c in RIGHT
        if carrier in {"ups", "usps", "dpd"} or (carrier == "dhl_paket" and c == "high")
    ],
)
def test_a_wrong_check_digit_is_told(number: str) -> None:
    last = number[-1]
    wrong = number[:-1] + (str((int(last) + 1) % 10) if last.isdigit() else "A" if last != "A" else "B")
    assert all(confidence != "high" for _, confidence in carriers(wrong)), carriers(wrong)
    assert carriers(number)[0][0] not in [carrier for carrier, _ in carriers(wrong)]


@pytest.mark.parametrize("_", range(20))
def test_fourteen_digits_are_nobodys(_: int) -> None:
    number = "".join(random.Random(_).choices("0123456789", k=14))
    assert carriers(number) == []
    assert identify(number).well_formed


@pytest.mark.parametrize("number", ["59000123456789", "20450123456789", "01501234567890"])
def test_nova_poshta_and_dpd_write_fourteen_digits_too(number: str) -> None:
    assert carriers(number) == []


def test_ambiguity_is_told() -> None:
    twelve = fedex("98657878885")
    assert len(carriers(s10("CK", "NL"))) > 1
    assert all(confidence == "low" for _, confidence in carriers(twelve))
    assert {"4px", "singapore_post"} <= {carrier for carrier, _ in carriers("S000011599999")}


LP = "LP00417245813281"


@pytest.mark.parametrize(
    "typed",
    [
        "lp00417245813281", "LP 0041 7245 8132 81", "LP-0041-7245-8132-81", "\u200eLP00417245813281\u200f", "LP\u00a000417245813281", "LP\u00ad00417245813281", "L\u200bP00417245813281",
        "\u2066LP00417245813281\u2069", "ＬＰ００４１７２４５８１３２８１", "LP٠٠٤١٧٢٤٥٨١٣٢٨١", "LP۰۰۴۱۷۲۴۵۸۱۳۲۸۱", "LP००४१७२४५८१३२८१", "LР00417245813281", "\tLP00417245813281\r\n", "#LP00417245813281", "LP00417245813281.", "LP00417245813281,", "(LP00417245813281)", "LP00417245813281;", "№LP00417245813281", "“LP00417245813281”", "LP–00417245813281", "*LP00417245813281*", "LP:00417245813281",
    ],
)  # fmt: skip
def test_however_it_is_typed(typed: str) -> None:
    assert identify(typed).number == LP
    assert carriers(typed)[0] == ("cainiao", "high")


@pytest.mark.parametrize(
    "number",
    [
        "",
        " ",
        "-",
        "LP",
        "LP0041",
        "12345",
        "RR12345678",
        "RR1234567890DE",
        "1Z",
        "1Z999",
        "RR473816205XX",
        "HELLO WORLD",
        "0" * 14 + "A",
        "A" * 70,
        "LP0041724581328O",
    ],
)
def test_nobodys(number: str) -> None:
    assert not identify(number).well_formed, identify(number)
    assert carriers(number) == []
