"""Which browser of this computer is used: the one named by the user, else Chrome, Chromium, Edge, Playwright's own.

Also a command: `python -m scraper.fetch.browser_path [--for-extension]` prints the path, or nothing. Imports only the
standard library, so that looking costs no time.
"""

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

NAMED = "ORDERWARDEN_BROWSER"
BRANDED = ("google-chrome-stable", "google-chrome", "microsoft-edge-stable", "microsoft-edge")
CHROMIUM = ("chromium", "chromium-browser")
MAC = {
    "branded": (
        "Google Chrome.app/Contents/MacOS/Google Chrome",
        "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "chromium": ("Chromium.app/Contents/MacOS/Chromium",),
}
WINDOWS = {
    "branded": (r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe"),
    "chromium": (r"Chromium\Application\chrome.exe",),
}
PLAYWRIGHT = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "chromium-*/chrome-win*/chrome.exe",
)


def find(for_extension: bool = False) -> Path | None:
    """The path of the browser to use, None if there is none.

    `for_extension`: it must load an unpacked extension from its command line, which the branded Chrome and Edge
    have refused since version 137.
    """
    if named := os.environ.get(NAMED):
        path = Path(named)
        return path if path.is_file() else None
    candidates = [*_system("chromium"), *_playwright()]
    if not for_extension:
        candidates = [*_system("branded"), *candidates]
    return next((path for path in candidates if path.is_file()), None)


def _system(which: str) -> Iterator[Path]:
    for name in BRANDED if which == "branded" else CHROMIUM:
        if found := shutil.which(name):
            yield Path(found)
    if sys.platform == "darwin":
        for folder in (Path("/Applications"), Path.home() / "Applications"):
            yield from (folder / name for name in MAC[which])
    if sys.platform == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            if folder := os.environ.get(variable):
                yield from (Path(folder) / name for name in WINDOWS[which])


def _playwright() -> Iterator[Path]:
    caches = {
        "darwin": Path.home() / "Library/Caches/ms-playwright",
        "win32": Path(os.environ.get("LOCALAPPDATA", "")) / "ms-playwright",
    }
    cache = Path(
        os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
        or caches.get(sys.platform, Path.home() / ".cache/ms-playwright")
    )
    for pattern in PLAYWRIGHT:
        yield from sorted(cache.glob(pattern), reverse=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Prints the path of the browser that is used.")
    parser.add_argument("--for-extension", action="store_true")
    print(find(parser.parse_args().for_extension) or "")
