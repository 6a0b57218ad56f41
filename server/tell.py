"""THE door out: a due notice goes from channel to channel until the buyer has seen it.

The browser is first: badge, banner and notification are the extension's, which fetches what is due. Who has not
acknowledged an `act` notice after 12 hours, or a `critical` one after 2, hears of it on the next channel: the
addresses that the buyer gave. Beside these the calendar is an alarm of its own. Once a day, if it is wished, one
digest says what is open.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from functools import partial
from typing import Protocol

from sqlalchemy import Connection

from server.house import House
from server.notice_json import notice_of
from server.store import meta, notices, orders, problems, sendings
from server.store.notice_rows import Stored
from server.watch.clock import read_back, written

log = logging.getLogger(__name__)

OPEN = ("due", "sent", "shown")
PATIENCE = {"act": 12.0, "critical": 2.0}
FIRST_WAIT = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=2)
MOST_TRIES = 60
"""Some five days: a computer may be without a connection that long, and the warning still count."""


@dataclass(frozen=True)
class Message:
    """What goes out on a channel: plain text, nothing of it is markup."""

    title: str
    body: str


class Channel(Protocol):
    """A way to the buyer besides the browser."""

    name: str
    """Says which channel it is, without what is secret of its address."""

    async def send(self, message: Message) -> None:
        """Hands the message over. Raises ChannelError, saying why, if it was not taken."""
        ...


class ChannelError(Exception):
    """A channel did not take a message."""


class Teller:
    """Climbs the ladder of channels, one step a tick."""

    def __init__(self, house: House, channels: Sequence[Channel] | None = None) -> None:
        self._house = house
        self._given = channels
        self._telling = asyncio.Lock()

    async def tell(self) -> None:
        """Sends what has waited too long, and the digest when its time has come."""
        if self._telling.locked():
            return
        async with self._telling:
            channels = self._channels()
            if not channels:
                return
            waiting = await self._house.read(self._waiting)
            await asyncio.gather(*(self._send_all(waiting, channel) for channel in channels))
            await self._digest(channels)

    async def _send_all(self, waiting: Sequence[Stored], channel: Channel) -> None:
        for stored in waiting:
            await self._send(stored.identity, partial(self._message, stored), channel)

    def _channels(self) -> Sequence[Channel]:
        if self._given is not None:
            return self._given
        if not self._house.settings.channels:
            return ()
        from server.channels.apprise import AppriseChannel

        return [AppriseChannel(address) for address in dict.fromkeys(self._house.settings.channels)]

    def _waiting(self, connection: Connection) -> list[Stored]:
        now = self._house.clock.now()
        waiting = []
        for row in notices.in_state(connection, *OPEN):
            stored = notices.as_it_stands(connection, row)
            hours = (PATIENCE | self._house.settings.patience).get(stored.notice["level"])
            at, end = read_back(stored.at), stored.deadline and read_back(stored.deadline)
            if hours is None or (end and end <= now):
                continue
            patience = timedelta(hours=hours)
            if end:  # a warning that came late must not wait past its end
                patience = min(patience, (end - at) / 2)
            if at + patience <= now:
                waiting.append(stored)
        return waiting

    async def _send(self, identity: str, message: Callable[[], Message | None], channel: Channel) -> bool:
        """One message on one channel, unless there is none any more; a failure is tried again, ever later, and shown
        to the buyer. Whether it is done with."""
        now = self._house.clock.now()
        sending = await self._house.read(sendings.find, identity, channel.name)
        if sending is not None:
            if sending.outcome == "sent" or sending.tries >= MOST_TRIES:
                return True
            wait = min(FIRST_WAIT * 2 ** min(sending.tries, 10), LONGEST_WAIT)
            if now < read_back(sending.at) + wait:
                return False
        said = await self._house.store.run(message)
        if said is None:
            return True
        error = await tried(channel, said)
        await self._house.store.run(self._note, identity, channel.name, written(now), error)
        return error is None

    def _message(self, stored: Stored) -> Message | None:
        """None where the buyer has seen it, or it is over, while a slow channel was told of others."""
        from server.api.notice_view import link_to

        with self._house.store.reading() as connection:
            now = notices.find(connection, stored.identity)
        if now is None or now.state not in OPEN:
            return None
        said = self._house.words().say(notice_of(stored.notice))
        link = link_to(stored.notice["page"], stored.order_ids[0])
        with self._house.store.reading() as connection:
            about = orders.about(connection, stored.order_ids)
        parts = (about, said.why, said.do, said.otherwise, link)
        return Message(said.title, "\n\n".join(part for part in parts if part))

    def _note(self, identity: str, channel: str, at: str, error: str | None) -> None:
        with self._house.store.transaction() as connection:
            sendings.note(connection, identity, channel, at, "sent" if error is None else "failed")
            if error is None:
                notices.sent(connection, [identity], at)
                if problems.solved(connection, f"channel {channel}"):
                    meta.next_change(connection)
            else:
                change = meta.next_change(connection)
                problems.met(connection, f"channel {channel}", [error], at, change)

    async def _digest(self, channels: Sequence[Channel]) -> None:
        """Today's digest, once on each channel; a day on which nothing is open at its time has none."""
        wished = self._house.settings.digest
        if wished is None:
            return
        local = self._house.clock.now().astimezone(self._house.zone)
        day = local.date().isoformat()
        if local.time() < time.fromisoformat(wished) or await self._house.read(meta.read, "digest_of") == day:
            return
        lines = await self._house.store.run(self._digest_lines)
        done = [
            not lines or await self._send(f"{sendings.DIGEST}{day}", self._digest_now, one)
            for one in channels
        ]
        if all(done):
            await self._house.store.run(self._end_digest, day)

    def _digest_now(self) -> Message:
        lines = self._digest_lines()
        return Message(f"Orderwarden: {len(lines)}", "\n".join(lines))

    def _end_digest(self, day: str) -> None:
        with self._house.store.transaction() as connection:
            meta.write(connection, "digest_of", day)

    def _digest_lines(self) -> list[str]:
        words = self._house.words()
        with self._house.store.reading() as connection:
            rows = notices.in_state(connection, *OPEN)
            waiting = [notices.as_it_stands(connection, row) for row in rows]
            waiting.sort(key=lambda stored: (stored.deadline is None, stored.deadline, stored.at))
            about = {stored.identity: orders.about(connection, stored.order_ids) for stored in waiting}
        return [
            "- "
            + ": ".join(filter(None, (about[stored.identity], words.say(notice_of(stored.notice)).title)))
            for stored in waiting
        ]


async def tried(channel: Channel, message: Message) -> str | None:
    """Why the channel did not take it; None if it did."""
    try:
        await channel.send(message)
    except ChannelError as error:
        return str(error)
    except Exception as error:
        log.exception("channel %s failed", channel.name)
        return f"it failed: {type(error).__name__}"
    return None
