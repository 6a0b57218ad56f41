"""`orderwarden track --replay`: recorded answers of every kind, and whether the parcel in them is ours."""
# ruff: noqa: E501 - tables of captures read better in long lines

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from server.cli import main
from tests.scraper.captured.answers import (  # fmt: skip
    LP,
    dhl,
    four_px,
    la_poste,
    poste,
    scan,
    seventeen,
    shipment,
    sunyou,
    uniuni,
    usps_page,
)

FOUR = "4PX3000000000000001CN"
COLISSIMO = "6A00000000001"
LABEL = "00340435000000000001"
US = "9400100000000000000000"
SLIDER = '<html><script>window._config_={action:"captcha"};location="/_____tmd_____/punish?x5secdata=1"</script></html>'
SORRY = (
    "<!DOCTYPE html><html><head><title>Service unavailable</title></head><body><h1>Sorry</h1></body></html>"
)


def replayed(files: dict[str, Any], folder: Path, *words: str) -> dict[str, Any]:
    """What `track --json --replay` says of the number, with those files in the directory."""
    for name, body in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(body, bytes):
            path.write_bytes(body)
        else:
            path.write_text(
                body if isinstance(body, str) else json.dumps(body, ensure_ascii=False), encoding="utf-8"
            )
    done = CliRunner().invoke(
        main, ["track", *words, "--replay", str(folder), "--json"], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def modules(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"module": list(rows), "success": True}


def moving(number: str = LP, code: str = "GTMS_ACCEPT", **more: Any) -> dict[str, Any]:
    return modules(shipment(number, scan(code), scan("LH_ARRIVE", "2026-07-04 09:00:00"), **more))


def envelope(body: Any, status: Any = 200, **headers: str) -> dict[str, Any]:
    return {"url": f"https://global.cainiao.com/global/detail.json?mailNos={LP}", "status": status, "headers": headers, "body": body if isinstance(body, str) else json.dumps(body)}  # fmt: skip


PREPARING = {"mailNo": LP, "mailNoSource": "AE", "status": "SELLER_PREPARING", "statusDesc": "Awaiting seller dispatch", "noTrackingDataDesc": "No tracking updates yet"}  # fmt: skip
UNKNOWN = {"mailNo": LP, "mailNoSource": "EXTERNAL", "detailList": []}
HUGE = modules(shipment(LP, *[scan("GTMS_SC_ARRIVE", f"2026-07-06 {i // 60 % 24:02d}:{i % 60:02d}:00", f"Arrived {i}") for i in range(3000)]))  # fmt: skip
TRUNCATED = json.dumps(moving())[:-40]

# files, number, words -> what Cainiao said: (outcome, status) of an answer, or the outcome of one that was not reached
CAINIAO: list[tuple[str, Any, tuple[str, str] | str]] = [
    ("ok", moving(), ("ok", "in_transit_destination")),
    ("delivered", moving(code="GTMS_SIGNED"), ("ok", "delivered")),
    ("a station signed", moving(code="GTMS_STA_SIGNED", status="DELIVERED"), ("ok", "at_pickup_point")),
    ("announced", modules(PREPARING), ("announced", "info_received")),
    ("unknown", modules(UNKNOWN), ("unknown", "not_found")),
    ("only what warehouses announce", modules(shipment(LP, scan("GWMS_ACCEPT"))), ("announced", "info_received")),
    ("wall in JSON", {"ret": ["FAIL_SYS_USER_VALIDATE::x"], "data": {}}, "blocked"),
    ("wall in HTML", SLIDER, "blocked"),
    ("wall by a header", envelope(moving(), bxpunish="1"), "blocked"),
    ("limit", envelope("slow down", 429, **{"Retry-After": "90"}), "rate_limited"),
    ("limit as text", envelope("slow down", "429"), "rate_limited"),
    ("403", envelope("no", 403), "blocked"),
    ("502", envelope(SORRY, 502), "network"),
    ("moved", envelope("", 302, Location="https://login.example/"), "blocked"),
    ("error page with 200", SORRY, "changed"),
    ("error page with 200 in an envelope", envelope(SORRY), "changed"),
    ("truncated", TRUNCATED, "changed"),
    ("empty", "", "changed"),
    ("blank", " \n\t", "changed"),
    ("null", "null", "changed"),
    ("a list", "[]", "changed"),
    ("no modules", modules(), "changed"),
    ("module is a number", {"module": 7, "success": True}, "changed"),
    ("rows of wrong types", {"module": [7, None, "x"], "success": True}, "changed"),
    ("another's parcel", moving("LP99999999999999", "GTMS_SIGNED"), "changed"),
    ("another's beside ours", modules(shipment("LP99999999999999", scan("GTMS_SIGNED")), shipment(LP, scan("LH_DEPART"))), ("ok", "departed_origin")),
    ("events of wrong types", modules(shipment(LP, scan("LH_DEPART")) | {"detailList": [5, None, {"time": "x"}, scan("LH_DEPART")]}), ("ok", "departed_origin")),
    ("detailList of a wrong type", modules(shipment(LP) | {"detailList": {"x": 1}, "latestTrace": scan("LH_ARRIVE")}), ("ok", "arrived_destination")),
    ("number as a number", modules(shipment(LP, scan("LH_DEPART")) | {"originCountry": 5, "destCountry": None, "mailType": [1]}), ("ok", "departed_origin")),
    ("huge", HUGE, ("ok", "in_transit_destination")),
    ("an unknown code", modules(shipment(LP, scan("ZORBLATT"), scan("LH_ARRIVE", "2026-07-04 09:00:00"))), ("ok", "arrived_destination")),
    ("missing zones", modules(shipment(LP, scan("LH_DEPART", zone=""), scan("PU_PICKUP_SUCCESS", "2026-07-01 10:00:00", zone=""))), ("ok", "departed_origin")),
    ("the same minute", modules(shipment(LP, scan("GTMS_SIGNED"), scan("GTMS_DELIVERING"), scan("GTMS_DO_ARRIVE"))), ("ok", "delivered")),
    ("BOM", ("\ufeff" + json.dumps(moving())).encode(), ("ok", "in_transit_destination")),
    ("JSONP", f"jsonp1({json.dumps(moving())});", ("ok", "in_transit_destination")),
    ("envelope whose body is an object", {"url": "https://global.cainiao.com/global/detail.json", "body": moving()}, ("ok", "in_transit_destination")),
    ("bytes that are no UTF-8", b"\xff\xfe\x00{}" * 9, "changed"),
    ("relabelled, own number kept", moving(copyRealMailNo=COLISSIMO, destCpInfo={"cpName": "Colissimo"}), ("ok", "in_transit_destination")),
    ("relabelled, asked number in the second place", modules(shipment("RC000000003EE", scan("GTMS_RELABEL"), copyRealMailNo=LP)), ("ok", "in_transit_destination")),
    ("destroyed", moving(code="RT_DESTROY"), ("ok", "lost_or_destroyed")),
    ("tax", moving(code="CUS_TAX"), ("ok", "customs_held")),
    ("a status without a scan is no delivery", modules({"mailNo": LP, "mailNoSource": "AE", "status": "DELIVERED", "detailList": []}), ("ok", "unknown")),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), [case[1:] for case in CAINIAO], ids=[c[0] for c in CAINIAO])
