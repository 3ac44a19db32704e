"""A diploma before it is issued: the same page by the same renderer, marked as a sample, as a picture."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Final

from diplomas.errors import NoPreview, PicturesBusy
from diplomas.models import Diploma
from diplomas.recipients import Recipient
from diplomas.record import DiplomaRecord
from diplomas.rendering import UnfitRecord, warm_renderer
from diplomas.services.issuing import words_of
from diplomas.snapshots import Wording, record_of
from diplomas.texts import SAMPLE
from events.errors import FileIsAway
from events.pdf.errors import RenderingUnavailable
from events.pdf.fitting import NameDoesNotFit
from events.pdf.pictures import first_page

WIDTH: Final = 1188
# Who draws, and who waits for that: the renderer takes one at a time, and a thread of the server waits meanwhile.
AT_ONCE: Final = 4
PATIENCE_SECONDS: Final = 10.0
_places = threading.BoundedSemaphore(AT_ONCE)
# As wide as a code; no diploma has it.
NO_CODE: Final = "0" * 12
NO_NUMBER: Final = "—"


def drawn(record: DiplomaRecord) -> bytes:
    """Raises NoPreview for what cannot be set, and PicturesBusy."""
    try:
        return picture_of(record)
    except (UnfitRecord, NameDoesNotFit, RenderingUnavailable, FileIsAway) as error:
        raise NoPreview from error


def sample_of(recipient: Recipient, wording: Wording) -> DiplomaRecord:
    words = words_of(Diploma(number=NO_NUMBER, code=NO_CODE), recipient, wording)
    return record_of(words | {"watermark": words["watermark"] or SAMPLE[wording.language]})


@lru_cache(maxsize=64)
def picture_of(record: DiplomaRecord) -> bytes:
    """Kept a while: whoever opens the page again looks at the same words, and waits for nobody. Raises PicturesBusy."""
    with one_of_few():
        [pdf] = warm_renderer().render([record])
        return first_page(pdf, width=WIDTH)


@contextmanager
def one_of_few() -> Iterator[None]:
    """Hold one of the places in which this process draws. Raises PicturesBusy when none gets free."""
    if not _places.acquire(timeout=PATIENCE_SECONDS):
        raise PicturesBusy
    try:
        yield
    finally:
        _places.release()
