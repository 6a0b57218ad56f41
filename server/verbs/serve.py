"""`orderwarden serve`: the server in the foreground."""

from pathlib import Path

import click

from server.home_option import home_option


@click.command()
@click.option(
    "--port", default=27183, show_default=True, type=click.IntRange(1024, 65535), help="Port on 127.0.0.1."
)
@home_option
def command(port: int, home: Path | None) -> None:
    """Start the server on 127.0.0.1 and keep it running until Ctrl+C."""
    from server.running import serve

    raise SystemExit(serve(home, port))
