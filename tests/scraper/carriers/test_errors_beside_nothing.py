"""An empty list beside an error, a page that shows nothing, a robot check: none says that a parcel is unknown."""

import json
from typing import Any

import pytest

from scraper.carriers import Reply, judged, sources

UNI, DHL, ECOM = "UUS5A41829374650182", "00340434182937465012", "420606149261290357641829374650"
NL, IL, SG, IT = "LA418293742NL", "RS418293742IL", "RB418293742SG", "5P41829374650"
ES, CA, FR, US = "PQ41829374650CD28013X", "7316418293746504", "6A41829374650", "9261290357641829374650"
HERMES, INPOST, ONTRAC, YUN = (
    "41829374650182",
    "418293746501829374650182",
    "D10041829374650",
    "YT2621200418293746",
)
SY, LP, PX, GOFO, YANWEN = (
    "SYAE004182937",
    "LP00418293746504",
    "4PX3004182937465CN",
    "GFUS01041829374650",
    "UK418293742YP",
)
EXTERNAL = {"mailNo": LP, "mailNoSource": "EXTERNAL", "detailList": []}
PENDING = {"queryCode": PX, "serverCode": None, "status": 0, "tracks": None}
BAR = '<html><div class="track-bar-container"><span id="trackingNum">{}</span>{}</div></html>'
BANNER = '<div class="latest-update-banner-wrapper"><h3 class="banner-header">{}</h3></div>'
REFUSED = {"number": SG, "error": {"code": -18010099, "message": "server error"}}

CASES: list[tuple[str, str, Any, str]] = [
    ("correos", ES, [{"codEnvio": ES, "error": {"codError": "99", "desError": "No disponible"}}], "changed"),
    ("canada_post", CA, {"pin": CA, "error": {"cd": "999", "descEn": "System unavailable"}}, "changed"),
    ("uniuni", UNI, {"status": "FAIL", "ret_msg": "busy", "data": {"valid_tno": []}}, "network"),
    ("uniuni", UNI, {"status": "SUCCESS", "data": {"valid_tno": [], "invalid_tno": ""}}, "changed"),
    ("ontrac", ONTRAC, {"Packages": [], "Error": "Internal error"}, "network"),
    ("ontrac", ONTRAC, {"Packages": [], "ErrorCode": 0, "Error": None}, "unknown"),
    ("dhl_ecommerce", ECOM, {"packages": [], "errors": [{"message": "unavailable"}]}, "network"),
    ("postnl", NL, {"data": {"items": [{"item": NL, "events": [], "message": "Internal error"}]}}, "changed"),
    ("upu", SG, [{"ID": SG, "Events": [], "ErrorMessage": "time-out"}], "network"),
    ("israel_post", IL, {"itemcodealiaslist": [], "ErrorDescription": "שגיאה כללית"}, "network"),
    ("poste_italiane", IT, {"idTracciatura": IT, "esitoRicerca": "9", "listaMovimenti": []}, "changed"),
    ("dhl_paket", DHL, {"sendungen": [{"id": DHL, "sendungNichtGefunden": {"x": False}}]}, "changed"),
    ("cainiao", LP, {"module": [], "success": False, "errorCode": "FLOW_LIMIT"}, "rate_limited"),
    ("cainiao", LP, {"module": [EXTERNAL], "success": False, "errorCode": "SYSTEM_BUSY"}, "network"),
    ("cainiao", LP, {"module": [EXTERNAL], "success": True}, "unknown"),
    ("4px", PX, {"result": 0, "message": "系统繁忙", "data": [PENDING]}, "network"),
    ("4px", PX, {"result": 1, "message": "", "data": [PENDING]}, "unknown"),
    ("yunexpress", YUN, {"ResultList": [{"Id": YUN, "Status": 5, "TrackInfo": None}]}, "changed"),
    ("gofo", GOFO, {"code": 500, "message": "busy", "data": {"success": [], "error": {}}}, "changed"),
    ("la_poste", FR, [{"returnCode": 500, "returnMessage": "indisponible"}], "changed"),
    ("17track", SG, {"code": 0, "data": {"accepted": [], "rejected": [REFUSED]}}, "changed"),
    ("inpost", INPOST, {"url": "https://geo.captcha-delivery.com/captcha/?x=1"}, "blocked"),
    ("usps", US, BAR.format(US, ""), "changed"),
    ("usps", US, BAR.format(US, '<div class="tb-step"><p class="tb-status">Delivered</p></div>'), "changed"),
    ("usps", US, BAR.format(US, BANNER.format("Label Created, not yet in system")), "announced"),
    # What the sources' own unknown numbers look like, and the same with nothing that says so.
    ("cainiao", LP, {"module": [{"mailNo": LP, "mailNoSource": "EXTERNAL"}], "success": True}, "changed"),
    ("cainiao", LP, {"module": [{"mailNo": LP, "mailNoSource": "AE"}], "success": True}, "changed"),
    (
        "cainiao",
        LP,
        {"module": [{"mailNo": LP, "mailNoSource": "AE", "status": "SELLER_PREPARING"}], "success": True},
        "announced",
    ),
    ("4px", PX, {"result": 1, "data": [PENDING | {"serverCode": "LX041829374CN"}]}, "changed"),
    ("sunyou", SY, {"data": [{"orderNo": SY, "has": False, "result": None}]}, "unknown"),
    ("sunyou", SY, {"data": [{"orderNo": SY}]}, "changed"),
    ("sunyou", SY, {"data": [{"orderNo": SY, "has": True}]}, "changed"),
    ("correos", ES, [{"codEnvio": ES, "error": {"codError": "0"}}], "changed"),
    ("canada_post", CA, {"pin": CA, "error": {}}, "changed"),
    ("singapore_post", SG, {"items": [{"trackingNumber": SG}]}, "changed"),
    ("poste_italiane", IT, {"idTracciatura": IT}, "changed"),
    ("poste_italiane", IT, {"idTracciatura": IT, "esitoRicerca": "2"}, "unknown"),
    ("17track", SG, {"shipments": [{"code": 200, "number": SG, "shipment": {"carrier": 1}}]}, "changed"),
    (
        "evri",
        "T00418293746501A",
        "<h2>Shipment Details #T00418293746501A</h2><table><tbody><tr><td>2026-08-01 10:00</td><td>Delivered</td></tr>"
        "</tbody></table>",
        "changed",
    ),
    (
        "yanwen",
        YANWEN,
        f'<div class="cx_lb"><div class="cx_bt_xx"><h5>{YANWEN}</h5><p>Oops</p></div></div>',
        "changed",
    ),
]


@pytest.mark.parametrize(("key", "asked", "body", "outcome"), CASES)
def test_nothing_but_an_error(key: str, asked: str, body: Any, outcome: str) -> None:
    written = body if isinstance(body, str) else json.dumps(body)
    found = judged(sources()[key], Reply(written), (asked,))
    assert found.outcome == outcome, found
    assert bool(found.trackings) == (outcome in {"unknown", "announced"})
    assert bool(found.problems) == (outcome not in {"unknown", "announced"})


@pytest.mark.parametrize(("key", "asked"), [("hermes_de", HERMES), ("inpost", INPOST)])
@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ("", "unknown"),
        ('{"code":"NOT_FOUND"}', "unknown"),
        ("<html><title>Just a moment...</title></html>", "blocked"),
        ("\n<!doctype html><title>404</title>This page is gone", "changed"),
    ],
)
def test_a_page_with_status_404_is_no_unknown_number(key: str, asked: str, body: str, outcome: str) -> None:
    assert judged(sources()[key], Reply(body, 404), (asked,)).outcome == outcome
