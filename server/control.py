"""How a command speaks to the running server of the same home: by the token in a file that only its user can read."""

import json
import os
import urllib.request
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
CONTROL_FILE = "server.json"
ANSWERS_WITHIN = 5


class NotRunning(Exception):
    """No server of this home answers."""


def write_control_file(home: Path, port: int, token: str) -> None:
    """Says, to this user alone, where the server listens and what opens its control."""
    path = home / CONTROL_FILE
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump({"port": port, "pid": os.getpid(), "token": token}, file)


def control_of(home: Path) -> dict[str, Any] | None:
    """What the running server wrote; None if there is no such file."""
    try:
        said = json.loads((home / CONTROL_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) else None


def ping(port: int) -> dict[str, Any] | None:
    """What an Orderwarden on this port says of itself; None if nobody of that name answers."""
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/ping", timeout=2) as answer:
            said = json.loads(answer.read(4096))
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) and said.get("app") == "orderwarden" else None


def running_url(home: Path) -> str | None:
    """Where the server of this home answers; None if it does not."""
    control = control_of(home)
    if control is None or ping(control["port"]) is None:
        return None
    return f"http://{HOST}:{control['port']}"


def ask_running(home: Path, method: str, path: str, body: Any = None) -> Any:
    """An answer of the running server's control. Raises NotRunning."""
    control = control_of(home)
    if control is None:
        raise NotRunning(f"no Orderwarden runs on {home}; start it with `orderwarden serve`")
    request = urllib.request.Request(
        f"http://{HOST}:{control['port']}{path}",
        method=method,
        data=json.dumps(body or {}).encode(),
        headers={
            "Authorization": f"Bearer {control['token']}",
            "Content-Type": "application/json",
            "X-Orderwarden-Protocol": "1",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=ANSWERS_WITHIN) as answer:  # noqa: S310
            return json.loads(answer.read())
    except (OSError, ValueError) as error:
        raise NotRunning(f"the server of {home} does not answer ({error}); start it again") from error
