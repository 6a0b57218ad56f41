"""The orders as the order pages' own JSON, in mtop's envelope: the door to one module a page.

Only what the sites' answers hold is built here; every text is the page's English of autumn 2026.
"""

from tests.shop.mtop import Calendar, Json, as_text, envelope, refused
from tests.shop.order_detail import order_detail
from tests.shop.order_list import order_list
from tests.shop.order_tracking import order_tracking
from tests.shop.refunds import refund_list

__all__ = [
    "Calendar",
    "Json",
    "as_text",
    "envelope",
    "order_detail",
    "order_list",
    "order_tracking",
    "refund_list",
    "refused",
]
