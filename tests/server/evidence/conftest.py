"""Ledgers that were told a story, and packs made of them without a browser."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from server.evidence.at_home import at_home
from server.evidence.case_file import CaseFile
from server.evidence.pack import write_pack
from server.evidence.wishes import Wishes
from tests.server.evidence.stories import ORDER, lost_in_berlin
from tests.server.evidence.told import tell


@pytest.fixture
def case_of(tmp_path: Path) -> Callable[..., CaseFile]:
    """The case file of an order after a story."""

    def made(story: dict[str, Any], order_id: str = ORDER) -> CaseFile:
        now = tell(tmp_path / "home", story)
        with at_home(tmp_path / "home", now) as there:
            return there.case_file(order_id)

    return made


@pytest.fixture(scope="module")
def berlin(tmp_path_factory: pytest.TempPathFactory) -> CaseFile:
    """One case for all languages: it is only read."""
    home = tmp_path_factory.mktemp("berlin")
    now = tell(home, lost_in_berlin())
    with at_home(home, now) as there:
        return there.case_file(ORDER)


@pytest.fixture
def pack_of(tmp_path: Path) -> Callable[..., Path]:
    """A pack without PDF after a story."""

    def made(story: dict[str, Any], *order_ids: str, wishes: Wishes | None = None) -> Path:
        now = tell(tmp_path / "home", story)
        target = tmp_path / "pack.zip"
        with at_home(tmp_path / "home", now) as there:
            asyncio.run(
                write_pack(target, order_ids or (ORDER,), now, wishes or Wishes(), there.gather, there.answer)
            )
        return target

    return made
