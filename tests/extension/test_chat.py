"""The seller's words on the message page: only the seller's, only where the order is known; marked, never changed."""

import json
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.extension.browser import EXTENSION, chromium_with_extension
from tests.extension.conftest import Bench, answering
from tests.extension.orders import notice, order
from tests.extension.stub import CODE, Stub, serving
from tests.extension.test_badges import in_our_world, labels, until, until_said

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

ID, OTHER = "3041234567890017", "3041234567890027"
PAGE = "https://www.aliexpress.com/p/message/index.html"
HTML = (Path(__file__).parents[1] / "shop/pages/messages.html").read_text("utf-8")
SCRIPT = (Path(__file__).parents[1] / "shop/pages/messages.js").read_text("utf-8")
STYLE = (Path(__file__).parents[1] / "shop/pages/messages.css").read_text("utf-8")
ARABIC = json.loads((EXTENSION / "_locales/ar/messages.json").read_text("utf-8"))
SCREENSHOTS = Path(__file__).parents[2] / "screenshots"
MARKED = """() => [...CSS.highlights.get("orderwarden-trap") ?? []].map(range => range.toString())"""
TRAP = "Please cancel the dispute first and I will refund you."


@pytest.fixture
def shop(bench: Bench) -> Bench:
    bench.stub.orders = {ID: order(ID), OTHER: order(OTHER)}
    bench.stub.chats.clear()
    bench.shop["/p/message/index.html"] = ("text/html", HTML)
    bench.shop["/assets/messages.js"] = ("text/javascript", SCRIPT)
    bench.shop["/assets/messages.css"] = ("text/css", STYLE)
    bench.shop["/assets/shop.css"] = ("text/css", "body { margin: 0; font: 14px sans-serif }")
    return bench


async def opened(shop: Bench, url: str, html: str = HTML) -> Page:
    shop.shop["/" + url.split("/", 3)[3].split("?")[0]] = ("text/html", html)
    page = await shop.extended.context.new_page()
    await page.goto(url)
    return page


async def asked(shop: Bench, count: int = 1) -> list[str]:
    await shop.stub.until(lambda: len(shop.stub.chats) >= count)
    return [message["text"] for message in shop.stub.chats[-1]["messages"]]


async def looked(shop: Bench, page: Page) -> None:
    """The script has looked at the page as it is, and what it had to say is with the server."""
    await until(
        lambda: in_our_world(shop, page, "typeof orderwarden?.messages"),
        lambda kind: kind == "function",
        "the script is there",
    )
    # Set after the script's own timer and for longer, it is over after it, however slow the machine.
    await in_our_world(shop, page, "new Promise((done) => setTimeout(done, 500))")
    await shop.extended.sync()


async def until_marked(page: Page, *sentences: str) -> None:
    await page.wait_for_function(
        f"wanted => JSON.stringify(({MARKED})()) === JSON.stringify(wanted)", arg=list(sentences)
    )


async def test_the_seller_s_sentence_is_marked_in_place_with_the_reason(shop: Bench) -> None:
    page = await opened(shop, f"{PAGE}?fromCode=order&orderId={ID}")
    texts = await asked(shop)
    assert len(texts) == 2
    assert texts[0].startswith("Dear friend")
    assert shop.stub.chats[0]["order_id"] == ID
    assert "at" not in shop.stub.chats[0]["messages"][0]
    await until_marked(page, TRAP)
    await until_said(page, "Careful: <b>cancelling</b>.")
    assert TRAP in " ".join(await labels(page, "StaticText"))  # a screen reader hears which sentence is meant
    assert await page.locator("orderwarden-warning").count() == 1
    assert await page.locator(".im-message-text").nth(1).inner_text() == (
        f"Dear friend, thank you for your order. {TRAP} Have a nice day!"
    )  # the page's own text is as it was
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await looked(shop, page)
    assert len(shop.stub.chats) == 1  # its own mark is no news
    for name, media in (("light", "light"), ("dark", "dark")):
        await page.emulate_media(color_scheme=media)  # type: ignore[arg-type]
        SCREENSHOTS.mkdir(exist_ok=True)
        await page.screenshot(path=SCREENSHOTS / f"chat-{name}.png")
    await page.close()


async def test_new_messages_are_checked_and_old_ones_are_not_asked_for_again(shop: Bench) -> None:
    page = await opened(shop, f"{PAGE}?orderId={ID}")
    await asked(shop)
    hostile = "<img src=x onerror='hacked = 1'> cancel it </script>"
    await page.evaluate("text => conversation.say(text)", hostile)
    assert await asked(shop, 2) == [hostile]
    await until_marked(page, TRAP, hostile)
    assert await page.evaluate("globalThis.hacked") is None
    assert await page.locator(".im-conversation img").count() == 0
    await page.evaluate("document.querySelectorAll('.im-message-item').forEach(one => one.remove())")
    await until_marked(page)
    await expect(page.locator("orderwarden-warning")).to_have_count(0)
    await page.close()


