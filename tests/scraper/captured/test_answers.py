"""Answers of tracking sources: Cainiao in every state, and each carrier's not-found, announced, delivered, pick-up."""
# ruff: noqa: E501 - tables of captures read better in long lines

import json
from typing import Any

import pytest

from tests.scraper.captured.captures import SEEN, assert_holds, read_out

LP = "LP00123456789012"
CAINIAO = "https://global.cainiao.com/global/detail.json?mailNos={}&lang=en-US"


def scan(
    code: str, when: str = "2026-07-06 10:30:00", text: str = "Blorp", zone: str = "GMT+8", **more: Any
) -> dict[str, Any]:
    return {
        "time": 1783330200000,
        "timeStr": when,
        "timeZone": zone,
        "desc": text,
        "standerdDesc": text,
        "actionCode": code,
        **more,
    }


def shipment(number: str = LP, *scans: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "mailNo": number,
        "mailNoSource": "AE",
        "originCountry": "Mainland China",
        "destCountry": "Germany",
        "status": "DELIVERING",
        "statusDesc": "x",
        "detailList": list(scans),
        **more,
    }


def cainiao(*module: dict[str, Any], asked: str | None = LP, **more: Any) -> dict[str, Any]:
    body = {"module": list(module), "success": True, **more}
    if asked is None:
        return read_out(body)
    return read_out(body, url=CAINIAO.format(asked), seen_at=SEEN)


def test_cainiao_whole() -> None:
    said = cainiao(
        shipment(
            LP,
            scan(
                "GTMS_ACCEPT", "2026-07-06 10:30:00", "[Leipzig] Received by local delivery company", "GMT+2"
            ),
            scan("LH_ARRIVE", "2026-07-04 09:00:00", "Arrived at linehaul office"),
            realMailNo="Latest Tracking Number:\tH1003000000000001021",
            copyRealMailNo="H1003000000000001021",
            destCpInfo={"cpName": "Hermes", "phone": "0800", "url": "x"},
            globalEtaInfo={
                "etaDesc": "x",
                "deliveryMinTime": 1785542400000,
                "deliveryMaxTime": 1785715200000,
            },
        )
    )
    assert_holds(
        said,
        {
            "kind": "tracking",
            "source": "cainiao",
            "outcome": "ok",
            "parcels": [
                {
                    "number": LP,
                    "local_number": "H1003000000000001021",
                    "local_carrier": "Hermes",
                    "origin_country": "CN",
                    "destination_country": "DE",
                    "status": "in_transit_destination",
                    "estimated_delivery": {"from": "2026-08-01", "to": "2026-08-03"},
                    "events": [
                        {
                            "local_time": "2026-07-06T10:30:00",
                            "code": "GTMS_ACCEPT",
                            "place": "Leipzig",
                            "status": "in_transit_destination",
                        },
                        {"local_time": "2026-07-04T09:00:00", "status": "arrived_destination"},
                    ],
                }
            ],
        },
    )


@pytest.mark.parametrize(
    ("prose", "number"),
    [
        ("Latest Tracking Number:\tRC000000003EE", "RC000000003EE"),
        ("Latest Tracking Number: RC000000003EE", "RC000000003EE"),
        ("Hermes H1003000000000001021", "H1003000000000001021"),
        ("Último número de rastreo: RC000000003EE", "RC000000003EE"),
        (f"Latest Tracking Number:\t{LP}", None),
        ("Latest Tracking Number:\t", None),
        ("", None),
    ],
)
def test_cainiao_hand_over_number_in_prose(prose: str, number: str | None) -> None:
    said = cainiao(shipment(LP, scan("LH_DEPART"), realMailNo=prose))
    assert_holds(said, {"parcels": [{"local_number": number}]})


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("GWMS_ACCEPT", "info_received"), ("CONSIGN", "info_received"), ("PU_PICKUP_SUCCESS", "accepted"), ("SC_INBOUND_SUCCESS", "in_transit_origin"), ("CC_EX_START", "customs_export"),
        ("LH_DEPART", "departed_origin"), ("LH_ARRIVE", "arrived_destination"), ("CC_IM_START", "customs_import"), ("CC_IM_SUCCESS", "customs_cleared"), ("CUS_TAX", "customs_held"), ("CC_IM_FAILURE", "customs_held"),
        ("GTMS_ACCEPT", "in_transit_destination"), ("GTMS_DO_DEPART", "out_for_delivery"), ("GTMS_DELIVERING", "out_for_delivery"), ("GTMS_STA_SIGNED", "at_pickup_point"), ("GSTA_INBOUND", "at_pickup_point"), ("GSTA_INFORM_BUYER", "at_pickup_point"), ("GTMS_WAIT_SELF_PICK", "at_pickup_point"),
        ("GTMS_DEL_FAILURE", "delivery_failed"), ("GTMS_SIGN_FAILURE", "delivery_failed"), ("RETURNED", "returned"), ("RT_DESTROY", "lost_or_destroyed"), ("GTMS_SIGNED", "delivered"), ("LM_SIGN_SUCCESS", "delivered"), ("GSTA_SIGN", "delivered"),
    ],
)  # fmt: skip
def test_cainiao_states(code: str, status: str) -> None:
    said = cainiao(shipment(LP, scan(code)))
    expected = "announced" if status == "info_received" else "ok"
    assert said["outcome"] in {expected, "ok"}
    assert_holds(said, {"parcels": [{"status": status, "events": [{"status": status}]}]})


