"""The documents say what is true: notices, commands, settings, languages."""

import re
from pathlib import Path

import pytest

from server import verbs
from server.cli import main
from server.rules.kinds import KINDS
from server.settings import Settings
from server.words.catalogue import catalogue

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def test_notices_are_those_of_the_rules() -> None:
    assert (DOCS / "notices.md").read_text(encoding="utf-8") == catalogue(), (
        "run: orderwarden notices > docs/notices.md"
    )
    assert len(KINDS) == 40


def test_every_command_is_documented() -> None:
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    names = [path.stem for path in Path(verbs.__path__[0]).glob("*.py") if path.stem != "__init__"]
    missing = [name for name in names if f"`orderwarden {name.replace('_', '-')}" not in page]
    assert not missing
    told = re.findall(r"^\| (`orderwarden [^`]+`)", page, re.MULTILINE)
    assert sorted(told) == sorted(set(told))
    assert main.name == "main"


def test_every_setting_is_documented() -> None:
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    missing = [name for name in Settings.__struct_fields__ if f"| `{name}` |" not in page]
    assert not missing


@pytest.mark.parametrize("page", sorted([*DOCS.glob("*.md"), ROOT / "README.md"]), ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
