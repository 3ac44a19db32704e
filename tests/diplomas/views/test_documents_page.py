"""Organizers choose who gets which document."""

import pytest
from django.urls import reverse

from diplomas.models import Diploma, Unfinished
from projects.models import TeamMember

pytestmark = pytest.mark.django_db


@pytest.fixture
def organizer(client, cast):
    client.force_login(cast.olga)
    return client


def address(cast, name, *args):
    return reverse(f"organizer:{name}", args=[cast.event.slug, *args])


def member_of(cast):
    return TeamMember.objects.of_event(cast.event).first()


@pytest.mark.parametrize("kind", Diploma.Kind)
def test_each_kind_has_a_page_that_names_those_who_may_get_one(organizer, cast, kind):
    page = organizer.get(address(cast, "documents", kind))

    asked_for = {"supervisor": "Clara", "expert": "Emil"}.get(kind, "Tia")
    assert asked_for in page.content.decode()
    assert organizer.get(address(cast, "documents", "state")).status_code == 404


def test_a_team_is_chosen_whole_and_asked_about_first(organizer, cast):
    member = member_of(cast)
    sent = {"team": str(member.project.number)}
    act = address(cast, "documents_issue", "certificate")

    asked = organizer.post(act, sent)
    organizer.post(act, sent | {"agreed": "9"})

    assert "Certificates" in asked.content.decode()
    issued = Diploma.objects.get(kind="certificate")
    assert issued.person == member.person
    page = organizer.get(address(cast, "documents", "certificate")).content.decode()
    assert f"№ {issued.number}" in page


def test_nobody_chosen_issues_nothing(organizer, cast):
    page = organizer.post(
        address(cast, "documents_issue", "award"), {"name_en": "Best"}, follow=True
    )

    assert "Choose at least one person" in page.content.decode()
    assert not Diploma.objects.exists()


def test_an_award_says_what_it_is_for_or_is_refused_with_the_choice_kept(organizer, cast):
    person = str(member_of(cast).person_id)
    act = address(cast, "documents_issue", "award")
    languages = cast.event.languages

    refused = organizer.post(act, {"person": person})
    unprintable = organizer.post(act, {"person": person, f"name_{languages[0]}": "漢"})
    said = {f"name_{each}": f"Best {each}" for each in languages}
    organizer.post(act, {"person": person, "agreed": "1", **said})

    assert (refused.status_code, unprintable.status_code) == (422, 422)
    assert f'value="{person}" checked' in " ".join(refused.content.decode().split())
    award = Diploma.objects.get(kind="award").snapshot
    assert f"Best {languages[0]}" in " ".join(award["before_topic"])


def test_who_did_not_complete_the_course_is_noted_and_taken_back(organizer, cast):
    person = member_of(cast).person_id
    act = address(cast, "completion_note")

    organizer.post(act, {"person": person, "completed": "no"})
    noted = Unfinished.objects.filter(person=person).exists()
    page = organizer.get(address(cast, "documents", "diploma")).content.decode()
    organizer.post(act, {"person": person, "completed": "yes"})

    assert noted
    assert "did not complete the course" in page
    assert not Unfinished.objects.exists()
