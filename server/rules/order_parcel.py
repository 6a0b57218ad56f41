"""A parcel as one order sees it, and whether its sources contradict each other."""

from dataclasses import dataclass

from server.rules.case import Dispute
from server.rules.parcels import Parcel, Seen, Status
from server.rules.reading import Mark


@dataclass(slots=True)
class OrderParcel:
    """A parcel as one order sees it; `parcel` is None for the nameless one, `number` as the order's page shows it."""

    number: str | None
    parcel: Parcel | None
    status: Status
    reception: Mark | None
    covers: list[Dispute]
    wrong: Seen | None
    undelivered: bool = True
    open: bool = False

    @property
    def label(self) -> tuple[str, ...]:
        return (self.number,) if self.number else ()

    @property
    def case(self) -> str:
        return self.parcel.key if self.parcel else ""

    @property
    def refunded(self) -> bool:
        return any(dispute.refunded for dispute in self.covers)

    @property
    def in_hand(self) -> bool:
        return self.reception is not None and self.reception.kind != "not_received"


def disagreeing(status: Status) -> bool:
    """One source says delivered while another, with a scan in the destination country, does not."""
    if len(status.by_source) < 2 or not status.delivered:
        return False
    return any(
        seen.scan.status != "delivered" and name in status.destination_sources
        for name, seen in status.by_source.items()
    )