def test_what_cainiao_said(body: Any, expected: tuple[str, str] | str, tmp_path: Path) -> None:
    said = replayed({f"cainiao-{LP}.json": body}, tmp_path, LP)
    answers = [one for one in said["answers"] if one["source"] == "cainiao"]
    unreached = [one for one in said["not_reached"] if one["source"] == "cainiao"]
    assert said["rejected"] == []
    if isinstance(expected, str):
        assert not answers
        assert [one["outcome"] for one in unreached] == [expected]
        assert unreached[0]["why"], "says why"
        assert LP in unreached[0]["page"]
    else:
        assert [(one["outcome"], one["status"]) for one in answers] == [expected]


def test_same_minute_and_own_order(tmp_path: Path) -> None:
    body = modules(shipment(LP, scan("GTMS_SIGNED"), scan("GTMS_DELIVERING"), scan("GTMS_DO_ARRIVE")))
    said = replayed({"cainiao.json": body}, tmp_path, LP)
    assert [event["code"] for event in said["answers"][0]["events"]] == ["GTMS_SIGNED", "GTMS_DELIVERING", "GTMS_DO_ARRIVE"]  # fmt: skip
    assert all("utc_offset" not in event for event in said["answers"][0]["events"])


@pytest.mark.parametrize("words", [("--order-country", "FR"), ("--order-day", "2026-08-01")])
def test_not_ours(words: tuple[str, ...], tmp_path: Path) -> None:
    said = replayed({"cainiao.json": moving(code="GTMS_SIGNED")}, tmp_path, LP, *words)
    assert said["answers"] == []
    assert [one["source"] for one in said["rejected"]] == ["cainiao"]
    assert said["rejected"][0]["rejected"]


@pytest.mark.parametrize(
    "words", [("--order-country", "de"), ("--order-day", "2026-07-04"), ("--order-day", "2026-06-30")]
)
def test_ours(words: tuple[str, ...], tmp_path: Path) -> None:
    said = replayed({"cainiao.json": moving()}, tmp_path, LP, *words)
    assert [one["status"] for one in said["answers"]] == ["in_transit_destination"]


