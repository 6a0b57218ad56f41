"""Which sources to ask for a parcel, in what order, and what their answers may change.

The order, for each parcel of an open order:

1. Cainiao, for every number that comes from an AliExpress order (shown and origin number). The order's own tracking
   page comes before it, but as an observation of the extension: it is never asked from here.
2. The carrier that the page or Cainiao names, with the second number (else with the shown one).
3. The shape of a number, as a hint: while nobody has told of a movement yet, or for a second number of which nobody
   says who carries it.
4. 17TRACK, if the buyer allows it, while nobody has told of a movement yet.

What an answer may change:

- Only `ok` changes what is known of a parcel. `announced` and `unknown` say that it was looked up; blocked,
  rate_limited, changed and network say something of the source and nothing of the parcel.
- Sources of the first two steps are *named*: the order's page, or Cainiao, says that the parcel is theirs. Their
  answers are passed on as they are, also with scans from before the order or from another country. Hiding these would
  hide the very signs of a used-before or a fake number, which the buyer must be warned of; the core judges them.
- Sources of the last two steps are *hinted*: nobody but the number's shape says that the parcel is theirs, and
  numbers are shared and reused. So a hinted answer for another country than the order's, delivered in another one, or
  with a scan from before the order day, is somebody else's parcel: it is returned as rejected, with the reason, and
  changes nothing. A hinted source whose country is another one is not even asked.
- A second number that a source names is believed only from a named source.
"""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import msgspec

from scraper.carriers import Needs, Source, failed, named, plain, same, sources, without_receiver
from scraper.facts import Outcome, ParcelStatus, Tracking
from scraper.fetch.asking import Asker, Heard
from scraper.numbers import identify, s10_is_right
from scraper.ours import not_ours
from scraper.places import located

log = logging.getLogger(__name__)

Trust = Literal["named", "hinted"]

NORMAL = timedelta(hours=6)
HURRY = timedelta(hours=2)
SELDOM = timedelta(hours=24)
NEAR = timedelta(hours=72)
LONG_SILENCE = timedelta(days=20)
JITTER = 0.15
MOST_HINTS = 2
LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Wanted:
    """A parcel to look up. `number` is the one that the order's page shows; days are calendar days.

    `deadline` (aware) is the nearest of its orders; the most urgent parcels are asked first. `carrier` is the one that
    the page names, `local_number` its number where known. `from_aliexpress` is False for numbers of no order.
    """

    number: str
    origin_number: str | None = None
    local_number: str | None = None
    carrier: str | None = None
    order_country: str | None = None
    order_day: date | None = None
    postcode: str | None = None
    deadline: datetime | None = None
    from_aliexpress: bool = True


@dataclass(frozen=True)
class Allowed:
    """What the buyer allows: sources switched off, the aggregator, API keys by source."""

    off: frozenset[str] = frozenset()
    aggregator: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)
    second_numbers: bool = True


@dataclass(frozen=True)
class Evidence:
    """A raw answer, ready to be frozen: receiver data is out, `sha256` is that of `raw` as UTF-8."""

    source: str
    url: str | None
    taken_at: datetime
    raw: str
    sha256: str
    screenshot: bytes | None = None


@dataclass(frozen=True)
class Found:
    """An answer about one number of a wanted parcel. `rejected` says why it is not taken for ours."""

    tracking: Tracking
    asked: str
    trust: Trust
    why: str
    evidence: Evidence | None = None
    problems: tuple[str, ...] = ()
    rejected: str | None = None


@dataclass(frozen=True)
class Unheard:
    """A source that said nothing of the number: why, until when it is left alone, and where a person can look."""

    source: str
    asked: str
    outcome: Outcome
    why: str
    page: str
    paused_until: datetime | None = None


@dataclass(frozen=True)
class Result:
    """What the look-up of one parcel brought."""

    wanted: Wanted
    found: tuple[Found, ...] = ()
    unheard: tuple[Unheard, ...] = ()

    @property
    def trackings(self) -> tuple[Tracking, ...]:
        """The facts to observe, rejected answers left out."""
        return tuple(found.tracking for found in self.found if found.rejected is None)

    @property
    def rejected(self) -> tuple[Found, ...]:
        return tuple(found for found in self.found if found.rejected is not None)

    @property
    def moved(self) -> bool:
        """Whether a source that may be believed has told of a movement."""
        return any(tracking.outcome == "ok" for tracking in self.trackings)


@dataclass(frozen=True)
class _Question:
    place: int
    source: Source
    number: str
    trust: Trust
    why: str


