"""Every check of the door, each with a request that passes all others: without the check the test fails."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from server.api.pace import PACE, REQUESTS_A_MINUTE
from server.running import Running
from tests.server.conftest import ORIGIN, Client, TestClock, pair

OTHER_EXTENSION = "chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba"
SHOP = "https://www.aliexpress.com"


async def raw(running: Running, request: str) -> bytes:
    """All that the server answers to these bytes until it closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
    writer.write(request.replace("\n", "\r\n").encode("latin-1"))
    await writer.drain()
    try:
        return await asyncio.wait_for(reader.read(), 30)
    except ConnectionError:
        return b""
    finally:
        writer.close()


def asking(host: str, path: str = "/ping", more: str = "") -> str:
    return f"GET {path} HTTP/1.1\n{host}Connection: close\n{more}\n"


async def refused(client: Client, method: str, path: str, status: int, code: str, **more: Any) -> Any:
    async with client.session.request(method, client.running.url + path, **more) as answer:
        said = await answer.json()
        assert (answer.status, said["error"]["code"]) == (status, code)
        assert said["error"]["message"]
        assert said["error"]["what_to_do"]
        assert "Access-Control-Allow-Origin" not in answer.headers
        return said["error"]


class TestHost:
    @pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST"])
    async def test_our_own_names_are_answered(self, running: Running, name: str) -> None:
        assert b"orderwarden" in await raw(running, asking(f"Host: {name}:{running.port}\n"))

    @pytest.mark.parametrize(
        "host",
        [
            "Host: evil.example\n",
            "Host: evil.example:PORT\n",
            "Host: 127.0.0.1\n",
            "Host: 127.0.0.1:80\n",
            "Host: 127.0.0.1.evil.example:PORT\n",
            "Host: localhost.evil.example:PORT\n",
            "Host: [::1]:PORT\n",
            "Host: [::ffff:127.0.0.1]:PORT\n",
            "Host: 127.0.0.1:PORT.\n",
            "Host: 127.0.0.1.:PORT\n",
            "Host: localhost.:PORT\n",
            "Host: 127.0.0.1:0PORT\n",
            "Host: 127.1:PORT\n",
            "Host: 0.0.0.0:PORT\n",
            "Host: user@localhost:PORT\n",
            "Host: localhost:PORT, evil.example\n",
            "Host: \xff:PORT\n",
            "Host: \n",
            "Host: 127.0.0.1:PORT\nHost: evil.example\n",
            "",
        ],
    )
    async def test_any_other_is_closed_without_an_answer(self, running: Running, host: str) -> None:
        answer = await raw(running, asking(host.replace("PORT", str(running.port))))
        assert b"orderwarden" not in answer
        assert b"200" not in answer.split(b"\r\n")[0]
        if host.count("Host:") == 1:
            assert answer == b""

    async def test_the_old_protocol_needs_none_and_gets_no_answer(self, running: Running) -> None:
        assert await raw(running, "GET /ping HTTP/1.0\n\n") == b""

    async def test_a_rebound_page_with_a_stolen_token_is_not_answered(
        self, running: Running, client: Client
    ) -> None:
        token = f"Authorization: Bearer {client.token}\nX-Orderwarden-Protocol: 1\n"
        mine = asking(f"Host: 127.0.0.1:{running.port}\n", "/api/v1/changes", token)
        theirs = asking(f"Host: rebound.example:{running.port}\n", "/api/v1/changes", token)
        assert b"200" in (await raw(running, mine)).split(b"\r\n")[0]
        assert await raw(running, theirs) == b""

    async def test_only_this_computer_is_listened_to(self, running: Running) -> None:
        assert {address[0] for address in running.addresses} == {"127.0.0.1"}


