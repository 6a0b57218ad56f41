"""What a body may be, and how a request may come: everything else is refused before anything is done with it."""

import asyncio
import gzip
import io
from collections.abc import AsyncIterator

import pytest

from server.api.door import LARGEST_BODY
from server.running import Running
from tests.server.api.test_door import raw, refused
from tests.server.conftest import Client

JSON = {"Content-Type": "application/json"}


class TestBody:
    @pytest.mark.parametrize(
        "kind",
        [
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/json; charset=utf-16",
            "",
        ],
    )
    async def test_what_a_foreign_page_could_send_is_refused(self, client: Client, kind: str) -> None:
        await refused(
            client, "POST", "/api/v1/pages", 415, "content_type", data=b"{}", headers={"Content-Type": kind}
        )

    async def test_nor_may_it_post_nothing(self, client: Client) -> None:
        await refused(client, "POST", "/api/v1/calendar", 415, "content_type")

    async def test_a_body_that_says_it_is_large_is_refused_before_it_comes(
        self, running: Running, client: Client
    ) -> None:
        said = (
            f"POST /api/v1/pages HTTP/1.1\nHost: 127.0.0.1:{running.port}\nContent-Type: application/json\n"
            f"Authorization: Bearer {client.token}\nX-Orderwarden-Protocol: 1\n"
            f"Content-Length: {LARGEST_BODY + 1}\nConnection: close\n\n"
        )
        reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
        writer.write(said.replace("\n", "\r\n").encode())
        assert b"413" in await asyncio.wait_for(reader.readline(), 30)
        writer.close()

    async def test_ten_megabytes_are_too_large(self, client: Client) -> None:
        body = b'{"id":"' + b"x" * (10 * 1024 * 1024) + b'"}'
        await refused(client, "POST", "/api/v1/pages", 413, "too_large", data=io.BytesIO(body), headers=JSON)

    async def test_also_when_the_length_is_not_said(self, client: Client) -> None:
        async def portions() -> AsyncIterator[bytes]:
            for _ in range(LARGEST_BODY // 65536 + 2):
                yield b" " * 65536

        await refused(client, "POST", "/api/v1/pages", 413, "too_large", data=portions(), headers=JSON)

    @pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "GZIP", "identity, gzip"])
    async def test_nothing_packed_is_unpacked(self, client: Client, encoding: str) -> None:
        packed = io.BytesIO(gzip.compress(b'{"events": []}'))
        headers = JSON | {"Content-Encoding": encoding}
        await refused(client, "POST", "/api/v1/notices", 415, "content_type", data=packed, headers=headers)

    @pytest.mark.parametrize(
        "more",
        [
            "Content-Length: 4\nTransfer-Encoding: chunked\n",
            "Content-Length: 14\nContent-Length: 4\n",
            "Content-Length: +14\n",
            "Content-Length : 14\n",
            "Transfer-Encoding: x, chunked, y\n",
            "X-Folded: a\n b\n",
        ],
    )
    async def test_a_request_that_two_could_read_in_two_ways_is_read_by_nobody(
        self, running: Running, client: Client, more: str
    ) -> None:
        right = (
            f"POST /api/v1/notices HTTP/1.1\nHost: 127.0.0.1:{running.port}\nContent-Type: application/json\n"
            f"Authorization: Bearer {client.token}\nX-Orderwarden-Protocol: 1\nConnection: close\n"
        )
        body = '{"events": []}'
        assert b"200" in (await raw(running, f"{right}Content-Length: 14\n\n{body}")).split(b"\r\n")[0]
        answer = await raw(running, f"{right}{more}\n{body}")
        assert answer.startswith(b"HTTP/1.0 400")
        assert answer.count(b"HTTP/1") == 1

    async def test_one_that_does_not_come_is_not_waited_for_without_end(
        self, running: Running, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("server.api.bodies.READ_WITHIN", 0.05)

        async def drops() -> AsyncIterator[bytes]:
            yield b'{"events"'
            await asyncio.Event().wait()

        await refused(client, "POST", "/api/v1/notices", 408, "too_slow", data=drops(), headers=JSON)

    async def test_one_that_breaks_off_is_no_error_of_ours(
        self, running: Running, client: Client, caplog: pytest.LogCaptureFixture
    ) -> None:
        for end in ("Content-Length: 100\n\n{", "Transfer-Encoding: chunked\n\n5\n{"):
            reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
            said = (
                f"POST /api/v1/notices HTTP/1.1\nHost: 127.0.0.1:{running.port}\n"
                f"Content-Type: application/json\nAuthorization: Bearer {client.token}\n"
                f"X-Orderwarden-Protocol: 1\n{end}"
            )
            writer.write(said.replace("\n", "\r\n").encode())
            await client.get("/api/v1/settings")
            writer.close()
            await reader.read()
        await client.get("/api/v1/settings")
        assert [record for record in caplog.records if record.levelname == "ERROR"] == []

    @pytest.mark.parametrize("path", ["/api/v1/pages", "/api/v1/settings"])
    async def test_deep_json_is_refused(self, client: Client, path: str) -> None:
        method = "PUT" if "settings" in path else "POST"
        deep = b'{"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
        error = await refused(client, method, path, 400, "bad_request", data=deep, headers=JSON)
        assert "levels" in error["message"]

    @pytest.mark.parametrize(
        "body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"id": 1}', b'{"id": "\\ud800"}']
    )
    async def test_broken_json_is_refused(self, client: Client, body: bytes) -> None:
        await refused(
            client, "POST", "/api/v1/pages", 400, "bad_request", data=io.BytesIO(body), headers=JSON
        )

    async def test_brackets_in_text_are_no_depth(self, client: Client) -> None:
        await client.page("https://www.aliexpress.com/x", "[" * 500)
