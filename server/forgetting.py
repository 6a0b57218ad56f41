"""Erasing at the buyer's wish, everywhere: in the database, and in the copies of it that the home keeps."""

import asyncio
import logging
import mmap
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from server.house import House
from server.store import StoreError
from server.store.database import FILE_NAME
from server.watch.clock import Clock

log = logging.getLogger(__name__)

BESIDE = ("-wal", "-shm")
AT_WORK = "forgetting"
"""The folder of the home in which a copy lies while orders are erased from it."""


async def forget_everywhere(house: House, order_ids: Sequence[str] | None) -> int:
    """Erases orders (None: all); how many observations that were.

    Of several orders' copies each is erased as the database is; where everything is erased, copies are deleted. One
    that is damaged stays as it is, and is among `copies_with` after this.
    """
    erased = await house.forget(order_ids)
    for copy in await asyncio.to_thread(copies_with, house.home, order_ids):
        if order_ids is None:
            await asyncio.to_thread(_delete, copy)
            continue
        try:
            erased += await _forget_in(copy, order_ids)
        except StoreError as error:
            log.warning("%s may still hold orders that were erased: %s", copy, error)
    return erased


def copies_with(home: Path, order_ids: Iterable[str] | None) -> list[Path]:
    """The copies of the database (it before a restore, it before an upgrade) that name one of these orders; of all
    orders: every copy."""
    copies = [path for path in sorted(home.glob(f"{FILE_NAME}.before-*")) if not path.name.endswith(BESIDE)]
    if order_ids is None:
        return copies
    names = [order_id.encode() for order_id in order_ids]
    return [copy for copy in copies if any(_holds(file, names) for file in _files(copy))]


async def _forget_in(copy: Path, order_ids: Sequence[str]) -> int:
    """As in the database itself, on a clock that stands where the copy's time stood."""
    folder = copy.parent / AT_WORK
    place = folder / FILE_NAME

    def begin() -> House:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        for file in _files(copy):
            shutil.copy(file, folder / file.name.replace(copy.name, FILE_NAME))
        return House(folder, Clock(), port=0)

    def put_back() -> None:
        place.replace(copy)
        for beside in BESIDE:
            copy.with_name(copy.name + beside).unlink(missing_ok=True)

    try:
        house = await asyncio.to_thread(begin)
        try:
            await house.open()
            if (until := await house.told_until()) is not None:
                house.clock.move_to(until)
            erased = await house.forget(order_ids)
        finally:
            await house.close()
        await asyncio.to_thread(put_back)
        return erased
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


def _files(copy: Path) -> list[Path]:
    """The copy, with what of its log lies beside it."""
    return [file for file in (copy, *(copy.with_name(copy.name + end) for end in BESIDE)) if file.exists()]


def _delete(copy: Path) -> None:
    for file in _files(copy):
        file.unlink()


def _holds(file: Path, names: list[bytes]) -> bool:
    if file.stat().st_size == 0:
        return False
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return any(content.find(name) >= 0 for name in names)
