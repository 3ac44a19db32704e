"""Whose diploma is whose. A loader answers 404 for what is not the asker's."""

from datetime import datetime
from typing import Final

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from diplomas.errors import AnsweredTooOften, GuessedTooOften
from diplomas.guesses import guesses, visitor_at
from diplomas.known import known_to_holders
from diplomas.models import Diploma, Sharing
from diplomas.numbering import normalise_code
from events.access import PassRequest
from events.models import Event
from events.token_buckets import TokenBuckets

GUESSES: Final = guesses()
OF_A_PAGE: Final = ("event", "renderjob", "superseded_by")
# What a person says of their names: ten times at once, then once a minute.
ANSWERS: Final = TokenBuckets(10, seconds_each=60, most=20_000)
# Pictures of the own page: drawing one takes a processor for a moment.
PICTURES: Final = TokenBuckets(20, seconds_each=3, most=20_000)


def ready_diploma_of_event(event: Event, code: str) -> Diploma:
    """A diploma of this event that has its file; 404 otherwise."""
    return get_object_or_404(Diploma.objects.of_event(event).exclude(file_hash=""), code=code)


def own_diploma(request: PassRequest) -> Diploma | None:
    """The latest diploma of whoever holds the pass."""
    own = Diploma.objects.of_kind(Diploma.Kind.DIPLOMA).filter(person=request.held.person)
    return own.select_related("renderjob", "origin__diploma").order_by("sequence").last()


def own_ready_diploma(request: PassRequest) -> Diploma:
    """The diploma that whoever holds the pass may download; 404 otherwise."""
    own = Diploma.objects.ready().of_kind(Diploma.Kind.DIPLOMA)
    return get_object_or_404(own, person=request.held.person)


def own_ready_document(request: PassRequest, code: str) -> Diploma:
    """The same, of several; 404 for everybody else's, for an award that is not known yet, and for a code that nobody has."""
    person = request.held.person
    known = known_to_holders(Diploma.objects.ready(), person.event)
    return get_object_or_404(known, person=person, code=code)


def shared_picture(request: HttpRequest, code: str, *, at: datetime) -> str:
    """The hash of the picture that its holder shares; 404 for any other code. Raises GuessedTooOften."""
    found = diploma_by_code(request, code, at=at)
    shared = Sharing.objects.valid().filter(diploma=found).exclude(picture_hash="")
    return get_object_or_404(shared).picture_hash


def count_answer(request: PassRequest, *, at: datetime) -> None:
    """Raises AnsweredTooOften."""
    if not ANSWERS.take(at.timestamp(), str(request.held.person_id)):
        raise AnsweredTooOften


def count_picture(request: PassRequest, *, at: datetime) -> None:
    """Raises AnsweredTooOften."""
    if not PICTURES.take(at.timestamp(), str(request.held.person_id)):
        raise AnsweredTooOften


def diploma_by_code(request: HttpRequest, text: str, *, at: datetime) -> Diploma | None:
    """The diploma of a code as somebody typed it. A malformed one costs the same query as an unknown.

    Raises GuessedTooOften for who has used up their misses, whether or not the code exists: else the
    answers would still tell one from the other.
    """
    visitor = visitor_at(request.META.get("REMOTE_ADDR", ""))
    if not GUESSES.take(at.timestamp(), visitor):
        raise GuessedTooOften
    code = normalise_code(text) or ""
    found = Diploma.objects.filter(code=code).select_related(*OF_A_PAGE).first()
    if found is not None:
        GUESSES.give_back(at.timestamp(), visitor)
    return found
