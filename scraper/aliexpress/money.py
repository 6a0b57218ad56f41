"""Amounts of money. `formatPriceInfo` ("R$132,74|132|74": display, whole, fraction) is the safe form."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Any

from babel.numbers import get_currency_precision

from scraper.aliexpress.body import whole
from scraper.aliexpress.words import folded, speaks_of
from scraper.facts import Money

_CODE = re.compile(r"[A-Z]{3}")
_SYMBOLS = {
    "R$": "BRL", "€": "EUR", "£": "GBP", "₩": "KRW", "₪": "ILS", "zł": "PLN", "₽": "RUB", "руб": "RUB", "₴": "UAH",
    "Kč": "CZK", "₺": "TRY", "US $": "USD", "US$": "USD", "C$": "CAD", "CA$": "CAD", "AU $": "AUD", "AU$": "AUD",
    "A$": "AUD", "NZ$": "NZD", "MX$": "MXN", "CLP": "CLP", "JP¥": "JPY", "￥": "JPY", "円": "JPY", "Ft": "HUF",
    "lei": "RON", "лв": "BGN", "₹": "INR", "₸": "KZT", "SR": "SAR", "AED": "AED", "₫": "VND",
    "฿": "THB", "₱": "PHP", "₦": "NGN", "SFr": "CHF", "CHF": "CHF",
    "ر.س": "SAR", "د.إ": "AED", "ج.م": "EGP", "ر.ق": "QAR", "د.ك": "KWD",
}  # fmt: skip
_NO_NUMBER = str.maketrans("", "", "0123456789.,\u00a0\u202f")
_SHARED = {
    "￥": frozenset({"JPY", "CNY"}), "円": frozenset({"JPY", "CNY"}), "lei": frozenset({"RON", "MDL"}),
    "SR": frozenset({"SAR", "SCR"}), "A$": frozenset({"AUD", "ARS"}),
}  # fmt: skip
_CODES = (
    "USD|EUR|GBP|BRL|KRW|JPY|PLN|RUB|ILS|TRY|UAH|CZK|SEK|CAD|AUD|MXN|CLP|CHF|NOK|DKK|ISK|HUF|RON|BGN|CNY|INR|IDR|MYR|THB"
    "|VND|PHP|SGD|HKD|TWD|NZD|COP|PEN|ARS|UYU|ZAR|NGN|SAR|AED|QAR|KWD|BHD|OMR|EGP|MAD|TND|JOD|KZT|GEL"
)
_SIGN_WORD = re.compile(
    rf"(?<![^\W\d_])(?:{_CODES}|kr|Kč|zł|руб|грн|лв|ден|lei|Ft|TL|SR|DH|Rs|Rp|RM|S?Fr|S/|Bs|R|Q"
    r"|ر\.س|د\.إ|ج\.م|د\.ك|ر\.ق|د\.ب|ر\.ع|د\.أ|د\.ت|د\.ج|د\.م)(?![^\W\d_])|(?<=\d)\s?(?:円|원|元|:-)"
)
_USERS = {
    "$": frozenset(
        {"USD", "CAD", "AUD", "NZD", "BRL", "MXN", "CLP", "COP", "ARS", "SGD", "HKD", "TWD", "UYU"}
    ),
    "¥": frozenset({"JPY", "CNY"}),
}
_MOST_CENTS = 10**15
_NUMBER = re.compile(r"\d[\d.,'’ \u00a0\u202f٬٫]*")


def currency_code(*values: Any) -> str | None:
    """The first of the values that is an ISO 4217 code."""
    return next((v for v in values if isinstance(v, str) and _CODE.fullmatch(v)), None)


def price(info: Any, currency: Any, text: Any = None) -> Money | None:
    """The amount of a `formatPriceInfo`, else of its display text; None if either is no amount of that currency."""
    code = currency_code(currency)
    parts = info.split("|") if isinstance(info, str) else []
    if len(parts) == 3 and (code := code or currency_of(parts[0])) and not _coins(_sign(parts[0])):
        whole, fraction = _digits(parts[1]), _digits(parts[2])
        misplaced = len(fraction) > max(_precision(code), 2)  # "$12.345|12|345" in pesos: no fraction at all
        if whole and not misplaced and _digits(parts[0]) in (whole + fraction, whole):
            if len(fraction) == _precision(code):
                return Money(amount=f"{whole}.{fraction}" if fraction else whole, currency=code)
            return money(f"{whole}.{fraction or '0'}", code)
    display = text if isinstance(text, str) else parts[0] if parts else info
    return amount_in(display, code)


@cache
def _precision(currency: str) -> int:
    return get_currency_precision(currency)


def _sign(display: str) -> str:
    return display[:60].translate(_NO_NUMBER).strip()


@lru_cache(maxsize=512)
def _coins(sign: str) -> bool:
    said = folded(sign)
    return speaks_of("coins", said) or (speaks_of("coupon", said) and not bears_sign(sign))


def money(amount: str | Decimal, currency: str) -> Money | None:
    """The amount with as many decimals as its currency has (at least those that it was given with)."""
    try:
        value = Decimal(amount)
    except InvalidOperation:
        return None
    exponent = value.normalize().as_tuple().exponent
    given = -exponent if isinstance(exponent, int) else 0
    places = max(_precision(currency), given, 0)
    return Money(amount=f"{value:.{places}f}", currency=currency)


def cents(value: Any) -> Money | None:
    """The amount of `{"cent": 6125, "currency": "BRL"}`, in the smallest unit of its currency."""
    if not isinstance(value, dict):
        return None
    code = currency_code(value.get("currency"), value.get("currencyCode"))
    cent = value.get("cent")
    if code and (whole_cents := whole(cent)) is not None and abs(whole_cents) < _MOST_CENTS:
        return money(Decimal(whole_cents).scaleb(-_precision(code)), code)
    return amount_in(value.get("formatMoney") or value.get("formatedAmount") or value.get("amount"), code)


def currency_of(text: str) -> str | None:
    """The currency whose own sign stands in a text; a bare "$" or "kr" is no one's own."""
    named = re.search(rf"(?<![A-Za-z])(?:{_CODES})(?![A-Za-z])", text)
    if named:
        return named.group()
    signs = [sign for sign in _SYMBOLS if sign in text]
    return _SYMBOLS[max(signs, key=len)] if signs else None


