import errno
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import Any, Final

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

IN_MEMORY: Final = 1_048_576
MISSING: Final = ("404", "NoSuchKey")
# A person waits for the page, or a worker holds a lease: an answer must come in seconds.
PATIENCE: Final = {"connect_timeout": 3, "read_timeout": 10, "retries": {"total_max_attempts": 2}}
# Stores that speak S3 but are not Amazon's refuse checksums they do not know; events/files.py
# compares the hash of every file it reads.
CHECKSUMS: Final = {
    "request_checksum_calculation": "when_required",
    "response_checksum_validation": "when_required",
}


class PrivateBucket(S3Storage):  # type: ignore[misc]  # django-storages ships no types
    """Files in a bucket of an S3 server, which keeps each whole and lets nobody in without a key.

    It answers like a file system: FileNotFoundError for what is not there, OSError for a server that
    is away or refuses. A file is read with one request; a large one is put on this machine's disk meanwhile.
    """

    def __init__(self, *, addressing_style: str = "auto", **options: Any) -> None:
        config = Config(s3={"addressing_style": addressing_style}, **PATIENCE, **CHECKSUMS)
        super().__init__(
            client_config=config, transfer_config=TransferConfig(use_threads=False), **options
        )

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        with answering_like_a_file_system():
            found = self.bucket.Object(self._normalize_name(name)).get()
            file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - whoever asked closes it
            for part in found["Body"].iter_chunks(IN_MEMORY):
                file.write(part)
            file.seek(0)
            return File(file, name)

    def _save(self, name: str, content: "File[bytes]") -> str:
        with answering_like_a_file_system():
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        with answering_like_a_file_system():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with answering_like_a_file_system():
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        with answering_like_a_file_system():
            return int(super().size(name))

    def get_modified_time(self, name: str) -> datetime:
        with answering_like_a_file_system():
            at: datetime = super().get_modified_time(name)
        return at

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with answering_like_a_file_system():
            folders, files = super().listdir(path)
            return folders, files


@contextmanager
def answering_like_a_file_system() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        kind = errno.ENOENT if code in MISSING else errno.EIO
        raise OSError(kind, f"the file storage answers {code}") from error
    except (BotoCoreError, Boto3Error) as error:
        reason = f"the file storage does not answer ({type(error).__name__})"
        raise OSError(errno.EIO, reason) from error
