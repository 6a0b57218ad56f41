"""`orderwarden report FILE`: a copied page without what is the buyer's own, for a bug report."""

import json
import sys
from pathlib import Path

import click

from server.json_lines import given_text, printable


@click.command(name="report")
@click.argument("file", metavar="FILE")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Where to save it (else FILE.redacted.json)."
)
@click.option("-y", "--yes", is_flag=True, help="Save without asking.")
def command(file: str, output: Path | None, yes: bool) -> None:
    """Writes a redacted copy of a page that could not be read; it is shown before it is saved ("-": standard input).

    Names, addresses, titles, numbers and amounts are masked; structure, codes and dates stay.
    """
    from scraper.aliexpress.body import open_envelope
    from scraper.aliexpress.redaction import redacted

    try:
        told = redacted(open_envelope(given_text(file)))
    except ValueError as error:
        _refuse(file, str(error))
    where = output or Path("page.redacted.json" if file == "-" else f"{file}.redacted.json")
    printed = json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")
    click.echo(json.dumps({**told, "body": "..."}, ensure_ascii=False, indent=1))
    for line in told["body"].splitlines():
        click.echo(printable(line))
    if yes or (file != "-" and click.confirm(f"Save this as {where}?", err=True)):
        try:
            where.write_bytes(printed + b"\n")
        except OSError as error:
            _refuse(str(where), error.strerror or str(error))
        click.echo(f"Saved as {where}. Look at it once more before you send it to anybody.", err=True)
    else:
        click.echo("Nothing was saved.", err=True)


def _refuse(file: str, why: str) -> None:
    click.echo(f"orderwarden report: {file}: {why}", err=True)
    sys.exit(1)
