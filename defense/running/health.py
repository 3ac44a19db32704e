"""What is up: asked by the health page, by the start of the program and by its operators."""

import contextlib
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import redis
from django.conf import settings
from django.core.files.storage import storages
from django.db import DatabaseError, InterfaceError, connection

from events.files import ALIAS
from events.pdf.faces import ALL_FACES, FaceMissing, find_face
from events.storages.folder import PrivateFolder

WORKER_KEY: Final = "qorgau:worker-seen"
WORKER_FILE: Final = "worker-seen"
WORKER_SILENT_AFTER_SECONDS: Final = 30
FREE_SPACE_BYTES: Final = 100 * 1024**2


@dataclass(frozen=True)
class Health:
    """One word for each part. Serving needs the database, and room where files are kept in a folder.

    Without the queue, a worker, the fonts or the bucket pages answer and work waits, so these only
    degrade.
    """

    database: str  # up, away
    files: str  # up, unwritable, full, away
    queue: str  # up, away
    worker: str  # up, silent, unknown
    fonts: str  # up, missing

    @property
    def can_serve(self) -> bool:
        return self.database == "up" and self.files in {"up", "away"}

    @property
    def status(self) -> str:
        if not self.can_serve:
            return "down"
        rest = {self.files, self.queue, self.worker, self.fonts}
        return "up" if rest == {"up"} else "degraded"

    def as_dict(self) -> dict[str, str]:
        return {
            "status": self.status,
            "database": self.database,
            "files": self.files,
            "queue": self.queue,
            "worker": self.worker,
            "fonts": self.fonts,
        }


def examine() -> Health:
    """Look at every part once, each for a second or two at most."""
    queue = queue_state()
    return Health(
        database=database_state(),
        files=files_state(),
        queue=queue,
        worker=worker_state() if queue == "up" else "unknown",
        fonts=fonts_state(),
    )


def database_state() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except (DatabaseError, InterfaceError):
        return "away"
    return "up"


def files_state() -> str:
    """Of the folder of documents, or of the bucket that stands for it."""
    storage = storages[ALIAS]
    if isinstance(storage, PrivateFolder):
        return folder_state(Path(storage.location))
    try:
        storage.listdir("")
    except OSError:
        return "away"
    return "up"


def folder_state(folder: Path) -> str:
    if not os.access(folder, os.W_OK | os.X_OK):
        return "unwritable"
    return "up" if shutil.disk_usage(folder).free >= FREE_SPACE_BYTES else "full"


def queue_state() -> str:
    if not settings.REDIS_URL:
        return "up" if os.access(settings.BROKER_FOLDER / "queue", os.W_OK | os.X_OK) else "away"
    try:
        with _redis() as client:
            client.ping()
    except redis.RedisError:
        return "away"
    return "up"


def fonts_state() -> str:
    try:
        for source in ALL_FACES:
            find_face(source)
    except FaceMissing:
        return "missing"
    return "up"


def note_worker() -> None:
    """Called by a worker: leave the time beside the queue, where every web process can read it.

    A broker that is away is no error here; it shows as a silent worker.
    """
    with contextlib.suppress(OSError, redis.RedisError):
        if settings.REDIS_URL:
            with _redis() as client:
                client.set(WORKER_KEY, "1", ex=WORKER_SILENT_AFTER_SECONDS)
        else:
            (settings.BROKER_FOLDER / WORKER_FILE).touch()


def worker_state() -> str:
    if settings.REDIS_URL:
        return "up" if _redis_has_worker() else "silent"
    try:
        seen_at = (settings.BROKER_FOLDER / WORKER_FILE).stat().st_mtime
    except FileNotFoundError:
        return "silent"
    return "up" if time.time() - seen_at < WORKER_SILENT_AFTER_SECONDS else "silent"


def _redis_has_worker() -> bool:
    try:
        with _redis() as client:
            return bool(client.exists(WORKER_KEY))
    except redis.RedisError:
        return False


def _redis() -> redis.Redis:
    return redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
