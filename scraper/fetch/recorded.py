"""Answers from files instead of the network: for `orderwarden track --replay DIR`, tests and reports of users.

A file holds the bare answer, or an envelope `{"url": ..., "status": 200, "headers": {}, "body": "<the answer>"}`. Whose
answer it is stands in its name (`cainiao-LP00000000000018.json`, or `cainiao.json` for every number without a file of
its own; any extension), in the name of a folder (`cainiao/first.json`), in the envelope's `url`, or in its shape. Of
several files of one source the one that is named after the number counts, then the one that knows the number.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path

from scraper.carriers import (
    Needs,
    Numbers,
    Reply,
    Source,
    failed,
    judged,
    numbers_in,
    plain,
    source_of,
    sources,
)
from scraper.fetch.asking import Heard

BIGGEST = 4_000_000
MOST_FILES = 5_000


class Recorded:
    """Asks files of a directory and of the folders in it. What has no file is not reached."""

    def __init__(self, directory: Path) -> None:
        self._files = [_File(path, _folders(path, directory)) for path in sorted(_visible(directory))]

    def has(self, source: str) -> bool:
        """Whether there is a file of the source."""
        return any(file.source == source for file in self._files)

    def hints(self, number: str) -> list[tuple[str, str]]:
        """(source, why) for the sources that have an answer about the number."""
        told = (file.source for file in self._files if file.source and _tells_of(file, number))
        return [(source, "a recorded answer is about it") for source in dict.fromkeys(told)]

    async def ask(self, source: Source, numbers: Numbers, needs: Needs, deadline: datetime | None) -> Heard:  # noqa: ARG002
        """The recorded answer about the first of the numbers that has one: ask for one number at a time."""
        own = [file for file in self._files if file.source == source.key]
        for number in numbers:
            best = max(own, key=partial(_tells_of, number=number), default=None)
            if best is not None and _tells_of(best, number):
                return _heard(source, best, numbers)
        for file in own:
            if file.for_all:
                return _heard(source, file, numbers)
        for file in (file for file in own if not file.names_a_number):
            heard = _heard(source, file, numbers)
            if heard.answer.trackings or len(own) == 1:
                return heard
        wanted = f"{source.key}-{plain(numbers[0])}.*"
        return Heard(source, failed(source.key, "network", f"no recorded answer ({wanted})"))


@dataclass(frozen=True)
class _File:
    path: Path
    folders: tuple[str, ...]

    @cached_property
    def reply(self) -> Reply | None:
        return _reply(self.path)

    @cached_property
    def _named(self) -> tuple[str, str] | None:
        """(source, number or nothing) as the name of the file says, or the folder and the name."""
        stem = self.path.stem.casefold()
        for key in sorted(sources(), key=len, reverse=True):
            rest = stem.removeprefix(key) if stem.startswith(key) else None
            if rest is not None and (not rest or not rest[0].isalnum()):
                return key, plain(rest)
        return None

    @cached_property
    def source(self) -> str | None:
        if self._named is not None:
            return self._named[0]
        folders = [_key(name) for name in self.folders]
        by_folder = next((key for name in folders for key in sources() if _key(key) == name), None)
        if by_folder is not None or self.reply is None:
            return by_folder
        found = source_of(self.reply.body, self.reply.url)
        return found.key if found is not None else None

    @cached_property
    def names_a_number(self) -> bool:
        """Whether the file is about one number only: by its name, or by the address that was asked."""
        return bool(self._number) or bool(self._asked)

    @cached_property
    def _number(self) -> str:
        return self._named[1] if self._named else ""

    @cached_property
    def _asked(self) -> Numbers:
        source = sources().get(self.source or "")
        return numbers_in(self.reply.url, source) if source and self.reply and self.reply.url else ()

    @property
    def for_all(self) -> bool:
        return self._named is not None and not self._number

    def is_for(self, number: str) -> bool:
        wanted = plain(number)
        if self._named is not None and self._number:
            return self._number == wanted
        return plain(self.path.stem) == wanted or wanted in self._asked


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _visible(directory: Path) -> Iterator[Path]:
    found = 0
    for path in sorted(directory.rglob("*")):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(directory).parts):
            found += 1
            if found > MOST_FILES:
                return
            yield path


def _folders(path: Path, directory: Path) -> tuple[str, ...]:
    """The folders that the file lies in, the nearest first; the directory itself last."""
    return (*reversed(path.relative_to(directory).parent.parts), directory.resolve().name)


def _tells_of(file: _File, number: str) -> int:
    """How well the file fits: 3 named after the number or asked for it, 2 knows it, 1 says it does not, 0 none."""
    if file.names_a_number or file.is_for(number):
        return 3 * file.is_for(number)
    source = sources()[file.source or ""]
    if file.reply is None or plain(number) not in plain(file.reply.body):
        return 0
    told = _heard(source, file, (number,)).answer.trackings
    return max((1 + (tracking.outcome != "unknown") for tracking in told), default=0)


def _heard(source: Source, file: _File, numbers: Numbers) -> Heard:
    if file.reply is None:
        return Heard(source, failed(source.key, "network", f"{file.path.name} cannot be opened"))
    if len(file.reply.body) > BIGGEST:
        return Heard(source, failed(source.key, "changed", f"{file.path.name} is larger than 4 MB"))
    return Heard(source, judged(source, file.reply, numbers), file.reply)


def _reply(file: Path) -> Reply | None:
    try:
        with file.open("rb") as opened:
            written = opened.read(2 * BIGGEST).decode("utf-8-sig", "replace")
    except OSError:
        return None
    try:
        envelope = json.loads(written)
    except (ValueError, RecursionError):
        return Reply(written)
    if not isinstance(envelope, dict) or "body" not in envelope or not envelope.keys() & _OF_ENVELOPES:
        return Reply(written)
    body, headers, url = envelope["body"], envelope.get("headers"), envelope.get("url")
    return Reply(
        body if isinstance(body, str) else json.dumps(body, ensure_ascii=False),
        _status(envelope.get("status")),
        {str(key).lower(): str(value) for key, value in headers.items()} if isinstance(headers, dict) else {},
        url if isinstance(url, str) else None,
    )


_OF_ENVELOPES = {"url", "status", "headers", "seen_at"}


def _status(value: object) -> int:
    """The HTTP status of an envelope; 200 where none is written."""
    met = re.fullmatch(r"[1-5]\d\d", str(value))
    return int(met.group()) if met else 200
