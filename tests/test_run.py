"""The one command: its environment is made once, repaired when half-finished, and never made twice."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent


class Installer:
    """Stands in for pip and venv: writes what they would, notes what was asked, fails where told to."""

    def __init__(self, run: ModuleType) -> None:
        self.run = run
        self.asked: list[list[str]] = []
        self.fails_at = ""

    def __call__(self, *words: object, **_: object) -> int:
        line = [str(word) for word in words]
        self.asked.append(line)
        if self.fails_at and self.fails_at in line:
            return 1
        if line[1:3] == ["-m", "venv"]:
            self.run.PYTHON.parent.mkdir(parents=True, exist_ok=True)
            self.run.PYTHON.touch()
        return 0

    def installed(self) -> list[str]:
        return [line[-1] for line in self.asked if "install" in line]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("orderwarden_run", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("pyproject.toml", "requirements.lock", "requirements-run.lock"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "complete.json")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(module, "is_root_on_debian", lambda: False)
    return module


@pytest.fixture
def installer(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Installer:
    installer = Installer(run)
    monkeypatch.setattr(run, "run", installer)
    return installer


def test_first_start_installs_and_second_does_nothing(run: ModuleType, installer: Installer) -> None:
    run.make_environment("serve")
    assert [word.rpartition("/")[2] for word in installer.installed()] == ["requirements-run.lock", "."]
    installer.asked.clear()
    run.make_environment("serve")
    assert installer.asked == []


def test_half_finished_first_run_is_repaired(run: ModuleType, installer: Installer) -> None:
    installer.fails_at = "--no-build-isolation"
    with pytest.raises(run.CannotGoOnError):
        run.make_environment("serve")
    installer.fails_at = ""
    installer.asked.clear()
    run.make_environment("serve")
    assert [word.rpartition("/")[2] for word in installer.installed()] == ["requirements-run.lock", "."]


def test_broken_python_in_venv_is_replaced(run: ModuleType, installer: Installer) -> None:
    run.make_environment("serve")
    run.PYTHON.unlink()
    installer.asked.clear()
    run.make_environment("serve")
    assert any(line[1:3] == ["-m", "venv"] for line in installer.asked)


@pytest.mark.parametrize("content", ["", "[]", "{", '{"requirements-run.lock": "old"}'])
def test_unreadable_or_old_stamp_is_made_again(run: ModuleType, installer: Installer, content: str) -> None:
    run.make_environment("serve")
    run.STAMP.write_text(content)
    installer.asked.clear()
    run.make_environment("serve")
    assert installer.installed()
    assert json.loads(run.STAMP.read_text())["requirements-run.lock"] != "old"


def test_tests_want_the_development_packages_too(run: ModuleType, installer: Installer) -> None:
    run.make_environment("serve")
    run.make_environment("test")
    installer.asked.clear()
    run.make_environment("serve")
    run.make_environment("test")
    assert installer.asked == []


def test_changed_lock_is_installed(run: ModuleType, installer: Installer) -> None:
    run.make_environment("serve")
    installer.asked.clear()
    (run.ROOT / "requirements-run.lock").write_text("# other\n")
    run.make_environment("serve")
    assert installer.installed()


def test_missing_venv_module_says_what_to_do(run: ModuleType, installer: Installer) -> None:
    installer.fails_at = "venv"
    with pytest.raises(run.CannotGoOnError, match="apt-get install python3-venv"):
        run.make_environment("serve")
    assert not run.VENV.exists()


def test_no_browser_is_no_end_for_the_server_but_for_the_demo(
    run: ModuleType, installer: Installer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "browser", lambda _: "")
    run.find_browser("serve")
    assert "ORDERWARDEN_BROWSER" in capsys.readouterr().err
    with pytest.raises(run.CannotGoOnError, match="ORDERWARDEN_BROWSER"):
        run.find_browser("demo")


def test_imports_the_standard_library_only() -> None:
    program = f"import runpy, sys; runpy.run_path({str(ROOT / 'run.py')!r}); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True
    ).stdout
    roots = {name.partition(".")[0] for name in loaded.split()} - {"__main__"}
    foreign = {name for name in roots if name not in sys.stdlib_module_names and not name.startswith("_")}
    assert not {name for name in foreign if "site" not in name and name not in {"sitecustomize"}}


def test_run_lock_pins_the_same_versions() -> None:
    def pins(name: str) -> set[str]:
        lines = (ROOT / name).read_text().splitlines()
        return {line.split()[0] for line in lines if line[:1].isalnum()}

    assert pins("requirements-run.lock") <= pins("requirements.lock")
