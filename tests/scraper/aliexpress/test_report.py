"""A redacted page: still read as the real one, and nothing in it that is the buyer's own."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from scraper.aliexpress import read
from scraper.aliexpress.body import LARGEST_BODY, Envelope, Unreadable, open_envelope
from scraper.aliexpress.redaction import redacted
from server.cli import main
from tests.scraper.aliexpress import pages

ADDRESS = {
    "contactName": "Jane Roe",
    "countryCode": "BR",
    "detailAddress": "Long Street 5",
    "fullPhoneNo": "+55 11912345678",
    "postCode": "01310-000",
    "regionAddress": "Campinas, Sao Paulo, Brazil",
}
OWN = [
    "Jane",
    "Long Street",
    "91234",
    "01310",
    "Campinas",
    "A cable",
    "Moon",
    str(pages.ORDER),
    pages.LINE,
    "12.34",
]
OWN += ["LP00417245813281", "1005001000000001", "1100000001"]


def detail() -> str:
    return pages.text(
        pages.order_detail(
            reminder="34 days 10 hours. Order 8219999900000001 of €12.34",
            nodes=[("Paid", "Jul 15, 2026"), ("€5", "Aug 5, 2026"), ("Refund", "Sep 4, 2026")],
            info={"orderCreatTime": "Jul 15, 2026", "addressVO": ADDRESS},
            parcels=[{"trackingNumber": "LP00417245813281"}],
        )
    )


def again(told: object) -> Envelope:
    return open_envelope(json.dumps(told))


@pytest.mark.parametrize("wrapped", ["{}", "mtopjsonp1({})"])
def test_a_detail(wrapped: str) -> None:
    url = f"https://www.aliexpress.com/p/order/detail.html?orderId={pages.ORDER}&name=Jane"
    told = redacted(Envelope(wrapped.replace("{}", detail()), url))
    printed = json.dumps(told, ensure_ascii=False)
    assert [own for own in OWN if own in printed] == []
    real, masked = read(detail()), read(again(told).body)
    assert masked.kind == real.kind
    assert [(d.kind, d.on) for d in masked.orders[0].dates] == [(d.kind, d.on) for d in real.orders[0].dates]
    assert (masked.orders[0].status, masked.orders[0].placed_on) == (
        real.orders[0].status,
        real.orders[0].placed_on,
    )
    assert masked.orders[0].actions == real.orders[0].actions
    assert "34 days 10 hours" in printed


def test_a_list_of_html() -> None:
    told = redacted(Envelope(pages.stored("list.html")))
    printed = json.dumps(told, ensure_ascii=False)
    for own in ("A long cable", "Moon", "8219999900000001", "cable.jpg", "3.90"):
        assert own not in printed
    masked = read(again(told).body)
    assert [(o.status, str(o.placed_on)) for o in masked.orders] == [
        ("shipped", "2026-04-19"),
        ("completed", "2026-03-02"),
    ]


def test_tracking_and_refunds() -> None:
    receiver = {
        "contactName": "Jane Roe",
        "address": "Long Street 5",
        "city": "Campinas",
        "phoneNumber": "11912345678",
    }
    scan = {"timeText": "Sun | Apr. 19 17:05", "time": 1776585900000, "trackingSecondCode": "AE_LH_DEPART"}
    parcel = {
        "mailNo": "RS123456785CN",
        "detailList": [{**scan, "detailedLocation": "Campinas", "note": "for Jane"}],
    }
    body = pages.text(pages.tracking([parcel], logisticsReceiverInfo=receiver))
    told = redacted(Envelope(body))
    printed = json.dumps(told, ensure_ascii=False)
    assert not any(own in printed for own in ("Jane", "Long Street", "Campinas", "91234", "RS123456785CN"))
    (masked,) = read(again(told).body).parcels
    assert [(e.code, e.local_time.isoformat()) for e in masked.events] == [
        ("AE_LH_DEPART", "2026-04-19T17:05:00")
    ]


def test_the_same_number_is_masked_by_the_same() -> None:
    body = pages.text(pages.order_list([pages.card(pages.ORDER), pages.card(pages.ORDER + 20000)]))
    orders = read(again(redacted(Envelope(body))).body).orders
    assert len({order.order_id for order in orders}) == 2
    assert len({order.lines[0].line_id for order in orders}) == 1


def test_what_is_no_page_is_refused() -> None:
    with pytest.raises(Unreadable):
        redacted(Envelope("garbage"))


def test_it_is_shown_before_it_is_saved(tmp_path: Path) -> None:
    page = tmp_path / "page.json"
    page.write_text(detail(), "utf-8")
    declined = CliRunner().invoke(main, ["report", str(page)], input="n\n")
    assert declined.exit_code == 0
    assert "detail_order_status_block" in declined.output
    assert list(tmp_path.iterdir()) == [page]
    agreed = CliRunner().invoke(main, ["report", str(page)], input="y\n")
    assert agreed.exit_code == 0
    saved = tmp_path / "page.json.redacted.json"
    assert read(open_envelope(saved.read_text("utf-8")).body).kind == "order_detail"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    missing = CliRunner().invoke(main, ["report", str(tmp_path / "none.json")])
    assert (missing.exit_code, "none.json" in missing.output) == (1, True)
    (tmp_path / "bad").write_bytes(b"garbage")
    garbage = CliRunner().invoke(main, ["report", str(tmp_path / "bad")])
    assert (garbage.exit_code, "neither JSON" in garbage.output) == (1, True)


def test_half_a_sign_is_shown_and_saved_as_a_mark(tmp_path: Path) -> None:
    target = tmp_path / "page.json"
    asked = ["report", "-", "--yes", "-o", str(target)]
    result = CliRunner().invoke(main, asked, input='{"ret": ["SUCCESS \\ud800"]}')
    assert result.exit_code == 0, result.output
    saved = json.loads(target.read_text("utf-8"))
    assert "SUCCESS \ufffd" in saved["body"]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ('{"data": "' + "x" * LARGEST_BODY + '"}', "larger than 8 MiB"),
        ('{"data": ' + "9" * 5000 + "}", "a number of too many digits"),
    ],
    ids=["large", "digits"],
)
def test_what_cannot_be_is_refused_in_words(body: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        redacted(Envelope(body))
