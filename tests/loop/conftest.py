"""A stage a test. The shop's today is the clock's; time stands at noon of a Monday unless a test says otherwise."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from tests.shop.app import Shop
from tests.shop.orders import ORDERS, Order
from tests.shop.stage import Stage, raised

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class RaiseStage(Protocol):
    """Raises a stage with these orders (all of them if none is named), at this moment."""

    async def __call__(self, *orders: Order, now: datetime = NOON) -> Stage: ...


@pytest.fixture
async def raise_stage(tmp_path: Path) -> AsyncIterator[RaiseStage]:
    """The stages that a test raises are taken down after it."""
    async with AsyncExitStack() as stack:

        async def ready(*orders: Order, now: datetime = NOON) -> Stage:
            shop = Shop(now.date(), orders or ORDERS)
            return await stack.enter_async_context(raised(shop, tmp_path, now=now))

        yield ready
