"""`orderwarden demo`: what it prints and draws, and that it leaves nothing behind, also after Ctrl+C."""

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.extension.browser import PATIENCE
from tests.loop.conftest import RaiseStage
from tests.loop.test_warnings import read_once
from tests.shop.demonstration import move_as_said
from tests.shop.orders import order

pytestmark = pytest.mark.browser
PNG = b"\x89PNG\r\n\x1a\n"
LONGEST = 3 * PATIENCE
"""Seconds after which the whole of it hangs; it is no measure."""


async def begin(folder: Path) -> asyncio.subprocess.Process:
    """The demonstration as a process group of its own, with its throw-away files in `folder`."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", "from server.cli import main; main()",
        "demo", "--headless", "--screenshots", str(folder / "pictures"),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, start_new_session=True,
        env=os.environ | {"TMPDIR": str(folder / "tmp")},
        preexec_fn=hears_ctrl_c,
    )  # fmt: skip


def hears_ctrl_c() -> None:
    """Whoever is started in the background, and all that it starts, is deaf to it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path: Chromium makes a socket in the folder for throw-away files."""
    with tempfile.TemporaryDirectory(prefix="ow-") as name:
        (Path(name) / "tmp").mkdir()
        yield Path(name)


async def test_it_shows_everything(folder: Path) -> None:
    process = await begin(folder)
    out, err = await asyncio.wait_for(process.communicate(), LONGEST)
    said = out.decode()
    assert process.returncode == 0, err.decode()
    assert "24 orders, each with its badge" in said
    assert "notification (act): Protection ends" in said
    assert "https://www.aliexpress.com/p/order/detail.html?orderId=" + order(7).order_id in said
    for name in ("orders", "order", "popup"):
        assert (folder / "pictures" / f"{name}.png").read_bytes().startswith(PNG)
    assert not list((folder / "tmp").glob("orderwarden*"))


def alive(group: int) -> bool:
    """Whether a process of the group is there still."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


async def test_ctrl_c_stops_it_cleanly(folder: Path) -> None:
    process = await begin(folder)
    assert process.stdout is not None
    async with asyncio.timeout(LONGEST):
        async for line in process.stdout:
            if line.startswith(b"2"):
                break
    os.killpg(process.pid, signal.SIGINT)
    out, err = await asyncio.wait_for(process.communicate(), LONGEST)
    assert (process.returncode, err) == (0, b"")
    assert b"nothing is left behind" in out
    assert not list((folder / "tmp").glob("orderwarden*"))
    async with asyncio.timeout(LONGEST):
        while alive(process.pid):  # noqa: ASYNC110 - what the browser left to itself ends in a moment
            await asyncio.sleep(0.05)


async def test_the_clock_moves_by_what_is_typed(
    raise_stage: RaiseStage, capsys: pytest.CaptureFixture[str]
) -> None:
    twelve = order(12)
    stage = await raise_stage(twelve)
    await read_once(stage, twelve)
    before = stage.clock.now()
    await move_as_said(stage, "2h")
    assert timedelta(hours=2) <= stage.clock.now() - before < timedelta(hours=2, minutes=1)
    await move_as_said(stage, "soon")
    assert "Enter moves the clock" in capsys.readouterr().out
    await move_as_said(stage, "")
    assert "notification (" in capsys.readouterr().out
