"""A picture that somebody brings, made one small square JPEG that holds nothing but the picture.

What it is is told by its bytes and never by its name. Its size in bytes, in pixels and in passes is known before
anything of it is decoded, and one picture at a time is decoded in a process.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps

from events.errors import DomainError

LARGEST: Final = 900_000  # bytes, below what a request may hold
MOST_PIXELS: Final = 20_000_000
MOST_PASSES: Final = 40  # of a progressive JPEG; cameras and editors make ten
SMALLEST_SIDE: Final = 96
SIDE: Final = 360  # 30 mm at 300 dots an inch
LARGEST_KEPT: Final = 60_000
QUALITIES: Final = (82, 65, 45, 25)
FORMATS: Final = ("JPEG", "PNG", "WEBP")
FACE_HEIGHT: Final = 0.33  # of what is cut off a tall picture, the share above

_one_at_a_time = Lock()


class BadPhotograph(DomainError):
    """What was brought cannot be kept as a photograph, in one sentence."""

    code = "bad_photograph"


def square_photograph(content: bytes) -> bytes:
    """The picture as it is kept: upright, cut to a square, without whatever it said besides. Raises BadPhotograph."""
    with safely_opened(content, smallest=SMALLEST_SIDE) as image:
        return _encoded(_square(image))


@contextmanager
def safely_opened(content: bytes, *, smallest: int) -> Iterator[Image.Image]:
    """A picture whose decoding takes no more than is meant for one, and nobody else's at the same time.

    Raises BadPhotograph, also for whatever goes wrong within.
    """
    if len(content) > LARGEST:
        raise BadPhotograph(_("This file is larger than 900 kB. Make the picture smaller first."))
    if content.count(b"\xff\xda") > MOST_PASSES:
        raise _unreadable()
    with _one_at_a_time, _only_whole_pictures():
        try:
            yield _opened(content, smallest)
        except BadPhotograph:
            raise
        except Exception as error:
            raise _unreadable() from error


@contextmanager
def _only_whole_pictures() -> Iterator[None]:
    """Whoever makes paper in this process lets Pillow take half a picture for a whole one."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a file says besides its picture
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _unreadable() -> BadPhotograph:
    return BadPhotograph(_("This file is no JPEG, PNG or WebP picture that can be read."))


def _opened(content: bytes, smallest: int) -> Image.Image:
    """Nothing is decoded yet: width and height are those that the file states."""
    try:
        image = Image.open(BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    if image.width * image.height > MOST_PIXELS:
        raise _too_many_pixels()
    if min(image.size) < smallest:
        said = _("This picture is too small: it needs %(side)s pixels each way at least.")
        raise BadPhotograph(said % {"side": smallest})
    return image


def _too_many_pixels() -> BadPhotograph:
    said = _("This picture has more than %(most)s million pixels. Make it smaller first.")
    return BadPhotograph(said % {"most": MOST_PIXELS // 1_000_000})


def _square(image: Image.Image) -> Image.Image:
    """Made small before anything else, so that a large picture is in memory once."""
    image.draft(
        "RGB", (2 * SIDE, 2 * SIDE)
    )  # a JPEG comes out of its decoder no larger than needed
    small = plain_colours(image).reduce(max(1, min(image.size) // (2 * SIDE)))
    upright = ImageOps.exif_transpose(small)
    side = min(SIDE, *upright.size)
    return _on_white(ImageOps.fit(upright, (side, side), centering=(0.5, FACE_HEIGHT)))


def plain_colours(image: Image.Image) -> Image.Image:
    """Eight bits a colour, and its transparency if it has any."""
    if image.mode.startswith("I"):
        return image.point(lambda value: value / 256).convert("L").convert("RGB")
    wanted = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == wanted else image.convert(wanted)


def _on_white(image: Image.Image) -> Image.Image:
    """A new picture, so that nothing comes along from the file."""
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image if image.mode == "RGBA" else None)
    return paper


def _encoded(image: Image.Image) -> bytes:
    """At the best quality of these at which it is small enough."""
    for quality in QUALITIES:
        file = BytesIO()
        image.save(file, "JPEG", quality=quality, optimize=True)
        if file.tell() <= LARGEST_KEPT:
            break
    return file.getvalue()
