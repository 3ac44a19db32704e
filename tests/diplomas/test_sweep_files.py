"""Files that no row names are shown, and deleted only by who says so."""

import os
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from diplomas import unnamed_files
from diplomas.file_kinds import FILE_KINDS
from diplomas.files import FILES, PICTURES, made_files
from diplomas.models import Diploma, FileJob, Sharing
from events.whole_files import written_draft
from tests.factories import DAY, DiplomaFactory, EventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings, tmp_path) -> Path:
    """A page and an archive that rows name, and of each kind one that none does; all of yesterday."""
    settings.FILES_ROOT = tmp_path / "files"
    DiplomaFactory(state="ready", file_hash=FILES.save(b"%PDF page"))
    FileJob.objects.create(
        event=EventFactory(), kind="teams", state="done", file_hash=archives().save(b"PK named")
    )
    FILES.save(b"%PDF thrown away")
    archives().save(b"PK of before")
    made_files(FILE_KINDS["print"]).save(b"%PDF of before")
    for path in files(settings.FILES_ROOT):
        grow_old(path)
    return settings.FILES_ROOT


def archives():
    return made_files(FILE_KINDS["teams"])


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def grow_old(path: Path) -> None:
    yesterday = (timezone.now() - timedelta(days=1)).timestamp()
    os.utime(path, (yesterday, yesterday))


def swept(*options: str) -> str:
    out = StringIO()
    call_command("sweep_files", *options, stdout=out)
    return out.getvalue()


def test_they_are_shown_and_nothing_is_deleted(kept):
    said = swept()

    assert "3 files that no row names" in said
    assert "Nothing is deleted without --delete." in said
    assert len(said.splitlines()) == 5
    assert len(files(kept)) == 5


def test_they_are_deleted_by_who_says_so_and_no_other_is(kept):
    said = swept("--delete")

    named = {Diploma.objects.get().file_hash, FileJob.objects.get().file_hash}
    assert "3 deleted." in said
    assert {path.stem for path in files(kept)} == named
    assert swept() == "0 files that no row names, 0\xa0bytes.\n"


def test_one_that_a_worker_may_be_about_to_name_stays(kept):
    young = FILES.save(b"%PDF just made")

    swept("--delete")

    assert young in {path.stem for path in files(kept)}


def test_one_that_a_row_names_by_now_stays(kept):
    [found] = [
        each
        for each in unnamed_files.unnamed_files(before=timezone.now())
        if each.path.startswith("diplomas")
    ]
    DiplomaFactory(state="ready", file_hash=found.file_hash)

    assert not found.remove()
    assert found.file_hash in {path.stem for path in files(kept)}


def test_one_that_was_kept_anew_meanwhile_stays(kept):
    [found] = [
        each
        for each in unnamed_files.unnamed_files(before=timezone.now())
        if each.path.startswith("diplomas")
    ]

    FILES.save(b"%PDF thrown away")

    assert not found.remove()
    assert found.file_hash in {path.stem for path in files(kept)}


@pytest.mark.parametrize("kind", [FILES, PICTURES, made_files(FILE_KINDS["teams"])])
def test_half_a_file_of_a_killed_worker_goes_once_it_is_old(kept, kind):
    old, young = (
        written_draft(kept / kind.path_of(kind.save(words)), b"half") for words in (b"1", b"2")
    )
    grow_old(old)

    said = swept("--delete")

    assert "4 deleted." in said
    assert not old.exists()
    assert young.exists()


def test_a_picture_that_nobody_shares_any_more_goes(kept):
    shared, forgotten = PICTURES.save(b"shared"), PICTURES.save(b"forgotten")
    Sharing.objects.create(diploma=Diploma.objects.get(), since=DAY, picture_hash=shared)
    for path in files(kept / "shared"):
        grow_old(path)

    assert "4 deleted." in swept("--delete")
    assert [path.stem for path in files(kept / "shared")] == [shared]
    assert forgotten not in unnamed_files.named()


def test_a_storage_that_is_away_is_said(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "nowhere"

    with pytest.raises(CommandError, match="The file storage does not answer"):
        swept()
