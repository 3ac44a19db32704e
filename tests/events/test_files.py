"""One behaviour of two storages: a folder, and a bucket of a real S3 server. The rest is their own."""

import hashlib
import threading
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from defense.running import health
from events.errors import FileIsAway
from events.files import MANY_BYTES, HashedFiles
from tests.events.s3_server import s3_server, storages_of
from tests.processes import free_port

CONTENT = b"%PDF-1.7 a page"
HASH = hashlib.sha256(CONTENT).hexdigest()
PLACE = f"papers/{HASH[:2]}/{HASH}.pdf"
FILES = HashedFiles("papers")


@pytest.fixture(scope="module")
def s3(tmp_path_factory):
    with s3_server(tmp_path_factory.mktemp("s3")) as address:
        yield address


@pytest.fixture
def folder(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    settings.FILES_ROOT.mkdir()
    return settings.FILES_ROOT


@pytest.fixture
def bucket(settings, request):
    settings.STORAGES = storages_of(request.getfixturevalue("s3"))
    yield storages["documents"]
    storages["documents"].bucket.objects.all().delete()


@pytest.fixture
def away(settings):
    """A bucket of a server that does not listen."""
    settings.STORAGES = storages_of(f"http://127.0.0.1:{free_port()}")


@pytest.fixture
def foreign(settings, s3):
    """A bucket that the server does not have."""
    settings.STORAGES = storages_of(s3, "nobodys-bucket")


@pytest.fixture(params=["folder", "bucket"])
def kept(request):
    """Either storage, empty."""
    return request.getfixturevalue(request.param)


def names_kept():
    """Every file of the storage."""

    def below(path):
        folders, files = storages["documents"].listdir(path)
        yield from (f"{path}{name}" for name in files)
        for name in folders:
            yield from below(f"{path}{name}/")

    return sorted(below(""))


def test_what_is_saved_is_read_back_under_its_hash(kept):
    file_hash = FILES.save(CONTENT)

    assert file_hash == HASH
    assert FILES.read(file_hash) == CONTENT
    assert names_kept() == [PLACE]


def test_a_file_of_this_machine_is_kept_under_the_same_hash(kept, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(CONTENT)

    with path.open("rb") as file:
        file.read()
        assert FILES.save_file(file) == HASH

    assert FILES.read(HASH) == CONTENT
    assert names_kept() == [PLACE]


@pytest.mark.parametrize("content", [CONTENT, bytes(MANY_BYTES + 1)], ids=["small", "large"])
def test_a_file_is_opened_to_be_read_in_parts_and_is_what_its_name_says(kept, content):
    file_hash = FILES.save(content)

    with FILES.open(file_hash) as file:
        assert b"".join(file.chunks()) == content

    FILES.storage.delete(FILES.path_of(file_hash))
    FILES.storage.save(FILES.path_of(file_hash), ContentFile(content[1:]))
    with pytest.raises(FileIsAway):
        FILES.open(file_hash)


def test_every_file_of_a_kind_is_listed_with_its_size_and_its_time(kept):
    none_yet = list(FILES.hashes())
    FILES.save(CONTENT)
    HashedFiles(FILES.folder, ".zip").save(CONTENT)

    assert none_yet == []
    assert list(FILES.hashes()) == [HASH]
    assert FILES.storage.size(PLACE) == len(CONTENT)
    assert FILES.storage.get_modified_time(PLACE)


def test_saving_again_leaves_one_file_and_mends_what_became_of_it(kept):
    FILES.save(CONTENT)
    damage(b"something else")

    FILES.save(CONTENT)
    FILES.save(CONTENT)

    assert names_kept() == [PLACE]
    assert FILES.read(HASH) == CONTENT


def test_a_file_that_is_gone_is_said_in_a_sentence(kept):
    with pytest.raises(FileIsAway, match=r"The file cannot be read at the moment\."):
        FILES.read("0" * 64)


def test_a_file_that_is_not_what_its_name_says_is_never_given_out(kept, caplog):
    FILES.save(CONTENT)
    damage(CONTENT[:-1])

    with pytest.raises(FileIsAway):
        FILES.read(HASH)

    assert [record.message for record in caplog.records] == ["A file is not what its name says"]


def test_what_is_removed_is_gone_and_may_be_removed_again(kept):
    other = FILES.save(b"another")
    FILES.save(CONTENT)

    FILES.remove([other, "0" * 64])
    FILES.remove([other])

    assert names_kept() == [PLACE]


def test_a_folder_is_removed_with_what_nobody_names_and_no_other_one(kept):
    FILES.save(CONTENT)
    others = [HashedFiles("photographs/1", ".jpg"), HashedFiles("photographs/11", ".jpg")]
    for files in others:
        files.save(b"one")
        files.save(b"another")

    others[0].remove_all()
    others[0].remove_all()

    assert {name.rsplit("/", 2)[0] for name in names_kept()} == {"papers", "photographs/11"}


def test_many_at_once_save_the_same_file(folder):
    savers = [threading.Thread(target=FILES.save, args=(CONTENT,)) for _ in range(6)]

    for saver in savers:
        saver.start()
    for saver in savers:
        saver.join()

    assert names_kept() == [PLACE]
    assert FILES.read(HASH) == CONTENT


@pytest.mark.parametrize("broken", ["away", "foreign"])
def test_a_server_that_is_away_or_refuses_is_said_in_a_sentence_and_loses_nothing(
    broken, request, caplog
):
    request.getfixturevalue(broken)

    with pytest.raises(FileIsAway):
        FILES.read(HASH)
    with pytest.raises(OSError, match="the file storage"):
        FILES.save(CONTENT)
    FILES.remove([HASH])

    assert "A file cannot be read" in [record.message for record in caplog.records]
    assert "secret" not in caplog.text
    assert health.files_state() == "away"


def test_a_bucket_that_answers_is_up(bucket):
    assert health.files_state() == "up"


def test_the_bucket_holds_the_file_below_the_folder_of_the_setting(bucket):
    FILES.save(CONTENT)

    [found] = bucket.bucket.objects.all()
    assert found.key == f"all/documents/{PLACE}"
    assert found.Object().content_type == "application/pdf"


def test_files_of_earlier_versions_are_found_where_they_lie(folder):
    lying = folder / "diplomas" / HASH[:2] / f"{HASH}.pdf"
    lying.parent.mkdir(parents=True)
    lying.write_bytes(CONTENT)

    assert HashedFiles("diplomas").read(HASH) == CONTENT


def test_in_the_folder_only_its_owner_reads_a_file_and_lists_the_folders(folder):
    FILES.save(CONTENT)
    FILES.save(CONTENT)

    modes = {
        str(path.relative_to(folder)): path.stat().st_mode & 0o777 for path in folder.rglob("*")
    }
    assert modes == {"papers": 0o700, f"papers/{HASH[:2]}": 0o700, PLACE: 0o600}


def test_a_page_that_cannot_be_written_leaves_nothing(folder):
    (folder / "papers").write_text("a file where the folder should be")

    with pytest.raises(OSError, match="papers"):
        FILES.save(CONTENT)

    assert [path.name for path in folder.rglob("*")] == ["papers"]


def test_a_reader_sees_the_old_file_or_the_new_one(folder, monkeypatch):
    """Whatever stops the writer before the rename leaves what was there."""
    FILES.save(CONTENT)

    def power_cut(draft, target):
        raise OSError("stopped")

    with monkeypatch.context() as stopped:
        stopped.setattr(Path, "replace", power_cut)
        with pytest.raises(OSError, match="stopped"):
            FILES.save(CONTENT)

    assert FILES.read(HASH) == CONTENT
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [f"{HASH}.pdf"]


def test_no_address_leads_to_a_file_of_the_folder(folder):
    with pytest.raises(ValueError, match="served by views"):
        storages["documents"].url(PLACE)


def damage(content):
    """Another content under the name, as a bad disk or a careless hand leaves it."""
    storage = storages["documents"]
    if hasattr(storage, "bucket"):
        storage.bucket.Object(f"{storage.location}/{PLACE}").put(Body=content)
    else:
        Path(storage.path(PLACE)).write_bytes(content)
