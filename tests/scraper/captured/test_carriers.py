"""Answers of each carrier and of 17TRACK: not found, announced, delivered, at the pick-up point."""
# ruff: noqa: E501 - tables of captures read better in long lines

import json
from typing import Any

import pytest

from tests.scraper.captured.answers import (
    LP,
    correos,
    dhl,
    four_px,
    la_poste,
    poste,
    seventeen,
    sunyou,
    uniuni,
    usps_page,
)
from tests.scraper.captured.captures import SEEN, assert_holds, read_out


def test_four_px() -> None:
    url = "https://track.4px.com/track/v2/front/listTrackV3?queryCodes=4PX3000000000000001CN"
    said = read_out(four_px(("FPX_S_OK", "Delivered", "2026-07-06 10:30:00", "+0200")), url=url, seen_at=SEEN)
    assert_holds(
        said,
        {
            "source": "4px",
            "outcome": "ok",
            "parcels": [
                {
                    "number": "4PX3000000000000001CN",
                    "local_number": "9400100000000000000000",
                    "status": "delivered",
                    "events": [{"local_time": "2026-07-06T10:30:00", "utc_offset": "+02:00"}],
                }
            ],
        },
    )
    said = read_out(four_px(server=None), url=url, seen_at=SEEN)
    assert said["outcome"] in {"announced", "unknown"}
    assert said["parcels"] == [] or said["parcels"][0].get("status") != "delivered"


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("101", "info_received"),
        ("102", "accepted"),
        ("2071", "out_for_delivery"),
        ("207", "at_pickup_point"),
        ("208", "delivery_failed"),
        ("209", "delivered"),
    ],
)
def test_sunyou(code: str, status: str) -> None:
    url = "https://www.sypost.net/queryTrack?trackNumber=SYAE000000001&toLanguage=en_US"
    body = f"searchCallback({json.dumps(sunyou(True, ('101', 'PreAlert', '2026-07-01 10:00:00'), (code, 'Blorp', '2026-07-06 10:30:00')))})"
    said = read_out(body, url=url, seen_at=SEEN)
    assert_holds(said, {"source": "sunyou", "parcels": [{"status": status, "local_number": "SU000000001MI"}]})
    assert said["parcels"][0]["events"][0]["local_time"] == "2026-07-06T10:30:00"
    assert_holds(read_out(sunyou(False), url=url, seen_at=SEEN), {"source": "sunyou", "outcome": "unknown"})


WEB = f"https://t.17track.net/track/restapi?nums={LP}"
STATES_17 = [
    ("Delivered", "Delivered_Other", "delivered"),
    ("AvailableForPickup", "AvailableForPickup_Other", "at_pickup_point"),
    ("OutForDelivery", "OutForDelivery_Other", "out_for_delivery"),
    ("DeliveryFailure", "DeliveryFailure_NoBody", "delivery_failed"),
    ("InTransit", "InTransit_CustomsRequiringInformation", "customs_held"),
    ("InTransit", "InTransit_PickedUp", "accepted"),
    ("Exception", "Exception_Returning", "returning"),
    ("Exception", "Exception_Returned", "returned"),
    ("Exception", "Exception_Lost", "lost_or_destroyed"),
    ("InfoReceived", "InfoReceived", "info_received"),
]


@pytest.mark.parametrize(("state", "sub", "status"), STATES_17)
def test_17track_web_and_official(state: str, sub: str, status: str) -> None:
    said = read_out({"meta": {"code": 200}, "shipments": [seventeen(state, sub)]}, url=WEB, seen_at=SEEN)
    assert_holds(said, {"source": "17track", "parcels": [{"number": LP, "status": status}]})
    web = seventeen(state, sub)
    official = {
        "code": 0,
        "data": {
            "accepted": [{"number": LP, "carrier": 190271, "track_info": web["shipment"]}],
            "rejected": [],
        },
    }
    for envelope in ({}, {"url": "https://api.17track.net/track/v2.4/gettrackinfo", "seen_at": SEEN}):
        said = read_out(official, **envelope)
        assert_holds(said, {"parcels": [{"number": LP, "status": status, "destination_country": "DE"}]})
        assert said["source"].startswith("17track")


