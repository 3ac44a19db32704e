"""What is brought as a photograph becomes one small JPEG, or is refused in one sentence."""

from io import BytesIO

import pytest
from PIL import Image, ImageFile

from events import photographs
from events.photographs import LARGEST, LARGEST_KEPT, SIDE, BadPhotograph, square_photograph
from tests.pictures_of_people import plain, png_that_says, portrait, saved

RED, WHITE, GREY = (254, 0, 0), (255, 255, 255), (156, 156, 156)
NO_PICTURE = "This file is no JPEG, PNG or WebP picture that can be read."
TOO_MANY = "This picture has more than 20 million pixels. Make it smaller first."
TOO_SMALL = "This picture is too small: it needs 96 pixels each way at least."
TOO_LARGE = "This file is larger than 900 kB. Make the picture smaller first."


def with_orientation(kind: str) -> bytes:
    """Lying, red on its left; upright once it is turned by what its metadata say, red above. Says where it was taken."""
    image = plain("blue", (400, 200))
    image.paste("red", (0, 0, 200, 200))
    said = Image.Exif()
    said[0x0112] = 6
    said.get_ifd(0x8825)[1] = "N"
    said[0x010E] = "Qanaryov"
    return saved(image, kind, exif=said, **({"lossless": True} if kind == "WEBP" else {}))


def half_transparent(kind: str) -> bytes:
    image = plain("red", (200, 200)).convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 100, 200))
    return saved(image, kind, **({"lossless": True} if kind == "WEBP" else {}))


def with_many_passes() -> bytes:
    content = saved(plain("red", (200, 200)), "JPEG", progressive=True)
    last = content.rfind(b"\xff\xda")
    return content[:-2] + content[last:-2] * 200 + content[-2:]


def two_pictures() -> bytes:
    """As some telephones save one, with a smaller one behind it."""
    return saved(plain("red"), "MPO", save_all=True, append_images=[plain("blue")])


# What is brought, with the colours of the upper left and the lower right corner of what is kept.
TAKEN = {
    "a JPEG": (saved(plain("red"), "JPEG"), RED, RED),
    "a JPEG in many passes": (saved(plain("red"), "JPEG", progressive=True), RED, RED),
    "a JPEG for a printer": (saved(plain("red").convert("CMYK"), "JPEG"), RED, RED),
    "a JPEG in grey": (saved(Image.new("L", (200, 300), 156), "JPEG"), GREY, GREY),
    "a JPEG of two pictures": (two_pictures(), RED, RED),
    "a PNG": (saved(plain("red"), "PNG"), RED, RED),
    "a PNG of 16 bits": (saved(Image.new("I;16", (200, 300), 40_000), "PNG"), GREY, GREY),
    "a PNG of one bit": (saved(Image.new("1", (200, 300), 1), "PNG"), WHITE, WHITE),
    "a PNG with transparency": (half_transparent("PNG"), WHITE, RED),
    "a PNG of few colours": (saved(plain("red").quantize(4), "PNG"), RED, RED),
    "a WebP": (saved(plain("red"), "WEBP", lossless=True), RED, RED),
    "a WebP with transparency": (half_transparent("WEBP"), WHITE, RED),
    "a JPEG on its side": (with_orientation("JPEG"), RED, (0, 0, 254)),
    "a PNG on its side": (with_orientation("PNG"), RED, (0, 0, 254)),
    "a WebP on its side": (with_orientation("WEBP"), RED, (0, 0, 254)),
}
REFUSED = {
    "text called .jpg": (b"A face.", NO_PICTURE),
    "nothing": (b"", NO_PICTURE),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"/>', NO_PICTURE),
    "a moving GIF": (
        saved(plain("red"), "GIF", save_all=True, append_images=[plain("blue")]),
        NO_PICTURE,
    ),
    "a BMP": (saved(plain("red"), "BMP"), NO_PICTURE),
    "a TIFF": (saved(plain("red"), "TIFF"), NO_PICTURE),
    "half a JPEG": (portrait(size=(900, 900))[:-900], NO_PICTURE),
    "half a PNG": (saved(Image.effect_noise((200, 200), 50), "PNG")[:-9_000], NO_PICTURE),
    "a JPEG in 200 passes": (with_many_passes(), NO_PICTURE),
    "a PNG that says 30,000 x 30,000": (png_that_says(30_000, 30_000), TOO_MANY),
    "a PNG that says 12,000 x 12,000": (png_that_says(12_000, 12_000), TOO_MANY),
    "more pixels than can be": (saved(Image.new("1", (5_000, 5_000)), "PNG"), TOO_MANY),
    "a small one": (portrait(size=(95, 400)), TOO_SMALL),
    "a large file": (portrait() + bytes(LARGEST), TOO_LARGE),
}


def kept(content: bytes) -> Image.Image:
    return Image.open(BytesIO(square_photograph(content)))


def sentence_of(content: bytes) -> str:
    try:
        square_photograph(content)
    except BadPhotograph as refusal:
        return str(refusal)
    return "taken"


def is_near(colour, wanted) -> bool:
    return all(abs(one - other) < 12 for one, other in zip(colour, wanted, strict=True))


def test_a_picture_is_kept_upright_square_and_without_what_it_said():
    for name, (content, above, below) in TAKEN.items():
        picture = kept(content)
        side = picture.width

        assert (picture.format, picture.mode, picture.height) == ("JPEG", "RGB", side), name
        assert is_near(picture.getpixel((3, 3)), above), name
        assert is_near(picture.getpixel((side - 4, side - 4)), below), name
        assert picture.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}, name
        assert not picture.getexif(), name


def test_what_is_no_photograph_is_refused_in_one_sentence(monkeypatch):
    # As it stands in a process that has made paper.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)

    assert {name: sentence_of(content) for name, (content, _) in REFUSED.items()} == {
        name: said for name, (_, said) in REFUSED.items()
    }


def test_what_is_kept_is_bounded_and_cut_around_the_face():
    noise = Image.merge("RGB", [Image.effect_noise((700, 900), 120) for _ in range(3)])
    tall = plain("blue", (400, 800))
    tall.paste("red", (0, 150, 400, 500))

    dense, face = kept(saved(noise, "JPEG", quality=70)), kept(saved(tall, "JPEG"))

    assert dense.size == (SIDE, SIDE)
    assert len(square_photograph(saved(noise, "JPEG", quality=70))) <= LARGEST_KEPT
    assert is_near(face.getpixel((180, 30)), RED)
    assert is_near(face.getpixel((180, 300)), RED)


@pytest.mark.parametrize(
    ("bound", "name"),
    [
        ("MOST_PIXELS", "more pixels than can be"),
        ("MOST_PASSES", "a JPEG in 200 passes"),
        ("SMALLEST_SIDE", "a small one"),
        ("LARGEST", "a large file"),
    ],
)
def test_without_its_bound_each_would_be_decoded(monkeypatch, bound, name):
    """The negative control."""
    monkeypatch.setattr(photographs, bound, 1 if bound == "SMALLEST_SIDE" else 10**9)

    assert sentence_of(REFUSED[name][0]) == "taken"
