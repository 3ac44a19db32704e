"""Files that appear whole or not at all: written under another name in the same folder, then renamed."""

import os
import uuid
from collections.abc import Iterable
from pathlib import Path


def write_whole(
    path: Path,
    content: bytes | str | Iterable[bytes],
    *,
    mode: int = 0o600,
    is_durable: bool = False,
) -> None:
    """Put the content in the file's place; a reader sees the old file or the new one, never half.

    `is_durable` makes the file and its name outlive a power cut. Raises OSError.
    """
    draft = written_draft(path, content, mode=mode, is_durable=is_durable)
    try:
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    if is_durable:
        sync_folder(path.parent)


def write_once(path: Path, content: bytes | str, *, mode: int = 0o600) -> bool:
    """The same, unless the file is there already; of two writers at once the first one wins.

    Tells whether the content is this caller's. Raises OSError.
    """
    draft = written_draft(path, content, mode=mode)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


def written_draft(
    path: Path,
    content: bytes | str | Iterable[bytes],
    *,
    mode: int = 0o600,
    is_durable: bool = False,
) -> Path:
    """A hidden file beside the path that holds the content; the caller renames or removes it."""
    draft = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    data = content.encode() if isinstance(content, str) else content
    parts = [data] if isinstance(data, bytes) else data
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.writelines(parts)
            if is_durable:
                file.flush()
                os.fsync(file.fileno())
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return draft


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
