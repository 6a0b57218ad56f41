"""`orderwarden forget ORDER...|--all`: erases what is known of orders."""

from pathlib import Path

import click

from server.home_option import home_option


@click.command()
@click.argument("order_ids", nargs=-1, metavar="[ORDER]...")
@click.option("--all", "everything", is_flag=True, help="Erase all orders.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@home_option
def command(order_ids: tuple[str, ...], everything: bool, yes: bool, home: Path | None) -> None:
    """Erase orders for good: pages, parcels, marks, notices, frozen answers; also from the copies that a restore or an
    upgrade left.

    The ledger keeps that something was observed, when, and a hash of it, so that it still shows it was not altered.
    """
    from server.control import NotRunning
    from server.forgetting import copies_with
    from server.home import HomeError, forget
    from server.settings import home_directory
    from server.store import StoreError

    if bool(order_ids) == everything:
        raise click.UsageError("name the orders, or --all")
    if not yes:
        click.confirm("Erase them? This cannot be undone", abort=True)
    place = home_directory(home)
    try:
        erased = forget(place, None if everything else list(order_ids))
    except (HomeError, StoreError, NotRunning) as error:
        raise click.ClickException(str(error)) from error
    if order_ids and not erased:
        raise click.ClickException(f"nothing is known of {', '.join(order_ids)}")
    click.echo(f"erased {erased} observations; of each the ledger keeps its time and its hash")
    for path in [*copies_with(place, order_ids or None), *sorted(place.glob("evidence/*"))]:
        click.echo(f"{path} may still hold them; delete it if you wish")
