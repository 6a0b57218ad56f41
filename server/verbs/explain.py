"""`orderwarden explain ORDER`: why an order stands as it does."""

from pathlib import Path

import click

from server.home_option import home_option
from server.json_lines import printable


@click.command()
@click.argument("order_id", metavar="ORDER")
@home_option
def command(order_id: str, home: Path | None) -> None:
    """Print an order's facts with their sources, its clocks with their arithmetic, what was told and what will be."""
    from zoneinfo import ZoneInfo

    from server.explain import Explained, explain
    from server.home import HomeError, opened
    from server.settings import home_directory, meant_by, read_settings
    from server.store import StoreError, meta
    from server.watch.clock import Clock
    from server.words import Words

    try:
        with opened(home_directory(home)) as store, store.reading() as connection:
            settings = meant_by(read_settings(meta.read_settings(connection)))
            found = explain(connection, settings, order_id, Clock().now())
    except (HomeError, StoreError) as error:
        raise click.ClickException(str(error)) from error
    except KeyError:
        raise click.ClickException(f"no page ever named the order {order_id}") from None
    for line in Explained(found, Words(settings.language or "en"), ZoneInfo(settings.zone or "UTC")).lines():
        click.echo(printable(line))
