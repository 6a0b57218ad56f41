"""Reading what strangers send: nothing here trusts a type, a length or a depth. All of it is pure."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import msgspec

from scraper.carriers._source import Answer, Numbers, Reply, Source, among
from scraper.facts import Event, Outcome, Parcel, ParcelStatus, Tracking
from scraper.status import classify, with_direction

MOST_EVENTS = 300
MOST_PARCELS = 100
LONGEST_TEXT = 500
BEST_FIRST: tuple[Outcome, ...] = (
    "ok",
    "announced",
    "unknown",
    "rate_limited",
    "blocked",
    "changed",
    "network",
)
NO_SCAN = frozenset({"not_found", "info_received", "cancelled", "unknown"})


class UnreadableError(ValueError):
    """The body is not what this source answers; the text says what was met."""


class WallError(ValueError):
    """The source answered with a robot check; the text names the mark by which it was known."""


class TooOftenError(ValueError):
    """The source says that it was asked too often."""


class UnavailableError(ValueError):
    """The source says that it cannot answer now."""


# ---------------------------------------------------------------- values


def mapping(value: object) -> Mapping[str, Any]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def text(value: object, longest: int = LONGEST_TEXT) -> str | None:
    """A text in one line, without what is empty, invisible or a person's own; numbers are written out."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    line = re.sub(r"[\s\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+", " ", str(value)).strip()
    return line[:longest] if line and line.lower() not in {"null", "none", "undefined"} else None


def code(value: object) -> str | None:
    """A status code; anything longer than 64 characters is none."""
    found = text(value)
    return found if found is not None and len(found) <= 64 else None


def first(*values: object) -> str | None:
    """The first that is a text."""
    return next((found for found in map(text, values) if found is not None), None)


# ---------------------------------------------------------------- people

_PERSON = re.compile(
    r"(?i)((?:signed(?: for)?|received|accepted|collected|picked up|taken)\s+by|recipient(?: name)?|receiver"
    r"|consignee|signatory|signature|signed|firmado por|recibido por|destinatario|assinado por|recebido por"
    r"|re[cç]u par|sign[ée] par|remis [àa]|unterschrieben von|empf[äa]nger|firmato da|consegnato a"
    r"|getekend(?: door)?|签收人|收件人|簽收人|получатель|вручено)\s*[:：]\s*[^.;,|]+"
)
_SIGNED_BY = re.compile(
    r"(?i)\b(signed(?: for)? by|firmado por|assinado por|sign[ée] par)\s+(?!the\b|a\b)[A-ZÀ-Ý][^.;,|]*"
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_PHONE = re.compile(r"(?<![\w-])\+?\d[\d ()/.-]{8,16}\d(?![\w-])")


def wording(value: object) -> str | None:
    """The words of a scan, with the receiver's name, mail and phone taken out."""
    line = text(value)
    if line is None:
        return None
    line = _PERSON.sub(lambda met: met.group(1), line)
    line = _SIGNED_BY.sub(lambda met: met.group(1), line)
    line = _MAIL.sub("…", line)
    return _PHONE.sub(_without_phone, line).strip() or None


def _without_phone(met: re.Match[str]) -> str:
    """A phone number goes; a date, a time or a parcel number in the words stays."""
    found = met.group()
    digits = re.sub(r"\D", "", found)
    looks_like_phone = found.startswith("+") or re.search(r"[ ()/-]", found)
    dated = re.search(r"(?:19|20)\d\d[-/. ]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)?\d\d", found)
    return "…" if looks_like_phone and not dated and 9 <= len(digits) <= 15 else found


# ---------------------------------------------------------------- bodies

_JSONP = re.compile(r"^[\s;]*(?:/\*\*/)?\s*[\w$.]{1,80}\s*\(\s*(?=[\[{])")
_WALL = re.compile(
    r"rgv587_flag|<punish-component|/_____tmd_____/|FAIL_SYS_USER_VALIDATE|RGV587_ERROR|x5secdata"
    r"|captcha-delivery\.com|geo\.captcha|g-recaptcha|h-captcha|hcaptcha\.com|cf-chl-|challenge-platform"
    r"|Just a moment\.\.\.|awswaf|aws-waf-token|_Incapsula_Resource|Pardon Our Interruption"
    r"|Access Denied</|errors\.edgesuite\.net|px-captcha|slide to verify|unusual traffic|滑动验证",
    re.IGNORECASE,
)


def refuse_walls(body: str) -> None:
    """Raises WallError where the body is a robot check instead of an answer."""
    met = _WALL.search(body)
    if met is not None:
        raise WallError(met.group())


def json_of(body: str) -> Any:
    """The JSON value of a body, also out of a JSONP call. Raises WallError or UnreadableError."""
    bare = body.lstrip("\ufeff \t\r\n")
    if not bare.strip():
        raise UnreadableError("an empty answer")
    wrapped = _JSONP.match(bare)
    if wrapped is not None:
        bare = re.sub(r"\)\s*;?\s*$", "", bare[wrapped.end() :])
    if not bare.startswith(("{", "[")):
        refuse_walls(bare)
        raise UnreadableError("a web page where JSON was expected" if bare.startswith("<") else "not JSON")
    try:
        value = msgspec.json.decode(bare.encode("utf-8", "replace"))
    except RecursionError:
        raise UnreadableError("JSON nested too deeply") from None
    except msgspec.DecodeError as error:
        refuse_walls(bare)
        raise UnreadableError(f"JSON that breaks off or is broken ({error})") from None
    refusal = mapping(value).get("ret")
    if isinstance(refusal, list) and refusal:
        refuse_walls(json.dumps(refusal))
    if mapping(value).get("rgv587_flag"):
        raise WallError("rgv587_flag")
    return value


def object_of(body: str) -> Mapping[str, Any]:
    """The JSON object of a body. Raises WallError or UnreadableError."""
    value = json_of(body)
    if not isinstance(value, dict):
        raise UnreadableError("JSON of another form than an object")
    return value


# ---------------------------------------------------------------- times

_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?"
    r"\s*(Z|[+-]\d{2}:?\d{2})?"
)
_ZONE = re.compile(r"(?:GMT|UTC)?\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?")


