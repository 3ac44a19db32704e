import os
import shutil

import pytest

from defense.running import statics
from defense.running.storage import HashedStatics

MANIFEST = HashedStatics.manifest_name


@pytest.fixture
def stamp(settings, tmp_path):
    """One small file to collect, by production's storage."""
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "page.css").write_text("p { margin: 0 }", encoding="ascii")
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "defense.running.storage.HashedStatics"},
    }
    return tmp_path / "stamp"


def test_what_was_collected_is_not_collected_again(stamp):
    assert [statics.collect_statics(stamp) for _ in range(2)] == [True, False]


def test_files_that_were_taken_away_are_collected_again(stamp, settings):
    statics.collect_statics(stamp)
    shutil.rmtree(settings.STATIC_ROOT)

    assert statics.collect_statics(stamp)
    assert (settings.STATIC_ROOT / "page.css").is_file()


def test_a_list_that_was_taken_away_is_made_again(stamp, settings):
    statics.collect_statics(stamp)
    (settings.STATIC_ROOT / MANIFEST).unlink()

    assert statics.collect_statics(stamp)
    assert (settings.STATIC_ROOT / MANIFEST).is_file()


def test_an_older_file_put_back_is_collected(stamp, settings):
    statics.collect_statics(stamp)
    source = settings.STATICFILES_DIRS[0] / "page.css"
    source.write_text("p { margin: 1em }", encoding="ascii")
    os.utime(source, (0, 0))

    assert statics.collect_statics(stamp)
    assert "1em" in (settings.STATIC_ROOT / "page.css").read_text(encoding="ascii")


def test_an_upgrade_of_what_hashes_the_files_collects_them_again(stamp, monkeypatch):
    statics.collect_statics(stamp)
    monkeypatch.setattr("django.__version__", "5.2.99")

    assert statics.collect_statics(stamp)
