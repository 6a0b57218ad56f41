"""`orderwarden track`: a timeline for people, JSON for programs, recorded answers, and honesty without a network."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.cli import main

ANSWERS = Path(__file__).parents[2] / "scraper/carriers/answers"
MOVING = "LP00731946205518"
UNKNOWN = "LP00000000000018"


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    (tmp_path / f"cainiao-{MOVING}.json").write_bytes((ANSWERS / "cainiao/moving.json").read_bytes())
    unknown = json.loads((ANSWERS / "cainiao/unknown.json").read_text())
    unknown["module"][0]["mailNo"] = UNKNOWN
    (tmp_path / f"cainiao-{UNKNOWN}.json").write_text(json.dumps(unknown))
    (tmp_path / "la_poste.json").write_bytes((ANSWERS / "la_poste/delivered.json").read_bytes())
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner(env={"COLUMNS": "160"}).invoke(main, ["track", *words], catch_exceptions=False)


def test_a_timeline_for_people(recorded: Path) -> None:
    done = run(MOVING, "--replay", str(recorded), "--order-country", "fr")
    assert done.exit_code == 0
    for words in (
        "Cainiao: out for delivery",
        "believed: an order of AliExpress shows it",
        "delivered by Colissimo with number 8R46182937465",
        "2026-06-04 08:12",
        "Out for delivery · Lyon",
        "La Poste as 8R46182937465: delivered",
        "believed: cainiao names Colissimo",
    ):
        assert words in done.stdout, words
    assert "asking" not in done.stdout


def test_json_for_programs(recorded: Path) -> None:
    done = run(MOVING, UNKNOWN, MOVING, "--replay", str(recorded), "--json")
    assert done.exit_code == 0
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["number"] == MOVING
    assert [(a["source"], a["status"], a["trust"]) for a in first["answers"]] == [
        ("cainiao", "out_for_delivery", "named"),
        ("la_poste", "delivered", "named"),
    ]
    assert [(a["source"], a["outcome"]) for a in second["answers"]] == [("cainiao", "unknown")]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--order-country", "DE"), "it goes to FR, the order to DE"),
        (("--order-country", "FR", "--order-day", "2026-06-03"), "before the order"),
    ],
)
def test_somebody_elses_parcel(recorded: Path, words: tuple[str, ...], why: str) -> None:
    done = run(MOVING, "--replay", str(recorded), *words)
    assert done.exit_code == 0
    assert "Cainiao: not taken for yours" in done.stdout
    assert why in done.stdout
    assert "Out for delivery" not in done.stdout
    told = json.loads(run(MOVING, "--replay", str(recorded), *words, "--json").stdout)
    assert "cainiao" in {answer["source"] for answer in told["rejected"]}
    assert "cainiao" not in {answer["source"] for answer in told["answers"]}


def test_without_a_network(monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int) -> None:
    monkeypatch.setenv("ORDERWARDEN_HOSTS", f"global.cainiao.com=127.0.0.1:{unused_tcp_port}")
    done = run(UNKNOWN, "--no-browser")
    assert done.exit_code == 0
    assert "Cainiao: could not be reached" in done.stdout
    assert f"https://global.cainiao.com/newDetail.htm?mailNoList={UNKNOWN}" in done.stdout


@pytest.mark.parametrize(
    "words", [("X1",), (MOVING, "--order-country", "France"), (), (MOVING, "--order-day", "soon")]
)
def test_wrong_usage(words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


def test_nobody_takes_it(tmp_path: Path) -> None:
    done = run("HELLO", "--replay", str(tmp_path))
    assert done.exit_code == 0
    assert "No source takes this number" in done.stdout
