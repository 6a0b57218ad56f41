"""Places as `City, CC` or `CC`: the letters of a region are never taken for a country by those who compare."""

import json
from pathlib import Path
from typing import Any

import pytest

from scraper.aliexpress import read
from scraper.carriers import sources
from scraper.lookup import Wanted
from scraper.places import placed
from tests.scraper.test_lookup import Answers, look

SAMPLES = Path(__file__).parents[2].parent / "shared/data/aliexpress"


@pytest.mark.parametrize(
    ("place", "country", "told"),
    [
        ("Los Angeles, CA", "US", "Los Angeles, CA, US"),
        ("Toronto, ON", "CA", "Toronto, ON, CA"),
        ("São Paulo,SP", "BR", "São Paulo, SP, BR"),
        ("Vitória, ES", "BR", "Vitória, ES, BR"),
        ("Perth, WA", "AU", "Perth, WA, AU"),
        ("Sydney, NSW", "AU", "Sydney, NSW"),
        ("Los Angeles, CA, US", "US", "Los Angeles, CA, US"),
        ("Bremen, DE", "DE", "Bremen, DE"),
        ("Bremen, DE", "FR", "Bremen, DE"),
        ("Wilmington, DE", "US", "Wilmington, DE, US"),
        ("Madrid, ES", None, "Madrid, ES"),
        ("Leeds, UK", "GB", "Leeds, UK"),
        ("Toronto - ON", "CA", "Toronto, ON, CA"),
        ("CURITIBA - PR", "BR", "CURITIBA, PR, BR"),
        ("Leipzig - DE", "DE", "Leipzig - DE"),
        # Two letters that are no country at all, and nobody says of which it is a region.
        ("Toronto, ON", None, "Toronto - ON"),
        ("Toronto, ON", "FR", "Toronto - ON"),
        ("Cidade Exemplo,UF", None, "Cidade Exemplo - UF"),
        ("Delhi, dl", "IN", "Delhi - dl"),
        ("SP", None, None),
        ("CA", "US", "CA"),
        ("PT", "PT", "PT"),
        ("Springfield", "US", "Springfield"),
        ("Los Angeles, CA 90001", "US", "Los Angeles, CA 90001"),
        ("", "US", None),
        (None, "US", None),
    ],
)
def test_a_place_with_its_country(place: str | None, country: str | None, told: str | None) -> None:
    assert placed(place, country) == told
    assert placed(told, country) == told, "told twice it stays"


def gofo(place: tuple[str, str]) -> dict[str, Any]:
    scan = {
        "processDate": "2026-08-06 10:00:00-07:00",
        "processContent": "Delivered",
        "processCity": place[0],
        "processProvince": place[1],
    }
    return {"data": {"success": [{"waybillNo": "GFUS01041829374650", "trackEventList": [scan]}]}}


def ontrac(place: tuple[str, str]) -> dict[str, Any]:
    scan = {
        "ZonedEventDateTime": "2026-08-06T10:00:00-07:00",
        "EventShortDescription": "DELIVERED",
        "EventCode": "DLVD",
        "City": place[0],
        "State": place[1],
    }
    return {"Packages": [{"Tracking": "D10041829374650", "Events": [scan]}]}


@pytest.mark.parametrize(("key", "answer"), [("gofo", gofo), ("ontrac", ontrac)])
def test_a_carrier_of_one_country_names_it(key: str, answer: Any) -> None:
    (tracking,) = sources()[key].read(json.dumps(answer(("LOS ANGELES", "CA"))), ()).trackings
    assert tracking.events[0].place == "LOS ANGELES, CA, US"


def test_a_parcel_s_own_destination_tells_its_region() -> None:
    path = [
        {"pathTime": 1786010400, "pathInfo": "Delivered", "state": 203, "city": "Toronto", "province": "ON"}
    ]
    row = {"tno": "UUS5A41829374650182", "spath_list": path, "country": "CA"}
    (tracking,) = sources()["uniuni"].read(json.dumps({"data": {"valid_tno": [row]}}), ()).trackings
    assert tracking.events[0].place == "Toronto, ON, CA"


async def test_the_order_s_country_tells_the_region_where_the_carrier_does_not() -> None:
    scan = {
        "timeStr": "2026-08-06 10:00:00",
        "standerdDesc": "[VITORIA, ES] Package delivered",
        "actionCode": "GTMS_SIGNED",
    }
    module = {"mailNo": "LP00123456789012", "detailList": [scan]}
    answers = Answers(cainiao={"module": [module]})
    (result,) = await look(answers, Wanted("LP00123456789012", order_country="BR"))
    assert [event.place for event in result.trackings[0].events] == ["VITORIA, ES, BR"]


@pytest.mark.parametrize(
    ("receiver", "printed", "told"),
    [
        ({"countryCode": "BR"}, "Vitória,ES", "Vitória, ES, BR"),
        ({"countryCode": "US"}, "Los Angeles, CA", "Los Angeles, CA, US"),
        ({}, "Curitiba,PZ", "Curitiba - PZ"),
        ({"countryCode": "DE"}, "Bremen, DE", "Bremen, DE"),
    ],
)
def test_the_tracking_page_names_the_country_of_a_region(
    receiver: dict[str, str], printed: str, told: str
) -> None:
    scan = {
        "time": 1786010400000,
        "timeText": "Thu | Aug. 06 18:00",
        "trackingSecondCode": "AE_GTMS_SIGNED",
        "trackingDetailDesc": "Package delivered",
        "detailedLocation": printed,
    }
    line = {"mailNo": "LP00123456789012", "detailList": [scan]}
    module = {
        "tradeOrderId": "8212313961591322",
        "logisticsReceiverInfo": receiver,
        "trackingDetailLineList": [line],
    }
    answer = {"api": "mtop.ae.ld.querydetail", "ret": ["SUCCESS::"], "data": {"module": module}}
    found = read(json.dumps(answer))
    assert [event.place for event in found.parcels[0].events] == [told], found.problems


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared sample pages are not here")
def test_no_place_of_a_captured_page_reads_as_another_country() -> None:
    found = [
        read(file.read_text("utf-8"))
        for file in sorted(SAMPLES.rglob("*.json"))
        if "racking" in file.name or "querydetail" in file.name
    ]
    places = [
        event.place for page in found for parcel in page.parcels for event in parcel.events if event.place
    ]
    assert places
    tails = {place.rpartition(",")[2].strip() for place in places if "," in place}
    assert not {tail for tail in tails if len(tail) == 2} - {"BR", "CN"}, places