def amount_in(text: Any, currency: str | None) -> Money | None:
    """The one amount in a short text, in the currency whose own sign it bears, else in the given one; no coins."""
    if not isinstance(text, str):
        return None
    plain = "".join(str(unicodedata.digit(c)) if c.isdecimal() and not c.isascii() else c for c in text[:200])
    code = _own_currency(plain, currency)
    numbers = [n.group().strip(" .,'’\u00a0\u202f") for n in _NUMBER.finditer(plain)]
    if code is None or len(numbers) != 1 or _coins(_sign(plain)):
        return None
    number = re.sub(r"[\s'’٬]", "", numbers[0]).replace("٫", ".")
    return money(_plain_number(number, _precision(code)), code)


def _own_currency(text: str, currency: str | None) -> str | None:
    own = currency_of(text)
    if (
        own is None
        and currency
        and any(sign in text and currency not in users for sign, users in _USERS.items())
    ):
        return None
    if own is None or currency is None or own == currency:
        return own or currency
    shared = any(sign in text and currency in users for sign, users in _SHARED.items())
    return currency if shared else own


def bears_sign(text: str) -> bool:
    """Whether a text holds the sign, the code or the word of a currency."""
    return any(unicodedata.category(c) == "Sc" for c in text) or bool(_SIGN_WORD.search(text))


def _plain_number(number: str, precision: int) -> str:
    """A number with any separators as a decimal: the last separator is the point if 1-2 digits follow it, or three
    in a currency that has three (its whole thousands are printed with them too)."""
    last = max(number.rfind("."), number.rfind(","))
    if last < 0:
        return number
    whole, fraction = re.sub(r"[.,]", "", number[:last]), number[last + 1 :]
    separators = set(re.sub(r"\d", "", number))
    once = len(separators) > 1 or number.count(number[last]) == 1
    if len(fraction) == 3 and whole.strip("0") and not (precision == 3 and once):
        return whole + fraction
    return f"{whole}.{fraction}"


def _digits(text: str) -> str:
    plain = "".join(filter(str.isdecimal, text))
    return plain if plain.isascii() else "".join(str(unicodedata.digit(c)) for c in plain)
