"""`orderwarden read FILE...`: what the readers make of copied answers, one JSON object a file."""

import sys
from typing import Any

import click

from server.json_lines import given_text, print_line


@click.command(name="read")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def command(files: tuple[str, ...]) -> None:
    """Reads order pages and tracking answers: JSON, JSONP, HTML, or an envelope around either ("-": standard input)."""
    failed = False
    for name in files:
        try:
            text = given_text(name)
        except ValueError as error:
            click.echo(f"orderwarden read: {name}: {error}", err=True)
            failed = True
            continue
        print_line(_read(text))
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
