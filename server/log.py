"""The log: a file of the home with rotation, and the terminal. Numbers and secrets are masked in both."""

import logging
import logging.handlers
import re
from io import TextIOWrapper
from pathlib import Path

BIGGEST = 2_000_000
KEPT = 3
_LONG_NUMBER = re.compile(r"(?<![\w.:-])([A-Z]{0,4}\d[\dA-Z]{6,30})(\d{3}|[A-Z\d]{3})(?![\w:-])")
_SECRET = re.compile(r"(?i)(bearer\s+|token[\"'=:\s]+|/calendar/)[\w.~+/-]{8,}")
_ADDRESS = re.compile(r"\b(?!https?:)([a-z][a-z0-9+]{1,20})://\S+")
_HOOK = re.compile(r"\b(https?)://(?:[^\s/@]*@)?([^\s/@?#]+)[/?#][^\s\"']+")
_MAIL = re.compile(r"[\w.%+-]+@(?=[\w-]+\.\w)")
_PHONE = re.compile(r"(?<![\w.:+-])(?!\d{4}-\d\d-\d\d)\+?\(?\d[\d() /-]{8,18}\d(?![\w:.-])")


def masked(text: str) -> str:
    """The text without what tells who bought what: of long numbers the last three signs stay; no token, no address
    of a channel stays, no mail address and no number that could be a phone's."""
    text = _SECRET.sub(r"\1***", text)
    text = _ADDRESS.sub(r"\1://***", text)
    text = _HOOK.sub(r"\1://\2/***", text)
    text = _MAIL.sub("***@", text)
    text = _LONG_NUMBER.sub(r"***\2", text)
    return _PHONE.sub("***", text)


class Masking(logging.Formatter):
    """Formats a line and masks it, tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


class OwnFile(logging.handlers.RotatingFileHandler):
    """A file that its user alone may read, after each rotation too."""

    def _open(self) -> TextIOWrapper:
        path = Path(self.baseFilename)
        path.touch(mode=0o600)
        path.chmod(0o600)
        return super()._open()


def begin_log(home: Path) -> None:
    """From now on the log goes to `home/orderwarden.log` (2 MB, three older kept), warnings to stderr too."""
    path = home / "orderwarden.log"
    file = OwnFile(path, maxBytes=BIGGEST, backupCount=KEPT, encoding="utf-8")
    terminal = logging.StreamHandler()
    terminal.setLevel(logging.WARNING)
    for handler in (file, terminal):
        handler.setFormatter(Masking("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[file, terminal], force=True)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    # what is no HTTP it answers with 400 and a traceback in the log, which anybody could fill so; errors of our own
    # are logged where they are answered
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
