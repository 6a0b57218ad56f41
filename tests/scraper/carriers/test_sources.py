"""The registry: who is asked for what, whose answer a body is, and which numbers an address names."""

import time
from urllib.parse import urlsplit

import pytest

from scraper.carriers import Needs, Reply, judged, named, numbers_in, plain, read_answer, sources

A, B = "LP00731946205518", "CNFR9010617283945HD"


def test_every_source_says_what_must_be_known_of_it() -> None:
    for key, source in sources().items():
        assert source.key == key
        assert source.name
        assert source.times
        assert source.hosts
        assert "{number}" in source.page or key == "upu"
        assert (source.request is None) == (source.access == "own_tab")
        assert (source.why_own_tab is not None) == (source.access == "own_tab")
        assert source.batch >= 1
        assert 2 <= source.gap.total_seconds() <= 120


@pytest.mark.parametrize(
    ("key", "url", "numbers"),
    [
        (
            "cainiao",
            f"https://global.cainiao.com/global/detail.json?mailNos={A},{B}&lang=en-US&language=en-US",
            (A, B),
        ),
        (
            "cainiao",
            f"https://global.cainiao.com/newDetail.htm?mailNoList={A}%2C{B}&otherMailNoList=",
            (A, B),
        ),
        ("17track", f"https://t.17track.net/en#nums={A},{B}", (A, B)),
        ("4px", "https://track.4px.com/#/track?trackCode=4PX3004182937465CN", ("4PX3004182937465CN",)),
        (
            "sunyou",
            "https://www.sypost.net/queryTrack?trackNumber=SYAE004182937&toLanguage=en_US",
            ("SYAE004182937",),
        ),
        (
            "yanwen",
            "https://track.yw56.com.cn/en/querydel?nums=UK418293742YP&cyp=0123456789abcdef",
            ("UK418293742YP",),
        ),
        (
            "ems",
            "https://items.ems.post/api/publicTracking/track?language=EN&itemId=EB418293742CN",
            ("EB418293742CN",),
        ),
        (
            "usps",
            "https://tools.usps.com/go/TrackConfirmAction?tLabels=9261290357641829374650",
            ("9261290357641829374650",),
        ),
        (
            "la_poste",
            "https://www.laposte.fr/ssu/sun/back/suivi-unifie/8R46182937465?lang=fr",
            ("8R46182937465",),
        ),
        (
            "correos",
            "https://localizador.correos.es/canonico/eventos_envio_servicio/PQ41829374650CD28013X?codAplicacion=60&codCanal=3",
            ("PQ41829374650CD28013X",),
        ),
        (
            "dhl_paket",
            "https://www.dhl.de/int-verfolgen/data/search?piececode=00340434161094042557&language=de",
            ("00340434161094042557",),
        ),
        (
            "inpost",
            "https://inposteasy.com/api/tracking/620418293746500018273645",
            ("620418293746500018273645",),
        ),
        (
            "hermes_de",
            "https://api.my-deliveries.de/tnt/v2/shipments/search/41829374650182",
            ("41829374650182",),
        ),
        (
            "upu",
            "https://globaltracktrace.ptc.post/gtt.api/service.svc/rest/ItemTTWithTrans/RB418293742SG/EN",
            ("RB418293742SG",),
        ),
        (
            "canada_post",
            "https://www.canadapost-postescanada.ca/track-reperage/rs/track/json/package/7316418293746504/detail",
            ("7316418293746504",),
        ),
        (
            "uniuni",
            "https://delivery-api.uniuni.ca/cargo/trackinguniuninew?id=UUS5A41829374650182&key=SMq45nJhQuNR3WHsJA6N",
            ("UUS5A41829374650182",),
        ),
        ("poste_italiane", "https://www.poste.it/online/dovequando/DQ-REST/ricercasemplice", ()),
    ],
)
def test_numbers_in_an_address(key: str, url: str, numbers: tuple[str, ...]) -> None:
    assert numbers_in(url, sources()[key]) == numbers


@pytest.mark.parametrize("key", [key for key, source in sources().items() if source.request is not None])
def test_the_own_requests_addresses_are_understood(key: str) -> None:
    """Where a request carries its number in the address, reading its answer finds it there again."""
    source = sources()[key]
    number = {"usps": "9261290357641829374650", "la_poste": "8R46182937465"}.get(key, "RB418293742SG")
    assert source.request is not None
    request = next(source.request((number,), Needs()))
    if number in plain(request.url) and source.takes(number):
        assert numbers_in(request.url, source) == (number,)
    assert urlsplit(request.url).hostname in source.hosts


