"""Which build of the program answers: a word that changes with the pages' scripts and styles."""

from typing import Final

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponseBase

UNHASHED: Final = "unhashed"
OURS: Final = "X-Qorgau"


def build_version() -> str:
    """The hash of the list of all hashed files; the same in every process that serves them."""
    return getattr(staticfiles_storage, "manifest_hash", "") or UNHASHED


def is_ours(response: HttpResponseBase) -> HttpResponseBase:
    """Say which build answers: scripts tell our pages by it from those of a hall's network that let nobody through."""
    response[OURS] = build_version()
    return response
