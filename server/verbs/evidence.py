"""`orderwarden evidence ORDER...`: the evidence pack of orders."""

from pathlib import Path

import click

from server.home_option import home_option


@click.command()
@click.argument("orders", nargs=-1, required=True, metavar="ORDER...")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The ZIP to write.")
@home_option
@click.option("--language", help="Language of the texts beside English (else that of the settings).")
@click.option(
    "--letter-language", help="Language of the letter to the carrier (else that of the destination)."
)
@click.option("--reason", help="The reason of the claim (else the one that the record supports).")
@click.option("--amount", help='What you ask for, like "12.50 EUR" (else everything, where nothing came).')
@click.option("--describe", "described", help="A sentence of your own in the claim.")
@click.option(
    "--picture-limit",
    type=click.IntRange(50, 50_000),
    default=2000,
    show_default=True,
    help="KB a page picture.",
)
@click.option(
    "--text-limit",
    type=click.IntRange(200, 20_000),
    default=1000,
    show_default=True,
    help="Characters a claim.",
)
@click.option("--no-pdf", is_flag=True, help="Without PDF and page pictures; no browser is started.")
def command(orders: tuple[str, ...], home: Path | None, no_pdf: bool, **more: object) -> None:
    """Write a pack that proves what happened to these orders: PDF, page pictures, claim, letters, record, manifest."""
    import asyncio

    from scraper.fetch.browser import Browser
    from scraper.fetch.http import UnreachableError
    from server.evidence.at_home import at_home
    from server.evidence.pack import LACKING, Packed, write_pack
    from server.evidence.wishes import WrongWish, wishes_of
    from server.home import NothingThere
    from server.store import StoreError

    given: Path | None = more.pop("output")  # type: ignore[assignment]

    try:
        with at_home(home) as there:
            wishes = wishes_of(there.settings.language, **more)  # type: ignore[arg-type]
            target = given or Path(f"evidence-{orders[0]}{'-and-more' if orders[1:] else ''}.zip")
            for order in orders:
                there.case_file(order)

            async def write() -> Packed:
                async with Browser() as browser:
                    chosen = None if no_pdf else browser
                    return await write_pack(
                        target, orders, there.now, wishes, there.gather, there.answer, chosen
                    )

            packed = asyncio.run(write())
    except WrongWish as error:
        raise click.UsageError(str(error)) from None
    except (NothingThere, StoreError, UnreachableError) as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{given}: {error.strerror or error}") from None
    click.echo(f"{packed.path}: {packed.files} files, {packed.bytes / 1e6:.1f} MB")
    if packed.without_pdf:
        click.echo(f"It holds no PDF: {packed.without_pdf}", err=True)
    if packed.lacks_a_font:
        click.echo(LACKING, err=True)
    click.echo(f"SHA-256 of its manifest: {packed.manifest_sha256}")
    click.echo(
        "Keep that line outside of this computer (mail it to yourself): it shows later that nothing was changed."
    )
