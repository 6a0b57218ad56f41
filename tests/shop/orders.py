"""What was bought in the stand-in shop: two dozen invented orders, one for every state an order can be in.

All days are counted from the shop's `today`: `placed=-14` is a fortnight ago, `protection_end=4` is in four days.
So near ends are near whenever the shop is opened. Nothing here exists: no shop, no goods, no number.
"""

from tests.shop.bought import Dispute, DisputeState, Item, Order, Parcel, Scan, State, s10, travelled
from tests.shop.orders_late import LATE
from tests.shop.orders_new import NEW
from tests.shop.orders_over import OVER

__all__ = [
    "ORDERS",
    "Dispute",
    "DisputeState",
    "Item",
    "Order",
    "Parcel",
    "Scan",
    "State",
    "order",
    "s10",
    "travelled",
]

ORDERS: tuple[Order, ...] = (*NEW, *LATE, *OVER)


def order(number: int) -> Order:
    """The order with that number in the list above."""
    return next(bought for bought in ORDERS if bought.number == number)
