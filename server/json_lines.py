"""What the command line takes and gives: UTF-8 text and JSON. What cannot be read is said in one line on stderr."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

Answer = Callable[[dict[str, object]], dict[str, object]]
LONGEST_LINE = 1_000_000
LONGEST_NUMBER = 4000


def given_text(name: str) -> str:
    """The text of a file ("-": standard input) without its byte order mark. ValueError says why it is none."""
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise ValueError(error.strerror or str(error)) from None
    except UnicodeDecodeError as error:
        raise ValueError(f"no UTF-8 text at byte {error.start}: {error.reason}") from None


def json_object(text: str) -> dict[str, Any]:
    """The JSON object that a text is. Raises ValueError that says why it is none."""
    try:
        value = json.loads(text, parse_int=_whole)
    except json.JSONDecodeError as error:
        raise ValueError(f"is no JSON: {error}") from None
    except RecursionError:
        raise ValueError("is nested too deep") from None
    if not isinstance(value, dict):
        raise ValueError("is no JSON object")
    return value


def _whole(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise ValueError(f"holds a number of {len(digits)} digits")
    return int(digits)


def print_line(said: object) -> None:
    """Print one JSON value in UTF-8, whatever the terminal's own encoding; half a character stays the escape it was."""
    click.echo(json.dumps(said, ensure_ascii=False).encode("utf-8", "backslashreplace"))


def printable(line: str) -> str:
    """A line of text from outside as a terminal may show it: what would steer the terminal is a blank."""
    return "".join(char if char.isprintable() else " " for char in line)


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
        said = answer(json_object(raw.decode("utf-8-sig")))
    except UnicodeDecodeError:
        _stop(f"{where}: is no UTF-8")
    except ValueError as wrong:
        _stop(f"{where}: {wrong}")
    print_line(said)


def _stop(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    sys.exit(1)


def text_of(asked: dict[str, object], name: str) -> str | None:
    """The member as text, None where it is absent or null; ValueError if it is something else."""
    value = asked.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f'"{name}" is no text')
    return value
