"""The real answers of one Brazilian account: every order, state and date right, and no problem unexplained."""

from datetime import date
from pathlib import Path

import pytest

from scraper.aliexpress import Reading, read
from scraper.facts import Money, StatedDate, Window

SAMPLES = Path(__file__).resolve().parents[3].parent / "shared/data/aliexpress"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the real samples are not beside this checkout")


def reading_of(name: str) -> Reading:
    return read((SAMPLES / name).read_text("utf-8"))


def test_the_list_in_the_order_of_display() -> None:
    reading = reading_of("order-list-init.json")
    assert (reading.kind, reading.has_more, reading.problems) == ("order_list", True, ())
    assert [(o.order_id, o.status, str(o.placed_on)) for o in reading.orders] == [
        ("8214398062177351", "shipped", "2026-09-01"),
        ("8214779947343229", "shipped", "2026-09-01"),
        ("8212313961591322", "completed", "2026-07-15"),
        ("8212268452148012", "completed", "2026-07-15"),
        ("8212611134562621", "completed", "2026-06-26"),
        ("8211781299384136", "completed", "2026-05-27"),
        ("8211748238135282", "completed", "2026-05-18"),
        ("8211736227630231", "completed", "2026-04-23"),
        ("8211589415816822", "completed", "2026-04-19"),
        ("8210505692320516", "completed", "2026-04-08"),
    ]
    assert reading.orders[2].total == Money(amount="132.74", currency="BRL")
    assert len(reading.orders[6].lines) == 2


def test_the_detail_with_all_its_dates_and_windows() -> None:
    reading = reading_of("order-detail.json")
    assert (reading.kind, reading.problems) == ("order_detail", ())
    order = reading.orders[0]
    assert (order.order_id, order.status) == ("8212313961591322", "completed")
    assert [str(d) for d in (order.placed_on, order.paid_on, order.shipped_on, order.completed_on)] == [
        "2026-07-15",
        "2026-07-15",
        "2026-07-16",
        "2026-07-28",
    ]
    assert order.dates == (
        StatedDate(
            kind="estimated_delivery", on=date(2026, 8, 3), text="Estimated delivery date: Aug 3, 2026"
        ),
        StatedDate(kind="late_coupon", on=date(2026, 8, 5), text="R$5"),
        StatedDate(
            kind="refund_if_undelivered", on=date(2026, 9, 4), text="Refund if no delivery before Sep 4, 2026"
        ),
    )
    assert order.windows == (
        Window(kind="change_of_mind", days=7, from_="confirmed"),
        Window(kind="defective", days=90, from_="placed"),
        Window(kind="free_return", days=15, from_="delivered"),
    )
    assert order.late_coupon is not None
    assert order.late_coupon.amount == Money(amount="5.00", currency="BRL")
    assert order.lines[0].dispute_offered is True
    assert order.lines[0].sku == "Color: HDMI-compatible 2.1; Length: 2m"


def test_the_tracking_page() -> None:
    reading = reading_of("logistics-querydetail.json")
    assert (reading.kind, reading.problems) == ("order_tracking", ())
    assert reading.order_ids == ("8212313961591322",)
    assert ("refund_if_undelivered", date(2026, 9, 3)) in [(d.kind, d.on) for d in reading.dates]
    (parcel,) = reading.parcels
    assert (parcel.number, parcel.origin_number, parcel.local_number, parcel.status) == (
        "AA000000000BR",
        "LP00000000000000",
        "CNBR00160702682",
        "delivered",
    )
    assert (parcel.service, parcel.carrier) == ("AliExpress standard shipping", "J&T Express")
    assert parcel.estimated_delivery is None
    assert parcel.events[0].local_time.isoformat() == "2026-07-28T18:39:00"
    assert len(parcel.events) == 26


def test_the_refund_list() -> None:
    reading = reading_of("refund-list.json")
    assert (reading.kind, reading.problems) == ("refund_list", ())
    assert [
        (d.order_id, d.line_id, d.state, d.opened_at and d.opened_at.date()) for d in reading.disputes
    ] == [
        ("8144543148947317", "8144101709301607", "finished", date(2022, 3, 23)),
        ("8143536486605361", "8143355043086413", "finished", date(2022, 1, 29)),
        ("8142247025479021", "8142306633611334", "finished", date(2021, 12, 10)),
    ]


def test_the_count_of_orders_is_no_order_page() -> None:
    reading = reading_of("order-count.json")
    assert reading.kind == "unknown"
    assert "only numbers of orders" in reading.problems[0]


@pytest.mark.parametrize("name", ["order-detail.json", "logistics-querydetail.json", "order-list-init.json"])
def test_nothing_of_the_receiver_is_read(name: str) -> None:
    printed = str(reading_of(name).to_json())
    for private in ("Comprador", "Rua Exemplo", "Bairro", "11999999999", "999999999"):
        assert private not in printed
