"""Cainiao, the carrier of nearly every AliExpress parcel: one plain GET for up to ten numbers, no key.

Times: `timeStr` is the wall clock at the scan. The epoch `time` is that wall clock read as Beijing's, whatever the
zone label says (51 of 51 recorded events), so it is no instant and is not read; `timeZone` is often wrong outside
China. Exception: notices without a zone whose epoch keeps milliseconds are instants on the Beijing clock.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from msgspec.structs import replace

from scraper.carriers._reading import answer_of_rows, reader, scan, scans, told, unknown
from scraper.carriers._source import Answer, Conversation, Needs, Numbers, Request, Source, plain, same
from scraper.carriers._times import country, instant_of, offset_of, wall_at, wall_clock
from scraper.carriers._values import (
    TooOftenError,
    UnavailableError,
    UnreadableError,
    WallError,
    code,
    listed,
    mapping,
    object_of,
    objects,
    text,
)
from scraper.facts import Event, Parcel, ParcelStatus, Span, Tracking
from scraper.status import classify, denies_delivery

KEY = "cainiao"
BEIJING = "+08:00"

# The parcel's own status: coarse and unstable, so read only where no scan says more. Never "delivered" from it.
TOKENS: Mapping[str, ParcelStatus] = {
    "SELLER_PREPARING": "info_received",
    "WAIT_SELLER_SEND_GOODS": "info_received",
    "SELLER_SEND_GOODS": "info_received",
    "WAIT_ACCEPT": "info_received",
    "ACCEPTED": "accepted",
    "TRANSIT": "in_transit",
    "TRANSITING": "in_transit",
    "DELIVERING": "in_transit",
    "CLEAR_CUSTOMS": "customs_import",
    "FAILED": "delivery_failed",
    "RETURN": "returning",
    "RETURNED": "returned",
}
NOTHING_YET = frozenset({"SELLER_PREPARING", "WAIT_SELLER_SEND_GOODS", "SELLER_SEND_GOODS", "WAIT_ACCEPT"})
AT_ORIGIN = ("GWMS_", "PU_", "CW_", "SC_", "CC_EX_", "LH_HO_IN", "LH_HO_AIRLINE")
SAYS_NOTHING = frozenset({"carrier update", "shipment on the way"})
_BRACKET = re.compile(r"^\s*[\[【]([^\[\]【】]{1,80})[\]】]\s*(\S.*)$", re.DOTALL)


def request(numbers: Numbers, _needs: Needs) -> Conversation:
    """One question for up to ten numbers."""
    asked = ",".join(map(plain, numbers))
    query = urlencode({"mailNos": asked, "lang": "en-US", "language": "en-US"}, safe=",")
    yield Request(
        f"https://global.cainiao.com/global/detail.json?{query}",
        headers={"Accept": "application/json, text/plain, */*", "Referer": "https://global.cainiao.com/"},
    )


def in_browser(numbers: Numbers, _needs: Needs) -> Conversation:
    """The same answer, as the tracking page asks for it itself: the fallback where plain HTTP meets a wall."""
    asked = ",".join(map(plain, numbers))
    yield Request(
        f"https://global.cainiao.com/newDetail.htm?mailNoList={asked}&lang=en-US&language=en-US",
        captures=r"//global\.cainiao\.com(:\d+)?/global/detail\.json",
    )


@reader(KEY)
def read(body: str, numbers: Numbers) -> Answer:
    """Reads `detail.json`; without numbers, every parcel that it holds."""
    plain_answer = object_of(body)
    modules = plain_answer.get("module")
    if modules is None:
        data = plain_answer.get("data")
        modules = mapping(data).get("module", data)
    if isinstance(modules, dict) and "mailNo" in modules:
        modules = [modules]
    if not isinstance(modules, list):
        _refused(plain_answer)
        raise UnreadableError("no list of parcels (module)")
    found = answer_of_rows(KEY, modules, numbers, _parcel) if modules else None
    if found is None or (plain_answer.get("success") is False and found.outcome == "unknown"):
        _refused(plain_answer)
    if found is None:
        raise UnreadableError("a list without a parcel")
    return found


def _refused(said: Mapping[str, Any]) -> None:
    why = " ".join(filter(None, (text(said.get("errorCode")), text(said.get("errorMsg")))))
    if re.search(r"(?i)limit|too (many|often|frequent)|flow|429", why):
        raise TooOftenError(f"refused: {why}")
    if re.search(r"(?i)validate|punish|captcha|forbid|deny|denied|illegal|x5", why):
        raise WallError(why)
    if re.search(r"(?i)busy|system|time_?out|internal|unavailable|service", why):
        raise UnavailableError(f"refused: {why}")
    if said.get("success") is False:
        raise WallError(f"refused: {why or 'without a reason'}")


def _parcel(module: Mapping[str, Any], _numbers: Numbers, problems: list[str]) -> Tracking:
    number = text(module.get("mailNo"), 64)
    if number is None:
        raise UnreadableError("it names no parcel (mailNo)")
    traces = _traces(module, number, problems)
    status = (text(module.get("status")) or "").upper()
    if not traces and module.get("detailList") is None and not status:
        raise UnreadableError("neither a status nor a list of events (detailList)")
    names = _carrier_names(module, traces)
    events = scans(
        f"{KEY}: {number}", (_event(trace, names) for trace in traces), problems, newest_first=True
    )
    if (
        not events
        and status in {"", "NOT_FOUND"}
        and (text(module.get("mailNoSource")) or "EXTERNAL") == "EXTERNAL"
    ):
        return unknown(KEY, number)
    economy = f"{text(module.get('mailType')) or ''} {text(module.get('mailTypeDesc')) or ''}".casefold()
    parcel = Parcel(
        number=number,
        local_number=_second_number(module, number),
        carrier="Cainiao",
        local_carrier=text(mapping(module.get("destCpInfo")).get("cpName"), 80),
        service=text(module.get("mailType"), 80),
        origin_country=country(module.get("originCountry")),
        destination_country=country(module.get("destCountry")),
        untracked_last_mile=True if "economy" in economy else None,
        estimated_delivery=_estimate(mapping(module.get("globalEtaInfo"))),
        events=events,
    )
    if events:
        return told(KEY, parcel)
    if status in NOTHING_YET or not status:
        return told(KEY, parcel, "announced")
    problems.append(f"{KEY}: {number}: status {status} without a single scan")
    return told(KEY, replace(parcel, status=TOKENS.get(status, "unknown")), "ok")


def _traces(module: Mapping[str, Any], number: str, problems: list[str]) -> list[Mapping[str, Any]]:
    """The scans, newest first; the newest also where it stands only beside the list."""
    newest = mapping(module.get("latestTrace")) or mapping(module.get("globalCombinedLogisticsTraceDTO"))
    try:
        told = listed(module.get("detailList"), "detailList")
        traces = objects(told, "detailList")
    except UnreadableError as problem:
        if not newest:
            raise
        problems.append(f"{KEY}: {number}: {problem}")
        return [newest]
    if len(traces) != len(told):
        problems.append(f"{KEY}: {number}: an event that is no object")
    if newest and not any(_same_scan(newest, trace) for trace in traces) and not _older(newest, traces):
        return [newest, *traces]
    return traces


def _same_scan(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(text(one.get(name)) == text(other.get(name)) for name in ("actionCode", "timeStr"))


def _older(one: Mapping[str, Any], traces: list[Mapping[str, Any]]) -> bool:
    """Whether a scan lies before the newest of the others: then it says nothing new."""
    known = [clock for trace in traces if (clock := _when(trace)[0]) is not None]
    clock = _when(one)[0]
    if clock is None:
        said = {text(trace.get(name)) for trace in traces for name in ("actionCode", "standerdDesc")}
        return bool(said & {text(one.get("actionCode")), text(one.get("standerdDesc"))} - {None})
    return any(clock < other for other in known)


def _event(trace: Mapping[str, Any], carriers: frozenset[str]) -> Event | None:
    standard, place = _placed(text(trace.get("standerdDesc")), carriers)
    carrier_words, other_place = _placed(text(trace.get("desc")), carriers)
    words = carrier_words if carrier_words and _yields(standard, carrier_words) else standard
    local_time, offset = _when(trace)
    return scan(
        KEY,
        local_time,
        words=words or carrier_words,
        raw_code=trace.get("actionCode"),
        place=place or other_place,
        offset=offset,
    )


def _yields(standard: str | None, carrier_words: str) -> bool:
    """Whether the standard text gives way: it says nothing, or "delivered" where the carrier's own words deny it."""
    if (standard or "").casefold() in SAYS_NOTHING:
        return True
    return classify(KEY, None, standard).status == "delivered" and denies_delivery(KEY, carrier_words)


