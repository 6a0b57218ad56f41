"""Every mark, in the state where it belongs: offered on the card, said by a click, told in words, and taken back.

One Chromium for all of them; the orders' pages are sent to the server as the extension sends them. The steps of a
dispute, for which the stand-in shop has no page, are observed there.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import pytest
import pytest_asyncio
from playwright.async_api import Page

from server.observe import Seen
from tests.extension.test_badges import click_button, focus, labels, until_said
from tests.loop.conftest import NOON
from tests.loop.test_bad_input import page_body, posted
from tests.loop.test_list_and_detail import all_badged
from tests.server.conftest import no_look_up_comes_in_between
from tests.shop import answers, app
from tests.shop.app import Shop
from tests.shop.orders import Order, order
from tests.shop.stage import Stage, raised, until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@dataclass(frozen=True)
class Case:
    """A mark and what it does: the badge, a part of the advice, kinds of notices that go and that come.

    `dispute` and `order` are facts that no page of the stand-in shop shows, `said` the marks that stand already.
    """

    kind: str
    button: str
    told: str
    bought: Order
    badge: tuple[str, str]
    advice: tuple[str, str | None]
    gone: frozenset[str] = frozenset()
    come: frozenset[str] = frozenset()
    dispute: dict[str, Any] | None = None
    order: dict[str, Any] | None = None
    said: tuple[str, ...] = ()
    number: str | None = None


def shop_order(number: int, place: int, **changed: Any) -> Order:
    """An order of the shop again under an id of its own, without the dispute that its list would show."""
    parcels = tuple(
        replace(parcel, number=f"LP0048000001{place:02}{n}1")
        for n, parcel in enumerate(order(number).parcels)
    )
    return replace(order(number), number=place, dispute=None, parcels=parcels, **changed)


def kinds(*names: str) -> frozenset[str]:
    return frozenset(names)


WAITING = {
    "state": "waiting_for_buyer",
    "opened_at": "2026-11-20T10:00:00Z",
    "answer_due": "2026-11-26T10:00:00Z",
}
AGREED = {"state": "return_agreed", "decided_on": "2026-11-22"}
LOST = {"state": "decided_against_buyer", "opened_at": "2026-11-01T10:00:00Z", "decided_on": "2026-11-21"}
WON = {
    "state": "refund_decided",
    "opened_at": "2026-11-01T10:00:00Z",
    "decided_on": "2026-11-20",
    "refund": {"amount": "24.20", "currency": "EUR"},
}
PAYPAL = {"payment_method": "PayPal"}
CASES = (
    Case("received_ok", "I have it, all fine", "You have it, all fine", shop_order(9, 31),
         ("Delivered?", "Done"), ("Have you got it?", None), gone=kinds("delivered_check")),
    Case("not_received", "It is not here", "You said: not here", shop_order(9, 32),
         ("Delivered?", "34 days left"), ("Have you got it?", "Ask the neighbours"),
         gone=kinds("delivered_check"), come=kinds("not_received", "protection")),
    Case("not_sure", "I have it, not sure yet", "You are not sure yet", shop_order(18, 33, completed=-4),
         ("Delivered?", "Delivered?"), ("Have you got it?", "Take photos")),
    Case("defect", "Something is wrong with it", "You said: something is wrong", shop_order(18, 34, completed=-4),
         ("Delivered?", "Delivered?"), ("Have you got it?", "Take photos")),
    Case("collected", "Collected", "You collected it", shop_order(6, 35),
         ("Collect", "Here: test it"), ("Collect the parcel", None), gone=kinds("pickup")),
    Case("customs_answered", "Papers sent to customs", "You sent the papers", shop_order(8, 36),
         ("Customs wait", "36 days left"), ("Answer customs", "Look at the order page"), gone=kinds("customs")),
    Case("extension_asked", "Asked for more time", "You asked for more time", shop_order(7, 37),
         ("4 days left", "4 days left"), ("Prepare the claim", "Prepare the claim")),
    Case("dispute_refused", "The form refused my claim", "The form refused your claim",
         shop_order(7, 38, eta=None, refund_by=None),
         ("4 days left", "4 days left"), ("Prepare the claim", "Prepare the claim"),
         gone=kinds("protection"), come=kinds("dispute_refused", "retry")),
    Case("coupon_collected", "Coupon collected", "You collected the coupon", shop_order(12, 39),
         ("12 days left", "12 days left"), ("Look at the order page: collect", ""),
         gone=kinds("coupon"), order={"late_coupon": {"state": "claimable"}}),
    Case("answered", "Answered", "You answered", shop_order(13, 40),
         ("Answer: 2 days", "Dispute open"), ("Answer in the dispute", "Nothing to do: the claim is running"),
         gone=kinds("response_due"), dispute=WAITING),
    Case("return_number_entered", "Return number entered", "You entered the return number",
         shop_order(18, 41, completed=-4),
         ("Send back: 9 days", "Dispute open"), ("Send the return", "Keep the receipt"),
         gone=kinds("return_due"), dispute=AGREED, number="RR123456785DE"),
    Case("return_arrived", "The return has arrived", "Your return has arrived", shop_order(18, 42, completed=-4),
         ("Dispute open", "Dispute open"), ("Keep the receipt", "Keep the receipt"),
         come=kinds("return_arrived"), dispute=AGREED, said=("return_number_entered",)),
    Case("appeal_filed", "Appeal filed", "You filed an appeal", shop_order(18, 43, completed=-4),
         ("Appeal", "Dispute open"), ("Appeal once", "Write to AliExpress"), gone=kinds("appeal"), dispute=LOST),
    Case("money_seen", "The money is back", "Your money is back", shop_order(18, 44, completed=-4),
         ("Refund decided", "Done"), ("Watch your statement", None),
         gone=kinds("refund_late", "refund_overdue"), dispute=WON),
    Case("paypal_opened", "Opened at PayPal", "You opened a case at PayPal", shop_order(18, 45, completed=-4),
         ("Appeal", "Appeal"), ("Appeal once", "Appeal once"),
         gone=kinds("paypal_open"), come=kinds("paypal_escalate"), dispute=LOST, order=PAYPAL),
    Case("paypal_escalated", "Escalated at PayPal", "You escalated at PayPal", shop_order(18, 46, completed=-4),
         ("Appeal", "Appeal"), ("Appeal once", "Appeal once"),
         gone=kinds("paypal_escalate"), dispute=LOST, order=PAYPAL, said=("paypal_opened",)),
)  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def walk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Stage, Page]]:
    """The stage with all cases brought into their states, and the shop's list with their badges."""
    with pytest.MonkeyPatch.context() as patch:
        no_look_up_comes_in_between(patch)
        shop = Shop(NOON.date(), tuple(case.bought for case in CASES))
        async with raised(shop, tmp_path_factory.mktemp("marks"), now=NOON) as stage:
            calendar = answers.Calendar(NOON.date(), NOON)
            for case in CASES:
                await brought(stage, case, calendar)
            others = tuple(replace(order(5), number=60 + n, parcels=(), placed=0, paid=0) for n in range(20))
            for page_of_ten in (1, 2):  # so that few of the newest orders have a dispute
                body = answers.as_text(answers.order_list(others, calendar, page=page_of_ten))
                assert (await posted(stage, page_body(body)))[0] == 200
            await stage.chromium.sync()
            page = await stage.open()
            await all_badged(page, 10)
            await page.get_by_role("button", name="View orders").click()
            await all_badged(page, len(CASES))
            yield stage, page


