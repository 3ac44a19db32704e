"""Documents kept by the SHA-256 of their bytes, in the storage that STORAGES calls "documents".

Whatever that is, a folder or a bucket, it answers like a file system: what goes wrong is an OSError.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages
from django.db.models import QuerySet

from events.errors import FileIsAway

logger = logging.getLogger(__name__)

ALIAS: Final = "documents"
MANY_BYTES: Final = 1_048_576


def hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def hash_in_parts(file: "BinaryIO | File[bytes]") -> str:
    """Of the whole file, which is left at its beginning."""
    digest = hashlib.sha256()
    file.seek(0)
    while part := file.read(MANY_BYTES):
        digest.update(part)
    file.seek(0)
    return digest.hexdigest()


@dataclass(frozen=True)
class HashedFiles:
    """The files of one kind, each at `<folder>/<first two digits>/<hash><suffix>`."""

    folder: str
    suffix: str = ".pdf"

    @property
    def storage(self) -> Storage:
        return storages[ALIAS]

    def path_of(self, file_hash: str) -> str:
        return f"{self.folder}/{file_hash[:2]}/{file_hash}{self.suffix}"

    def save(self, content: bytes) -> str:
        """Keep the bytes and return their hash; the file appears whole or not at all. Raises OSError."""
        file_hash = hash_of(content)
        self.storage.save(self.path_of(file_hash), ContentFile(content))
        return file_hash

    def save_file(self, file: BinaryIO) -> str:
        """The same for what a file on this machine holds, however long it is."""
        file_hash = hash_in_parts(file)
        self.storage.save(self.path_of(file_hash), File(file))
        return file_hash

    def read(self, file_hash: str) -> bytes:
        """The bytes that were saved, and no others; raises FileIsAway."""
        with self._readable(file_hash), self.storage.open(self.path_of(file_hash)) as file:
            content: bytes = file.read()
        self._compare(file_hash, hash_of(content))
        return content

    def open(self, file_hash: str) -> "File[bytes]":
        """The same bytes, however many: to be read in parts, and closed by whoever asks; a few are in memory already.

        Raises FileIsAway.
        """
        with self._readable(file_hash):
            file = self.storage.open(self.path_of(file_hash))
            found, is_small = hash_in_parts(file), file.size <= MANY_BYTES
            content = file.read() if is_small else b""
        if is_small or found != file_hash:
            file.close()
        self._compare(file_hash, found)
        return ContentFile(content) if is_small else file

    @contextmanager
    def _readable(self, file_hash: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            details = {"file": self.path_of(file_hash), "reason": error.strerror}
            logger.error("A file cannot be read", extra=details)
            raise FileIsAway from error

    def _compare(self, file_hash: str, found: str) -> None:
        if found != file_hash:
            details = {"file": self.path_of(file_hash)}
            logger.error("A file is not what its name says", extra=details)
            raise FileIsAway

    def remove(self, hashes: Iterable[str]) -> None:
        """Delete these files; one that is gone already, or cannot be deleted now, is no error."""
        for file_hash in hashes:
            self.remove_path(self.path_of(file_hash))

    def remove_unused(
        self, hashes: Iterable[str], rows: QuerySet[Any], column: str = "file_hash"
    ) -> None:
        """Delete those of these files that none of the rows names."""
        wanted = set(hashes) - {""}
        named = rows.filter(**{f"{column}__in": wanted}).values_list(column, flat=True)
        self.remove(wanted - set(named))

    def remove_path(self, path: str) -> None:
        try:
            self.storage.delete(path)
        except OSError as error:
            details = {"file": path, "reason": error.strerror}
            logger.warning("A file nobody needs could not be deleted", extra=details)

    def remove_all(self) -> None:
        """Delete the whole folder, also what no row names; what cannot be deleted now is no error."""
        for folder in self._listed(self.folder)[0]:
            names = self._listed(f"{self.folder}/{folder}")[1]
            self.remove(name.removesuffix(self.suffix) for name in names)

    def hashes(self) -> Iterator[str]:
        """Of every file of this kind that is kept, whether a row names it or not. Raises OSError."""
        if self.folder not in self.storage.listdir("")[0]:
            return
        for folder in self.storage.listdir(self.folder)[0]:
            for name in self.storage.listdir(f"{self.folder}/{folder}")[1]:
                if name.endswith(self.suffix) and not name.startswith("."):
                    yield name.removesuffix(self.suffix)

    def drafts(self) -> Iterator[str]:
        """Paths of what is being written, or was when its process was killed. Raises OSError."""
        if self.folder not in self.storage.listdir("")[0]:
            return
        for folder in self.storage.listdir(self.folder)[0]:
            for name in self.storage.listdir(f"{self.folder}/{folder}")[1]:
                if name.startswith(".") and f"{self.suffix}." in name:
                    yield f"{self.folder}/{folder}/{name}"

    def _listed(self, folder: str) -> tuple[list[str], list[str]]:
        """The folders and the files in a folder; none where there is no such folder."""
        try:
            return self.storage.listdir(folder)
        except OSError:
            return [], []
