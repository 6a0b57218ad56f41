"""`orderwarden read FILE...`: what the readers make of copied answers, one JSON object a file."""

import sys
from pathlib import Path
from typing import Any

import click


@click.command(name="read")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def command(files: tuple[str, ...]) -> None:
    """Reads order pages and tracking answers: JSON, JSONP, HTML, or an envelope around either ("-": standard input)."""
    import msgspec

    failed = False
    for name in files:
        try:
            text = (sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()).decode("utf-8-sig")
        except OSError as error:
            click.echo(f"orderwarden read: {name}: {error.strerror or error}", err=True)
            failed = True
            continue
        except UnicodeDecodeError as error:
            click.echo(
                f"orderwarden read: {name}: no UTF-8 text at byte {error.start}: {error.reason}", err=True
            )
            failed = True
            continue
        click.echo(msgspec.json.encode(_read(text)).decode())
    sys.exit(1 if failed else 0)


def _read(text: str) -> dict[str, Any]:
    """The object of one file: an order page, else the answer of a tracking source."""
    from scraper import aliexpress, carriers
    from scraper.address import host_of

    envelope = aliexpress.open_envelope(text)
    elsewhere = envelope.url is not None and "aliexpress." not in host_of(envelope.url)
    if elsewhere and (answer := carriers.read_answer(envelope.body, envelope.url)):
        return answer.to_json()
    reading = aliexpress.read(
        envelope.body, url=envelope.url, seen_at=envelope.seen_at, language=envelope.language
    )
    if (
        reading.kind == "unknown"
        and not elsewhere
        and (answer := carriers.read_answer(envelope.body, envelope.url))
    ):
        return answer.to_json()
    plain = reading.to_json()
    plain["problems"] = [*envelope.wrong, *plain["problems"]]
    return plain
