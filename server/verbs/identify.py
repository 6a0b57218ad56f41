"""`orderwarden identify`: the carriers that a tracking number may belong to."""

import click

from server.json_lines import print_line


@click.command()
@click.argument("numbers", metavar="NUMBER...", nargs=-1, required=True)
def command(numbers: tuple[str, ...]) -> None:
    """Print for each NUMBER whether its form is right and whose it may be, likeliest first."""
    from scraper.numbers import identify

    for number in numbers:
        found = identify(number)
        said = {
            "number": found.number,
            "well_formed": found.well_formed,
            "candidates": [
                {"carrier": candidate.carrier, "confidence": candidate.confidence, "why": candidate.why}
                for candidate in found.candidates
            ],
        }
        print_line(said)
