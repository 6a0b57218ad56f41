"""The same order page in nineteen languages, its dates as CLDR prints them: the same dates, windows and status."""

from datetime import UTC, date, datetime

import pytest
from babel.dates import format_date

from scraper.aliexpress import read
from scraper.facts import LateCoupon, Money, Window
from tests.scraper.aliexpress import pages
from tests.scraper.aliexpress.native_orders import COUPON, ESTIMATED, REFUND, SEEN_AT, WORDS, order_in


@pytest.mark.parametrize("style", ["medium", "long"])
@pytest.mark.parametrize("language", WORDS)
def test_an_order_on_its_way(language: str, style: str) -> None:
    order, problems = order_in(language, style, told=language, completed=False)
    assert problems == ()
    assert order.status == "shipped"
    assert order.placed_on == order.paid_on == date(2026, 7, 15)
    assert [(stated.kind, stated.on) for stated in order.dates if stated.on] == [
        ("estimated_delivery", ESTIMATED),
        ("late_coupon", COUPON),
        ("refund_if_undelivered", REFUND),
    ]
    assert [(s.kind, s.at) for s in order.dates if s.at] == [
        ("protection_end", datetime(2026, 8, 23, 18, tzinfo=UTC))
    ]
    assert order.windows == (Window(kind="free_return", days=15, from_="delivered"),)
    assert order.late_coupon == LateCoupon(state="promised", amount=Money(amount="5.00", currency="EUR"))


@pytest.mark.parametrize("language", WORDS)
def test_a_completed_order_and_its_windows(language: str) -> None:
    order, problems = order_in(language, "medium", told=language, completed=True)
    assert problems == ()
    assert (order.status, order.completed_on) == ("completed", date(2026, 7, 28))
    assert order.windows == (
        Window(kind="change_of_mind", days=7, from_="confirmed"),
        Window(kind="defective", days=90, from_="placed"),
        Window(kind="free_return", days=15, from_="delivered"),
    )


@pytest.mark.parametrize("language", WORDS)
def test_a_page_that_does_not_say_its_language(language: str) -> None:
    order, problems = order_in(language, "long", told=None, completed=False)
    assert problems == ()
    assert [stated.kind for stated in order.dates] == [
        "estimated_delivery",
        "late_coupon",
        "refund_if_undelivered",
        "protection_end",
    ]


@pytest.mark.parametrize("language", ["en", "de", "ko", "pt_BR"])
def test_a_page_whose_language_was_told_wrongly(language: str) -> None:
    wrong = "fr" if language != "fr" else "de"
    order, _problems = order_in(language, "long", told=wrong, completed=False)
    assert order.status == "shipped"
    assert [stated.on for stated in order.dates if stated.on] == [ESTIMATED, COUPON, REFUND]


def test_a_language_without_known_sentences_is_read_by_its_structure_and_says_so() -> None:
    body = pages.order_detail(
        title="Yolda",
        nodes=[
            ("Ödənilib", "15 iyul 2026"),
            ("₼5", "5 avqust 2026"),
            ("Vəsaitin qaytarılması", "4 sentyabr 2026"),
        ],
        services=[
            ("Tez", "4 sentyabr 2026 tarixinədək çatmasa, vəsait qaytarılır"),
            ("?", "Nəsə 9 sentyabr 2026"),
        ],
        eta="Təxminən 3 avqust 2026",
    )
    reading = read(pages.text(body), language="az", seen_at=SEEN_AT)
    order = reading.orders[0]
    assert [(stated.kind, str(stated.on)) for stated in order.dates] == [
        ("estimated_delivery", "2026-08-03"),
        ("late_coupon", "2026-08-05"),
        ("refund_if_undelivered", "2026-09-04"),
        ("stated", "2026-09-09"),
    ]
    assert any("nodes[2]" in problem and "by its place" in problem for problem in reading.problems)
    assert any("data[1]" in problem and "2026" in problem for problem in reading.problems)


@pytest.mark.parametrize(
    ("language", "title", "refund", "sentence", "left"),
    [
        (
            "vi",
            "Chờ giao hàng",
            "Hoàn tiền",
            "Hoàn tiền nếu không giao hàng trước {}",
            "Còn lại: 34 ngày 10 giờ",
        ),
        ("th", "รอรับสินค้า", "คืนเงิน", "คืนเงินหากไม่มีการจัดส่งก่อน {}", "เหลือเวลา: 34 วัน 10 ชั่วโมง"),
        (
            "id",
            "Menunggu diterima",
            "Pengembalian dana",
            "Pengembalian dana jika tidak dikirim sebelum {}",
            "Sisa: 34 hari 10 jam",
        ),
        (
            "ro",
            "În așteptarea livrării",
            "Rambursare",
            "Rambursare dacă nu este livrat înainte de {}",
            "Timp rămas: 34 zile 10 ore",
        ),
        (
            "hu",
            "Kézbesítésre vár",
            "Visszatérítés",
            "Visszatérítés, ha nem kézbesítik {} előtt",
            "Hátralévő idő: 34 nap 10 óra",
        ),
    ],
)
def test_more_languages(language: str, title: str, refund: str, sentence: str, left: str) -> None:
    on = format_date(REFUND, "long", locale=language)
    body = pages.order_detail(
        title=title, code=None, nodes=[(refund, on)], services=[("A", sentence.format(on))], reminder=left
    )
    reading = read(pages.text(body), language=language, seen_at=SEEN_AT)
    order = reading.orders[0]
    assert (order.status, reading.problems) == ("shipped", ())
    assert [(d.kind, str(d.on or d.at)) for d in order.dates] == [
        ("refund_if_undelivered", "2026-09-04"),
        ("protection_end", "2026-08-23 18:00:00+00:00"),
    ]
