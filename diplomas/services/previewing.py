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
from diplomas.services.choosing_language import language_chosen_by
from diplomas.services.issuing import wording_of, words_of
from diplomas.snapshots import Wording, record_of
from diplomas.texts import SAMPLE, design_of, languages_to_choose
from events.errors import FileIsAway
from events.models import Person
from events.pdf.errors import RenderingUnavailable
from events.pdf.fitting import NameDoesNotFit
from events.pdf.pictures import first_page
from projects.models import TeamMember

WIDTH: Final = 1188
# Who draws, and who waits for that: the renderer takes one at a time, and a thread of the server waits meanwhile.
AT_ONCE: Final = 4
PATIENCE_SECONDS: Final = 10.0
_places = threading.BoundedSemaphore(AT_ONCE)
# As wide as a code; no diploma has it.
NO_CODE: Final = "0" * 12
NO_NUMBER: Final = "—"


def languages_to_preview(person: Person, diploma: Diploma | None) -> list[str]:
    """In which languages there is a page to show: of a diploma that was issued its own."""
    if diploma is not None:
        is_current = diploma.state in Diploma.CURRENT_STATES
        return [str(diploma.snapshot.get("language", "kk"))] if is_current else []
    is_member = TeamMember.objects.filter(person=person).exists()
    if not is_member:
        return []
    design, chosen = design_of(person.event), language_chosen_by(person)
    return [chosen if chosen in languages_to_choose(design) else design.language]


def picture_for(person: Person, diploma: Diploma | None, language: str) -> bytes:
    """The page as WebP. Raises NoPreview for a language that it has not, and for what cannot be set; PicturesBusy."""
    if language not in languages_to_preview(person, diploma):
        raise NoPreview
    return drawn(record_of(diploma.snapshot) if diploma else sample_for(person, language))


def drawn(record: DiplomaRecord) -> bytes:
    """Raises NoPreview for what cannot be set, and PicturesBusy."""
    try:
        return picture_of(record)
    except (UnfitRecord, NameDoesNotFit, RenderingUnavailable, FileIsAway) as error:
        raise NoPreview from error


def sample_for(person: Person, language: str) -> DiplomaRecord:
    """What would be printed now, without a number and a code. The person is in a team."""
    member = TeamMember.objects.with_projects().get(person=person)
    return sample_of(member, wording_of(person.event, language))


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
