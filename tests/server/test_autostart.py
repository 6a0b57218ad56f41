"""The files of the three systems, as text; they are read back by readers of their own kind."""

import configparser
import plistlib
import shlex
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from server.cli import main
from server.service import START, service_for

HOME = Path('/home/some one/"quoted" 100% $5 & more')
WORDS = ["/usr/bin/python3", "-c", START, "serve", "--home", str(HOME)]


def test_systemd() -> None:
    service = service_for("linux", HOME, WORDS[0], Path("/home/x"))
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(service.text)
    assert shlex.split(unit["Service"]["ExecStart"].replace("%%", "%").replace("$$", "$")) == WORDS
    assert unit["Service"]["Restart"] == "on-failure"
    assert service.path == Path("/home/x/.config/systemd/user/orderwarden.service")
    assert service.on[-1] == ("systemctl", "--user", "enable", "--now", "orderwarden.service")


def test_launchd() -> None:
    service = service_for("darwin", HOME, WORDS[0], Path("/Users/x"))
    plist = plistlib.loads(service.text.encode())
    assert plist["ProgramArguments"] == WORDS
    assert plist["RunAtLoad"] is True
    assert service.path.name == f"{plist['Label']}.plist"


def test_windows() -> None:
    service = service_for("win32", Path("C:/Users/x & y/data"), "C:/Python/python.exe")
    task = ElementTree.fromstring(service.text.split("?>", 1)[1])
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    assert task.findtext(".//t:Command", namespaces=space) == "C:/Python/python.exe"
    assert '"C:/Users/x & y/data"' in (task.findtext(".//t:Arguments", namespaces=space) or "")
    assert task.findtext(".//t:ExecutionTimeLimit", namespaces=space) == "PT0S"


def test_the_words_start_it() -> None:
    said = subprocess.run(
        [sys.executable, "-c", START, "serve", "--help"], capture_output=True, text=True, check=True
    )
    assert "--port" in said.stdout


def test_where_it_cannot_be_switched_on_nothing_is_left_and_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(command: tuple[str, ...], **_: object) -> None:
        raise subprocess.CalledProcessError(1, command, stderr=b"Failed to connect to bus\n")

    monkeypatch.setattr("pathlib.Path.home", lambda: tmp_path)
    monkeypatch.setattr("subprocess.run", failing)
    said = CliRunner().invoke(main, ["autostart", "on", "--home", str(tmp_path / "home")])
    assert said.exit_code == 1
    assert "Failed to connect to bus" in said.output
    assert "orderwarden serve" in said.output
    assert CliRunner().invoke(main, ["autostart", "status"]).output == "off\n"


def test_status_changes_nothing(tmp_path: Path) -> None:
    said = CliRunner().invoke(main, ["autostart", "status", "--home", str(tmp_path / "home")])
    assert (said.exit_code, said.output) == (0, "off\n")
    assert not (tmp_path / "home").exists()
