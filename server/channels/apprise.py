"""Apprise addresses (ntfy, mail, Telegram, ...). Imported when the first one is used: the library weighs 50 MB."""

import asyncio
import contextlib
import hashlib
import logging
import re
import threading

from server.tell import ChannelError, Message

ANSWER_WITHIN = 30.0
"""Seconds. Who takes a message answers in that time; who is given up earlier may have taken it, and it comes twice."""

LONGEST = 60.0
"""Seconds for all of it: a service may send its answer drop by drop."""

CHARACTERS_A_SECOND = 50
"""A text that goes out in pieces takes longer: Apprise waits some seconds after each."""

SHORT = 1000
"""Characters. Who takes less (an SMS) gets the beginning, for it costs the buyer a message a piece."""

SEVERAL = re.compile(r"[\s,;]\s*[a-z][a-z0-9+]*://")


class AppriseChannel:
    """One address, as https://github.com/caronc/apprise/wiki writes it."""

    def __init__(self, address: str) -> None:
        self._address = address
        digest = hashlib.sha256(address.encode()).hexdigest()[:6]
        self.name = f"{address.partition('://')[0]}-{digest}"

    async def send(self, message: Message) -> None:
        """Raises ChannelError if Apprise does not know the address, or the service did not take the message."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[str | None] = loop.create_future()

        def tell(why: str | None, error: Exception | None) -> None:
            if done.done():
                return
            if error is not None:
                done.set_exception(error)
            else:
                done.set_result(why)

        def work() -> None:
            why, failed = None, None
            try:
                why = self._send(message)
            except Exception as error:
                failed = error
            with contextlib.suppress(RuntimeError):  # the server has ended meanwhile
                loop.call_soon_threadsafe(tell, why, failed)

        # a thread of its own: those of the server are few, and it would wait for them when it ends
        threading.Thread(target=work, name=self.name, daemon=True).start()
        try:
            async with asyncio.timeout(LONGEST + len(message.body) / CHARACTERS_A_SECOND):
                why = await done
        except TimeoutError:
            why = "the service did not answer in time"
        if why is not None:
            raise ChannelError(why)

    def _send(self, message: Message) -> str | None:
        """Why it was not taken."""
        import apprise

        logging.getLogger("apprise").setLevel(logging.CRITICAL)
        if SEVERAL.search(self._address):
            return "there are several addresses in one; give each its own"
        # a page to log in takes whatever is sent to it, and another host is not to read it
        sender = apprise.Apprise(asset=apprise.AppriseAsset(http_redirects=False))
        if not sender.add(self._address):
            return "Apprise does not know such an address; see its wiki for the right form"
        for service in sender:
            if "rto=" not in self._address:
                service.socket_read_timeout = ANSWER_WITHIN
            if "overflow=" not in self._address:
                short = service.body_maxlen < SHORT
                service.overflow_mode = apprise.OverflowMode.TRUNCATE if short else apprise.OverflowMode.SPLIT
        if not sender.notify(title=message.title, body=message.body, body_format=apprise.NotifyFormat.TEXT):
            return "the service did not take the message; check the address and the connection"
        return None
