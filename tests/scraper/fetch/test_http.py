"""Plain HTTP: declared hosts only, limits, and what goes wrong outside told in a sentence."""

import asyncio

import pytest
from aiohttp import web

from scraper.carriers import Request
from scraper.fetch.hosts import RefusedError, host_map
from scraper.fetch.http import Http, UnreachableError, WrongAnswerError
from tests.scraper.fetch.conftest import Host

NAME = "global.cainiao.com"
URL = f"https://{NAME}/global/detail.json?mailNos=A,B&lang=en-US"


async def test_the_declared_host_is_asked_with_its_own_name(host: Host) -> None:
    host.says("/global/detail.json", '{"module": []}')
    async with Http(host.led(NAME), agent="Orderwarden/test") as http:
        reply = await http.fetch(Request(URL, headers={"Referer": "https://x.test/"}), {NAME})
    assert (reply.status, reply.body, reply.url) == (200, '{"module": []}', URL)
    assert host.asked[0].headers["Host"] == NAME
    assert host.asked[0].headers["User-Agent"] == "Orderwarden/test"
    assert host.asked[0].query["mailNos"] == "A,B"


@pytest.mark.parametrize(
    "url",
    [
        "https://track.elsewhere.test/x",
        "https://www.aliexpress.com/p/order/index.html",
        "https://acs.aliexpress.com/h5/mtop.ae.ld.querydetail/1.0/",
        "https://aliexpress.ru/orders",
        f"http://{NAME}/global/detail.json",
        f"https://{NAME}:8443/global/detail.json",
        f"https://user:word@{NAME}/global/detail.json",
        f"https://{NAME}.evil.test/",
        "file:///etc/passwd",
        "https://[",
        f"https://{NAME}:99999/",
    ],
)
async def test_other_addresses_are_refused(host: Host, url: str) -> None:
    allowed = {NAME, "www.aliexpress.com", "acs.aliexpress.com", "aliexpress.ru"}
    async with Http(host.led(NAME)) as http:
        with pytest.raises(RefusedError):
            await http.fetch(Request(url), allowed)
    assert host.asked == []


@pytest.mark.parametrize(
    "setting", ["a.test=10.0.0.1:80", "a.test=example.com:80", "a.test", "=127.0.0.1:1", "a.test=127.0.0.1"]
)
def test_a_host_is_led_to_this_computer_only(setting: str) -> None:
    with pytest.raises(RefusedError):
        host_map(setting)


async def test_a_redirect_inside_is_followed(host: Host) -> None:
    host.says("/old", "", 302, Location=f"https://{NAME}/new")
    host.says("/new", '{"a": 1}')
    async with Http(host.led(NAME)) as http:
        reply = await http.fetch(Request(f"https://{NAME}/old", "POST", body=b"x"), {NAME})
    assert reply.body == '{"a": 1}'
    assert [request.method for request in host.asked] == ["POST", "GET"]


@pytest.mark.parametrize(
    "target",
    [
        "https://login.aliexpress.com/",
        "https://www.elsewhere.test/",
        "http://127.0.0.1/",
        "https://[",
        f"https://{NAME}:99999/",
    ],
)
async def test_a_redirect_to_elsewhere_is_not_followed(host: Host, target: str) -> None:
    host.says("/old", "", 302, Location=target)
    async with Http(host.led(NAME)) as http:
        reply = await http.fetch(Request(f"https://{NAME}/old"), {NAME})
    assert reply.status == 302
    assert len(host.asked) == 1


async def test_a_circle_ends(host: Host) -> None:
    host.says("/old", "", 302, Location=f"https://{NAME}/old")
    async with Http(host.led(NAME)) as http:
        with pytest.raises(UnreachableError, match="circle"):
            await http.fetch(Request(f"https://{NAME}/old"), {NAME})


async def test_too_big(host: Host) -> None:
    host.says("/big", "x" * 200_000)
    async with Http(host.led(NAME), biggest=100_000) as http:
        with pytest.raises(WrongAnswerError, match="more than"):
            await http.fetch(Request(f"https://{NAME}/big"), {NAME})


async def test_no_text(host: Host) -> None:
    host.says("/picture", "x", kind="image/png")
    async with Http(host.led(NAME)) as http:
        with pytest.raises(WrongAnswerError, match="image/png"):
            await http.fetch(Request(f"https://{NAME}/picture"), {NAME})


async def test_too_slow(host: Host) -> None:
    async def never(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(30)
        return web.Response()

    host.answers["/slow"] = never
    async with Http(host.led(NAME), whole_seconds=0.1) as http:
        with pytest.raises(UnreachableError, match="in time"):
            await http.fetch(Request(f"https://{NAME}/slow"), {NAME})


async def test_broken_off(host: Host) -> None:
    async def cut(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000", "Content-Type": "application/json"})
        await response.prepare(request)
        await response.write(b'{"module": [')
        assert request.transport is not None
        request.transport.close()
        return response

    host.answers["/cut"] = cut
    async with Http(host.led(NAME)) as http:
        with pytest.raises(UnreachableError, match="could not be reached"):
            await http.fetch(Request(f"https://{NAME}/cut"), {NAME})


async def test_nobody_there(unused_tcp_port: int) -> None:
    async with Http(host_map(f"{NAME}=127.0.0.1:{unused_tcp_port}")) as http:
        with pytest.raises(UnreachableError, match=NAME):
            await http.fetch(Request(URL), {NAME})


async def test_an_unknown_charset_is_read_as_utf8(host: Host) -> None:
    async def odd(_: web.Request) -> web.StreamResponse:
        return web.Response(body="é".encode(), headers={"Content-Type": "text/html; charset=klingon"})

    host.answers["/odd"] = odd
    async with Http(host.led(NAME)) as http:
        assert (await http.fetch(Request(f"https://{NAME}/odd"), {NAME})).body == "é"