def wall_clock(value: object, *forms: str) -> datetime | None:
    """The wall clock of a text in ISO order (2026-08-23 14:18:40) or in one of the `strptime` forms; naive.

    An offset in the text is not added: `offset_of` reads it. A date alone is that day at 00:00.
    """
    line = text(value, 64)
    if line is None:
        return None
    for form in forms:
        try:
            return datetime.strptime(line, form).replace(tzinfo=None)  # noqa: DTZ007 - a wall clock on purpose
        except ValueError:
            continue
    met = _ISO.fullmatch(line)
    if met is None:
        return None
    try:
        return datetime(*(int(part or 0) for part in met.groups()[:6]))  # type: ignore[arg-type] # noqa: DTZ001
    except ValueError:
        return None


def offset_of(value: object) -> str | None:
    """ "+08:00" from "GMT+8", "+0800", "2026-06-29T21:05:00+08:00" or "...Z"; None where there is none."""
    line = text(value, 64)
    if line is None:
        return None
    iso = _ISO.fullmatch(line)
    if iso is not None:
        line = iso.group(7) or ""
    if line in {"Z", "GMT", "UTC"}:
        return "+00:00"
    met = _ZONE.fullmatch(line)
    if met is None:
        return None
    hours, minutes = int(met.group(2)), int(met.group(3) or 0)
    return f"{met.group(1)}{hours:02d}:{minutes:02d}" if hours <= 14 and minutes < 60 else None


def instant_of(milliseconds: object) -> datetime | None:
    """The aware instant of an epoch in milliseconds; None outside 2000..2100."""
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int | float):
        return None
    if not 946_684_800_000 <= milliseconds < 4_102_444_800_000:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def wall_at(instant: datetime, offset: str) -> datetime:
    """The naive wall clock of an instant at an offset like "+08:00"."""
    sign = -1 if offset.startswith("-") else 1
    shift = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6]))
    return (instant.astimezone(UTC) + sign * shift).replace(tzinfo=None)


def day_of(value: object, *forms: str) -> date | None:
    """The calendar day of a text."""
    found = wall_clock(value, *forms)
    return None if found is None else found.date()


# ---------------------------------------------------------------- countries

