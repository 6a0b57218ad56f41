"""Apprise addresses (ntfy, mail, Telegram, ...). Imported when the first one is used: the library weighs 50 MB."""

import asyncio
import hashlib
import logging
from urllib.parse import urlsplit

from server.tell import ChannelError, Message


class AppriseChannel:
    """One address, as https://github.com/caronc/apprise/wiki writes it."""

    def __init__(self, address: str) -> None:
        self._address = address
        digest = hashlib.sha256(address.encode()).hexdigest()[:6]
        self.name = f"{urlsplit(address).scheme}-{digest}"

    async def send(self, message: Message) -> None:
        """Raises ChannelError if Apprise does not know the address, or the service did not take the message."""
        await asyncio.to_thread(self._send, message)

    def _send(self, message: Message) -> None:
        import apprise

        logging.getLogger("apprise").setLevel(logging.CRITICAL)
        sender = apprise.Apprise()
        if not sender.add(self._address):
            raise ChannelError("Apprise does not know such an address; see its wiki for the right form")
        if not sender.notify(title=message.title, body=message.body, body_format=apprise.NotifyFormat.TEXT):
            raise ChannelError("the service did not take the message; check the address and the connection")
