"""`orderwarden export`: orders, parcels, events and notices as JSON lines or CSV."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from server.home_option import home_option
from server.json_lines import print_line

COLUMNS = ("what", "order_id", "number", "source", "at", "status", "level", "text", "place")


@click.command()
@click.option("--csv", "as_csv", is_flag=True, help="A table instead of JSON lines.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines (this is the default).")
@home_option
def command(as_csv: bool, as_json: bool, home: Path | None) -> None:
    """Print everything that is known of your orders."""
    from server.home import HomeError, exported
    from server.settings import home_directory

    if as_csv and as_json:
        raise click.UsageError("either --csv or --json")
    try:
        everything = list(exported(home_directory(home)))
    except HomeError as error:
        raise click.ClickException(str(error)) from error
    if as_csv:
        click.echo(table(everything).encode(), nl=False)
        return
    for what, plain in everything:
        print_line({"what": what} | plain)


def table(everything: Iterable[tuple[str, dict[str, Any]]]) -> str:
    """All of it as CSV (RFC 4180), whatever the system's own line ends are."""
    written = io.StringIO(newline="")
    lines = csv.DictWriter(written, COLUMNS)
    lines.writeheader()
    for what, plain in everything:
        lines.writerows(rows(what, plain))
    return written.getvalue()


def rows(what: str, plain: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a table for one order (with its parcels and scans) or one notice."""
    if what == "notice":
        line = {"what": what, "at": plain["at"], "status": plain["state"], "level": plain["level"]}
        return [safe(line | {"order_id": order_id, "text": plain["kind"]}) for order_id in plain["order_ids"]]
    found = [
        {
            "what": "order",
            "at": plain.get("placed_on"),
            "status": plain.get("status"),
            "text": plain.get("title"),
        }
    ]
    for parcel in plain["parcels"]:
        found.append({"what": "parcel", "number": parcel["number"], "status": parcel.get("status")})
        for source in parcel["sources"]:
            for event in source.get("events", ()):
                told = {name: event.get(name) for name in ("status", "text", "place")}
                place = {"number": parcel["number"], "source": source["source"], "at": event["local_time"]}
                found.append({"what": "event"} | place | told)
    return [safe(row | {"order_id": plain["order_id"]}) for row in found]


def safe(row: dict[str, Any]) -> dict[str, Any]:
    """A cell that a table program would take for a formula is told to be text."""
    return {k: f"'{v}" if isinstance(v, str) and v[:1] in "=+-@\t\r" and v else v for k, v in row.items()}