async def test_a_message_without_end_keeps_no_other_from_being_checked(shop: Bench) -> None:
    endless = "wait " * 3000 + "then cancel it. " + "and wait " * 3000
    page = await opened(shop, f"{PAGE}?orderId={ID}")
    await asked(shop)
    await page.evaluate("text => conversation.say(text)", endless)
    await page.evaluate("text => conversation.say(text)", "Better cancel this one.")
    assert (await asked(shop, 2))[-1] == "Better cancel this one."
    await expect(page.locator("orderwarden-warning")).to_have_count(3)
    await page.close()


async def test_a_conversation_is_read_when_the_buyer_looks_at_it(shop: Bench) -> None:
    """The shop may load one that nobody looks at; what the document says of itself is what the script goes by."""
    hidden = "Object.defineProperty(document, 'hidden', { configurable: true, get: () => globalThis.unseen })"
    page = await opened(shop, f"{PAGE}?orderId={ID}", "<!doctype html><body>")
    await looked(shop, page)
    await in_our_world(shop, page, f"{hidden}; globalThis.unseen = true")
    await page.evaluate(
        "text => { document.body.innerHTML = `<div class='bubble left'>${text}</div>` }", TRAP
    )
    await looked(shop, page)
    assert shop.stub.chats == []
    await in_our_world(shop, page, "unseen = false; document.dispatchEvent(new Event('visibilitychange'))")
    assert await asked(shop) == [TRAP]
    await page.close()


async def test_the_order_is_that_of_the_card_above(shop: Bench) -> None:
    page = await opened(shop, f"https://msg.aliexpress.com/msgDetail.htm?card={ID}")
    await asked(shop)
    await page.evaluate(
        "id => { conversation.card(id); conversation.say('Better cancel this one.'); }", OTHER
    )
    assert await asked(shop, 2) == ["Better cancel this one."]
    assert [one["order_id"] for one in shop.stub.chats] == [ID, OTHER]
    await page.close()


async def test_where_the_order_is_not_known_nothing_is_said(shop: Bench) -> None:
    page = await opened(shop, "https://msg.aliexpress.com/msgDetail.htm")
    await looked(shop, page)
    assert shop.stub.chats == []
    await page.goto(f"{PAGE}?orderId=9999999999999999")  # an order that no page has shown
    await looked(shop, page)
    assert await page.locator("orderwarden-warning").count() == 0
    await page.close()


SHAPES = {
    "class names of modules": '<div class="msgItem--left--x1"><p>Cancel? cancel it.</p></div>'
    '<div class="msgItem--right--x1"><p>No, I do not cancel.</p></div>',
    "data attributes": '<div data-message-id="1" data-sender="seller"><span>cancel it.</span></div>'
    '<div data-message-id="2" data-sender="buyer"><span>not cancel</span></div>',
    "by place alone": '<main><div class="row bubble" style="margin-right: 50%">cancel it.</div>'
    '<div class="row bubble" style="margin-left: 50%">not cancel</div></main>',
    "by place, right to left": '<main dir="rtl"><div class="bubble" style="margin-left: 50%">cancel it.</div>'
    '<div class="bubble" style="margin-right: 50%">not cancel</div></main>',
    "a log of list items": '<div role="log"><div role="listitem" class="incoming">Hello<br>ca<b>ncel</b> it.</div>'
    '<div role="listitem" class="outgoing">not cancel</div></div>',
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
async def test_the_ways_in_which_such_pages_are_built(shop: Bench, shape: str) -> None:
    page = await opened(shop, f"{PAGE}?orderId={ID}", f"<!doctype html><body>{shape}")
    texts = await asked(shop)
    assert len(texts) == 1
    assert texts[0].endswith("cancel it.")
    await until_marked(page, "cancel it.")
    await page.close()


async def test_who_wrote_it_cannot_be_told(shop: Bench) -> None:
    page = await opened(shop, f"{PAGE}?orderId={ID}", '<!doctype html><div class="bubble">cancel it.</div>')
    await looked(shop, page)
    assert shop.stub.chats == []
    await page.close()


async def test_an_embedded_conversation(shop: Bench) -> None:
    shop.shop["/msgDetail.htm"] = ("text/html", HTML)
    frame = f'<iframe src="https://msg.aliexpress.com/msgDetail.htm?orderId={ID}"></iframe>'
    page = await opened(shop, "https://www.aliexpress.com/p/other/index.html", f"<!doctype html>{frame}")
    assert len(await asked(shop)) == 2
    await page.close()


async def test_in_a_language_from_right_to_left_all_runs_so(tmp_path: Path) -> None:
    """Also where the browser itself has no Arabic: what our words are decides."""
    stub = Stub(orders={ID: order(ID)}, notices=[notice("n1")])
    shop = {"/p/message/index.html": ("text/html", f'<!doctype html><div class="bubble left">{TRAP}</div>')}
    async with serving(stub), chromium_with_extension(tmp_path, args=["--lang=ar"]) as extended:
        await extended.context.route("https://**/*", answering(shop))
        await (await extended.pair(stub.port, CODE)).close()
        page = await extended.context.new_page()
        await page.goto(f"{PAGE}?orderId={ID}")
        await expect(page.locator("orderwarden-warning")).to_have_count(1)
        popup = await extended.own_page("popup/popup.html")
        await expect(popup.locator(".notice > .said button").nth(1)).to_have_text(ARABIC["seen"]["message"])
        assert await popup.evaluate("document.documentElement.dir") == "rtl"