class TestOrigin:
    @pytest.mark.parametrize("origin", [SHOP, "null", "", "http://127.0.0.1:27183", OTHER_EXTENSION])
    async def test_a_foreign_one_is_refused_even_with_the_token(self, client: Client, origin: str) -> None:
        await refused(client, "GET", "/api/v1/changes", 403, "origin", headers={"Origin": origin})

    async def test_a_foreign_one_may_not_even_ping(self, client: Client) -> None:
        await refused(client, "GET", "/ping", 403, "origin", headers={"Origin": SHOP})

    async def test_the_shop_may_not_post_a_page_itself(self, client: Client) -> None:
        await refused(client, "POST", "/api/v1/pages", 403, "origin", headers={"Origin": SHOP}, json={})
        assert (await client.get("/api/v1/changes"))["orders"] == []

    async def test_a_token_works_only_for_the_origin_that_got_it(
        self, running: Running, client: Client
    ) -> None:
        other = await pair(running, OTHER_EXTENSION)
        headers = {"Authorization": f"Bearer {client.token}"}
        await refused(other, "GET", "/api/v1/changes", 403, "origin", headers=headers)
        await other.session.close()

    async def test_none_is_fine_with_the_token(self, running: Running, client: Client) -> None:
        headers = {"Authorization": f"Bearer {client.token}", "X-Orderwarden-Protocol": "1"}
        async with aiohttp.request("GET", running.url + "/api/v1/changes", headers=headers) as answer:
            assert answer.status == 200

    async def test_two_of_them_are_refused_though_one_is_right(
        self, running: Running, client: Client
    ) -> None:
        more = f"Authorization: Bearer {client.token}\nX-Orderwarden-Protocol: 1\nOrigin: {ORIGIN}\n"
        host = f"Host: 127.0.0.1:{running.port}\n"
        assert b"200" in (await raw(running, asking(host, "/api/v1/settings", more))).split(b"\r\n")[0]
        both = asking(host, "/api/v1/settings", f"{more}Origin: {SHOP}\n")
        assert b"403" in (await raw(running, both)).split(b"\r\n")[0]

    @pytest.mark.parametrize(
        "origin",
        [SHOP, "https://evil.example", "null", "chrome-extension://", "file://", f"{ORIGIN}.evil.example"],
    )
    async def test_only_an_extension_may_pair(self, running: Running, client: Client, origin: str) -> None:
        body = {"code": running.code()}
        await refused(client, "POST", "/api/v1/pair", 403, "origin", headers={"Origin": origin}, json=body)


PROTECTED = [
    ("GET", "/api/v1/changes"),
    ("GET", "/api/v1/clients"),
    ("DELETE", "/api/v1/clients/x"),
    ("POST", "/api/v1/pages"),
    ("POST", "/api/v1/notices"),
    ("POST", "/api/v1/marks"),
    ("DELETE", "/api/v1/marks/1"),
    ("DELETE", "/api/v1/orders"),
    ("DELETE", "/api/v1/orders/1"),
    ("POST", "/api/v1/chats"),
    ("POST", "/api/v1/channels/test"),
    ("GET", "/api/v1/settings"),
    ("PUT", "/api/v1/settings"),
    ("GET", "/api/v1/track?number=LP00000000000018"),
    ("GET", "/api/v1/calendar"),
    ("POST", "/api/v1/calendar"),
    ("GET", "/api/v1/evidence"),
    ("POST", "/api/v1/evidence"),
    ("GET", "/api/v1/record"),
    ("POST", "/api/v1/pictures"),
    ("POST", "/control/code"),
    ("POST", "/control/forget"),
    ("GET", "/nothing/here"),
]