def test_17track_expired_is_no_scan_and_not_lost() -> None:
    said = read_out(
        {
            "meta": {"code": 200},
            "shipments": [seventeen("Expired", "Expired_Other", "Departed from facility")],
        },
        url=WEB,
        seen_at=SEEN,
    )
    assert said["parcels"][0].get("status") not in {"lost_or_destroyed", "delivered", "exception"}


@pytest.mark.parametrize(
    ("body", "outcomes"),
    [
        ({"meta": {"code": -14, "message": "x"}}, {"blocked"}),
        ({"meta": {"code": -11}}, {"blocked"}),
        ({"meta": {"code": -13}}, {"blocked"}),
        ({"meta": {"code": 200}, "shipments": [{"code": 400, "number": LP, "shipment": None}]}, {"unknown"}),
        ({"code": 0, "data": {"accepted": [], "rejected": [{"number": LP, "error": {"code": -18019909, "message": "No tracking info yet"}}]}}, {"unknown", "announced"}),
        ({"code": 0, "data": {"accepted": [], "rejected": [{"number": LP, "error": {"code": -18019903, "message": "Carrier not detected"}}]}}, {"unknown"}),
        ({"code": 0, "data": {"accepted": [], "rejected": [{"number": LP, "error": {"code": -18019908, "message": "Quota"}}]}}, {"rate_limited", "blocked"}),
        ({"code": 0, "data": {"accepted": [], "rejected": [{"number": LP, "error": {"code": -18019902, "message": "not registered"}}]}}, {"unknown", "announced"}),
    ],
)  # fmt: skip
def test_17track_other_outcomes(body: Any, outcomes: set[str]) -> None:
    said = read_out(body, url=WEB, seen_at=SEEN)
    assert said["kind"] == "tracking", said
    assert said["source"].startswith("17track")
    assert said["outcome"] in outcomes, said


def test_ems() -> None:
    url = "https://items.ems.post/api/publicTracking/track?language=EN&itemId=EE000000005CN"
    none = "<html><body><p>There were no results found.</p></body></html>"
    assert_holds(read_out(none, url=url, seen_at=SEEN), {"source": "ems", "outcome": "unknown"})
    bad = "<html><body><p>EE000000005CN does not denote an EMS item.</p></body></html>"
    assert_holds(read_out(bad, url=url, seen_at=SEEN), {"source": "ems", "outcome": "unknown"})
    table = """<html><body><div class="result-table" id="table-EE000000005CN"><table><thead><tr><th>Date and time</th><th>Status of Item</th><th>Location</th></tr></thead><tbody>
<tr><td>Jul 1, 2026, 10:00 AM</td><td>Posting/Collection</td><td>SHENZHEN</td></tr>
<tr><td>Jul 6, 2026, 10:30 AM</td><td>Final delivery</td><td>LEIPZIG</td></tr></tbody></table></div></body></html>"""
    said = read_out(table, url=url, seen_at=SEEN)
    assert_holds(
        said,
        {"source": "ems", "outcome": "ok", "parcels": [{"number": "EE000000005CN", "status": "delivered"}]},
    )


USPS = "https://tools.usps.com/go/TrackConfirmAction?tLabels=9400100000000000000000"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Delivered, Front Door/Porch", "delivered"),
        ("Available for Pickup", "at_pickup_point"),
        ("Out for Delivery", "out_for_delivery"),
        ("Delivered to Agent for Final Delivery", None),
        ("Delivery Attempted - No Access to Delivery Location", "delivery_failed"),
        ("Shipping Label Created, USPS Awaiting Item", "info_received"),
    ],
)
def test_usps(text: str, status: str | None) -> None:
    said = read_out(
        usps_page((text, "July 6, 2026, 10:30 am"), ("USPS in possession of item", "July 5, 2026, 9:00 am")),
        url=USPS,
        seen_at=SEEN,
    )
    assert_holds(said, {"source": "usps", "parcels": [{"number": "9400100000000000000000"}]})
    first = said["parcels"][0]["events"][0]
    assert first["local_time"] == "2026-07-06T10:30:00"
    assert first["status"] == status if status else first["status"] != "delivered"


