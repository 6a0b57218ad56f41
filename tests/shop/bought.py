"""How an order of the stand-in shop is written down: its days, its goods, its parcels and what was disputed."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

State = Literal["unpaid", "processing", "shipped", "completed", "cancelled", "expired"]
DisputeState = Literal["seller_to_answer", "buyer_to_answer", "platform", "refunded", "refused", "cancelled"]


def s10(service: str, serial: int, country: str) -> str:
    """A postal number after UPU S10, with its right check digit (weights 8 6 4 2 3 5 9 7, modulo 11)."""
    digits = f"{serial:08d}"
    rest = 11 - sum(int(d) * w for d, w in zip(digits, (8, 6, 4, 2, 3, 5, 9, 7), strict=True)) % 11
    return f"{service}{digits}{ {10: 0, 11: 5}.get(rest, rest) }{country}"


@dataclass(frozen=True)
class Item:
    title: str
    price: str
    quantity: int = 1
    sku: str = ""

    @property
    def total(self) -> Decimal:
        return Decimal(self.price) * self.quantity


@dataclass(frozen=True)
class Scan:
    """One scan: Cainiao's action code, the day (and hour) it happened, the text as carriers write it."""

    code: str
    day: int
    text: str
    hour: int = 11
    place: str = ""


@dataclass(frozen=True)
class Parcel:
    """A parcel. `known`: what Cainiao answers; an announced one has no scan, an unknown one is not theirs."""

    number: str
    scans: tuple[Scan, ...] = ()
    known: Literal["known", "announced", "unknown"] = "known"
    local_number: str | None = None
    service: str = "AliExpress standard shipping"
    carrier: str = "Paketbote"
    economy: bool = False
    items: tuple[int, ...] = ()


@dataclass(frozen=True)
class Dispute:
    state: DisputeState
    opened: int
    claim: str
    card_text: str
    offer: str | None = None
    answer_due: int | None = None
    decided: int | None = None


@dataclass(frozen=True)
class Order:
    """An order as its buyer would tell it; `tale` is the sentence, the rest is what the pages need to show it."""

    number: int
    tale: str
    state: State
    store: str
    items: tuple[Item, ...]
    placed: int
    currency: str = "EUR"
    country: str = "DE"
    paid: int | None = None
    ship_by: int | None = None
    shipped: int | None = None
    eta: int | None = None
    refund_by: int | None = None
    protection_end: int | None = None
    completed: int | None = None
    parcels: tuple[Parcel, ...] = ()
    dispute: Dispute | None = None
    priced: bool = True

    @property
    def order_id(self) -> str:
        return str(8219_0000_0000_0020 + self.number * 1_0002_0000)

    @property
    def line_ids(self) -> tuple[str, ...]:
        return tuple(str(int(self.order_id) + 1 + i) for i in range(len(self.items)))

    @property
    def total(self) -> Decimal:
        return sum((item.total for item in self.items), Decimal())


def travelled(*stages: str, start: int, country: str = "Germany") -> tuple[Scan, ...]:
    """The usual way of a parcel up to the named stage, newest scan first; `start` is the day of the pick-up."""
    way = {
        "picked_up": Scan("PU_PICKUP_SUCCESS", start, "Received by logistics company", 18, "Shatian Town"),
        "sorted": Scan("SC_OUTBOUND_SUCCESS", start + 1, "Departed from sorting center", 3, "Shatian Town"),
        "flown": Scan("LH_DEPART", start + 3, "Departed from departure country/region", 22),
        "landed": Scan("LH_ARRIVE", start + 5, "Arrived at destination country/region", 7),
        "cleared": Scan("CC_IM_SUCCESS", start + 6, "Import customs clearance complete", 14),
        "handed_over": Scan("GTMS_ACCEPT", start + 7, "Received by local delivery company", 9),
        "out": Scan("GTMS_DO_DEPART", start + 9, "Out for delivery", 8),
        "delivered": Scan("GTMS_SIGNED", start + 9, "Package delivered", 15),
    }
    last = list(way).index(stages[0])
    return tuple(reversed([scan for i, scan in enumerate(way.values()) if i <= last]))
