"""The logo of an organizer: any picture that is brought made a small PNG, and where such files are kept."""

from io import BytesIO
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from events.files import HashedFiles
from events.photographs import BadPhotograph, plain_colours, safely_opened

LOGOS: Final = HashedFiles("logos", ".png")
SMALLEST_SIDE: Final = 48
# A thinner one would be a line on paper.
MOST_TIMES_LONGER: Final = 10
# What the page has room for at 450 dots an inch; one of very many colours is made smaller. Whatever stands in the last
# box, uncompressed with four bytes a dot, is no larger than what is kept.
BOXES: Final = ((720, 270), (480, 180), (320, 120), (240, 90))
LARGEST_KEPT: Final = 90_000


def small_logo(content: bytes) -> bytes:
    """The picture as it is kept: whole, upright, without whatever the file said besides. Raises BadPhotograph."""
    with safely_opened(content, smallest=SMALLEST_SIDE) as image:
        if max(image.size) > MOST_TIMES_LONGER * min(image.size):
            said = _("This picture is too thin: it may be %(times)s times as long as wide at most.")
            raise BadPhotograph(said % {"times": MOST_TIMES_LONGER})
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
