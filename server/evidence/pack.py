"""The evidence pack: one ZIP with a part an order, written order by order so that one order is in memory at a time."""

import asyncio
import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from scraper.fetch.browser import Browser
from scraper.fetch.http import UnreachableError
from scraper.fetch.printer import Printer
from server.evidence.case_file import CaseFile
from server.evidence.claims import source_name
from server.evidence.manifest import CHAIN, MANIFEST, RECORD, Listed, manifest_text
from server.evidence.printing import page_pictures
from server.evidence.sheet import case_page, letter_page
from server.evidence.texts import Texts, texts_of
from server.evidence.wishes import Wishes
from server.store import ledger
from server.store.ledger import Link
from server.watch.clock import written

SAFE = re.compile(r"[^0-9A-Za-z._-]+")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
EPOCH = (1980, 1, 1, 0, 0, 0)

Answer = TypeVar("Answer")
Question = Callable[[Connection], Answer]


@dataclass(frozen=True)
class Packed:
    """A pack that was written. `without_pdf` says why it holds no PDF, if it holds none."""

    path: Path
    manifest_sha256: str
    files: int
    bytes: int
    without_pdf: str | None


async def write_pack(
    target: Path,
    order_ids: Sequence[str],
    made_at: datetime,
    wishes: Wishes,
    gather: Callable[[str], Awaitable[CaseFile]],
    ask: Callable[[Question[tuple[Link, Link] | None]], Awaitable[tuple[Link, Link] | None]],
    browser: Browser | None = None,
) -> Packed:
    """Writes a pack of these orders to `target` (beside it first: there is a whole pack, or none).

    `gather` makes the case file of an order (KeyError if it is not known), `ask` puts a question to the database.
    Without a browser the pack holds the document as HTML in place of the PDF, and says so.
    """
    beside = target.with_name(f".{target.name}.part")
    order_ids = list(dict.fromkeys(order_ids))
    try:
        async with AsyncExitStack() as stack:
            pack = await asyncio.to_thread(_Pack, beside)
            stack.push_async_callback(asyncio.to_thread, pack.close)
            printer, why = await _printer(stack, browser)
            first = 0
            for order_id in order_ids:
                case = await gather(order_id)
                first = (
                    min((row.seq for row in case.rows), default=0) if not first else min(first, _first(case))
                )
                await _order(pack, case, wishes, printer)
            chain = beside.with_name(f"{beside.name}.chain")
            try:
                ends = await ask(lambda connection: _write_chain(connection, first or 1, chain))
                if ends is not None:
                    await asyncio.to_thread(pack.add_file, CHAIN, chain)
            finally:
                await asyncio.to_thread(chain.unlink, missing_ok=True)
            await asyncio.to_thread(pack.add, "README.txt", _read_me(order_ids, made_at, why))
            digest = await asyncio.to_thread(pack.seal, order_ids, made_at, ends)
        await asyncio.to_thread(beside.replace, target)
    except BaseException:
        await asyncio.to_thread(beside.unlink, missing_ok=True)
        raise
    size = (await asyncio.to_thread(target.stat)).st_size
    return Packed(target, digest, len(pack.listed) + 1, size, why)


def _first(case: CaseFile) -> int:
    return min((row.seq for row in case.rows), default=1)


async def _printer(stack: AsyncExitStack, browser: Browser | None) -> tuple[Printer | None, str | None]:
    """Something to print with, or why there is nothing."""
    if browser is None:
        return None, "no browser was to be used"
    try:
        return await stack.enter_async_context(browser.printer()), None
    except UnreachableError as error:
        return None, str(error)


async def _order(pack: "_Pack", case: CaseFile, wishes: Wishes, printer: Printer | None) -> None:
    texts = await asyncio.to_thread(texts_of, case, wishes)
    page = await asyncio.to_thread(case_page, case, [claim.text for claim in texts.claims[:1]])
    if printer is not None:
        pdf = await printer.pdf(page, f"Order {case.order_id}")
        await asyncio.to_thread(pack.add_pages, case.order_id, pdf, wishes.most_picture_bytes)
        for letter in texts.letters if texts.claims else ():
            printed = letter_page(letter.subject, letter.body, letter.language)
            pdf = await printer.pdf(printed, letter.number)
            name = f"{case.order_id}/letter-{_plain(letter.number)}-{letter.language}.pdf"
            await asyncio.to_thread(pack.add, name, pdf)
    else:
        await asyncio.to_thread(pack.add, f"{case.order_id}/evidence.html", page)
    await asyncio.to_thread(pack.add_texts, case, texts)


