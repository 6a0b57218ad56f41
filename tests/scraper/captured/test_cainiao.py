"""Answers of Cainiao in every state: found, announced, unknown, refused, and what stays out of them."""
# ruff: noqa: E501 - tables of captures read better in long lines

import json
from typing import Any

import pytest

from tests.scraper.captured.answers import LP, scan, shipment
from tests.scraper.captured.captures import SEEN, assert_holds, read_out

CAINIAO = "https://global.cainiao.com/global/detail.json?mailNos={}&lang=en-US"


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