def test_cainiao_coarse_status_never_makes_delivered_of_a_pick_up() -> None:
    said = cainiao(shipment(LP, scan("GTMS_STA_SIGNED", text="Delivered"), status="DELIVERED"))
    assert said["parcels"][0]["status"] == "at_pickup_point"
    said = cainiao(shipment(LP, scan("ZORBLATT"), status="DELIVERING"))
    assert said["parcels"][0]["status"] not in {"delivered", "out_for_delivery"}


def test_cainiao_unknown_code_keeps_the_stage_and_says_so() -> None:
    said = cainiao(shipment(LP, scan("ZORBLATT"), scan("LH_ARRIVE", "2026-07-04 09:00:00")))
    assert said["parcels"][0]["events"][0]["status"] == "unknown"
    assert said["parcels"][0]["status"] == "arrived_destination"
    assert any("ZORBLATT" in problem for problem in said["problems"])


def test_cainiao_advisory_is_no_movement() -> None:
    said = cainiao(shipment(LP, scan("LAST_MILE_ASN_NOTIFY"), scan("LH_DEPART", "2026-07-04 09:00:00")))
    assert said["parcels"][0]["events"][0]["advisory"] is True
    assert said["parcels"][0]["status"] == "departed_origin"


def test_cainiao_offset_is_not_taken_from_a_wrong_label() -> None:
    said = cainiao(shipment(LP, scan("GTMS_SIGNED", "2026-07-06 15:25:17", zone="GMT+08:00")))
    event = said["parcels"][0]["events"][0]
    assert event["local_time"] == "2026-07-06T15:25:17"
    assert "utc_offset" not in event


def test_cainiao_announced_and_unknown() -> None:
    said = cainiao(
        {
            "mailNo": LP,
            "mailNoSource": "AE",
            "status": "SELLER_PREPARING",
            "statusDesc": "Awaiting seller dispatch",
            "noTrackingDataDesc": "No tracking updates yet",
        }
    )
    assert_holds(said, {"source": "cainiao", "outcome": "announced"})
    said = cainiao({"mailNo": LP, "mailNoSource": "EXTERNAL", "detailList": []})
    assert_holds(said, {"source": "cainiao", "outcome": "unknown"})
    said = cainiao({"mailNo": LP, "mailNoSource": "AE", "detailList": []})
    assert_holds(said, {"outcome": "announced"})
    assert_holds(cainiao(), {"outcome": "unknown"}) if cainiao()["outcome"] != "changed" else None


def test_cainiao_refusal_and_walls() -> None:
    said = read_out(
        {"success": False, "errorCode": "SYSTEM_ERROR", "errorMsg": "x"}, url=CAINIAO.format(LP), seen_at=SEEN
    )
    assert said["kind"] == "tracking"
    assert said["outcome"] not in {"ok", "announced", "unknown"}, said
    for body in (
        '{"ret":["FAIL_SYS_USER_VALIDATE::x"],"data":{}}',
        '{"rgv587_flag":"sm","url":"https://x.example/_____tmd_____/punish"}',
        "<!doctype html><html><body><punish-component></punish-component></body></html>",
        '<html><script>window._config_={action:"captcha"}; location="/_____tmd_____/punish"</script></html>',
    ):
        said = read_out(body, url=CAINIAO.format(LP), seen_at=SEEN)
        assert said.get("outcome") == "blocked" or said["kind"] == "blocked", said


def test_cainiao_html_instead_of_json_is_no_unknown_number() -> None:
    said = read_out("<html><body>Hello</body></html>", url=CAINIAO.format(LP), seen_at=SEEN)
    assert said.get("outcome") in {"changed", "blocked"}, said