def _when(trace: Mapping[str, Any]) -> tuple[datetime | None, str | None]:
    """The wall clock of a scan, and its offset where that can be trusted: in China before the departure, and
    for Cainiao's own notices."""
    local_time = wall_clock(trace.get("timeStr"))
    instant = instant_of(trace.get("time"))
    label = text(trace.get("timeZone"))
    if label is None and instant is not None and instant.microsecond:
        beijing = wall_at(instant, BEIJING).replace(microsecond=0)
        if local_time in {None, beijing}:
            return beijing, BEIJING
    if local_time is None and instant is not None:
        return wall_at(instant, BEIJING).replace(microsecond=0), None
    if offset_of(label) == BEIJING and (code(trace.get("actionCode")) or "").startswith(AT_ORIGIN):
        return local_time, BEIJING
    return local_time, None


def _placed(words: str | None, carriers: frozenset[str]) -> tuple[str | None, str | None]:
    """ "[Shatian Town] Processing at sorting center" -> words and town; codes and carriers' names are no towns."""
    met = _BRACKET.match(words or "")
    if met is None:
        return words, None
    town, rest = met.group(1).strip(), met.group(2).strip()
    letters = sum(letter.isalpha() for letter in town)
    if letters < 2 or re.search(r"[\d_]{3}", town) or town.casefold() in carriers:
        return words, None
    return rest, town


