"""The ZIP of a pack under way, and the plain files in it."""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from server.evidence.case_file import CaseFile
from server.evidence.claims import source_name
from server.evidence.manifest import MANIFEST, Listed, manifest_text
from server.evidence.paper import MOST_IN_A_CELL
from server.evidence.phrases import one_line
from server.store.ledger import Link
from server.watch.clock import written

SAFE = re.compile(r"[^0-9A-Za-z._-]+")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
EPOCH = (1980, 1, 1, 0, 0, 0)


class Zipped:
    """The ZIP under way: each file is noted with its hash as it is written."""

    def __init__(self, path: Path) -> None:
        path.touch(mode=0o600)
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self.listed: list[Listed] = []

    def close(self) -> None:
        self._zip.close()

    def add(self, name: str, content: str | bytes) -> None:
        raw = content.encode("utf-8", "replace") if isinstance(content, str) else content
        self._zip.writestr(_info(name), raw)
        self.listed.append(Listed(name, len(raw), hashlib.sha256(raw).hexdigest()))

    def add_file(self, name: str, path: Path) -> None:
        digest, size = hashlib.sha256(), 0
        with path.open("rb") as source, self._zip.open(_info(name), "w", force_zip64=True) as into:
            while portion := source.read(1024 * 1024):
                digest.update(portion)
                size += len(portion)
                into.write(portion)
        self.listed.append(Listed(name, size, digest.hexdigest()))

    def seal(self, order_ids: list[str], made_at: datetime, ends: tuple[Link, Link] | None) -> str:
        """Writes the manifest; its SHA-256."""
        first, head = ends or (None, None)
        text = manifest_text(order_ids, written(made_at), _version(), self.listed, first, head)
        raw = text.encode()
        self._zip.writestr(_info(MANIFEST), raw)
        return hashlib.sha256(raw).hexdigest()


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, EPOCH)
    packed = name.endswith((".jpg", ".jpeg", ".png"))
    info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


def plain(text: str) -> str:
    """Text from outside as a part of a file's name."""
    return SAFE.sub("_", text).strip("._")[:60] or "x"


def stamp(at: str) -> str:
    return SAFE.sub("", at[:19])


def record_lines(case: CaseFile) -> Iterator[str]:
    members = ("seq", "at", "seen_at", "what", "subject", "content")
    for row in case.rows:
        yield json.dumps({name: getattr(row, name) for name in members}, ensure_ascii=False) + "\n"


def timeline_csv(case: CaseFile) -> str:
    made = io.StringIO()
    table = csv.writer(made, lineterminator="\r\n")
    table.writerow(("parcel", "local_time", "source", "status", "place", "text", "first_read"))
    for parcel in case.parcels:
        for scan in parcel.scans:
            row = (
                parcel.number,
                scan.time.isoformat(),
                source_name(scan.source),
                scan.status,
                scan.place,
                scan.text,
                written(scan.read_at),
            )
            table.writerow([_cell(value) for value in row])
    return made.getvalue()


def _cell(value: str | None) -> str:
    """A text of one line that no spreadsheet takes for a formula."""
    text = one_line(value or "", MOST_IN_A_CELL)
    return f"'{text}" if text.startswith(FORMULA) else text


def _version() -> str:
    try:
        return version("orderwarden")
    except PackageNotFoundError:
        return "from a checkout"
