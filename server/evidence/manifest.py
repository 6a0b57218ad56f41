"""The manifest of a pack, and the check of a pack against it and against the chain of the ledger.

A pack that holds shows that its files and its record are those of the day when the manifest's hash was made known. It
does not show who wrote the record: whoever makes a whole pack anew can make a whole manifest anew.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from server.store.ledger import Link, content_hash

FORMAT = "orderwarden-evidence/1"
MANIFEST = "manifest.json"
CHAIN = "chain.jsonl"
RECORD = "record.jsonl"
STAMP = "manifest.json.ots"
"""A time-stamp of the manifest, put into the pack after it was made: the one file that the manifest cannot name."""

STAMP_BEGINS = bytes.fromhex("004f70656e54696d657374616d7073000050726f6f6600bf89e2e884e892940108")
"""How an OpenTimestamps file begins: its magic, version 1, SHA-256; the digest of what it stamps follows."""

FROZEN = ("answers", "pictures")
LARGEST_MANIFEST = 64 * 1024 * 1024
LONGEST_LINE = 16 * 1024 * 1024
PORTION = 1024 * 1024


DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
"""What reading from a damaged ZIP raises."""


class NotAPack(ValueError):
    """The file is no evidence pack; the text says why."""


@dataclass(frozen=True)
class Listed:
    """One file of a pack."""

    name: str
    bytes: int
    sha256: str


@dataclass
class Findings:
    """What a check found. `wrong` empty: everything holds."""

    manifest_sha256: str = ""
    made_at: str = ""
    orders: tuple[str, ...] = ()
    files: int = 0
    links: int = 0
    rows: int = 0
    head: Mapping[str, Any] = field(default_factory=dict)
    stamped: bool = False
    wrong: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.wrong


def manifest_text(
    orders: list[str], made_at: str, version: str, files: list[Listed], first: Link | None, head: Link | None
) -> str:
    """The manifest: every file with its hash, and from where to where the chain goes."""
    plain = {
        "format": FORMAT,
        "made_at": made_at,
        "made_by": f"Orderwarden {version}",
        "orders": orders,
        "ledger": {
            "first": first and {"seq": first.seq, "prev_hash": first.prev_hash},
            "head": head and {"seq": head.seq, "hash": head.hash},
        },
        "files": [vars(one) for one in sorted(files, key=lambda one: one.name)],
    }
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def check_pack(path: Path) -> Findings:
    """Everything that is wrong with a pack. Raises NotAPack where it is none, OSError where it cannot be read."""
    with path.open("rb") as file:
        try:
            with zipfile.ZipFile(file) as pack:
                return _check(pack)
        except NotAPack:
            raise
        except (*DAMAGED, ValueError) as error:
            raise NotAPack(f"it is no ZIP file that can be read ({error})") from error


def _check(pack: zipfile.ZipFile) -> Findings:
    found = Findings()
    manifest = _manifest(pack, found)
    listed = _listed(manifest)
    _check_files(pack, listed, found)
    _check_stamp(pack, listed, found)
    links = _check_chain(pack, manifest, found)
    for order_id in found.orders:
        _check_record(pack, order_id, links, listed, found)
    return found


def _manifest(pack: zipfile.ZipFile, found: Findings) -> Mapping[str, Any]:
    try:
        info = pack.getinfo(MANIFEST)
    except KeyError:
        raise NotAPack(f"it holds no {MANIFEST} at its top") from None
    if info.file_size > LARGEST_MANIFEST:
        raise NotAPack(f"its {MANIFEST} is too large")
    raw = pack.read(info)
    found.manifest_sha256 = hashlib.sha256(raw).hexdigest()
    try:
        manifest = json.loads(raw)
        if manifest["format"] != FORMAT:
            raise NotAPack(f"it is written in the form {manifest['format']!r}; this program reads {FORMAT}")
        found.made_at, found.orders = str(manifest["made_at"]), tuple(map(str, manifest["orders"]))
        found.head = dict(manifest["ledger"]["head"] or {})
        dict(manifest["ledger"]["first"] or {})
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        if isinstance(error, NotAPack):
            raise
        raise NotAPack(f"its {MANIFEST} cannot be read ({error!r})") from error
    return dict(manifest)


def _listed(manifest: Mapping[str, Any]) -> dict[str, Listed]:
    try:
        listed = [Listed(str(one["name"]), int(one["bytes"]), one["sha256"]) for one in manifest["files"]]
        return {one.name: one for one in listed}
    except (KeyError, TypeError, ValueError) as error:
        raise NotAPack(f"its {MANIFEST} lists its files in no known form ({error!r})") from error


def _check_files(pack: zipfile.ZipFile, listed: Mapping[str, Listed], found: Findings) -> None:
    names = [
        info.filename
        for info in pack.infolist()
        if info.filename not in (MANIFEST, STAMP) and not _is_folder(info)
    ]
    for name in sorted(set(names)):
        if names.count(name) > 1:
            found.wrong.append(f"{name} is in the pack more than once")
        if name not in listed:
            found.wrong.append(f"{name} was added: the manifest does not name it")
    if sum(1 for info in pack.infolist() if info.filename == MANIFEST) > 1:
        found.wrong.append(f"{MANIFEST} is in the pack more than once")
    for one in listed.values():
        if one.name not in names:
            found.wrong.append(f"{one.name} is missing")
            continue
        digest, size = hashlib.sha256(), 0
        try:
            with pack.open(one.name) as file:
                while size <= one.bytes and (portion := file.read(PORTION)):
                    digest.update(portion)
                    size += len(portion)
        except DAMAGED as error:
            found.wrong.append(f"{one.name} was altered: it is damaged ({error})")
            continue
        found.files += 1
        if size != one.bytes or digest.hexdigest() != one.sha256:
            found.wrong.append(f"{one.name} was altered: its content has another hash than the manifest says")


def _is_folder(info: zipfile.ZipInfo) -> bool:
    """An entry that holds nothing: programs that zip a folder write one for each folder in it."""
    return info.is_dir() and info.file_size == 0


def _check_stamp(pack: zipfile.ZipFile, listed: Mapping[str, Listed], found: Findings) -> None:
    """Whether a time-stamp in the pack is one of this manifest; from when, only an OpenTimestamps client can say."""
    if STAMP not in pack.namelist() or STAMP in listed:
        return
    begins = STAMP_BEGINS + bytes.fromhex(found.manifest_sha256)
    try:
        with pack.open(STAMP) as file:
            found.stamped = file.read(len(begins)) == begins
    except DAMAGED:
        found.stamped = False
    if not found.stamped:
        found.wrong.append(f"{STAMP} is no time-stamp of this manifest")


def _lines(file: BinaryIO) -> Iterator[Any]:
    while line := file.readline(LONGEST_LINE):
        yield json.loads(line)


def _check_chain(
    pack: zipfile.ZipFile, manifest: Mapping[str, Any], found: Findings
) -> dict[int, tuple[str, str, str, str]]:
    """The rows of the chain: what each was (at, seen_at, what, content hash); the first break is noted."""
    rows: dict[int, tuple[str, str, str, str]] = {}
    if CHAIN not in pack.namelist():
        return rows  # noted as missing if it should be there
    first = manifest["ledger"]["first"] or {}
    expected, previous = first.get("seq"), first.get("prev_hash")
    try:
        with pack.open(CHAIN) as file:
            for plain in _lines(file):  # type: ignore[arg-type]
                link = Link(**plain)
                why = _broken(link, expected, previous)
                if why:
                    found.wrong.append(f"the chain of the record is broken at row {expected}: {why}")
                    return rows
                rows[link.seq] = (link.at, link.seen_at, link.what, link.content_hash)
                expected, previous = link.seq + 1, link.hash
    except (ValueError, TypeError, AttributeError, *DAMAGED) as error:
        found.wrong.append(f"the chain of the record cannot be read after row {len(rows)} ({error})")
        return rows
    found.links = len(rows)
    last = max(rows, default=None)
    if (last, previous if rows else None) != (found.head.get("seq"), found.head.get("hash")):
        found.wrong.append("the chain of the record does not end where the manifest says")
    return rows


def _broken(link: Link, expected: Any, previous: Any) -> str | None:
    if link.seq != expected:
        return "the row is missing"
    if link.prev_hash != previous:
        return "it does not follow the row before"
    return None if link.closes() else "it was altered"


def _check_record(
    pack: zipfile.ZipFile,
    order_id: str,
    links: Mapping[int, tuple[str, str, str, str]],
    listed: Mapping[str, Listed],
    found: Findings,
) -> None:
    """Every row of an order's record stands in the chain, and every frozen answer and picture in the record."""
    name = f"{order_id}/{RECORD}"
    named: set[str] = set()
    if name not in pack.namelist():
        if name not in listed:
            found.wrong.append(f"{name} is missing")
        return
    try:
        with pack.open(name) as file:
            for row in _lines(file):  # type: ignore[arg-type]
                hashed = content_hash(row["subject"], row["content"])
                if links.get(row["seq"]) != (row["at"], row["seen_at"], row["what"], hashed):
                    found.wrong.append(f"{name}: row {row['seq']} is not the one that the chain holds")
                found.rows += 1
                if row["what"] in ("frozen", "picture"):
                    named.add(row["content"]["sha256"])
    except (ValueError, TypeError, KeyError, AttributeError, *DAMAGED) as error:
        found.wrong.append(f"{name} cannot be read ({error!r})")
        return
    for one in listed.values():
        folder = one.name.split("/")
        if folder[0] == order_id and len(folder) > 2 and folder[1] in FROZEN and one.sha256 not in named:
            found.wrong.append(f"{one.name} is not named by the record: it was altered, or put there later")