async def brought(stage: Stage, case: Case, calendar: answers.Calendar) -> None:
    for api, body in (
        (app.DETAIL, answers.order_detail(case.bought, calendar)),
        (app.TRACKING, answers.order_tracking(case.bought, calendar)),
    ):
        query = urlencode({"data": json.dumps({"tradeOrderId": case.bought.order_id})})
        url = f"https://acs.aliexpress.com/h5/{api}/1.0/?{query}"
        status, said = await posted(stage, page_body(answers.as_text(body), url))
        assert (status, said["problems"]) == (200, []), said
    house, order_id = stage.running.house, case.bought.order_id
    seen = []
    if case.order:
        seen.append(Seen("order", order_id, {"order_id": order_id, **case.order}, f"more/{order_id}"))
    if case.dispute:
        content = {"dispute_id": f"6239{order_id[-8:]}", "order_id": order_id, **case.dispute}
        seen.append(Seen("dispute", order_id, content, f"dispute/{order_id}"))
    if seen:
        await house.observe(seen)
    for kind in case.said:
        await house.observe([Seen("mark", order_id, {"order_id": order_id, "kind": kind})])


async def told(stage: Stage, order_id: str) -> frozenset[str]:
    """The kinds of what is due or planned about the order, as the extension holds it; none that is only folded in."""
    held = [*(await stage.chromium.stored("notices") or []), *(await stage.chromium.stored("plan") or [])]
    return kinds(*(one["kind"] for one in held if order_id in one["order_ids"]))


