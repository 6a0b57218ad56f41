"""Random lives: what asks to act is told once, whatever becomes of the computer; nothing of what was forgotten.

ORDERWARDEN_LIVES says how many, ORDERWARDEN_SEED where they begin.
"""

import os
from pathlib import Path

import pytest

from tests.server.tell.lives import Life

LIVES = int(os.environ.get("ORDERWARDEN_LIVES", "8"))
SEED = int(os.environ.get("ORDERWARDEN_SEED", "0"))


@pytest.mark.parametrize("seed", range(SEED, SEED + LIVES))
async def test_a_life(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    life = Life(tmp_path, seed, monkeypatch)
    try:
        await life.live(40)
    finally:
        await life.house.close()
        print("\n".join(life.steps))