def test_an_announcement_from_before_the_order_day_says_nothing_against_it(tmp_path: Path) -> None:
    body = modules(shipment(LP, scan("LH_DEPART"), scan("GWMS_ACCEPT", "2026-06-01 09:00:00")))
    said = replayed({"cainiao.json": body}, tmp_path, LP, "--order-day", "2026-07-02")
    assert [one["status"] for one in said["answers"]] == ["departed_origin"]


NAMED: dict[str, Any] = {
    "copyRealMailNo": COLISSIMO,
    "destCpInfo": {"cpName": "Colissimo"},
    "destCountry": "France",
}


def test_two_legs_are_asked_one_after_the_other(tmp_path: Path) -> None:
    files = {f"cainiao-{LP}.json": moving(**NAMED), f"la_poste-{COLISSIMO}.json": la_poste(("AG1", "Votre colis vous attend dans votre point de retrait."))}  # fmt: skip
    said = replayed(files, tmp_path, LP)
    assert [(a["source"], a["asked"], a["status"], a["trust"]) for a in said["answers"]] == [
        ("cainiao", LP, "in_transit_destination", "named"),
        ("la_poste", COLISSIMO, "at_pickup_point", "named"),
    ]


def test_one_leg_behind_a_wall_does_not_hide_the_other(tmp_path: Path) -> None:
    files = {f"cainiao-{LP}.json": moving(**NAMED), "la_poste.html": "<html>geo.captcha-delivery.com</html>"}
    said = replayed(files, tmp_path, LP)
    assert [a["source"] for a in said["answers"]] == ["cainiao"]
    assert ("la_poste", "blocked") in [(u["source"], u["outcome"]) for u in said["not_reached"]]


# source, file, number, body -> outcome and status
OTHERS: list[tuple[str, str, Any, tuple[str, str]]] = [
    ("4px", FOUR, four_px(("FPX_S_OK", "Delivered", "2026-07-06 10:30:00", "+0200")), ("ok", "delivered")),
    ("4px", FOUR, four_px(server=None), ("unknown", "not_found")),
    ("la_poste", COLISSIMO, la_poste(("DI1", "Votre colis est livré.")), ("ok", "delivered")),
    ("la_poste", COLISSIMO, la_poste(code=104), ("unknown", "not_found")),
    ("dhl_paket", LABEL, dhl("Die Sendung liegt in der Filiale zur Abholung bereit."), ("ok", "at_pickup_point")),
    ("dhl_paket", LABEL, dhl("", found=False), ("unknown", "not_found")),
    ("poste_italiane", "RC000000003IT", poste("3"), ("announced", "info_received")),
    ("usps", US, usps_page(("Delivered, Front Door/Porch", "July 6, 2026, 10:30 am")), ("ok", "delivered")),
    ("sunyou", "SYAE000000001", f"searchCallback({json.dumps(sunyou(True, ('209', 'Delivered', '2026-07-06 10:30:00')))})", ("ok", "delivered")),
    ("uniuni", "UUS0000000000000001", uniuni((214, "Blorp")), ("ok", "at_pickup_point")),
    ("17track", LP, {"meta": {"code": 200}, "shipments": [seventeen("Exception", "Exception_Lost")]}, ("ok", "lost_or_destroyed")),
    ("17track", LP, {"meta": {"code": 200}, "shipments": [seventeen("Delivered", "Delivered_Other", "Delivered")]}, ("ok", "delivered")),
]  # fmt: skip


@pytest.mark.parametrize(("source", "number", "body", "expected"), OTHERS)
@pytest.mark.parametrize("name", ["{source}-{number}.json", "{source}.json", "{source}/first answer.txt"])
def test_what_other_sources_said(
    source: str, number: str, body: Any, expected: tuple[str, str], name: str, tmp_path: Path
) -> None:
    said = replayed({name.format(source=source, number=number): body}, tmp_path, number)
    heard = [(a["source"], a["outcome"], a["status"]) for a in said["answers"]]
    assert (source, *expected) in heard, said


def test_a_file_is_known_by_what_it_holds(tmp_path: Path) -> None:
    other = "LP00123456789029"
    files = {"a.json": moving(other, "GTMS_SIGNED"), "b.json": moving(), "readme.txt": "about these files", "c.json": modules(UNKNOWN)}  # fmt: skip
    said = replayed(files, tmp_path, LP)
    assert [(a["source"], a["status"]) for a in said["answers"]] == [("cainiao", "in_transit_destination")]


def test_a_wall_in_an_envelope_is_known_by_its_address(tmp_path: Path) -> None:
    said = replayed({"x.json": envelope(SLIDER), "y.json": moving("LP99999999999999")}, tmp_path, LP)
    assert [(u["source"], u["outcome"]) for u in said["not_reached"]] == [("cainiao", "blocked")]


