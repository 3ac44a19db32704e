"""Files that no row names. Workers leave them: a page that came too late, a print file that was made anew.

A file is there before its row says so; so one that is young is none of them, and each is asked about once more
as it is deleted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.timezone import get_default_timezone, is_naive, make_aware

from diplomas.file_kinds import FILE_KINDS
from diplomas.files import FILES, made_files
from diplomas.models import Diploma, FileJob
from events.files import HashedFiles

YOUNGEST: Final = timedelta(hours=1)


@dataclass(frozen=True, order=True)
class UnnamedFile:
    path: str
    size: int
    kept_at: datetime
    file_hash: str
    files: HashedFiles

    def remove(self) -> bool:
        """Whether it is gone; it stays when a row names it by now."""
        if self.file_hash in named():
            return False
        self.files.remove([self.file_hash])
        return not self.files.storage.exists(self.path)


def unnamed_files(*, before: datetime) -> Iterator[UnnamedFile]:
    """Those kept before. Raises OSError."""
    kinds = {made_files(kind) for kind in FILE_KINDS.values()}
    for files in (FILES, *kinds):
        known = named()
        for file_hash in files.hashes():
            if file_hash not in known:
                path = files.path_of(file_hash)
                kept_at = _aware(files.storage.get_modified_time(path))
                if kept_at < before:
                    yield UnnamedFile(path, files.storage.size(path), kept_at, file_hash, files)


def named() -> set[str]:
    pages = Diploma.objects.exclude(file_hash="").values_list("file_hash", flat=True)
    made = FileJob.objects.exclude(file_hash="").values_list("file_hash", flat=True)
    return {*pages, *made}


def _aware(at: datetime) -> datetime:
    return make_aware(at, get_default_timezone()) if is_naive(at) else at
