"""A desktop of the tests' own, on a D-Bus of its own: it shows Chromium's notifications to nobody, and presses them."""

import asyncio
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType, message_bus, new_method_return, new_signal
from jeepney.io.asyncio import open_dbus_connection

NOTIFICATIONS = DBusAddress("/org/freedesktop/Notifications", interface="org.freedesktop.Notifications")


@dataclass
class Desktop:
    """The notifications that it was given: each with its number here, its title, and the keys that can be pressed."""

    address: str
    connection: Any
    shown: dict[int, tuple[str, list[str]]] = field(default_factory=dict)

    async def press(self, title: str, key: str) -> None:
        """Presses a button by its key (`0`, `1`), or the notification itself (`default`)."""
        number = next(number for number, (called, _) in self.shown.items() if called == title)
        assert key in self.shown[number][1]
        await self.connection.send(new_signal(NOTIFICATIONS, "ActionInvoked", "us", (number, key)))

    async def serve(self) -> None:
        while True:
            message = await self.connection.receive()
            if message.header.message_type is MessageType.method_call:
                signature, body = self._answer(message.header.fields[HeaderFields.member], message.body)
                await self.connection.send(new_method_return(message, signature, body))

    def _answer(self, member: str, body: Any) -> tuple[str | None, tuple[Any, ...]]:
        match member:
            case "GetCapabilities":
                return "as", (["actions", "body"],)
            case "GetServerInformation":
                return "ssss", ("desktop of the tests", "orderwarden", "1", "1.2")
            case "Notify":
                number = len(self.shown) + 1
                self.shown[number] = (body[3], body[5][::2])
                return "u", (number,)
        return None, ()


@asynccontextmanager
async def desktop() -> AsyncIterator[Desktop]:
    """Needs `dbus-daemon`. Chromium finds it by `DBUS_SESSION_BUS_ADDRESS`."""
    daemon = await asyncio.create_subprocess_exec(
        "dbus-daemon", "--session", "--nofork", "--print-address=1", stdout=PIPE, stderr=DEVNULL
    )
    assert daemon.stdout is not None
    address = (await daemon.stdout.readline()).decode().strip()
    connection = await open_dbus_connection(address)
    await connection.send(message_bus.RequestName("org.freedesktop.Notifications"))
    made = Desktop(address, connection)
    serving = asyncio.create_task(made.serve())
    try:
        yield made
    finally:
        serving.cancel()
        await connection.close()
        daemon.terminate()
        await daemon.wait()
