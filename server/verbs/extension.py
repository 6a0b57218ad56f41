"""`orderwarden extension build`: the extension as the stores take it."""

import json
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "extension"
SHIPPED = frozenset({".js", ".css", ".html", ".json", ".png"})
BROWSERS = ("chrome", "firefox")
EPOCH = (1980, 1, 1, 0, 0, 0)
GECKO = {
    "id": "orderwarden@orderwarden.local",
    "strict_min_version": "142.0",
    # By Mozilla's rules what leaves the browser is collected, also where it goes to a program on the same computer.
    "data_collection_permissions": {"required": ["websiteContent", "personalCommunications"]},
}
"""142 is the first that asks for these permissions everywhere; scripts in the page's own world it runs since 128."""


@click.group()
def command() -> None:
    """The browser extension."""


@command.command()
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), default=Path("dist"))
@click.option("--browser", type=click.Choice(BROWSERS), multiple=True, help="For this browser only.")
def build(output: Path, browser: tuple[str, ...]) -> None:
    """Write a ZIP a browser into a folder (dist/), ready for its store; the same sources give the same bytes."""
    try:
        packed = [packed_for(one) for one in browser or BROWSERS]
        output.mkdir(parents=True, exist_ok=True)
        for name, content in packed:
            (output / name).write_bytes(content)
            click.echo(f"{output / name}  {len(content) / 1000:.0f} kB")
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error


def packed_for(browser: str) -> tuple[str, bytes]:
    """Name and bytes of the ZIP. Raises ValueError if the versions of server and extension are not the same one."""
    import io
    import zipfile

    manifest = manifest_for(browser)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for path in shipped():
            name = path.relative_to(EXTENSION).as_posix()
            info = zipfile.ZipInfo(name, EPOCH)
            info.create_system = 3  # else the bytes say on which system it was made
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(info, manifest if name == "manifest.json" else path.read_bytes(), compresslevel=9)
    return f"orderwarden-{browser}-{version()}.zip", content.getvalue()


def shipped() -> list[Path]:
    """What the browser needs; types and whatever an editor leaves behind it does not. Always in the same order."""
    if not (EXTENSION / "manifest.json").is_file():
        raise ValueError(f"{EXTENSION} holds no extension; build it in a checkout of the project")
    files = [path for path in EXTENSION.rglob("*") if path.suffix in SHIPPED and path.is_file()]
    hidden = (
        path for path in files if any(part.startswith(".") for part in path.relative_to(EXTENSION).parts)
    )
    return sorted(set(files) - set(hidden), key=lambda path: path.relative_to(EXTENSION).as_posix())


def version() -> str:
    """The one in pyproject.toml. Raises ValueError if the manifest names another."""
    import tomllib

    said = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    manifest = json.loads((EXTENSION / "manifest.json").read_text("utf-8"))["version"]
    if said != manifest:
        raise ValueError(
            f"pyproject.toml is version {said}, extension/manifest.json {manifest}: make them one"
        )
    return str(said)


def manifest_for(browser: str) -> bytes:
    """The manifest as a store takes it: without the key that fixes the id of an unpacked extension.

    Firefox has no service workers for extensions: its background is an event page of the same module. The permission
    for a menu it gives unasked, and cannot ask for later.
    """
    manifest: dict[str, Any] = json.loads((EXTENSION / "manifest.json").read_text("utf-8"))
    manifest.pop("key", None)
    if browser == "firefox":
        del manifest["minimum_chrome_version"]
        worker = manifest["background"]["service_worker"]
        manifest["background"] = {"scripts": [worker], "type": "module"}
        manifest["permissions"] = sorted(manifest["permissions"] + manifest.pop("optional_permissions"))
        manifest["browser_specific_settings"] = {"gecko": GECKO}
    return (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()
