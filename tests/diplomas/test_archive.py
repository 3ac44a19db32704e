"""Names in an archive that any computer opens, and an archive that is the same every time."""

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomas.archive import (
    FORBIDDEN,
    LONGEST_FOLDER,
    LONGEST_NAME,
    Archive,
    Filed,
    paths_of,
    safe_name,
)

TEXTS = st.text(max_size=150)
FILED = st.builds(
    Filed,
    number=st.from_regex(r"20[0-9]{2}/[0-9]{3}", fullmatch=True),
    name=TEXTS,
    team=st.none() | st.integers(1, 300),
    topic=TEXTS,
    document=TEXTS,
)


def paths(*filed: Filed) -> list[str]:
    return paths_of(filed, beside="Without a team")


def test_a_path_is_the_team_and_the_register():
    assert paths(Filed("2019/044", "Әлия Үлгі", 7, "Дарынды балалар")) == [
        "07 Дарынды балалар/2019-044 Әлия Үлгі.pdf"
    ]


def test_what_is_no_diploma_says_so_also_behind_a_long_name():
    long = "Мұхамедрахымова-Нұрмағамбетова Өмірхан Серікбайқызы Үлкенсөзбенжазылған"
    found = paths(*(Filed("2019/044", name, 7, "Т", "Сертификат") for name in ("Әлия", long)))

    assert found[0] == "07 Т/2019-044 Әлия, Сертификат.pdf"
    assert found[1].endswith(" Серікбайқызы, Сертификат.pdf")


def test_names_sort_as_the_teams_do():
    found = paths(*(Filed(f"2019/{team:03d}", "Ж", team, "Т") for team in (9, 10, 101, 11)))

    assert sorted(found) == [found[0], found[1], found[3], found[2]]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('a/b\\c:d*e?f"g<h>i|j', "a-b-c-d-e-f-g-h-i-j"),
        ("ends with a stop. ", "ends with a stop"),
        ("two\nlines\tand\x00a zero", "two lines anda zero"),
        ("и\u0306", "й"),
        ("\u202eturned", "turned"),
        (" . ", "-"),
        ("Сорок пять букв и ещё слово длиннее остальных", "Сорок пять букв и ещё слово длиннее"),
        (
            "Нераздельноесловодлиннеечемсороксимволоввсегоодно",
            "Нераздельноесловодлиннеечемсороксимволов",
        ),
    ],
)
def test_a_name_holds_nothing_that_windows_refuses(text, name):
    assert safe_name(text, 40) == name


@given(st.lists(FILED, max_size=8))
def test_every_path_can_be_made_on_windows(filed):
    found = paths(*filed)

    assert len({path.casefold() for path in found}) == len(filed)
    for path in found:
        folder, name = path.split("/")
        assert len(folder) <= LONGEST_FOLDER
        assert len(name) <= LONGEST_NAME + len(" (9).pdf")
        for part in (folder, name):
            assert not set(part) & set(FORBIDDEN)
            assert part == part.rstrip(" .")


def test_two_of_one_name_and_number_stand_apart():
    twin = Filed("2019/001", "ӘЛИЯ", 1, "T")
    other = Filed("2019/001", "әлия", 1, "T")

    assert paths(twin, other) == ["01 T/2019-001 ӘЛИЯ.pdf", "01 T/2019-001 әлия (2).pdf"]


def archive(*, day=date(2019, 11, 30)) -> bytes:
    out = io.BytesIO()
    written = Archive(out, day=day)
    written.add("01 Тақырып/2019-001 Әлия.pdf", b"%PDF one")
    written.add("02 Topic/2019-002 Jane.pdf", b"%PDF two")
    written.finish()
    return out.getvalue()


def test_an_archive_marks_its_names_as_utf_8_and_keeps_the_bytes():
    with zipfile.ZipFile(io.BytesIO(archive())) as opened:
        [first, second] = opened.infolist()
        assert first.flag_bits & 0x800
        assert (first.filename, second.filename) == (
            "01 Тақырып/2019-001 Әлия.pdf",
            "02 Topic/2019-002 Jane.pdf",
        )
        assert opened.read(second) == b"%PDF two"
        assert first.date_time == (2019, 11, 30, 0, 0, 0)


def test_the_same_files_are_the_same_bytes():
    assert archive() == archive()


def test_a_day_before_there_were_archives_is_the_first_one():
    with zipfile.ZipFile(io.BytesIO(archive(day=date(1970, 1, 1)))) as opened:
        assert opened.infolist()[0].date_time[0] == 1980
