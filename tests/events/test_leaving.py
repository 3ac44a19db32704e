"""Who may not be deleted, and why; with somebody beside them who may."""

import pytest

from defense.desk.leaving import why_people_stay
from events.models import AuditEntry, Person
from experts.services.leaving import project_has_sheets
from tests.factories import (
    DAY,
    DefenseFactory,
    DiplomaFactory,
    EventFactory,
    PassFactory,
    PersonFactory,
    ProjectFactory,
    RunItemFactory,
    ScoreSheetFactory,
    SeatFactory,
    TeamMemberFactory,
)

pytestmark = pytest.mark.django_db


def confirm(person: Person) -> None:
    person.confirmed_at = DAY
    person.save()


REASONS = {
    "is named in the audit log": lambda p: AuditEntry.write(p.event, p, "name.confirmed", p),
    "has confirmed the name": confirm,
    "has a card": lambda p: PassFactory(person=p),
    "speaks": lambda p: RunItemFactory(room__event=p.event, person=p, kind="speech"),
    "supervises": lambda p: ProjectFactory(event=p.event, supervisor=p),
    "is in a team": lambda p: TeamMemberFactory(project__event=p.event, person=p),
    "has a seat on the panel": lambda p: SeatFactory(panel__room__event=p.event, person=p),
    "has a diploma": lambda p: DiplomaFactory(person=p),
}


@pytest.mark.parametrize("reason", REASONS)
def test_a_person_stays_for_what_they_left(reason):
    event = EventFactory()
    person, other = PersonFactory(event=event), PersonFactory(event=event)
    REASONS[reason](person)

    assert why_people_stay([person, other]) == {person.pk: reason}


def test_the_weightiest_reason_is_told():
    person = PersonFactory()
    for give in REASONS.values():
        give(person)

    assert why_people_stay([person]) == {person.pk: "has a diploma"}


def test_an_expert_who_has_scored_and_the_project_stay():
    sheet = ScoreSheetFactory()
    project, other = sheet.defense.project, DefenseFactory().project

    assert why_people_stay([sheet.seat.person]) == {
        sheet.seat.person_id: "has a seat with score sheets"
    }
    assert project_has_sheets([project, other]) == {project.pk: "it has score sheets"}


def test_nobody_is_asked_about_nobody(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert why_people_stay([]) == {}
