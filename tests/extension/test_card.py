"""What a card says and takes: moments in the buyer's zone, a dispute's many clocks, marks of one line."""

import pytest
from playwright.async_api import Page, expect

from tests.extension.conftest import Bench
from tests.extension.orders import order
from tests.extension.test_badges import (
    IDS,
    click_button,
    focus,
    in_our_world,
    labels,
    opened_list,
    press_badge,
    shop,
    until_badges,
    until_said,
)
from tests.extension.test_page_looks import OPEN_ROOTS

__all__ = ["shop"]
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

END = "2099-12-01T07:59:59Z"
BROWSERS_OWN = """end => new Intl.DateTimeFormat("en", { weekday: "short", day: "numeric", month: "short",
    year: "numeric", hour: "numeric", minute: "2-digit", timeZoneName: "short" }).format(new Date(end))"""
ZONES = {
    "America/Los_Angeles": "Mon, Nov 30, 2099, 11:59 PM PST",
    "Asia/Tokyo": "Tue, Dec 1, 2099, 4:59 PM GMT+9",
    "Pacific/Kiritimati": "Tue, Dec 1, 2099, 9:59 PM GMT+14",
    "Mars/Olympus": "",
}


@pytest.mark.parametrize(("zone", "said"), ZONES.items())
async def test_moments_are_the_buyers_and_dates_stay_dates(shop: Bench, zone: str, said: str) -> None:
    """Where this browser does not know the buyer's zone, they are its own, which they name."""
    clocks = [
        {"kind": "protection_end", "label": "Protection ends", "ends_at": END, "basis": "read"},
        {"kind": "refund_if_undelivered", "label": "Refund", "on": "2099-12-14", "basis": "read"},
    ]
    shop.stub.orders[IDS[0]] = order(IDS[0], clocks=clocks, advice={"do": "Open a dispute.", "until": END})
    shop.stub.zone = zone
    try:
        page = await opened_list(shop, IDS[:1])
        await press_badge(page)
        await until_said(page, "Protection ends")
        said = said or (await page.evaluate(BROWSERS_OWN, END)).replace("\u202f", " ")
        texts = [text.replace("\u202f", " ") for text in await labels(page, "StaticText")]
        assert texts.count(said) == 2  # the clock, and until when the step is safe
        assert texts[texts.index("Until") + 1] == said
        assert "Mon, Dec 14, 2099" in texts
        await page.close()
    finally:
        shop.stub.zone = "Europe/Berlin"


async def choose(page: Page, field: str, option: str) -> None:
    """Chooses by keyboard, as it stands in a closed shadow root."""
    await focus(page, "combobox", field)
    await page.keyboard.type(option)


async def test_a_mark_of_one_line_says_which(shop: Bench) -> None:
    lines = [
        {"line_id": str(n), "title": title, "quantity": 1} for n, title in enumerate(["Lamp", "Clamp"], 1)
    ]
    shop.stub.orders[IDS[0]] = order(
        IDS[0],
        title="Two things",
        lines=lines,
        parcels=[],
        disputes=[],
        marks=[],
        marks_offered=["received_ok", "defect", "collected"],
    )
    page = await opened_list(shop, IDS[:1])
    await press_badge(page)
    await until_said(page, "Two things")
    await choose(page, "Which item", "Clamp")
    await click_button(page, "Something is wrong with it")
    await until_said(page, "You said: something is wrong  ·  Clamp")
    await click_button(page, "Collected")
    await shop.stub.until(lambda: len(shop.stub.marks) == 2)
    assert [(mark["kind"], mark.get("line_id")) for mark in shop.stub.marks] == [
        ("defect", "2"),
        ("collected", None),
    ]
    await page.close()


async def test_a_mark_that_is_taken_back_is_named(shop: Bench) -> None:
    """By kind, item, parcel and moment: two marks of one kind are two names too."""
    marks = [
        {"mark_id": "m1", "kind": "defect", "line_id": "2", "at": END},
        {"mark_id": "m2", "kind": "not_received", "parcel": "RB123456785CN", "at": END},
        {"mark_id": "m3", "kind": "not_received", "parcel": "LP00417200000018", "at": END},
    ]
    shop.stub.orders[IDS[0]] = order(IDS[0], marks=marks)
    page = await opened_list(shop, IDS[:1])
    await press_badge(page)
    await until_said(page, "Protection ends")
    undo = [name.replace("\u202f", " ") for name in await labels(page) if name.startswith("Undo")]
    at = "Tue, Dec 1, 2099, 8:59 AM GMT+1"
    assert undo == [
        f"Undo: You said: something is wrong, Spare clamp, {at}",
        f"Undo: You said: not here, RB123456785CN, {at}",
        f"Undo: You said: not here, LP00417200000018, {at}",
    ]
    await page.close()


