"""The one Chromium, for real, against a stand-in that plays the sources' pages."""

import asyncio
import contextlib
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from scraper.carriers import Needs, Request, judged, sources
from scraper.fetch import browser as room
from scraper.fetch.asking import Net
from scraper.fetch.browser import Browser, NoBrowserError
from scraper.fetch.browser_path import find
from scraper.fetch.hosts import RefusedError
from scraper.fetch.http import Http, UnreachableError
from scraper.fetch.politeness import Manners
from tests.scraper.fetch.conftest import Host

BROWSER = find()
pytestmark = [pytest.mark.browser, pytest.mark.skipif(BROWSER is None, reason="no browser on this computer")]

ANSWERS = Path(__file__).parents[1] / "carriers/answers"
NUMBER = "LP00731946205518"
CAINIAO = sources()["cainiao"]
PAGE = """<!doctype html><title>Tracking</title><h1>Your parcel</h1><p id=said></p><script>
const said = text => { document.querySelector('#said').textContent += text + ' '; };
(async () => {
  await fetch('https://www.aliexpress.com/x').then(() => said('shop reached'), () => said('shop not reached'));
  await navigator.serviceWorker?.register('/worker.js').then(() => said('worker'), () => said('no worker'));
  await fetch('/global/detail.json?mailNos=polling');
  const answer = await fetch('/global/detail.json?mailNos=LP00731946205518');
  said(await answer.text());
})();
</script>"""


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that comes late on a busy machine is no empty one."""
    monkeypatch.setattr(room, "CLOSE_SECONDS", 60.0)


def recorded(name: str) -> str:
    return (ANSWERS / name).read_text("utf-8")


def request(number: str = NUMBER) -> Request:
    assert CAINIAO.browser_request is not None
    return next(CAINIAO.browser_request((number,), Needs()))


@asynccontextmanager
async def opened(host: Host, *names: str, **limits: float) -> AsyncIterator[Browser]:
    async with Browser(host.led(*names, *CAINIAO.hosts), **limits) as browser:  # type: ignore[arg-type]
        yield browser


def plays_cainiao(host: Host) -> None:
    async def detail(asked: web.Request) -> web.StreamResponse:
        polling = asked.query["mailNos"] == "polling"
        body = '{"module": [], "polling": true}' if polling else recorded("cainiao/moving.json")
        return web.Response(text=body, content_type="application/json")

    host.says("/newDetail.htm", PAGE, kind="text/html")
    host.answers["/global/detail.json"] = detail
    host.says("/worker.js", "", kind="text/javascript")


async def test_the_pages_own_answer_is_read(host: Host) -> None:
    plays_cainiao(host)
    async with opened(host) as browser:
        asked = request()
        waits = Request(asked.url, captures=asked.captures, until='"mailNo"')
        visit = await browser.capture(waits, CAINIAO.hosts)
        assert (await asyncio.to_thread(judged, CAINIAO, visit.reply, (NUMBER,))).outcome == "ok"
        assert visit.screenshot is not None
        assert visit.screenshot.startswith(b"\x89PNG")
        shows = await browser.capture(Request(asked.url, shows="#said:has-text('mailNo')"), CAINIAO.hosts)
        assert "shop not reached" in shows.reply.body
        assert "no worker" in shows.reply.body
        assert browser.launches == 1
        with pytest.raises(RefusedError):
            await browser.capture(
                Request("https://www.aliexpress.com/p/order/index.html", shows="body"), CAINIAO.hosts
            )
    assert not browser.running
    assert not any(one.headers["Host"].startswith("www.aliexpress") for one in host.asked)


async def test_what_comes_instead_of_an_answer(host: Host) -> None:
    """A slider page, a refusal, a download and an address without a server are told apart."""
    async with opened(host, "login.elsewhere.test") as browser:
        host.says("/newDetail.htm", recorded("cainiao/slider.html"), kind="text/html")
        visit = await browser.capture(request(), CAINIAO.hosts, seconds=1)
        assert judged(CAINIAO, visit.reply, (NUMBER,)).outcome == "blocked"
        host.says("/newDetail.htm", "<h1>Access Denied</h1>", 403, "text/html")
        visit = await browser.capture(request(), CAINIAO.hosts, seconds=1)
        assert (visit.reply.status, judged(CAINIAO, visit.reply, (NUMBER,)).outcome) == (403, "blocked")
        host.says("/newDetail.htm", "x", kind="application/octet-stream", Content_Disposition="attachment")
        with pytest.raises(UnreachableError):
            await browser.capture(request(), CAINIAO.hosts)
        elsewhere = f"<script>location = 'http://login.elsewhere.test:{host.port}/'</script>"
        host.says("/newDetail.htm", elsewhere, kind="text/html")
        host.says("/", "<h1>Sign in</h1>", kind="text/html")
        gone = Request(request().url, shows="h1:has-text('Sign in')")
        visit = await browser.capture(gone, CAINIAO.hosts)
        assert (visit.reply.body, judged(CAINIAO, visit.reply, (NUMBER,)).outcome) == ("", "blocked")
        host.says("/newDetail.htm", "<h1>Loading ...</h1>", kind="text/html")
        visit = await browser.capture(request(), CAINIAO.hosts, seconds=0.5)
        assert judged(CAINIAO, visit.reply, (NUMBER,)).outcome == "changed"


async def test_a_rendered_page_is_read(host: Host) -> None:
    usps = sources()["usps"]
    page = recorded("usps/moving.html")
    late = f"<div id=late></div><script>setTimeout(() => late.innerHTML = `{page}`, 200)</script>"
    host.says("/go/TrackConfirmAction", late, kind="text/html")
    async with Http(host.led(*usps.hosts)) as http, opened(host, *usps.hosts) as browser:
        heard = await Net(http, browser, Manners()).ask(usps, ("9261290357641829374650",), Needs(), None)
    assert heard.answer.outcome == "ok", heard.answer
    assert heard.answer.trackings[0].status == "out_for_delivery"
    assert heard.screenshot is not None


async def test_a_check_that_passes_by_itself(host: Host) -> None:
    """The document is refused first; the page solves it and asks for the parcel."""
    plays_cainiao(host)
    host.says("/newDetail.htm", PAGE, 428, "text/html")
    async with opened(host) as browser:
        asked = request()
        waits = Request(asked.url, captures=asked.captures, until='"mailNo"')
        visit = await browser.capture(waits, CAINIAO.hosts)
    assert (await asyncio.to_thread(judged, CAINIAO, visit.reply, (NUMBER,))).outcome == "ok"


async def test_worn_out_and_idle_browsers_end(host: Host) -> None:
    plays_cainiao(host)
    async with opened(host, most_visits=2, idle_seconds=1) as browser:
        for _ in range(3):
            await browser.capture(request(), CAINIAO.hosts, picture=False)
        assert browser.launches == 2
        assert browser.running
        await asyncio.wait_for(ended(browser), 30)
        await browser.capture(request(), CAINIAO.hosts, picture=False)
        assert browser.launches == 3


async def ended(browser: Browser) -> None:
    while browser.running:  # noqa: ASYNC110 - the browser tells nobody when it ends
        await asyncio.sleep(0.05)


async def test_a_killed_browser_is_started_again(host: Host) -> None:
    plays_cainiao(host)
    async with opened(host) as browser:
        await browser.capture(request(), CAINIAO.hosts, picture=False)
        assert browser._chromium is not None
        await browser._chromium.close()
        visit = await browser.capture(request(), CAINIAO.hosts, picture=False)
        assert visit.reply.status == 200
        assert browser.launches == 2


async def test_a_close_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "CLOSE_SECONDS", 0.05)

    async def never() -> None:
        await asyncio.Event().wait()

    assert not await asyncio.wait_for(room._bounded(never), 30)


class HalfClosed:
    """Browser and driver whose closing takes until it is let."""

    def __init__(self) -> None:
        self.closing, self.may = asyncio.Event(), asyncio.Event()
        self.stopped = False

    async def close(self) -> None:
        self.closing.set()
        await self.may.wait()

    async def stop(self) -> None:
        self.stopped = True


async def test_a_close_while_the_idle_browser_is_closing_leaves_no_driver() -> None:
    half, browser = HalfClosed(), Browser({}, idle_seconds=0)
    browser._chromium = browser._driver = half  # type: ignore[assignment]
    browser._open_visits = 1
    await browser._left(sound=True)
    await half.closing.wait()
    closing = asyncio.create_task(browser.close())
    await asyncio.sleep(0)
    half.may.set()
    await closing
    assert half.stopped


async def test_a_browser_elsewhere(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    plays_cainiao(host)
    rules = "--host-resolver-rules=MAP global.cainiao.com 127.0.0.1, MAP www.aliexpress.com 127.0.0.1"
    shop = f"http://www.aliexpress.com:{host.port}/x"
    host.says("/newDetail.htm", PAGE.replace("https://www.aliexpress.com/x", shop), kind="text/html")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        elsewhere = subprocess.Popen(  # noqa: ASYNC220 - a browser, not a command to wait for
            [
                *(str(BROWSER), "--headless=new", "--no-sandbox", rules),
                *("--remote-debugging-port=0", f"--user-data-dir={profile}"),
                *("--no-first-run", "--disable-background-networking", "about:blank"),
            ],
            stderr=subprocess.DEVNULL,
        )
        try:
            port = await asyncio.wait_for(debugging_port(Path(profile)), 60)
            monkeypatch.setenv("ORDERWARDEN_BROWSER_URL", f"http://127.0.0.1:{port}")
            async with opened(host) as browser:
                visit = await browser.capture(request(), CAINIAO.hosts, picture=False)
                assert judged(CAINIAO, visit.reply, (NUMBER,)).outcome in {"ok", "changed"}
            assert elsewhere.poll() is None
            assert "/x" not in [one.path for one in host.asked]
        finally:
            elsewhere.terminate()
            elsewhere.wait(60)


async def debugging_port(profile: Path) -> int:
    """On which the browser listens, once it does: it writes that down then."""
    file = profile / "DevToolsActivePort"
    while True:
        with contextlib.suppress(FileNotFoundError, IndexError):
            return int(file.read_text().splitlines()[0])
        await asyncio.sleep(0.05)


async def test_no_browser_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORDERWARDEN_BROWSER", "/nowhere/chrome")
    async with Browser({}) as browser:
        with pytest.raises(NoBrowserError, match="no such file"):
            await browser.capture(request(), CAINIAO.hosts)
