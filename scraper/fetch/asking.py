"""One question to one source, from its conversation to its answer: HTTP first, the browser where that is needed."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from scraper.carriers import Answer, Conversation, Needs, Numbers, Reply, Request, Source, failed, judged
from scraper.fetch.browser import Browser, Visit
from scraper.fetch.hosts import RefusedError
from scraper.fetch.http import Http, UnreachableError, WrongAnswerError
from scraper.fetch.politeness import Manners, Paused, Way

FAILURES = frozenset({"blocked", "changed", "network"})
REPEATS = 2


@dataclass(frozen=True)
class Heard:
    """What a source answered, with the reply as it came and, from a browser, a PNG of the page."""

    source: Source
    answer: Answer
    reply: Reply | None = None
    screenshot: bytes | None = None
    paused_until: datetime | None = None


class Asker(Protocol):
    """Whoever can ask a source: the net, or recorded answers."""

    async def ask(self, source: Source, numbers: Numbers, needs: Needs, deadline: datetime | None) -> Heard:
        """The answer; never raises for what the outside does."""
        ...


class Net:
    """Asks over the network, with manners. `browser` None: sources that need one say that they were not reached."""

    def __init__(self, http: Http, browser: Browser | None, manners: Manners) -> None:
        self._http, self._browser, self._manners = http, browser, manners

    async def ask(self, source: Source, numbers: Numbers, needs: Needs, deadline: datetime | None) -> Heard:
        """Over HTTP; where that meets a wall and the source has a page that asks the same, in the browser.

        A wall counts for the way on which it stood: while HTTP is paused the browser may still be asked.
        """
        best: Heard | None = None
        for way, start in (("http", source.request), ("browser", source.browser_request)):
            if start is None or (best is not None and best.answer.outcome not in FAILURES):
                continue
            used: Way = "browser" if way == "browser" or source.access == "browser" else "http"
            heard = await self._one_way(source, start(numbers, needs), numbers, deadline, used)
            if best is None or heard.answer.outcome not in FAILURES:
                best = heard
        return best or Heard(source, failed(source.key, "network", "it answers only in your own browser tab"))

    async def _one_way(
        self,
        source: Source,
        conversation: Conversation,
        numbers: Numbers,
        deadline: datetime | None,
        way: Way,
    ) -> Heard:
        try:
            async with self._manners.turn(source, deadline, way):
                visit = await self._spoken(conversation, source)
        except Paused as paused:
            return Heard(source, failed(source.key, paused.outcome, str(paused)), paused_until=paused.until)
        except UnreachableError as error:
            return Heard(source, failed(source.key, "network", str(error)))
        except (WrongAnswerError, RefusedError) as error:
            return Heard(source, failed(source.key, "changed", str(error)))
        found = await asyncio.to_thread(judged, source, visit.reply, numbers)
        self._manners.heard(source, found.outcome, found.retry_after, way)
        return Heard(source, found, visit.reply, visit.screenshot)

    async def _spoken(self, conversation: Conversation, source: Source) -> Visit:
        visit: Visit | None = None
        try:
            request = next(conversation)
            while True:
                visit = await self._visit(request, source.hosts)
                for _ in range(REPEATS):
                    if visit.reply.status in source.fickle_status:
                        await self._manners.breathe()
                        visit = await self._visit(request, source.hosts)
                if visit.reply.status >= 400:
                    return visit
                request = conversation.send(visit.reply)
        except StopIteration:
            if visit is None:
                raise UnreachableError("the source had nothing to ask") from None
            return visit
        finally:
            conversation.close()

    async def _visit(self, request: Request, allowed: Collection[str]) -> Visit:
        if not request.in_browser:
            return Visit(await self._http.fetch(request, allowed))
        if self._browser is None:
            raise UnreachableError("this source needs a browser, and none is in use")
        return await self._browser.capture(request, allowed)
