"""`orderwarden pair`: a new pairing code of the running server."""

from pathlib import Path

import click

from server.home_option import home_option


@click.command()
@home_option
def command(home: Path | None) -> None:
    """Show a new code for pairing a browser; it lives 2 minutes and takes 5 tries."""
    from server.control import NotRunning, ask_running
    from server.settings import home_directory

    try:
        code = ask_running(home_directory(home), "POST", "/control/code")["code"]
    except NotRunning as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Pairing code: {code} (for 2 minutes, 5 tries)")
