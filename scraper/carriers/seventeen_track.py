"""17TRACK: the page in a browser, or the official API v2.4 with the user's own key. Only if the buyer allows it.

Times: `time_raw` is the wall clock; an offset is told only where `time_raw.timezone` is given, since others are
invented (the same clock was seen at +08:00 and at -07:00).
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from msgspec.structs import replace

from scraper.carriers._reading import (
    answer,
    known_by,
    numbered,
    read_rows,
    reader,
    scan,
    scans,
    second,
    told,
    unknown,
)
from scraper.carriers._source import Answer, Conversation, Needs, Numbers, Request, Source, plain
from scraper.carriers._times import country, day_of, offset_of, wall_clock
from scraper.carriers._values import (
    TooOftenError,
    UnavailableError,
    UnreadableError,
    WallError,
    code,
    first,
    items,
    mapping,
    object_of,
    objects,
    text,
)
from scraper.facts import Event, Parcel, Span, Tracking

KEY = "17track"
API = "https://api.17track.net/track/v2.4"
QUOTA_GONE = "-18019908"
NOT_KNOWN = {"-18019902", "-18019903", "-18019909", "-18010012", "-18019810"}
ALREADY_REGISTERED = "-18019901"


def request(numbers: Numbers, needs: Needs) -> Conversation:
    """With a key: register, then ask (a new number needs minutes: it is known at the next look-up). Else the page."""
    if needs.key is None:
        yield Request(
            f"https://t.17track.net/en#nums={','.join(map(plain, numbers))}",
            captures=r"//t\.17track\.net(:\d+)?/track/restapi",
            until=r'"code"\s*:\s*(?:200|400)\s*,\s*"number"|"number"[^{}]*"code"\s*:\s*(?:200|400)|"meta"[^}]*"code"\s*:\s*-',
        )
        return
    headers = {"17token": needs.key, "Content-Type": "application/json", "Accept": "application/json"}
    asked = json.dumps([{"number": plain(number)} for number in numbers]).encode()
    yield Request(f"{API}/register", "POST", headers, asked)
    yield Request(f"{API}/gettrackinfo", "POST", headers, asked)


@reader(KEY)
def read(body: str, numbers: Numbers) -> Answer:
    """Reads the answer of the page (`shipments`) or of the API (`accepted`, `rejected`)."""
    said = object_of(body)
    if "meta" in said or "shipments" in said:
        return _web(said, numbers)
    return _official(said, numbers)


def _web(said: Mapping[str, Any], numbers: Numbers) -> Answer:
    meta = mapping(said.get("meta"))
    state = code(meta.get("code"))
    if state in {"-8", "-10", "-11", "-13", "-14"}:
        raise WallError(f"it wants a verification (code {state})")
    if state in {"429", "-5", "-6"}:
        raise TooOftenError(f"code {state} {text(meta.get('message')) or ''}".strip())
    rows = said.get("shipments")
    if not isinstance(rows, list):
        raise UnreadableError(f"no list of shipments (code {state})")
    problems: list[str] = []
    told_rows = objects(rows, "shipments")
    trackings = read_rows(
        KEY, [row for row in told_rows if mapping(row.get("shipment"))], numbers, _shipment, problems
    )
    pending = False
    for row in (row for row in told_rows if not mapping(row.get("shipment"))):
        number = numbered(row.get("number"), numbers)
        # 100 is still looking; 400 has no history at hand, which proves nothing: no status is told.
        if code(row.get("code")) == "100":
            pending = True
        elif code(row.get("code")) == "400":
            trackings.append(_registered(number))
        else:
            problems.append(f"{KEY}: {number}: code {code(row.get('code'))} without a shipment")
    if not trackings and pending:
        raise UnavailableError("it is still looking")
    if not trackings:
        raise UnreadableError(problems[0] if problems else "a list without a shipment")
    return answer(KEY, trackings, problems)


def _shipment(row: Mapping[str, Any], numbers: Numbers, problems: list[str]) -> Tracking:
    return _parcel(numbered(row.get("number"), numbers), mapping(row.get("shipment")), problems)


def _official(said: Mapping[str, Any], numbers: Numbers) -> Answer:
    state = code(said.get("code"))
    held = mapping(said.get("data"))
    if state not in {None, "0"} or not (
        isinstance(held.get("accepted"), list) or isinstance(held.get("rejected"), list)
    ):
        errors = [text(mapping(e).get("message")) for e in items(held.get("errors"))]
        _refused(state, "; ".join(filter(None, errors)))
        raise UnreadableError(f"neither accepted nor rejected numbers (code {state})")
    problems: list[str] = []
    trackings = read_rows(KEY, objects(held.get("accepted"), "accepted"), numbers, _accepted, problems)
    refusals = objects(held.get("rejected"), "rejected")
    for row in refusals:
        number = numbered(row.get("number"), numbers)
        reason = code(mapping(row.get("error")).get("code"))
        if reason == QUOTA_GONE and not trackings:
            raise TooOftenError("the quota of your key is used up")
        if reason == ALREADY_REGISTERED:
            trackings.append(_registered(number))
        elif reason not in NOT_KNOWN:
            problems.append(
                f"{KEY}: {number}: {reason} {text(mapping(row.get('error')).get('message')) or ''}".strip()
            )
        else:
            trackings.append(unknown(KEY, number))
    if not trackings:
        raise UnreadableError(problems[0] if problems else "no number in the answer")
    return answer(KEY, trackings, problems)


def _accepted(row: Mapping[str, Any], numbers: Numbers, problems: list[str]) -> Tracking:
    known_by(row, "track_info", "number")
    number = numbered(row.get("number"), numbers)
    info = mapping(row.get("track_info"))
    return _parcel(number, info, problems) if info else _registered(number)


def _registered(number: str) -> Tracking:
    """17TRACK has nothing to say of the parcel, which proves nothing."""
    return Tracking(source=KEY, outcome="unknown", number=number)


def _refused(state: str | None, why: str) -> None:
    if state in {"-18010002", "-18010003", "-18010004", "-18010001"}:
        raise WallError(f"your key or address is refused ({state} {why})".strip())
    if state in {"429", "-18010205", QUOTA_GONE}:
        raise TooOftenError(f"code {state} {why}".strip())


def _parcel(number: str, info: Mapping[str, Any], problems: list[str]) -> Tracking:
    providers = objects(mapping(info.get("tracking")).get("providers"), "providers")
    events = scans(f"{KEY}: {number}", _dated(providers), problems, newest_first=True)
    newest = mapping(info.get("latest_status"))
    state = text(newest.get("status")) or ""
    if not events and isinstance(info.get("latest_event"), dict):
        events = scans(f"{KEY}: {number}", [_event(mapping(info.get("latest_event")))], problems)
    if not events and not state:
        raise UnreadableError("neither a status nor an event")
    if not events and state == "NotFound":
        return unknown(KEY, number)
    misc = mapping(info.get("misc_info"))
    shipping = mapping(info.get("shipping_info"))
    local_number = second(misc.get("local_number"), number)
    parcel = Parcel(
        number=number,
        local_number=local_number,
        carrier=next(
            (name for p in providers if (name := text(mapping(p.get("provider")).get("name"), 80))), None
        ),
        local_carrier=text(misc.get("local_provider"), 80) if local_number else None,
        service=text(misc.get("service_type"), 80),
        origin_country=country(mapping(shipping.get("shipper_address")).get("country")),
        destination_country=country(mapping(shipping.get("recipient_address")).get("country")),
        estimated_delivery=_estimate(info),
        events=events,
    )
    if not events and state != "InfoReceived":
        problems.append(f"{KEY}: {number}: status {state} without a single event")
        return told(KEY, replace(parcel, status="unknown"), "ok")
    return told(KEY, parcel)


def _dated(providers: list[Mapping[str, Any]]) -> Iterator[Event | None]:
    """The legs' events in one list by their stated instants; each leg keeps its own order."""
    legs = [objects(provider.get("events"), "events") for provider in providers]
    told_legs = [leg for leg in legs if leg]
    rows = [row for leg in told_legs for row in leg]
    if len(told_legs) > 1:
        instants = [instant for leg in told_legs for instant in _instants(leg)]
        order = sorted(range(len(rows)), key=instants.__getitem__, reverse=True)
        rows = [rows[place] for place in order]
    yield from map(_event, rows)


