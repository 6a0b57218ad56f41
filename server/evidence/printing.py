"""From documents to PDFs with numbered pages, and from a PDF to pictures of its pages that a form takes one by one."""

import asyncio
import ctypes
import io
import re
import threading
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup

from scraper.fetch.printer import Printer
from server.evidence.sheet import BEGIN, orders_page

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage

MOST_BYTES = 2_000_000
"""The largest picture of a page; what a form of AliExpress takes is not published, 2 MB was never refused."""

SCALE = 1.6
"""Pixels a point: an A4 page is 952 x 1347, text of 8 points is still read easily."""

QUALITIES = (85, 70, 55, 40)
FOOT_SIZE, FOOT_SIDE, FOOT_UP = 7.0, 40.0, 28.0
FOOT_COLOUR = (85, 85, 85, 255)
"""Points: of the footer's letters, its distance from the sides and from the bottom of the page."""

WITHOUT_FONT = re.compile(r"[^\u0000-\u024f\u0370-\u052f\u1e00-\u26ff]")
"""What a computer may have no font for: all but Latin, Greek, Cyrillic and signs."""

_one_at_a_time = threading.Lock()


def lacks_a_font(document: str, pdf: bytes) -> bool:
    """Whether some characters of a printed document are empty boxes: the browser found no font on this computer."""
    import pypdfium2

    if not WITHOUT_FONT.search(document):
        return False
    with _one_at_a_time:
        whole = pypdfium2.PdfDocument(pdf)
        try:
            return any(_has_boxes(whole[number]) for number in range(len(whole)))
        finally:
            whole.close()


def _has_boxes(page: "PdfPage") -> bool:
    """The glyph that stands for a missing one reads as no character where its font uses it first."""
    from pypdfium2 import raw

    text = page.get_textpage()
    try:
        return any(raw.FPDFText_GetUnicode(text.raw, at) == 0 for at in range(text.count_chars()))
    finally:
        text.close()
        page.close()


async def printed(
    printer: Printer, parts: Sequence[Markup], titles: Sequence[str]
) -> tuple[list[bytes], bool]:
    """A PDF of each part, its pages numbered under its title (plain ASCII); and whether some characters lack a font.

    All of them are printed at once and taken apart, for each printing costs the browser more than its pages do. Where
    they cannot be told apart they are printed one after the other.
    """
    document = await asyncio.to_thread(orders_page, parts, BEGIN)
    together = await printer.pdf(document)
    lacking = await asyncio.to_thread(lacks_a_font, document, together)
    apart = await asyncio.to_thread(_taken_apart, together, titles)
    if apart is not None:
        return apart, lacking
    alone = [await printed(printer, [part], [title]) for part, title in zip(parts, titles, strict=True)]
    return [pdf for (pdf,), _ in alone], lacking


def _taken_apart(pdf: bytes, titles: Sequence[str]) -> list[bytes] | None:
    """One PDF a title: each begins where a link is. None where they cannot be told apart."""
    import pypdfium2

    with _one_at_a_time:
        whole = pypdfium2.PdfDocument(pdf)
        try:
            starts = _starts(whole) or [0]
            if len(starts) != len(titles) or starts[0] != 0 or sorted(set(starts)) != starts:
                return None
            return [
                _numbered(whole, range(first, after), title)
                for (first, after), title in zip(pairwise([*starts, len(whole)]), titles, strict=True)
            ]
        finally:
            whole.close()


def _starts(whole: "PdfDocument") -> list[int]:
    """The pages with a link, which is taken off."""
    from pypdfium2 import raw

    found = []
    for number in range(len(whole)):
        page = whole[number]
        if raw.FPDFPage_GetAnnotCount(page.raw):
            found.append(number)
            raw.FPDFPage_RemoveAnnot(page.raw, 0)
        page.close()
    return found


def _numbered(whole: "PdfDocument", pages: range, title: str) -> bytes:
    import pypdfium2

    part = pypdfium2.PdfDocument.new()
    try:
        part.import_pages(whole, list(pages))
        for number in range(len(part)):
            page = part[number]
            _write(page, title, at_end=False)
            _write(page, f"{number + 1} / {len(part)}", at_end=True)
            page.gen_content()
            page.close()
        made = io.BytesIO()
        part.save(made)
        return made.getvalue()
    finally:
        part.close()


def _write(page: "PdfPage", text: str, *, at_end: bool) -> None:
    """A line of the footer, at the left or at the end of it."""
    from pypdfium2 import PdfMatrix, PdfTextObj, raw

    letters = raw.FPDFPageObj_NewTextObj(page.pdf.raw, b"Helvetica", FOOT_SIZE)
    written = (text + "\0").encode("utf-16-le")
    raw.FPDFText_SetText(letters, (ctypes.c_ushort * (len(written) // 2)).from_buffer_copy(written))
    raw.FPDFPageObj_SetFillColor(letters, *FOOT_COLOUR)
    line = PdfTextObj(letters, pdf=page.pdf)
    page.insert_obj(line)
    left, _, right, _ = line.get_bounds()
    from_left = page.get_width() - FOOT_SIDE - (right - left) if at_end else FOOT_SIDE
    line.set_matrix(PdfMatrix().translate(from_left, FOOT_UP))


def page_pictures(pdf: bytes, most_bytes: int = MOST_BYTES) -> Iterator[bytes]:
    """Each page as a JPEG of at most `most_bytes`, one in memory at a time."""
    import pypdfium2

    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            for number in range(len(document)):
                page = document[number]
                yield as_jpeg(page.render(scale=SCALE, rev_byteorder=True).to_pil(), most_bytes)
                page.close()
        finally:
            document.close()


def as_jpeg(picture: "Image", most_bytes: int) -> bytes:
    """The picture as a JPEG: as good as fits, then smaller and smaller."""
    picture = picture if picture.mode == "RGB" else picture.convert("RGB")
    while True:
        for quality in QUALITIES:
            made = io.BytesIO()
            picture.save(made, "JPEG", quality=quality, optimize=False)
            if made.tell() <= most_bytes:
                return made.getvalue()
        if min(picture.size) < 2:
            return made.getvalue()
        picture = picture.resize((max(1, picture.width * 3 // 4), max(1, picture.height * 3 // 4)))