def _carrier_names(module: Mapping[str, Any], traces: list[Mapping[str, Any]]) -> frozenset[str]:
    named = [module.get("destCpInfo"), *(trace.get("currentStatusCpInfo") for trace in traces)]
    names = (text(mapping(entry).get("cpName")) for entry in named)
    return frozenset(name.casefold() for name in names if name)


def _second_number(module: Mapping[str, Any], number: str) -> str | None:
    """The number of the carrier that delivers: the clean field, else the token in the sentence."""
    clean = plain(text(module.get("copyRealMailNo"), 64) or "")
    if not re.fullmatch(r"(?=.*\d)[A-Z0-9]{8,34}", clean):
        sentence = text(module.get("realMailNo")) or ""
        tokens = re.findall(r"(?<![A-Za-z0-9])(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{8,34}(?![A-Za-z0-9])", sentence)
        clean = tokens[-1].upper() if tokens else ""
    return None if not clean or same(clean, number) else clean


def _estimate(eta: Mapping[str, Any]) -> Span | None:
    """The days of delivery that Cainiao expects; the epochs are true instants."""
    days = [
        instant.date()
        for name in ("deliveryMinTime", "deliveryMaxTime")
        if (instant := instant_of(eta.get(name))) is not None
    ]
    return Span(from_=min(days), to=max(days)) if days else None


SOURCE = Source(
    key=KEY,
    name="Cainiao",
    access="http",
    hosts=frozenset({"global.cainiao.com"}),
    numbers=r"(?=.*\d)[A-Z0-9]{8,34}",
    request=request,
    browser_request=in_browser,
    read=read,
    page="https://global.cainiao.com/newDetail.htm?mailNoList={number}&lang=en-US",
    times="wall clock at the scan; no instant, except Cainiao's own notices (Beijing)",
    batch=10,
    gap=timedelta(seconds=3),
    asked_in=("mailNos", "mailNoList", "mailNo"),
    shape=r'"module"\s*:\s*\[\s*(?:\]|\{[\s\S]{0,3000}?"mailNo")',
)
