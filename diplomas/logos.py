"""The logo of an organizer: any picture that is brought made a small PNG, and where such files are kept."""

from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

from events.files import HashedFiles
from events.photographs import plain_colours, safely_opened

LOGOS: Final = HashedFiles("logos", ".png")
SMALLEST_SIDE: Final = 48
# What the page has room for at 450 dots an inch; one of very many colours is made smaller.
BOXES: Final = ((720, 270), (480, 180), (320, 120))
LARGEST_KEPT: Final = 90_000


def small_logo(content: bytes) -> bytes:
    """The picture as it is kept: whole, upright, without whatever the file said besides. Raises BadPhotograph."""
    with safely_opened(content, smallest=SMALLEST_SIDE) as image:
        image.draft("RGB", BOXES[0])
        return _encoded(ImageOps.exif_transpose(plain_colours(image)))


def _encoded(image: Image.Image) -> bytes:
    for box in BOXES:
        small = image.copy()
        small.thumbnail(box)
        file = BytesIO()
        _alone(small).save(file, "PNG", optimize=True)
        if file.tell() <= LARGEST_KEPT:
            break
    return file.getvalue()


def _alone(image: Image.Image) -> Image.Image:
    """A new picture, so that nothing comes along from the file."""
    alone = Image.new(image.mode, image.size)
    alone.paste(image)
    return alone