def _instants(leg: list[Mapping[str, Any]]) -> list[str]:
    """The stated instant of each event of a leg, newest first; one without has that of the event below it."""
    instants = [""]
    for row in reversed(leg):
        instants.append(first(row.get("time_utc"), row.get("time_iso")) or instants[-1])
    return instants[:0:-1]


def _event(row: Mapping[str, Any]) -> Event | None:
    raw = mapping(row.get("time_raw"))
    local_time: datetime | None = None
    if text(raw.get("date")):
        local_time = wall_clock(f"{text(raw.get('date'))} {text(raw.get('time')) or '00:00:00'}")
    iso = first(row.get("time_iso"), row.get("time_utc"))
    trusted = offset_of(raw.get("timezone"))
    address = mapping(row.get("address"))
    place = first(row.get("location")) or ", ".join(
        filter(None, (text(address.get("city")), text(address.get("country"))))
    )
    return scan(
        KEY,
        local_time or wall_clock(iso),
        words=row.get("description"),
        raw_code=first(row.get("sub_status"), row.get("stage")),
        place=place or None,
        offset=trusted,
    )


def _estimate(info: Mapping[str, Any]) -> Span | None:
    eta = mapping(mapping(info.get("time_metrics")).get("estimated_delivery_date"))
    days: list[date] = [day for name in ("from", "to") if (day := day_of(eta.get(name)))]
    return Span(from_=min(days), to=max(days)) if days else None


SOURCE = Source(
    key=KEY,
    name="17TRACK",
    access="browser",
    hosts=frozenset({"t.17track.net", "api.17track.net"}),
    numbers=r"(?=.*\d)[A-Z0-9]{8,34}",
    request=request,
    read=read,
    page="https://t.17track.net/en#nums={number}",
    times="wall clock of the carrier; an offset only where the carrier gave one",
    batch=10,
    asked_in=("nums",),
    called=r"17\s*-?track",
    shape=r'"track_info"|"pre_status"|"rejected"\s*:\s*\[|"shipments"\s*:\s*\[\s*\{\s*"code"|"meta"\s*:\s*\{\s*"code"\s*:',
)
