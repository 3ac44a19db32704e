"""The logo of an event: what is taken, where it stands on paper, and how long its file stays."""

from dataclasses import replace
from io import BytesIO, StringIO

import pypdfium2
import pytest
from django.core.management import call_command
from django.urls import reverse
from PIL import Image

from diplomas.colours import ACCENTS, PAPER
from diplomas.errors import LogoMoved, LogoNotKept
from diplomas.logos import BOXES, LARGEST_KEPT, LOGOS, small_logo
from diplomas.models import Design, Diploma, Logo, RenderJob
from diplomas.rendering import Renderer, logo_of
from diplomas.services.duplicating import duplicate_diploma
from diplomas.services.jobs import claim, render_claimed
from diplomas.services.logos import put_logo, take_logo_away
from diplomas.services.outdated import ready_and_outdated
from diplomas.snapshots import record_of
from events.models import AuditEntry
from events.photographs import BadPhotograph
from tests.cast import as_organizer
from tests.diplomas.people import event_with_team, issue, make_ready
from tests.diplomas.services.test_document_languages import worded
from tests.diplomas.test_columns import record
from tests.diplomas.test_crowded_diplomas import WORDS, full_record
from tests.diplomas.test_sweep_files import files, grow_old
from tests.events.pdf.reading import uncompressed
from tests.factories import DAY, MembershipFactory
from tests.pictures_of_people import plain, saved

SIGN = saved(plain("navy", (900, 300)), "PNG")
OTHER = saved(plain("green", (300, 300)), "PNG")


@pytest.fixture(autouse=True)
def kept(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    logo_of.cache_clear()


@pytest.fixture
def event(db):
    return event_with_team(1, languages=["kk", "ru"])


def put(event, content=SIGN, seen=""):
    put_logo(event, content, seen=seen, actor="test")
    return Logo.objects.get().file_hash


def noise(side):
    return Image.effect_noise((side, side), 90).convert("RGB")


def half_seen():
    image = plain("red", (200, 100)).convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 100, 100))
    return image


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_it_is_kept_whole_as_a_small_png_that_says_nothing_else(kind):
    said = Image.Exif()
    said[0x010E] = "Qanaryov"

    small = Image.open(BytesIO(small_logo(saved(plain("navy", (900, 300)), kind, exif=said))))

    assert (small.format, small.size) == ("PNG", (720, 240))
    assert (dict(small.getexif()), small.info) == ({}, {})


def test_a_transparent_ground_stays_so():
    small = Image.open(BytesIO(small_logo(saved(half_seen(), "PNG"))))

    assert (small.mode, small.getpixel((5, 5))[3], small.getpixel((190, 5))[3]) == (
        "RGBA",
        0,
        255,
    )


def test_one_of_very_many_colours_is_made_smaller():
    small = small_logo(saved(noise(800), "JPEG", quality=70))

    assert len(small) <= LARGEST_KEPT
    assert max(Image.open(BytesIO(small)).size) < BOXES[0][1]


def test_none_is_kept_that_is_larger_than_what_is_kept():
    """Each of its dots is another, and half seen."""
    channels = [Image.effect_noise((780, 280), 90) for _ in "RGBA"]

    small = small_logo(saved(Image.merge("RGBA", channels), "PNG"))

    assert len(small) <= LARGEST_KEPT
    assert Image.open(BytesIO(small)).size == (240, 86)


@pytest.mark.parametrize(
    ("size", "is_taken"), [((480, 48), True), ((481, 48), False), ((48, 481), False)]
)
def test_one_that_would_be_a_line_is_refused_in_words(size, is_taken):
    thin = saved(plain("navy", size), "PNG")

    if is_taken:
        assert small_logo(thin)
    else:
        with pytest.raises(BadPhotograph, match="10 times as long as wide"):
            small_logo(thin)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        SIGN[:200],
        SIGN + b" " * 900_000,
        saved(plain("navy", (900, 47)), "PNG"),
        saved(Image.new("1", (5_000, 5_000)), "PNG"),
    ],
    ids=["nothing", "svg", "pdf", "half", "large", "low", "pixels"],
)
def test_anything_else_is_refused_in_a_sentence(content):
    with pytest.raises(BadPhotograph):
        small_logo(content)


@pytest.mark.parametrize("beside", [None, ("kk", "ru"), ("kk", "all")])
@pytest.mark.parametrize("is_full", [False, True])
def test_it_stands_in_the_corner_and_on_no_text(beside, is_full):
    file_hash = LOGOS.save(small_logo(OTHER))
    whole = full_record(WORDS["ordinary words"]) if is_full else record("Ли О")
    if beside is None:
        whole = replace(whole, beside=())
    elif is_full:
        other = replace(whole, language="kk")
        whole = replace(whole, beside=(other,) * (1 if beside[1] == "ru" else 2))

    [pdf] = Renderer().render([replace(whole, logo=file_hash)])

    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        pictures = [each for each in page.get_objects(filter=[3]) if is_wide(each)]
        left, bottom, right, top = pictures[0].get_bounds()
        text = page.get_textpage()
        boxes = [text.get_rect(number) for number in range(text.count_rects())]
        assert len(document) == 1
    assert [box for box in boxes if overlaps(box, (left, bottom, right, top))] == []
    assert (left > 17 * 2.83, top < 595 - 17 * 2.83) == (True, True)