def test_usps_unknown() -> None:
    page = '<html><body><div class="red-banner"><h3 class="banner-header">Status Not Available</h3><p>Tracking Not Available</p></div></body></html>'
    assert_holds(read_out(page, url=USPS, seen_at=SEEN), {"source": "usps", "outcome": "unknown"})
    denied = "<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY>You don't have permission</BODY></HTML>"
    assert read_out(denied, url=USPS, seen_at=SEEN).get("outcome") == "blocked"


LAPOSTE = "https://www.laposte.fr/ssu/sun/back/suivi-unifie/6A00000000001?lang=fr"


@pytest.mark.parametrize(
    ("code", "text", "status"),
    [
        ("DI1", "Votre colis est livré.", "delivered"),
        ("DI2", "Votre colis est retourné à l'expéditeur.", None),
        ("AG1", "Votre colis vous attend dans votre point de retrait.", "at_pickup_point"),
        ("MD2", "Votre colis est en cours de livraison.", "out_for_delivery"),
        ("ND1", "Votre colis n'a pas pu être livré.", "delivery_failed"),
        ("DR1", "Votre colis va bientôt nous être confié.", "info_received"),
        ("RE1", "Votre colis est retourné à l'expéditeur.", "returning"),
    ],
)
def test_la_poste(code: str, text: str, status: str | None) -> None:
    said = read_out(la_poste((code, text)), url=LAPOSTE, seen_at=SEEN)
    assert_holds(said, {"source": "la_poste", "parcels": [{"number": "6A00000000001"}]})
    first = said["parcels"][0]["events"][0]
    if status:
        assert first["status"] == status or (
            code == "MD2" and first["status"] in {"in_transit_destination", "out_for_delivery"}
        ), first
    assert_holds(first, {"local_time": "2026-07-06T10:30:00", "utc_offset": "+02:00"})


def test_la_poste_not_found_and_partner() -> None:
    assert_holds(
        read_out(la_poste(code=104), url=LAPOSTE, seen_at=SEEN), {"source": "la_poste", "outcome": "unknown"}
    )
    said = read_out(
        la_poste(("ET1", "En cours"), partner={"name": "Swiss Post", "reference": "RC000000003CH"}),
        url=LAPOSTE,
        seen_at=SEEN,
    )
    assert "RC000000003CH" in json.dumps(said)


CORREOS = (
    "https://localizador.correos.es/canonico/eventos_envio_servicio/PQ000000000000000000001?codIdioma=ES"
)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Entregado", "delivered"),
        ("En reparto", "out_for_delivery"),
        ("No se ha podido entregar", "delivery_failed"),
        ("Disponible para recoger en oficina", "at_pickup_point"),
        ("Prerregistrado", "info_received"),
    ],
)
def test_correos(text: str, status: str) -> None:
    said = read_out(correos("0", ("X999", text)), url=CORREOS, seen_at=SEEN)
    assert_holds(
        said,
        {
            "source": "correos",
            "parcels": [{"events": [{"status": status, "local_time": "2026-07-06T10:30:00"}]}],
        },
    )
    assert_holds(
        read_out(correos("3"), url=CORREOS, seen_at=SEEN), {"source": "correos", "outcome": "unknown"}
    )


DHL = "https://www.dhl.de/int-verfolgen/data/search?piececode=00340435000000000001"


