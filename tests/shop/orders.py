"""What was bought in the stand-in shop: two dozen invented orders, one for every state an order can be in.

All days are counted from the shop's `today`: `placed=-14` is a fortnight ago, `protection_end=4` is in four days.
So near ends are near whenever the shop is opened. Nothing here exists: no shop, no goods, no number.
"""

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


ORDERS: tuple[Order, ...] = (
    Order(
        1,
        "Not paid yet; the basket is held for a few hours.",
        "unpaid",
        "Moonlamp Workshop",
        (Item("Paper moon night light, dimmable, 18 cm", "16.49", sku="Colour: Warm white"),),
        placed=0,
        currency="USD",
        country="US",
    ),
    Order(
        2,
        "Paid, the seller still has some days to send it.",
        "processing",
        "Kettle & Cup",
        (Item("Travel kettle, folds flat, 0.6 l", "22.90", sku="Colour: Sage; Plug: EU"),),
        placed=-2,
        paid=-2,
        ship_by=5,
        eta=16,
        protection_end=62,
    ),
    Order(
        3,
        "Paid long ago and still not sent: the seller is late.",
        "processing",
        "Brass Button Store",
        (Item("Set of 40 brass buttons, 15 mm", "9.30", 2, "Finish: Antique"),),
        placed=-13,
        paid=-13,
        ship_by=-5,
        eta=4,
        currency="GBP",
        country="GB",
        protection_end=55,
    ),
    Order(
        4,
        "Sent, but no carrier has seen it: only announced.",
        "shipped",
        "Needle and Thread",
        (Item("Embroidery hoop, beech, 20 cm", "7.15", sku="Size: 20 cm"),),
        placed=-10,
        paid=-10,
        shipped=-8,
        eta=9,
        refund_by=24,
        protection_end=52,
        parcels=(Parcel("LP00480000000041", known="announced"),),
    ),
    Order(
        5,
        "On its way, everything as it should be.",
        "shipped",
        "Orrery Instruments",
        (Item("Pocket star chart with torch", "31.20", sku="Language: English"),),
        placed=-14,
        paid=-14,
        shipped=-12,
        eta=6,
        refund_by=20,
        protection_end=48,
        currency="USD",
        country="US",
        parcels=(Parcel(s10("LB", 48_000_005, "SG"), travelled("flown", start=-11)),),
    ),
    Order(
        6,
        "Waits at a pick-up point that keeps it only a few days.",
        "shipped",
        "Cloud Nine Bedding",
        (Item("Linen pillow case, 80 x 80 cm", "18.75", 2, "Colour: Fog"),),
        placed=-19,
        paid=-19,
        shipped=-17,
        eta=-1,
        refund_by=14,
        protection_end=43,
        parcels=(
            Parcel(
                "LP00480000000062",
                (
                    Scan("GTMS_STA_SIGNED", -2, "Your package arrived at the pick-up station", 16, "Potsdam"),
                    *travelled("handed_over", start=-15),
                ),
                local_number="JJD000390000000062",
                carrier="Paketbote",
            ),
        ),
    ),
    Order(
        7,
        "The protection ends in a few days and the parcel has not moved for two weeks.",
        "shipped",
        "Twelve Tone Audio",
        (Item("Wooden metronome, wind-up", "189.00", sku="Wood: Walnut"),),
        placed=-24,
        paid=-24,
        shipped=-22,
        eta=-6,
        refund_by=4,
        protection_end=4,
        currency="PLN",
        country="PL",
        parcels=(Parcel(s10("RC", 48_000_007, "SG"), travelled("flown", start=-20)),),
    ),
    Order(
        8,
        "Customs want papers from the buyer.",
        "shipped",
        "Glassblower Lane",
        (Item("Hand-blown ink well, blue", "64.00"), Item("Glass dip pen", "21.50", sku="Colour: Blue")),
        placed=-26,
        paid=-26,
        shipped=-24,
        eta=-2,
        refund_by=12,
        protection_end=36,
        parcels=(
            Parcel(
                "LP00480000000083",
                (
                    Scan("CC_IM_EXCEPTION", -3, "Import customs clearance exception: documents required", 10),
                    *travelled("landed", start=-20),
                ),
            ),
        ),
    ),
    Order(
        9,
        "The carrier says delivered; the buyer has not confirmed.",
        "shipped",
        "Pine Cone Toys",
        (Item("Marble run, 60 pieces, beech", "44.80", sku="Pieces: 60"),),
        placed=-28,
        paid=-28,
        shipped=-26,
        eta=-4,
        refund_by=9,
        protection_end=34,
        currency="USD",
        country="US",
        parcels=(
            Parcel(
                s10("LB", 48_000_009, "SG"),
                (
                    Scan("GTMS_SIGNED", -1, "Package delivered", 15, "Ashland"),
                    Scan("GTMS_DO_DEPART", -1, "Out for delivery", 8, "Ashland"),
                    *travelled("handed_over", start=-22),
                ),
            ),
        ),
    ),
    Order(
        10,
        "Never came; a dispute is open and the seller must answer.",
        "shipped",
        "Casa do Violeiro",
        (Item("Cavaquinho strings, set of 4", "58.90", 2, "Gauge: Medium"),),
        placed=-31,
        paid=-31,
        shipped=-29,
        eta=-9,
        refund_by=6,
        protection_end=59,
        currency="BRL",
        country="BR",
        parcels=(Parcel("LP00480000000104", travelled("sorted", start=-27)),),
        dispute=Dispute("seller_to_answer", -2, "117.80", "Waiting for seller's response"),
    ),
    Order(
        11,
        "Two parcels: one came, the other did not.",
        "shipped",
        "Gearbox Hobby",
        (Item("Clock movement, skeleton, brass", "73.00"), Item("Glass dome for clock, 30 cm", "39.00")),
        placed=-34,
        paid=-34,
        shipped=-32,
        eta=-8,
        refund_by=15,
        protection_end=28,
        parcels=(
            Parcel("LP00480000000111", travelled("delivered", start=-30), items=(0,)),
            Parcel("LP00480000000112", travelled("sorted", start=-30), items=(1,)),
        ),
    ),
    Order(
        12,
        "Still under way; its protection ends in a good week and a half.",
        "shipped",
        "Lantern Bay",
        (Item("Brass ship's lantern, electric", "129.00", sku="Plug: EU"),),
        placed=-36,
        paid=-36,
        shipped=-34,
        eta=-10,
        refund_by=12,
        protection_end=12,
        parcels=(Parcel(s10("RC", 48_000_012, "NL"), travelled("landed", start=-13)),),
    ),
    Order(
        13,
        "The seller offers a small part of the money; the buyer must answer.",
        "shipped",
        "Velvet Press",
        (Item("Bookbinding starter kit", "52.00", sku="Set: Complete"),),
        placed=-38,
        paid=-38,
        shipped=-36,
        eta=-12,
        protection_end=24,
        currency="USD",
        country="US",
        parcels=(Parcel(s10("LB", 48_000_013, "SG"), travelled("handed_over", start=-34)),),
        dispute=Dispute(
            "buyer_to_answer", -6, "52.00", "Waiting for your response", offer="10.00", answer_due=3
        ),
    ),
    Order(
        14,
        "Sent by an economy service: after the hand-over no scan will ever come.",
        "shipped",
        "Tin Whistle",
        (Item("Tin whistle in D, brass", "6.40"),),
        placed=-41,
        paid=-41,
        shipped=-39,
        eta=-11,
        refund_by=16,
        protection_end=21,
        parcels=(
            Parcel(
                "LP00480000000143",
                travelled("handed_over", start=-37),
                economy=True,
                service="AliExpress Saver Shipping",
            ),
        ),
    ),
    Order(
        15,
        "The parcel went back to the seller.",
        "shipped",
        "Rope & Anchor",
        (Item("Rope ladder, 3 m", "36.60"),),
        placed=-44,
        paid=-44,
        shipped=-42,
        eta=-16,
        refund_by=8,
        protection_end=18,
        parcels=(
            Parcel(
                "LP00480000000154",
                (
                    Scan("RT_START", -4, "Return to sender started", 12),
                    Scan("GTMS_DEL_FAILURE", -9, "Delivery attempt failed", 13),
                    *travelled("handed_over", start=-40),
                ),
            ),
        ),
    ),
    Order(
        16,
        "The number is not known to the carrier at all.",
        "shipped",
        "Sparrow Paper",
        (Item("Washi tape, 12 rolls", "2380", sku="Pattern: Autumn"),),
        placed=-47,
        paid=-47,
        shipped=-45,
        eta=-20,
        refund_by=10,
        protection_end=16,
        currency="JPY",
        country="JP",
        parcels=(Parcel("LP00480000000166", known="unknown"),),
    ),
    Order(
        17,
        "Completed by the system, but the parcel never arrived.",
        "completed",
        "Inkwell Traders",
        (Item("Fountain pen, brass barrel", "83.50", sku="Nib: Fine"),),
        placed=-64,
        paid=-64,
        shipped=-62,
        eta=-38,
        refund_by=-6,
        protection_end=-3,
        completed=-3,
        parcels=(Parcel(s10("RC", 48_000_017, "SG"), travelled("sorted", start=-60)),),
    ),
    Order(
        18,
        "Arrived and confirmed, all is well.",
        "completed",
        "Pebble Garden",
        (Item("Bonsai scissors, carbon steel", "24.20"),),
        placed=-66,
        paid=-66,
        shipped=-65,
        eta=-45,
        refund_by=-14,
        completed=-20,
        parcels=(Parcel("LP00480000000185", travelled("delivered", start=-62)),),
    ),
    Order(
        19,
        "Not as described; the dispute was won and the money is on its way.",
        "completed",
        "North Loom",
        (Item("Wool blanket, herringbone", "96.00", sku="Colour: Moss"),),
        placed=-69,
        paid=-69,
        shipped=-67,
        eta=-47,
        completed=-15,
        parcels=(Parcel("LP00480000000196", travelled("delivered", start=-64)),),
        dispute=Dispute("refunded", -25, "96.00", "Refund completed", decided=-5),
    ),
    Order(
        20,
        "The dispute was decided against the buyer.",
        "completed",
        "Copper Kettle Co",
        (Item("Moka pot, 6 cups", "41.00"),),
        placed=-72,
        paid=-72,
        shipped=-70,
        eta=-50,
        completed=-18,
        currency="GBP",
        country="GB",
        parcels=(Parcel("LP00480000000203", travelled("delivered", start=-66)),),
        dispute=Dispute("refused", -28, "41.00", "Dispute closed", decided=-4),
    ),
    Order(
        21,
        "Three things in one order, all there.",
        "completed",
        "Button Box",
        (
            Item("Tailor's chalk, 4 colours", "3.20"),
            Item("Seam ripper, rosewood", "8.90"),
            Item("Thimble, brass", "4.10", 2),
        ),
        placed=-75,
        paid=-75,
        shipped=-73,
        eta=-52,
        completed=-40,
        parcels=(Parcel("LP00480000000214", travelled("delivered", start=-70)),),
    ),
    Order(
        22,
        "Cancelled after it was paid, because nothing was sent.",
        "cancelled",
        "Paper Crane",
        (Item("Origami paper, 500 sheets", "13.30"),),
        placed=-79,
        paid=-79,
        completed=-60,
        currency="USD",
        country="US",
    ),
    Order(
        23,
        "Never paid; it simply expired.",
        "expired",
        "Harbour Chart",
        (Item("Tide clock, wall", "55.00"),),
        placed=-83,
        completed=-82,
    ),
    Order(
        24,
        "Years old, from the time when the list showed no total for such orders.",
        "completed",
        "Old Quay",
        (Item("Canvas tool roll", "17.00"),),
        placed=-2300,
        paid=-2300,
        shipped=-2298,
        completed=-2260,
        priced=False,
    ),
)


def order(number: int) -> Order:
    """The order with that number in the list above."""
    return next(bought for bought in ORDERS if bought.number == number)