async def test_clocks_of_several_parcels_and_disputes_say_whose_they_are(shop: Bench) -> None:
    """One parcel and one dispute need no name; the order never does."""
    whose = [
        ("Protection ends", IDS[0]),
        ("Pick up by", "RB123456785CN"),
        ("Pick up by", "LP00417200000018"),
        ("Answer by", "d1"),
    ]
    clocks = [
        {"kind": label, "label": label, "case": case, "ends_at": END, "basis": "estimated"}
        for label, case in whose
    ]
    shop.stub.orders[IDS[0]] = order(IDS[0], clocks=clocks)
    page = await opened_list(shop, IDS[:1])
    await press_badge(page)
    await until_said(page, "Protection ends")
    texts = await labels(page, "StaticText")
    said = [
        texts[at : at + 3]
        for at, text in enumerate(texts)
        if text in ("Protection ends", "Pick up by", "Answer by")
    ]
    assert [part[2] for part in said[1:3]] == ["RB123456785CN", "LP00417200000018"]
    assert [" · " in part for part in said] == [False, True, True, False]
    await page.close()


async def test_a_click_that_a_script_made_says_nothing(shop: Bench) -> None:
    """Whoever gets into the closed shadow root all the same marks nothing, takes nothing back and begins no reading."""
    shop.stub.orders[IDS[0]] = order(IDS[0], pages_read={})
    page = await opened_list(shop, [])
    await in_our_world(shop, page, OPEN_ROOTS)
    await page.evaluate("id => draw(id)", IDS[0])
    await until_badges(page, 1)
    await press_badge(page)
    await until_said(page, "Desk lamp")
    await until_said(page, "Read my open orders (1)")
    clicked = await in_our_world(
        shop,
        page,
        """roots.flatMap((root) => [...root.querySelectorAll(".said button, .reader .button:not(.bare)")])
            .map((button) => button.click()).length""",
    )
    assert clicked > 5
    await click_button(page, "The money is back")
    await shop.stub.until(lambda: shop.stub.marks)
    await shop.extended.sync()
    assert [mark["kind"] for mark in shop.stub.marks] == ["money_seen"]
    assert shop.stub.taken_back == []
    assert await shop.extended.stored("reading") is None
    await page.close()


async def test_what_is_being_filled_in_in_the_popup_outlives_what_changes_meanwhile(shop: Bench) -> None:
    lines = [
        {"line_id": str(n), "title": title, "quantity": 1} for n, title in enumerate(["Lamp", "Clamp"], 1)
    ]
    asked = {
        "lines": lines,
        "parcels": [],
        "disputes": [],
        "marks_offered": ["defect", "return_number_entered"],
    }
    shop.stub.orders = {str(10**15 + n): order(str(10**15 + n), "none") for n in range(30)}
    last = str(10**15)
    shop.stub.orders[last] |= asked
    await shop.known()
    popup = await shop.extended.own_page("popup/popup.html", viewport={"width": 400, "height": 600})
    await popup.mouse.move(200, 400)
    await popup.mouse.wheel(0, 9000)
    await popup.locator(f"#row-{last}").click()  # the last of a long list
    await popup.get_by_label("Which item").select_option("Clamp")
    await popup.get_by_label("Return tracking number").press_sequentially("RR12345")
    shop.stub.orders[last] = order(last, "critical", title="Late", **asked)
    await shop.stub.changed()
    await expect(popup.locator(".card .state .pill")).to_have_text("ends tomorrow")
    assert await popup.evaluate("document.activeElement.value") == "RR12345"
    await popup.keyboard.type("6785DE")
    assert await popup.get_by_label("Which item").input_value() == "2"
    await popup.get_by_role("button", name="Return number entered").click()
    await shop.stub.until(lambda: shop.stub.marks)
    assert shop.stub.marks[0]["number"] == "RR123456785DE"
    await popup.close()


async def test_who_goes_through_the_popup_by_keyboard_stays_where_they_were(shop: Bench) -> None:
    await shop.known()
    popup = await shop.extended.own_page("popup/popup.html")
    await popup.locator(f"#row-{IDS[1]}").focus()
    shop.stub.orders[IDS[0]] = order(IDS[0], "critical")
    await shop.stub.changed()
    await expect(popup.locator(".row", has_text="ends tomorrow")).to_have_count(1)
    assert await popup.evaluate("document.activeElement.id") == f"row-{IDS[1]}"
    await popup.close()
