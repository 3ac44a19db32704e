"""A record of a person that goes: its photograph and its letters go or come along in the same transaction."""

from datetime import datetime

from django.db import transaction

from defense.event_file.loading import held_event
from defense.event_file.revising import revise_event
from defense.workspace.merging import merged
from defense.workspace.people import without_person
from diplomas.services.ordering import hand_place_on
from events.models import Event, Person, User
from events.services.mail import hand_letters_on
from events.services.photographs import hand_photograph_on, let_photograph_go


@transaction.atomic
def take_off_list(event: Event, person: Person, *, actor: User, at: datetime) -> None:
    """Raises what `revise_event` raises, StillNeeded and RowGone; then the photograph stays with the person."""
    held_event(event.slug)
    let_photograph_go(event, person, actor=actor)
    revise_event(
        event, lambda file: without_person(file, person.key), actor=actor, at=at, whole=True
    )


@transaction.atomic
def make_one(event: Event, kept: Person, gone: Person, *, actor: User, at: datetime) -> None:
    """Raises what `revise_event` and `merged` raise; then both keep what they had."""
    held_event(event.slug)
    hand_letters_on(gone, kept)
    hand_place_on(event, gone, kept, actor=actor)
    hand_photograph_on(event, gone, kept, actor=actor)
    revise_event(
        event, lambda file: merged(file, kept.key, gone.key), actor=actor, at=at, whole=True
    )