class LookUp:
    """Asks the sources for parcels. `asker` is the network or recorded answers; `now` gives aware instants; `hints`
    gives (source, why) for a number, likeliest first: by its shape, if nobody knows more."""

    def __init__(
        self,
        asker: Asker,
        allowed: Allowed | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        heard: Callable[[str], None] = lambda _: None,
        hints: Callable[[str], Iterable[tuple[str, str]]] | None = None,
    ) -> None:
        self._asker, self._allowed, self._now, self._tell = asker, allowed or Allowed(), now, heard
        self._hints = hints or by_shape

    async def look_up(self, wanted: Sequence[Wanted]) -> tuple[Result, ...]:
        """One result for each wanted parcel, in the same order. Asks nothing for none."""
        results = [Result(parcel) for parcel in wanted]
        for questions in (self._cainiao, self._named, self._named, self._hinted, self._aggregator):
            await self._round(results, [q for place, r in enumerate(results) for q in questions(place, r)])
        return tuple(results)

    # ------------------------------------------------------------ whom to ask

    def _cainiao(self, place: int, result: Result) -> Iterable[_Question]:
        wanted = result.wanted
        if not wanted.from_aliexpress:
            return
        for number in _different(wanted.number, wanted.origin_number):
            yield from self._question(
                place, result, "cainiao", number, "named", "an order of AliExpress shows it"
            )

    def _named(self, place: int, result: Result) -> Iterable[_Question]:
        for carrier, number, by in _second_legs(result):
            source = named(carrier)
            if source is None or source.key == "cainiao":
                continue
            if number is not None and self._allowed.second_numbers:
                yield from self._question(place, result, source.key, number, "named", f"{by} names {carrier}")
            elif number is None:
                shown = result.wanted.number
                yield from self._question(place, result, source.key, shown, "named", f"{by} names {carrier}")

    def _hinted(self, place: int, result: Result) -> Iterable[_Question]:
        asked = 0
        for number in _unclaimed(result) if result.moved else _all_numbers(result):
            for key, why in self._hints(number):
                if asked >= MOST_HINTS:
                    return
                for question in self._question(place, result, key, number, "hinted", why):
                    asked += question.source.access != "own_tab"
                    yield question

    def _aggregator(self, place: int, result: Result) -> Iterable[_Question]:
        if self._allowed.aggregator and not result.moved:
            yield from self._question(
                place, result, "17track", result.wanted.number, "hinted", "allowed by the buyer"
            )

    def _question(
        self, place: int, result: Result, key: str, number: str, trust: Trust, why: str
    ) -> Iterable[_Question]:
        """The question, unless it was asked already, is switched off, or cannot be for this parcel."""
        source = sources().get(key)
        if source is None or key in self._allowed.off or not source.takes(number):
            return
        asked = [(f.tracking.source, f.asked) for f in result.found] + [
            (u.source, u.asked) for u in result.unheard
        ]
        if any(source.key == other and same(number, told) for other, told in asked):
            return
        elsewhere = source.country and result.wanted.order_country not in {None, source.country}
        if trust == "hinted" and elsewhere:
            return
        yield _Question(place, source, number, trust, why)

    # ------------------------------------------------------------ asking

    async def _round(self, results: list[Result], questions: list[_Question]) -> None:
        """Asks all questions of one step: sources beside each other, the parcels of a source by urgency."""
        by_source: dict[str, list[_Question]] = {}
        for question in sorted(questions, key=lambda q: results[q.place].wanted.deadline or LATEST):
            by_source.setdefault(question.source.key, []).append(question)
        await asyncio.gather(*(self._ask_all(results, list(asked)) for asked in by_source.values()))

    async def _ask_all(self, results: list[Result], questions: list[_Question]) -> None:
        source = questions[0].source
        for start in range(0, len(questions), source.batch):
            batch = questions[start : start + source.batch]
            numbers = tuple(dict.fromkeys(plain(question.number) for question in batch))
            wanted = results[batch[0].place].wanted
            self._tell(f"{source.name}: {', '.join(numbers)}")
            heard = await self._heard(source, numbers, wanted)
            evidence = await asyncio.to_thread(self._evidence, heard)
            for question in batch:
                results[question.place] = _taken(results[question.place], question, heard, evidence)

    async def _heard(self, source: Source, numbers: tuple[str, ...], wanted: Wanted) -> Heard:
        needs = Needs(wanted.postcode, self._allowed.keys.get(source.key), wanted.order_country)
        if source.access == "own_tab" or source.request is None:
            return Heard(
                source, failed(source.key, "network", source.why_own_tab or "only your own tab is answered")
            )
        if "key" in source.needs and needs.key is None:
            return Heard(source, failed(source.key, "network", "it answers only with a key of your own"))
        if "postcode" in source.needs and needs.postcode is None:
            return Heard(
                source, failed(source.key, "network", "it answers only with the postcode of the delivery")
            )
        try:
            return await self._asker.ask(source, numbers, needs, wanted.deadline)
        except Exception:
            # One source's fault of ours must not keep the others from being asked.
            log.exception("asking %s failed", source.key)
            return Heard(source, failed(source.key, "changed", "asking it failed; the log says why"))

    def _evidence(self, heard: Heard) -> Evidence | None:
        if heard.reply is None:
            return None
        raw = without_receiver(heard.reply.body)
        digest = hashlib.sha256(raw.encode("utf-8", "replace")).hexdigest()
        return Evidence(heard.source.key, heard.reply.url, self._now(), raw, digest, heard.screenshot)


