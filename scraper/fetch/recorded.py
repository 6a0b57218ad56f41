"""Answers from files instead of the network: for `orderwarden track --replay DIR`, tests and reports of users.

A file is named after the source and the number asked, `cainiao-LP00000000000018.json`, or after the source alone,
`cainiao.json`, for every number that has no file of its own; any extension. It holds the bare answer, or an envelope
`{"url": ..., "status": 200, "headers": {}, "body": "<the answer as text>"}`.
"""

import json
from datetime import datetime
from pathlib import Path

from scraper.carriers import Needs, Numbers, Reply, Source, failed, judged, plain
from scraper.fetch.asking import Heard

BIGGEST = 4_000_000


class Recorded:
    """Asks files of a directory. What has no file is not reached."""

    def __init__(self, directory: Path) -> None:
        self._files = {file.stem.casefold(): file for file in sorted(directory.iterdir()) if file.is_file()}

    async def ask(self, source: Source, numbers: Numbers, needs: Needs, deadline: datetime | None) -> Heard:  # noqa: ARG002
        """The recorded answer about the first of the numbers that has one: ask for one number at a time."""
        names = [f"{source.key}-{plain(number)}" for number in numbers] + [source.key]
        file = next((self._files[name.casefold()] for name in names if name.casefold() in self._files), None)
        if file is None:
            return Heard(source, failed(source.key, "network", f"no recorded answer ({names[0]}.*)"))
        reply = _reply(file)
        return Heard(source, judged(source, reply, numbers), reply)


def _reply(file: Path) -> Reply:
    written = file.read_bytes()[:BIGGEST].decode("utf-8", "replace")
    try:
        envelope = json.loads(written)
    except ValueError:
        return Reply(written)
    if not isinstance(envelope, dict) or not isinstance(envelope.get("body"), str):
        return Reply(written)
    headers = envelope.get("headers")
    status = envelope.get("status")
    return Reply(
        envelope["body"],
        status if isinstance(status, int) else 200,
        {str(key).lower(): str(value) for key, value in headers.items()} if isinstance(headers, dict) else {},
        str(envelope["url"]) if isinstance(envelope.get("url"), str) else None,
    )
