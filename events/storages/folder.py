from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from events.whole_files import sync_folder, write_whole


class PrivateFolder(FileSystemStorage):
    """Files below FILES_ROOT that no web server reads: whole, durable, for this user only.

    A file of the same name is replaced, and a reader sees the old one or the new one.
    """

    @property
    def base_location(self) -> str:
        return str(settings.FILES_ROOT)

    @property
    def location(self) -> str:
        return str(Path(self.base_location).absolute())

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: "File[bytes]") -> str:
        path = Path(self.path(name))
        make_private(path.parent)
        write_whole(path, content.chunks(), mode=0o600, is_durable=True)
        return name

    def url(self, name: str | None) -> str:
        raise ValueError("These files are served by views that know who asks.")


def make_private(folder: Path) -> None:
    """Make the folder and those above it that are missing, readable by this user only."""
    if not folder.is_dir():
        make_private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)
