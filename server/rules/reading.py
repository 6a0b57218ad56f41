"""From the plain JSON of an observation to typed values; whatever is wrong is refused here, before anything changes.

Only the members that the rules need are taken. A member that is absent changes nothing, `null` takes a value back.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any, NamedTuple, TypeVar, get_args
from zoneinfo import ZoneInfo

from scraper.facts import DISPUTE_STATES, PARCEL_STATUSES, MarkKind, OrderStatus, Outcome
from server.rules.moments import read_day, read_instant

ORDER_STATUSES = frozenset(get_args(OrderStatus))
MARK_KINDS = frozenset(get_args(MarkKind))
OUTCOMES = frozenset(get_args(Outcome))
LARGEST_MONEY = 30
"""Digits before and after the point: more is no money, and takes for ever to be written out."""
LONGEST_WINDOW_DAYS = 3660
LONGEST_REASON = 200
Values = dict[str, Any]
Value = TypeVar("Value")


class Unreadable(ValueError):
    """An observation that cannot be read; the message names the member and what is wrong with it."""


class Stated(NamedTuple):
    """A date on a page: a day, or an instant from a countdown."""

    on: date | None
    at: datetime | None


class Scan(NamedTuple):
    """One event of a source as the rules see it; `time` is the naive wall clock at the scan."""

    time: datetime
    status: str
    place: str | None
    advisory: bool
    text: str | None
    code: str | None


class Money(NamedTuple):
    amount: Decimal
    currency: str | None


@dataclass(frozen=True, slots=True)
class Mark:
    """What the buyer said at `at` (UTC)."""

    at: datetime
    kind: str
    parcel: str | None
    line_id: str | None
    dispute_id: str | None
    notice: str | None
    until: datetime | None
    number: str | None


@dataclass(frozen=True, slots=True)
class Words:
    """A message in the order's chat."""

    at: datetime
    seller: bool
    text: str
    language: str | None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text")
    return value


def _one_of(allowed: frozenset[str], value: Any) -> str:
    if value not in allowed:
        raise ValueError(f"{value!r} is none of {', '.join(sorted(allowed))}")
    return str(value)


def _day(value: Any) -> date:
    return read_day(_text(value))


def _money(value: Any) -> Money:
    try:
        amount = Decimal(_text(value["amount"]))
    except (InvalidOperation, KeyError, TypeError):
        raise ValueError(f"{value!r} is no money") from None
    if not amount.is_finite() or abs(amount.adjusted()) > LARGEST_MONEY:
        raise ValueError(f"{value!r} is no money")
    return Money(amount, _maybe_text(value.get("currency")))


def number_of(value: Any) -> str:
    """A tracking number as it is compared: without spaces, in capitals."""
    return "".join(_text(value).split()).upper()


_number = number_of


def _maybe_text(value: Any) -> str | None:
    return None if value is None else _text(value)


def _read(name: str, read: Callable[[Any], Value], value: Any) -> Value:
    """The member as `read` takes it. Raises Unreadable for a value of whatever shape that it cannot take."""
    try:
        return read(value)
    except KeyError as error:
        raise Unreadable(f"{name}: {error.args[0]} is missing") from None
    except ValueError as error:
        raise Unreadable(f"{name}: {str(error)[:LONGEST_REASON]}") from None
    except (TypeError, AttributeError, OverflowError):
        raise Unreadable(f"{name}: {repr(value)[:LONGEST_REASON]} is not of its shape") from None


def _members(content: Mapping[str, Any], members: Mapping[str, Callable[[Any], Any]]) -> Values:
    values: Values = {}
    for name, value in content.items():
        read = members.get(name)
        if read is not None:
            values[name] = None if value is None else _read(name, read, value)
    return values


def _required(content: Mapping[str, Any], name: str) -> str:
    value = content.get(name)
    if not isinstance(value, str) or not value:
        raise Unreadable(f"{name}: is missing or no text")
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, (list, tuple)):
        raise ValueError(f"{value!r} is no list")
    return list(value)


def _window(item: Any) -> tuple[str, int, str]:
    count = int(item["days"])
    if not 0 <= count <= LONGEST_WINDOW_DAYS:
        raise ValueError(f"{count} days are no window")
    return _text(item["kind"]), count, _text(item.get("from") or "completed")


_ORDER: dict[str, Callable[[Any], Any]] = {
    "status": partial(_one_of, ORDER_STATUSES),
    "placed_on": _day,
    "paid_on": _day,
    "shipped_on": _day,
    "completed_on": _day,
    "closed_on": _day,
    "payment_method": _text,
    "destination_country": _text,
    "destination_city": _text,
    "late_coupon": lambda value: _text(value["state"]),
    "windows": lambda value: tuple(_window(item) for item in _list(value)),
    "parcels": lambda value: tuple(dict.fromkeys(_number(item) for item in _list(value))),
    "lines": lambda value: tuple(
        (_text(item["line_id"]), _number(item["parcel"]) if item.get("parcel") else None, "parcel" in item)
        for item in _list(value)
        if item.get("line_id")
    ),
    "page": _text,
}


@dataclass(frozen=True, slots=True)
class OrderRead:
    order_id: str
    page: str
    values: Values
    dates: dict[str, tuple[Stated, ...]] | None
    dates_gone: bool
    disputes: tuple["DisputeRead", ...]


