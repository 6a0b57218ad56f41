"""One question from the source's conversation to its answer, against stand-in hosts that misbehave."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from scraper.carriers import Needs, Request, sources
from scraper.fetch.asking import Heard, Net
from scraper.fetch.browser import Browser, Visit
from scraper.fetch.http import Http, UnreachableError
from scraper.fetch.politeness import Manners
from tests.scraper.fetch.conftest import Host

ANSWERS = Path(__file__).parents[1] / "carriers/answers"
NUMBER = "LP00731946205518"
CAINIAO = sources()["cainiao"]


async def no_sleep(_: float) -> None:
    return


def recorded(name: str) -> str:
    return (ANSWERS / name).read_text("utf-8")


class Pages:
    """Stands where the browser is: gives a body, or says that there is none."""

    def __init__(self, body: str | None) -> None:
        self.body, self.opened = body, []  # type: ignore[var-annotated]

    async def capture(self, request: Request, allowed: frozenset[str]) -> Visit:
        from scraper.carriers import Reply

        self.opened.append(request.url)
        if self.body is None:
            raise UnreachableError("no browser here")
        return Visit(Reply(self.body), b"PNG")


async def ask(
    host: Host,
    key: str = "cainiao",
    number: str = NUMBER,
    manners: Manners | None = None,
    pages: Pages | None = None,
) -> Heard:
    source = sources()[key]
    async with Http(host.led(*source.hosts), whole_seconds=2) as http:
        net = Net(http, pages, manners or Manners(sleep=no_sleep))  # type: ignore[arg-type]
        return await net.ask(source, (number,), Needs(), None)


async def test_an_answer(host: Host) -> None:
    host.says("/global/detail.json", recorded("cainiao/moving.json"))
    heard = await ask(host)
    assert heard.answer.outcome == "ok"
    assert heard.reply is not None
    assert host.asked[0].query["mailNos"] == NUMBER


async def test_somebody_elses_parcel_is_left_out(host: Host) -> None:
    host.says("/global/detail.json", recorded("cainiao/others_only.json"))
    heard = await ask(host)
    assert heard.answer.trackings == ()
    assert heard.answer.outcome == "changed"


async def test_bxpunish_is_a_wall_whatever_the_body(host: Host) -> None:
    host.says("/global/detail.json", recorded("cainiao/moving.json"), bxpunish="1")
    manners = Manners(sleep=no_sleep)
    assert (await ask(host, manners=manners)).answer.outcome == "blocked"
    heard = await ask(host, manners=manners)
    assert heard.paused_until is not None
    assert len(host.asked) == 1


async def test_behind_the_wall_the_browser_is_asked(host: Host) -> None:
    host.says("/global/detail.json", recorded("cainiao/slider.html"), kind="text/html")
    pages = Pages(recorded("cainiao/moving.json"))
    manners = Manners(sleep=no_sleep)
    heard = await ask(host, manners=manners, pages=pages)
    assert heard.answer.outcome == "ok"
    assert heard.screenshot == b"PNG"
    assert len(host.asked) == 1
    heard = await ask(host, manners=manners, pages=pages)
    assert heard.answer.outcome == "ok"
    assert len(host.asked) == 1
    assert len(pages.opened) == 2


async def test_a_wall_stays_told_where_the_browser_fails(host: Host) -> None:
    host.says("/global/detail.json", recorded("cainiao/wall.json"))
    assert (await ask(host, pages=Pages(None))).answer.outcome == "blocked"


@pytest.mark.parametrize(
    ("status", "headers", "outcome"),
    [
        (429, {"Retry-After": "120"}, "rate_limited"),
        (503, {"Retry-After": "120"}, "rate_limited"),
        (503, {}, "network"),
        (500, {}, "network"),
        (403, {}, "blocked"),
        (404, {}, "changed"),
        (302, {"Location": "https://login.aliexpress.com/"}, "blocked"),
    ],
)
async def test_statuses(host: Host, status: int, headers: dict[str, str], outcome: str) -> None:
    host.says("/global/detail.json", "sorry", status, "text/html", **headers)
    heard = await ask(host)
    assert heard.answer.outcome == outcome
    assert heard.answer.problems
    assert heard.answer.retry_after == (120.0 if "Retry-After" in headers else None)


async def test_retry_after_as_a_date(host: Host) -> None:
    host.says(
        "/global/detail.json",
        "sorry",
        429,
        Date="Mon, 01 Jun 2026 12:00:00 GMT",
        Retry_After="Mon, 01 Jun 2026 12:30:00 GMT",
    )
    manners = Manners(lambda: datetime(2026, 6, 1, 12, tzinfo=UTC), no_sleep, lambda: 0.0)
    assert (await ask(host, manners=manners)).answer.retry_after == 1800
    heard = await ask(host, manners=manners)
    assert heard.paused_until == datetime(2026, 6, 1, 12, tzinfo=UTC) + timedelta(minutes=30)


@pytest.mark.parametrize("kind", ["image/png", "application/octet-stream"])
async def test_wrong_types(host: Host, kind: str) -> None:
    host.says("/global/detail.json", "x", kind=kind)
    assert (await ask(host)).answer.outcome == "changed"


async def test_a_status_that_says_unknown(host: Host) -> None:
    host.says("/api/tracking/620418293746500018273645", "{}", 404)
    heard = await ask(host, "inpost", "620418293746500018273645")
    assert heard.answer.outcome == "unknown"


async def test_a_session_goes_first(host: Host) -> None:
    async def search(request: web.Request) -> web.StreamResponse:
        assert request.headers["verfolgen-CSRF-token"] == "token-1"
        assert request.cookies["session"] == "c1"
        return web.Response(text=recorded("dhl_paket/moving.json"), content_type="application/json")

    async def config(_: web.Request) -> web.StreamResponse:
        response = web.json_response({"verfolgenCsrfToken": "token-1", "initialWG": 3})
        response.set_cookie("session", "c1", domain="www.dhl.de")
        return response

    host.answers |= {"/int-verfolgen/data/config": config, "/int-verfolgen/data/search": search}
    heard = await ask(host, "dhl_paket", "00340434418293746506")
    assert heard.answer.outcome == "ok", heard.answer


@pytest.mark.parametrize(("refusals", "outcome", "asked"), [(1, "ok", 2), (2, "ok", 3), (9, "blocked", 3)])
async def test_a_fickle_refusal_is_asked_again(host: Host, refusals: int, outcome: str, asked: int) -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        if len(host.asked) <= refusals:
            return web.Response(status=403, text="<title>Incident</title>", content_type="text/html")
        return web.Response(text=recorded("la_poste/delivered.json"), content_type="application/json")

    host.answers["/ssu/sun/back/suivi-unifie/8R46182937465"] = answer
    heard = await ask(host, "la_poste", "8R46182937465")
    assert heard.answer.outcome == outcome
    assert len(host.asked) == asked


async def test_a_session_that_is_refused(host: Host) -> None:
    host.says("/api/v1/auth/token", '{"error": "no"}', 403)
    heard = await ask(host, "postnl", "LA418293740NL")
    assert heard.answer.outcome == "blocked"
    assert len(host.asked) == 1


async def test_a_token_then_the_question(host: Host) -> None:
    async def items(request: web.Request) -> web.StreamResponse:
        assert request.headers["Authorization"] == "Bearer visitor"
        number = (await request.json())["items"][0]
        body = json.loads(recorded("postnl/moving.json"))
        body["data"]["items"][0]["item"] = number
        return web.json_response(body)

    host.says("/api/v1/auth/token", '{"access_token": "visitor"}')
    host.answers["/api/v1/tracking-items"] = items
    assert (await ask(host, "postnl", "LA418293740NL")).answer.outcome == "ok"


@pytest.mark.parametrize("key", [key for key, source in sources().items() if source.request is not None])
async def test_every_request_stays_at_its_hosts(key: str) -> None:
    """All requests of all sources go to declared hosts over https, and no one goes to AliExpress."""
    from urllib.parse import urlsplit

    from scraper.carriers import Reply
    from scraper.fetch.hosts import checked

    source = sources()[key]
    for start in (source.request, source.browser_request):
        if start is None:
            continue
        for needs in (Needs(), Needs(key="k", postcode="10115", country="DE")):
            conversation = start(("LP00731946205518",), needs)
            request = next(conversation)
            while True:
                assert checked(request.url, source.hosts).scheme == "https"
                try:
                    request = conversation.send(Reply('{"access_token": "a", "verfolgenCsrfToken": "b"}'))
                except StopIteration:
                    break
    assert urlsplit(source.page_for("LP00731946205518")).scheme == "https"
    assert not any("aliexpress" in name for name in source.hosts)


def test_browser_is_lazy() -> None:
    import subprocess
    import sys

    code = "import sys, scraper.fetch.asking, scraper.lookup; sys.exit('playwright' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert not Browser({}).running
