"""The evidence pack: one ZIP with a part an order, written a few orders at a time so that no more are in memory."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from markupsafe import Markup
from sqlalchemy import Connection

from scraper.fetch.browser import Browser, chosen_browser
from scraper.fetch.http import UnreachableError
from scraper.fetch.printer import Printer
from server.evidence.case_file import CaseFile
from server.evidence.letters import Letter
from server.evidence.manifest import CHAIN, MANIFEST, RECORD
from server.evidence.printing import lacks_a_font, page_pictures, printed
from server.evidence.sheet import letters_page, order_part, orders_page
from server.evidence.texts import Texts, texts_of
from server.evidence.wishes import Wishes
from server.evidence.zipped import Zipped, plain, record_lines, stamp, timeline_csv
from server.store import ledger
from server.store.ledger import Link
from server.watch.clock import written

Answer = TypeVar("Answer")
Question = Callable[[Connection], Answer]


PRINTED_AT_ONCE = 20
MOST_CHARACTERS_AT_ONCE = 4_000_000
"""What is printed in one go, and so is in memory at once (twice: while it is packed the next is printed)."""


LACKING = (
    "Some characters are empty boxes in the PDFs: this computer has no font for them. The texts hold them whole.\n"
    "Install one (on Debian: fonts-noto-cjk for Chinese, Japanese, Korean) and make the pack anew."
)


@dataclass(frozen=True)
class Gathered:
    """One order with its texts and its part of the document."""

    case: CaseFile
    texts: Texts
    part: Markup


@dataclass(frozen=True)
class Packed:
    """A pack that was written. `without_pdf` says why it holds no PDF, if it holds none.

    `lacks_a_font`: some characters are empty boxes in its PDFs, and whole in its texts.
    """

    path: Path
    manifest_sha256: str
    files: int
    bytes: int
    without_pdf: str | None
    lacks_a_font: bool


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
            pack = await asyncio.to_thread(Zipped, beside)
            stack.push_async_callback(asyncio.to_thread, pack.close)
            printer, why = await _printer(stack, browser)
            first, letters, lacking = await _orders(pack, order_ids, wishes, gather, printer)
            lacking |= await _letters(pack, letters, printer)
            chain = beside.with_name(f"{beside.name}.chain")
            try:
                ends = await ask(lambda connection: _write_chain(connection, first, chain))
                if ends is not None:
                    await asyncio.to_thread(pack.add_file, CHAIN, chain)
            finally:
                await asyncio.to_thread(chain.unlink, missing_ok=True)
            await asyncio.to_thread(pack.add, "README.txt", _read_me(order_ids, made_at, why, lacking))
            digest = await asyncio.to_thread(pack.seal, [*map(plain, order_ids)], made_at, ends)
        await asyncio.to_thread(beside.replace, target)
    except BaseException:
        await asyncio.to_thread(beside.unlink, missing_ok=True)
        raise
    size = (await asyncio.to_thread(target.stat)).st_size
    return Packed(target, digest, len(pack.listed) + 1, size, why, lacking)


async def _printer(stack: AsyncExitStack, browser: Browser | None) -> tuple[Printer | None, str | None]:
    """Something to print with, or why there is nothing."""
    if browser is None:
        return None, "no browser was to be used"
    try:
        await asyncio.to_thread(chosen_browser)
        return await stack.enter_async_context(browser.printer()), None
    except UnreachableError as error:
        return None, str(error)


async def _orders(
    pack: Zipped,
    order_ids: Sequence[str],
    wishes: Wishes,
    gather: Callable[[str], Awaitable[CaseFile]],
    printer: Printer | None,
) -> tuple[int, dict[str, Letter], bool]:
    """Adds a part an order: while some are packed the next are printed. The first row used, the letters by number.

    The last is whether characters of some page lack a font.
    """
    first, letters, lacking = 0, dict[str, Letter](), False
    adding: asyncio.Task[None] | None = None
    try:
        async for some in _few_at_a_time(order_ids, wishes, gather):
            pages, without = await _pages(some, printer)
            lacking |= without
            if adding is not None:
                await adding
            adding = asyncio.create_task(
                asyncio.to_thread(_add, pack, some, pages, wishes.most_picture_bytes)
            )
            for one in some:
                rows = [row.seq for row in one.case.rows]
                first = min(first or rows[0], *rows) if rows else first
                letters |= {letter.number: letter for letter in one.texts.letters if one.texts.claims}
        if adding is not None:
            await adding
    finally:
        if adding is not None and not adding.done():
            await asyncio.gather(
                adding, return_exceptions=True
            )  # the ZIP must not be closed while it is written
    return first or 1, letters, lacking


async def _few_at_a_time(
    order_ids: Sequence[str], wishes: Wishes, gather: Callable[[str], Awaitable[CaseFile]]
) -> AsyncIterator[list[Gathered]]:
    """The orders with their texts, as many as are printed at once: few where they hold many pictures."""
    some: list[Gathered] = []
    for order_id in order_ids:
        some.append(await asyncio.to_thread(_gathered, await gather(order_id), wishes))
        if len(some) == PRINTED_AT_ONCE or sum(len(one.part) for one in some) > MOST_CHARACTERS_AT_ONCE:
            yield some
            some = []
    if some:
        yield some


async def _pages(some: Sequence[Gathered], printer: Printer | None) -> tuple[Sequence[str | bytes], bool]:
    """The PDF of each order (and whether a font is lacking), or its HTML where there is nothing to print with."""
    if printer is None:
        return await asyncio.to_thread(lambda: [orders_page([one.part]) for one in some]), False
    titles = [f"Order {plain(one.case.order_id)}" for one in some]
    return await printed(printer, [one.part for one in some], titles)


def _gathered(case: CaseFile, wishes: Wishes) -> Gathered:
    texts = texts_of(case, wishes)
    return Gathered(case, texts, order_part(case, [claim.text for claim in texts.claims[:1]]))


def _add(pack: Zipped, some: Sequence[Gathered], pages: Sequence[str | bytes], most_bytes: int) -> None:
    for one, page in zip(some, pages, strict=True):
        _add_order(pack, one.case, one.texts, page, most_bytes)


def _add_order(pack: Zipped, case: CaseFile, texts: Texts, printed: str | bytes, most_bytes: int) -> None:
    """The part of one order; `printed` is its PDF, or its HTML where there is none."""
    folder = plain(case.order_id)
    if isinstance(printed, bytes):
        pack.add(f"{folder}/evidence.pdf", printed)
        for number, page in enumerate(page_pictures(printed, most_bytes), 1):
            pack.add(f"{folder}/pages/page-{number:02}.jpg", page)
    else:
        pack.add(f"{folder}/evidence.html", printed)
    for claim in texts.claims:
        pack.add(f"{folder}/claim-{claim.language}.txt", claim.text + "\n")
    pack.add(f"{folder}/which-door.txt", texts.door)
    pack.add(f"{folder}/timeline.csv", timeline_csv(case))
    pack.add(f"{folder}/{RECORD}", "".join(record_lines(case)))
    for answer in case.answers:
        name = f"{stamp(answer.at)}-{plain(answer.source)}-{plain(answer.number)}-{answer.sha256[:12]}.txt"
        pack.add(f"{folder}/answers/{name}", answer.body)
    for picture in case.pictures:
        name = f"{stamp(picture.at)}-{plain(picture.source)}-{picture.sha256[:12]}.{picture.kind}"
        pack.add(f"{folder}/pictures/{name}", picture.body)


async def _letters(pack: Zipped, letters: Mapping[str, Letter], printer: Printer | None) -> bool:
    """One letter a parcel, however many orders it carries; all of them in one PDF, each on its own page.

    Whether characters of it lack a font.
    """
    for letter in letters.values():
        name = f"letters/{plain(letter.number)}-{letter.language}"
        await asyncio.to_thread(pack.add, f"{name}.txt", f"{letter.subject}\n\n{letter.body}")
        await asyncio.to_thread(pack.add, f"{name}.eml", letter.draft())
    if not letters or printer is None:
        return False
    pages = await asyncio.to_thread(letters_page, list(letters.values()))
    pdf = await printer.pdf(pages)
    await asyncio.to_thread(pack.add, "letters/letters.pdf", pdf)
    return await asyncio.to_thread(lacks_a_font, pages, pdf)


def _write_chain(connection: Connection, first: int, path: Path) -> tuple[Link, Link] | None:
    """The chain from a row to the head, one link a line; its first and its last link, None where there is none."""
    ends: tuple[Link, Link] | None = None
    with path.open("w", encoding="utf-8") as file:
        path.chmod(0o600)
        for link in ledger.links(connection, first):
            file.write(json.dumps(vars(link)) + "\n")
            ends = (ends[0] if ends else link, link)
    return ends


def _read_me(order_ids: list[str], made_at: datetime, without_pdf: str | None, lacking: bool) -> str:
    pages = (
        "evidence.pdf        everything on paper; pages/ the same as pictures, to upload one by one\n"
        if without_pdf is None
        else f"evidence.html       everything to read in a browser and to print (no PDF: {without_pdf})\n"
    )
    fonts = f"{LACKING}\n\n" if lacking else ""
    return (
        f"Evidence of {len(order_ids)} order(s), made on {written(made_at)} by Orderwarden.\n"
        "Nothing of it was sent to anybody. You decide what to use. It is no legal advice.\n\n"
        "In the folder of each order:\n"
        f"{pages}"
        "which-door.txt      what to choose in the form and why, what to attach, what not to do\n"
        "claim-*.txt         the text of the claim: read it, correct it, copy it\n"
        "timeline.csv        every scan of every source\n"
        "record.jsonl        the rows of the record behind it\n"
        "answers/, pictures/ what sources answered, as it came, and pictures of their pages\n\n"
        "In letters/: a letter to the carrier of each parcel; add your name and address yourself.\n\n"
        f"{fonts}"
        f"To check it: orderwarden verify THIS.zip. {MANIFEST} holds the SHA-256 of every file,\n"
        f"{CHAIN} the chain of the record. What that proves: nothing was changed after the SHA-256 of\n"
        f"{MANIFEST} was made known (send it to yourself by mail, or have it stamped by a time-stamping\n"
        "service). It does not prove who wrote the record.\n"
    )
