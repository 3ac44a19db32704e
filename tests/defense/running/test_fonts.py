import re
from pathlib import Path

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from defense.running import fonts
from defense.running.fonts import FACES, SCRIPTS, build_fonts
from events.pdf.faces import FaceMissing

KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
RUSSIAN = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя"
pytestmark = pytest.mark.xdist_group("fonts")
TOKENS = Path(settings.BASE_DIR) / "static" / "css" / "tokens.css"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    target = tmp_path_factory.mktemp("fonts")
    return target, build_fonts(target)


def letters_of(file):
    with TTFont(file) as font:
        return set(font.getBestCmap())


def ranges_of(declared):
    for part in declared.replace("U+", "").split(","):
        low, _, high = part.strip().partition("-")
        yield from range(int(low, 16), int(high or low, 16) + 1)


def faces_declared():
    """The faces that are files of ours; the others stand in for them from the reader's machine."""
    for rule in re.findall(r"@font-face \{(.*?)\}", TOKENS.read_text(encoding="utf-8"), re.DOTALL):
        if "local(" in rule:
            continue
        name = re.search(r"\.\./fonts/([\w-]+\.woff2)", rule)[1]
        yield name, set(ranges_of(re.search(r"unicode-range: ([^;]+);", rule)[1]))


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
def test_every_face_holds_every_kazakh_and_russian_letter(built, face):
    target, _ = built

    missing = set(map(ord, KAZAKH + RUSSIAN)) - letters_of(target / f"{face.name}-cyrillic.woff2")

    assert missing == set()


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
def test_every_face_holds_ascii_and_the_number_sign(built, face):
    target, _ = built

    missing = {*range(0x20, 0x7F), ord("№")} - letters_of(target / f"{face.name}-latin.woff2")

    assert missing == set()


def test_figures_can_be_lining_and_tabular_in_the_display_face(built):
    target, _ = built

    with TTFont(target / "vollkorn-semibold-latin.woff2") as font:
        features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}

    assert features >= {"lnum", "tnum"}


def test_the_fonts_of_a_guest_page_leave_room_within_sixty_kilobytes(built):
    target, _ = built
    fetched = [
        f"{face}-{script}.woff2"
        for face in ("vollkorn-semibold", "pt-sans-regular", "pt-sans-bold")
        for script in ("latin", "cyrillic")
    ]

    assert sum((target / name).stat().st_size for name in fetched) < 50_000


def test_the_stylesheet_declares_the_files_and_ranges_that_are_cut():
    cut = {
        name: set(SCRIPTS[script])
        for face in FACES
        for script, name in zip(face.scripts, face.file_names(), strict=True)
    }

    assert dict(faces_declared()) == cut


@pytest.fixture
def one_face(monkeypatch):
    """What is cut again, and when, is the same for one face as for all."""
    monkeypatch.setattr(fonts, "FACES", FACES[-1:])


@pytest.mark.usefixtures("one_face")
def test_building_again_from_the_same_sources_writes_nothing(tmp_path):
    files = build_fonts(tmp_path)
    written_at = [file.stat().st_mtime_ns for file in files]

    again = build_fonts(tmp_path)

    assert [file.stat().st_mtime_ns for file in again] == written_at


@pytest.mark.usefixtures("one_face")
def test_a_lost_file_is_cut_again(tmp_path):
    files = build_fonts(tmp_path)
    files[0].unlink()

    build_fonts(tmp_path)

    assert files[0].is_file()


def test_a_missing_face_names_its_package_and_writes_nothing(tmp_path):
    target = tmp_path / "fonts"

    with pytest.raises(FaceMissing) as refused:
        build_fonts(target, folders=[tmp_path])

    assert str(refused.value) == (
        "The font Vollkorn SemiBold is missing: install the Debian package fonts-vollkorn."
    )
    assert not target.exists()
