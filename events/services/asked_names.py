"""What people say of their printed names: they confirm them or ask for another spelling, which is answered.

Each act holds the event, as a loading of it and an issuing of diplomas do, and then the person: a name that
is being confirmed is not changed in between, and of two answers one is told that it came second.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from events import validators
from events.covered import lines_of
from events.errors import DomainError, PassNotFound
from events.models import AskedName, AuditEntry, ConfirmedName, Event, Pass, Person, User
from events.models.asked_names import confirmed_words, stands_confirmed
from events.texts import one_line


class NamesOverdue(DomainError):
    def __init__(self) -> None:
        super().__init__(_("The event is archived: its names stay as they are."))


class NamesAreReal(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("This is the card of a rehearsal. Names are confirmed with your own card.")
        )


class NamesMoved(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("The spelling was changed since you opened this page. Look at it again.")
        )


class NothingToCorrect(DomainError):
    def __init__(self) -> None:
        super().__init__(_("This is how it is written already. Change it, or leave it as it is."))


class AskedNameAnswered(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("Nothing was changed: this was answered, or asked for otherwise, meanwhile.")
        )


class AnswerRefused(DomainError):
    """The sentence for the person is missing or cannot be kept."""


def names_in(person: Person, languages: Iterable[str]) -> dict[str, str]:
    """What is printed of the person in each of these languages."""
    return {language: person.printed_name(language) for language in languages}


@transaction.atomic
def confirm_names(held: Pass, *, seen: Mapping[str, str], at: datetime) -> Person:
    """The names stand as the person saw them, by language; what they asked for before is withdrawn.

    Raises PassNotFound, NamesAreReal, NamesOverdue, NamesMoved.
    """
    person = _person_of(held)
    if not seen or names_in(person, seen) != dict(seen):
        raise NamesMoved
    withdrawn = _withdraw(person, at)
    if not stands_confirmed(person, confirmed_words(person), seen):
        words = _confirm(person, seen, at)
        rows = lines_of(person, words, *withdrawn)
        AuditEntry.write(person.event, person, "name.confirmed", person, rows)
    return person


@transaction.atomic
def ask_for_names(held: Pass, names: Mapping[str, str], *, why: str, at: datetime) -> AskedName:
    """Ask for this spelling, in the place of one that waits. Names and reason are validated by the caller.

    Who asks has not confirmed the names as they are. Raises what `confirm_names` does, and NothingToCorrect.
    """
    person = _person_of(held)
    if names_in(person, names) == dict(names):
        raise NothingToCorrect
    withdrawn = _withdraw(person, at)
    asked = AskedName.objects.create(person=person, names=dict(names), why=why, asked_at=at)
    _mark(person, None)
    rows = lines_of(person, asked, *withdrawn)
    AuditEntry.write(person.event, person, "name.asked", person, rows)
    return asked


@transaction.atomic
def decline_names(
    event: Event, asked_id: int, *, answer: str, actor: User | str, at: datetime
) -> AskedName:
    """Raises AskedName.DoesNotExist, AskedNameAnswered, AnswerRefused."""
    asked = held_request(event, asked_id)
    said = one_line(answer)
    if flaw := validators.person_note.flaw(said):
        raise AnswerRefused(flaw)
    _answer(asked, AskedName.State.DECLINED, at, answer=said)
    details = {"person": asked.person_id, **lines_of(asked)}
    AuditEntry.write(event, actor, "name.declined", asked, details)
    return asked


def held_request(event: Event, asked_id: int) -> AskedName:
    """A request that waits, held until the transaction ends. Raises as `decline_names` does."""
    hold(event.pk)
    asked = AskedName.objects.of_event(event).get(pk=asked_id)
    Person.objects.select_for_update().get(pk=asked.person_id)
    asked.refresh_from_db()
    if asked.state != AskedName.State.WAITING:
        raise AskedNameAnswered
    return asked


def note_taken(asked: AskedName, *, actor: User | str, at: datetime) -> None:
    """The names are now as they were asked for: the person's own spelling, and so confirmed."""
    person = Person.objects.get(pk=asked.person_id)
    _answer(asked, AskedName.State.TAKEN, at)
    words = _confirm(person, asked.names, asked.asked_at)
    details = {"person": person.pk, **lines_of(person, asked, words)}
    AuditEntry.write(person.event, actor, "name.taken_over", asked, details)


def _person_of(held: Pass) -> Person:
    """The same, as long as names may change. Raises NamesOverdue as well."""
    person = held_person(held)
    if person.event.phase == Event.Phase.ARCHIVED:
        raise NamesOverdue
    return person


def held_person(held: Pass) -> Person:
    """Whose card it is, held with the event. Raises PassNotFound for one stopped meanwhile, NamesAreReal."""
    hold(held.person.event_id)
    people = Person.objects.select_related("event").select_for_update(of=("self",))
    person = people.get(pk=held.person_id)
    if not Pass.objects.valid().filter(pk=held.pk).exists():
        raise PassNotFound
    if held.is_rehearsal:
        raise NamesAreReal
    return person


def hold(event_id: int) -> Event:
    """No loading reads a name before and writes it after what is done meanwhile."""
    return Event.objects.held(event_id)


def _withdraw(person: Person, at: datetime) -> list[AskedName]:
    waiting = list(AskedName.objects.waiting().filter(person=person))
    for asked in waiting:
        _answer(asked, AskedName.State.WITHDRAWN, at)
    return waiting


def _answer(asked: AskedName, state: AskedName.State, at: datetime, *, answer: str = "") -> None:
    asked.state, asked.answered_at, asked.answer = state, at, answer
    asked.save(update_fields=["state", "answered_at", "answer"])


def _confirm(person: Person, names: Mapping[str, str], at: datetime) -> ConfirmedName:
    _mark(person, at)
    return ConfirmedName.objects.create(person=person, names=dict(names), at=at)


def _mark(person: Person, at: datetime | None) -> None:
    person.confirmed_at = at
    person.save(update_fields=["confirmed_at"])