_OTHER_NAMES = {
    "mainland china": "CN",
    "china mainland": "CN",
    "chinese mainland": "CN",
    "hong kong": "HK",
    "hong kong, china": "HK",
    "macau": "MO",
    "macao": "MO",
    "taiwan, china": "TW",
    "korea": "KR",
    "republic of korea": "KR",
    "korea (republic of)": "KR",
    "russian federation": "RU",
    "united states of america": "US",
    "usa": "US",
    "uk": "GB",
    "great britain": "GB",
    "great britain and northern ireland": "GB",
    "united kingdom of great britain and northern ireland": "GB",
    "czech republic": "CZ",
    "turkey": "TR",
    "türkiye": "TR",
    "holland": "NL",
    "the netherlands": "NL",
    "viet nam": "VN",
    "moldova, republic of": "MD",
    "macedonia": "MK",
    "uae": "AE",
    "ivory coast": "CI",
    "bosnia and herzegovina": "BA",
}


@cache
def _names(language: str) -> Mapping[str, str]:
    """Lower-case country name -> ISO 3166 code, from the tables of Unicode's CLDR."""
    from babel import Locale

    territories = Locale.parse(language).territories
    return {name.casefold(): key for key, name in territories.items() if len(key) == 2 and key.isalpha()}


def country(value: object) -> str | None:
    """ISO 3166 code of a country given by code or name; what follows a comma (a town) is left aside."""
    line = text(value, 120)
    if line is None:
        return None
    if re.fullmatch(r"[A-Z]{2}", line):
        return "GB" if line == "UK" else line
    for name in (line, line.split(",")[0].strip()):
        folded = name.casefold()
        if folded in _OTHER_NAMES:
            return _OTHER_NAMES[folded]
        for language in ("en", "fr", "es", "pt", "de", "it", "nl", "ru", "zh", "pl"):
            if folded in _names(language):
                return _names(language)[folded]
    return None


# ---------------------------------------------------------------- events, parcels, answers


def scan(
    source: str,
    local_time: datetime | None,
    *,
    words: object = None,
    raw_code: object = None,
    place: object = None,
    offset: str | None = None,
    language: str | None = None,
    status: ParcelStatus | None = None,
    carrier: str | None = None,
    advisory: bool = False,
) -> Event | None:
    """One scan with its status, from the code, else the words; None without a time (a scan has a day)."""
    said, known = wording(words), code(raw_code)
    if local_time is None or (said is None and known is None and status is None):
        return None
    judged = classify(carrier or source, known, said, language)
    return Event(
        local_time=local_time,
        utc_offset=offset,
        code=known,
        text=said,
        place=text(place, 120),
        status=status or judged.status,
        advisory=advisory or judged.advisory,
    )


def standing(events: Sequence[Event]) -> ParcelStatus | None:
    """The status that the events add up to: the newest physical scan (by local time, then the source's order,
    newest first), `exception` left aside; before any scan, what is announced."""
    scans = [event for event in events if not event.advisory and event.status not in NO_SCAN]
    moved = [event for event in scans if event.status != "exception"] or scans
    if moved:
        return max(moved, key=lambda event: event.local_time).status
    said = {event.status for event in events}
    if "cancelled" in said:
        return "cancelled"
    if "info_received" in said:
        return "info_received"
    return "unknown" if events else None


def told(source: str, parcel: Parcel, outcome: Outcome | None = None) -> Tracking:
    """The parcel as an answer of the source, with the status and the outcome that its events add up to.

    ok: something happened to the parcel; announced: it is known, and nothing but paper has moved yet.
    """
    events = with_direction(parcel.events[:MOST_EVENTS])
    status = parcel.status or standing(events)
    if outcome is None:
        if any(not event.advisory and event.status not in {"info_received", "not_found"} for event in events):
            outcome = "ok"
        else:
            outcome = "announced"
    if status is None and outcome in {"announced", "unknown"}:
        status = "info_received" if outcome == "announced" else "not_found"
    fields = {name: getattr(parcel, name) for name in Parcel.__struct_fields__}
    return Tracking(source=source, outcome=outcome, **(fields | {"events": events, "status": status}))


def unknown(source: str, number: str) -> Tracking:
    """The source does not know the number."""
    return Tracking(source=source, outcome="unknown", number=number, status="not_found")


def answer(source: str, trackings: Iterable[Tracking], problems: Iterable[str] = ()) -> Answer:
    """The answer of a source that could be read; its outcome is the best of its numbers."""
    found = tuple(trackings)[:MOST_PARCELS]
    outcome: Outcome = min((t.outcome for t in found), key=BEST_FIRST.index, default="changed")
    return Answer(source=source, outcome=outcome, trackings=found, problems=tuple(problems))


