"""Sentences of order pages -> dates, windows, countdowns, the late coupon.

What a sentence means is read from the stems that it holds (`languages/*.toml`), in the page's language; which day is
meant, by `dates`. Where the words are not known the caller says what the place on the page means (`meant`), and the
reading says so. A date that nothing understands is kept as `stated`.
Source of the sentences: captured pages of 2026 (English), help texts of 2019-2024, translations.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from scraper.aliexpress import dates
from scraper.aliexpress.countdowns import PACIFIC, countdown, counts_hours, day_counts, is_bare
from scraper.aliexpress.dates import Day
from scraper.aliexpress.money import amount_in, bears_sign
from scraper.aliexpress.reading import Page
from scraper.aliexpress.words import folded, in_known_words, places, says, shown
from scraper.facts import DateKind, LateCoupon, Money, StatedDate, Window

LONGEST_WINDOW_DAYS = 400
_COUPON_STATES = ("promised", "claimable", "collected", "expired")
_ANCHORS = {
    "placed": "placed",
    "paid": "paid",
    "deliver": "delivered",
    "confirm": "confirmed",
    "receipt": "delivered",
    "completed_on": "completed",
}
_HARD_END = re.compile(r"[。！？!?；;\n·•]|\s[|]\s")
_STOP = re.compile(r"(\S+)\.(?=\s+[^\s\d]|[^\W\d_a-z])")
_OTHER_CLOCKS = ("response", "coupon", "estimated", "deliver", "refund", "returns", "ship")
_OTHER_END = re.compile(r"coupon|pay|send|ship|refund|return|apply|deliver|eta|reply|respon", re.IGNORECASE)
_SALE = re.compile(
    r"activit|promo|sale|discount|campaign|flash|deal|banner|recommend|advert|review|evaluat|feedback|vip|member|game"
    r"|coin|bonus|lottery",
    re.IGNORECASE,
)
"""Names of components and members about anything but the order: their clocks are none of its own."""
_STILL_ON_ITS_WAY = timedelta(days=2)
_SHIPPING = re.compile(r"send|ship|process|deliver_?goods", re.IGNORECASE)
_ABBREVIATED = re.compile(r"[^\W\d_]{1,2}(?:\.[^\W\d_]{1,2})+")  # "ر.س", "z.B"
_BESIDE = re.compile(r"(?:^|\d[^\s\w]*|(?<!\w)\w{1,2})\s*$")  # "3 Ago.", "3 de ago."; not "3 days ago."
_OPENS_SENTENCE = re.compile(
    r"(?:der|die|das|ihre?|sie|wir|bitte|es|wenn|falls|danach|the|your|you|please|if|we|it)\b"
)
_DONE = ("placed", "paid", "ship", "deliver")
_SHORTEST_SENTENCE, _LONGEST_SENTENCE = 3, 300
_NEXT_WORD = re.compile(r"\W*(\w+)")
_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?![\d%])")
_MONEY = re.compile(
    r"(?:[^\s\d]{1,4}\s?)?\d[\d.,٫٬'’]*(?:\s?(?:[^\W\d_]{1,2}\.[^\W\d_]{1,2}\.?|[円元원]|[^\s\d.,·]{1,4}))?"
)


@dataclass
class Said:
    """What the sentences of one order say, collected from all blocks of its page."""

    page: Page
    status: str | None = None
    currency: str | None = None
    since: date | None = None
    dates: list[StatedDate] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)
    late_coupon: LateCoupon | None = None

    def sentences(self, text: str, where: str, *, counts_down: bool = False, service: bool = False) -> None:
        """Reads a text of one or more sentences. `service`: it stands in a block of services, where a refund date
        can only be the promise; `counts_down`: a span of time in it may be a countdown."""
        for part in split(shown(text), self.page.language):
            said = folded(part)
            found = dates.find(part, self.page.language)
            self._coupon_of(part, said)
            left = countdown(said, found, self.page.language) if counts_down else None
            if left:
                self.counted_down(left, part, where)
            for index, day in enumerate(found):
                self._day(day, index, found, part, where, service)
            if not left:
                self._window(said, found, part, where, service=service, must=counts_down)
            if counts_down and not (left or found) and _NUMBER.search(said) and not in_known_words(said):
                self.page.met(where, f"the numbers in {part!r} are not understood")
            elif self._ends_untold(said, found) and not left:
                self.page.met(where, f"the end in {part!r} is not understood")

    def _ends_untold(self, said: str, found: tuple[Day, ...]) -> bool:
        """Whether a folded sentence tells of the protection in numbers that are neither a day nor a span of days."""
        if found or not any(c.isdecimal() for c in said) or not says("protect", said, self.page.language):
            return False
        return not day_counts(said, found, self.page.language)

    def day(self, kind: DateKind, text: str, where: str, label: str | None = None) -> bool:
        """Keeps the one date of a short text as that promise; a text without a date is a problem."""
        found = dates.find(text, self.page.language)
        if not found:
            if any(c.isdecimal() for c in text):
                self.page.met(where, f"{text!r} is no date in a known form")
            return False
        self.keep(kind, found[-1], label or text, where)
        return True

    def keep(self, kind: DateKind, day: Day, text: str, where: str) -> None:
        """Keeps a date; two different dates for one promise are both kept, the same one once, with its sentence."""
        on = self.dated(day)
        if on is None:
            self.page.met(where, f"{text!r} has no year, and nothing says which")
            return
        text = text[:300]
        for index, known in enumerate(self.dates):
            if (known.kind, known.on) == (kind, on):
                if kind != "late_coupon" and not dates.find(known.text or "") and dates.find(text):
                    self.dates[index] = StatedDate(kind=kind, on=on, text=text)
                return
        self.dates.append(StatedDate(kind=kind, on=on, text=text))

    def dated(self, day: Day) -> date | None:
        """The date of a printed day; without a year the first since the order, else the nearest to the reading."""
        if day.year or self.since:
            return dates.with_year(day, since=self.since)
        return dates.with_year(day, near=self.page.seen_on)

    def counted_down(self, left: timedelta, text: str, where: str) -> None:
        """Keeps the end of a countdown: an instant, counted from when the page was read."""
        if self.page.seen_at is None:
            self.page.met(where, f"{text!r} counts down, and nothing says when the page was read")
            return
        at = (self.page.seen_at + left).astimezone(UTC).replace(microsecond=0)
        kind = "stated" if _SALE.search(where) else self._counted_kind(folded(text))
        if kind == "stated" and self.status not in ("unpaid", "expired", "cancelled"):
            self.page.met(where, f"the countdown {text!r} is not understood")
        if kind == "ship_by":
            self._append(StatedDate(kind=kind, on=at.astimezone(PACIFIC).date(), text=text[:300]))
        else:
            self._append(StatedDate(kind=kind, at=at, text=text[:300]))

    def ends_at(self, at: datetime, name: str, where: str) -> None:
        """Keeps an instant that a page gives as a number: what ends then, its name or the status tells.

        An order that is still on its way did not lose its protection days ago: it would be completed.
        """
        at = at.astimezone(UTC).replace(microsecond=0)
        kind: DateKind = "stated"
        over = self.page.seen_at is not None and at < self.page.seen_at - _STILL_ON_ITS_WAY
        if self.status == "shipped" and not (over or _OTHER_END.search(name) or _SALE.search(where)):
            kind = "protection_end"
        elif self.status == "processing" and _SHIPPING.search(name):
            kind = "ship_by"
        elif self.status != "unpaid":
            self.page.met(where, "an end whose meaning is not known")
        if kind == "ship_by":
            self._append(StatedDate(kind=kind, on=at.astimezone(PACIFIC).date()))
        else:
            self._append(StatedDate(kind=kind, at=at))

    def coupon(self, text: str, state: str = "promised") -> None:
        """Keeps the coupon whose amount a short text prints."""
        amount = self._amount(text)
        self._keep_coupon(state, amount)

    def promise(self, coupon: LateCoupon) -> None:
        """Keeps a coupon that was read already."""
        self._keep_coupon(coupon.state, coupon.amount)

    def _counted_kind(self, said: str) -> DateKind:
        language = self.page.language
        if self.status == "unpaid":
            return "stated"
        bare = not any(c.isdecimal() for c in said) or is_bare(said, language)
        if self.status == "processing":
            if says("ship", said, language):
                return "ship_by"
            return "protection_end" if says("protect", said, language) else "ship_by" if bare else "stated"
        if self.status == "shipped":
            if says("may_extend", said, language):
                return "stated"
            own = any(says(stem, said, language) for stem in ("protect", "confirm", "receipt"))
            other = any(says(stem, said, language) for stem in _OTHER_CLOCKS)
            return "protection_end" if own or (bare and not other) else "stated"
        if self.status in ("unknown", None) and says("protect", said, language):
            return "protection_end"
        return "stated"

    def _day(
        self, day: Day, index: int, found: tuple[Day, ...], part: str, where: str, service: bool
    ) -> None:
        if index + 1 < len(found) and _is_range(folded(part), day, found[index + 1]):
            return
        said = folded(part)
        first = index - 1 if index and _is_range(said, found[index - 1], day) else index
        start = found[first - 1].end if first else 0
        end = found[index + 1].start if index + 1 < len(found) else len(said)
        tight = said[start : day.end] if index + 1 < len(found) else said[start:]
        kind = self.kind_of(tight) or (self.kind_of(said[start:end]) if len(found) > 1 else None)
        if kind is None and len(found) > 1 and index:
            kind = self.kind_of(said[: day.end])
        if kind == "protection_end" and not self._can_end(day, tight, alone=len(found) == 1):
            kind = None
        if kind is None and service and says("refund", said, self.page.language):
            kind = "refund_if_undelivered"
            self.page.met(where, f"{part!r} read by its place, not by its words")
        if kind is None:
            on = self.dated(day)
            if on and any(known.on == on for known in self.dates):
                return
            self.page.met(where, f"the date in {part!r} is not understood")
            kind = "stated"
        self.keep(kind, day, part, where)

    def _can_end(self, day: Day, said: str, *, alone: bool) -> bool:
        """Whether a protection can end on that day: not where it begins then, nor where the day is over and the words
        tell of what was done on it: an extension, or what comes before any end."""
        language = self.page.language
        if says("ended", said, language):
            return True
        on, today = self.dated(day), self.page.seen_on
        over = on is not None and today is not None and on < today
        done = says("extended", said, language) or (not alone and any(says(s, said, language) for s in _DONE))
        return not says("begins", said, language) and not (over and done)

    def kind_of(self, said: str) -> DateKind | None:
        """What a date in a folded sentence is, from the stems around it; None if no known stem says it."""
        language = self.page.language

        def has(stem: str) -> bool:
            return says(stem, said, language)

        if has("coupon"):
            return "estimated_delivery" if _promised(said, language) else "late_coupon"
        if has("refund") and has("deliver"):
            return "refund_if_undelivered"
        if has("protect") and not has("estimated"):
            return self._protected_until(has("ship"), has("may_extend"))
        arrival = has("estimated") and has("deliver")
        if has("ship") and not arrival and self.status in ("unpaid", "processing", "unknown", None):
            return "ship_by"
        if has("estimated"):
            return "estimated_delivery"
        return None

    def _protected_until(self, ships: bool, may_extend: bool) -> DateKind | None:
        """What ends by itself on a day that a sentence names: an order that is not sent closes by itself too."""
        if self.status == "unpaid" or may_extend:
            return None
        return "ship_by" if ships and self.status == "processing" else "protection_end"

    def _window(
        self, said: str, found: tuple[Day, ...], part: str, where: str, *, service: bool, must: bool
    ) -> None:
        language = self.page.language
        for days, start, end in day_counts(said, found, language):
            if not 0 < days <= LONGEST_WINDOW_DAYS:
                continue
            anchor = _nearest_anchor(said, start, end, language)
            kind = _window_kind(said, anchor, language)
            if kind is None:
                refunding = says("refund", said, language) and not says("returns", said, language)
                if (must and not refunding) or (service and says("returns", said, language)):
                    self.page.met(where, f"the {days} days in {part!r} are not understood")
                continue
            if anchor is None:
                self.page.met(where, f"what the {days} days in {part!r} count from is not understood")
                continue  # "can be opened in 10 days" is no window that closes
            window = Window(kind=kind, days=days, from_=anchor)
            if window not in self.windows:
                self.windows.append(window)

    def _coupon_of(self, part: str, said: str) -> None:
        language = self.page.language
        if not says("coupon", said, language):
            return
        state = "promised"
        if not _promised(said, language):
            if says("collected", said, language):
                state = "collected"
            elif says("ended", said, language):
                state = "expired"
            elif says("collect", said, language):
                state = "claimable"
        self._keep_coupon(state, self._amount(part))

    def _keep_coupon(self, state: str, amount: Money | None) -> None:
        known = self.late_coupon
        if known:
            state = max(state, known.state, key=_COUPON_STATES.index)
            amount = known.amount or amount
        self.late_coupon = LateCoupon(state=state, amount=amount)

    def _amount(self, part: str) -> Money | None:
        """The amount in a text that also prints dates and spans of time."""
        for candidate in _MONEY.findall(part):
            amount = amount_in(candidate, self.currency) if re.search(r"[^\s\d.,]", candidate) else None
            if amount and bears_sign(candidate):
                return amount
        return None

    def _append(self, stated: StatedDate) -> None:
        if all(
            (known.kind, known.on, known.at) != (stated.kind, stated.on, stated.at) for known in self.dates
        ):
            self.dates.append(stated)


def split(text: str, language: str | None = None) -> list[str]:
    """The sentences of a text; stops inside numbers, of days ("3. August") and of short words end none, and that of a
    short month only where a sentence stands behind it."""
    parts: list[str] = []
    for piece in _HARD_END.split(text):
        start = 0
        for stop in _STOP.finditer(piece):
            word, after = folded(stop.group(1)).strip("(\"'"), _NEXT_WORD.match(piece, stop.end())
            following = after.group(1) if after else ""
            if following[:1].islower() or _ABBREVIATED.fullmatch(word):
                continue
            if word[-1:].isdecimal():
                if dates.month_of(folded(following) or " ", None):
                    continue
            elif len(word) <= 2 or (
                dates.month_of(word, None)
                and _BESIDE.search(piece[: stop.start()])
                and not _is_sentence(piece[stop.end() :][:_LONGEST_SENTENCE].lstrip(), language)
            ):
                continue
            parts.append(piece[start : stop.end()])
            start = stop.end()
        parts.append(piece[start:])
    return [part.strip() for part in parts if part.strip()]


def _is_sentence(rest: str, language: str | None) -> bool:
    """Whether what stands behind a short month ("3 Aug.") is a sentence: it has a time of its own, or is longer than
    the name of a place or a zone. Where nouns are written large, its first word must be none."""
    if not rest[:1].isalpha():
        return False
    said, found = folded(rest), dates.find(rest, language)
    if found or day_counts(said, found, language) or counts_hours(said, found, language):
        return True
    if language in (None, "de") and not _OPENS_SENTENCE.match(said):
        return False
    return len(rest.split()) >= _SHORTEST_SENTENCE


def has_amount(text: str) -> bool:
    """Whether a short text is an amount of money ("R$5", "5,00 €")."""
    said = shown(text)
    return bool(
        len(said) <= 24 and re.search(r"\d", folded(said)) and bears_sign(said) and not dates.find(said)
    )


def _promised(said: str, language: str | None) -> bool:
    """Whether a sentence about a coupon only promises it: "if delayed", "48 hours after" the promised day."""
    return says("delay", said, language) or (
        says("deliver", said, language) and counts_hours(said, dates.find(said, language), language)
    )


def _is_range(said: str, first: Day, second: Day) -> bool:
    return bool(
        re.fullmatch(
            r"\s*(?:[-–—~〜至]|to|bis|a|au|do|по|до)\s*", said[first.end : second.start].strip(".") or " -"
        )
    )


def _nearest_anchor(said: str, start: int, end: int, language: str | None) -> str | None:
    """What a window counts from: the event whose words stand nearest to the number of days. A receipt is the delivery,
    unless it is the one that is confirmed ("within 7 days of receipt confirmation")."""
    near: list[tuple[int, str]] = []
    for stem, anchor in _ANCHORS.items():
        counted = "confirmed" if stem == "receipt" and says("confirm", said, language) else anchor
        for first, last in places(stem, said, language):
            near.append((first - end if first >= end else start - last + 1, counted))
    return min((n for n in near if n[0] >= 0), default=(0, None))[1]


def _window_kind(said: str, anchor: str | None, language: str | None) -> str | None:
    if says("defective", said, language):
        return "defective"
    if anchor == "confirmed" and (says("returns", said, language) or says("refund", said, language)):
        return "change_of_mind"
    if says("returns", said, language):
        return "free_return"
    if says("dispute", said, language):
        return "dispute"
    return None
