"""What a person said of their printed names, as their page shows it to organizers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from diplomas.models import Diploma
from diplomas.own_names import PrintedName, printed_and_asked
from diplomas.texts import languages_of_names
from events.models import AskedName, Pass, Person
from events.models.asked_names import confirmed_words, stands_confirmed
from events.services.asked_names import names_in
from projects.models import TeamMember


@dataclass(frozen=True)
class NameAnswers:
    """`waiting` is a request to answer, `names` what is printed beside what was asked for."""

    names: Sequence[PrintedName]
    waiting: AskedName | None
    answered: AskedName | None
    is_asked: bool
    has_looked: bool
    has_diploma: bool
    is_confirmed: bool


def name_answers(person: Person) -> NameAnswers:
    last = AskedName.objects.filter(person=person).order_by("pk").last()
    is_waiting = last is not None and last.state == AskedName.State.WAITING
    said = names_in(person, languages_of_names(person.event))
    cards = Pass.objects.filter(person=person, kind=Pass.Kind.TRAINEE, is_rehearsal=False)
    return NameAnswers(
        names=printed_and_asked(said, last if is_waiting else None),
        waiting=last if is_waiting else None,
        answered=None if is_waiting else last,
        is_asked=TeamMember.objects.filter(person=person).exists(),
        has_looked=cards.exclude(redeemed_at=None).exists(),
        has_diploma=Diploma.objects.current().filter(person=person).exists(),
        is_confirmed=stands_confirmed(person, confirmed_words(person), said),
    )
