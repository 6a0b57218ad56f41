"""`orderwarden doctor`: what works, what does not, and what to do about it."""

from pathlib import Path

import click

from server.home_option import home_option


@click.command()
@home_option
def command(home: Path | None) -> None:
    """Look at everything that Orderwarden needs. Exit code 1 if something is wrong."""
    from rich.console import Console
    from rich.text import Text

    from server.doctor import examine
    from server.settings import home_directory

    out = Console(highlight=False)
    wrong = False
    for finding in examine(home_directory(home)):
        wrong |= not finding.well
        out.print(
            Text("ok    " if finding.well else "wrong ", style="green" if finding.well else "bold red"),
            end="",
        )
        out.print(Text(f"{finding.about}: {finding.found}"))
        if finding.to_do:
            out.print(Text(f"      {finding.to_do}", style="yellow"))
    raise SystemExit(1 if wrong else 0)
