"""From a document to a PDF, and from the PDF to pictures of its pages that a form takes one by one."""

import io
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 2_000_000
"""The largest picture of a page; what a form of AliExpress takes is not published, 2 MB was never refused."""

SCALE = 1.6
"""Pixels a point: an A4 page is 952 x 1347, text of 8 points is still read easily."""

QUALITIES = (85, 70, 55, 40)
_one_at_a_time = threading.Lock()


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
