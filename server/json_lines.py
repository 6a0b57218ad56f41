"""JSON lines in, JSON lines out: a verb answers every line, or none and says which one it could not read."""

import json
import sys
from collections.abc import Callable
from typing import NoReturn

import click

Answer = Callable[[dict[str, object]], dict[str, object]]
LONGEST_LINE = 1_000_000


def answer_lines(name: str, answer: Answer) -> None:
    """Print the answer to each line of the file (UTF-8 JSON objects, "-": standard input; empty lines pass).

    A file that cannot be opened, a line that is no JSON object or that `answer` refuses with a ValueError, ends the
    run with exit code 1 and one line on stderr that says where and why. What stands before it is printed.
    """
    shown = "standard input" if name == "-" else name
    try:
        with click.open_file(name, "rb") as file:
            for number, raw in enumerate(iter(lambda: file.readline(LONGEST_LINE + 1), b""), start=1):
                if raw.strip():
                    _answer_line(raw, answer, f"{shown}: line {number}")
    except OSError as wrong:
        _stop(f"{shown}: {wrong.strerror or wrong}")


def _answer_line(raw: bytes, answer: Answer, where: str) -> None:
    try:
        if len(raw) > LONGEST_LINE:
            raise ValueError("is too long")
        asked = json.loads(raw.decode("utf-8-sig"))
        if not isinstance(asked, dict):
            raise ValueError("is no JSON object")
        said = answer(asked)
    except (ValueError, RecursionError) as wrong:
        _stop(f"{where}: {_reason(wrong)}")
    click.echo(json.dumps(said, ensure_ascii=False).encode("utf-8", "backslashreplace"))


def _reason(wrong: Exception) -> str:
    if isinstance(wrong, json.JSONDecodeError):
        return "is no JSON"
    if isinstance(wrong, UnicodeDecodeError):
        return "is no UTF-8"
    return "is nested too deep" if isinstance(wrong, RecursionError) else str(wrong)


def _stop(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    sys.exit(1)


def text_of(asked: dict[str, object], name: str) -> str | None:
    """The member as text, None where it is absent or null; ValueError if it is something else."""
    value = asked.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f'"{name}" is no text')
    return value
