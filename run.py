#!/usr/bin/env python3
"""One command to start Orderwarden: makes what is missing, then runs it.

    python3 run.py            the server (same as: orderwarden serve)
    python3 run.py demo       see it all on invented orders
    python3 run.py test       every check of the project
    python3 run.py VERB ...   any other verb of orderwarden

Standard library only. The environment lives in .venv; a half-finished one is repaired by the next start.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "complete.json"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
NEEDS_DEVELOPMENT = {"test"}
NEEDS_EXTENSION_BROWSER = {"test", "demo"}
DEBIAN_PACKAGES_HINT = "apt-get install python3-venv chromium"


class CannotGoOnError(Exception):
    """Something outside the project is missing; the text says what to do."""


def say(text: str) -> None:
    print(f"orderwarden: {text}", file=sys.stderr, flush=True)


def run(*command: "str | Path", quiet: bool = False, env: "dict[str, str] | None" = None) -> int:
    """Runs a command in the project's folder and gives its exit code; `quiet` shows its words only if it fails."""
    words = [str(word) for word in command]
    if not quiet:
        return subprocess.run(words, cwd=ROOT, env=env, check=False).returncode
    done = subprocess.run(
        words, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        print(done.stdout[-4000:], file=sys.stderr)
    return done.returncode


def is_root_on_debian() -> bool:
    return (
        hasattr(os, "geteuid")
        and os.geteuid() == 0
        and Path("/etc/debian_version").exists()
        and shutil.which("apt-get") is not None
    )


def install_debian(*packages: str) -> bool:
    """Installs Debian packages; False where they cannot be had (the caller then says what to do)."""
    say(f"installing {', '.join(packages)} from Debian")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for attempt in ("install", "update and install"):
        if attempt != "install":
            run("apt-get", "update", "-q", quiet=True, env=env)
        if run("apt-get", "install", "-y", "-q", *packages, quiet=attempt != "install", env=env) == 0:
            return True
    return False


def lock_for(verb: str) -> Path:
    return ROOT / ("requirements.lock" if verb in NEEDS_DEVELOPMENT else "requirements-run.lock")


def fingerprint(lock: Path) -> str:
    """Changes whenever the locked packages, the project's own packaging or the Python change."""
    sha = hashlib.sha256(sys.version.encode() + str(ROOT).encode())
    for path in (lock, ROOT / "pyproject.toml"):
        sha.update(path.read_bytes())
    return sha.hexdigest()


def stamped() -> "dict[str, str]":
    try:
        stamp = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) and PYTHON.exists() else {}


def make_environment(verb: str) -> None:
    """Makes or repairs .venv with the locked packages; does nothing when it is complete already."""
    lock = lock_for(verb)
    stamp = stamped()
    if stamp.get(lock.name) == fingerprint(lock):
        return
    say("preparing its environment in .venv (a minute or two the first time)")
    STAMP.unlink(missing_ok=True)
    if run(PYTHON, "-m", "pip", "--version", quiet=True) if PYTHON.exists() else True:
        make_venv()
    pip = (PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "-q")
    if run(*pip, "--require-hashes", "--no-deps", "-r", lock, quiet=True):
        raise CannotGoOnError(
            "the packages could not be installed. Check the connection to PyPI, then start again."
        )
    if run(*pip, "--no-build-isolation", "--no-deps", "-e", ".", quiet=True):
        raise CannotGoOnError("the project itself could not be installed; the lines above say why.")
    stamp = {name: print_ for name, print_ in stamp.items() if name == "requirements-run.lock"}
    stamp[lock.name] = fingerprint(lock)
    STAMP.write_text(json.dumps(stamp))


def make_venv() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    if run(sys.executable, "-m", "venv", VENV, quiet=is_root_on_debian()) == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if (
        is_root_on_debian()
        and install_debian("python3-venv")
        and run(sys.executable, "-m", "venv", VENV) == 0
    ):
        return
    raise CannotGoOnError(
        f"Python's venv module is missing. Install it (Debian, Ubuntu: {DEBIAN_PACKAGES_HINT}), then start again."
    )


def browser(for_extension: bool) -> str:
    """The path of a usable browser, empty if there is none. Chrome and Edge no longer load an unpacked
    extension from the command line, so the demo and the tests want a Chromium."""
    flag = ["--for-extension"] if for_extension else []
    found = subprocess.run(
        [str(PYTHON), "-m", "scraper.fetch.browser_path", *flag],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    return found.stdout.strip()


def find_browser(verb: str) -> None:
    """Finds a browser or gets one. Without one the server still runs: only some tracking sites need it."""
    for_extension = verb in NEEDS_EXTENSION_BROWSER
    if browser(for_extension):
        return
    if is_root_on_debian() and install_debian("chromium") and browser(for_extension):
        return
    say("no browser found: getting Playwright's own Chromium")
    if run(PYTHON, "-m", "playwright", "install", "chromium") == 0 and browser(for_extension):
        return
    hint = (
        "no Chromium was found and none could be installed. Install it (Debian, Ubuntu: apt-get install chromium), "
        "or set ORDERWARDEN_BROWSER to the path of one, then start again."
    )
    if for_extension:
        raise CannotGoOnError(hint)
    say(f"{hint} Until then the tracking sites that need a browser are left out.")


def check(pytest_words: "list[str]") -> int:
    """Every check of the project, all of them even if one fails; 0 only if all are good."""
    steps: list[tuple[str, list[str | Path]]] = [
        ("style", [BIN / "ruff", "check", "."]),
        ("format", [BIN / "ruff", "format", "--check", "."]),
        ("types", [BIN / "mypy"]),
        ("walls", [BIN / "lint-imports"]),
        ("tests", [PYTHON, "-m", "pytest", *(pytest_words or ["-n", "2", "--dist", "loadgroup"])]),
    ]
    if pytest_words:
        steps = steps[-1:]
    failed = []
    for name, command in steps:
        start = time.monotonic()
        code = run(*command, quiet=name != "tests")
        print(f"{'ok    ' if code == 0 else 'FAILED'} {name} ({time.monotonic() - start:.0f} s)", flush=True)
        if code:
            failed.append(name)
    print("all checks passed" if not failed else f"failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def main(words: "list[str]") -> int:
    verb = words[0] if words else "serve"
    if verb in ("-h", "--help"):
        print(__doc__)
        return 0
    try:
        make_environment(verb)
        if verb in {"serve", *NEEDS_EXTENSION_BROWSER}:
            find_browser(verb)
    except CannotGoOnError as reason:
        say(str(reason))
        return 1
    if verb == "test":
        return check(words[1:])
    command = [str(BIN / "orderwarden"), verb, *words[1:]]
    if os.name == "nt":
        return subprocess.run(command, check=False).returncode
    os.execv(command[0], command)  # noqa: S606 - the server takes this process over, signals and all
    return 0


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - said in words instead of a syntax error
        say(f"needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        sys.exit(1)
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
