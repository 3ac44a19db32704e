"""The files of diplomas, each under the SHA-256 of its bytes, in a folder that no web server reads."""

import hashlib
import logging
import os
import uuid
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from diplomas.errors import FileIsAway
from diplomas.models import Diploma

logger = logging.getLogger(__name__)


def save(content: bytes) -> str:
    """Store the bytes and return their hash. The file appears whole or not at all."""
    file_hash = hashlib.sha256(content).hexdigest()
    path = path_of(file_hash)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{uuid.uuid4().hex}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)
    return file_hash


def read(file_hash: str) -> bytes:
    """The bytes of a stored file; raises FileIsAway."""
    try:
        return path_of(file_hash).read_bytes()
    except OSError as error:
        logger.error("A diploma's file cannot be read", extra={"reason": error.strerror})
        raise FileIsAway from error


def remove_unused(hashes: Iterable[str]) -> None:
    """Delete those of these files that no diploma names."""
    wanted = set(hashes)
    used = set(Diploma.objects.filter(file_hash__in=wanted).values_list("file_hash", flat=True))
    for file_hash in wanted - used:
        path_of(file_hash).unlink(missing_ok=True)


def path_of(file_hash: str) -> Path:
    return Path(settings.FILES_ROOT) / "diplomas" / file_hash[:2] / f"{file_hash}.pdf"


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
