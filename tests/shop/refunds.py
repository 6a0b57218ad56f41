"""`queryReverseOrderPageListForBuyer`: the list of returns and refunds."""

from collections.abc import Iterable

from tests.shop.goods import product_id
from tests.shop.mtop import Calendar, Json, envelope
from tests.shop.orders import Dispute, Order

REVERSE_STATUS = {
    "seller_to_answer": 2,
    "platform": 2,
    "buyer_to_answer": 3,
    "refunded": 4,
    "refused": 5,
    "cancelled": 0,
}


def refund_list(orders: Iterable[Order], calendar: Calendar) -> Json:
    """`queryReverseOrderPageListForBuyer`: one row a disputed order."""
    rows = [refund_row(order, order.dispute, calendar) for order in orders if order.dispute]
    module = {"items": rows, "pageNum": 1, "pageSize": 10, "pages": 0, "total": len(rows)}
    return envelope("mtop.aliexpress.buyer.reverse.queryreverseorderpagelistforbuyer", {"module": module})


def refund_row(order: Order, dispute: Dispute, calendar: Calendar) -> Json:
    opened = calendar.day(dispute.opened)
    number = str(6239_4800_0000_0000 + order.number)
    line = {
        "aeItemDTO": {"itemId": int(product_id(order, 0)), "itemTitle": order.items[0].title},
        "buttonDTOList": [
            {
                "code": 1,
                "type": "view_details",
                "role": "BUYER",
                "detailUrl": "https://trade.aliexpress.com/issue/fastissue/Detail.htm"
                f"?tradeOrderLineId={order.line_ids[0]}&reverseOrderLineId={number}&from=1",
            }
        ],
        "gmtCreate": str(calendar.millis(dispute.opened)),
        "gmtCreateFormat": f"{opened:%Y-%m-%d} 12:00:00",
        "gmtModified": str(calendar.millis(dispute.decided or dispute.opened)),
        "gmtModifiedFormat": f"{calendar.day(dispute.decided or dispute.opened):%Y-%m-%d} 12:00:00",
        "reverseBizType": "4pl",
        "reverseOrderId": str(int(number) - 7),
        "reverseOrderLineId": number,
        "reverseStatus": REVERSE_STATUS[dispute.state],
        "reverseType": "RETURN",
        "solutionType": 1,
        "tradeOrderId": order.order_id,
        "tradeOrderLineId": order.line_ids[0],
    }
    return {"shopName": order.store, "reverseOrderLines": [line]}
