"""`orderwarden rebuild`: makes the notices again from the ledger alone, and says whether they are the same."""

from pathlib import Path

import click


@click.command()
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), help="Where database and log lie.")
def command(home: Path | None) -> None:
    """Check the ledger, and make every notice again from it: each must be the one that was told, byte for byte."""
    from server import replay
    from server.settings import home_directory
    from server.store import Store, StoreError, ledger, notices
    from server.store.database import FILE_NAME

    place = home_directory(home)
    if not (place / FILE_NAME).exists():
        raise click.ClickException(f"{place} holds no data yet")
    try:
        store = Store(place, exclusive=False)
    except StoreError as error:
        raise click.ClickException(str(error)) from error
    try:
        with store.reading() as connection:
            broken = ledger.check(connection)
            if broken is not None:
                raise click.ClickException(f"row {broken.seq} of the ledger: {broken.why}")
            told = notices.told(connection)
            again = replay.told_again(connection)
    finally:
        store.close()
    made = {plain["identity"]: ledger.canonical(plain) for plain in again}
    different = sorted(identity for identity in told if made.get(identity) != told[identity])
    for identity in different:
        click.echo(f"told otherwise: {identity}", err=True)
    for identity in sorted(set(made) - set(told)):
        click.echo(f"never told: {identity}", err=True)
    if made != told:
        raise SystemExit(1)
    click.echo(f"the ledger closes; {len(told)} notices made again, each the same")
