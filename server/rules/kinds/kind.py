"""What a kind of notice is: one small function over a case, and what the catalogue says of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from server.rules.notice import Due
from server.rules.parcels import GONE_WRONG
from server.rules.view import View

ALWAYS = "an order"
OPEN = "an open parcel"
UNSENT = "paid and not sent"
COMPLETED = "completed"
SCANNED = "a parcel with a scan"
DELIVERED = "a parcel that a source calls delivered"
WAITING = "a parcel that waits for the buyer"
GONE = "a parcel that has gone wrong"
DISPUTE = "a dispute"
DECIDED = "money that is to come back"
MARKED = "a word of the buyer"


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


def had_by(view: View) -> set[str]:
    """What a case has of all that kinds need."""
    has = {ALWAYS}
    if view.open:
        has.add(OPEN)
    if view.status in ("processing", "completed"):
        has.add(UNSENT if view.status == "processing" else COMPLETED)
    if view.disputes:
        has.update((DISPUTE, DECIDED))
    elif view.status == "cancelled":
        has.add(DECIDED)
    if view.order.marks:
        has.add(MARKED)
    for parcel in view.parcels:
        status = parcel.status
        if status.old_scan or status.newest:
            has.add(SCANNED)
            if status.delivered or (parcel.parcel and parcel.parcel.arrived_at):
                has.add(DELIVERED)
            if status.stay:
                has.add(WAITING)
            if status.status in GONE_WRONG:
                has.add(GONE)
    return has
