"""The option of every command that works on a home."""

from pathlib import Path

import click

home_option = click.option(
    "--home", type=click.Path(file_okay=False, path_type=Path), help="Where database and log lie."
)