class _Pack:
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

    def add_pages(self, order_id: str, pdf: bytes, most_bytes: int) -> None:
        self.add(f"{order_id}/evidence.pdf", pdf)
        for number, picture in enumerate(page_pictures(pdf, most_bytes), 1):
            self.add(f"{order_id}/pages/page-{number:02}.jpg", picture)

    def add_texts(self, case: CaseFile, texts: Texts) -> None:
        folder = case.order_id
        for claim in texts.claims:
            self.add(f"{folder}/claim-{claim.language}.txt", claim.text + "\n")
        self.add(f"{folder}/which-door.txt", texts.door)
        for letter in texts.letters if texts.claims else ():
            name = f"{folder}/letter-{_plain(letter.number)}-{letter.language}"
            self.add(f"{name}.txt", f"{letter.subject}\n\n{letter.body}")
            self.add(f"{name}.eml", letter.draft())
        self.add(f"{folder}/timeline.csv", _timeline_csv(case))
        self.add(f"{folder}/{RECORD}", "".join(_record_lines(case)))
        for answer in case.answers:
            name = f"{_stamp(answer.at)}-{_plain(answer.source)}-{_plain(answer.number)}-{answer.sha256[:12]}.txt"
            self.add(f"{folder}/answers/{name}", answer.body)
        for picture in case.pictures:
            name = f"{_stamp(picture.at)}-{_plain(picture.source)}-{picture.sha256[:12]}.{picture.kind}"
            self.add(f"{folder}/pictures/{name}", picture.body)

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


def _plain(text: str) -> str:
    """Text from outside as a part of a file's name."""
    return SAFE.sub("_", text).strip("._")[:60] or "x"


def _stamp(at: str) -> str:
    return SAFE.sub("", at[:19])


def _record_lines(case: CaseFile) -> Iterator[str]:
    members = ("seq", "at", "seen_at", "what", "subject", "content")
    for row in case.rows:
        yield json.dumps({name: getattr(row, name) for name in members}, ensure_ascii=False) + "\n"


def _timeline_csv(case: CaseFile) -> str:
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
    """A text that no spreadsheet takes for a formula."""
    text = value or ""
    return f"'{text}" if text.startswith(FORMULA) else text


def _write_chain(connection: Connection, first: int, path: Path) -> tuple[Link, Link] | None:
    """The chain from a row to the head, one link a line; its first and its last link, None where there is none."""
    ends: tuple[Link, Link] | None = None
    with path.open("w", encoding="utf-8") as file:
        path.chmod(0o600)
        for link in ledger.links(connection, first):
            file.write(json.dumps(vars(link)) + "\n")
            ends = (ends[0] if ends else link, link)
    return ends


def _version() -> str:
    try:
        return version("orderwarden")
    except PackageNotFoundError:
        return "from a checkout"


def _read_me(order_ids: list[str], made_at: datetime, without_pdf: str | None) -> str:
    pages = (
        "evidence.pdf        everything on paper; pages/ the same as pictures, to upload one by one\n"
        if without_pdf is None
        else f"evidence.html       everything to read in a browser and to print (no PDF: {without_pdf})\n"
    )
    return (
        f"Evidence of {len(order_ids)} order(s), made on {written(made_at)} by Orderwarden.\n"
        "Nothing of it was sent to anybody. You decide what to use. It is no legal advice.\n\n"
        "In the folder of each order:\n"
        f"{pages}"
        "which-door.txt      what to choose in the form and why, what to attach, what not to do\n"
        "claim-*.txt         the text of the claim: read it, correct it, copy it\n"
        "letter-*            a letter to the carrier; add your name and address yourself\n"
        "timeline.csv        every scan of every source\n"
        "record.jsonl        the rows of the record behind it\n"
        "answers/, pictures/  what sources answered, as it came, and pictures of their pages\n\n"
        f"To check it: orderwarden verify THIS.zip. {MANIFEST} holds the SHA-256 of every file,\n"
        f"{CHAIN} the chain of the record. What that proves: nothing was changed after the SHA-256 of\n"
        f"{MANIFEST} was made known (send it to yourself by mail, or have it stamped by a time-stamping\n"
        "service). It does not prove who wrote the record.\n"
    )
