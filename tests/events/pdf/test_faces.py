import pytest

from events.pdf.faces import (
    DISPLAY,
    DOCUMENT_FACES,
    FaceMissing,
    FaceSource,
    find_face,
    installed_face,
)

KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"


@pytest.mark.parametrize("source", DOCUMENT_FACES, ids=lambda source: source.label)
def test_every_face_has_the_kazakh_letters(source):
    signs = "" if source.lends else "№«»“”—·"
    assert set(KAZAKH + signs) - installed_face(source).letters == set()


def test_a_face_does_not_claim_letters_that_it_lacks():
    assert set("A漢字") - installed_face(DISPLAY).letters == set("漢字")


def test_width_grows_with_the_size_and_is_kerned():
    face = installed_face(DISPLAY)

    assert face.width("AVAVA", 20) == pytest.approx(2 * face.width("AVAVA", 10))
    assert face.width("AV", 10) < face.width("A", 10) + face.width("V", 10)


def test_a_missing_face_names_its_package():
    absent = FaceSource("Absent Roman", "Absent", ("Absent-Roman.ttf",), "fonts-absent")

    with pytest.raises(FaceMissing) as missing:
        installed_face(absent)

    assert str(missing.value) == (
        "The font Absent Roman is missing: install the Debian package fonts-absent."
    )


def test_a_face_is_found_below_a_folder_under_any_of_its_names_and_read_once(tmp_path):
    source = FaceSource("Roman", "Roman", ("Roman.ttf", "Roman-Web.ttf"), "fonts-roman")
    found = tmp_path / "truetype" / "roman" / "Roman-Web.ttf"
    found.parent.mkdir(parents=True)
    found.touch()

    assert find_face(source, [tmp_path / "nothing here", tmp_path]) == found
    assert installed_face(DISPLAY) is installed_face(DISPLAY)
