"""Files that no row names. Workers leave them: a page that came too late, a print file that was made anew, the picture
of a choice that was taken back, a logo that no document has, and half a file where one was killed as it wrote.

A file is there before its row says so; so one that is young is none of them, and each is asked about once more
as it is deleted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.timezone import get_default_timezone, is_naive, make_aware

from diplomas.file_kinds import FILE_KINDS
from diplomas.files import FILES, PICTURES, made_files
from diplomas.logos import LOGOS
from diplomas.models import Diploma, FileJob, Logo, Sharing
from events.files import HashedFiles
from experts.models import ProtocolFile
from experts.protocol_files import FILES as PAPERS

YOUNGEST: Final = timedelta(hours=1)
# Who keeps the hash of a file, and in which column.
NAMERS: Final = (
    (Diploma.objects, "file_hash"),
    (FileJob.objects, "file_hash"),
    (Sharing.objects, "picture_hash"),
    (Logo.objects, "file_hash"),
    (Diploma.objects.filter(snapshot__has_key="logo"), "snapshot__logo"),
    (ProtocolFile.objects, "file_hash"),
)


@dataclass(frozen=True, order=True)
class UnnamedFile:
    """`file_hash` is empty for half a file, which no row can name."""

    path: str
    size: int
    kept_at: datetime
    file_hash: str
    files: HashedFiles

    def remove(self) -> bool:
        """Whether it is gone; it stays when a row names it by now, or it was kept anew. Raises OSError."""
        storage = self.files.storage
        if not storage.exists(self.path):
            return False
        if _kept_at(self.files, self.path) != self.kept_at or is_named(self.file_hash):
            return False
        self.files.remove_path(self.path)
        return not storage.exists(self.path)


def unnamed_files(*, before: datetime) -> Iterator[UnnamedFile]:
    """Those kept before. Raises OSError."""
    kinds = {made_files(kind) for kind in FILE_KINDS.values()}
    for files in (FILES, PICTURES, LOGOS, PAPERS, *kinds):
        for path, file_hash in _unnamed(files):
            kept_at = _kept_at(files, path)
            if kept_at < before:
                yield UnnamedFile(path, files.storage.size(path), kept_at, file_hash, files)


def _unnamed(files: HashedFiles) -> Iterator[tuple[str, str]]:
    """The path and the hash of each."""
    known = named()
    for file_hash in files.hashes():
        if file_hash not in known:
            yield files.path_of(file_hash), file_hash
    for path in files.drafts():
        yield path, ""


def named() -> set[str]:
    return {
        str(file_hash)
        for rows, column in NAMERS
        for file_hash in rows.exclude(**{column: ""}).values_list(column, flat=True)
    }


def is_named(file_hash: str) -> bool:
    return bool(file_hash) and any(
        rows.filter(**{column: file_hash}).exists() for rows, column in NAMERS
    )


def _kept_at(files: HashedFiles, path: str) -> datetime:
    return _aware(files.storage.get_modified_time(path))


def _aware(at: datetime) -> datetime:
    return make_aware(at, get_default_timezone()) if is_naive(at) else at