class TestToken:
    @pytest.mark.parametrize(("method", "path"), PROTECTED)
    @pytest.mark.parametrize(
        "said", ["", "Bearer ", "Bearer wrong", "Basic dXNlcjpwYXNz", "bearer TOKEN", "TOKEN"]
    )
    async def test_without_the_right_one_nothing_opens(
        self, client: Client, method: str, path: str, said: str
    ) -> None:
        headers = {"Authorization": said.replace("TOKEN", client.token)}
        await refused(
            client, method, path, 401, "token", headers=headers, json={} if method[0] == "P" else None
        )

    @pytest.mark.parametrize("path", ["/api/v1/settings", "/control/code"])
    async def test_bytes_that_are_no_text_are_no_token(
        self, running: Running, client: Client, path: str
    ) -> None:
        more = "Authorization: Bearer \xff\xfe\nX-Orderwarden-Protocol: 1\n"
        answer = await raw(running, asking(f"Host: 127.0.0.1:{running.port}\n", path, more))
        assert b"401" in answer.split(b"\r\n")[0]

    async def test_it_is_compared_in_constant_time_with_every_one_that_is_known(
        self, running: Running, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        compared: list[tuple[int, int]] = []

        def noted(one: Any, other: Any) -> bool:
            compared.append((len(one), len(other)))
            return bool(one == other)

        monkeypatch.setattr("hmac.compare_digest", noted)
        beside = await pair(running)
        assert compared == [(6, 6)], "the code too"
        secret = (await client.get("/api/v1/calendar"))["url"].rpartition("/")[2].removesuffix(".ics")
        assert len(secret) == 32, "192 bits"
        compared.clear()
        async with client.session.get(running.url + "/calendar/x.ics", headers={"Authorization": ""}) as said:
            assert said.status == 404
        assert compared == [(32, 1)], "and the calendar's secret"
        compared.clear()
        await client.get("/api/v1/settings")
        assert compared == [(64, 64)] * 2
        compared.clear()
        await refused(client, "POST", "/control/code", 401, "token", json={})
        assert len(compared) == 1
        await beside.session.close()

    def test_every_route_is_listed_here(self, running: Running) -> None:
        """A new route must be put into the list above, or among those that open without a token."""
        routes = {(r.method, r.resource.canonical) for r in running.app.router.routes() if r.resource}
        listed = {
            (
                m,
                p.split("?")[0]
                .replace("/x", "/{client_id}")
                .replace("/marks/1", "/marks/{mark_id}")
                .replace("/orders/1", "/orders/{order_id}"),
            )
            for m, p in PROTECTED
        }
        open_ones = {
            ("GET", "/ping"),
            ("POST", "/api/v1/pair"),
            ("GET", "/api/v1/ws"),
            ("GET", "/calendar/{secret}.ics"),
        }
        assert {route for route in routes if route[0] != "HEAD"} <= listed | open_ones

    async def test_a_revoked_one_is_dead_at_once(self, client: Client) -> None:
        beside = await pair(client.running)
        clients = await client.get("/api/v1/clients")
        mine = next(c for c in clients["clients"] if c["this"])
        async with client.session.delete(
            f"{client.running.url}/api/v1/clients/{mine['client_id']}"
        ) as answer:
            assert answer.status == 200
        await refused(client, "GET", "/api/v1/changes", 401, "token")
        assert [c["this"] for c in (await beside.get("/api/v1/clients"))["clients"]] == [True]
        await beside.session.close()

    async def test_it_is_not_stored_in_the_clear(self, running: Running, client: Client) -> None:
        await running.stop()

        def all_bytes() -> bytes:
            return b"".join(file.read_bytes() for file in running.house.home.rglob("*") if file.is_file())

        assert client.token.encode() not in await asyncio.to_thread(all_bytes)

    async def test_the_client_token_does_not_open_the_control(self, client: Client) -> None:
        await refused(client, "POST", "/control/code", 401, "token", json={})

    async def test_the_control_token_opens_nothing_else(self, client: Client) -> None:
        headers = {"Authorization": f"Bearer {client.running.house.control_token}"}
        await refused(client, "GET", "/api/v1/changes", 401, "token", headers=headers)
        async with client.session.post(
            client.running.url + "/control/code", json={}, headers=headers
        ) as answer:
            assert len((await answer.json())["code"]) == 6


class TestPairing:
    async def try_code(self, running: Running, code: str) -> tuple[int, Any]:
        async with aiohttp.request(
            "POST",
            running.url + "/api/v1/pair",
            json={"code": code},
            headers={"Origin": ORIGIN, "X-Orderwarden-Protocol": "1"},
        ) as answer:
            return answer.status, (await answer.json()).get("error", {})

    async def test_five_wrong_tries_use_the_code_up(self, running: Running) -> None:
        code = running.code()
        wrong = f"{(int(code) + 1) % 10**6:06}"
        for left in (4, 3, 2, 1, 0):
            status, error = await self.try_code(running, wrong)
            assert (status, error["code"], error["tries_left"]) == (403, "code", left)
        status, error = await self.try_code(running, code)
        assert (status, error["code"]) == (410, "code_expired")

    async def test_it_lives_two_minutes(self, running: Running, clock: TestClock) -> None:
        code = running.code()
        clock.pass_by(timedelta(seconds=121))
        assert (await self.try_code(running, code))[0] == 410

    async def test_a_clock_that_was_set_back_gives_it_no_more_life(
        self, running: Running, clock: TestClock
    ) -> None:
        code = running.code()
        clock.at -= timedelta(hours=1)
        assert (await self.try_code(running, code))[0] == 410

    async def test_it_works_once(self, running: Running) -> None:
        code = running.code()
        assert (await self.try_code(running, code))[0] == 200
        assert (await self.try_code(running, code))[0] == 410

    async def test_the_tries_are_those_of_all_who_try(self, running: Running) -> None:
        """Each on a connection of its own, at once, under another origin."""
        code = running.code()
        wrong = f"{(int(code) + 1) % 10**6:06}"

        async def one(number: int) -> int:
            headers = {"Origin": f"chrome-extension://{number}", "X-Orderwarden-Protocol": "1"}
            body = {"code": wrong}
            async with aiohttp.request(
                "POST", running.url + "/api/v1/pair", json=body, headers=headers
            ) as answer:
                return answer.status

        assert sorted(await asyncio.gather(*map(one, range(9)))) == [403] * 5 + [410] * 4
        assert (await self.try_code(running, code))[0] == 410

    async def test_who_guesses_does_not_take_the_place_of_those_who_are_paired(
        self, running: Running, client: Client
    ) -> None:
        running.app[PACE].a_minute = 5
        tried = [(await self.try_code(running, "000000"))[0] for _ in range(6)]
        assert tried[-1] == 429
        await client.get("/api/v1/settings")

    async def test_a_new_one_voids_the_old(self, running: Running) -> None:
        old = running.code()
        new = running.code()
        if old != new:
            assert (await self.try_code(running, old))[0] == 403

    async def test_none_is_valid_at_rest(self, running: Running) -> None:
        running.code()
        running.house.pairing.__init__()  # type: ignore[misc]
        assert (await self.try_code(running, "000000"))[0] == 410


class TestProtocol:
    @pytest.mark.parametrize(
        ("said", "who"), [("0", "client"), ("", "client"), ("x", "client"), ("2", "server")]
    )
    async def test_another_version_is_told_who_must_update(self, client: Client, said: str, who: str) -> None:
        error = await refused(
            client, "GET", "/api/v1/changes", 412, "protocol", headers={"X-Orderwarden-Protocol": said}
        )
        assert error["protocol"] == {"min": 1, "max": 1}
        assert who in error["what_to_do"]


class TestRate:
    async def test_a_client_that_asks_too_often_waits(self, client: Client) -> None:
        pace = client.running.app[PACE]
        pace.a_minute = 5
        for _ in range(5):
            await client.get("/api/v1/settings")
        async with client.session.get(client.running.url + "/api/v1/settings") as answer:
            assert answer.status == 429
            assert 1 <= int(answer.headers["Retry-After"]) <= 61

    async def test_others_do_not_wait_for_it(self, running: Running, client: Client) -> None:
        running.app[PACE].a_minute = 5
        other = await pair(running)
        for _ in range(5):
            await client.get("/api/v1/settings")
        await other.get("/api/v1/settings")
        await other.session.close()

    def test_the_limit_is_as_written(self) -> None:
        assert REQUESTS_A_MINUTE == 600


class TestAnswers:
    async def test_no_answer_opens_the_door_to_pages(self, client: Client) -> None:
        for path in ("/ping", "/api/v1/changes", "/nothing"):
            async with client.session.get(client.running.url + path) as answer:
                assert answer.headers["Cache-Control"] == "no-store"
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert not [name for name in answer.headers if name.lower().startswith("access-control")]
                assert "Set-Cookie" not in answer.headers
                assert answer.headers["Server"] == "orderwarden"

    async def test_a_preflight_gets_no_permission(self, client: Client) -> None:
        headers = {"Origin": SHOP, "Access-Control-Request-Method": "POST"}
        async with client.session.options(client.running.url + "/api/v1/pages", headers=headers) as answer:
            assert answer.status == 403

    async def test_an_error_of_ours_shows_no_traceback(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: Any) -> Any:
            raise RuntimeError("the secret inside")

        monkeypatch.setattr(client.running.house, "read", broken)
        error = await refused(client, "GET", "/api/v1/changes", 500, "internal")
        assert "secret" not in json.dumps(error)
