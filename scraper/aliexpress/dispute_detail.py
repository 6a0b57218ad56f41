"""The detail of one dispute: `mtop.aliexpress.buyer.reverse.reverseOrderLineRenderForBuyer`.

The timers of sellers and buyers have been seen in no public answer: whatever counts down or prints a date in a
dispute that waits for the buyer, or in an agreed return, is taken as that due time.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from scraper.aliexpress import dates, ids
from scraper.aliexpress.body import record, texts_within, whole, words
from scraper.aliexpress.countdowns import PACIFIC
from scraper.aliexpress.dispute_due import as_day, awaits_buyer, due_in, earliest
from scraper.aliexpress.money import amount_in, cents
from scraper.aliexpress.reading import Page, Reading
from scraper.aliexpress.refunds import (
    ENDED,
    STATUS_TEXTS,
    from_epoch,
    instant_of,
    modified_on,
    names,
    reason_of,
    settled,
    state_of,
)
from scraper.aliexpress.words import shown
from scraper.facts import Dispute, DisputeState, Money

_PRIVATE = frozenset(
    {"seller", "aeItemDTO", "addressInfo", "receiver", "buyer", "logisticsReceiverInfo", "addressVO"}
)
_LEFT = re.compile(r"left|remain|count_?down", re.IGNORECASE)
_SHORTEST_LEFT, _LONGEST_LEFT = 10_000_000, 400 * 86_400_000  # milliseconds: less may be seconds
_LONGEST_DAY = 30
_DUE = re.compile(r"time_?out|deadline|count_?down|left_?time|remain|due|expire", re.IGNORECASE)


def read_dispute_detail(module: Mapping[str, Any], page: Page) -> Reading:
    """The one dispute of a detail page, as a list of one."""
    found = _detail(module, page)
    return Reading(
        kind="refund_list",
        disputes=(found,) if found else (),
        language=page.language,
        problems=tuple(page.problems),
    )


def _detail(module: Mapping[str, Any], page: Page) -> Dispute | None:
    asked = ids.asked(page.url)
    flat = {
        **asked,
        **{k: v for part in _parts(module) for k, v in part.items() if not isinstance(v, (dict, list))},
    }
    dispute_id, order_id, line_id = names(
        flat | {"buttons": module.get("buttons") or module.get("buttonDTOList")}
    )
    text = next((t for name in STATUS_TEXTS if (t := words(flat.get(name)))), None)
    where = f"dispute {dispute_id or line_id or order_id or ''}".strip()
    if not any((dispute_id, order_id, line_id, text)):
        page.met("dispute detail", "SUCCESS, but no dispute in it")
        return None
    page.misshapen(
        module, {"reverseFinishInfo": "object", "reachSolution": "object", "applyReason": "object"}, where
    )
    if order_id is None:
        page.met(where, "layout_changed: it names no order")
    finish = record(record(module.get("reverseFinishInfo")).get("refundInfo"))
    solution = record(module.get("reachSolution"))
    solved = _first_money(solution.get("refundMoney"))
    refund = _first_money(record(finish.get("refundDetails")).get("cashMoney")) or solved
    state = settled(state_of(flat, text, page, where), refund)
    if state is not None and finish and refund and state == "finished":
        state = "refund_decided"
    due = _due(module, state, text, page, where)
    decided = _day_of(finish.get("refundNewestTime"), page) or (modified_on(flat) if state in ENDED else None)
    return Dispute(
        dispute_id=dispute_id,
        order_id=order_id,
        line_id=line_id,
        state=state,
        opened_at=instant_of(flat, "gmtCreate"),
        proposed_at=next(
            (at for n in ("gmtProposal", "proposalTime", "applyTime") if (at := instant_of(flat, n))), None
        ),
        reason=reason_of(record(module.get("applyReason")).get("reasonName") or flat.get("reasonName"), page),
        claim=_first_money(
            *(flat_money(module, n) for n in ("applyMoney", "applyRefundMoney", "applyAmount", "claimMoney"))
        ),
        offer=solved
        if state == "waiting_for_buyer" and solved
        else _first_money(
            *(
                flat_money(record(module.get(n)), "refundMoney")
                for n in ("sellerSolution", "platformSolution")
            )
        ),
        answer_due=due if state == "waiting_for_buyer" else None,
        return_due=as_day(due) if state == "return_agreed" else None,
        refund=refund if state in (*ENDED, "return_agreed") else None,
        decided_on=decided if state in ENDED else None,
        text=shown(text) if text else None,
    )


def _parts(module: Mapping[str, Any], depth: int = 3) -> Iterator[Mapping[str, Any]]:
    """The module and the objects inside it, inner ones first, without those about persons and goods."""
    if depth:
        for name, value in module.items():
            if isinstance(value, dict) and name not in _PRIVATE:
                yield from _parts(value, depth - 1)
    yield module


def flat_money(module: Mapping[str, Any], name: str) -> Any:
    """A member that holds an amount, here or one level deeper."""
    if module.get(name) is not None:
        return module[name]
    return next((v[name] for v in module.values() if isinstance(v, dict) and v.get(name) is not None), None)


def _first_money(*values: Any) -> Money | None:
    for value in values:
        if found := cents(value) if isinstance(value, dict) else amount_in(value, None):
            return found
    return None


def _day_of(value: Any, page: Page) -> date | None:
    at = from_epoch(whole(value))
    if at:
        return at.astimezone(PACIFIC).date()
    text = words(value)
    day = dates.only_day(text, page.language) if text else None
    return dates.with_year(day, until=page.seen_on) if day else None


def _due(
    module: Mapping[str, Any], state: DisputeState | None, text: str | None, page: Page, where: str
) -> str | None:
    """The earliest due time that the page states while the buyer's answer or the buyer's return is awaited."""
    if not awaits_buyer(state, text):
        return None
    found: list[str] = []
    for part in _parts(module):
        for name, value in part.items():
            if not _DUE.search(name):
                continue
            at, on = _counted(name, whole(value), page, where), _printed(value, page)
            if at and (page.seen_at is None or at >= page.seen_at):
                found.append(at.isoformat())
            if on:
                found.append(on.isoformat())
    for path, sentence in texts_within(dict(module), where, _PRIVATE):
        found += due_in(sentence, path, page)
    return earliest(found)


def _printed(value: Any, page: Page) -> date | None:
    """The day that a member whose name says "deadline" prints, with nothing else; none that is over."""
    text = words(value)
    day = dates.only_day(text, page.language) if text and len(text) <= _LONGEST_DAY else None
    on = dates.with_year(day, near=page.seen_on) if day else None
    today = page.seen_at.astimezone(PACIFIC).date() if page.seen_at else None
    return on if on and (today is None or on >= today) else None


def _counted(name: str, number: int | None, page: Page, where: str) -> datetime | None:
    """The instant of a timer: an epoch in seconds or milliseconds, or the milliseconds that are left."""
    if number is None or from_epoch(number):
        return from_epoch(number)
    if not _LEFT.search(name) and (at := from_epoch(number * 1000)):
        return at
    if not _SHORTEST_LEFT <= number <= _LONGEST_LEFT or not _LEFT.search(name):
        if 0 < number < _SHORTEST_LEFT and _LEFT.search(name):
            page.met(f"{where}.{name}", f"{number}: seconds or milliseconds, the page does not say")
        return None
    if page.seen_at is None:
        page.met(f"{where}.{name}", "counts down, and nothing says when the page was read")
        return None
    return (page.seen_at + timedelta(milliseconds=number)).astimezone(UTC).replace(microsecond=0)
