"""`orderwarden demo`: everything at once on invented orders, on a database that is thrown away."""

import sys
from pathlib import Path

import click

CHECKOUT = Path(__file__).resolve().parents[2]


@click.command()
@click.option(
    "--headless/--headed", default=None, help="Without or with a window; with one where there is a display."
)
@click.option(
    "--screenshots",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("screenshots"),
    show_default=True,
    help="Where pictures of what is seen are written.",
)
def command(headless: bool | None, screenshots: Path) -> None:
    """Show it all on invented orders: badges, the popup, a warning; your own data is not touched."""
    if not (CHECKOUT / "tests" / "shop" / "stage.py").is_file():
        click.echo(
            "demo: the invented shop is not here; it comes with the project's repository, not with the package: "
            "git clone it, then `python3 run.py demo` in it",
            err=True,
        )
        raise SystemExit(1)
    sys.path.insert(0, str(CHECKOUT))
    from tests.shop.demonstration import show

    raise SystemExit(show(headless, screenshots))
