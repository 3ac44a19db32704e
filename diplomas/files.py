"""The files of diplomas, and one of them as a response that no browser guesses about."""

from collections.abc import Iterable
from typing import Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from diplomas.file_kinds import FileKind
from diplomas.models import Diploma, FileJob
from events.files import HashedFiles

FILES: Final = HashedFiles("diplomas")
PICTURES: Final = HashedFiles("shared", ".jpg")
MADE: Final = "made"
"""The folder of files of many diplomas."""


def made_files(kind: FileKind) -> HashedFiles:
    return HashedFiles(MADE, kind.suffix)


def remove_unused(hashes: Iterable[str]) -> None:
    """Delete those of these files that no diploma names."""
    FILES.remove_unused(hashes, Diploma.objects.all())


def remove_unused_made(files: Iterable[tuple[FileKind, str]]) -> None:
    """Delete those of these files of many diplomas that no job names."""
    for kind, file_hash in files:
        made_files(kind).remove_unused([file_hash], FileJob.objects.all())


def pdf_response(diploma: Diploma) -> HttpResponse:
    """The file under a name a person can find again; the doors keep it out of caches. Raises FileIsAway."""
    content = FILES.read(diploma.file_hash)
    response = HttpResponse(content, content_type="application/pdf")
    header = content_disposition_header(as_attachment=True, filename=file_name(diploma))
    response["Content-Disposition"] = str(header)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def file_name(diploma: Diploma) -> str:
    """`2019-044 Person Name.pdf`: the number without its slash, the name as printed."""
    words = f"{diploma.number} {diploma.snapshot['name']}"
    return "".join("-" if letter in '/\\:*?"<>|' else letter for letter in words) + ".pdf"
