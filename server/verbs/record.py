"""`orderwarden record`: how sellers and carriers did with your own orders."""

from pathlib import Path
from typing import Any

import click

from server.home_option import home_option
from server.json_lines import print_line, printable


@click.command()
@home_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(home: Path | None, as_json: bool) -> None:
    """Print per seller and per carrier how long, how late and how often disputed, from your own orders only."""
    from server.evidence.at_home import at_home
    from server.evidence.own_record import own_record
    from server.home import NothingThere
    from server.store import StoreError

    try:
        with at_home(home) as there:
            record = there.ask(lambda connection: own_record(connection, there.casebook))
    except (NothingThere, StoreError) as error:
        raise click.ClickException(str(error)) from None
    told = {
        "sellers": [doings.plain(name) for name, doings in record.sellers.items()],
        "carriers": [doings.plain(name) for name, doings in record.carriers.items()],
    }
    if as_json:
        print_line(told)
        return
    for title, rows in told.items():
        click.echo(f"{title.capitalize()} (from your own orders)")
        for row in sorted(rows, key=lambda row: (-_count(row), str(row["name"]))):
            click.echo(f"  {_line(row)}")
        if not rows:
            click.echo("  none yet")


def _count(row: dict[str, Any]) -> int:
    return int(row["orders"])


def _line(row: dict[str, Any]) -> str:
    name = printable(str(row["name"]))
    said = [f"{row['orders']} order(s)", f"{row['arrived']} arrived"]
    if "days_median" in row:
        said.append(f"{row['days_median']} days as a rule, {row['days_longest']} at most")
    if "late" in row:
        said.append(f"{row['late']} of {row['of_promised']} later than promised")
    said.append(f"{row['disputed']} disputed, {row['refunded']} refunded")
    return f"{name}: {', '.join(said)}"
