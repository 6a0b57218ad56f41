"""Starting with the computer: a systemd user unit, a launchd agent, or a Windows scheduled task."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

NAME = "orderwarden"
LABEL = "org.orderwarden.server"
START = "from server.cli import main; main()"


@dataclass(frozen=True)
class Service:
    """What one system needs: the file, and the commands that switch it on and off and ask for it."""

    path: Path
    text: str
    on: tuple[tuple[str, ...], ...]
    off: tuple[tuple[str, ...], ...]


def service_for(
    platform: str, home: Path, python: str = sys.executable, user_home: Path | None = None
) -> Service:
    """The service of this platform (`sys.platform`), for the data in `home`."""
    user_home = user_home or Path.home()
    words = (python, "-c", START, "serve", "--home", str(home))
    if platform == "darwin":
        return _launchd(user_home, words)
    if platform == "win32":
        return _task(home, words)
    return _systemd(user_home, words)


def run(commands: tuple[tuple[str, ...], ...]) -> None:
    """Runs them one after the other. Raises CalledProcessError or FileNotFoundError."""
    for command in commands:
        subprocess.run(command, check=True, capture_output=True, timeout=30)


def _systemd(user_home: Path, words: tuple[str, ...]) -> Service:
    quoted = " ".join(
        '"' + word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$") + '"'
        for word in words
    )
    text = f"""[Unit]
Description=Orderwarden watches the clocks of your orders

[Service]
ExecStart={quoted}
Restart=on-failure
RestartSec=10
TimeoutStopSec=5

[Install]
WantedBy=default.target
"""
    unit = f"{NAME}.service"
    return Service(
        user_home / ".config/systemd/user" / unit,
        text,
        on=(("systemctl", "--user", "daemon-reload"), ("systemctl", "--user", "enable", "--now", unit)),
        off=(("systemctl", "--user", "disable", "--now", unit),),
    )


def _launchd(user_home: Path, words: tuple[str, ...]) -> Service:
    arguments = "\n".join(f"    <string>{escape(word)}</string>" for word in words)
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>{LABEL}</string>
  <key>ProgramArguments</key>
  <array>
{arguments}
  </array>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
</dict>
</plist>
"""
    path = user_home / f"Library/LaunchAgents/{LABEL}.plist"
    return Service(
        path,
        text,
        on=(("launchctl", "load", "-w", str(path)),),
        off=(("launchctl", "unload", "-w", str(path)),),
    )


def _task(home: Path, words: tuple[str, ...]) -> Service:
    arguments = " ".join(f'"{word}"' for word in words[1:])
    text = f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <Triggers><LogonTrigger><Enabled>true</Enabled></LogonTrigger></Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure><Interval>PT1M</Interval><Count>10</Count></RestartOnFailure>
  </Settings>
  <Actions><Exec><Command>{escape(words[0])}</Command><Arguments>{escape(arguments)}</Arguments></Exec></Actions>
</Task>
"""
    path = home / "autostart.xml"
    return Service(
        path,
        text,
        on=(("schtasks", "/Create", "/TN", NAME, "/XML", str(path), "/F"), ("schtasks", "/Run", "/TN", NAME)),
        off=(("schtasks", "/Delete", "/TN", NAME, "/F"),),
    )
