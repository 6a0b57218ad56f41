"""JSON of strangers to a value that can be kept and sent: what browsers take is taken, half a sign becomes a mark."""

import json
import re
from typing import Any

import msgspec

_JSON = json.JSONDecoder()
_HALF = re.compile(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]")
"""What half a sign may be written as; whole ones are written so too."""


class NotJson(ValueError):
    """The text is no JSON; says why, and where."""


def json_value(text: str) -> Any:
    """The JSON value of a text; whole numbers stay exact. Raises NotJson."""
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        pass  # msgspec refuses what browsers take: half signs, NaN
    try:
        return _whole_signs(json.loads(text), text)
    except RecursionError:
        raise NotJson("JSON nested too deeply") from None
    except ValueError as error:
        raise NotJson(f"no JSON: {_reason(error)}") from None


def leading_value(text: str, start: int) -> Any:
    """The JSON value at a place of a text, whatever follows it. Raises NotJson."""
    try:
        value, end = _JSON.raw_decode(text, start)
        return _whole_signs(value, text[start:end])
    except RecursionError:
        raise NotJson("JSON nested too deeply") from None
    except ValueError as error:
        raise NotJson(f"broken JSON: {_reason(error)}") from None


def whole_signs(text: str) -> str:
    """The text with a mark for each half of a sign, which can be neither stored nor sent; two halves become one."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _whole_signs(value: Any, written: str) -> Any:
    """The value with a mark for each half of a sign: who cuts a title within an emoji leaves one."""
    if not _HALF.search(written):
        return value
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.loads(whole_signs(text))
    return value


def _reason(error: ValueError) -> str:
    """Where and why; Python itself refuses only numbers of thousands of digits, with words for programmers."""
    return str(error) if isinstance(error, json.JSONDecodeError) else "a number of too many digits"
