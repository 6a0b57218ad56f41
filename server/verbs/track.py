"""`orderwarden track`: looks parcels up and shows what each source said, and why it was believed."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from server.json_lines import print_line

if TYPE_CHECKING:
    from rich.console import Console

    from scraper.facts import Tracking
    from scraper.fetch.asking import Asker
    from scraper.lookup import Allowed, Found, Result, Unheard, Wanted

STYLES = {
    "delivered": "green",
    "customs_held": "red",
    "at_pickup_point": "yellow",
    "out_for_delivery": "cyan",
}


@click.command()
@click.argument("numbers", nargs=-1, required=True, metavar="NUMBER...")
@click.option(
    "--order-country",
    metavar="CC",
    help="Where the order goes: parcels to other countries are refused.",
)
@click.option(
    "--order-day", type=click.DateTime(["%Y-%m-%d"]), help="Day of the order: older histories are refused."
)
@click.option("--postcode", help="Postcode of the delivery, for carriers that ask for it.")
@click.option(
    "--17track", "aggregator", is_flag=True, help="Ask 17TRACK too where nobody else knows the parcel."
)
@click.option("--no-browser", is_flag=True, help="Start no browser: sources that need one are not asked.")
@click.option(
    "--replay",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Answer from recorded files in DIR: SOURCE-NUMBER.json, SOURCE.json (or .html), or SOURCE/any.json.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON lines instead: one object a number.")
def command(
    numbers: tuple[str, ...],
    order_country: str | None,
    order_day: Any,
    postcode: str | None,
    aggregator: bool,
    no_browser: bool,
    replay: Path | None,
    as_json: bool,
) -> None:
    """Look up parcels by their tracking numbers and print their timelines."""
    from scraper.carriers import plain
    from scraper.lookup import Allowed, Wanted
    from scraper.numbers import normalised

    bad = next((number for number in numbers if not 5 <= len(plain(normalised(number))) <= 40), None)
    if bad is not None:
        raise click.BadParameter(f"{bad!r} is no tracking number", param_hint="NUMBER")
    if order_country is not None and not (len(order_country) == 2 and order_country.isalpha()):
        raise click.BadParameter(
            f"{order_country!r} is no country code of two letters", param_hint="--order-country"
        )
    wanted = tuple(
        Wanted(
            number=plain(normalised(number)),
            order_country=order_country.upper() if order_country else None,
            order_day=order_day.date() if order_day else None,
            postcode=postcode,
        )
        for number in dict.fromkeys(numbers)
    )
    results = asyncio.run(
        _look_up(wanted, Allowed(aggregator=aggregator), replay, not no_browser, quiet=as_json)
    )
    for result in results:
        if as_json:
            print_line(_plain(result))
        else:
            _show(result)


async def _look_up(
    wanted: "tuple[Wanted, ...]", allowed: "Allowed", replay: Path | None, browsing: bool, *, quiet: bool
) -> "tuple[Result, ...]":
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    from scraper.lookup import LookUp, by_shape

    err = Console(stderr=True, quiet=quiet)
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task("looking up ...")

        def heard(text: str) -> None:
            progress.update(task, description=f"asking {text}")

        if replay is not None:
            from dataclasses import replace as with_

            from scraper.fetch.recorded import Recorded

            files = Recorded(replay)
            allowed = with_(allowed, aggregator=allowed.aggregator or files.has("17track"))
            recorded = LookUp(
                files, allowed, heard=heard, hints=lambda number: [*files.hints(number), *by_shape(number)]
            )
            return tuple([(await recorded.look_up([one]))[0] for one in wanted])
        from scraper.fetch.asking import Net
        from scraper.fetch.browser import Browser
        from scraper.fetch.http import Http
        from scraper.fetch.politeness import Manners

        async with Http() as http, Browser() as browser:
            asker: Asker = Net(http, browser if browsing else None, Manners())
            return await LookUp(asker, allowed, heard=heard).look_up(wanted)


def _plain(result: "Result") -> dict[str, Any]:
    """What `--json` prints for one number."""
    from scraper.facts import to_json

    def answer(found: "Found") -> dict[str, Any]:
        told = {**to_json(found.tracking), "asked": found.asked, "trust": found.trust, "why": found.why}
        return told | {"problems": list(found.problems)}

    doubts = [(found, _doubt(found, result)) for found in result.found]
    return {
        "number": result.wanted.number,
        "answers": [answer(found) for found, doubt in doubts if doubt is None],
        "rejected": [answer(found) | {"rejected": doubt} for found, doubt in doubts if doubt is not None],
        "not_reached": [
            {"source": u.source, "asked": u.asked, "outcome": u.outcome, "why": u.why, "page": u.page}
            for u in result.unheard
        ],
    }


def _doubt(found: "Found", result: "Result") -> str | None:
    """Why an answer is not taken for the user's. Nobody but the user says here that the number is an order's, so that
    Cainiao's answer is held against the order too."""
    from scraper.carriers import sources
    from scraper.ours import not_ours

    wanted = result.wanted
    return found.rejected or not_ours(
        found.tracking, sources()[found.tracking.source], wanted.order_country, wanted.order_day
    )


