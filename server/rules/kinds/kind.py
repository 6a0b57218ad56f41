"""What a kind of notice is: one small function over a case, and what the catalogue says of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from server.rules.notice import Due
from server.rules.view import View

ORDER, OPEN, PARCEL, DISPUTE = "order", "an open parcel", "a named parcel", "a dispute"


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the catalogue.

    `needs` is what a case must have for the row to be asked at all; `when_settled` kinds are told about settled orders
    too. The texts are for the documentation.
    """

    name: str
    dues: Callable[[View], Iterable[Due]]
    needs: str
    when: str
    level: str
    cleared_by: str
    when_settled: bool = False
