"""`orderwarden letter ORDER`: letters to the carriers of its parcels."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from server.home_option import home_option

if TYPE_CHECKING:
    from server.evidence.letters import Letter


@click.command()
@click.argument("order_id", metavar="ORDER")
@home_option
@click.option("--language", help="Language of the letter (else that of the destination).")
@click.option("--parcel", "number", help="Only the parcel with this number.")
@click.option("--pdf", type=click.Path(dir_okay=False, path_type=Path), help="Print the letters as a PDF.")
@click.option("--mail", is_flag=True, help="Print a mailto link that opens the letter as a draft.")
def command(
    order_id: str, home: Path | None, language: str | None, number: str | None, pdf: Path | None, mail: bool
) -> None:
    """Print a letter that asks the carrier for a written statement; add your name and address, and send it yourself."""
    from scraper.fetch.http import UnreachableError
    from server.evidence.at_home import at_home
    from server.evidence.letters import letter_of, to_be_asked_for
    from server.home import NothingThere
    from server.store import StoreError

    try:
        with at_home(home) as there:
            case = there.case_file(order_id)
            parcels = [p for p in case.parcels if number is None or number.upper() in p.numbers]
            if not parcels:
                raise NothingThere(
                    f"the order {order_id} has no parcel{f' {number}' if number else ''} with a number"
                )
            parcels = [parcel for parcel in parcels if parcel in to_be_asked_for(case)]
            if not parcels:
                raise NothingThere("you said that you have it: there is nothing to ask the carrier for")
            letters = [letter_of(case, parcel, language) for parcel in parcels]
            if pdf is not None:
                _print(letters, pdf)
    except (NothingThere, StoreError, UnreachableError) as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{pdf}: {error.strerror or error}") from None
    for letter in letters:
        click.echo(letter.mailto if mail else f"{letter.subject}\n\n{letter.body}")


def _print(letters: "Sequence[Letter]", target: Path) -> None:
    import asyncio

    from scraper.fetch.browser import Browser
    from server.evidence.sheet import letters_page

    async def printed() -> bytes:
        async with Browser() as browser, browser.printer() as printer:
            return await printer.pdf(letters_page(letters))

    target.write_bytes(asyncio.run(printed()))
