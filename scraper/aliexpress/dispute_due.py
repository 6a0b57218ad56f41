"""By when the buyer must answer in a dispute or send back: what a text about it says, and what it does not.

A day that is over tells of something else ("Seller responded on Jul 9"); so does today, unless a word says "until".
"""

import re
from datetime import UTC, date, datetime

from scraper.aliexpress import dates
from scraper.aliexpress.countdowns import PACIFIC, countdown
from scraper.aliexpress.reading import Page
from scraper.aliexpress.sentences import split
from scraper.aliexpress.words import awaits_seller, folded, says, shown

_LONGEST = 600
_UNTIL = re.compile(
    r"\b(?:by|before|until|bis|vor|avant|jusqu\w*|antes|hasta|ate|entro|prima|do|przed|voor|tot|до|к|fore|senast|innan|pred)\b"
    r"|tarihin|εως|μεχρι|πριν|עד|לפני|قبل|حتى|까지|이전|までに|以前|前"
)


def awaits_buyer(state: str | None, text: str | None) -> bool:
    """Whether a dispute in that state waits for the buyer: for an answer, or for goods that are not sent back yet."""
    return state == "waiting_for_buyer" or (state == "return_agreed" and not (text and awaits_seller(text)))


def due_in(text: str, where: str, page: Page) -> list[str]:
    """Every due time that a text states: ISO instants from countdowns, ISO days from dates."""
    if len(text) >= _LONGEST or not any(c.isdecimal() for c in text):
        return []
    return [due for part in split(shown(text), page.language) for due in _due_in_sentence(part, where, page)]


def due_of_line(
    state: str | None, text: str | None, page: Page, where: str
) -> tuple[str | None, date | None]:
    """`answer_due` and `return_due` of a dispute of which only a line is known."""
    if (
        not text
        or not awaits_buyer(state, text)
        or (page.seen_at is None and not _UNTIL.search(folded(text)))
    ):
        return None, None
    due = earliest(due_in(text, where, page))
    return (due, None) if state == "waiting_for_buyer" else (None, as_day(due))


def earliest(found: list[str]) -> str | None:
    """The due time that comes first."""
    return min(found, key=lambda due: as_day(due) or date.max, default=None)


def as_day(due: str | None) -> date | None:
    """The Pacific day of a due time."""
    if due is None:
        return None
    return datetime.fromisoformat(due).astimezone(PACIFIC).date() if "T" in due else date.fromisoformat(due)


def _due_in_sentence(text: str, where: str, page: Page) -> list[str]:
    said = folded(shown(text))
    if not (
        says("response", said, page.language)
        or says("remaining", said, page.language)
        or says("returns", said, page.language)
    ):
        return []
    days = dates.find(said, page.language)
    left = countdown(said, days, page.language)
    if left is not None:
        if page.seen_at is None:
            page.met(where, f"{text!r} counts down, and nothing says when the page was read")
            return []
        return [(page.seen_at + left).astimezone(UTC).replace(microsecond=0).isoformat()]
    today = page.seen_at.astimezone(PACIFIC).date() if page.seen_at else None
    known = [on for day in days if (on := dates.with_year(day, near=page.seen_on))]
    due = [on for on in known if today is None or on > today or (on == today and _UNTIL.search(said))]
    return [on.isoformat() for on in due]  # a day that is over told of something else
