"""The command line `orderwarden`: a group whose verbs are loaded when they are called."""

import importlib
import pkgutil

import click

from server import verbs


class Verbs(click.Group):
    """Finds a verb as `server/verbs/<name>.py`, so that one verb never pays for the imports of another."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        return sorted(module.name for module in pkgutil.iter_modules(verbs.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = importlib.import_module(f"server.verbs.{cmd_name}").command
        return command


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="orderwarden")
def main() -> None:
    """Watches the clocks of your AliExpress orders and warns you before your money is lost."""