async def state_of(stage: Stage, order_id: str) -> dict[str, Any]:
    held = await stage.order(order_id)
    shown = ("badge", "advice", "clocks", "settled", "marks_offered", "disputes", "parcels", "urgent_at")
    return {name: held.get(name) for name in shown} | {"told": await told(stage, order_id)}


async def marked(stage: Stage, order_id: str) -> list[str]:
    return [mark["kind"] for mark in (await stage.order(order_id)).get("marks", [])]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
async def test_a_mark_is_offered_said_followed_and_taken_back(walk: tuple[Stage, Page], case: Case) -> None:
    stage, page = walk
    order_id = case.bought.order_id
    before = await state_of(stage, order_id)
    assert before["badge"]["text"].startswith(case.badge[0])
    assert case.advice[0] in before["advice"]["do"]
    assert case.gone <= before["told"]
    assert not case.come & before["told"]
    await page.keyboard.press("Escape")
    await page.locator(f'.order-item:has(a[href*="{order_id}"]) orderwarden-badge').click(
        position={"x": 15, "y": 10}
    )
    await until_said(page, order_id)
    if case.number:
        await write_number(page, case.number)
    await click_button(page, case.button)
    await until_said(page, case.told)

    async def followed() -> bool:
        return case.kind in await marked(stage, order_id)

    await until(followed, f"the extension knows of {case.kind}")
    await stage.chromium.sync()  # an order is stored before the notices of the same round
    after = await state_of(stage, order_id)
    assert after["badge"]["text"].startswith(case.badge[1])
    if case.advice[1] is None:
        assert after["advice"] is None
    else:
        assert case.advice[1] in after["advice"]["do"]
    assert not case.gone & after["told"]
    assert case.come <= after["told"]
    assert case.button not in await labels(page) or case.kind in ("extension_asked", "dispute_refused")
    await click_button(page, "Undo", nth=len(case.said))
    await until_said(page, case.told, False)

    async def other_than_before() -> dict[str, Any]:
        now = await state_of(stage, order_id)
        return {name: (value, now[name]) for name, value in before.items() if value != now[name]}

    async def as_before() -> bool:
        return not await other_than_before()

    try:
        await until(as_before, "all is as before")
    except AssertionError:
        raise AssertionError(f"before, now: {await other_than_before()}") from None
    await page.keyboard.press("Escape")


async def write_number(page: Page, number: str) -> None:
    """The number of the return goes into its field, which the card shows before the button."""
    await focus(page, "textbox", "Return tracking number")
    await page.keyboard.type(number)
