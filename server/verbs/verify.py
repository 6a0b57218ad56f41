"""`orderwarden verify FILE`: whether an evidence pack holds."""

from pathlib import Path

import click

from server.json_lines import printable

LARGEST_SEQ = 2**63 - 1
"""The last row that a database can hold."""


@click.command()
@click.argument("pack", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.zip")
@click.option(
    "--expect", metavar="SHA256", help="The manifest's SHA-256 as it was noted when the pack was made."
)
@click.option(
    "--home", type=click.Path(file_okay=False, path_type=Path), help="Compare with the record there, too."
)
def command(pack: Path, expect: str | None, home: Path | None) -> None:
    """Say in plain words what of an evidence pack holds and what was changed. Exit code 1 if anything was."""
    from server.evidence.manifest import NotAPack, check_pack

    try:
        found = check_pack(pack)
    except (NotAPack, OSError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        click.echo(f"{pack}: {why}", err=True)
        raise SystemExit(1) from None
    wrong = list(found.wrong)
    if expect is not None and expect.strip().casefold() != found.manifest_sha256:
        wrong.append(
            "the manifest is another one than the one whose SHA-256 you noted: the pack was made anew"
        )
    if home is not None:
        wrong += _against_home(found.head, home)
    click.echo(f"{pack}: evidence of {len(found.orders)} order(s), made on {printable(found.made_at)}")
    click.echo(f"SHA-256 of its manifest: {found.manifest_sha256}")
    if wrong:
        click.echo(f"It does NOT hold: {len(wrong)} thing(s) were changed.")
        for line in wrong:
            click.echo(f"- {printable(line)}")
        raise SystemExit(1)
    click.echo(f"It holds: {found.files} files are as the manifest says.")
    click.echo(
        f"The chain of the record closes over {found.links} rows; {found.rows} rows of these orders stand in it."
    )
    if found.stamped:
        click.echo("manifest.json.ots is a time-stamp of that manifest: `ots verify` says from when.")
    if expect is None:
        click.echo("Compare the SHA-256 above with the one that was noted when the pack was made (--expect).")
    click.echo(
        "What this proves: nothing was changed since that SHA-256 was made known. It does not prove who wrote the "
        "record, nor that what a tracking source said is true."
    )


def _against_home(head: object, home: Path) -> list[str]:
    """Whether the record of this computer still holds the row at which the pack's chain ends."""
    from collections.abc import Mapping

    from server.evidence.at_home import at_home
    from server.home import NothingThere
    from server.store import StoreError, ledger

    assert isinstance(head, Mapping)
    if not head:
        return []
    seq = head.get("seq")
    first = seq if isinstance(seq, int) and 0 < seq < LARGEST_SEQ else LARGEST_SEQ
    try:
        with at_home(home) as there:
            link = there.ask(lambda connection: next(iter(ledger.links(connection, first)), None))
    except (NothingThere, StoreError) as error:
        raise click.ClickException(str(error)) from None
    if link is None or (link.seq, link.hash) != (seq, head.get("hash")):
        return ["the record on this computer does not hold the row at which the pack's chain ends"]
    return []
