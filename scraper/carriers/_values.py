"""Values, words and bodies from strangers: nothing here trusts a type, a length or a depth. Pure."""

import json
import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from bs4 import BeautifulSoup, Tag

from scraper.json_text import NotJson, json_value, whole_signs

LONGEST_TEXT = 500
MOST_TAGS = 40_000


class UnreadableError(ValueError):
    """The body is not what this source answers; the text says what was met."""


class WallError(ValueError):
    """The source answered with a robot check; the text names the mark by which it was known."""


class TooOftenError(ValueError):
    """The source says that it was asked too often."""


class UnavailableError(ValueError):
    """The source says that it cannot answer now."""


def mapping(value: object) -> Mapping[str, Any]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def listed(value: object, what: str) -> list[Any]:
    """The value if it is a list, nothing where there is none. Raises UnreadableError for anything else."""
    if value is None or isinstance(value, list):
        return value or []
    raise UnreadableError(f"{what} is no list")


def list_in(row: Mapping[str, Any], name: str) -> list[Any]:
    """The list that a row holds, also an empty one.

    Raises UnreadableError for anything else, and where it is missing: that does not tell that there are no scans.
    """
    if row.get(name) is None:
        raise UnreadableError(f"no {name}")
    return listed(row[name], name)


def objects(value: object, what: str) -> list[Mapping[str, Any]]:
    """The objects of a list, nothing where there is none.

    Raises UnreadableError for anything else, and for a list that holds things but not one object.
    """
    found = listed(value, what)
    known: list[Mapping[str, Any]] = [row for row in found if isinstance(row, dict)]
    if found and not known:
        raise UnreadableError(f"{what} holds no objects")
    return known


_ERROR = re.compile(r"error(?:s|code|message|msg|text|description)?|fault|exception(?:message)?")


def refuse_errors(said: Mapping[str, Any]) -> None:
    """Raises UnavailableError where an answer that holds nothing has a member that tells of an error."""
    for name, value in said.items():
        if _ERROR.fullmatch(name.replace("_", "").casefold()):
            rows = items(value) or [value]
            told = first(*(member for row in rows for member in (mapping(row).values() or [row])))
            if told is not None and told.casefold() not in {"0", "200", "ok", "success", "no error"}:
                raise UnavailableError(f"nothing but an error: {told}")


def text(value: object, longest: int = LONGEST_TEXT) -> str | None:
    """A text in one line, without what is empty, invisible or a person's own; numbers are written out."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    line = re.sub(r"[\s\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+", " ", str(value)).strip()
    return line[:longest] if line and line.lower() not in {"null", "none", "undefined"} else None


def is_set(value: object) -> bool:
    """Whether a flag is set, also one written as a number or a word."""
    written = "1" if value is True else (text(value) or "").casefold()
    return written in {"1", "1.0", "true", "y", "yes", "s", "si", "sì", "j", "ja"}


def code(value: object) -> str | None:
    """A status code; anything longer than 64 characters is none."""
    found = text(value)
    return found if found is not None and len(found) <= 64 else None


def place_name(value: object) -> str | None:
    """A place that is a name; a facility's number is none."""
    found = text(value, 120)
    return found if found is not None and any(letter.isalpha() for letter in found) else None


def town(value: object) -> str | None:
    """A place without a digit: one with a house number may be the receiver's door, and is dropped."""
    found = place_name(value)
    return None if found is None or re.search(r"\d", found) else found


def first(*values: object) -> str | None:
    """The first that is a text."""
    return next((found for found in map(text, values) if found is not None), None)


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
    line = text(unescape(value) if isinstance(value, str) and "&" in value else value)
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
    if not 9 <= len(digits) <= 15:
        return found
    if found.startswith("+"):
        return "…"
    dated = re.search(r"(?:19|20)\d\d[-/. ]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d\d", found)
    return "…" if re.search(r"[ ()/-]", found) and not dated else found


_JSONP = re.compile(r"^[\s;]*(?:/\*\*/)?\s*[\w$.]{1,80}\s*\(\s*(?=[\[{])")
_WALL = re.compile(
    r"rgv587_flag|<punish-component|/_____tmd_____/|FAIL_SYS_USER_VALIDATE|RGV587_ERROR|x5secdata"
    r"|captcha-delivery\.com|geo\.captcha|g-recaptcha|h-captcha|hcaptcha\.com|cf-chl-|challenge-platform"
    r"|Just a moment\.\.\.|awswaf|aws-waf-token|_Incapsula_Resource|Pardon Our Interruption"
    r"|Access Denied</|errors\.edgesuite\.net|px-captcha|slide to verify|unusual traffic|滑动验证",
    re.IGNORECASE,
)


def wall_in(body: str) -> str | None:
    """The mark of a robot check in a body; None where there is none."""
    met = _WALL.search(body)
    return None if met is None else met.group()


def refuse_walls(body: str) -> None:
    """Raises WallError where the body is a robot check instead of an answer."""
    met = wall_in(body)
    if met is not None:
        raise WallError(met)


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
        value = json_value(bare)
    except NotJson as error:
        refuse_walls(bare)
        raise UnreadableError(f"JSON that breaks off or is broken ({error})") from None
    refusal = mapping(value).get("ret")
    if isinstance(refusal, list) and refusal:
        refuse_walls(json.dumps(refusal))
    if mapping(value).get("rgv587_flag"):
        raise WallError("rgv587_flag")
    return value


def rows_of(body: str) -> list[Any]:
    """The JSON list that a body is; one value alone stands for a list of one. Raises as `json_of` does."""
    value = json_of(body)
    return value if isinstance(value, list) else [value]


def object_of(body: str) -> Mapping[str, Any]:
    """The JSON object of a body. Raises WallError or UnreadableError."""
    value = json_of(body)
    if not isinstance(value, dict):
        raise UnreadableError("JSON of another form than an object")
    return value


def page_of(body: str) -> BeautifulSoup:
    """The HTML of a body without its scripts. Raises UnreadableError where it is no page."""
    if "<" not in body[:2000]:
        raise UnreadableError("no web page" if body.strip() else "an empty answer")
    if body.count("<") > MOST_TAGS:
        raise UnreadableError(f"a page of more than {MOST_TAGS // 2} tags")
    page = BeautifulSoup(whole_signs(body), "lxml")
    for hidden in page(["script", "style", "noscript"]):
        hidden.decompose()
    return page


def words_of(tag: Tag | None) -> str | None:
    """The text of a tag in one line."""
    return None if tag is None else text(tag.get_text(" ", strip=True))
