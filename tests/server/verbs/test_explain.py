"""`orderwarden explain` on a real database: what was read, the arithmetic, what was told, what will be."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from click.testing import CliRunner

from server.cli import main
from server.running import Running
from server.store.database import FILE_NAME
from tests.server.conftest import Client, TestClock, bought


async def test_explains_facts_clocks_and_notices(
    client: Client, running: Running, clock: TestClock, tmp_path: Path
) -> None:
    order = bought()
    await client.detail(order)
    clock.pass_by(timedelta(days=1))
    await running.house.advance()

    def call(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["explain", *words, "--home", str(tmp_path / "home")])
        return result.exit_code, result.output

    code, said = await asyncio.to_thread(call, order.order_id)
    assert code == 0, said
    assert "order_detail" in said
    assert "Protection ends: " in said
    assert "pacific end" in said
    assert "{'" not in said, "no value is shown as a program writes it"
    for part in ("What was read", "Clocks", "Told", "Will be told if nothing changes", "Next step"):
        assert part in said
    code, said = await asyncio.to_thread(call, "1")
    assert code == 1
    assert "no page ever named the order 1" in said


async def test_no_text_of_a_page_steers_the_terminal(client: Client, tmp_path: Path) -> None:
    order = replace(bought(), store="Vega \x07 Store")
    await client.detail(order)
    words = ["explain", order.order_id, "--home", str(tmp_path / "home")]
    said = (await asyncio.to_thread(CliRunner().invoke, main, words)).output
    assert "Vega" in said
    assert "\x07" not in said


def test_a_damaged_database_is_one_line(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"no database" * 1000)
    result = CliRunner().invoke(main, ["explain", "1", "--home", str(tmp_path)])
    assert (result.exit_code, result.stdout) == (1, "")
    [line] = result.stderr.splitlines()
    assert "is damaged" in line


def test_without_a_database_says_what_to_do(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["explain", "1", "--home", str(tmp_path)])
    assert result.exit_code == 1
    assert "start the server once" in result.output