def test_documents_in_one_chunk_have_each_their_own():
    first, second = (LOGOS.save(small_logo(each)) for each in (SIGN, OTHER))
    plain_one = record("Ли О")
    records = [replace(plain_one, logo=first), replace(plain_one, logo=second), plain_one]

    pages = Renderer().render(records)

    counted = [len(list(pypdfium2.PdfDocument(pdf)[0].get_objects(filter=[3]))) for pdf in pages]
    assert counted[0] == counted[1] == counted[2] + 1
    assert len({*pages}) == 3


@pytest.mark.parametrize("accent", ACCENTS)
def test_each_colour_is_read_on_paper(accent):
    assert contrast(ACCENTS[accent], PAPER) >= 7


def test_every_choice_of_a_wording_has_its_colour():
    assert [*ACCENTS] == Design.Accent.values


def test_the_title_is_printed_in_the_colour():
    usual, green = (
        Renderer().render([replace(record("Ли О"), accent=each)])[0]
        for each in ("", ACCENTS["green"])
    )

    assert colours_of(usual) ^ colours_of(green) == {(0x07, 0x57, 0x66), (0x1D, 0x5C, 0x33)}


def colours_of(pdf):
    found = set()
    for line in uncompressed(pdf).split(b"\n"):
        parts = line.split()
        if len(parts) == 4 and parts[-1] == b"rg":
            found.add(tuple(round(float(each) * 255) for each in parts[:3]))
    return found


def is_wide(picture):
    """The code is a mask in the foot of the page."""
    return picture.get_bounds()[3] > 400


def overlaps(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_what_is_issued_from_now_on_has_it_and_what_was_issued_has_not(event):
    [first] = issue(event)
    make_ready(event)

    file_hash = put(event)
    duplicate = duplicate_diploma(event.pk, first.code, reason="Lost", actor="test", at=DAY)

    assert "logo" not in first.snapshot
    assert "logo" not in duplicate.snapshot
    assert ready_and_outdated(event) == []
    other = event_with_team(1)
    put_logo(other, SIGN, seen="", actor="test")
    [new] = issue(other)
    assert new.snapshot["logo"] == file_hash
    assert record_of(new.snapshot).logo == file_hash


def test_another_logo_or_colour_makes_nothing_outdated(event):
    design = worded(event, "none", accent="blue")
    first = put(event)
    issue(event)
    make_ready(event)
    design.accent = "green"
    design.save()
    put(event, OTHER, first)

    assert ready_and_outdated(event) == []
    assert Diploma.objects.get().snapshot["accent"] == ACCENTS["blue"]


def test_who_saw_another_one_changes_nothing(event):
    first = put(event)

    with pytest.raises(LogoMoved):
        put(event, OTHER, "")
    with pytest.raises(LogoMoved):
        take_logo_away(event, seen="", actor="test")

    assert Logo.objects.get().file_hash == first


def test_the_same_again_writes_no_line(event):
    first = put(event)
    put(event, SIGN, first)
    take_logo_away(event, seen=first, actor="test")

    verbs = AuditEntry.objects.filter(verb__startswith="logo").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["logo.saved", "logo.removed"]


def test_one_that_cannot_be_kept_leaves_no_row(event, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "file"
    settings.FILES_ROOT.write_text("no folder")

    with pytest.raises(LogoNotKept):
        put(event)

    assert not Logo.objects.exists()


def test_its_file_stays_as_long_as_a_document_or_the_event_names_it(event, settings):
    printed = put(event)
    issue(event)
    shown = put(event, OTHER, printed)
    gone = LOGOS.save(small_logo(saved(plain("red", (100, 100)), "PNG")))

    for path in files(settings.FILES_ROOT):
        grow_old(path)

    call_command("sweep_files", "--delete", stdout=StringIO())

    left = set(LOGOS.hashes())
    assert (printed in left, shown in left, gone in left) == (True, True, False)


def test_while_it_is_away_a_document_waits_and_burns_no_attempt(event):
    file_hash = put(event)
    issue(event)
    LOGOS.remove([file_hash])

    assert render_claimed(claim()) == 0

    job = RenderJob.objects.get()
    assert (job.state, job.attempts) == ("queued", 0)


def test_an_organizer_puts_it_and_takes_it_away(event, client):
    olga = as_organizer(client, MembershipFactory(event=event).user)
    act, page = (reverse(f"organizer:{name}", args=[event.slug]) for name in ("logo_save", "logo"))

    def send(content, seen=""):
        file = BytesIO(content)
        file.name = "sign.png"
        return olga.post(act, {"logo-file": file, "logo-seen": seen}, follow=True)

    assert "that can be read" in send(b"%PDF").content.decode()
    saved_page = send(SIGN).content.decode()
    assert "Logo saved." in saved_page
    assert olga.get(page).content == LOGOS.read(Logo.objects.get().file_hash)
    taken = {"logo-seen": Logo.objects.get().file_hash, "agreed": "0"}
    address = reverse("organizer:logo_remove", args=[event.slug])
    assert "Take the logo away?" in olga.post(address, taken).content.decode()
    assert olga.get(page).status_code == 200
