"""Collects the static files, and only when one of them has changed."""

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final

import django
from django.conf import settings
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from defense.running import storage
from events.whole_files import write_whole

# What htmx ships beside the file that a page loads: its extensions hold imports that cannot be
# resolved.
NOT_SERVED: Final = (
    "django_htmx/ext/*",
    "django_htmx/ht*-4.*",
)


class CollectedStatics(StaticFilesConfig):
    ignore_patterns = [*StaticFilesConfig.ignore_patterns, *NOT_SERVED]


def collect_statics(stamp: Path) -> bool:
    """Collect unless the very same files were collected last time; tell whether it was done."""
    made_from = fingerprint()
    if is_collected() and stamp.is_file() and stamp.read_text(encoding="ascii") == made_from:
        return False
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", clear=True, interactive=False, verbosity=0)
    write_whole(stamp, made_from, mode=0o666)
    return True


def is_collected() -> bool:
    """Whether the files are there, and the list of their hashed names if the storage keeps one."""
    manifest = getattr(staticfiles_storage, "manifest_name", "")
    if manifest:
        return staticfiles_storage.exists(manifest)
    return settings.STATIC_ROOT.is_dir() and any(settings.STATIC_ROOT.iterdir())


def fingerprint() -> str:
    """SHA-256 over the name, size and time of every static file, where they go and what makes them."""
    makers = f"{settings.STATIC_ROOT} {django.__version__} {version('whitenoise')}"
    digest = hashlib.sha256(makers.encode())
    digest.update(Path(storage.__file__).read_bytes())
    for line in sorted(_sources()):
        digest.update(line.encode())
    return digest.hexdigest()


def _sources() -> Iterator[str]:
    for finder in get_finders():
        for name, place in finder.list(CollectedStatics.ignore_patterns):
            found = Path(place.path(name)).stat()
            yield f"{name} {found.st_size} {found.st_mtime_ns}\n"