def test_a_number_of_another_file_is_not_answered_by_it(tmp_path: Path) -> None:
    said = replayed({"cainiao-LP99999999999999.json": moving("LP99999999999999")}, tmp_path, LP)
    assert said["answers"] == []
    assert [(u["source"], u["outcome"]) for u in said["not_reached"]] == [("cainiao", "network")]


def test_nothing_recorded_is_said(tmp_path: Path) -> None:
    said = replayed({}, tmp_path, LP)
    assert said["answers"] == said["rejected"] == []
    assert "no recorded answer" in said["not_reached"][0]["why"]


def test_the_receiver_stays_out(tmp_path: Path) -> None:
    body = moving(code="GTMS_SIGNED", recipient={"name": "Wilhelmina Quastenflosse", "phone": "1715550199"})
    body["module"][0]["detailList"][0]["standerdDesc"] = "Delivered. Signed by: Wilhelmina Quastenflosse"
    assert "Quastenflosse" not in json.dumps(replayed({"cainiao.json": body}, tmp_path, LP))


ODD = [
    ("country with a town", {"destCountry": "France,Lyon"}, {"destination_country": "FR"}),
    ("country as a small code", {"destCountry": "de"}, {"destination_country": "DE"}),
    ("country in Chinese", {"originCountry": "中国大陆"}, {"origin_country": "CN"}),
    ("estimate as digits", {"globalEtaInfo": {"deliveryMinTime": "1785542400000", "deliveryMaxTime": "1785715200000"}}, {"estimated_delivery": {"from": "2026-08-01", "to": "2026-08-03"}}),
    ("number with spaces", {"copyRealMailNo": "6A 1234 5678 901"}, {"local_number": "6A12345678901"}),
    ("number behind a carrier", {"realMailNo": "Colis Privé: 12345678901234"}, {"local_number": "12345678901234"}),
    ("newest scan beside the list", {"latestTrace": scan("GTMS_DELIVERING", "2026-07-08 10:00:00")}, {"status": "out_for_delivery"}),
    ("a token that says more than the scans", {"status": "DELIVERED"}, {"status": "departed_origin"}),
]  # fmt: skip


@pytest.mark.parametrize(("more", "expected"), [case[1:] for case in ODD], ids=[case[0] for case in ODD])
def test_odd_members(more: dict[str, Any], expected: dict[str, Any], tmp_path: Path) -> None:
    said = replayed({"cainiao.json": modules(shipment(LP, scan("LH_DEPART")) | more)}, tmp_path, LP)
    assert expected.items() <= said["answers"][0].items()


@pytest.mark.parametrize("wrap", ["object", "data", "data.module"])
def test_other_wrappings(wrap: str, tmp_path: Path) -> None:
    row = shipment(LP, scan("LH_DEPART") | {"standerdDesc": "Left &amp; gone"})
    body = {"object": {"module": row}, "data": {"data": [row]}, "data.module": {"data": {"module": [row]}}}[
        wrap
    ]
    said = replayed({f"cainiao-{LP}.json": body}, tmp_path, LP)
    assert [a["status"] for a in said["answers"]] == ["departed_origin"]
    assert said["answers"][0]["events"][0]["text"] == "Left & gone"


def changed(body: Any, path: tuple[Any, ...], value: Any) -> Any:
    copy = json.loads(json.dumps(body))
    place = copy
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return copy


LISTS: list[tuple[str, str, Any, tuple[Any, ...]]] = [
    ("4px", FOUR, four_px(("FPX_S_OK", "Delivered", "2026-07-06 10:30:00", "+0200")), ("data", 0)),
    ("la_poste", COLISSIMO, la_poste(("DI1", "Votre colis est livré.")), (0, "shipment", "event")),
    ("uniuni", "UUS0000000000000001", uniuni((203, "x")), ("data", "valid_tno", 0, "spath_list")),
    ("uniuni", "UUS0000000000000001", uniuni((203, "x")), ("data", "valid_tno", 0)),
    ("sunyou", "SYAE000000001", sunyou(True, ("209", "x", "2026-07-06 10:30:00")), ("data", 0, "result", "origin", "items")),
    ("poste_italiane", "RC000000003IT", poste("0", "5", "Consegnata"), ("listaMovimenti",)),
]  # fmt: skip


@pytest.mark.parametrize(("source", "number", "body", "path"), LISTS)
@pytest.mark.parametrize("value", [5, "x", {"a": 1}])
def test_a_list_of_another_type_is_a_change_and_no_unknown_number(
    source: str, number: str, body: Any, path: tuple[Any, ...], value: Any, tmp_path: Path
) -> None:
    said = replayed({f"{source}-{number}.json": changed(body, path, value)}, tmp_path, number)
    assert source not in [answer["source"] for answer in said["answers"]]
    assert (source, "changed") in [(one["source"], one["outcome"]) for one in said["not_reached"]]