def test_cainiao_several_numbers_and_other_peoples_parcels() -> None:
    other = "LP00999999999999"
    said = cainiao(
        shipment(LP, scan("LH_DEPART")),
        shipment("LP00123456789029", scan("GTMS_SIGNED")),
        asked=f"{LP},LP00123456789029",
    )
    assert [parcel["number"] for parcel in said["parcels"]] == [LP, "LP00123456789029"]
    said = cainiao(shipment(other, scan("GTMS_SIGNED")), shipment(LP, scan("LH_DEPART")))
    assert [parcel["number"] for parcel in said["parcels"]] == [LP]
    said = cainiao(shipment(other, scan("GTMS_SIGNED")))
    assert said["parcels"] == []
    assert said["outcome"] != "ok"


def test_cainiao_without_envelope() -> None:
    said = cainiao(shipment(LP, scan("LH_DEPART")), asked=None)
    assert_holds(
        said, {"kind": "tracking", "source": "cainiao", "outcome": "ok", "parcels": [{"number": LP}]}
    )


def test_cainiao_economy() -> None:
    said = cainiao(
        shipment(
            LP,
            scan("LH_ARRIVE"),
            mailType="Economy",
            mailTypeDesc="Tracking ends when the destination carrier takes over",
        )
    )
    assert said["parcels"][0]["untracked_last_mile"] is True


def test_cainiao_recipient_and_proof_picture_stay_out() -> None:
    said = cainiao(
        shipment(
            LP,
            scan("GTMS_SIGNED", text="Delivered. Signed by: Wilhelmina Quastenflosse"),
            recipient={
                "name": "Wilhelmina Quastenflosse",
                "phone": "1715550199",
                "address": "Zwergengasse 77b",
            },
            podUrl="https://x.example/Quastenflosse.jpg",
        )
    )
    out = json.dumps(said)
    assert said["parcels"][0]["status"] == "delivered"
    assert not any(word in out for word in ("Quastenflosse", "1715550199", "Zwergengasse"))


def four_px(
    *tracks: tuple[str, str, str, str] | None, server: str | None = "9400100000000000000000"
) -> dict[str, Any]:
    rows = [
        {
            "tkCode": c,
            "tkDesc": d,
            "tkDate": "2026-07-06T02:30:00+00:00",
            "tkDateStr": w,
            "tkTimezone": z,
            "tkLocation": "SHENZHEN",
        }
        for c, d, w, z in (track for track in tracks if track)
    ]
    return {
        "result": 1,
        "message": "",
        "data": [
            {
                "queryCode": "4PX3000000000000001CN",
                "serverCode": server,
                "ctStartName": "China",
                "ctEndName": "Germany",
                "status": 2 if rows else 0,
                "tracks": rows or None,
            }
        ],
        "tag": "x",
    }


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


