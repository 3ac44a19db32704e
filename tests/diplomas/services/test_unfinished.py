"""Who did not complete the course: noted, told and taken back, and in a rehearsal apart."""

import pytest

from defense.desk.leaving import why_people_stay
from defense.rehearsal.closing import reset_rehearsal
from diplomas.errors import NotCompleted
from diplomas.models import Unfinished
from diplomas.services.issuing_documents import note_completion
from diplomas.services.issuing_one import issue_one
from events.models import Event
from projects.models import TeamMember
from tests.diplomas.people import event_with_team, issue
from tests.factories import DAY

pytestmark = pytest.mark.django_db

ACT = {"actor": "test", "at": DAY}


@pytest.fixture
def event():
    return event_with_team(3)


def test_that_somebody_did_not_complete_the_course_is_taken_back_also_when_they_left_their_team(
    event,
):
    person = TeamMember.objects.of_event(event).first().person
    note_completion(event.pk, [person.pk], is_completed=False, **ACT)
    TeamMember.objects.filter(person=person).delete()
    assert why_people_stay([person])

    assert note_completion(event.pk, [person.pk], is_completed=True, **ACT) == 1
    assert not why_people_stay([person])
    assert note_completion(event.pk, [person.pk], is_completed=False, **ACT) == 0


def test_one_diploma_is_refused_in_words_to_who_did_not_complete_the_course(event):
    person = TeamMember.objects.of_event(event).first().person_id
    note_completion(event.pk, [person], is_completed=False, **ACT)

    with pytest.raises(NotCompleted, match="did not complete the course"):
        issue_one(event.pk, person, **ACT)


def test_what_a_rehearsal_noted_of_the_course_costs_nobody_a_diploma_on_the_day(event):
    first, second, third = (each.person_id for each in TeamMember.objects.of_event(event))
    note_completion(event.pk, [first], is_completed=False, **ACT)
    Event.objects.filter(pk=event.pk).update(is_rehearsal=True)
    note_completion(event.pk, [second], is_completed=False, **ACT)
    assert note_completion(event.pk, [first], is_completed=True, **ACT) == 0

    reset_rehearsal(event.pk)

    assert [each.person_id for each in Unfinished.objects.all()] == [first]
    assert {each.person_id for each in issue(event)} == {second, third}
