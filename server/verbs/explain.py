"""`orderwarden explain ORDER`: why an order stands as it does."""

from pathlib import Path

import click


@click.command()
@click.argument("order_id", metavar="ORDER")
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), help="Where database and log lie.")
def command(order_id: str, home: Path | None) -> None:
    """Print an order's facts with their sources, its clocks with their arithmetic, what was told and what will be."""
    from zoneinfo import ZoneInfo

    from server.explain import Explained, explain
    from server.settings import home_directory, meant_by, read_settings
    from server.store import Store, StoreError, meta
    from server.store.database import FILE_NAME
    from server.watch.clock import Clock
    from server.words import Words

    place = home_directory(home)
    if not (place / FILE_NAME).exists():
        raise click.ClickException(
            f"{place} holds no database: start the server once, or name another --home"
        )
    try:
        store = Store(place, exclusive=False)
        try:
            with store.reading() as connection:
                settings = meant_by(read_settings(meta.read_settings(connection)))
                found = explain(connection, settings, order_id, Clock().now())
        finally:
            store.close()
    except StoreError as error:
        raise click.ClickException(str(error)) from error
    except KeyError:
        raise click.ClickException(f"no page ever named the order {order_id}") from None
    for line in Explained(found, Words(settings.language or "en"), ZoneInfo(settings.zone or "UTC")).lines():
        click.echo(line)
