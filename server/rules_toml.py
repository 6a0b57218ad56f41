"""Reads `rules.toml`, every number of the catalogue, for the pure core that reads no file."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

RULES_TOML = Path(__file__).parent / "rules.toml"


@cache
def load_rules() -> dict[str, Any]:
    """The numbers as `Rules.from_mapping` takes them."""
    return tomllib.loads(RULES_TOML.read_text(encoding="utf-8"))
