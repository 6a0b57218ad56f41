"""Plain HTTP to the hosts that a source declares, and to no other.

One session; a limit on size and time; text only; redirects are followed inside the declared hosts alone; one honest
User-Agent, the setting ORDERWARDEN_USER_AGENT. In tests and in the demonstration declared hosts can be led to a
stand-in on this computer: ORDERWARDEN_HOSTS="global.cainiao.com=127.0.0.1:8123" (see `scraper.fetch.hosts`), or the
argument `hosts=host_map("...")`.
"""

import os
from collections.abc import Collection
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import aiohttp
from yarl import URL

from scraper.carriers import Reply, Request
from scraper.fetch.hosts import HostMap, RefusedError, StandIns, checked, host_map, led

BIGGEST = 4_000_000
CONNECT_SECONDS = 10.0
WHOLE_SECONDS = 30.0
REDIRECTS = 3
TEXTUAL = (
    "text/",
    "application/json",
    "application/javascript",
    "application/x-javascript",
    "application/xml",
)


class UnreachableError(Exception):
    """The source could not be asked, or broke off; nothing is known of the parcel. The text is for people."""


class WrongAnswerError(Exception):
    """The source answered with what cannot be an answer: too big, or no text. The text is for people."""


def _own_name() -> str:
    try:
        return f"Mozilla/5.0 (compatible; Orderwarden/{version('orderwarden')})"
    except PackageNotFoundError:
        return "Mozilla/5.0 (compatible; Orderwarden)"


OWN_NAME = _own_name()


def user_agent() -> str:
    """The setting ORDERWARDEN_USER_AGENT, else the program's own name as browsers write it."""
    return os.environ.get("ORDERWARDEN_USER_AGENT") or OWN_NAME


class Http:
    """The one HTTP client of the scraper. Use as `async with Http() as http`."""

    def __init__(
        self,
        hosts: HostMap | None = None,
        *,
        agent: str | None = None,
        biggest: int = BIGGEST,
        connect_seconds: float = CONNECT_SECONDS,
        whole_seconds: float = WHOLE_SECONDS,
    ) -> None:
        self._hosts = host_map() if hosts is None else hosts
        self._agent = agent or user_agent()
        self._biggest = biggest
        self._limits = aiohttp.ClientTimeout(total=whole_seconds, connect=connect_seconds)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes the connections; a later `fetch` opens new ones."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(resolver=StandIns(self._hosts) if self._hosts else None),
                timeout=self._limits,
                headers={"User-Agent": self._agent, "Accept-Language": "en-US,en;q=0.9"},
            )
        return self._session

    async def fetch(self, request: Request, allowed: Collection[str]) -> Reply:
        """The reply to one request, whatever its status.

        Raises RefusedError (a host that was not declared), UnreachableError (no connection, too slow, broken off)
        and WrongAnswerError (too big, no text). A redirect out of the declared hosts is not followed: the reply is
        then the redirect itself, with its `location`.
        """
        url, method, body = request.url, request.method, request.body
        for _ in range(REDIRECTS + 1):
            parts = checked(url, allowed)
            reply = await self._once(parts.geturl(), method, body, request, allowed)
            target = reply.headers.get("location")
            if reply.status not in {301, 302, 303, 307, 308} or not target:
                return reply
            try:
                url = urljoin(url, target)
                checked(url, allowed)
            except (RefusedError, ValueError):
                return reply
            if reply.status in {301, 302, 303}:
                method, body = "GET", None
        raise UnreachableError(f"{checked(url, allowed).hostname} sends us in a circle")

    async def _once(
        self, url: str, method: str, body: bytes | None, request: Request, allowed: Collection[str]
    ) -> Reply:
        parts = checked(url, allowed)
        address = led(parts, self._hosts)
        headers = dict(request.headers) | {"Host": parts.hostname or ""}
        try:
            async with self._opened().request(
                method, URL(address, encoded=True), data=body, headers=headers, allow_redirects=False
            ) as response:
                self._check_type(response)
                received = await self._received(response)
                return Reply(
                    body=_decoded(received, response.charset),
                    status=response.status,
                    headers={key.lower(): value for key, value in response.headers.items()},
                    url=url,
                )
        except TimeoutError as error:
            raise UnreachableError(f"{parts.hostname} did not answer in time") from error
        except aiohttp.ClientError as error:
            raise UnreachableError(
                f"{parts.hostname} could not be reached ({type(error).__name__})"
            ) from error
        except (OSError, ValueError) as error:
            raise UnreachableError(f"{parts.hostname} could not be reached ({error})") from error

    def _check_type(self, response: aiohttp.ClientResponse) -> None:
        kind = response.headers.get("Content-Type", "text/plain").split(";")[0].strip().lower()
        if not (kind.startswith(TEXTUAL) or kind.endswith(("+json", "+xml")) or not kind):
            raise WrongAnswerError(f"{response.url.host} answered with {kind}, which is no text")

    async def _received(self, response: aiohttp.ClientResponse) -> bytes:
        received = bytearray()
        async for chunk in response.content.iter_chunked(65536):
            received += chunk
            if len(received) > self._biggest:
                raise WrongAnswerError(f"an answer of more than {self._biggest // 1000} kB")
        return bytes(received)


def _decoded(received: bytes, charset: str | None) -> str:
    try:
        return received.decode(charset or "utf-8", "replace")
    except LookupError:
        return received.decode("utf-8", "replace")
