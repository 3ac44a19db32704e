"""The photographs of an event: one of a person, its file by hash in the folder of the event.

Each act holds the event, also the one that deletes files nobody names any more: the same picture cannot be put again
between the look and the deletion.
"""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from events.covered import lines_of
from events.errors import DomainError
from events.files import HashedFiles, hash_of
from events.models import AuditEntry, Event, Person, Photograph, User
from events.models.audit import name_of
from events.photographs import square_photograph


class PhotographMoved(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("Nothing was changed: somebody changed the photograph meanwhile. Look at it again.")
        )


class PhotographNotKept(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The photograph could not be kept. Try again; if it stays so, tell whoever runs the server."
            )
        )


def files_of(event_id: int) -> HashedFiles:
    return HashedFiles(f"photographs/{event_id}", ".jpg")


def hash_of_photograph(person: Person) -> str:
    """Empty where there is none."""
    found = Photograph.objects.filter(person=person).first()
    return found.file_hash if found else ""


def read_photograph(event: Event, key: str) -> bytes:
    """Raises Photograph.DoesNotExist, FileIsAway."""
    photograph = Photograph.objects.of_event(event).get(person__key=key)
    return files_of(event.pk).read(photograph.file_hash)


def put_photograph(
    event: Event, person_id: int, content: bytes, *, seen: str, actor: User | str
) -> None:
    """Keep what somebody brought in the place of `seen`, the hash of what stood on the page.

    Raises BadPhotograph, PhotographMoved, PhotographNotKept.
    """
    _put(event, person_id, square_photograph(content), seen, actor)


@transaction.atomic
def _put(event: Event, person_id: int, picture: bytes, seen: str, actor: User | str) -> None:
    Event.objects.held(event.pk)
    person = Person.objects.of_event(event).filter(pk=person_id).first()
    if person is None or hash_of_photograph(person) != seen:
        raise PhotographMoved
    file_hash = hash_of(picture)
    if file_hash != seen:
        photograph, _is_new = Photograph.objects.update_or_create(
            person=person, defaults={"file_hash": file_hash}
        )
        _note_put(event, photograph, actor)
        _forget(event, seen)
    try:
        # The last step: a refused row leaves no file of a face behind.
        files_of(event.pk).save(picture)
    except OSError as error:
        raise PhotographNotKept from error


@transaction.atomic
def take_photograph_away(event: Event, person_id: int, *, seen: str, actor: User | str) -> None:
    """Raises PhotographMoved when there is another one than `seen`, or none."""
    Event.objects.held(event.pk)
    photograph = Photograph.objects.of_event(event).filter(person=person_id).first()
    if photograph is None or photograph.file_hash != seen:
        raise PhotographMoved
    _take_away(event, photograph, actor)


def let_photograph_go(event: Event, person: Person, *, actor: User | str) -> None:
    """Within a transaction that holds the event and takes the person off the list."""
    if photograph := Photograph.objects.filter(person=person).first():
        _take_away(event, photograph, actor)


def hand_photograph_on(event: Event, gone: Person, kept: Person, *, actor: User | str) -> None:
    """Within a transaction that holds the event and makes two records one: the one that is kept keeps its own."""
    photograph = Photograph.objects.filter(person=gone).first()
    if photograph is None:
        return
    if Photograph.objects.filter(person=kept).exists():
        _take_away(event, photograph, actor)
        return
    photograph.person = kept
    photograph.save(update_fields=["person"])
    _note_put(event, photograph, actor)


def forget_photographs(event: Event) -> None:
    """The files of an event that is deleted in this transaction, whoever left them; its rows go with its people."""
    transaction.on_commit(files_of(event.pk).remove_all, robust=True)


def _note_put(event: Event, photograph: Photograph, actor: User | str) -> None:
    details = {"person": photograph.person_id, **lines_of(photograph)}
    AuditEntry.write(event, actor, "photograph.saved", photograph, details)


def _take_away(event: Event, photograph: Photograph, actor: User | str) -> None:
    details = {"person": photograph.person_id, **lines_of(gone=[name_of(photograph)])}
    AuditEntry.write(event, actor, "photograph.removed", photograph, details)
    photograph.delete()
    _forget(event, photograph.file_hash)


def _forget(event: Event, *hashes: str) -> None:
    """The files when the transaction is through; one that cannot be deleted then undoes nothing."""
    if wanted := [each for each in hashes if each]:
        transaction.on_commit(partial(remove_unused, event.pk, wanted), robust=True)


@transaction.atomic
def remove_unused(event_id: int, hashes: Iterable[str]) -> None:
    """Delete those of these files that no photograph of the event names."""
    Event.objects.select_for_update(no_key=True).filter(pk=event_id).first()
    files_of(event_id).remove_unused(hashes, Photograph.objects.filter(person__event=event_id))
