"""`orderwarden restore FILE`: the data of a back-up in the place of the present ones."""

from pathlib import Path

import click

from server.home_option import home_option


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@home_option
def command(file: Path, home: Path | None) -> None:
    """Replace all data by those of the back-up FILE; the present ones are kept beside. Stop the server first."""
    from server.home import SEALED, HomeError, restore
    from server.settings import home_directory
    from server.store import StoreError

    try:
        with file.open("rb") as opened:
            sealed = opened.read(len(SEALED)) == SEALED
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror or error}") from error
    passphrase = click.prompt("Passphrase", hide_input=True) if sealed else None
    try:
        restored = restore(home_directory(home), file, passphrase)
    except (HomeError, StoreError, OSError) as error:
        raise click.ClickException(str(error)) from error
    channels = ", ".join(restored.channels) or "none"
    click.echo(
        f"restored: {restored.orders} orders; paired clients: {restored.clients}; channels: {channels}"
    )
    if restored.before is not None:
        click.echo(f"the data before are kept in {restored.before}")
    click.echo("start the server again with `orderwarden serve`")
