"""`orderwarden notices`: the catalogue of notices as Markdown."""

import click


@click.command()
def command() -> None:
    """Print every kind of notice: when it comes, its level, what clears it, an example."""
    from server.words.catalogue import catalogue

    click.echo(catalogue(), nl=False)
