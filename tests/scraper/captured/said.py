"""What the command line says of one captured page."""

from typing import Any

from tests.scraper.captured.captures import SEEN, detail_url, order_list, query_detail, read_out, tracking_url

LIST_URL = "https://www.aliexpress.com/p/order/index.html"
DISPUTE_URL = "https://www.aliexpress.com/p/refund-dispute/detail.html?reverseOrderLineId=6239000000000002"
NUMBER = "RS0814398526Y"
REFUND = [("x", "Refund if no delivery before Sep 4, 2026")]


def one_detail(body: Any, **envelope: Any) -> dict[str, Any]:
    said = read_out(body, **envelope)
    assert said["kind"] == "order_detail", said
    assert len(said["orders"]) == 1, said
    order: dict[str, Any] = said["orders"][0]
    return order


def one_card(body: Any, **envelope: Any) -> dict[str, Any]:
    said = read_out(body, **envelope)
    assert said["kind"] == "order_list", said
    assert len(said["orders"]) == 1, said
    order: dict[str, Any] = said["orders"][0]
    return order


def status_block(body: dict[str, Any]) -> dict[str, Any]:
    """The fields of the status block of a detail."""
    parts = body["data"]["data"].values()
    fields: dict[str, Any] = next(
        part["fields"] for part in parts if part["tag"] == "detail_order_status_block"
    )
    return fields


def read_detail(body: Any, language: str = "en", seen: str | None = SEEN) -> dict[str, Any]:
    envelope = {"url": detail_url(), "language": language} | ({"seen_at": seen} if seen else {})
    return read_out(body, **envelope)


def read_list(*cards: dict[str, Any], **more: Any) -> dict[str, Any]:
    return read_out(order_list(*cards, **more), url=LIST_URL, seen_at=SEEN, language="en")


def read_tracking(*parcels: dict[str, Any], language: str = "en", seen: str = SEEN) -> dict[str, Any]:
    return read_out(query_detail(*parcels), url=tracking_url(), seen_at=seen, language=language)


def problem_about(said: dict[str, Any], *words: str) -> None:
    """One of the problems names the place and says what was met."""
    assert any(all(word in problem for word in words) for problem in said["problems"]), said["problems"]