def sunyou(has: bool, *items: tuple[str, str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {"orderNo": "SYAE000000001", "has": has, "displayStatus": "4" if has else "0"}
    if has:
        row |= {
            "dstCountry": "GR",
            "orgCountry": "CN",
            "trackingNumber": "SU000000001MI",
            "carrierName": "meest",
            "result": {
                "origin": {
                    "items": [
                        {"content": c, "createTime": w, "eventCode": "x", "status": s, "timeZone": "+08:00"}
                        for s, c, w in items
                    ]
                }
            },
        }
    return {"data": [row], "message": "success", "status": 1}


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


def seventeen(state: str, sub: str, text: str = "Blorp", code: int = 200) -> dict[str, Any]:
    event = {
        "time_iso": "2026-07-06T10:30:00+02:00",
        "time_raw": {"date": "2026-07-06", "time": "10:30:00", "timezone": "+02:00"},
        "description": text,
        "location": "LEIPZIG, DE",
        "stage": None,
        "sub_status": sub,
    }
    info = {
        "shipping_info": {"shipper_address": {"country": "CN"}, "recipient_address": {"country": "DE"}},
        "latest_status": {"status": state, "sub_status": sub},
        "latest_event": event,
        "time_metrics": {},
        "misc_info": {},
        "tracking": {
            "providers": [
                {"provider": {"key": 190271, "name": "Cainiao", "country": "CN"}, "events": [event]}
            ]
        },
    }
    return {"code": code, "number": LP, "carrier": 190271, "state": state, "pre_status": 1, "shipment": info}


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


def usps_page(*steps: tuple[str, str]) -> str:
    body = "".join(
        f'<div class="tb-step"><p class="tb-status-detail">{a}</p><p class="tb-location">LEIPZIG, CA 90001</p><p class="tb-date">{b}</p></div>'
        for a, b in steps
    )
    return f'<html><body><input id="trackingNum" value="9400100000000000000000"><span class="tracking-number">9400100000000000000000</span><div class="tracking-progress-bar-status-container">{body}</div></body></html>'


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


def la_poste(*events: tuple[str, str], code: int = 200, partner: Any = None) -> list[dict[str, Any]]:
    answer: dict[str, Any] = {
        "lang": "fr_FR",
        "scope": "open",
        "returnCode": code,
        "shipment": {
            "idShip": "6A00000000001",
            "product": "Colissimo",
            "isFinal": False,
            "event": [
                {"code": c, "label": t, "date": "2026-07-06T10:30:00+02:00", "order": 1} for c, t in events
            ],
        },
    }
    if partner:
        answer["shipment"]["contextData"] = {"partner": partner}
    if code == 104:
        answer = {
            "lang": "fr_FR",
            "returnCode": 104,
            "returnMessage": "Votre numéro de suivi est inconnu",
            "idShip": "6A00000000001",
        }
    return [answer]


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


def correos(error: str, *events: tuple[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "codEnvio": "PQ000000000000000000001",
            "error": {"codError": error, "desError": "x"},
            "eventos": [
                {
                    "codEvento": c,
                    "fecEvento": "06/07/2026",
                    "horEvento": "10:30:00",
                    "desTextoResumen": t,
                    "desTextoAmpliado": t,
                }
                for c, t in events
            ],
        }
    ]


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


def dhl(text: str, *, delivered: bool = False, returned: bool = False, found: bool = True) -> dict[str, Any]:
    shipment: dict[str, Any] = {"id": "00340435000000000001", "hasCompleteDetails": found}
    if found:
        shipment["sendungsdetails"] = {
            "istZugestellt": delivered,
            "ruecksendung": returned,
            "sendungsverlauf": {
                "aktuellerStatus": text,
                "kurzStatus": text,
                "datumAktuellerStatus": "2026-07-06T10:30:00+02:00",
                "events": [
                    {
                        "datum": "2026-07-06T10:30:00+02:00",
                        "status": text,
                        "ort": "Leipzig",
                        "ruecksendung": returned,
                    }
                ],
            },
            "zielland": "Deutschland",
        }
    else:
        shipment["sendungNichtGefunden"] = {"keineDatenVerfuegbar": True}
    return {"sendungen": [shipment]}


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


def poste(outcome: str, state: str = "", *moves: str) -> dict[str, Any]:
    return {
        "idTracciatura": "RC000000003IT",
        "esitoRicerca": outcome,
        "stato": state,
        "listaMovimenti": [
            {"dataOra": 1783326600000, "statoLavorazione": move, "luogo": "MILANO"} for move in moves
        ],
    }


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


def uniuni(*points: tuple[int, str], tno: str = "UUS0000000000000001") -> dict[str, Any]:
    return {
        "status": "SUCCESS",
        "data": {
            "valid_tno": [
                {
                    "tno": tno,
                    "state": points[0][0],
                    "spath_list": [
                        {
                            "pathInfo": text,
                            "pathTime": 1783330200 + i,
                            "pathAddress": "LEIPZIG",
                            "code": code,
                            "state": code,
                        }
                        for i, (code, text) in enumerate(reversed(points))
                    ],
                }
            ]
            if points
            else [],
        },
    }


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


def test_reversed_order_stays_the_sources_own() -> None:
    said = cainiao(
        shipment(
            LP,
            scan("PU_PICKUP_SUCCESS", "2026-07-02 10:00:00"),
            scan("CC_IM_START", "2026-06-30 10:00:00"),
            scan("GWMS_ACCEPT", "2026-07-01 10:00:00"),
        )
    )
    assert [event["code"] for event in said["parcels"][0]["events"]] == [
        "PU_PICKUP_SUCCESS",
        "CC_IM_START",
        "GWMS_ACCEPT",
    ]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        "{}",
        "x",
        '{"module": 5, "success": true}',
        '{"module": [7], "success": true}',
        '{"module": [{"mailNo": 5}]}',
    ],
)
def test_wrong_types_are_changed_or_unknown_never_ok(body: str) -> None:
    said = read_out(body, url=CAINIAO.format(LP), seen_at=SEEN)
    assert said.get("outcome") not in {"ok", "announced"}, said
