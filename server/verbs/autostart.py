"""`orderwarden autostart on|off|status`: the server starts with the computer, or no longer."""

from pathlib import Path

import click

from server.home_option import home_option


@click.command()
@click.argument("wish", type=click.Choice(["on", "off", "status"]))
@home_option
def command(wish: str, home: Path | None) -> None:
    """Start Orderwarden with the computer (on), no longer (off), or say how it is (status)."""
    import subprocess
    import sys

    from server.service import run, service_for
    from server.settings import home_directory

    service = service_for(sys.platform, home_directory(home))
    if wish == "status":
        click.echo(f"on: {service.path}" if service.path.exists() else "off")
        return
    try:
        if wish == "on":
            service.path.parent.mkdir(parents=True, exist_ok=True)
            service.path.write_text(service.text, encoding="utf-16" if sys.platform == "win32" else "utf-8")
            run(service.on)
        elif service.path.exists():
            run(service.off)
            service.path.unlink()
    except (OSError, subprocess.SubprocessError) as error:
        if wish == "on":
            service.path.unlink(missing_ok=True)
        raise click.ClickException(_why(error)) from error
    click.echo(f"{wish}: {service.path}")


def _why(error: Exception) -> str:
    command = " ".join(getattr(error, "cmd", None) or ["autostart"])
    said = (getattr(error, "stderr", None) or b"").decode(errors="replace").strip() or str(error)
    return (
        f"`{command}` failed: {said}\nNothing was changed. Where your system has no such service, let it start "
        "`orderwarden serve` at login in its own way."
    )
