"""Which hosts may be contacted, and where they are found.

Tests and the demonstration lead a declared host to a stand-in on this computer:
`ORDERWARDEN_HOSTS="global.cainiao.com=127.0.0.1:8123 t.17track.net=127.0.0.1:8123"` (also separated by commas).
A host so mapped is asked over plain HTTP at that address with its own name in the `Host` header. Only loopback
addresses are taken; anything else is refused with an error, so that the setting can send nothing elsewhere.
"""

import ipaddress
import os
import re
import socket
from collections.abc import Collection, Mapping
from types import MappingProxyType
from urllib.parse import SplitResult, urlsplit, urlunsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

HostMap = Mapping[str, str]
NEVER = ("aliexpress", "alipay", "taobao")


class RefusedError(Exception):
    """An address that must not be contacted; the text says which and why. Always a mistake of ours."""


def host_map(setting: str | None = None) -> HostMap:
    """Host -> loopback "address:port" from the setting, else from ORDERWARDEN_HOSTS.

    Raises RefusedError for an entry that cannot be read or leads to another computer.
    """
    written = os.environ.get("ORDERWARDEN_HOSTS", "") if setting is None else setting
    found: dict[str, str] = {}
    for entry in re.split(r"[\s,;]+", written.strip()):
        if not entry:
            continue
        host, sign, target = entry.partition("=")
        address, _, port = target.rpartition(":")
        if not (host and sign and port.isdigit() and _is_loopback(address)):
            raise RefusedError(
                f"ORDERWARDEN_HOSTS: {entry!r} is not host=127.0.0.1:port; a host may only be led to this computer"
            )
        found[host.lower()] = target
    return MappingProxyType(found)


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return address == "localhost"


def checked(url: str, allowed: Collection[str]) -> SplitResult:
    """The parts of an address that may be contacted.

    Raises RefusedError for every host that the source did not declare, for AliExpress whatever was declared, and
    for anything but https on its own port.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RefusedError(f"{url[:80]}: no address") from None
    host = (parts.hostname or "").lower()
    if any(name in host for name in NEVER):
        raise RefusedError(f"{host}: only the buyer's own browser opens pages of AliExpress")
    if host not in allowed:
        raise RefusedError(f"{host or url[:80]}: no host that this source declared")
    if parts.scheme != "https" or parts.username or parts.password or port not in {None, 443}:
        raise RefusedError(f"{host}: only https on its own port, without a user in the address")
    return parts


def led(parts: SplitResult, hosts: HostMap) -> str:
    """The address to ask: unchanged, or for a host that is led to a stand-in, plain HTTP at the stand-in's port.

    The name stays in it (cookies belong to it); `StandIns` resolves it.
    """
    host = (parts.hostname or "").lower()
    target = hosts.get(host)
    if target is None:
        return urlunsplit(parts)
    return urlunsplit(parts._replace(scheme="http", netloc=f"{host}:{target.rpartition(':')[2]}"))


class StandIns(AbstractResolver):
    """Resolves led hosts to their stand-ins on this computer, and all others as usual."""

    def __init__(self, hosts: HostMap) -> None:
        self._hosts, self._usual = hosts, ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        target = self._hosts.get(host)
        address = target.rpartition(":")[0].strip("[]") if target else host
        return await self._usual.resolve("127.0.0.1" if address == "localhost" else address, port, family)

    async def close(self) -> None:
        await self._usual.close()