def test_only_the_parcels_asked_for_are_told() -> None:
    body = (
        '{"module": [{"mailNo": "LP00731946205518", "mailNoSource": "EXTERNAL", "detailList": []},'
        ' {"mailNo": "LP00999999999999", "mailNoSource": "EXTERNAL", "detailList": []}], "success": true}'
    )
    found = read_answer(body, f"https://global.cainiao.com/global/detail.json?mailNos={A}")
    assert found is not None
    assert [parcel.number for parcel in found.parcels] == [A]
    assert found.to_json() == {
        "kind": "tracking",
        "source": "cainiao",
        "outcome": "unknown",
        "parcels": [{"number": A, "status": "not_found"}],
        "problems": ["cainiao: the answer holds a parcel that was not asked for; it was left out"],
    }
    bare = read_answer(body)
    assert bare is not None
    assert len(bare.parcels) == 2


@pytest.mark.parametrize(
    "body", ["", "hello", "{}", "[]", "<html></html>", '{"orders": []}', '{"data": {"module": {}}}']
)
def test_what_is_nobodys_answer(body: str) -> None:
    assert read_answer(body) is None
    assert read_answer(body, "https://www.aliexpress.com/p/order/index.html") is None


def test_an_address_that_is_none_names_no_source_and_no_number() -> None:
    assert read_answer("{}", "https://[") is None
    told = read_answer('{"module": [], "success": true}', "https://[")
    assert told is not None
    assert told.source == "cainiao"
    sent_elsewhere = judged(sources()["cainiao"], Reply("", 302, {"location": "https://["}), (A,))
    assert sent_elsewhere.outcome == "blocked"


def test_a_wall_at_a_known_address() -> None:
    found = read_answer(
        '{"ret":["FAIL_SYS_USER_VALIDATE"]}', "https://global.cainiao.com/global/detail.json?mailNos=A"
    )
    assert found is not None
    assert (found.source, found.outcome, found.parcels) == ("cainiao", "blocked", ())


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Colissimo", "la_poste"),
        ("La Poste", "la_poste"),
        ("USPS", "usps"),
        ("usps", "usps"),
        ("Royal Mail Group", "royal_mail"),
        ("DHL", "dhl_paket"),
        ("DHL eCommerce", "dhl_ecommerce"),
        ("Deutsche Post", "dhl_paket"),
        ("PostNL", "postnl"),
        ("Correos", "correos"),
        ("Correos Express", "correos"),
        ("Correos de México", None),
        ("Correios do Brasil", "correios"),
        ("Yanwen Logistics", "yanwen"),
        ("YunExpress", "yunexpress"),
        ("Israel Post", "israel_post"),
        ("China Post", "china_post"),
        ("UniUni", "uniuni"),
        ("UPS", "ups"),
        ("UPS Mail Innovations", None),
        ("DPD Germany", "dpd"),
        ("GLS Italy", "gls"),
        ("J&T Express", None),
        ("", None),
        (None, None),
    ],
)
def test_carriers_by_the_names_that_others_give_them(name: str | None, key: str | None) -> None:
    found = named(name)
    assert (found.key if found else None) == key


def test_the_routing_part_of_usps_is_taken_off() -> None:
    usps = sources()["usps"]
    assert usps.request is not None
    assert (
        "tLabels=9261290357641829374650"
        in next(usps.request(("420606149261290357641829374650",), Needs())).url
    )
    said = '<p class="tb-status-detail">Out for Delivery</p><p class="tb-date">June 9, 2026</p>'
    head = '<span id="trackingNum">9261 2903 5764 1829 3746 50</span>'
    page = f'<div class="track-bar-container">{head}<div class="tb-step">{said}</div></div>'
    found = usps.read(page, ("420606149261290357641829374650",))
    assert [(t.number, t.status) for t in found.trackings] == [
        ("420606149261290357641829374650", "out_for_delivery")
    ]


def test_hostile_bodies_take_no_time() -> None:
    bodies = [
        '"module":[{' * 100_000,
        '"shipments":[{' * 50_000,
        "<div>" * 5_000,
        "<td>" * 300_000 + '<div class="cx_lb">',
        '{"detailList":' * 100_000,
        "signed by " * 200_000,
        '{"module":[{"mailNo":"LP00731946205518","detailList":['
        + '{"standerdDesc":"'
        + "[" * 300_000
        + '"}]}]}',
    ]
    for body in bodies:
        start = time.process_time()  # of this program: what the machine does beside it does not count
        read_answer(body)
        for key in ("cainiao", "yanwen", "usps", "ems", "17track"):
            sources()[key].read(body, (A,))
        assert time.process_time() - start < 15, body[:40]


def test_walls_are_known_by_their_marks() -> None:
    for mark in (
        "rgv587_flag",
        "<punish-component",
        "/_____tmd_____/",
        "g-recaptcha",
        "captcha-delivery.com",
    ):
        for key in ("cainiao", "yanwen", "ems", "evri", "usps"):
            outcome = sources()[key].read(f"<html><body>{mark}</body></html>", (A,)).outcome
            assert outcome == "blocked", (key, mark)
