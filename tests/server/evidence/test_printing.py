"""PDF and page pictures from a real Chromium: pages numbered, pictures small enough, nothing fetched, no script run."""

import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from markupsafe import Markup
from PIL import Image

from scraper.fetch.browser import Browser
from scraper.fetch.browser_path import find
from scraper.fetch.printer import Printer
from server.evidence.at_home import at_home
from server.evidence.manifest import check_pack
from server.evidence.pack import write_pack
from server.evidence.printing import as_jpeg, page_pictures, printed
from server.evidence.wishes import Wishes
from tests.server.evidence.stories import ORDER, lost_in_berlin
from tests.server.evidence.told import _tell

pytestmark = [pytest.mark.browser, pytest.mark.skipif(find() is None, reason="no browser on this computer")]


@pytest.fixture
async def printer() -> AsyncIterator[Printer]:
    async with Browser() as browser, browser.printer() as made:
        yield made


def text_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [document[number].get_textpage().get_text_bounded() for number in range(len(document))]


def part(head: str, words: int) -> Markup:
    return Markup("<h1>{}</h1><p>{}</p><h2>More</h2>").format(head, "word " * words)


async def test_pages_are_numbered_and_pictures_fit(printer: Printer) -> None:
    (pdf,), lacking = await printed(printer, [part("A", 9000)], ["Order 1"])
    assert not lacking
    assert b"begin.invalid" not in pdf
    pages = text_of(pdf)
    assert len(pages) > 3
    assert f"2 / {len(pages)}" in pages[1]
    assert "Order 1" in pages[1]
    pictures = list(page_pictures(pdf, 60_000))
    assert len(pictures) == len(pages)
    for picture in pictures:
        assert len(picture) <= 60_000
        assert Image.open(io.BytesIO(picture)).format == "JPEG"


class WithoutLinks:
    """A browser that prints, and keeps no link."""

    def __init__(self, printer: Printer) -> None:
        self.printer = printer

    async def pdf(self, document: str) -> bytes:
        return await self.printer.pdf(document.replace("<a ", "<b ").replace("</a>", "</b>"))


@pytest.mark.parametrize("links", [True, False])
async def test_what_is_printed_together_is_taken_apart(printer: Printer, links: bool) -> None:
    heads = ["first", "<h1>second</h1>", "third"]
    parts = [part(head, words) for head, words in zip(heads, (20, 3000, 10), strict=True)]
    chosen: Any = printer if links else WithoutLinks(printer)
    pdfs, _ = await printed(chosen, parts, ["Order 1", "Order 2", "Order 3"])
    assert not any(b"begin.invalid" in pdf for pdf in pdfs)
    texts = [text_of(pdf) for pdf in pdfs]
    assert [len(pages) > 1 for pages in texts] == [False, True, False]
    for number, (head, pages) in enumerate(zip(heads, texts, strict=True), 1):
        assert head in pages[0]
        for at, page in enumerate(pages, 1):
            assert f"Order {number}" in page
            assert f"{at} / {len(pages)}" in page
        assert not any(other in "".join(pages) for other in heads if other != head)


async def test_characters_without_a_font_are_told(printer: Printer) -> None:
    """No font has a letter for the last private ones; Greek and Cyrillic are in every one that the pages name."""
    for words, expected in (("Ωμέγα, слово — 12 ×", False), ("Packet \uf8f0\U0010fffd", True)):
        _, lacking = await printed(printer, [part(words, 3)], ["Order 1"])
        assert lacking is expected, words


async def test_no_script_runs_and_nothing_is_fetched(printer: Printer, tmp_path: Path) -> None:
    secret = tmp_path / "secret.html"
    secret.write_text("SECRET", "utf-8")
    pdf = await printer.pdf(
        f"<p id=x>plain</p><script>document.getElementById('x').textContent='scripted'</script>"
        f"<iframe src='{secret.as_uri()}'></iframe><img src='http://127.0.0.1:1/x.png' alt=gone>"
    )
    (page,) = text_of(pdf)
    assert "plain" in page
    assert "scripted" not in page
    assert "SECRET" not in page


async def test_a_pack_with_its_pdf(tmp_path: Path) -> None:
    now = await _tell(tmp_path / "home", lost_in_berlin(), "Europe/Berlin")
    target = tmp_path / "pack.zip"
    with at_home(tmp_path / "home", now) as there:
        async with Browser() as browser:
            wishes = Wishes(most_picture_bytes=150_000)
            packed = await write_pack(target, [ORDER], now, wishes, there.gather, there.answer, browser)
    assert packed.without_pdf is None
    assert check_pack(target).wrong == []
    with zipfile.ZipFile(target) as whole:
        names = whole.namelist()
        pages = text_of(whole.read(f"{ORDER}/evidence.pdf"))
        sizes = [whole.getinfo(name).file_size for name in names if "/pages/" in name]
        letter = text_of(whole.read("letters/letters.pdf"))
    assert len(sizes) == len(pages) >= 2
    assert max(sizes) <= 150_000
    assert "Hamburg" in "".join(pages)
    assert "Sehr geehrte Damen und Herren" in letter[0]


def test_a_picture_that_is_too_large_gets_smaller() -> None:
    noise = Image.effect_noise((1600, 1200), 90)
    made = as_jpeg(noise, 40_000)
    assert len(made) <= 40_000
    assert Image.open(io.BytesIO(made)).width < 1600
