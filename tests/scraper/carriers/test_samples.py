"""Real answers of tracking sources, where they lie beside the project."""

from datetime import datetime
from pathlib import Path

import pytest

from scraper.carriers import Answer, read_answer

SAMPLES = Path(__file__).parents[3].parent / "shared/data/tracking"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples of tracking answers are not here")


def read(name: str) -> Answer:
    found = read_answer((SAMPLES / name).read_text("utf-8"))
    assert found is not None
    return found


def test_a_belgian_parcel_was_delivered_by_its_own_clock() -> None:
    """The epoch of the last scan would say 08:25 in Brussels; the parcel came at 15:25."""
    (parcel,) = read("cainiao/ha_real_delivered_BE.json").parcels
    assert (parcel.status, parcel.origin_country, parcel.destination_country) == ("delivered", "CN", "BE")
    assert parcel.events[0].local_time == datetime.fromisoformat("2026-02-06T15:25:17")
    assert parcel.events[0].utc_offset is None
    assert [event.status for event in parcel.events].count("delivered") == 1
    assert [event.advisory for event in parcel.events] == [False, False, False, True, False, False, False]


def test_a_ukrainian_parcel_was_not() -> None:
    found = read("cainiao/ha_real_active_UA.json")
    (parcel,) = found.parcels
    assert found.outcome == "ok"
    assert (parcel.local_number, parcel.destination_country) == ("RC000000003EE", "UA")
    assert parcel.status == "customs_cleared"
    assert parcel.events[2].place == "Xiaoshan District"
    assert all(event.status != "delivered" for event in parcel.events)


def test_a_greek_parcel_went_over_to_another_carrier() -> None:
    (parcel,) = read("sunyou/SYAE006809461_real_trimmed.json").parcels
    assert (parcel.status, parcel.local_number, parcel.local_carrier) == (
        "delivered",
        "SU014952148MI",
        "meest",
    )
    assert parcel.events[0].local_time > parcel.events[-1].local_time


@pytest.mark.parametrize(
    ("name", "source", "outcome"),
    [
        ("cainiao/unknown_number_verbatim.json", "cainiao", "unknown"),
        ("sunyou/not_found_verbatim.json", "sunyou", "unknown"),
        ("4px/pending_shape.json", "4px", "unknown"),
        ("4px/listTrackV3_shape.json", "4px", "ok"),
        ("17track/official_v2x_gettrackinfo_yanwen_190012.json", "17track", "ok"),
        ("17track/official_v2x_register_already_registered.json", "17track", "unknown"),
    ],
)
def test_what_each_sample_says(name: str, source: str, outcome: str) -> None:
    found = read(name)
    assert (found.source, found.outcome) == (source, outcome)