def read_order(content: Mapping[str, Any], zone: ZoneInfo) -> OrderRead:
    """An order as one page shows it. Raises Unreadable."""
    order_id = _required(content, "order_id")
    values = _members(content, _ORDER)
    page = values.pop("page", None) or "order_detail"
    if values.get("status") == "unknown":  # a word that was not understood takes back nothing that was
        del values["status"]
    dates = _read("dates", partial(_dates, zone=zone), content.get("dates") or ())
    disputes = _read(
        "disputes",
        lambda items: tuple(read_dispute({"order_id": order_id, **item}, zone) for item in _list(items)),
        content.get("disputes") or (),
    )
    gone = "dates" in content and content["dates"] is None
    return OrderRead(order_id, page, values, dates, gone, disputes)


def _dates(items: Any, zone: ZoneInfo) -> dict[str, tuple[Stated, ...]]:
    dates: dict[str, tuple[Stated, ...]] = {}
    for item in _list(items):
        on, at = item.get("on"), item.get("at")
        stated = Stated(_day(on) if on else None, read_instant(_text(at), zone) if at else None)
        known = dates.get(_text(item["kind"]), ())
        dates[item["kind"]] = (*known, stated) if stated != (None, None) else known
    return dates


@dataclass(frozen=True, slots=True)
class DisputeRead:
    order_id: str
    dispute_id: str | None
    values: Values


def read_dispute(content: Mapping[str, Any], zone: ZoneInfo) -> DisputeRead:
    """A dispute as a page shows it. Raises Unreadable."""

    def instant(value: Any) -> datetime:
        return read_instant(_text(value), zone)

    def due(value: Any) -> Stated:
        text = _text(value)
        if len(text) == len("YYYY-MM-DD"):
            return Stated(read_day(text), None)
        return Stated(None, read_instant(text, zone))

    values = _members(
        content,
        {
            "state": partial(_one_of, DISPUTE_STATES),
            "line_id": _text,
            "opened_at": instant,
            "proposed_at": instant,
            "answer_due": due,
            "return_due": _day,
            "decided_on": _day,
            "claim": _money,
            "offer": _money,
            "refund": _money,
        },
    )
    dispute_id = content.get("dispute_id")
    if dispute_id is not None and not isinstance(dispute_id, str):
        raise Unreadable("dispute_id: is no text")
    return DisputeRead(_required(content, "order_id"), dispute_id, values)


@dataclass(frozen=True, slots=True)
class TrackingRead:
    source: str
    outcome: str
    number: str
    others: tuple[str, ...]
    values: Values
    scans: tuple[Scan, ...]


def _scan(item: Mapping[str, Any]) -> Scan:
    time = datetime.fromisoformat(_text(item["local_time"])).replace(tzinfo=None)
    read_day(time.date().isoformat())
    status = _one_of(PARCEL_STATUSES, item.get("status", "unknown"))
    place, text, code = (_maybe_text(item.get(name)) for name in ("place", "text", "code"))
    return Scan(time, status, place, bool(item.get("advisory")), text, code)


def _estimate(value: Any) -> date | None:
    last = value.get("to") or value.get("from")
    return _day(last) if last else None


_TRACKING: dict[str, Callable[[Any], Any]] = {
    "pickup_until": _day,
    "customs_due": _day,
    "estimated_delivery": _estimate,
    "untracked_last_mile": bool,
}


def read_tracking(content: Mapping[str, Any]) -> TrackingRead:
    """What one source answered about one number. Raises Unreadable."""
    outcome = _read("outcome", partial(_one_of, OUTCOMES), content.get("outcome"))
    others = tuple(
        _read(name, _number, content[name]) for name in ("origin_number", "local_number") if content.get(name)
    )
    values: Values = {}
    scans: tuple[Scan, ...] = ()
    if outcome == "ok":
        scans = _read(
            "events", lambda items: tuple(_scan(item) for item in _list(items)), content.get("events") or ()
        )
        values = _members(content, _TRACKING)
    number = _number(_required(content, "number"))
    return TrackingRead(_required(content, "source"), outcome, number, others, values, scans)


def read_mark(content: Mapping[str, Any], at: datetime, zone: ZoneInfo) -> tuple[str, Mark]:
    """The order and what the buyer said of it. Raises Unreadable."""
    values = _members(
        content,
        {
            "kind": partial(_one_of, MARK_KINDS),
            "parcel": _number,
            "line_id": _text,
            "dispute_id": _text,
            "notice": _text,
            "until": lambda value: read_instant(_text(value), zone),
            "number": _number,
        },
    )
    if values.get("kind") is None:
        raise Unreadable("kind: is missing")
    said = values.get
    mark = Mark(
        at,
        values["kind"],
        said("parcel"),
        said("line_id"),
        said("dispute_id"),
        said("notice"),
        said("until"),
        said("number"),
    )
    return _required(content, "order_id"), mark


def read_chat(content: Mapping[str, Any], at: datetime) -> tuple[str, Words]:
    """The order and a message of its chat. Raises Unreadable."""
    if content.get("from") not in ("seller", "buyer"):
        raise Unreadable("from: is neither seller nor buyer")
    language = _read("language", _maybe_text, content.get("language"))
    words = Words(at, content["from"] == "seller", _required(content, "text"), language)
    return _required(content, "order_id"), words
