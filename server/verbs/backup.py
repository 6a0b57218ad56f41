"""`orderwarden backup FILE`: everything in one file, also while the server runs."""

from pathlib import Path

import click

from server.home_option import home_option


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--seal", is_flag=True, help="Ask for a passphrase and encrypt the back-up with it.")
@home_option
def command(file: Path, seal: bool, home: Path | None) -> None:
    """Write a back-up of all data to FILE."""
    from server.home import HomeError, back_up
    from server.settings import home_directory

    passphrase = click.prompt("Passphrase", hide_input=True, confirmation_prompt=True) if seal else None
    try:
        back_up(home_directory(home), file.absolute(), passphrase)
    except (HomeError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"written: {file}")
