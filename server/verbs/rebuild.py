"""`orderwarden rebuild`: makes the notices again from the ledger alone, and says whether they are the same."""

from pathlib import Path

import click

from server.home_option import home_option


@click.command()
@home_option
def command(home: Path | None) -> None:
    """Check the ledger, and make every notice again from it: each must be the one that was told, byte for byte."""
    from server import replay
    from server.home import HomeError, opened
    from server.settings import home_directory
    from server.store import StoreError, ledger, notices

    try:
        with opened(home_directory(home)) as store, store.reading() as connection:
            broken = ledger.check(connection)
            if broken is not None:
                raise click.ClickException(f"row {broken.seq} of the ledger: {broken.why}")
            told = notices.told(connection)
            again = replay.told_again(connection)
    except (HomeError, StoreError) as error:
        raise click.ClickException(str(error)) from error
    made = {plain["identity"]: ledger.canonical(plain) for plain in again}
    different = sorted(identity for identity in told if made.get(identity) != told[identity])
    for identity in different:
        click.echo(f"told otherwise: {identity}", err=True)
    for identity in sorted(set(made) - set(told)):
        click.echo(f"never told: {identity}", err=True)
    if made != told:
        raise SystemExit(1)
    click.echo(f"the ledger closes; {len(told)} notices made again, each the same")
