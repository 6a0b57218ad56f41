"""What the buyer wants of a pack, from the words of a command or of a request."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import get_currency_precision, is_currency

from server.evidence.claims import FORM_LIMIT
from server.evidence.grounds import REASONS, Reason
from server.evidence.phrases import one_line
from server.evidence.printing import MOST_BYTES

ENGLISH = "en"
LANGUAGE = re.compile(r"[a-z]{2,3}([-_][A-Za-z]{2,4})?")
AMOUNT = re.compile(r"\s*(\d{1,12}(?:[.,]\d{1,4})?)\s*([A-Za-z]{3})\s*")
LONGEST_DESCRIPTION = 600


class WrongWish(ValueError):
    """A wish that cannot be met; the text names it and says what may be said."""


@dataclass(frozen=True)
class Wishes:
    """What the buyer wants of a pack. `amount` and `reason` hold for every order of it; sizes are bytes, characters."""

    language: str = ENGLISH
    letter_language: str | None = None
    reason: Reason | None = None
    amount: Mapping[str, str] | None = None
    described: str | None = None
    most_picture_bytes: int = MOST_BYTES
    most_characters: int = FORM_LIMIT


def wishes_of(
    usual_language: str | None,
    *,
    language: str | None = None,
    letter_language: str | None = None,
    reason: str | None = None,
    amount: str | None = None,
    described: str | None = None,
    picture_limit: int = MOST_BYTES // 1000,
    text_limit: int = FORM_LIMIT,
) -> Wishes:
    """The wishes, checked. `picture_limit` is in KB. Raises WrongWish."""
    for name in (language, letter_language):
        if name is not None and not LANGUAGE.fullmatch(name):
            raise WrongWish(f"{name!r} is no language like de or pt-BR")
    if reason is not None and reason not in REASONS:
        raise WrongWish(f"{reason!r} is no reason; there are {', '.join(REASONS)}")
    if described is not None and len(described) > LONGEST_DESCRIPTION:
        raise WrongWish(f"the description is longer than {LONGEST_DESCRIPTION} characters")
    return Wishes(
        language=language or usual_language or ENGLISH,
        letter_language=letter_language,
        reason=next((known for known in REASONS if known == reason), None),
        amount=_amount(amount),
        described=one_line(described, LONGEST_DESCRIPTION) if described else None,
        most_picture_bytes=picture_limit * 1000,
        most_characters=text_limit,
    )


def _amount(text: str | None) -> Mapping[str, str] | None:
    if text is None:
        return None
    wrong = f'{text!r} is no amount like "12.50 EUR"'
    match = AMOUNT.fullmatch(text)
    if match is None or not is_currency(match[2].upper()):
        raise WrongWish(wrong)
    amount, currency = Decimal(match[1].replace(",", ".")), match[2].upper()
    if -int(amount.as_tuple().exponent) > get_currency_precision(currency):
        raise WrongWish(f"{wrong}: write thousands without a sign between them")
    if amount <= 0:
        raise WrongWish(wrong)
    return {"amount": f"{amount:f}", "currency": currency}
