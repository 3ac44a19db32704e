import hashlib

import pytest

from diplomas import storage
from diplomas.errors import FileIsAway
from tests.factories import DiplomaFactory

CONTENT = b"%PDF-1.7 a page"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    return tmp_path


def test_what_is_saved_is_read_back_under_its_hash():
    file_hash = storage.save(CONTENT)

    assert file_hash == hashlib.sha256(CONTENT).hexdigest()
    assert storage.read(file_hash) == CONTENT


def test_saving_twice_leaves_one_file_that_only_its_owner_reads(folder):
    storage.save(CONTENT)
    storage.save(CONTENT)

    [path] = [path for path in folder.rglob("*") if path.is_file()]
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_page_that_cannot_be_written_leaves_nothing(folder):
    (folder / "diplomas").write_text("a file where the folder should be")

    with pytest.raises(OSError, match="diplomas"):
        storage.save(CONTENT)

    assert [path.name for path in folder.rglob("*")] == ["diplomas"]


def test_a_file_that_is_gone_is_said_in_a_sentence():
    with pytest.raises(FileIsAway):
        storage.read("0" * 64)


@pytest.mark.django_db
def test_only_files_that_no_diploma_names_are_removed():
    used, unused = storage.save(CONTENT), storage.save(b"another")
    DiplomaFactory(file_hash=used)

    storage.remove_unused([used, unused, "0" * 64])

    assert storage.path_of(used).exists()
    assert not storage.path_of(unused).exists()
