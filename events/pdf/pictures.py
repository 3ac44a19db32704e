"""A page of a PDF as a picture for a screen. The only importer of PDFium, which is not for two threads."""

from io import BytesIO
from threading import Lock
from typing import Final

import pypdfium2
from PIL import Image

QUALITY: Final = 82
# What messengers and networks show beside a link.
SHARED: Final = (1200, 630)
MARGIN: Final = 24
GROUND: Final = (24, 33, 58)
_one_at_a_time: Final = Lock()


def first_page(pdf: bytes, *, width: int) -> bytes:
    """The first page as WebP, so many pixels wide."""
    image = _drawn(pdf, width)
    picture = BytesIO()
    image.convert("RGB").save(picture, "WEBP", quality=QUALITY)
    return picture.getvalue()


def picture_to_share(pdf: bytes) -> bytes:
    """The first page on a dark ground, as JPEG, which every network reads."""
    width, height = SHARED
    page = _drawn(pdf, width)
    page.thumbnail((width - 2 * MARGIN, height - 2 * MARGIN))
    ground = Image.new("RGB", SHARED, GROUND)
    ground.paste(page.convert("RGB"), ((width - page.width) // 2, (height - page.height) // 2))
    picture = BytesIO()
    ground.save(picture, "JPEG", quality=QUALITY, optimize=True)
    return picture.getvalue()


def _drawn(pdf: bytes, width: int) -> Image.Image:
    with _one_at_a_time, pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        image: Image.Image = page.render(scale=width / page.get_width()).to_pil().copy()
        page.close()
    return image