def failed(source: str, outcome: Outcome, problem: str, retry_after: float | None = None) -> Answer:
    """An answer that says nothing of any parcel, and why."""
    return Answer(source=source, outcome=outcome, problems=(f"{source}: {problem}",), retry_after=retry_after)


def reader(key: str) -> Callable[[Callable[[str, Numbers], Answer]], Callable[[str, Numbers], Answer]]:
    """Makes the reader of a source one that never raises and answers for the numbers asked only."""

    def safe(read: Callable[[str, Numbers], Answer]) -> Callable[[str, Numbers], Answer]:
        def guarded(body: str, numbers: Numbers) -> Answer:
            try:
                return _own_only(read(body, numbers), numbers)
            except WallError as wall:
                return failed(key, "blocked", f"a robot check instead of an answer ({wall})")
            except TooOftenError as limit:
                return failed(key, "rate_limited", str(limit))
            except UnavailableError as fault:
                return failed(key, "network", str(fault))
            except UnreadableError as problem:
                return failed(key, "changed", str(problem))
            except Exception as error:  # a stranger's answer must never stop the look-ups of the others
                return failed(key, "changed", f"an answer of another form ({type(error).__name__}: {error})")

        guarded.__name__ = guarded.__qualname__ = f"read_{key}"
        return guarded

    return safe


def _own_only(found: Answer, numbers: Numbers) -> Answer:
    """Takes out parcels that nobody asked for, and says of each number asked that was not answered."""
    if not numbers:
        return found
    own, problems = [], list(found.problems)
    for tracking in found.trackings:
        asked = among(tracking.number, numbers) or among(tracking.local_number, numbers)
        if asked is None:
            problems.append(
                f"{found.source}: the answer holds a parcel that was not asked for; it was left out"
            )
        else:
            own.append(tracking)
    missing = [n for n in numbers if not any(among(n, (t.number, t.local_number or "")) for t in own)]
    if found.trackings:
        problems += [f"{found.source}: no answer about {number}" for number in missing]
    outcome = min((t.outcome for t in own), key=BEST_FIRST.index, default=None)
    if outcome is None:
        outcome = found.outcome if not found.trackings else "changed"
    return replace(found, outcome=outcome, trackings=tuple(own), problems=tuple(problems))


# ---------------------------------------------------------------- replies


def judged(source: Source, reply: Reply, numbers: Numbers) -> Answer:
    """The answer that a reply is: the status and the headers say whether it is one, the source's reader the rest."""
    retry_after = _retry_after(reply)
    if reply.status == 429 or (reply.status == 503 and retry_after is not None):
        return failed(source.key, "rate_limited", f"asked too often (status {reply.status})", retry_after)
    if reply.headers.get("bxpunish"):
        return failed(source.key, "blocked", "a robot check instead of an answer (bxpunish)")
    if reply.status in source.missing_status:
        return answer(source.key, [unknown(source.key, number) for number in numbers])
    if 300 <= reply.status < 400:
        target = urlsplit(reply.headers.get("location", "")).hostname
        return failed(source.key, "blocked", f"sent elsewhere ({target or 'nowhere'}) instead of an answer")
    found = source.read(reply.body, numbers)
    if reply.status < 400 or found.outcome in {"ok", "announced", "unknown", "blocked", "rate_limited"}:
        return replace(found, retry_after=retry_after)
    if reply.status in {401, 403, 405, 406, 418}:
        return failed(source.key, "blocked", f"refused (status {reply.status})", retry_after)
    if reply.status >= 500:
        return failed(
            source.key, "network", f"the source is out of order (status {reply.status})", retry_after
        )
    return failed(source.key, "changed", f"an answer with status {reply.status}")


def _retry_after(reply: Reply) -> float | None:
    """Seconds to wait by `Retry-After`: a number, or a date against the reply's own clock."""
    written = reply.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,8}", written):
        return float(written)
    try:
        until = parsedate_to_datetime(written)
        since = parsedate_to_datetime(reply.headers.get("date", ""))
        return max(0.0, (until - since).total_seconds())
    except (ValueError, TypeError, IndexError):
        return None