def _taken(result: Result, question: _Question, heard: Heard, evidence: Evidence | None) -> Result:
    """The result with what was heard about the question's number."""
    told = heard.answer.trackings
    about = [t for t in told if same(t.number, question.number)]
    about = about or [t for t in told if same(t.local_number, question.number)]
    country, order_day = result.wanted.order_country, result.wanted.order_day
    # A number that was used before can stand there twice: the parcel that fits the order is ours.
    about.sort(key=lambda tracking: not_ours(tracking, question.source, country, order_day) is not None)
    source, number = question.source, question.number
    about = [_located(tracking, country) for tracking in about]
    if not about:
        outcome: Outcome = "changed" if told else heard.answer.outcome
        why = "; ".join(heard.answer.problems) or "no answer about this number"
        page, until = source.page_for(number), heard.paused_until
        return replace(
            result, unheard=(*result.unheard, Unheard(source.key, number, outcome, why, page, until))
        )
    reason = not_ours(about[0], source, country, order_day)
    rejected = None if question.trust == "named" else reason
    found = Found(
        tracking=_without_second(about[0], question),
        asked=number,
        trust=question.trust,
        why=question.why,
        evidence=evidence,
        problems=heard.answer.problems,
        rejected=rejected,
    )
    return replace(result, found=(*result.found, found))


def _located(tracking: Tracking, country: str | None) -> Tracking:
    """The answer with the order's country behind its regions, where the source does not say where the parcel goes."""
    if tracking.destination_country is not None:
        return tracking
    return msgspec.structs.replace(tracking, events=located(tracking.events, country))


def _without_second(tracking: Tracking, question: _Question) -> Tracking:
    """The answer under the number that was asked; hinted sources name no second number of ours."""
    if question.trust == "hinted":
        return msgspec.structs.replace(tracking, local_number=None, local_carrier=None)
    return tracking


def _different(*numbers: str | None) -> list[str]:
    return list({plain(number): number for number in reversed(numbers) if number}.values())[::-1]


def _all_numbers(result: Result) -> list[str]:
    wanted = result.wanted
    told = [f.tracking.local_number for f in result.found if f.trust == "named"]
    return _different(wanted.local_number, *told, wanted.number, wanted.origin_number)


def _unclaimed(result: Result) -> list[str]:
    """Second numbers of ours of which nobody says who carries them."""
    claimed = {plain(number) for carrier, number, _ in _second_legs(result) if number and named(carrier)}
    shown = {plain(number) for number in (result.wanted.number, result.wanted.origin_number) if number}
    return [number for number in _all_numbers(result) if plain(number) not in claimed | shown]


def _second_legs(result: Result) -> list[tuple[str, str | None, str]]:
    """(carrier, its number if known, who says so): from the order's page, then from what was found."""
    legs: list[tuple[str, str | None, str]] = []
    if result.wanted.carrier:
        legs.append((result.wanted.carrier, result.wanted.local_number, "the order's page"))
    for found in result.found:
        tracking = found.tracking
        if found.trust == "named" and tracking.local_carrier:
            number = tracking.local_number or result.wanted.local_number
            legs.append((tracking.local_carrier, number, tracking.source))
    return legs


def by_shape(number: str) -> list[tuple[str, str]]:
    """(source, why) for the carriers that the shape of the number suggests, likeliest first; low ones left out."""
    hints = []
    for candidate in identify(number).candidates:
        source = sources().get(candidate.carrier)
        if source is not None and source.key != "cainiao" and candidate.confidence != "low":
            hints.append((source.key, candidate.why))
    if s10_is_right(number):
        hints.append(("upu", "a postal number of the world's posts"))
    return hints


def next_look_up(
    status: ParcelStatus | None,
    last_scan: date | None,
    deadline: datetime | None,
    now: datetime,
    *,
    open_order: bool = True,
    interval: timedelta = NORMAL,
    chance: float = 0.5,
) -> datetime | None:
    """When to ask again (aware); None where nothing is to be asked: no open order, or the parcel came to its end.

    2 h when out for delivery or less than 72 h to the nearest deadline; 24 h after 20 silent days with no deadline
    that near; else 6 h. `chance` (0..1) spreads the time by 15 % to both sides.
    """
    if not open_order or status in {"delivered", "returned", "lost_or_destroyed", "cancelled"}:
        return None
    wait = interval
    silent = last_scan is not None and now.date() - last_scan >= LONG_SILENCE
    if status in {"out_for_delivery", "delivery_failed"} or (
        deadline is not None and now < deadline <= now + NEAR
    ):
        wait = min(interval, HURRY)
    elif silent:
        wait = max(interval, SELDOM)
    return now + wait * (1 - JITTER + 2 * JITTER * min(max(chance, 0.0), 1.0))
