import os
import stat

import pytest

from events.whole_files import write_once, write_whole


def test_file_is_replaced_whole_and_private(tmp_path):
    path = tmp_path / "kept.txt"
    path.write_text("before")

    write_whole(path, "ә after", is_durable=True)

    assert path.read_text(encoding="utf-8") == "ә after"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_failed_write_leaves_the_old_file_and_no_draft(tmp_path, monkeypatch):
    path = tmp_path / "kept.txt"
    path.write_text("before")

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"after", is_durable=True)

    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_second_writer_keeps_what_the_first_wrote(tmp_path):
    path = tmp_path / "key"

    assert write_once(path, "first") is True
    assert write_once(path, "second") is False
    assert path.read_text() == "first"
    assert list(tmp_path.iterdir()) == [path]