def _show(result: "Result") -> None:
    from rich.console import Console
    from rich.text import Text

    from scraper.carriers import sources

    out = Console(highlight=False, soft_wrap=True)
    out.print(Text(result.wanted.number, style="bold"))
    doubts = [(found, _doubt(found, result)) for found in result.found]
    for found, doubt in doubts:
        if doubt is None:
            _show_answer(out, found, result.wanted.number)
    for found, doubt in doubts:
        if doubt is not None:
            name = sources()[found.tracking.source].name
            out.print(Text(f"  {name}: not taken for yours: {doubt}", style="yellow"))
            out.print(
                Text(
                    f"    look yourself: {sources()[found.tracking.source].page_for(found.asked)}",
                    style="dim",
                )
            )
    for unheard in result.unheard:
        _show_unheard(out, unheard)
    if not result.found and not result.unheard:
        out.print(Text("  No source takes this number.", style="yellow"))
    out.print()


def _show_answer(out: "Console", found: "Found", number: str) -> None:
    from rich.table import Table
    from rich.text import Text

    from scraper.carriers import same, sources

    tracking = found.tracking
    name = sources()[tracking.source].name
    asked = "" if same(tracking.number, number) else f" as {tracking.number}"
    out.print(
        Text(f"  {name}{asked}: {_headline(tracking)}", style=STYLES.get(tracking.status or "", "bold"))
    )
    believed = "believed" if found.trust == "named" else "a hint, nothing speaks against it"
    out.print(Text(f"    {believed}: {found.why}", style="dim"))
    for line in _particulars(tracking):
        out.print(Text(f"    {line}"))
    if not tracking.events:
        return
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for whole in (True, True, False):
        table.add_column(overflow="fold", no_wrap=whole)
    for event in tracking.events:
        clock = f"{event.local_time:%Y-%m-%d %H:%M}" + (f" {event.utc_offset}" if event.utc_offset else "")
        status = Text(event.status.replace("_", " "))
        status.stylize("dim" if event.advisory else STYLES.get(event.status, ""))
        words = Text(event.text or event.code or "")
        if event.place:
            words.append(f" · {event.place}", style="dim")
        table.add_row(Text(f"    {clock}"), status, words)
    out.print(table)


def _headline(tracking: "Tracking") -> str:
    if tracking.outcome == "unknown":
        return "does not know this number (yet)"
    if tracking.outcome == "announced":
        return "announced, nothing has moved yet"
    return (tracking.status or "unknown").replace("_", " ")


def _particulars(tracking: "Tracking") -> list[str]:
    lines = []
    if tracking.origin_country or tracking.destination_country:
        lines.append(f"from {tracking.origin_country or '?'} to {tracking.destination_country or '?'}")
    if tracking.local_number or tracking.local_carrier:
        by = tracking.local_carrier or "a carrier that is not named"
        number = f" with number {tracking.local_number}" if tracking.local_number else ""
        lines.append(f"delivered by {by}{number}")
    if tracking.estimated_delivery is not None:
        lines.append(f"expected {tracking.estimated_delivery.from_} to {tracking.estimated_delivery.to}")
    if tracking.pickup_until is not None:
        lines.append(f"waits for you until {tracking.pickup_until}")
    if tracking.customs_due is not None:
        lines.append(f"customs wants your answer until {tracking.customs_due}")
    if tracking.untracked_last_mile:
        lines.append("economy service: no scans will come after the hand-over in your country")
    return lines


def _show_unheard(out: "Console", unheard: "Unheard") -> None:
    from rich.text import Text

    from scraper.carriers import sources

    name = sources()[unheard.source].name
    what = {
        "network": "could not be reached",
        "blocked": "answered with a robot check",
        "rate_limited": "wants to be left alone for a while",
    }.get(unheard.outcome, "gave an answer that is not understood")
    why = unheard.why.removeprefix(f"{unheard.source}: ")
    out.print(Text(f"  {name}: {what} ({why})", style="yellow"))
    out.print(Text(f"    look yourself: {unheard.page}", style="dim"))
