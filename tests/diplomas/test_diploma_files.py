import pytest

from diplomas.files import FILES, remove_unused
from events.errors import FileIsAway
from tests.factories import DiplomaFactory

CONTENT = b"%PDF-1.7 a page"


@pytest.mark.django_db
def test_only_files_that_no_diploma_names_are_removed(settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    used, unused = FILES.save(CONTENT), FILES.save(b"another")
    DiplomaFactory(file_hash=used)

    remove_unused([used, unused, "0" * 64])

    assert FILES.read(used) == CONTENT
    with pytest.raises(FileIsAway):
        FILES.read(unused)
