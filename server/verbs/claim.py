"""`orderwarden claim ORDER`: what to choose in the form, and the text to copy."""

from pathlib import Path

import click

from server.home_option import home_option


@click.command()
@click.argument("order_id", metavar="ORDER")
@home_option
@click.option("--language", help="Language of the text beside English (else that of the settings).")
@click.option("--reason", help="The reason of the claim (else the one that the record supports).")
@click.option("--amount", help='What you ask for, like "12.50 EUR" (else everything, where nothing came).')
@click.option("--describe", "described", help="A sentence of your own in the claim.")
@click.option("--text-limit", type=click.IntRange(200, 20_000), default=1000, show_default=True)
def command(order_id: str, home: Path | None, **more: object) -> None:
    """Print which door fits this order and the text of a claim, with facts of the record only. Nothing is sent."""
    from server.evidence.at_home import at_home
    from server.evidence.texts import texts_of
    from server.evidence.wishes import WrongWish, wishes_of
    from server.home import NothingThere
    from server.store import StoreError

    try:
        with at_home(home) as there:
            wishes = wishes_of(there.settings.language, **more)  # type: ignore[arg-type]
            texts = texts_of(there.case_file(order_id), wishes)
    except WrongWish as error:
        raise click.UsageError(str(error)) from None
    except (NothingThere, StoreError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(texts.door)
    for claim in texts.claims:
        click.echo(f"[{claim.language}] {claim.text}")
        if claim.dropped:
            click.echo(
                f"({claim.dropped} sentence(s) left out: the form takes {more['text_limit']} characters)"
            )
        click.echo()