@pytest.mark.parametrize(
    ("text", "delivered", "returned", "status"),
    [
        ("Die Sendung wurde erfolgreich zugestellt.", True, False, "delivered"),
        ("Die Sendung liegt in der Filiale zur Abholung bereit.", False, False, "at_pickup_point"),
        ("Die Sendung wurde elektronisch angekündigt.", False, False, "info_received"),
        ("Die Sendung wurde in das Zustellfahrzeug geladen.", False, False, "out_for_delivery"),
        ("Die Sendung wurde dem Absender zugestellt.", True, True, "returned"),
        ("The shipment has been successfully delivered", True, False, "delivered"),
    ],
)
def test_dhl_paket(text: str, delivered: bool, returned: bool, status: str) -> None:
    said = read_out(dhl(text, delivered=delivered, returned=returned), url=DHL, seen_at=SEEN)
    assert_holds(
        said, {"source": "dhl_paket", "parcels": [{"number": "00340435000000000001", "status": status}]}
    )
    assert_holds(
        read_out(dhl("", found=False), url=DHL, seen_at=SEEN), {"source": "dhl_paket", "outcome": "unknown"}
    )


POSTE = "https://www.poste.it/online/dovequando/DQ-REST/ricercasemplice?codiceSpedizione=RC000000003IT"


def test_poste_italiane() -> None:
    for code in ("1", "2"):
        assert_holds(
            read_out(poste(code), url=POSTE, seen_at=SEEN), {"source": "poste_italiane", "outcome": "unknown"}
        )
    assert read_out(poste("3"), url=POSTE, seen_at=SEEN)["outcome"] == "announced"
    said = read_out(poste("0", "5", "Consegnata"), url=POSTE, seen_at=SEEN)
    assert_holds(said, {"outcome": "ok", "parcels": [{"status": "delivered"}]})
    said = read_out(poste("0", "4", "In giacenza presso l'ufficio postale"), url=POSTE, seen_at=SEEN)
    assert_holds(said, {"parcels": [{"status": "at_pickup_point"}]})


HERMES = "https://api.my-deliveries.de/tnt/v2/shipments/search/H1003000000000001021"


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("ZUGESTELLT", "delivered"),
        ("AVISE", "info_received"),
        ("VOM_PAKETSHOP_ABGEHOLT", "delivered"),
        ("ZUSTELLTOUR", "out_for_delivery"),
    ],
)
def test_hermes(state: str, status: str) -> None:
    body = {
        "barcode": "H1003000000000001021",
        "status": {"parcelStatus": state, "timestamp": "2026-07-06T10:30:00+02:00"},
        "parcelProgress": [{"parcelStatus": state, "timestamp": "2026-07-06T10:30:00+02:00"}],
    }
    said = read_out([body], url=HERMES, seen_at=SEEN)
    assert (said["kind"], said["source"], said["outcome"]) in {
        ("tracking", "hermes_de", o) for o in ("ok", "announced")
    }
    assert said["parcels"][0]["status"] == status


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (203, "delivered"),
        (214, "at_pickup_point"),
        (202, "out_for_delivery"),
        (206, "delivery_failed"),
        (190, "info_received"),
    ],
)
def test_uniuni(code: int, status: str) -> None:
    url = "https://delivery-api.uniuni.ca/cargo/trackinguniuninew?id=UUS0000000000000001&key=x"
    said = read_out(uniuni((code, "Blorp")), url=url, seen_at=SEEN)
    assert_holds(said, {"source": "uniuni", "parcels": [{"number": "UUS0000000000000001", "status": status}]})


def test_inpost_unknown() -> None:
    url = "https://inposteasy.com/api/tracking/600000000000000000000001"
    said = read_out({"status": 404, "error": "NOT_FOUND", "message": "x"}, url=url, seen_at=SEEN)
    assert_holds(said, {"source": "inpost", "outcome": "unknown"})


def test_post_nl_unknown_and_local_time_despite_z() -> None:
    url = "https://postnl.post/api/v1/tracking-items?barcode=LX000000005NL"
    said = read_out({"message": "The barcode was not found"}, url=url, seen_at=SEEN)
    assert_holds(said, {"source": "postnl", "outcome": "unknown"})
